package interchange

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"gewu/district"
)

// A Mapping says which columns of a file mean what, and makes records of its features. The zero
// value knows the usual names, English and Chinese; see FieldNames for ours.
//
// A record's identifier is the column that IDField names, else the file's own (the id of
// GeoJSON, the fid of a GeoPackage, "way/123" of OpenStreetMap), else the usual id column, else
// the code, else a hash of the row's geometry and columns with the count of equal rows before
// it. So the same file read twice brings the same identifiers, in any order of its columns. Where
// the file's identifiers identify nothing, as the Id that drawing programs set to 0 in every row,
// NoIDs for IDField passes over them.
type Mapping struct {
	Fields      map[string]string // our name -> column
	IDField     string            // short for Fields["id"], likewise the next three
	CodeField   string
	NameField   string
	ParentField string

	// HouseholdsFromFloors estimates the households of residential buildings without a count;
	// see estimate for how. Estimated counts are marked.
	HouseholdsFromFloors bool

	// Location is the district's time zone, for times that do not state theirs; nil: UTC.
	Location *time.Location

	// OnPersonal, if not nil, is called once with each column that is left out because it seems
	// to hold names, identity numbers or phones of residents, which are never recorded.
	OnPersonal func(column string)
}

// NoIDs is the IDField of files whose identifiers do not tell rows apart.
const NoIDs = "-"

type choice struct{ name, column string }

// explicit lists the fields that the caller has mapped himself.
func (m Mapping) explicit() []choice {
	id := m.IDField
	if id == NoIDs {
		id = ""
	}
	list := []choice{{"id", id}, {"code", m.CodeField}, {"name", m.NameField}, {"parent", m.ParentField}}
	for ours, column := range m.Fields {
		list = append(list, choice{ours, column})
	}
	slices.SortFunc(list[4:], func(a, b choice) int { return strings.Compare(a.name, b.name) })
	return list
}

// A reading turns the features of one file into records of one noun.
type reading struct {
	Mapping
	noun     string
	index    map[string]int   // our name -> position among the noun's fields
	mapped   map[int]string   // position -> column named by the caller
	seen     map[string]bool  // columns named by the caller that have occurred
	known    map[string]place // what each column met so far means
	also     map[string][]int // further fields that the caller has mapped to a column
	hashes   map[uint64]int   // how often a row without identifier has occurred
	personal map[string]bool
}

// A place is what a column means: the field at a position, and how likely that is (0 best).
type place struct{ position, rank int }

const notOurs = -1

func newReading(m Mapping, noun string) *reading {
	r := &reading{
		Mapping: m, noun: noun, index: map[string]int{}, mapped: map[int]string{}, seen: map[string]bool{},
		known: map[string]place{}, also: map[string][]int{}, hashes: map[uint64]int{}, personal: map[string]bool{},
	}
	if r.Location == nil {
		r.Location = time.UTC
	}
	for i, f := range fields[noun] {
		r.index[f.name] = i
	}
	for _, c := range m.explicit() {
		if c.column != "" {
			r.mapped[r.index[c.name]] = c.column
		}
	}
	return r
}

// place finds what a column means, remembering it.
func (r *reading) place(column string) place {
	p, known := r.known[column]
	if !known {
		p = r.find(column)
		r.known[column] = p
	}
	return p
}

func (r *reading) find(column string) place {
	if p, mapped := r.findMapped(column); mapped {
		return p
	}
	name := normal(column)
	best := place{notOurs, 0}
	for i, f := range fields[r.noun] {
		if _, mapped := r.mapped[i]; mapped {
			continue
		}
		rank := slices.Index(append([]string{f.name}, f.aliases...), name)
		if rank >= 0 && (best.position == notOurs || rank < best.rank) {
			best = place{i, rank}
		}
	}
	return best
}

// findMapped finds a column among those that the caller named; one may serve several fields.
func (r *reading) findMapped(column string) (place, bool) {
	p := place{notOurs, 0}
	for i := range fields[r.noun] {
		wanted, mapped := r.mapped[i]
		if !mapped || normal(wanted) != normal(column) {
			continue
		}
		r.seen[wanted] = true
		if p.position == notOurs {
			p.position = i
		} else {
			r.also[column] = append(r.also[column], i)
		}
	}
	return p, p.position != notOurs
}

// missing reports a column that the caller named and no row had.
func (r *reading) missing() error {
	if len(r.known) == 0 {
		return nil // there was no row
	}
	for _, c := range r.explicit() {
		if c.column == "" || r.seen[c.column] {
			continue
		}
		columns := make([]string, 0, len(r.known))
		for column := range r.known {
			columns = append(columns, column)
		}
		slices.Sort(columns)
		return fmt.Errorf("no row has the column %q that is to be %s; the columns are %s",
			c.column, c.name, strings.Join(columns, ", "))
	}
	return nil
}

// errSkip passes over a feature that is nothing of the noun, such as a bench among buildings.
var errSkip = errors.New("not of this noun")

// records makes a record of every feature of seq. What build finds wrong refuses the row.
func records[T any](m Mapping, noun string, seq Features, build func(*record) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		if err := m.Check(noun); err != nil {
			yield(none, err)
			return
		}
		r := newReading(m, noun)
		for f, err := range seq {
			if err == nil {
				var one T
				if one, err = made(r, f, build); err == nil {
					if !yield(one, nil) {
						return
					}
					continue
				}
			}
			if errors.Is(err, errSkip) {
				continue
			}
			if _, refused := district.RejectOf(err); !yield(none, err) || !refused {
				return
			}
		}
		if err := r.missing(); err != nil {
			yield(none, err)
		}
	}
}

// made builds one record, with a *RowError for whatever is wrong with it.
func made[T any](r *reading, f Feature, build func(*record) (T, error)) (T, error) {
	rec := r.record(f)
	one, err := build(rec)
	if err == nil {
		err = rec.fault
	}
	if err != nil && !errors.Is(err, errSkip) {
		err = f.refuse("%v", err)
	}
	return one, err
}
