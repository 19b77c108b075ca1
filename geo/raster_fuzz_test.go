package geo_test

import (
	"cmp"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// FuzzRaster makes an atlas of three areas of any shape in two groups, and holds its raster
// against an R-tree of the land that the atlas has, which is that of the areas without spikes.
// All vertices are on a small lattice so that all that can coincide does; where areas overlap,
// some are in no coverage.
func FuzzRaster(f *testing.F) {
	f.Add([]byte{0, 0, 9, 0, 9, 9, 0, 9}, []byte{9, 0, 18, 0, 18, 9, 9, 9}, []byte{0, 9, 18, 9, 9, 20}, uint8(0))
	f.Add([]byte{0, 0, 9, 0, 9, 9, 0, 9}, []byte{3, 3, 6, 3, 6, 6, 3, 6}, []byte{8, 8, 30, 9, 9, 20}, uint8(1))
	f.Add([]byte{0, 0, 99, 0, 0, 99}, []byte{99, 0, 99, 99, 0, 99}, []byte{200, 200, 201, 200, 201, 201}, uint8(2))
	f.Add([]byte{0, 0, 1, 250, 2, 0, 3, 250, 4, 0}, []byte{5, 5, 250, 6, 5, 7, 250, 8}, []byte{}, uint8(3))
	f.Fuzz(func(t *testing.T, first, second, third []byte, size uint8) {
		scale := []int32{1, 7, 1000, 123_457}[size%4]
		var list []geo.Area
		for i, bytes := range [][]byte{first, second, third} {
			area := geo.Area{ID: geo.AreaID(i + 1), Boundary: polygon(scaledRing(bytes, scale))}
			if _, err := geo.NewIndex([]geo.Area{area}); err == nil {
				list = append(list, area)
			}
		}
		if len(list) == 0 {
			return
		}
		atlas, err := geo.NewAtlas([]geo.Group{{ID: 1, Areas: list[:1]}, {ID: 2, Areas: list[1:]}})
		if err != nil {
			return // an area walks all its sides there and back
		}
		list = landOf(atlas)
		compareAround(t, indexAtlas(t, atlas), newIndex(t, list), list)
	})
}

// landOf returns the areas of an atlas by their IDs, as its sheets have them.
func landOf(atlas *geo.Atlas) []geo.Area {
	var list []geo.Area
	for sheet := range atlas.Sheets() {
		list = append(list, sheet.Odd...)
		for face := range sheet.Coverage.Len() {
			id := sheet.Coverage.ID(face)
			list = append(list, geo.Area{ID: id, Boundary: sheet.Coverage.Boundary(id)})
		}
	}
	slices.SortFunc(list, func(a, b geo.Area) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

func scaledRing(bytes []byte, scale int32) orb.Ring {
	var xy []int32
	for i := 0; i+1 < len(bytes) && i < 100; i += 2 {
		xy = append(xy, int32(bytes[i])*scale, int32(bytes[i+1])*scale)
	}
	if len(xy) == 0 {
		return nil
	}
	return ring(xy...)
}

// compareAround compares two indices at vertices and the middles of sides, and within a unit
// of those.
func compareAround(t *testing.T, got, want *geo.Index, list []geo.Area) {
	t.Helper()
	for _, area := range list {
		r := area.Boundary[0][0]
		for i := range r[1:] {
			a, b := pointOf(r[i]), pointOf(r[i+1])
			middle := geo.Point{Lon: a.Lon + (b.Lon-a.Lon)/2, Lat: a.Lat + (b.Lat-a.Lat)/2}
			for _, p := range append(neighbours(a), neighbours(middle)...) {
				if got, want := locate(t, got, p), locate(t, want, p); got != want {
					t.Fatalf("%v belongs to %v, want %v", p, got, want)
				}
			}
		}
	}
}

// neighbours returns a point and the eight around it.
func neighbours(p geo.Point) []geo.Point {
	var points []geo.Point
	for x := int32(-1); x <= 1; x++ {
		for y := int32(-1); y <= 1; y++ {
			points = append(points, geo.Point{Lon: p.Lon + x, Lat: p.Lat + y})
		}
	}
	return points
}
