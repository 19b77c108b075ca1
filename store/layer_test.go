package store_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"

	"gewu/tiles"
)

// inMemory are the layers that are held in memory.
var inMemory = []string{"water", "greens", "estates", "roads", "buildings", "facilities", "issues"}

// oracle returns a layer of a tile as PostGIS encodes it.
func (w town) oracle(t testing.TB, layer string, a tiles.Address) []byte {
	t.Helper()
	return w.encoded(t, statement(t, layer, a), a)
}

// statement is what the store asks PostGIS for a layer that is too large for memory.
func statement(t testing.TB, layer string, a tiles.Address) string {
	t.Helper()
	if layer == "issues" && a.Z < 14 {
		layer = "issues_counted"
	}
	sql, err := os.ReadFile("queries/tile_" + layer + ".sql")
	if err != nil {
		t.Fatal(err)
	}
	return string(sql)
}

func (w town) encoded(t testing.TB, sql string, a tiles.Address) (data []byte) {
	t.Helper()
	b := a.Bound()
	if err := w.pool.QueryRow(t.Context(), sql, pgx.NamedArgs{
		"z": a.Z, "x": a.X, "y": a.Y, "west": b.Min[0], "south": b.Min[1], "east": b.Max[0], "north": b.Max[1],
	}).Scan(&data); err != nil {
		t.Fatal(err)
	}
	return data
}

// byID returns the features of a tile with one layer.
func byID(t testing.TB, data []byte) map[any]*geojson.Feature {
	t.Helper()
	layers, err := mvt.Unmarshal(data)
	if err != nil {
		t.Fatal(err)
	}
	features := map[any]*geojson.Feature{}
	for _, layer := range layers {
		for _, f := range layer.Features {
			if features[f.ID] != nil {
				t.Errorf("layer %s has two features %v", layer.Name, f.ID)
			}
			features[f.ID] = f
		}
	}
	return features
}

// sameAsOracle compares a layer with what PostGIS makes of it: features, properties, and geometry
// within the one unit that rounding makes. It returns how many features there are.
func (w town) sameAsOracle(t testing.TB, layer string, a tiles.Address) int {
	t.Helper()
	data, err := w.db.Tile(t.Context(), layer, a, spring, tiles.FullSight)
	if err != nil {
		t.Fatal(err)
	}
	got, want := byID(t, data), byID(t, w.oracle(t, layer, a))
	for id, f := range got {
		if g := f.Geometry.GeoJSONType(); g == "Polygon" || g == "MultiPolygon" {
			checkWinding(t, f.Geometry)
		}
		other := want[id]
		if other == nil {
			if !hardlySeen(f.Geometry) {
				t.Errorf("%s/%v: PostGIS has no %v: %v", layer, a, id, f.Geometry)
			}
			continue
		}
		if diff := cmp.Diff(other.Properties, f.Properties); diff != "" {
			t.Errorf("%s/%v: %v: %s", layer, a, id, diff)
		}
		if why := unlike(f.Geometry, other.Geometry); why != "" {
			t.Errorf("%s/%v: %v %s: %v, PostGIS has %v", layer, a, id, why, f.Geometry, other.Geometry)
		}
	}
	for id, f := range want {
		if got[id] == nil && !hardlySeen(f.Geometry) {
			t.Errorf("%s/%v: there is no %v: %v", layer, a, id, f.Geometry)
		}
	}
	return len(got)
}

// hardlySeen reports whether all of a geometry is at the rim of the margin, where rounding decides
// whether it is there, or smaller than rounding.
func hardlySeen(g orb.Geometry) bool {
	b := g.Bound()
	inner := orb.Bound{Min: orb.Point{-62, -62}, Max: orb.Point{tiles.Extent + 62, tiles.Extent + 62}}
	small := g.Dimensions() > 0 && (b.Max[0]-b.Min[0] <= 2 || b.Max[1]-b.Min[1] <= 2)
	return small || !inner.Intersects(b)
}

// unlike says why ours is not what PostGIS made, but for the rounding to units; "" when it is. Each
// of them rounds in its way, so vertices may be up to two units apart. PostGIS also mends polygons
// whose sides touch after rounding, so of these not the vertices are compared but the land.
func unlike(ours, theirs orb.Geometry) string {
	if ours.Dimensions() != theirs.Dimensions() {
		return "is of another kind"
	}
	if ours.Dimensions() == 2 {
		return otherLand(ours, theirs)
	}
	if d := max(farthest(ours, theirs), farthest(theirs, ours)); d > 2 {
		return fmt.Sprintf("is %.1f units off", d)
	}
	return ""
}

// otherLand compares the size of two polygons, and 100 places.
func otherLand(ours, theirs orb.Geometry) string {
	a := ours.Bound().Union(theirs.Bound())
	around := 0.0
	for _, line := range outlines(ours) {
		around += planar.Length(line)
	}
	if d := math.Abs(planar.Area(ours) - planar.Area(theirs)); d > 2+0.75*around {
		return fmt.Sprintf("has %.1f square units more or less", d)
	}
	for i := range 100 {
		column, row := float64(i%10)+0.5, float64(i/10)+0.5
		p := orb.Point{a.Min[0] + (a.Max[0]-a.Min[0])*column/10, a.Min[1] + (a.Max[1]-a.Min[1])*row/10}
		if isLand(ours, p) != isLand(theirs, p) && min(offOutline(ours, p), offOutline(theirs, p)) > 2 {
			return fmt.Sprintf("differs at %v", p)
		}
	}
	return ""
}

