package interchange

import (
	"fmt"
	"iter"

	"github.com/paulmach/orb"

	"gewu/district"
)

// A Feature is one row of a file. Geometry is nil when the row has none. Properties holds
// strings, float64 or int64 numbers, booleans, nil, and for GeoJSON also nested maps and slices.
type Feature struct {
	Row        int64  // from 1; for CSV the first row after the header
	ID         string // the file's own identifier of the feature; "": it has none
	Geometry   orb.Geometry
	Properties map[string]any

	tagged bool // properties are OpenStreetMap's tags, so nouns are chosen by them
}

// Features is what a File yields. An error is a *RowError, after which the sequence goes on, or
// final.
type Features = iter.Seq2[Feature, error]

// A RowError says why one row is refused.
type RowError = district.Reject

// refuse makes the RowError of f.
func (f Feature) refuse(format string, args ...any) *RowError {
	return &RowError{Row: f.Row, ID: f.ID, Reason: fmt.Sprintf(format, args...)}
}

// Options say how to read a file whose own statements do not suffice. The zero value asks for
// what the file states.
type Options struct {
	CRS      string // wgs84, cgcs2000, gcj02, bd09 or EPSG:n; "": what the file states
	Layer    string // of a file with several layers, or the member of a zip archive
	Encoding string // of text, such as gbk; "": UTF-8, a byte order mark, or GBK, as detected
	LonField string // CSV column; "": found by usual names, likewise LatField and WKTField
	LatField string
	WKTField string
	Noun     string // OpenStreetMap: read only buildings, roads, water or facilities; "": all
	Repair   bool   // close rings that are open, instead of refusing them

	MaxLineBytes int64 // longest line, row or feature; 0: 64 MiB
	MaxUnpacked  int64 // most that a compressed file may unpack to; 0: 64 GiB
}

const (
	defaultMaxLine     = 64 << 20
	defaultMaxUnpacked = 64 << 30
)

func (o Options) withDefaults() Options {
	if o.MaxLineBytes <= 0 {
		o.MaxLineBytes = defaultMaxLine
	}
	if o.MaxUnpacked <= 0 {
		o.MaxUnpacked = defaultMaxUnpacked
	}
	return o
}
