package analysis_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"gewu/analysis"
	"gewu/geo"
	"gewu/hotspot"
	"gewu/hotspot/reach"
)

// onFoot gives a town streets every 150 m, but for the east beyond x = 2550, where there is one short street that nothing
// joins; a river from x = 1490 to 1510, with a bridge at y = 1510; and a service station at x = 1350, y = 460.
func onFoot(e *analysis.Evidence) {
	point := func(x, y float64) geo.Point { return e.Plane.Position(hotspot.Point{X: x, Y: y}) }
	line := func(x, y, toX, toY float64) reach.Way {
		return reach.Way{Points: []geo.Point{point(x, y), point(toX, toY)}, Class: reach.Lane}
	}
	ways := []reach.Way{line(2800, 2700, 2800, 2980)}
	for k := range 20 {
		y := float64(10 + 150*k)
		ways = append(ways, line(0, y, 1485, y), line(1515, y, 2550, y))
		if k == 10 {
			bridge := line(1485, y, 1515, y)
			bridge.Bridge = true
			ways = append(ways, bridge)
		}
	}
	for i := range 18 {
		ways = append(ways, line(float64(150*i), 0, float64(150*i), 2900))
	}
	river := orb.Ring{point(1490, -100).Orb(), point(1510, -100).Orb(), point(1510, 3100).Orb(), point(1490, 3100).Orb(), point(1490, -100).Orb()}
	var err error
	if e.Paths, err = reach.Draw(ways, []reach.Water{{Surface: orb.MultiPolygon{{river}}}}, reach.Walking); err != nil {
		panic(err)
	}
	e.PathsDay = today - 30
	e.Facilities = []analysis.Facility{
		{ID: 7, Kind: "service_station", Name: "河西服务站", At: point(1350, 460), Ground: 2},
		{ID: 8, Kind: "police_room", Name: "警务室", At: point(1350, 460), Ground: 2},
		{ID: 9, Kind: "clinic", Name: "孤岛卫生站", At: point(2800, 2800), Ground: 24},
		{ID: 10, Kind: "police_room", Name: "荒地警务室", At: point(2950, 1500), Ground: -1},
	}
}

// walkMetres is how far a place west of the river is from the service station on foot.
func walkMetres(x, y float64) float64 {
	bestOff, walk := math.Inf(1), 0.0
	for i := range 10 {
		if line := float64(150 * i); math.Abs(x-line) < bestOff {
			bestOff, walk = math.Abs(x-line), math.Abs(line-1350)+math.Abs(y-460)
		}
	}
	for k := range 20 {
		if line := float64(10 + 150*k); math.Abs(y-line) < bestOff {
			bestOff, walk = math.Abs(y-line), math.Abs(x-1350)+math.Abs(line-460)
		}
	}
	return bestOff + walk
}

// more is what only a question of reach has.
func more(t *testing.T, a *analysis.Answer) analysis.ReachMore {
	t.Helper()
	m, ok := a.More.(analysis.ReachMore)
	if !ok {
		t.Fatalf("more is %T", a.More)
	}
	return m
}

func value(f analysis.Figure) float64 {
	v, ok := f.Value()
	if !ok {
		return math.NaN()
	}
	return v
}

