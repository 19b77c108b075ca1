package tiles_test

import (
	"bytes"
	"cmp"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/internal/nation"
	"gewu/tiles"
)

// atlasOf is an atlas of the grids of all communities of a drawing, and of other groups.
func atlasOf(t testing.TB, n *nation.Nation, others ...geo.Group) *geo.Atlas {
	t.Helper()
	var b geo.AtlasBuilder
	for _, group := range others {
		if err := b.Add(group); err != nil {
			t.Fatal(err)
		}
	}
	for i := range n.Communities() {
		id, list := n.Community(i)
		if err := b.Add(geo.Group{ID: geo.GroupID(id), Areas: list}); err != nil {
			t.Fatal(err)
		}
	}
	atlas, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return atlas.Simplify()
}

// areasTile is the tile with one layer of areas without properties.
func areasTile(a tiles.Address, atlas *geo.Atlas) []byte {
	return tiles.Encode(a, func(e *tiles.Encoder) {
		e.Layer("areas")
		e.Areas(a, atlas, func(geo.AreaID) bool { return true })
	})
}

// tileOf is the tile of a zoom that a point is in.
func tileOf(p geo.Point, z uint32) tiles.Address { return tiles.Project(p).Tile(z) }

// tilesMeeting are the tiles of a zoom with a part of a box.
func tilesMeeting(b geo.Box, z uint32) (list []tiles.Address) {
	first, last := tileOf(geo.Point{Lon: b.Min.Lon, Lat: b.Max.Lat}, z), tileOf(geo.Point{Lon: b.Max.Lon, Lat: b.Min.Lat}, z)
	for x := first.X; x <= last.X; x++ {
		for y := first.Y; y <= last.Y; y++ {
			list = append(list, tiles.Address{Z: z, X: x, Y: y})
		}
	}
	return list
}

// spread are at most n of a list, from all over it.
func spread[T any](list []T, n int) []T {
	if len(list) <= n {
		return list
	}
	chosen := make([]T, n)
	for i := range chosen {
		chosen[i] = list[i*len(list)/n]
	}
	return chosen
}

func middle(b geo.Box) geo.Point {
	return geo.Point{Lon: b.Min.Lon/2 + b.Max.Lon/2, Lat: b.Min.Lat/2 + b.Max.Lat/2}
}

// readAreas are the features of a tile of one layer of areas, which must be valid.
func readAreas(t *testing.T, data []byte) []readFeature {
	t.Helper()
	if err := validate(data); err != nil {
		t.Fatal(err)
	}
	layers, err := decode(data)
	if err != nil || len(layers) > 1 {
		t.Fatalf("%d layers, %v", len(layers), err)
	}
	if len(layers) == 0 {
		return nil
	}
	return layers[0].Features
}

// A span is what of a row of a tile is inside of one area.
type span struct {
	from, to float64
	area     uint64
}

// spansOf are the spans of all areas on the line y, where no vertex lies, by the even-odd rule.
// The point where a line passes y is computed alike for all that have the line.
func spansOf(features []readFeature, y float64) (spans []span) {
	for _, f := range features {
		var passed []float64
		for _, part := range f.Parts {
			for i, b := range part {
				a := part[(i+len(part)-1)%len(part)]
				if a.Y > b.Y {
					a, b = b, a
				}
				if float64(a.Y) < y && y < float64(b.Y) {
					passed = append(passed, float64(a.X)+(y-float64(a.Y))*float64(b.X-a.X)/float64(b.Y-a.Y))
				}
			}
		}
		slices.Sort(passed)
		for i := 0; i+1 < len(passed); i += 2 {
			if passed[i] < passed[i+1] {
				spans = append(spans, span{passed[i], passed[i+1], f.ID})
			}
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	return spans
}

// checkHairlines demands that on lines all over a tile each area begins exactly where the one
// before ends: there is no gap between neighbours and no overlap, however fine a raster is laid
// over them. It looks at the tile and, by the margin, beyond its edges; the areas must cover it.
func checkHairlines(t *testing.T, a tiles.Address, features []readFeature) {
	t.Helper()
	const first, last = -tiles.Margin/2, tiles.Extent + tiles.Margin/2
	for y := first + 0.5; y < last; y += 13 {
		at := float64(first)
		for _, s := range spansOf(features, y) {
			switch {
			case s.to <= first || s.from >= last:
			case s.from > at:
				t.Fatalf("%v: nothing is drawn at %v, %v to %v", a, y, at, s.from)
			case s.from < at && at > first:
				t.Fatalf("%v: area %d and another are drawn at %v, %v to %v", a, s.area, y, s.from, at)
			default:
				at = s.to
			}
		}
		if at < last {
			t.Fatalf("%v: nothing is drawn at %v, from %v on", a, y, at)
		}
	}
}

// frame is an area around all of a drawing.
func frame(n *nation.Nation) geo.Group {
	land := orb.Polygon{{{-179, -84}, {179, -84}, {179, 84}, {-179, 84}, {-179, -84}}}
	for i := range n.Streets() {
		land = append(land, n.StreetArea(i).Boundary[0][0])
	}
	const id = 1 << 40
	return geo.Group{ID: id, Areas: []geo.Area{{ID: id, Boundary: orb.MultiPolygon{land}}}}
}

// At each zoom some areas are larger than a tile, and at most zooms some smaller than a few units.
func TestNoHairlineShowsBetweenNeighbours(t *testing.T) {
	for _, c := range []struct {
		name     string
		nation   *nation.Nation
		from, to uint32
	}{
		{"a district", nation.District(1), 9, 16},
		{"a nation", nation.New(3000, 1), 3, 12},
	} {
		t.Run(c.name, func(t *testing.T) {
			atlas := atlasOf(t, c.nation, frame(c.nation))
			for z := c.from; z <= c.to; z++ {
				list := spread(tilesMeeting(c.nation.Box(), z), 40)
				for _, a := range list {
					checkHairlines(t, a, readAreas(t, areasTile(a, atlas)))
				}
				t.Logf("zoom %d: %d tiles", z, len(list))
			}
		})
	}
}

func TestTheSameAreasGiveTheSameBytes(t *testing.T) {
	n := nation.District(1)
	atlas, again := atlasOf(t, n), atlasOf(t, n)
	for z := uint32(6); z <= 16; z++ {
		a := tileOf(middle(n.Box()), z)
		first := areasTile(a, atlas)
		if len(first) == 0 || !bytes.Equal(first, areasTile(a, atlas)) || !bytes.Equal(first, areasTile(a, again)) {
			t.Errorf("zoom %d: %d bytes, then others", z, len(first))
		}
	}
}

func TestAreasComeInTheOrderOfTheirIDs(t *testing.T) {
	n := nation.District(1)
	features := readAreas(t, areasTile(tileOf(middle(n.Box()), 11), atlasOf(t, n)))
	if len(features) < 50 || !slices.IsSortedFunc(features, func(f, g readFeature) int { return cmp.Compare(f.ID, g.ID) }) {
		t.Errorf("%d areas", len(features))
	}
}
