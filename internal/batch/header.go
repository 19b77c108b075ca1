package batch

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrEmpty is the error for an input without even a header.
var ErrEmpty = errors.New("the input is empty")

// ErrLong is the error for a header longer than a row may be.
var ErrLong = errors.New("the first line is too long for a header")

// ErrCRS is the error for a CSV that has no column for the coordinate system, when Options name
// none either.
var ErrCRS = errors.New("no coordinate system is stated, and there is no column crs: choose wgs84, cgcs2000, gcj02 or bd09 with crs")

// ErrNames is the error for Options that name columns of NDJSON, whose members are always lon and lat.
var ErrNames = errors.New("names of columns are for CSV: the members of NDJSON are always lon and lat")

// A HeaderError says which column a CSV lacks, or has twice, and which it has.
type HeaderError struct {
	Want    string // "lon" or "lat", or the name that was asked for
	Twice   bool
	Columns []string
}

func (e *HeaderError) Error() string {
	what := "has no column for " + e.Want
	if e.Twice {
		what = "has two columns named " + e.Want
	}
	return fmt.Sprintf("the header %s: its columns are %s", what, strings.Join(e.Columns, ", "))
}

// The usual names of columns, in order of preference.
var (
	lonNames      = []string{"lon", "lng", "long", "longitude", "经度", "x"}
	latNames      = []string{"lat", "latitude", "纬度", "y"}
	crsNames      = []string{"crs", "coordinate_system", "coord_type", "坐标系"}
	accuracyNames = []string{"accuracy", "acc", "精度", "定位精度"}
)

// A header says where in a row the columns that matter stand; -1: nowhere.
type header struct {
	delim                   byte
	columns                 int
	lon, lat, crs, accuracy int
	end                     string // of lines: "\n" or "\r\n"
}

// bom is the mark that some programs write before UTF-8.
var bom = []byte("\xef\xbb\xbf")

// parseHeader reads the header from a line of the given delimiter.
func parseHeader(line []byte, delim byte, o Options) (header, error) {
	text, end := cutLineEnd(bytes.TrimPrefix(line, bom))
	var names []string
	for _, f := range split(nil, text, delim) {
		names = append(names, strings.TrimSpace(string(f.value(text))))
	}
	h := header{delim: delim, columns: len(names), end: string(end)}
	if h.end == "" {
		h.end = "\n"
	}
	var err error
	if h.lon, err = need(names, o.Lon, "lon", lonNames); err != nil {
		return h, err
	}
	if h.lat, err = need(names, o.Lat, "lat", latNames); err != nil {
		return h, err
	}
	h.crs, _ = find(names, crsNames)
	h.accuracy, _ = find(names, accuracyNames)
	return h, nil
}

// need finds the column that is asked for, else one of the usual names.
func need(names []string, asked, want string, usual []string) (int, error) {
	if asked != "" {
		want, usual = asked, []string{asked}
	}
	i, twice := find(names, usual)
	if i < 0 || twice {
		return -1, &HeaderError{Want: want, Twice: twice, Columns: excerpts(names)}
	}
	return i, nil
}

// find returns the place of the first of usual among names, whatever its case, and whether
// another column has the same name.
func find(names, usual []string) (place int, twice bool) {
	for _, name := range usual {
		same := func(s string) bool { return strings.EqualFold(s, name) }
		if i := slices.IndexFunc(names, same); i >= 0 {
			return i, slices.ContainsFunc(names[i+1:], same)
		}
	}
	return -1, false
}

// delimiterOf returns what separates the columns of a header: the comma, unless the line has
// more tabs or semicolons.
func delimiterOf(line []byte) byte {
	best, most := byte(','), bytes.Count(line, []byte{','})
	for _, d := range []byte{'\t', ';'} {
		if n := bytes.Count(line, []byte{d}); n > most {
			best, most = d, n
		}
	}
	return best
}

// cutLineEnd separates a line from its line feed, or carriage return and line feed.
func cutLineEnd(line []byte) (text, end []byte) {
	n := len(line)
	if n > 0 && line[n-1] == '\n' {
		n--
	}
	if n > 0 && line[n-1] == '\r' {
		n--
	}
	return line[:n], line[n:]
}

// excerpts shortens names for a message.
func excerpts(names []string) []string {
	const most, longest = 30, 40
	var short []string
	for _, name := range names[:min(most, len(names))] {
		if runes := []rune(name); len(runes) > longest {
			name = string(runes[:longest]) + "…"
		}
		short = append(short, name)
	}
	if len(names) > most {
		short = append(short, "…")
	}
	return short
}
