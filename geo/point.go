package geo

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// unitsPerDegree is the number of integer units in one degree.
const unitsPerDegree = 1e7

// The largest coordinates of a point on the earth, in units.
const (
	maxLon = 180 * unitsPerDegree
	maxLat = 90 * unitsPerDegree
)

// ErrNotOnEarth is wrapped by errors about coordinates that are no position: not a number,
// infinite, or out of range.
var ErrNotOnEarth = errors.New("not a position on the earth")

// A Point is a position on CGCS2000 in units of 1e-7 degree. The zero Point is the one at
// 0° E, 0° N. Points compare with ==.
type Point struct{ Lon, Lat int32 }

// PointAt rounds a position in degrees to the nearest Point. Its error wraps [ErrNotOnEarth],
// and says so when longitude and latitude seem to be swapped.
func PointAt(lon, lat float64) (Point, error) {
	if err := checkDegrees(lon, lat); err != nil {
		return Point{}, err
	}
	return Point{units(lon), units(lat)}, nil
}

// units rounds degrees of a position on the earth, and halves away from 0, as math.Round does.
func units(degrees float64) int32 {
	v := float64(degrees * unitsPerDegree)
	whole := int64(v)
	return int32(whole + int64(2*(v-float64(whole)))) // nothing of this is rounded
}

// checkDegrees says what is wrong with a position in degrees. The comparisons are written so
// that NaN fails them.
func checkDegrees(lon, lat float64) error {
	lonFits, latFits := math.Abs(lon) <= 180, math.Abs(lat) <= 90
	switch {
	case lonFits && latFits:
		return nil
	case !latFits && math.Abs(lat) <= 180 && math.Abs(lon) <= 90:
		return fmt.Errorf("latitude %v is beyond ±90; longitude and latitude seem to be swapped: %w", lat, ErrNotOnEarth)
	case !lonFits:
		return fmt.Errorf("longitude %v is not within ±180 degrees: %w", lon, ErrNotOnEarth)
	default:
		return fmt.Errorf("latitude %v is not within ±90 degrees: %w", lat, ErrNotOnEarth)
	}
}

// Degrees returns the position in degrees. PointAt of the result is p again.
func (p Point) Degrees() (lon, lat float64) {
	return float64(p.Lon) / unitsPerDegree, float64(p.Lat) / unitsPerDegree
}

// Orb returns the position in degrees as an orb.Point.
func (p Point) Orb() orb.Point {
	lon, lat := p.Degrees()
	return orb.Point{lon, lat}
}

// String writes the position as "116.3913820 39.9050120".
func (p Point) String() string {
	lon, lat := p.Degrees()
	return fmt.Sprintf("%.7f %.7f", lon, lat)
}
