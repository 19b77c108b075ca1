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
