package batch

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

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
		i = endOfField(rows, i, delim)
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

// endOfField returns where the first delimiter or line feed stands from i on; else the end of rows.
func endOfField(rows []byte, i int, delim byte) int {
	ends, feeds := everyByte*uint64(delim), uint64(everyByte*'\n')
	for ; i+8 <= len(rows); i += 8 {
		word := binary.LittleEndian.Uint64(rows[i:])
		if found := zeros(word^ends) | zeros(word^feeds); found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for i < len(rows) && rows[i] != delim && rows[i] != '\n' {
		i++
	}
	return i
}

// everyByte has a 1 in each of eight bytes.
const everyByte = 0x0101010101010101

// zeros marks the lowest byte of a word that is 0 by its highest bit. Bytes above that may be marked, too.
func zeros(word uint64) uint64 { return (word - everyByte) &^ word & (everyByte << 7) }

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
	if isFormula[s[0]] {
		s = "'" + s
	}
	from := len(out)
	out = append(out, s...)
	if t.isPlain(out[from:]) {
		return out
	}
	return appendQuoted(out[:from], []byte(s))
}

// isFormula says which bytes a formula begins with.
var isFormula = [256]bool{'=': true, '+': true, '-': true, '@': true, '\t': true, '\r': true}

// isPlain reports whether a value, which is not empty, needs no quotes.
func (t *table) isPlain(s []byte) bool {
	if s[0] == ' ' {
		return false
	}
	if n := len(s) - 8; n >= 0 {
		below := everyByte * uint64(max(t.delim, '"')+1) // no byte from there on needs quotes
		marks := (binary.LittleEndian.Uint64(s[n:]) - below) &^ binary.LittleEndian.Uint64(s[n:])
		for i := 0; i < n; i += 8 {
			word := binary.LittleEndian.Uint64(s[i:])
			marks |= (word - below) &^ word
		}
		if marks&(everyByte<<7) == 0 {
			return true
		}
	}
	for _, c := range s {
		if c <= '"' && (c == '"' || c == '\n' || c == '\r') || c == t.delim {
			return false
		}
	}
	return true
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
