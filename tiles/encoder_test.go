package tiles_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"gewu/tiles"
)

func xys(flat ...int32) []tiles.XY {
	list := make([]tiles.XY, len(flat)/2)
	for i := range list {
		list[i] = tiles.XY{X: flat[2*i], Y: flat[2*i+1]}
	}
	return list
}

func TestAnIndependentDecoderReadsWhatWasWritten(t *testing.T) {
	data := tiles.Encode(tiles.Address{}, func(e *tiles.Encoder) {
		e.Layer("a")
		e.Text("name", "东风")
		e.Number("n", -7)
		e.Number("m", 7)
		e.Real("r", 0.5)
		e.Truth("t", true)
		e.Point(5, 3, 4000)
		e.Lines(1<<40, xys(0, 0, 10, 0, 10, 0, 10, 500), xys(7, 7, 7, 7), xys(-64, 1, 3, 4))
		e.Text("name", "东风")
		e.Polygons(9, tiles.Ring{Points: xys(0, 0, 0, 10, 10, 10, 10, 0)}, tiles.Ring{Points: xys(2, 2, 2, 4, 4, 4, 2, 2), Hole: true})
	})
	layers, err := mvt.Unmarshal(data)
	if err != nil {
		t.Fatal(err)
	}
	want := []orb.Geometry{
		orb.Point{3, 4000},
		orb.MultiLineString{{{0, 0}, {10, 0}, {10, 500}}, {{-64, 1}, {3, 4}}},
		orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}, {{2, 2}, {2, 4}, {4, 4}, {2, 2}}},
	}
	for i, f := range layers[0].Features {
		if diff := cmp.Diff(want[i], f.Geometry); diff != "" {
			t.Error(diff)
		}
	}
	if layers[0].Version != 2 || layers[0].Extent != 4096 || layers[0].Name != "a" {
		t.Errorf("the layer is %+v", layers[0])
	}
	properties := map[string]any{"name": "东风", "n": -7.0, "m": 7.0, "r": 0.5, "t": true}
	if diff := cmp.Diff(properties, map[string]any(layers[0].Features[0].Properties)); diff != "" {
		t.Error(diff)
	}
	if bytes.Count(data, []byte("东风")) != 1 || bytes.Count(data, []byte("name")) != 1 {
		t.Error("a key or a value is there twice")
	}
}

// read decodes a tile that must be valid.
func read(t testing.TB, data []byte) []readLayer {
	t.Helper()
	if err := validate(data); err != nil {
		t.Fatal(err)
	}
	layers, err := decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return layers
}

