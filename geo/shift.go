package geo

import "math"

// The shift of GCJ-02 and BD-09. The formulas are those in public use since 2010; no text of
// the official encoder is public. It is known to add about a metre of noise to GCJ-02, which
// nothing can undo.

// The ellipsoid of Krasovsky, 1940, as the formula of GCJ-02 has it.
const (
	krasovskyRadius       = 6378245.0
	krasovskyEccentricity = 0.00669342162296594323 // squared
)

// inShiftedBox reports whether a position of WGS 84 is where the shift applies.
func inShiftedBox(lon, lat float64) bool {
	return inShiftedBoxBut(0, lon, lat)
}

// inShiftedBoxBut is inShiftedBox of a box that is wider by a margin in degrees.
func inShiftedBoxBut(margin, lon, lat float64) bool {
	return 72.004-margin <= lon && lon <= 137.8347+margin && 0.8293-margin <= lat && lat <= 55.8271+margin
}

// gcj02 shifts a position of WGS 84 to GCJ-02, wherever it is.
func gcj02(lon, lat float64) (float64, float64) {
	east, north := gcj02Shift(lon-105, lat-35)
	sin, cos := math.Sincos(lat * math.Pi / 180)
	w := 1 - krasovskyEccentricity*sin*sin
	metresPerDegreeLon := krasovskyRadius / math.Sqrt(w) * cos * math.Pi / 180
	metresPerDegreeLat := krasovskyRadius * (1 - krasovskyEccentricity) / (w * math.Sqrt(w)) * math.Pi / 180
	return lon + east/metresPerDegreeLon, lat + north/metresPerDegreeLat
}

// gcj02Shift returns the shift in metres at x degrees east of 105° E and y north of 35° N.
func gcj02Shift(x, y float64) (east, north float64) {
	root := math.Sqrt(math.Abs(x))
	ripple := 20*wave(x*6) + 20*wave(x*2)
	east = 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*root +
		(ripple+20*wave(x)+40*wave(x/3)+150*wave(x/12)+300*wave(x/30))*2/3
	north = -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*root +
		(ripple+20*wave(y)+40*wave(y/3)+160*wave(y/12)+320*wave(y/30))*2/3
	return east, north
}

// wave is the sine of a half turn times t.
func wave(t float64) float64 { return math.Sin(t * math.Pi) }

// bd09 shifts a position of WGS 84 to BD-09, wherever it is: Baidu turns and stretches GCJ-02.
func bd09(lon, lat float64) (float64, float64) {
	const ripple = math.Pi * 3000 / 180
	x, y := gcj02(lon, lat)
	radius := math.Hypot(x, y) + 0.00002*math.Sin(y*ripple)
	angle := math.Atan2(y, x) + 0.000003*math.Cos(x*ripple)
	sin, cos := math.Sincos(angle)
	return radius*cos + 0.0065, radius*sin + 0.006
}

// unshift finds the position that shift moves to (lon, lat), or returns (lon, lat) where the
// shift does not apply; see [CRS.ToCGCS2000] for which that is. Each step of the iteration
// leaves at most a thirtieth of the error, so that the last one, below 1e-9 degree, leaves
// far less than a millimetre.
func unshift(shift func(lon, lat float64) (float64, float64), lon, lat float64) (float64, float64) {
	const beyondAnyShift, rounding = 0.1, 1e-8
	if !inShiftedBoxBut(beyondAnyShift, lon, lat) {
		return lon, lat
	}
	x, y := lon, lat
	for range 10 {
		shiftedLon, shiftedLat := shift(x, y)
		dx, dy := lon-shiftedLon, lat-shiftedLat
		x, y = x+dx, y+dy
		if math.Abs(dx) < 1e-9 && math.Abs(dy) < 1e-9 {
			break
		}
	}
	if inShiftedBoxBut(rounding, x, y) || inShiftedBox(lon, lat) {
		return x, y
	}
	return lon, lat
}
