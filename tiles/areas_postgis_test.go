package tiles_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"gewu/geo"
	"gewu/internal/demo"
	"gewu/internal/testdb"
	"gewu/tiles"
)

// An oracle has PostGIS make tiles of the areas of an atlas, as each zoom shows their boundaries.
type oracle struct {
	conn  *pgx.Conn
	atlas *geo.Atlas
	zooms map[uint32]bool // whose boundaries PostGIS has
}

func newOracle(t testing.TB, atlas *geo.Atlas) *oracle {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), testdb.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	o := &oracle{conn, atlas, map[uint32]bool{}}
	o.exec(t, `create temp table shape (zoom int, id bigint, wkb bytea, geom geometry(multipolygon, 3857))`)
	o.exec(t, `create index on shape using gist (geom)`)
	return o
}

func (o *oracle) exec(t testing.TB, sql string, arguments ...any) {
	t.Helper()
	if _, err := o.conn.Exec(t.Context(), sql, arguments...); err != nil {
		t.Fatal(err)
	}
}

// tell tells PostGIS the boundaries of a zoom.
func (o *oracle) tell(t testing.TB, z uint32) {
	t.Helper()
	var rows [][]any
	for s := range o.atlas.Sheets() {
		for face := range s.Coverage.Len() {
			rows = append(rows, o.row(t, z, s.Coverage.ID(face), boundaryAt(s.Coverage, face, z)))
		}
		for _, odd := range s.Odd {
			rows = append(rows, o.row(t, z, odd.ID, odd.Boundary))
		}
	}
	if _, err := o.conn.CopyFrom(t.Context(), pgx.Identifier{"shape"}, []string{"zoom", "id", "wkb"}, pgx.CopyFromRows(rows)); err != nil {
		t.Fatal(err)
	}
	o.exec(t, `update shape set geom = st_transform(st_setsrid(st_geomfromwkb(wkb), 4490), 3857), wkb = null where zoom = $1`, int(z))
	o.exec(t, `analyze shape`)
	o.zooms[z] = true
}

func (o *oracle) row(t testing.TB, z uint32, id geo.AreaID, boundary orb.MultiPolygon) []any {
	t.Helper()
	data, err := wkb.Marshal(boundary)
	if err != nil {
		t.Fatal(err)
	}
	return []any{int(z), int64(id), data}
}

// boundaryAt is the boundary of a face with the vertices that a zoom shows.
func boundaryAt(c *geo.Coverage, face int, z uint32) (boundary orb.MultiPolygon) {
	for r := range c.Rings(face) {
		var line orb.Ring
		for _, ref := range r.Refs {
			arc := c.Arc(ref.Arc())
			var kept []orb.Point
			for i, p := range arc.Points {
				if z >= 16 || uint32(arc.Zooms[i]) <= z {
					kept = append(kept, p.Orb())
				}
			}
			if ref.Reversed() {
				slices.Reverse(kept)
			}
			line = append(line, kept[1:]...)
		}
		if !r.Hole {
			boundary = append(boundary, nil)
		}
		last := len(boundary) - 1
		boundary[last] = append(boundary[last], append(line, line[0]))
	}
	return boundary
}

const encodeAreas = `select st_asmvt(feature, 'areas', 4096, 'geom', 'id' order by feature.id) from (
	select id, st_asmvtgeom(geom, st_tileenvelope($1, $2, $3), 4096, 64) as geom from shape
	where zoom = $1 and geom && st_tileenvelope($1, $2, $3, margin => 64.0 / 4096)) as feature where geom is not null`

// tile is a tile as PostGIS encodes it.
func (o *oracle) tile(t testing.TB, a tiles.Address) (data []byte) {
	t.Helper()
	if !o.zooms[a.Z] {
		o.tell(t, a.Z)
	}
	if err := o.conn.QueryRow(t.Context(), encodeAreas, int(a.Z), int(a.X), int(a.Y)).Scan(&data); err != nil {
		t.Fatal(err)
	}
	return data
}

// extentOf is the area of a feature, its holes taken off, and the length of its rings.
func extentOf(f readFeature) (area, length float64) {
	for _, part := range f.Parts {
		area += doubleArea(part) / 2
		for i, b := range part {
			a := part[(i+len(part)-1)%len(part)]
			length += math.Hypot(float64(b.X-a.X), float64(b.Y-a.Y))
		}
	}
	return area, length
}