func TestRingsWindAndCloseWhateverTheyWere(t *testing.T) {
	square, hole := xys(0, 0, 10, 0, 10, 10, 0, 10), xys(2, 2, 4, 2, 4, 4, 2, 4)
	want := [][]tiles.XY{xys(0, 0, 10, 0, 10, 10, 0, 10), xys(2, 2, 2, 4, 4, 4, 4, 2)}
	for name, rings := range map[string][2][]tiles.XY{
		"as they must be":    {square, xys(2, 2, 2, 4, 4, 4, 4, 2)},
		"the other way":      {xys(0, 0, 0, 10, 10, 10, 10, 0), hole},
		"closed":             {xys(0, 0, 10, 0, 10, 10, 0, 10, 0, 0), xys(2, 2, 4, 2, 4, 4, 2, 4, 2, 2, 2, 2)},
		"with points twice":  {xys(0, 0, 0, 0, 10, 0, 10, 10, 10, 10, 10, 10, 0, 10), hole},
		"backwards and shut": {xys(0, 0, 0, 10, 10, 10, 10, 0, 0, 0), xys(2, 2, 2, 2, 4, 2, 4, 4, 2, 4, 2, 2)},
	} {
		layers := read(t, tiles.Encode(tiles.Address{}, func(e *tiles.Encoder) {
			e.Layer("land")
			e.Polygons(1, tiles.Ring{Points: rings[0]}, tiles.Ring{Points: rings[1], Hole: true})
		}))
		if diff := cmp.Diff(want, layers[0].Features[0].Parts); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhatHasNoSizeIsLeftOut(t *testing.T) {
	outline, flat, dot := xys(0, 0, 9, 0, 9, 9), xys(0, 0, 5, 5, 9, 9), xys(3, 3, 3, 3, 3, 3)
	draw := func(e *tiles.Encoder) {
		e.Layer("empty")
		e.Layer("land")
		e.Text("gone", "with its feature")
		e.Polygons(1, tiles.Ring{Points: flat}, tiles.Ring{Points: outline, Hole: true}, tiles.Ring{Points: dot}, tiles.Ring{})
		e.Text("kept", "here")
		e.Polygons(2, tiles.Ring{Points: flat}, tiles.Ring{Points: outline}, tiles.Ring{Points: dot, Hole: true})
		e.Lines(3, dot, nil)
		e.Lines(4, dot, flat)
		e.Layer("nothing")
		e.Text("key", "value")
	}
	layers := read(t, tiles.Encode(tiles.Address{}, draw))
	if len(layers) != 1 || len(layers[0].Features) != 2 {
		t.Fatalf("the tile has %+v", layers)
	}
	polygon, line := layers[0].Features[0], layers[0].Features[1]
	if diff := cmp.Diff([][]tiles.XY{outline}, polygon.Parts); diff != "" || polygon.ID != 2 {
		t.Errorf("polygon %d: %s", polygon.ID, diff)
	}
	if diff := cmp.Diff([][]tiles.XY{flat}, line.Parts); diff != "" || line.ID != 4 || line.Tags != nil {
		t.Errorf("line %d: %s %v", line.ID, diff, line.Tags)
	}
	if diff := cmp.Diff([]string{"kept"}, layers[0].Keys); diff != "" {
		t.Error(diff)
	}
}

func TestATileWithoutFeaturesHasNoBytes(t *testing.T) {
	if data := tiles.Encode(tiles.Address{}, func(e *tiles.Encoder) { e.Layer("a"); e.Lines(1) }); data != nil {
		t.Errorf("it has %d", len(data))
	}
}

// scene draws a tile that says much: many values, several layers, all kinds of geometry.
func scene(e *tiles.Encoder, n int) {
	for _, name := range []string{"one", "two"} {
		e.Layer(name)
		for i := range n {
			x, y := int32(i*37%4096), int32(i*91%4096)
			e.Number("number", int64(i%7)-3)
			e.Number("own", int64(i))
			e.Text("text", names[i%len(names)])
			e.Real("real", float64(i%5))
			e.Truth("truth", i%2 == 0)
			switch i % 3 {
			case 0:
				e.Point(uint64(i), x, y)
			case 1:
				e.Lines(uint64(i), sceneLine[:])
			case 2:
				e.Polygons(uint64(i), sceneRings[:]...)
			}
		}
	}
}

var (
	names      = []string{"", "a", "东风", "a long name that is longer than a hundred and twenty-eight bytes, so that its length takes two bytes of the tile instead of one ..."}
	sceneLine  = [...]tiles.XY{{X: -64, Y: 0}, {X: 100, Y: 100}, {X: 4160, Y: -64}}
	sceneRings = [...]tiles.Ring{{Points: xys(0, 0, 4096, 0, 4096, 4096, 0, 4096)}, {Points: xys(9, 9, 99, 9, 99, 99), Hole: true}}
)

func TestPropertiesComeBackAsTheyWere(t *testing.T) {
	layers := read(t, tiles.Encode(tiles.Address{}, func(e *tiles.Encoder) { scene(e, 700) }))
	if len(layers) != 2 || len(layers[1].Features) != 700 {
		t.Fatalf("%d layers", len(layers))
	}
	for i, f := range layers[1].Features {
		want := map[string]any{
			"number": uint64(i % 7), "own": uint64(i), "text": names[i%len(names)], "real": float64(i % 5), "truth": i%2 == 0,
		}
		if n := int64(i%7) - 3; n < 0 {
			want["number"] = n
		} else {
			want["number"] = uint64(n)
		}
		if diff := cmp.Diff(want, f.Tags); diff != "" || f.ID != uint64(i) {
			t.Fatalf("feature %d: %s", f.ID, diff)
		}
	}
}

func TestTheSameCallsGiveTheSameBytes(t *testing.T) {
	draw := func(e *tiles.Encoder) { scene(e, 300) }
	first := tiles.Encode(tiles.Address{}, draw)
	var e tiles.Encoder
	for range 3 {
		e.Start(tiles.Address{Z: 3})
		draw(&e)
		if !bytes.Equal(e.Bytes(), first) {
			t.Fatal("they differ")
		}
		e.Start(tiles.Address{})
		e.Layer("another")
		e.Text("text", "in between")
	}
}

func TestAUsedEncoderTakesNoMemory(t *testing.T) {
	var e tiles.Encoder
	draw := func() {
		e.Start(tiles.Address{})
		scene(&e, 300)
		e.Bytes()
	}
	draw()
	if n := testing.AllocsPerRun(20, draw); n != 0 {
		t.Errorf("it takes memory %v times a tile", n)
	}
}
