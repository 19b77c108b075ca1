package store

import (
	"context"
	"encoding/json"
	"iter"
	"strconv"

	"github.com/jackc/pgx/v5"

	"gewu/district"
)

// A cargo says how records of one noun are staged: read from a file into a temporary table, in
// which the database checks them as a whole.
type cargo[R any] struct {
	table   string   // the statement that creates the table "staged"
	columns []string // of that table, after row and source_id
	// values appends the values of the columns. Its error is a Reject, completed by stage.
	values func(r *R, to *row) error
	origin func(r *R) district.Origin
}

// progressEvery is after how many records progress is reported.
const progressEvery = 1000

// stage copies all records into the table "staged". Those that cannot be are rejected.
func stage[R any](ctx context.Context, k *intake, c cargo[R], records iter.Seq2[R, error]) error {
	if _, err := k.tx.Exec(ctx, query(c.table)); err != nil {
		return err
	}
	next, stop := iter.Pull2(records)
	defer stop()
	s := &staging[R]{intake: k, cargo: c, next: next, row: row{srid: k.SRID, repair: k.Repair}}
	_, err := k.tx.CopyFrom(ctx, pgx.Identifier{"staged"}, append([]string{"row", "source_id"}, c.columns...), s)
	if s.err != nil {
		return s.err // as it is: the database only repeats its text
	}
	if err != nil {
		return err
	}
	if k.OnProgress != nil {
		k.OnProgress(k.report.Read)
	}
	_, err = k.tx.Exec(ctx, query("import_analyse"))
	return err
}

// A staging feeds records to COPY. It implements pgx.CopyFromSource.
type staging[R any] struct {
	*intake
	cargo[R]
	next func() (R, error, bool)
	row  row
	err  error
}

// Next reads on to the next record that is not rejected.
func (s *staging[R]) Next() bool {
	for {
		record, err, ok := s.next()
		if !ok {
			return false
		}
		s.report.Read++
		if s.OnProgress != nil && s.report.Read%progressEvery == 0 {
			s.OnProgress(s.report.Read)
		}
		if err == nil {
			err = s.take(&record)
		}
		if err == nil {
			return true
		}
		if s.err = s.rejectRow(err); s.err != nil {
			return false
		}
	}
}

// take makes record the current row.
func (s *staging[R]) take(record *R) error {
	origin := s.origin(record)
	if origin.Row == 0 {
		origin.Row = s.report.Read
	}
	id := origin.ID
	if id == "" {
		id = "#" + strconv.FormatInt(origin.Row, 10)
	}
	s.row.reset()
	s.row.add(origin.Row)
	err := s.row.text(id, "id", maxID)
	if err == nil {
		err = s.values(record, &s.row)
	}
	if err == nil {
		return nil
	}
	if r, ok := district.RejectOf(err); ok {
		return &Reject{Row: origin.Row, ID: origin.ID, Reason: r.Reason}
	}
	return err
}

func (s *staging[R]) Values() ([]any, error) { return s.row.values, nil }
func (s *staging[R]) Err() error             { return s.err }

// maxID is the number of bytes that an identifier may have: PostgreSQL must index it.
const maxID = 1000

// maxText is the number of bytes that any other text may have.
const maxText = 10_000

// A row collects the values of one record. Its buffers are used again for the next.
type row struct {
	srid   int
	repair bool
	values []any
	shapes [2][]byte // buffers of geometries
	used   int       // of them
}

func (r *row) reset() {
	r.values = r.values[:0]
	r.used = 0
}

func (r *row) add(values ...any) { r.values = append(r.values, values...) }

// attributes adds attributes as JSON.
func (r *row) attributes(a district.Attributes) error {
	if len(a) == 0 {
		r.add("{}")
		return nil
	}
	text, err := json.Marshal(a)
	if err != nil {
		return refusef("its attributes cannot be kept: %v", err)
	}
	if hasNUL(text) {
		return refusef("its attributes have a NUL character")
	}
	r.add(text)
	return nil
}

// count adds the number and the basis of a count.
func (r *row) count(c district.Count, what string, most int) error {
	if c.N != nil && (*c.N < 0 || *c.N > most) {
		return refusef("%d %s: it must be 0 to %d", *c.N, what, most)
	}
	r.add(c.N, bool(c.Basis) && c.N != nil)
	return nil
}

// text adds a text of at most that many bytes.
func (r *row) text(s, what string, most int) error {
	if len(s) > most {
		return refusef("its %s is longer than %d bytes", what, most)
	}
	if reason := unfitText(s); reason != "" {
		return refusef("its %s %s", what, reason)
	}
	r.add(s)
	return nil
}

// choice adds one of several words, or the first of them for none.
func (r *row) choice(s, what string, words []string) error {
	if s == "" {
		s = words[0]
	}
	for _, word := range words {
		if s == word {
			r.add(s)
			return nil
		}
	}
	return refusef("%s %q is not one of %v", what, s, words)
}