// A comparison sums up how tiles differ from those of PostGIS.
type comparison struct {
	tiles, features, missing, extra int
	area, differing, worst          float64 // worst is by a unit of length of an area's rings
}

// compare demands that a tile has the features that PostGIS has, with areas that differ by no
// more than a strip as wide as rounding can make along their rings: PostGIS rounds to the nearest
// unit and this rounds down, and PostGIS moves lines by up to half a unit more to leave out
// vertices. What is smaller than such a strip may be in one of them alone.
func (o *oracle) compare(t *testing.T, a tiles.Address, sum *comparison) {
	t.Helper()
	const strip, speck = 1, 4
	got := byFeature(readAreas(t, areasTile(a, o.atlas)))
	layers, err := decode(o.tile(t, a))
	if err != nil {
		t.Fatal(err)
	}
	want := map[uint64]readFeature{}
	for _, layer := range layers {
		want = byFeature(layer.Features)
	}
	for id, f := range got {
		area, length := extentOf(f)
		sum.features++
		sum.area += area
		other, ok := want[id]
		if !ok {
			sum.extra++
		}
		theirs, _ := extentOf(other)
		off := math.Abs(area - theirs)
		sum.differing += off
		if off > speck {
			sum.worst = max(sum.worst, off/length)
		}
		if off > strip*length+speck {
			t.Errorf("%v: area %d has %v square units, %v by PostGIS; its rings are %v long", a, id, area, theirs, length)
		}
	}
	for id, f := range want {
		if _, ok := got[id]; ok {
			continue
		}
		sum.missing++
		if area, length := extentOf(f); area > strip*length+speck {
			t.Errorf("%v: there is no area %d of %v square units", a, id, area)
		}
	}
	sum.tiles++
}

func byFeature(list []readFeature) map[uint64]readFeature {
	m := make(map[uint64]readFeature, len(list))
	for _, f := range list {
		m[f.ID] = f
	}
	return m
}

// compareTiles compares random tiles from a zoom to the last one, around random points of random
// areas.
func compareTiles(t *testing.T, atlas *geo.Atlas, from uint32, n int) {
	t.Helper()
	const last = 16
	o, random := newOracle(t, atlas), rand.New(rand.NewPCG(1, uint64(n)))
	sheets := slices.Collect(atlas.Sheets())
	var sum comparison
	for range n {
		box := sheets[random.IntN(len(sheets))].Box
		p := geo.Point{
			Lon: box.Min.Lon + random.Int32N(box.Max.Lon-box.Min.Lon+1),
			Lat: box.Min.Lat + random.Int32N(box.Max.Lat-box.Min.Lat+1),
		}
		o.compare(t, tileOf(p, from+random.Uint32N(last-from+1)), &sum)
	}
	t.Logf("%d tiles, %d areas in them; %d only here, %d only in PostGIS; areas differ by %.4f %% in sum, at most by a strip of %.2f units",
		sum.tiles, sum.features, sum.extra, sum.missing, 100*sum.differing/sum.area, sum.worst)
	if sum.tiles < n || sum.features < 2*n {
		t.Errorf("only %d tiles with %d areas were compared", sum.tiles, sum.features)
	}
}

// demoAtlas is an atlas of the grids of the demo, in groups by community.
func demoAtlas(t *testing.T) *geo.Atlas {
	t.Helper()
	communities := map[string]geo.GroupID{}
	groups := map[geo.GroupID]*geo.Group{}
	id := geo.AreaID(0)
	for _, layer := range demo.Generate(1, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)).Layers {
		for _, area := range layer.Areas {
			id++
			switch layer.Level {
			case "community":
				communities[area.Code] = geo.GroupID(id)
			case "grid":
				group := communities[area.Parent]
				if groups[group] == nil {
					groups[group] = &geo.Group{ID: group}
				}
				groups[group].Areas = append(groups[group].Areas, geo.Area{ID: id, Boundary: area.Boundary})
			}
		}
	}
	var b geo.AtlasBuilder
	for _, group := range groups {
		if err := b.Add(*group); err != nil {
			t.Fatal(err)
		}
	}
	return built(t, &b)
}

func TestTilesOfTheDemoAreThoseOfPostGIS(t *testing.T) {
	compareTiles(t, demoAtlas(t), 10, 100)
}
