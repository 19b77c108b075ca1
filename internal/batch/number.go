package batch

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"gewu/geo"
)

// MaxAccuracy is the largest accuracy of a fix that is taken, metres.
const MaxAccuracy = 10_000

// ErrNumber is the error for text that is no plain decimal number.
var ErrNumber = errors.New("not a number")

// ParseNumber parses a plain decimal number such as "-71.06" or "1.2e2". Hexadecimal digits,
// underscores, NaN, infinities and what does not fit a float64 are refused with ErrNumber.
func ParseNumber(s string) (float64, error) {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return 0, ErrNumber
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, ErrNumber
	}
	return v, nil
}

// IsPosition reports whether lon and lat are in the range of positions on Earth.
func IsPosition(lon, lat float64) bool { return math.Abs(lon) <= 180 && math.Abs(lat) <= 90 }

// LookSwapped reports whether lon and lat are no position, but would be one the other way round.
func LookSwapped(lon, lat float64) bool { return !IsPosition(lon, lat) && IsPosition(lat, lon) }

// A row holds the texts of one row that matter; missing ones are empty.
type row struct{ lon, lat, crs, accuracy []byte }

// A fixer makes fixes of rows. It remembers the last coordinate system, as most rows name the
// same. Not safe for concurrent use.
type fixer struct {
	fallback geo.CRS
	name     string // the text of the last one that was parsed
	crs      geo.CRS
}

// fix returns the fix of a row, or the reason why it has none.
func (f *fixer) fix(r row) (geo.Fix, string) {
	var fix geo.Fix
	var reason string
	if fix.Lon, reason = number("lon", r.lon); reason != "" {
		return fix, reason
	}
	if fix.Lat, reason = number("lat", r.lat); reason != "" {
		return fix, reason
	}
	if reason = rangeReason(fix.Lon, fix.Lat); reason != "" {
		return fix, reason
	}
	if fix.CRS, reason = f.crsOf(r.crs); reason != "" {
		return fix, reason
	}
	fix.Accuracy, reason = accuracy(r.accuracy)
	return fix, reason
}

func (f *fixer) crsOf(name []byte) (geo.CRS, string) {
	switch {
	case len(name) == 0 && f.fallback == "":
		return "", "crs is not stated"
	case len(name) == 0:
		return f.fallback, ""
	case f.crs != "" && string(name) == f.name:
		return f.crs, ""
	}
	crs, err := geo.ParseCRS(string(name))
	if err != nil {
		return "", fmt.Sprintf("crs %s is not known", excerpt(name))
	}
	f.name, f.crs = string(name), crs
	return crs, ""
}

func number(name string, text []byte) (float64, string) {
	if len(text) == 0 {
		return 0, name + " is empty"
	}
	if v, ok := plainDecimal(text); ok {
		return v, ""
	}
	v, err := ParseNumber(string(text))
	if err != nil {
		return 0, fmt.Sprintf("%s %s is not a number", name, excerpt(text))
	}
	return v, ""
}

// plainDecimal parses most numbers faster than ParseNumber, to the same: those without an exponent
// whose digits are an integer below 2⁵³. That and the power of ten it is divided by are float64s
// without rounding, so the quotient is rounded once. (Clinger, W. D., How to read floating point
// numbers accurately, ACM SIGPLAN Notices 25 (6), 1990.)
func plainDecimal(text []byte) (v float64, ok bool) {
	const mostDigits = 18 // of which an integer does not overflow
	negative := len(text) > 0 && text[0] == '-'
	if negative {
		text = text[1:]
	}
	if len(text) > mostDigits+1 {
		return 0, false
	}
	digits, rest := leadingDigits(0, text)
	read, decimals := len(text)-len(rest), 0
	if len(rest) > 0 && rest[0] == '.' {
		decimals = len(rest) - 1
		digits, rest = leadingDigits(digits, rest[1:])
	}
	if len(rest) > 0 || read+decimals == 0 || read+decimals > mostDigits || digits >= 1<<53 {
		return 0, false
	}
	v = float64(digits) / powersOfTen[decimals]
	if negative {
		v = -v
	}
	return v, true
}

// leadingDigits appends the digits that a text begins with to a number, and returns what follows them.
func leadingDigits(number uint64, text []byte) (_ uint64, rest []byte) {
	for i, c := range text {
		c -= '0'
		if c > 9 {
			return number, text[i:]
		}
		number = number*10 + uint64(c)
	}
	return number, nil
}

// powersOfTen are all that a float64 holds without rounding, as far as plainDecimal needs them.
var powersOfTen = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18}

// appendTenths appends a length to the decimetre, as strconv does. Where it lies within rounding
// errors of the middle between two decimetres, strconv decides.
func appendTenths(out []byte, metres float64) []byte {
	const most, doubtful = 1e6, 1e-6
	tenths := metres * 10
	below := math.Floor(tenths)
	above := tenths - below - 0.5
	if !(metres > 0 && metres < most) || math.Abs(above) < doubtful {
		return strconv.AppendFloat(out, metres, 'f', 1, 64)
	}
	n := uint64(below)
	if above > 0 {
		n++
	}
	return append(strconv.AppendUint(out, n/10, 10), '.', '0'+byte(n%10))
}

func rangeReason(lon, lat float64) string {
	switch {
	case IsPosition(lon, lat):
		return ""
	case LookSwapped(lon, lat):
		return fmt.Sprintf("lon %v and lat %v look swapped", lon, lat)
	case math.Abs(lon) > 180:
		return fmt.Sprintf("lon %v is not within -180 and 180", lon)
	default:
		return fmt.Sprintf("lat %v is not within -90 and 90", lat)
	}
}

func accuracy(text []byte) (float64, string) {
	if len(text) == 0 {
		return 0, ""
	}
	v, reason := number("accuracy", text)
	if reason == "" && (v < 0 || v > MaxAccuracy) {
		reason = fmt.Sprintf("accuracy %v is not within 0 and %d m", v, MaxAccuracy)
	}
	return v, reason
}

// excerpt quotes the beginning of a text that a reason speaks of.
func excerpt(text []byte) string {
	const longest = 32
	if len(text) > longest {
		return strconv.Quote(string(text[:longest])) + "…"
	}
	return strconv.Quote(string(text))
}
