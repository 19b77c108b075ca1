package interchange

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// check returns why g, in coordinates of crs, cannot be used; "" when nothing is wrong. It sees
// what needs no topology: missing and impossible coordinates, rings that are open or too short.
// Self-crossing is for PostGIS to judge. With repair, open rings are closed in place. A nil
// geometry passes: whether a row may go without is for the noun to say.
func check(g orb.Geometry, crs CRS, repair bool) string {
	switch g := g.(type) {
	case nil:
		return ""
	case orb.Point:
		return badPoint(g, crs)
	case orb.Polygon:
		return badRings(g, crs, repair)
	case orb.MultiPolygon:
		return firstReason(g, func(p orb.Polygon) string { return badRings(p, crs, repair) })
	case orb.LineString:
		return badLine(g, crs)
	case orb.MultiLineString:
		return firstReason(g, func(l orb.LineString) string { return badLine(l, crs) })
	case orb.MultiPoint:
		return firstReason(g, func(p orb.Point) string { return badPoint(p, crs) })
	case orb.Collection:
		return firstReason(g, func(part orb.Geometry) string { return check(part, crs, repair) })
	}
	return "the geometry is of an unknown type"
}

const emptyGeometry = "the geometry is empty"

// firstReason returns the first reason that bad finds among parts, of which there must be one.
func firstReason[T any](parts []T, bad func(T) string) string {
	if len(parts) == 0 {
		return emptyGeometry
	}
	for _, part := range parts {
		if why := bad(part); why != "" {
			return why
		}
	}
	return ""
}

func badLine(line orb.LineString, crs CRS) string {
	if len(line) == 1 {
		return "the line has a single point; it needs two"
	}
	return firstReason(line, func(p orb.Point) string { return badPoint(p, crs) })
}

// badRings checks one polygon, and with repair closes its rings in place.
func badRings(polygon orb.Polygon, crs CRS, repair bool) string {
	if len(polygon) == 0 || len(polygon[0]) == 0 {
		return emptyGeometry
	}
	for i, ring := range polygon {
		if why := firstReason(ring, func(p orb.Point) string { return badPoint(p, crs) }); why != "" {
			return why
		}
		closed := ring[0] == ring[len(ring)-1]
		if !closed && !repair {
			return fmt.Sprintf("ring %d is not closed: it begins at %s and ends at %s; --repair closes it",
				i+1, pair(ring[0]), pair(ring[len(ring)-1]))
		}
		if !closed {
			polygon[i] = append(ring, ring[0])
		}
		if n := len(polygon[i]); n < 4 {
			return fmt.Sprintf("ring %d has %d points; a ring needs at least 4, the last equal to the first", i+1, n)
		}
	}
	return ""
}

func pair(p orb.Point) string { return fmt.Sprintf("%.10g,%.10g", p[0], p[1]) }

// badPoint says what is impossible about p as longitude and latitude, or as easting and
// northing where crs is projected.
func badPoint(p orb.Point, crs CRS) string {
	if math.IsNaN(p[0]) || math.IsNaN(p[1]) {
		return "a coordinate is not a number (NaN)"
	}
	if math.IsInf(p[0], 0) || math.IsInf(p[1], 0) {
		return "a coordinate is infinite"
	}
	onGlobe := math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90
	if crs.metres() && onGlobe && p != (orb.Point{}) {
		return fmt.Sprintf("coordinates such as %s look like degrees, but %s counts in metres", pair(p), crs)
	}
	if !crs.degrees() {
		return ""
	}
	if onGlobe {
		return swappedInChina(p)
	}
	return offGlobe(p, crs)
}

func offGlobe(p orb.Point, crs CRS) string {
	if math.Abs(p[0]) > 400 || math.Abs(p[1]) > 400 {
		return fmt.Sprintf("coordinates such as %s look like metres, but %s counts in degrees: "+
			"give the projected system, --crs EPSG:n", pair(p), crs)
	}
	if math.Abs(p[1]) <= 180 && math.Abs(p[0]) <= 90 {
		return fmt.Sprintf("latitude %.10g is beyond 90: longitude and latitude seem to be swapped", p[1])
	}
	return fmt.Sprintf("coordinates %s are out of range: longitude is -180 to 180, latitude -90 to 90", pair(p))
}

// swappedInChina finds points of western China whose longitude, under 90, could be a latitude:
// taken as given they lie in the Arctic Ocean, where no district is. East of 90 degrees a
// swapped point is out of range.
func swappedInChina(p orb.Point) string {
	if p[1] >= 73 && p[0] >= 27 && p[0] <= 54 {
		return fmt.Sprintf("longitude and latitude seem to be swapped: %s is in the Arctic Ocean, %s is in China",
			pair(p), pair(orb.Point{p[1], p[0]}))
	}
	return ""
}
