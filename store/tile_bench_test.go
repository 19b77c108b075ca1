package store_test

import (
	"fmt"
	"testing"

	"gewu/tiles"
)

// Cold tiles, as the store makes them and as PostGIS does, from the same data. What a cache in
// front would save is not saved here.
func BenchmarkTile(b *testing.B) {
	w := townOfNumbers(b)
	w.watched(b)
	for _, bench := range []struct {
		layers string
		zoom   uint32
	}{
		{"communities", 10},
		{"grids", 11},
		{"grids", 13},
		{"grids", 15},
		{"labels", 14},
		{"roads", 14},
		{"water", 13},
		{"buildings", 14},
		{"buildings", 15},
		{"buildings", 16},
		{"issues", 10},
		{"issues", 12},
		{"issues", 13},
		{"issues", 14},
		{"issues", 16},
		{"water,greens,estates,roads,communities,grids,buildings,facilities,issues,labels", 15},
	} {
		w.benchmarkTile(b, bench.layers, tileAt(bench.zoom, 121.43, 31.22))
	}
}

// benchmarkTile measures one tile, beside PostGIS where it makes it in one statement.
func (w town) benchmarkTile(b *testing.B, layers string, a tiles.Address) {
	name := layers
	if list, err := tiles.ParseLayers(layers); err != nil || len(list) > 1 {
		name = "all"
	}
	run := func(how string, make func(*testing.B) []byte) {
		b.Run(fmt.Sprintf("%s/z%d/%s", name, a.Z, how), func(b *testing.B) {
			size := len(make(b))
			b.ReportAllocs()
			for b.Loop() {
				make(b)
			}
			b.ReportMetric(float64(size), "tile-bytes")
		})
	}
	run("gewu", func(b *testing.B) []byte {
		data, err := w.db.Tile(b.Context(), layers, a, spring, tiles.FullSight)
		if err != nil || len(data) == 0 {
			b.Fatalf("%d bytes, %v", len(data), err)
		}
		return data
	})
	switch name {
	case "all", "labels":
	case "communities", "grids":
		role := map[string]string{"communities": "community", "grids": "grid"}[name]
		run("ST_AsMVT", func(b *testing.B) []byte { return w.encodedAreas(b, role, a, spring) })
	default:
		sql := statement(b, layers, a)
		run("ST_AsMVT", func(b *testing.B) []byte { return w.encoded(b, sql, a) })
	}
}

// Reading a layer again, which a change of what is in it costs, and what it holds. The town has
// 5,000 buildings and 20,000 issues.
func BenchmarkLayerAfterAChange(b *testing.B) {
	w := townOfNumbers(b)
	for _, of := range []struct{ layer, noun string }{{"buildings", "building"}, {"issues", "issue"}} {
		b.Run(of.layer+"/gewu", func(b *testing.B) {
			a := tileAt(16, 121.43, 31.22)
			for b.Loop() {
				w.change(b, of.noun)
				if _, err := w.db.Tile(b.Context(), of.layer, a, spring, tiles.FullSight); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
