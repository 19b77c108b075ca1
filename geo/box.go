package geo

import (
	"fmt"

	"github.com/paulmach/orb"
)

// A Box is a rectangle along the parallels and meridians, its border included. It does not
// cross the 180th meridian.
type Box struct{ Min, Max Point }

// BoxOf returns the smallest box around a boundary in degrees. It is an error if the boundary
// has no vertex or one that is not on the earth.
func BoxOf(boundary orb.MultiPolygon) (Box, error) {
	var box Box
	empty := true
	for _, polygon := range boundary {
		for _, ring := range polygon {
			for _, vertex := range ring {
				p, err := PointAt(vertex[0], vertex[1])
				if err != nil {
					return Box{}, err
				}
				if empty {
					box, empty = Box{p, p}, false
				}
				box = box.Union(Box{p, p})
			}
		}
	}
	if empty {
		return Box{}, fmt.Errorf("box of a boundary: %w", errNoLand)
	}
	return box, nil
}

// Union returns the smallest box around both.
func (b Box) Union(c Box) Box {
	return Box{
		Min: Point{min(b.Min.Lon, c.Min.Lon), min(b.Min.Lat, c.Min.Lat)},
		Max: Point{max(b.Max.Lon, c.Max.Lon), max(b.Max.Lat, c.Max.Lat)},
	}
}

// Holds reports whether p is in the box or on its border.
func (b Box) Holds(p Point) bool {
	return b.Min.Lon <= p.Lon && p.Lon <= b.Max.Lon && b.Min.Lat <= p.Lat && p.Lat <= b.Max.Lat
}

// Meets reports whether the boxes have a point in common.
func (b Box) Meets(c Box) bool {
	return b.Min.Lon <= c.Max.Lon && c.Min.Lon <= b.Max.Lon && b.Min.Lat <= c.Max.Lat && c.Min.Lat <= b.Max.Lat
}

// Orb returns the box in degrees as an orb.Bound.
func (b Box) Orb() orb.Bound { return orb.Bound{Min: b.Min.Orb(), Max: b.Max.Orb()} }

// onEarth returns the part of the box within ±180° and ±90°.
func (b Box) onEarth() Box {
	return Box{
		Min: Point{max(b.Min.Lon, -maxLon), max(b.Min.Lat, -maxLat)},
		Max: Point{min(b.Max.Lon, maxLon), min(b.Max.Lat, maxLat)},
	}
}

// corners returns the box in the R-tree's terms.
func (b Box) corners() (low, high [2]float64) {
	return [2]float64{float64(b.Min.Lon), float64(b.Min.Lat)}, [2]float64{float64(b.Max.Lon), float64(b.Max.Lat)}
}
