package reach_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gewu/geo"
	"gewu/hotspot/reach"
)

// scrawl is ways and waters between the points of a small lattice, so that they share vertices, run over each other, cross in
// vertices and end on others all the time.
func scrawl(dice *rand.Rand) ([]reach.Way, []reach.Water) {
	point := func() geo.Point { return at(float64(60*dice.IntN(9)), float64(60*dice.IntN(9))) }
	var ways []reach.Way
	for range 1 + dice.IntN(12) {
		w := reach.Way{Class: reach.Class(dice.IntN(4)), Bridge: dice.IntN(5) == 0, Tunnel: dice.IntN(9) == 0}
		for range 1 + dice.IntN(4) {
			w.Points = append(w.Points, point())
		}
		ways = append(ways, w)
	}
	var waters []reach.Water
	for range dice.IntN(3) {
		x, y := float64(60*dice.IntN(8)), float64(60*dice.IntN(8))
		waters = append(waters, lake(x, y, x+60, y+120), reach.Water{Lines: [][]geo.Point{{point(), point(), point()}}})
	}
	return ways, waters
}

// Distances between places of a scrawl do not depend on the order of its ways, are the same both ways, and are never shorter than
// as the crow flies.
func TestWhateverIsDrawnDistancesAreDistances(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 1))
	drawn := 0
	for range 300 {
		ways, waters := scrawl(dice)
		p, err := reach.Draw(ways, waters, reach.Walking)
		if err != nil {
			continue // each way is a point, or lies in water
		}
		drawn++
		mixed := slices.Clone(ways)
		dice.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		q, err := reach.Draw(mixed, waters, reach.Walking)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(p.Drawn.Metres-q.Drawn.Metres) > 0.1 || p.Drawn.Pieces != q.Drawn.Pieces {
			t.Errorf("in another order %+v is %+v", p.Drawn, q.Drawn)
		}
		from, to := at(480*dice.Float64(), 480*dice.Float64()), at(480*dice.Float64(), 480*dice.Float64())
		there, back, mixedUp := walk(p, from, to), walk(p, to, from), walk(q, from, to)
		if math.Abs(there-back) > 1e-6 || math.Abs(there-mixedUp) > 0.1 {
			t.Errorf("from %v to %v it is %v m, back %v, in another order %v", from, to, there, back, mixedUp)
		}
		if there >= 0 && there < geo.DistanceMetres(from, to)-0.1 {
			t.Errorf("from %v to %v it is %v m on foot and %v as the crow flies", from, to, there, geo.DistanceMetres(from, to))
		}
	}
	if drawn < 200 {
		t.Errorf("only %d were drawn", drawn)
	}
}

// walk is how far one walks at 80 m a minute, at least; −1: there is no way.
func walk(p *reach.Paths, from, to geo.Point) float64 {
	a, ok := p.Place(from, 1e6)
	b, also := p.Place(to, 1e6)
	if !ok || !also {
		return -1
	}
	w := p.NewWalker()
	w.Walk([]reach.Spot{a.Spot}, 1e6)
	seconds, _, ok := w.To(b.Spot)
	if !ok {
		return -1
	}
	return seconds / 60 * 80
}
