package analysis

import (
	"math"
	"strconv"

	"gewu/geo"
)

// A Figure is a number that may have no value. It is written with six significant digits, or as null.
type Figure struct {
	value float64
	known bool
}

// Known returns a figure; one that is NaN or infinite has no value.
func Known(v float64) Figure {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Figure{}
	}
	return Figure{v, true}
}

// Value returns the number and whether there is one.
func (f Figure) Value() (float64, bool) { return f.value, f.known }

// significant is how many digits a figure is written with.
const significant = 6

// append writes the figure.
func (f Figure) append(b []byte) []byte {
	if !f.known {
		return append(b, "null"...)
	}
	return appendNumber(b, f.value)
}

// appendNumber writes a whole number with all its digits, another with six significant ones.
func appendNumber(b []byte, v float64) []byte {
	if v == math.Trunc(v) && math.Abs(v) < 1e15 { // minus zero is 0
		return strconv.AppendInt(b, int64(v), 10)
	}
	return strconv.AppendFloat(b, v, 'g', significant, 64)
}

// written returns the number that a figure of v is written as.
func written(v float64) float64 {
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return v
	}
	return rounded(v, significant)
}

// rounded returns a number to so many significant digits.
func rounded(v float64, digits int) float64 {
	short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', digits-1, 64), 64)
	if err != nil { // what was written can be read
		return v
	}
	return short
}

// MarshalJSON writes the number or null.
func (f Figure) MarshalJSON() ([]byte, error) { return f.append(nil), nil }

// A Position is written as [longitude, latitude] with seven digits.
type Position geo.Point

// MarshalJSON writes the position.
func (p Position) MarshalJSON() ([]byte, error) { return p.append(nil), nil }

func (p Position) append(b []byte) []byte {
	b = appendDegrees(append(b, '['), p.Lon)
	return append(appendDegrees(append(b, ','), p.Lat), ']')
}

// appendDegrees writes units of 1e-7 degree as degrees, without zeros at the end.
func appendDegrees(b []byte, units int32) []byte {
	n := int64(units)
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/unitsPerDegree, 10)
	n %= unitsPerDegree
	if n == 0 {
		return b
	}
	b = append(b, '.')
	for place := int64(unitsPerDegree / 10); n > 0; place /= 10 {
		b = append(b, byte('0'+n/place))
		n %= place
	}
	return b
}

// A Degrees is a longitude or latitude in units of 1e-7 degree, written as degrees.
type Degrees int32

// MarshalJSON writes the degrees.
func (d Degrees) MarshalJSON() ([]byte, error) { return appendDegrees(nil, int32(d)), nil }
