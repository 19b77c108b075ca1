package api_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"

	"gewu/analysis"
	"gewu/api"
	"gewu/geo"
	"gewu/tiles"
)

// ofTown is an answer about the town of evidenceOf, without a service.
func ofTown(t testing.TB, what string, values map[string][]string) *analysis.Answer {
	t.Helper()
	e := evidenceOf(t, &hall{ids: map[string]geo.AreaID{"R": 1, "A": 2, "B": 3, "A1": 4, "A2": 5, "B1": 6, "B2": 7}}).held
	q, err := analysis.Parse(what, values, e.Today)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := analysis.Ask(t.Context(), e, q, nil)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// drawnAt draws the tiles of a zoom that the town lies in.
func drawnAt(t testing.TB, a *analysis.Answer, z uint32) map[maptile.Tile]*mvt.Layer {
	t.Helper()
	out := map[maptile.Tile]*mvt.Layer{}
	west, north := tileOf(z, 121.39, 31.21)
	east, south := tileOf(z, 121.45, 31.18)
	for x := west; x <= east; x++ {
		for y := north; y <= south; y++ {
			body := api.DrawPlaces(a, tiles.Address{Z: z, X: x, Y: y})
			if body == nil {
				continue
			}
			layers, err := mvt.Unmarshal(body)
			if err != nil || len(layers) != 1 || layers[0].Name != "places" || layers[0].Version != 2 {
				t.Fatalf("%d/%d/%d: %v %+v", z, x, y, err, layers)
			}
			out[maptile.New(x, y, maptile.Zoom(z))] = layers[0]
		}
	}
	return out
}

// featuresOf are the places of an answer as GeoJSON has them.
func featuresOf(t testing.TB, a *analysis.Answer) []*geojson.Feature {
	t.Helper()
	body, err := a.Encode(analysis.GeoJSON)
	if err != nil {
		t.Fatal(err)
	}
	all, err := geojson.UnmarshalFeatureCollection(body)
	if err != nil {
		t.Fatal(err)
	}
	return all.Features[:len(a.Places)]
}

func TestTilesOfResultsHaveTheFiguresAndTheLandOfTheAnswer(t *testing.T) {
	for _, asked := range []struct {
		what   string
		values map[string][]string
	}{
		{"load", map[string][]string{"level": {"cell"}, "cell": {"150"}}},
		{"hot", map[string][]string{"level": {"cell"}, "cell": {"150"}}},
		{"compare", map[string][]string{"level": {"cell"}, "cell": {"200"}, "days": {"60"}}},
		{"rate", map[string][]string{"level": {"grid"}}},
		{"silence", map[string][]string{"level": {"community"}}},
		{"balance", map[string][]string{"level": {"grid"}}},
	} {
		answer := ofTown(t, asked.what, asked.values)
		want := map[string]*geojson.Feature{}
		for _, f := range featuresOf(t, answer) {
			want[nameOfPlace(f.Properties)] = f
		}
		if len(want) != len(answer.Places) || len(want) == 0 {
			t.Fatalf("%s: %d names of %d places", asked.what, len(want), len(answer.Places))
		}
		seen := map[string]bool{}
		for tile, layer := range drawnAt(t, answer, 15) {
			for _, f := range layer.Features {
				name := nameOfPlace(f.Properties)
				seen[name] = true
				if want[name] == nil {
					t.Fatalf("%s: there is no place %s", asked.what, name)
				}
				sameFigures(t, asked.what+" "+name, f.Properties, want[name].Properties)
				sameLand(t, asked.what+" "+name, tile, f.Geometry, want[name].Geometry)
			}
		}
		if len(seen) != len(want) {
			t.Errorf("%s: %d places are drawn, want %d", asked.what, len(seen), len(want))
		}
	}
}

func nameOfPlace(p geojson.Properties) string {
	if square, ok := p["square"].(string); ok {
		return square
	}
	id, _ := numberOf(p["id"])
	return fmt.Sprint(id)
}

// sameFigures compares what a feature of a tile says with the place of the answer.
func sameFigures(t *testing.T, place string, got, want geojson.Properties) {
	t.Helper()
	figures := 0
	for name, v := range want {
		switch v := v.(type) {
		case float64:
			figures++
			if g, ok := numberOf(got[name]); !ok || g != v {
				t.Errorf("%s: %s is %v, want %v", place, name, got[name], v)
			}
		case string:
			if got[name] != v {
				t.Errorf("%s: %s is %v, want %v", place, name, got[name], v)
			}
		case nil:
			if got[name] != nil {
				t.Errorf("%s: %s is %v, want none", place, name, got[name])
			}
		}
	}
	if figures < 2 {
		t.Errorf("%s has %d figures", place, figures)
	}
}

func numberOf(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case uint64:
		return float64(v), true
	case int64:
		return float64(v), true
	}
	return 0, false
}

// sameLand compares the box around a feature with that of the place, as far as it lies in the tile with its margin.
func sameLand(t *testing.T, place string, tile maptile.Tile, got, want orb.Geometry) {
	t.Helper()
	box, bound := got.Bound(), want.Bound()
	least := maptile.Fraction(orb.Point{bound.Left(), bound.Top()}, tile.Z)
	most := maptile.Fraction(orb.Point{bound.Right(), bound.Bottom()}, tile.Z)
	unit := func(v float64, corner uint32) float64 {
		return min(max((v-float64(corner))*tiles.Extent, -tiles.Margin), tiles.Extent+tiles.Margin)
	}
	for i, off := range []float64{
		box.Min[0] - unit(least[0], tile.X), box.Min[1] - unit(least[1], tile.Y),
		box.Max[0] - unit(most[0], tile.X), box.Max[1] - unit(most[1], tile.Y),
	} {
		if math.Abs(off) > 1 {
			t.Fatalf("%s in %v: side %d is %v units off: %v", place, tile, i, off, box)
		}
	}
}

// From afar all squares that tell something are there by their signs, with the land that they have together.
func TestTilesOfResultsShowSignsFromAfar(t *testing.T) {
	answer := ofTown(t, "load", map[string][]string{"level": {"cell"}, "cell": {"50"}})
	breaks := answer.Legend.Breaks
	want := map[float64]int{}
	for _, f := range featuresOf(t, answer) {
		step := 0.0
		for _, b := range breaks {
			if least, _ := b.Value(); f.Properties["per_km2"].(float64) >= least {
				step++
			}
		}
		if step > 0 {
			want[step]++
		}
	}
	got := map[float64]int{}
	for tile, layer := range drawnAt(t, answer, 12) {
		for _, f := range layer.Features {
			step, _ := numberOf(f.Properties["step"])
			places, _ := numberOf(f.Properties["places"])
			side := 50 / (40_075_016.7 * math.Cos(31.195*math.Pi/180) / math.Exp2(12)) * tiles.Extent
			if area := planar.Area(f.Geometry); math.Abs(area/(side*side*places)-1) > 0.2 {
				t.Errorf("%v: %v squares have %v units, each %v", tile, places, area, side*side)
			}
			got[step] += int(places)
		}
	}
	if len(want) == 0 || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("squares by step: %v, want %v", got, want)
	}
	for _, z := range []uint32{0, 5, 17, 22} {
		x, y := tileOf(z, 121.405, 31.195)
		if body := api.DrawPlaces(answer, tiles.Address{Z: z, X: x, Y: y}); len(body) > 200 {
			t.Errorf("zoom %d: %d bytes", z, len(body))
		}
	}
}
