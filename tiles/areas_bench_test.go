package tiles_test

import (
	"strconv"
	"testing"

	"gewu/geo"
	"gewu/internal/nation"
	"gewu/tiles"
)

// described is a tile with the properties that grids have.
func described(e *tiles.Encoder, a tiles.Address, atlas *geo.Atlas, names []string) {
	e.Layer("grids")
	e.Areas(a, atlas, func(id geo.AreaID) bool {
		e.Text("code", names[id])
		e.Number("households", int64(id%500))
		e.Number("colour", int64(id%8))
		e.Number("band", int64(id%3)-1)
		return true
	})
}

func namesOf(n int) []string {
	names := make([]string, n+1)
	for i := range names {
		names[i] = strconv.Itoa(110_000_000 + i)
	}
	return names
}

const encodeDescribed = `select st_asmvt(feature, 'grids', 4096, 'geom', 'id' order by feature.id) from (
	select id, (110000000 + id)::text as code, id % 500 as households, id % 8 as colour, id % 3 - 1 as band,
		st_asmvtgeom(geom, st_tileenvelope($1, $2, $3), 4096, 64) as geom from shape
	where zoom = $4 and geom && st_tileenvelope($1, $2, $3, margin => 64.0 / 4096)) as feature where geom is not null`

// BenchmarkAreaTile makes tiles that no cache has, of grids of 32 vertices each: a typical one as
// it is served, and a dense one of 1,600 grids with all 51,000 vertices; beside PostGIS, which
// has all vertices for both, as a table of boundaries has.
func BenchmarkAreaTile(b *testing.B) {
	n := nation.New(8400, 1)
	var groups geo.AtlasBuilder
	for i := range n.Communities() {
		id, list := n.Community(i)
		if err := groups.Add(geo.Group{ID: geo.GroupID(id), Areas: list}); err != nil {
			b.Fatal(err)
		}
	}
	whole, err := groups.Build()
	if err != nil {
		b.Fatal(err)
	}
	o, names := newOracle(b, whole.Simplify()), namesOf(n.Grids())
	const all = 16
	o.tell(b, all)
	for _, bench := range []struct {
		name  string
		atlas *geo.Atlas
		zoom  uint32
	}{{"typical", whole.Simplify(), 6}, {"dense", whole, 4}} {
		a := tileOf(middle(n.Box()), bench.zoom)
		b.Run(bench.name+"/gewu", func(b *testing.B) {
			var e tiles.Encoder
			b.ReportAllocs()
			for b.Loop() {
				e.Start(a)
				described(&e, a, bench.atlas, names)
				e.Bytes()
			}
			reportSize(b, e.Bytes())
		})
		b.Run(bench.name+"/ST_AsMVT", func(b *testing.B) {
			var data []byte
			for b.Loop() {
				if err := o.conn.QueryRow(b.Context(), encodeDescribed, int(a.Z), int(a.X), int(a.Y), all).Scan(&data); err != nil {
					b.Fatal(err)
				}
			}
			reportSize(b, data)
		})
	}
}

// reportSize tells how much is in a tile.
func reportSize(b *testing.B, data []byte) {
	b.Helper()
	layers, err := decode(data)
	if err != nil || len(layers) != 1 {
		b.Fatalf("%d layers, %v", len(layers), err)
	}
	vertices := 0
	for _, f := range layers[0].Features {
		for _, part := range f.Parts {
			vertices += len(part)
		}
	}
	b.ReportMetric(float64(len(data)), "tile-bytes")
	b.ReportMetric(float64(len(layers[0].Features)), "polygons")
	b.ReportMetric(float64(vertices), "vertices")
}
