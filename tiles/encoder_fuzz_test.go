package tiles_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/tiles"
)

// An encoded tile holds the rings of the fuzzed polygons that have an area, in order.
func FuzzEncoder(f *testing.F) {
	f.Add([]byte{0, 0, 0, 9, 9, 9, 0xff, 1, 1, 1, 2, 2, 2}, "name", int64(-5), 0.5)
	f.Add([]byte{0, 0, 9, 0, 9, 9, 0, 9, 0, 0, 0xff, 0xff, 3, 3, 3, 3}, "", int64(1<<62), -1e300)
	f.Fuzz(func(t *testing.T, shape []byte, text string, number int64, real float64) {
		rings := fuzzedRings(shape)
		layers := read(t, tiles.Encode(tiles.Address{}, func(e *tiles.Encoder) {
			e.Layer("fuzzed")
			e.Text("text "+text, text)
			e.Number("number", number)
			e.Real("real", real)
			e.Polygons(1, rings...)
			for i, ring := range rings {
				e.Lines(uint64(i)+2, ring.Points)
			}
		}))
		var want []int64
		outside := true
		for _, ring := range rings {
			twice := int64(0)
			if len(ring.Points) > 0 {
				twice = area(ring.Points)
			}
			if !ring.Hole {
				outside = twice == 0
			}
			if twice == 0 || outside {
				continue
			}
			if twice = max(twice, -twice); ring.Hole {
				twice = -twice
			}
			want = append(want, twice)
		}
		var got []int64
		if len(layers) > 0 && layers[0].Features[0].ID == 1 {
			for _, ring := range layers[0].Features[0].Parts {
				got = append(got, area(ring))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// fuzzedRings makes rings of bytes: pairs are points, 255 in the place of an X begins a ring, the
// second and third of three are holes.
func fuzzedRings(shape []byte) []tiles.Ring {
	rings := []tiles.Ring{{}}
	for i := 0; i+1 < len(shape); {
		if shape[i] == 0xff {
			rings = append(rings, tiles.Ring{Hole: len(rings)%3 > 0})
			i++
			continue
		}
		last := &rings[len(rings)-1]
		last.Points = append(last.Points, tiles.XY{X: int32(shape[i])*40 - 500, Y: int32(shape[i+1]) * 40})
		i += 2
	}
	return rings
}

// A dense tile: 1,600 polygons of 32 points, four properties each.
func BenchmarkEncoder(b *testing.B) {
	rings := make([]tiles.Ring, 1600)
	for i := range rings {
		rings[i].Points = wiggle(int32(i%40)*102, int32(i/40)*102)
	}
	var e tiles.Encoder
	size := 0
	for b.Loop() {
		e.Start(tiles.Address{})
		e.Layer("grids")
		for i := range rings {
			e.Text("code", names[i%4])
			e.Number("households", int64(i%500))
			e.Number("community_id", int64(i/16))
			e.Text("kind", "ordinary")
			e.Polygons(uint64(i), rings[i:i+1]...)
		}
		size = len(e.Bytes())
	}
	b.SetBytes(int64(size))
	b.ReportMetric(1600*32*float64(b.N)/b.Elapsed().Seconds(), "vertices/s")
}

// wiggle returns an uneven ring of 32 points, 100 units across.
func wiggle(x, y int32) []tiles.XY {
	var ring []tiles.XY
	for i := range int32(8) {
		ring = append(ring, tiles.XY{X: x + i*12, Y: y + i%3})
	}
	for i := range int32(8) {
		ring = append(ring, tiles.XY{X: x + 100 - i%3, Y: y + i*12})
	}
	for i := range int32(8) {
		ring = append(ring, tiles.XY{X: x + 100 - i*12, Y: y + 100 - i%3})
	}
	for i := range int32(8) {
		ring = append(ring, tiles.XY{X: x + i%3, Y: y + 100 - i*12})
	}
	return ring
}
