package reach_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"gewu/geo"
	"gewu/hotspot/reach"
)

// A street of 1,000 m, served from x = 500: three minutes are 240 m each way, and end in the middle of sides.
func TestAWalkEndsInTheMiddleOfEdges(t *testing.T) {
	p := draw(t, []reach.Way{way(reach.Road, 0, 0, 400, 0, 600, 0, 1000, 0)})
	service, _ := p.Place(at(500, 0), 10)
	spots := []reach.Spot{service.Spot}
	for name, c := range map[string]struct {
		minutes float64
		want    []reach.Part
	}{
		"three minutes": {3, []reach.Part{{Edge: 0, From: 0.65, To: 1}, {Edge: 1, From: 0, To: 1}, {Edge: 2, From: 0, To: 0.35}}},
		"one minute":    {1, []reach.Part{{Edge: 1, From: 0.1, To: 0.9}}},
		"no time":       {0, []reach.Part{{Edge: 1, From: 0.5, To: 0.5}}},
	} {
		w := p.NewWalker()
		w.Walk(spots, 60*c.minutes)
		parts := w.Parts()
		if diff := cmp.Diff(c.want, parts, cmpopts.EquateApprox(0, 1e-4)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if got := p.Metres(parts); math.Abs(got-160*c.minutes) > 0.1 {
			t.Errorf("%s: %v m are reached", name, got)
		}
	}
}

// town is a net of streets 100 m apart with some missing, a river with one bridge, and yards.
func town(dice *rand.Rand) ([]reach.Way, []reach.Water) {
	var ways []reach.Way
	for i := range 12 {
		for k := range 12 {
			x, y := float64(100*i), float64(100*k)
			if dice.IntN(5) > 0 && k != 5 {
				ways = append(ways, way(reach.Class(dice.IntN(4)), x, y, x+dice.Float64()*10, y+50, x, y+100))
			}
			if dice.IntN(5) > 0 {
				ways = append(ways, way(reach.Lane, x, y, x+100, y))
			}
		}
	}
	ways = append(ways, bridge(way(reach.Road, 300, 500, 300, 600)))
	return ways, []reach.Water{lake(-100, 520, 1400, 580)}
}

func TestHomesAreThoseThatTheWayToEachWouldFind(t *testing.T) {
	dice := rand.New(rand.NewPCG(5, 6))
	ways, waters := town(dice)
	p := draw(t, ways, waters...)
	var places []reach.Spot
	var connected []bool
	for range 400 {
		place, ok := p.Place(at(1200*dice.Float64(), 1200*dice.Float64()), 60)
		places, connected = append(places, place.Spot), append(connected, ok)
	}
	homes, w := p.Gather(places, connected), p.NewWalker()
	for range 20 {
		spots := []reach.Spot{places[0], places[dice.IntN(400)]}
		most := 600 * dice.Float64()
		w.Walk(spots, most)
		type found struct {
			Seconds float64
			From    int32
		}
		got, want := map[int32]found{}, map[int32]found{}
		w.Visit(homes, func(home int32, seconds float64, from int32) {
			if _, twice := got[home]; twice {
				t.Fatalf("home %d is visited twice", home)
			}
			got[home] = found{seconds, from}
		})
		for i, s := range places {
			if seconds, from, ok := w.To(s); ok && connected[i] {
				want[int32(i)] = found{seconds, from}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	}
}

// covers reports whether an outline covers a point.
func covers(m orb.MultiPolygon, p geo.Point) bool { return planar.MultiPolygonContains(m, p.Orb()) }

// A square of streets, 400 m wide, and an alley that leads north out of it; a river to the east with a street on its other bank,
// 40 m from the square's eastern street.
func TestTheOutlineIsNoHull(t *testing.T) {
	p := draw(t, []reach.Way{
		way(reach.Road, 0, 0, 400, 0, 400, 400, 0, 400, 0, 0), way(reach.Path, 200, 400, 200, 700), way(reach.Road, 440, -100, 440, 600),
	}, lake(405, -200, 435, 700))
	service, _ := p.Place(at(200, 0), 10)
	spots := []reach.Spot{service.Spot}
	w := p.NewWalker()
	w.Walk(spots, 780)
	land := p.Outline(w.Parts())
	for name, c := range map[string]struct {
		at   geo.Point
		want bool
	}{
		"on the street":                    {at(0, 200), true},
		"20 m beside the street":           {at(-20, 200), true},
		"40 m beside the street":           {at(-45, 200), false},
		"in the middle, where no path is":  {at(200, 200), false},
		"where the alley is reached":       {at(200, 620), true},
		"where the time has run out":       {at(200, 680), false},
		"between the alley and the square": {at(330, 530), false},
		"on the other bank":                {at(440, 200), false},
		"beyond the other bank's street":   {at(455, 200), false},
	} {
		if got := covers(land, c.at); got != c.want {
			t.Errorf("%s: shown as reached: %v", name, got)
		}
	}
	if len(land) != 1 || len(land[0]) != 2 {
		t.Errorf("%d polygons, want one with a hole: %v", len(land), land)
	}
	if p.Outline(nil) != nil {
		t.Error("nothing has an outline")
	}
}

func TestOutlinesAreLandWhateverIsReached(t *testing.T) {
	dice := rand.New(rand.NewPCG(8, 9))
	for range 10 {
		ways, waters := town(dice)
		p := draw(t, ways, waters...)
		service, ok := p.Place(at(1200*dice.Float64(), 1200*dice.Float64()), 200)
		if !ok {
			t.Fatal("a service in the middle of the town is not connected")
		}
		spots := []reach.Spot{service.Spot}
		w := p.NewWalker()
		w.Walk(spots, 500)
		parts := w.Parts()
		land := p.Outline(parts)
		problems, err := geo.Validate([]geo.Area{{ID: 1, Boundary: land}}, geo.Surroundings{})
		if err != nil {
			t.Fatal(err)
		}
		for _, problem := range problems {
			if problem.Kind != geo.Hole && problem.Kind != geo.DetachedPart {
				t.Errorf("%v", problem)
			}
		}
		if diff := cmp.Diff(land, p.Outline(parts)); diff != "" {
			t.Error(diff)
		}
	}
}

// byDefinition is E2SFCA as Luo and Qi 2009 write it down, need by need and supply by supply, with weights of three bands.
func byDefinition(needs []reach.Need, supplies []reach.Supply, minutes [][]float64) (access []float64) {
	weight := func(t float64) float64 {
		switch {
		case t < 0 || t > 15:
			return 0
		case t <= 5:
			return 1
		case t <= 10:
			return 0.68
		}
		return 0.22
	}
	for i := range needs {
		access = append(access, 0)
		for j := range supplies {
			demand := 0.0
			for k := range needs {
				demand += float64(needs[k]) * weight(minutes[k][j])
			}
			if demand > 0 {
				access[i] += float64(supplies[j]) / demand * weight(minutes[i][j])
			}
		}
	}
	return access
}

func TestNeedsWithinReachHaveTheScoresOfTheDefinition(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	needs, supplies := make([]reach.Need, 30), make([]reach.Supply, 5)
	all, reached := make([][]float64, len(needs)), make([][]reach.Time, len(supplies))
	for j := range supplies {
		supplies[j] = reach.Supply(dice.IntN(4))
	}
	for i := range needs {
		needs[i], all[i] = reach.Need(dice.IntN(9)), make([]float64, len(supplies))
		for j := range supplies {
			all[i][j] = 30*dice.Float64() - 5
			if all[i][j] >= 0 && all[i][j] <= 15 {
				reached[j] = append(reached[j], reach.Time{Need: int32(i), Minutes: all[i][j]})
			}
		}
	}
	want, err := reach.Access(needs, supplies, all, reach.LuoQi)
	if err != nil {
		t.Fatal(err)
	}
	worst := 0.0
	for i, access := range byDefinition(needs, supplies, all) {
		worst = max(worst, math.Abs(want.Access[i]-access))
	}
	if t.Logf("largest difference %.2g", worst); worst > 1e-12 {
		t.Errorf("largest difference %g", worst)
	}
	got, err := reach.AccessWithin(needs, supplies, reached, reach.LuoQiFor(10))
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-12)); err != nil || diff != "" {
		t.Error(err, diff)
	}
	for _, wrong := range [][][]reach.Time{nil, {{{Need: 30}}, {}, {}, {}, {}}, {{{Need: -1}}, {}, {}, {}, {}}} {
		if _, err := reach.AccessWithin(needs, supplies, wrong, reach.LuoQi); err == nil {
			t.Errorf("times %v are taken", wrong)
		}
	}
}
