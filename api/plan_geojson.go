package api

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"gewu/geo"
	"gewu/plan"
)

// polygons returns a geometry as polygons, when it is some with positions on the earth.
func polygons(g orb.Geometry) (orb.MultiPolygon, bool) {
	var all orb.MultiPolygon
	switch g := g.(type) {
	case orb.Polygon:
		all = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		all = g
	}
	for _, p := range all {
		for _, ring := range p {
			for _, at := range ring {
				if _, err := geo.PointAt(at[0], at[1]); err != nil || len(ring) < 4 {
					return nil, false
				}
			}
		}
	}
	return all, len(all) > 0
}

func ordinal(i int) string { return strconv.Itoa(i + 1) }

// sortFeatures sorts the features of grids by their ids.
func sortFeatures(list []*geojson.Feature) {
	number := func(f *geojson.Feature) plan.GridID { id, _ := f.ID.(plan.GridID); return id }
	slices.SortFunc(list, func(a, b *geojson.Feature) int { return cmp.Compare(number(a), number(b)) })
}