func isLand(g orb.Geometry, p orb.Point) bool {
	if polygon, ok := g.(orb.Polygon); ok {
		return planar.PolygonContains(polygon, p)
	}
	return planar.MultiPolygonContains(g.(orb.MultiPolygon), p)
}

// offOutline is how far a place lies from the outline of a geometry.
func offOutline(g orb.Geometry, p orb.Point) float64 {
	near := math.Inf(1)
	for _, line := range outlines(g) {
		if len(line) == 1 {
			near = min(near, planar.Distance(p, line[0]))
		} else {
			near = min(near, planar.DistanceFrom(line, p))
		}
	}
	return near
}

// farthest is how far a vertex of g, other than at the rim of the margin, lies from the outline of
// other at most.
func farthest(g, other orb.Geometry) float64 {
	far := 0.0
	for _, line := range outlines(g) {
		for _, p := range line {
			if p[0] > -63 && p[1] > -63 && p[0] < tiles.Extent+63 && p[1] < tiles.Extent+63 {
				far = max(far, offOutline(other, p))
			}
		}
	}
	return far
}

// outlines returns all lines of a geometry.
func outlines(g orb.Geometry) []orb.LineString {
	switch g := g.(type) {
	case orb.Point:
		return []orb.LineString{{g}}
	case orb.LineString:
		return []orb.LineString{g}
	case orb.MultiLineString:
		return g
	case orb.Polygon:
		return outlinesOf(g)
	case orb.MultiPolygon:
		return outlinesOf(slices.Concat(g...))
	}
	panic(fmt.Sprintf("a feature is a %s", g.GeoJSONType()))
}

func outlinesOf(rings []orb.Ring) []orb.LineString {
	lines := make([]orb.LineString, len(rings))
	for i, ring := range rings {
		lines[i] = orb.LineString(ring)
	}
	return lines
}

// odd adds to a town what is not in the even town of numbers: shapes of several parts with holes,
// a shed, points on the edges of tiles, kinds with names, values that are not known.
func (w town) odd(t testing.TB) {
	t.Helper()
	w.exec(t, `insert into building (source, source_id, name, footprint, point) values
		('odd', 'ring', '', st_geomfromtext('MULTIPOLYGON(
			((121.43 31.22, 121.436 31.22, 121.436 31.226, 121.43 31.226, 121.43 31.22),
			 (121.432 31.222, 121.434 31.222, 121.434 31.224, 121.432 31.224, 121.432 31.222)),
			((121.4325 31.2225, 121.4335 31.2225, 121.4331 31.2235, 121.4325 31.2225)))', 4490), st_setsrid(st_point(121.431, 31.221), 4490)),
		('odd', 'shed', 'shed', st_geomfromtext('MULTIPOLYGON(((121.43 31.2, 121.4300001 31.2, 121.4300001 31.2000001, 121.43 31.2)))', 4490),
			st_setsrid(st_point(121.43, 31.2), 4490))`)
	corner := tileAt(13, 121.43, 31.22).Bound()
	for i := range 40 {
		lon, lat := corner.Min[0]+float64(i%9-4)*1e-7, corner.Min[1]+float64(i/9-4)*1e-7
		w.building(t, fmt.Sprint("hut ", i), "", i, lon, lat)
		w.issue(t, fmt.Sprint("spot ", i), lon, lat)
	}
	w.exec(t, `with new as (insert into code_table (standard, version, kind) values ('s', '1', 'matter') returning id),
		named as (insert into code (table_id, code, name_zh, name_en) select id, code, name, upper(code) || '!' from new,
			(values ('AA', '路灯'), ('BB', '井盖')) as of_it (code, name))
		update issue set table_id = new.id, kind = case when issue.id % 2 = 0 then 'AA' else 'BB' end from new where issue.id % 3 = 0`)
	w.exec(t, `update issue set kind = '' where id % 50 = 1`)
	w.exec(t, `insert into water (source, source_id, name, class, geom) values ('odd', 'brook', 'Brook', 'stream',
		st_geomfromtext('MULTILINESTRING((121.39 31.19, 121.42 31.22, 121.421 31.22, 121.5 31.3), (121.44 31.21, 121.441 31.211))', 4490)),
		('odd', 'sea', '', 'sea', st_geomfromtext('MULTIPOLYGON(((121 31, 122 31, 122 32, 121 32, 121 31), (121.42 31.21, 121.44 31.21, 121.43 31.23, 121.42 31.21)))', 4490))`)
	for _, table := range []string{"building", "issue", "facility"} {
		w.exec(t, `update `+table+` set point = st_snaptogrid(point, 1e-7)`) // as an import does
	}
	w.change(t, "building")
}

func TestLayersInMemoryAreThoseOfPostGIS(t *testing.T) {
	w := townOfNumbers(t)
	w.odd(t)
	random := rand.New(rand.NewPCG(1, 2))
	count := map[string]int{}
	for range 40 {
		for _, name := range inMemory {
			layer, err := tiles.ParseLayers(name)
			if err != nil {
				t.Fatal(err)
			}
			z := layer[0].MinZoom + random.Uint32N(layer[0].MaxZoom-layer[0].MinZoom+1)
			a := tileAt(z, 121.395+random.Float64()*0.085, 31.195+random.Float64()*0.06)
			count[name] += w.sameAsOracle(t, name, a)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(count)) {
		t.Logf("%s: %d features compared", name, count[name])
		if count[name] < 100 {
			t.Errorf("only %d features of %s", count[name], name)
		}
	}
}
