package batch

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"unicode/utf8"
)

// MaxDepth is how deep objects and arrays of a JSON text may be nested.
const MaxDepth = 32

// NDJSON reads one JSON object a line from r, with the members lon, lat and optionally crs and
// accuracy, and writes it to w with Columns appended as members: border_m is a number or null,
// candidates an array of objects with code, name and distance_m. Other members are copied as
// they stand. A line that is no object is answered with its text in the member "input". Blank
// lines are left out. ErrNames comes before anything is read.
func NDJSON(ctx context.Context, w io.Writer, r io.Reader, locate Locate, o Options) (Stats, error) {
	if o.Lon != "" || o.Lat != "" {
		return Stats{}, ErrNames
	}
	return pump(ctx, w, newSplitter(r, 0, o), o.Flush, func() func(*chunk) {
		n := lines{locate: locate, fixer: fixer{fallback: o.CRS}, max: o.maxLine()}
		return n.work
	})
}

// lines works on lines of NDJSON. Not safe for concurrent use.
type lines struct {
	locate Locate
	fixer  fixer
	max    int // longest line, bytes
}

func (n *lines) work(c *chunk) {
	if c.kind == longRow {
		c.out = n.refuse(c.out, nil, tooLong, &c.stats)
		return
	}
	for line := range bytes.Lines(c.in) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			c.out = n.line(c.out, line, &c.stats)
		}
	}
}

// A member is the text of a JSON value. A string is taken for what it says.
type member []byte

func (m *member) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil
	}
	if text[0] != '"' {
		*m = append((*m)[:0], text...)
		return nil
	}
	var s string
	err := json.Unmarshal(text, &s)
	*m = bytes.TrimSpace([]byte(s))
	return err
}

func (n *lines) line(out, line []byte, stats *Stats) []byte {
	var position struct{ Lon, Lat, CRS, Accuracy member }
	switch {
	case len(line) > n.max:
		return n.refuse(out, nil, tooLong, stats)
	case line[0] != '{':
		return n.refuse(out, line, "the line is not a JSON object", stats)
	case !utf8.Valid(line):
		return n.refuse(out, line, "the line is not UTF-8", stats)
	case TooDeep(line):
		return n.refuse(out, line, fmt.Sprintf("the line is nested deeper than %d", MaxDepth), stats)
	}
	if err := json.Unmarshal(line, &position); err != nil {
		return n.refuse(out, line, "the line is not valid JSON", stats)
	}
	var result Result
	fix, reason := n.fixer.fix(row{position.Lon, position.Lat, position.CRS, position.Accuracy})
	if reason == "" {
		result = n.locate(fix)
	} else {
		result.Reason = reason
	}
	stats.count(&result, reason != "")
	return appendMembers(append(out, line[:len(line)-1]...), len(bytes.TrimSpace(line[1:len(line)-1])) == 0, &result)
}

// refuse appends an object that keeps the text of a line that is none.
func (n *lines) refuse(out, line []byte, reason string, stats *Stats) []byte {
	const longest = 4096
	result := Result{Reason: reason}
	stats.count(&result, true)
	out = append(out, '{')
	if len(line) > 0 {
		out = append(out, `"input":`...)
		out = appendString(out, string(line[:min(len(line), longest)]))
	}
	return appendMembers(out, len(line) == 0, &result)
}

// appendMembers appends the answer and closes the object. First says that it has no member yet.
func appendMembers(out []byte, first bool, r *Result) []byte {
	if !first {
		out = append(out, ',')
	}
	out = appendString(append(out, `"grid_code":`...), r.Code)
	out = appendString(append(out, `,"grid_name":`...), r.Name)
	out = appendString(append(out, `,"rule":`...), r.Rule)
	out = append(out, `,"border_m":`...)
	if r.Code == "" {
		out = append(out, "null"...)
	} else {
		out = appendMetres(out, r.BorderMetres)
	}
	out = append(out, `,"candidates":[`...)
	for i, c := range r.Candidates {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendString(append(out, `{"code":`...), c.Code)
		out = appendString(append(out, `,"name":`...), c.Name)
		out = append(appendMetres(append(out, `,"distance_m":`...), c.Metres), '}')
	}
	out = appendString(append(out, `],"reason":`...), r.Reason)
	return append(out, "}\n"...)
}

// appendMetres appends a length to the decimetre; what is no number is null.
func appendMetres(out []byte, metres float64) []byte {
	if math.IsNaN(metres) || math.IsInf(metres, 0) {
		return append(out, "null"...)
	}
	return appendTenths(out, metres)
}

// appendString appends s as a JSON string.
func appendString(out []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			text, err := json.Marshal(s)
			if err != nil {
				panic(err) // a string can always be written
			}
			return append(out, text...)
		}
	}
	return append(append(append(out, '"'), s...), '"')
}

// TooDeep reports whether the objects and arrays of a JSON text are nested deeper than [MaxDepth]: what
// reads such a text may need memory for each level. Of what is no JSON it says one or the other.
func TooDeep(text []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > MaxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}