func TestReachCountsTheHouseholdsThatWalkThere(t *testing.T) {
	e := newTown(1, onFoot).people(10).evidence(t)
	a := answered(t, e, "reach", "minutes", "7.77", "days", "30")
	within := 0
	for i := range 60 * 60 {
		x, y := float64(i%60)*50+25, float64(i/60)*50+25
		if x < 1490 && walkMetres(x, y) <= 7.77*80 {
			within++
		}
	}
	m := more(t, a)
	if got := m.Buildings; got.Within != within || got.Within+got.Without != 3600 || got.Unconnected == 0 {
		t.Errorf("%+v, want %d within", got, within)
	}
	sum, without := 0.0, 0.0
	for _, p := range a.Places {
		sum, without = sum+value(p.Within), without+value(p.Without)
		if share := value(p.Within) / (value(p.Within) + value(p.Without)); math.Abs(share-value(p.Share)) > 1e-12 {
			t.Errorf("%s: share %v, want %v", p.Code, p.Share, share)
		}
	}
	if sum != float64(10*within) || sum+without != 36000 {
		t.Errorf("grids have %v households within and %v without, want %d of 36000", sum, without, 10*within)
	}
	if len(m.Facilities) != 1 || m.Facilities[0].Buildings != within || value(m.Facilities[0].Households) != sum || m.Facilities[0].Island {
		t.Errorf("services %+v", m.Facilities)
	}
	access := 0.0
	for _, p := range a.Places {
		access += value(p.Access) * (value(p.Within) + value(p.Without)) / 1000
	}
	if math.Abs(access-1) > 1e-9 {
		t.Errorf("%v of the one service is shared out", access)
	}
	if !strings.Contains(a.Summary.Words.ZH, "社区服务站") || !strings.Contains(a.Summary.Words.EN, "community service stations") {
		t.Errorf("summary %+v", a.Summary.Words)
	}
}

func TestReachTellsOverlapsNearestAndUnreached(t *testing.T) {
	e := newTown(1, onFoot).people(10).evidence(t)
	a := answered(t, e, "reach", "facility", "service_station,clinic", "minutes", "10")
	m := more(t, a)
	total := 0
	for i, o := range m.Overlaps {
		total += o.Buildings
		if o.Services != i || o.Households != 10*o.Buildings {
			t.Errorf("overlap %+v", o)
		}
	}
	if total != 3600 || len(m.Overlaps) != 2 {
		t.Errorf("overlaps %+v", m.Overlaps)
	}
	island := slices.IndexFunc(m.Facilities, func(s analysis.Service) bool { return s.Island })
	if island < 0 || m.Facilities[island].ID != 9 || m.Facilities[island].Buildings == 0 {
		t.Errorf("services %+v: the clinic is on an island and reaches those who are", m.Facilities)
	}
	beyond, off := a.Lists[0], a.Lists[1]
	if beyond.Count+off.Count != m.Buildings.Without || off.Count != m.Buildings.Unconnected || len(beyond.Items) != 200 || !beyond.More {
		t.Errorf("lists of %d and %d, want %+v", beyond.Count, off.Count, m.Buildings)
	}
	for _, item := range beyond.Items {
		if minutes, ok := item.Minutes.Value(); ok && minutes <= 10 {
			t.Errorf("%+v is beyond ten minutes, and within", item)
		}
	}
	all := answered(t, e, "reach", "facility", "service_station,clinic", "list", "buildings", "after", "3590").Lists
	if len(all) != 1 || all[0].Count != 3600 || len(all[0].Items) != 10 || all[0].More {
		t.Fatalf("all buildings: %+v", all)
	}
	for _, item := range all[0].Items {
		if item.Service != nil && (item.Service.ID != 7 && item.Service.ID != 9 || value(item.Minutes) > 60) {
			t.Errorf("the service nearest to a building: %+v", item)
		}
	}
	notes := map[string]bool{}
	for _, n := range a.Provenance.Notes {
		notes[n.Kind] = true
	}
	if !notes["islands"] || !notes["on_foot"] || !notes["cut_by_water"] {
		t.Errorf("notes %v", notes)
	}
	slow := more(t, answered(t, e, "reach", "minutes", "20", "speed", "2.4"))
	fast := more(t, answered(t, e, "reach", "minutes", "10"))
	if diff := cmp.Diff(fast.Buildings, slow.Buildings); diff != "" {
		t.Errorf("twice the time at half the speed: %s", diff)
	}
}

