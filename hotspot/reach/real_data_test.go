//go:build data

package reach_test

import (
	"iter"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/geo"
	"gewu/hotspot/reach"
	"gewu/interchange"
)

// An extract is a piece of OpenStreetMap: its network, where its buildings are, and its facilities of a kind.
type extract struct {
	paths     *reach.Paths
	buildings []geo.Point
	services  []geo.Point
}

func openExtract(t testing.TB, file, kind string) extract {
	t.Helper()
	features := func() interchange.Features {
		f, err := interchange.Open(t.Context(), filepath.Join(os.Getenv("GEWU_TEST_DATA"), file), interchange.Options{CRS: "wgs84"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		return f.Features()
	}
	var x extract
	var m interchange.Mapping
	var ways []reach.Way
	for road := range each(t, m.Roads(features())) {
		ways = append(ways, waysOf(road)...)
	}
	var waters []reach.Water
	for w := range each(t, m.Waters(features())) {
		if w.Surface != nil || w.Class != "stream" {
			waters = append(waters, reach.Water{Surface: w.Surface, Lines: pointsOf(w.Line)})
		}
	}
	for b := range each(t, m.Buildings(features())) {
		if at, err := geo.InteriorPoint(b.Footprint); err == nil {
			x.buildings = append(x.buildings, at)
		}
	}
	for f := range each(t, m.Facilities(features())) {
		if f.Kind == kind && f.Point != nil {
			x.services = append(x.services, pointsOf(orb.MultiLineString{{*f.Point}})[0][0])
		}
	}
	var err error
	if x.paths, err = reach.Draw(ways, waters, reach.Walking); err != nil {
		t.Fatal(err)
	}
	return x
}

// each passes by what cannot be read.
func each[T any](t testing.TB, seq iter.Seq2[T, error]) iter.Seq[T] {
	t.Helper()
	return func(yield func(T) bool) {
		for v, err := range seq {
			if err == nil && !yield(v) {
				return
			}
		}
	}
}

// waysOf reads the tags of a road as the store does.
func waysOf(r district.Road) []reach.Way {
	tag := func(key string) string { text, _ := r.Attributes[key].(string); return text }
	switch {
	case tag("foot") == "no", tag("foot") == "private", tag("highway") == "motorway", tag("highway") == "motorway_link":
		return nil
	}
	tunnel := tag("tunnel") != "" && tag("tunnel") != "no" && tag("tunnel") != "building_passage"
	class, _ := reach.ParseClass(r.Class)
	var ways []reach.Way
	for _, points := range pointsOf(r.Line) {
		ways = append(ways, reach.Way{Points: points, Class: class, Bridge: r.Bridge, Tunnel: tunnel, Level: levelOf(tag("layer"))})
	}
	return ways
}

func levelOf(layer string) int8 {
	if len(layer) == 2 && layer[0] == '-' {
		return -int8(layer[1] - '0')
	}
	if len(layer) == 1 {
		return int8(layer[0] - '0')
	}
	return 0
}

func pointsOf(lines orb.MultiLineString) [][]geo.Point {
	out := make([][]geo.Point, len(lines))
	for i, line := range lines {
		for _, p := range line {
			if at, err := geo.PointAt(p[0], p[1]); err == nil {
				out[i] = append(out[i], at)
			}
		}
	}
	return out
}

// Monaco and San Francisco's downtown are towns through which one can walk: nearly all buildings are near a way of the largest
// piece, and ten minutes' walk ends well within the 800 m that they are as the crow flies.
func TestRealTownsCanBeWalkedThrough(t *testing.T) {
	for name, c := range map[string]struct {
		file, kind string
		buildings  int     // at least
		connected  float64 // at least, of the buildings
		longest    float64 // at least, of the ways
	}{
		"Monaco":        {"monaco/monaco.osm.pbf", "police_room", 1200, 0.98, 0.85},
		"San Francisco": {"sf-downtown/sf-downtown.osm.pbf", "police_room", 5000, 0.98, 0.85},
	} {
		x := openExtract(t, c.file, c.kind)
		d := x.paths.Drawn
		t.Logf("%s: %+v, %d nodes", name, d, x.paths.Nodes())
		if len(x.buildings) < c.buildings || len(x.services) == 0 {
			t.Fatalf("%s: %d buildings, %d services", name, len(x.buildings), len(x.services))
		}
		if share := 1 - d.Stranded/d.Metres; share < c.longest {
			t.Errorf("%s: %.3f of the ways are of the largest piece", name, share)
		}
		places, connected, on := make([]reach.Spot, len(x.buildings)), make([]bool, len(x.buildings)), 0
		for i, b := range x.buildings {
			place, ok := x.paths.Place(b, 150)
			places[i], connected[i] = place.Spot, ok
			if ok && place.Piece == 0 {
				on++
			}
		}
		if share := float64(on) / float64(len(x.buildings)); share < c.connected {
			t.Errorf("%s: %.3f of the buildings are on the largest piece", name, share)
		}
		homes, w := x.paths.Gather(places, connected), x.paths.NewWalker()
		for _, s := range x.services {
			checkService(t, name, x, homes, w, s)
		}
	}
}

// checkService says that what is reached on foot is nearer as the crow flies, and more than a fifth of what that would be.
func checkService(t *testing.T, name string, x extract, homes *reach.Homes, w *reach.Walker, service geo.Point) {
	t.Helper()
	place, ok := x.paths.Place(service, 150)
	if !ok {
		t.Errorf("%s: the service at %v is not connected", name, service)
		return
	}
	w.Walk([]reach.Spot{place.Spot}, 600)
	reached := 0
	w.Visit(homes, func(home int32, seconds float64, _ int32) {
		reached++
		if crow := geo.DistanceMetres(service, x.buildings[home]); crow > seconds*80/60+1 {
			t.Fatalf("%s: a building %v m away is reached in %v s", name, crow, seconds)
		}
	})
	near := 0
	for _, b := range x.buildings {
		if geo.DistanceMetres(service, b) <= 800 {
			near++
		}
	}
	land := x.paths.Outline(w.Parts())
	t.Logf("%s: %d of the %d buildings within 800 m of %v are within ten minutes' walk; outline %.0f m² in %d pieces", name, reached, near, service, geo.AreaSquareMetres(land), len(land))
	if reached > near || reached < near/5 {
		t.Errorf("%s: %d of %d buildings are reached", name, reached, near)
	}
	if m2 := geo.AreaSquareMetres(land); m2 <= 0 || m2 > 2.2e6 {
		t.Errorf("%s: the outline has %v m²", name, m2)
	}
}
