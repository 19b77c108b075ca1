package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
)

// CSV reads CSV with a header from r and writes it to w with Columns appended to every row. The
// text of a row is copied as it stands. Candidates are codes with semicolons between. Blank
// lines are copied. Columns in excess of the header come after the appended ones. A row whose
// quote is never closed loses only its own line; a row beyond the limit loses its text. The
// separator may also be a tab or a semicolon.
//
// Nothing is written before the header is accepted: ErrEmpty, ErrLong, ErrCRS and *HeaderError
// come first.
func CSV(ctx context.Context, w io.Writer, r io.Reader, locate Locate, o Options) (Stats, error) {
	s := newSplitter(r, 0, o)
	line, err := s.line()
	if errors.Is(err, io.EOF) {
		return Stats{}, ErrEmpty
	}
	if err != nil {
		return Stats{}, err
	}
	h, err := parseHeader(line, delimiterOf(line), o)
	if err != nil {
		return Stats{}, err
	}
	if h.crs < 0 && o.CRS == "" {
		return Stats{}, ErrCRS
	}
	if err := writeHeader(w, line, h); err != nil {
		return Stats{}, fmt.Errorf("write header: %w", err)
	}
	s.drop(len(line))
	s.delim = h.delim
	return pump(ctx, w, s, o.Flush, func() func(*chunk) {
		t := table{header: h, locate: locate, fixer: fixer{fallback: o.CRS}, max: o.maxLine()}
		return t.work
	})
}

func writeHeader(w io.Writer, line []byte, h header) error {
	text, _ := cutLineEnd(line)
	out := bytes.Clone(text)
	for _, name := range Columns {
		out = append(append(out, h.delim), name...)
	}
	_, err := w.Write(append(out, h.end...))
	return err
}

const tooLong = "the row is too long"

// A table works on rows of CSV. Not safe for concurrent use.
type table struct {
	header
	locate Locate
	fixer  fixer
	max    int     // longest row, bytes
	fields []field // of the row at hand; kept for its memory
}

func (t *table) work(c *chunk) {
	switch c.kind {
	case longRow:
		c.out = t.refuse(c.out, nil, 0, tooLong, &c.stats)
	case brokenRow:
		c.out = t.broken(c.out, c.in, &c.stats)
	case wholeRows:
		for rows := c.in; len(rows) > 0; {
			var n int
			c.out, n = t.row(c.out, rows, &c.stats)
			rows = rows[n:]
		}
	}
}

// row appends the first of rows with its answer, and returns the length of what was read.
func (t *table) row(out, rows []byte, stats *Stats) ([]byte, int) {
	var n int
	t.fields, n = splitRow(t.fields[:0], rows, t.delim)
	text, _ := cutLineEnd(rows[:n])
	switch {
	case len(text) == 0:
		return append(out, rows[:n]...), n
	case len(text) > t.max:
		return t.refuse(out, nil, 0, tooLong, stats), n
	}
	if len(t.fields) != t.columns {
		reason := fmt.Sprintf("the row has %d columns, the header %d", len(t.fields), t.columns)
		return t.refuse(out, text, len(t.fields), reason, stats), n
	}
	var result Result
	fix, reason := t.fixer.fix(t.rowOf(text))
	if reason == "" {
		result = t.locate(fix)
	} else {
		result.Reason = reason
	}
	stats.count(&result, reason != "")
	out = t.answer(append(out, text...), &result)
	return append(out, t.end...), n
}

func (t *table) rowOf(text []byte) row {
	return row{t.at(text, t.lon), t.at(text, t.lat), t.at(text, t.crs), t.at(text, t.accuracy)}
}

func (t *table) at(text []byte, column int) []byte {
	if column < 0 {
		return nil
	}
	return trimmed(t.fields[column].value(text))
}

// trimmed is [bytes.TrimSpace], at once where there is no space.
func trimmed(s []byte) []byte {
	isInk := func(c byte) bool { return '!' <= c && c <= '~' }
	if len(s) == 0 || isInk(s[0]) && isInk(s[len(s)-1]) {
		return s
	}
	return bytes.TrimSpace(s)
}

// refuse appends a row of n columns with a reason. The appended columns stand where the header
// has them: columns are filled up before, and those in excess come after.
func (t *table) refuse(out, text []byte, n int, reason string, stats *Stats) []byte {
	result := Result{Reason: reason}
	stats.count(&result, true)
	rest := []byte(nil)
	if n > t.columns {
		end := t.fields[t.columns-1].end
		text, rest = text[:end], text[end:]
	}
	out = append(out, text...)
	for range t.columns - max(n, 1) {
		out = append(out, t.delim)
	}
	out = append(t.answer(out, &result), rest...)
	return append(out, t.end...)
}

// broken appends a line that opens a quote and never closes it. The field is quoted anew, so
// that its text can be read back as it stood.
func (t *table) broken(out, line []byte, stats *Stats) []byte {
	line, _ = cutLineEnd(line)
	t.fields, _ = splitRow(t.fields[:0], line, t.delim)
	last := t.fields[len(t.fields)-1]
	mended := append(bytes.Clone(line[:last.start]), appendQuoted(nil, line[last.start:])...)
	t.fields, _ = splitRow(t.fields[:0], mended, t.delim)
	return t.refuse(out, mended, len(t.fields), "a quote is never closed", stats)
}

// answer appends the appended columns of one row.
func (t *table) answer(out []byte, r *Result) []byte {
	out = t.text(append(out, t.delim), r.Code)
	out = t.text(append(out, t.delim), r.Name)
	out = t.text(append(out, t.delim), r.Rule)
	out = append(out, t.delim)
	if r.Code != "" {
		out = appendTenths(out, r.BorderMetres)
	}
	out = append(out, t.delim)
	for i, c := range r.Candidates {
		if i > 0 {
			out = append(out, ';')
		}
		out = append(out, c.Code...)
	}
	return t.text(append(out, t.delim), r.Reason)
}