// The land that is shown is not across the river, and holds the station.
func TestReachIsDrawnAsLandAndHintedAsACircle(t *testing.T) {
	e := newTown(1, onFoot).people(10).evidence(t)
	a := answered(t, e, "reach", "format", "geojson")
	text, err := a.Encode(analysis.GeoJSON)
	if err != nil {
		t.Fatal(err)
	}
	var collection struct {
		Features []struct {
			Properties struct {
				Role string `json:"role"`
			} `json:"properties"`
			Geometry struct {
				Type string `json:"type"`
			} `json:"geometry"`
		} `json:"features"`
	}
	if err := json.Unmarshal(text, &collection); err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, f := range collection.Features {
		got[f.Properties.Role+" "+f.Geometry.Type]++
	}
	want := map[string]int{
		" MultiPolygon": 25, "outline MultiPolygon": 1, "hint Polygon": 1, "service Point": 1,
		"building_unreached Point": more(t, a).Buildings.Without,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	east := e.Plane.Position(hotspot.Point{X: 1512})
	for _, f := range a.Features {
		if f.Properties["role"] == "outline" && f.Shape.Bound().Max[0] > east.Orb()[0] {
			t.Errorf("the outline reaches across the river, to %v", f.Shape.Bound().Max)
		}
	}
}

func TestReachThatCannotBeToldSaysWhy(t *testing.T) {
	none := func(*analysis.Evidence) {}
	noFacilities := func(e *analysis.Evidence) { onFoot(e); e.Facilities = nil }
	for name, c := range map[string]struct {
		town       func(*analysis.Evidence)
		parameters []string
		field      string
		words      string
	}{
		"no roads":               {none, nil, "", "no roads"},
		"no facilities":          {noFacilities, nil, "", "no facilities"},
		"none of the kind":       {onFoot, []string{"facility", "harbour"}, "facility", "harbour"},
		"no time":                {onFoot, []string{"minutes", "0"}, "minutes", "number"},
		"more time than a day":   {onFoot, []string{"minutes", "2000"}, "minutes", "number"},
		"no number":              {onFoot, []string{"minutes", "NaN"}, "minutes", "number"},
		"faster than a train":    {onFoot, []string{"speed", "300"}, "speed", "number"},
		"a list that is nowhere": {onFoot, []string{"list", "x"}, "list", "unconnected"},
	} {
		e := newTown(1, c.town).people(10).evidence(t)
		_, err := ask(t, e, "reach", c.parameters...)
		var refusal *analysis.Refusal
		if !errors.As(err, &refusal) || refusal.Field != c.field || !strings.Contains(refusal.Words.EN, c.words) || refusal.Words.ZH == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReachOfNobodyHasNoNumbersThatAreNone(t *testing.T) {
	for name, e := range map[string]*analysis.Evidence{
		"no buildings":            newTown(1, onFoot).evidence(t),
		"buildings of no people":  newTown(1, onFoot).people(0).evidence(t),
		"nobody knows how many":   newTown(1, onFoot).people(-1).evidence(t),
		"every service is remote": newTown(1, onFoot, func(e *analysis.Evidence) { e.Facilities = e.Facilities[3:] }).people(10).evidence(t),
	} {
		for _, what := range []string{"reach", "coverage"} {
			a := answered(t, e, what, "facility", "police_room", "days", "30")
			for _, format := range []analysis.Format{analysis.JSON, analysis.GeoJSON, analysis.CSV} {
				text, err := a.Encode(format)
				if err != nil || strings.Contains(string(text), "NaN") || strings.Contains(string(text), "Inf") {
					t.Errorf("%s, %s as %s: %v", name, what, format, err)
				}
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	q, err := analysis.Parse("reach", nil, today)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := analysis.Ask(ctx, newTown(1, onFoot).evidence(t), q, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a question that nobody waits for: %v", err)
	}
}

func TestTheSameQuestionOfReachHasTheSameBytes(t *testing.T) {
	e := newTown(1, onFoot).people(10).evidence(t)
	first, err := answered(t, e, "reach", "format", "geojson").Encode(analysis.GeoJSON)
	if err != nil {
		t.Fatal(err)
	}
	again, err := answered(t, newTown(1, onFoot).people(10).evidence(t), "reach", "format", "geojson").Encode(analysis.GeoJSON)
	if diff := cmp.Diff(string(first), string(again), cmpopts.AcyclicTransformer("lines", func(s string) []string { return strings.Split(s, "\n") })); err != nil || diff != "" {
		t.Error(err, diff)
	}
}
