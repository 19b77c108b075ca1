package store

import (
	"cmp"
	"context"
	"slices"

	"gewu/analysis"
	"gewu/hotspot"
)

// An issueReader gives a builder all issues.
type issueReader struct {
	reader     *evidenceReader
	builder    *analysis.Builder
	days       dayCounter
	kinds      map[string]hotspot.Kind // by word, numbered as they come
	words      []string
	duplicates []folding
}

// A folding is a duplicate, by position, and of which issue it is one, by identity; 0: not known.
type folding struct {
	position int32
	original int64
}

// otherKind is the number of all kinds for which there is no number any more.
const otherKind = hotspot.Kinds - 1

// read reads all issues. Those outside of the lattice, or of days that a cube cannot hold, are left out:
// nothing could count them.
func (r *issueReader) read(ctx context.Context) error {
	in := &issueCopy{each: r.add}
	if _, err := r.reader.tx.Conn().PgConn().CopyTo(ctx, in, query("evidence_issues")); err != nil {
		return err
	}
	r.fold()
	return nil
}

func (r *issueReader) add(row *issueRow) error {
	i, ok := r.issue(row)
	if !ok {
		return nil
	}
	if i.Piece, ok = r.builder.Piece(row.at, r.reader.land.ground(row.at)); !ok {
		return nil
	}
	i.Kind = r.kind(row.kind)
	position := r.builder.AddIssue(i)
	switch {
	case row.void:
		r.builder.SetFirst(position, analysis.Void)
	case row.duplicate:
		r.builder.SetFirst(position, analysis.Unknown)
		r.duplicates = append(r.duplicates, folding{position, row.original})
	default:
		r.builder.SetFirst(position, position)
	}
	return nil
}

// issue returns what does not depend on what was read before; ok is false for days before 1970, and those
// after 2149, which a cube cannot hold.
func (r *issueReader) issue(row *issueRow) (i analysis.Issue, ok bool) {
	i = analysis.Issue{ID: row.id, At: row.at, Opened: r.days.day(row.opened), Closed: -1}
	if row.closed != never {
		i.Closed = r.days.day(row.closed)
	}
	return i, i.Opened >= 0 && i.Opened < 1<<16
}

// kind numbers a word.
func (r *issueReader) kind(word []byte) hotspot.Kind {
	if k, ok := r.kinds[string(word)]; ok {
		return k
	}
	k := hotspot.Kind(len(r.words))
	if k >= otherKind {
		return otherKind
	}
	r.kinds[string(word)] = k
	r.words = append(r.words, string(word))
	return k
}

// sortedKinds returns the kinds in order of their codes, and the number in it of each as they came.
func (r *issueReader) sortedKinds(reader *evidenceReader) (kinds []analysis.Kind, number []hotspot.Kind) {
	order := make([]hotspot.Kind, len(r.words))
	for i := range order {
		order[i] = hotspot.Kind(i)
	}
	slices.SortFunc(order, func(a, b hotspot.Kind) int { return cmp.Compare(r.words[a], r.words[b]) })
	number = make([]hotspot.Kind, hotspot.Kinds)
	number[otherKind] = otherKind
	for at, was := range order {
		number[was] = hotspot.Kind(at)
		kinds = append(kinds, reader.kindNamed(r.words[was]))
	}
	if len(kinds) == otherKind {
		kinds = append(kinds, analysis.Kind{Code: "*", Name: analysis.Text{ZH: "其他", EN: "Other"}})
	}
	return kinds, number
}

// kindNamed returns a kind with its names: those of the code, where it is one.
func (r *evidenceReader) kindNamed(word string) analysis.Kind {
	at, ok := slices.BinarySearchFunc(r.known.Kinds, word, func(k analysis.Kind, word string) int { return cmp.Compare(k.Code, word) })
	if ok {
		return r.known.Kinds[at]
	}
	return analysis.Kind{Code: word, Name: analysis.Same(word)}
}

// fold finds the first report of each incident: duplicates may be duplicates of duplicates. An incident of
// a void issue is none.
func (r *issueReader) fold() {
	original := make(map[int32]int64, len(r.duplicates)) // of those whose first report is not found yet
	for _, d := range r.duplicates {
		original[d.position] = d.original
	}
	for _, d := range r.duplicates {
		at := d.position
		for steps := 0; steps <= len(original); steps++ {
			id, isDuplicate := original[at]
			if !isDuplicate {
				r.builder.SetFirst(d.position, r.builder.First(at))
				delete(original, d.position)
				break
			}
			next, ok := r.builder.Position(id)
			if !ok {
				break
			}
			at = next
		}
	}
}
