package geo

import (
	"fmt"
	"math"
)

// A Fix is a position as somebody measured it: in degrees of a stated coordinate system.
type Fix struct {
	Lon, Lat float64
	CRS      CRS
	Accuracy float64 // metres; 0: not stated
}

// Point converts the fix to CGCS2000. It is an error if the system is not stated, the
// position is not on the earth (wrapping [ErrNotOnEarth]), or the accuracy is no length.
func (f Fix) Point() (Point, error) {
	if !f.CRS.Known() {
		_, err := ParseCRS(string(f.CRS))
		return Point{}, fmt.Errorf("fix: %w", err)
	}
	if !(f.Accuracy >= 0) || math.IsInf(f.Accuracy, 1) {
		return Point{}, fmt.Errorf("fix: accuracy %v is not a length in metres", f.Accuracy)
	}
	if err := checkDegrees(f.Lon, f.Lat); err != nil {
		return Point{}, fmt.Errorf("fix: %w", err)
	}
	return PointAt(f.CRS.ToCGCS2000(f.Lon, f.Lat))
}
