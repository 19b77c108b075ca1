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
	return built(t, &b)
}

// built is the atlas that a builder builds, simplified.
func built(t testing.TB, b *geo.AtlasBuilder) *geo.Atlas {
	t.Helper()
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
	const first, last = -tiles.Margin / 2, tiles.Extent + tiles.Margin/2
	for y := first + 0.5; y < last; y += 23 {
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
				list := spread(tilesMeeting(c.nation.Box(), z), 14)
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

// A layer shows the level that is not yet dust, and what is above it where there is none.
func TestEachZoomHasItsLevel(t *testing.T) {
	n := nation.New(200, 1)
	all := tiles.Levels{Grids: atlasOf(t, n), Communities: outlines(t, n.Communities(), n.CommunityArea), Streets: outlines(t, n.Streets(), n.StreetArea)}
	without := tiles.Levels{Grids: all.Grids, Communities: all.Communities}
	for _, c := range []struct {
		layer  string
		zoom   uint32
		levels tiles.Levels
		want   []*geo.Atlas
	}{
		{"grids", 10, all, nil},
		{"grids", 11, all, []*geo.Atlas{all.Grids}},
		{"grids", 16, all, []*geo.Atlas{all.Grids}},
		{"grids", 17, all, nil},
		{"communities", 5, all, nil},
		{"communities", 6, all, []*geo.Atlas{all.Streets}},
		{"communities", 8, all, []*geo.Atlas{all.Streets}},
		{"communities", 8, without, []*geo.Atlas{all.Communities}},
		{"communities", 9, all, []*geo.Atlas{all.Communities}},
		{"communities", 16, all, []*geo.Atlas{all.Communities}},
		{"labels", 8, all, []*geo.Atlas{all.Streets}},
		{"labels", 9, all, []*geo.Atlas{all.Communities}},
		{"labels", 11, all, []*geo.Atlas{all.Grids, all.Communities}},
		{"labels", 11, tiles.Levels{}, nil},
		{"roads", 11, all, nil},
	} {
		if got := c.levels.At(c.layer, c.zoom); !slices.Equal(c.want, got) {
			t.Errorf("%s at zoom %d: %d levels, want %d, or others", c.layer, c.zoom, len(got), len(c.want))
		}
	}
}

// outlines is an atlas of the areas of a level, all in one group.
func outlines(t testing.TB, n int, area func(int) geo.Area) *geo.Atlas {
	t.Helper()
	group := geo.Group{ID: 1}
	for i := range n {
		group.Areas = append(group.Areas, area(i))
	}
	var b geo.AtlasBuilder
	if err := b.Add(group); err != nil {
		t.Fatal(err)
	}
	return built(t, &b)
}

// Labels lie where their callback says, in the one tile that has the point.
func TestEachLabelIsInOneTile(t *testing.T) {
	n := nation.District(1)
	atlas := atlasOf(t, n)
	labels := map[geo.AreaID]geo.Point{}
	for i := range n.Communities() {
		_, list := n.Community(i)
		for _, grid := range list {
			p, err := geo.InteriorPoint(grid.Boundary)
			if err != nil {
				t.Fatal(err)
			}
			labels[grid.ID] = p
		}
	}
	for z := uint32(6); z <= 16; z++ {
		seen := map[uint64]int{}
		for _, a := range tilesMeeting(n.Box(), z) {
			data := tiles.Encode(a, func(e *tiles.Encoder) {
				e.Layer("labels")
				e.Labels(a, atlas, func(id geo.AreaID) geo.Point { return labels[id] }, func(id geo.AreaID) bool { return id%10 != 0 })
			})
			for _, f := range readAreas(t, data) {
				seen[f.ID]++
				p := f.Parts[0][0]
				if want := a.Frame().Place(tiles.Project(labels[geo.AreaID(f.ID)])); p != want || !inTile(p) {
					t.Errorf("%v: label %d is at %v, not %v", a, f.ID, p, want)
				}
			}
		}
		for id := range labels {
			if want := min(int(id%10), 1); seen[uint64(id)] != want {
				t.Errorf("zoom %d: area %d has %d labels", z, id, seen[uint64(id)])
			}
		}
	}
}

func inTile(p tiles.XY) bool {
	return 0 <= p.X && p.X < tiles.Extent && 0 <= p.Y && p.Y < tiles.Extent
}

// An area that overlaps another is in no coverage, but on the map.
func TestAreasAtOddsAreDrawn(t *testing.T) {
	square := func(west, east float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{west, 31}, {east, 31}, {east, 31.01}, {west, 31.01}, {west, 31}}}}
	}
	atlas, err := geo.NewAtlas([]geo.Group{{ID: 1, Areas: []geo.Area{
		{ID: 1, Boundary: square(121, 121.01)}, {ID: 3, Boundary: square(121.005, 121.02)}, {ID: 2, Boundary: square(121.02, 121.03)},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	var ids []uint64
	for _, f := range readAreas(t, areasTile(tileOf(geo.Point{Lon: 1210100000, Lat: 310050000}, 13), atlas.Simplify())) {
		ids = append(ids, f.ID)
	}
	if !slices.Equal(ids, []uint64{1, 2, 3}) {
		t.Errorf("areas %v are drawn", ids)
	}
}

// What a tile needs of memory does not grow with its vertices.
func TestDrawingAreasAllocatesNothingForVertices(t *testing.T) {
	n := nation.District(1)
	atlas := atlasOf(t, n)
	for _, z := range []uint32{11, 12, 14, 16} {
		a := tileOf(middle(n.Box()), z)
		var e tiles.Encoder
		draw := func() {
			e.Start(a)
			e.Layer("areas")
			e.Areas(a, atlas, func(geo.AreaID) bool { return true })
			e.Bytes()
		}
		draw()
		if allocations := testing.AllocsPerRun(20, draw); allocations > 30 { // a pool may lose what it has, and slices grow again
			t.Errorf("zoom %d: %v times", z, allocations)
		}
	}
}

// In the densest towns a tile has about 5,000 grids at the first zoom that shows them, as many
// communities at theirs and as many streets. Their borders have few vertices left.
func TestATileFullOfAreasIsNotTooLarge(t *testing.T) {
	n := nation.New(12_000, 1)
	atlas := atlasOf(t, n)
	names := namesOf(n.Grids())
	most, areas := 0, 0
	for _, a := range tilesMeeting(n.Box(), 3) {
		data := tiles.Encode(a, func(e *tiles.Encoder) { described(e, a, atlas, names) })
		features := readAreas(t, data)
		if per := len(data) / len(features); len(data) > 500_000 || per > 75 {
			t.Errorf("%v: %d areas take %d bytes, %d each", a, len(features), len(data), per)
		}
		most, areas = max(most, len(data)), max(areas, len(features))
	}
	t.Logf("at most %d areas, %d bytes", areas, most)
	if areas < 4500 {
		t.Errorf("no tile has more than %d areas", areas)
	}
}
