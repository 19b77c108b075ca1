package batch

import "bytes"

// A field is a piece of a row's text.
type field struct {
	start, end int
	quoted     bool
}

// value returns what the field says: without its quotes, and with doubled quotes made single.
func (f field) value(text []byte) []byte {
	v := text[f.start:f.end]
	if !f.quoted {
		return v
	}
	v = v[1:]
	last := bytes.LastIndexByte(v, '"')
	if last < 0 {
		return v
	}
	behind := v[last+1:] // what stands behind the closing quote belongs to the text
	v = bytes.ReplaceAll(v[:last], []byte(`""`), []byte(`"`))
	return append(v[:len(v):len(v)], behind...)
}

// splitRow appends the fields of the first row of rows, and returns its length with the line
// end. A field that begins with a quote ends at the delimiter behind the closing one.
func splitRow(fields []field, rows []byte, delim byte) ([]field, int) {
	for start := 0; ; {
		f := field{start: start, quoted: start < len(rows) && rows[start] == '"'}
		i := start
		if f.quoted {
			i = closingQuote(rows, start)
		}
		for i < len(rows) && rows[i] != delim && rows[i] != '\n' {
			i++
		}
		f.end = i
		if i < len(rows) && rows[i] == delim {
			fields, start = append(fields, f), i+1
			continue
		}
		length := min(i+1, len(rows))
		if f.end > f.start && rows[f.end-1] == '\r' {
			f.end--
		}
		return append(fields, f), length
	}
}

// closingQuote returns the place behind the quote that closes the field at start.
func closingQuote(rows []byte, start int) int {
	i := start + 1
	for {
		j := bytes.IndexByte(rows[i:], '"')
		if j < 0 {
			return len(rows)
		}
		i += j + 1
		if i == len(rows) || rows[i] != '"' {
			return i
		}
		i++
	}
}

// split returns the fields of one row without its line end.
func split(fields []field, text []byte, delim byte) []field {
	fields, _ = splitRow(fields, text, delim)
	return fields
}

// text appends a value, quoted where it must be. A value that a spreadsheet would take for a
// formula gets an apostrophe before it.
func (t *table) text(out []byte, s string) []byte {
	if s == "" {
		return out
	}
	guard := isFormula[s[0]]
	if !guard && !t.mustQuote(s) {
		return append(out, s...)
	}
	if guard {
		s = "'" + s
	}
	if !t.mustQuote(s) {
		return append(out, s...)
	}
	return appendQuoted(out, []byte(s))
}

// isFormula says which bytes a formula begins with.
var isFormula = [256]bool{'=': true, '+': true, '-': true, '@': true, '\t': true, '\r': true}

func (t *table) mustQuote(s string) bool {
	delim := t.delim
	for i := range len(s) {
		if c := s[i]; c <= '"' && (c == '"' || c == '\n' || c == '\r') || c == delim {
			return true
		}
	}
	return s[0] == ' '
}

func appendQuoted(out, s []byte) []byte {
	out = append(out, '"')
	for _, c := range s {
		if c == '"' {
			out = append(out, '"')
		}
		out = append(out, c)
	}
	return append(out, '"')
}
