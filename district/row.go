package district

import "github.com/paulmach/orb"

// A Row is one record as a file holds it: what an export writes, under the names that an
// import of the same noun reads.
type Row struct {
	ID         string       // the source's own identifier; "": none
	Geometry   orb.Geometry // CGCS2000; nil: a noun without a place
	Properties []Property   // in the order of columns
}

// A Property is one named value of a Row: nil, a string, bool, int64, float64, or anything that
// JSON can hold when it was kept from a source as an attribute.
type Property struct {
	Name  string
	Value any
}
