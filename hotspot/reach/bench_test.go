package reach_test

import (
	"math/rand/v2"
	"testing"

	"gewu/geo"
	"gewu/hotspot/reach"
)

// lattice is streets of 700 × 700 crossings, 490,000 nodes, about 100 m apart, one street in ten missing.
func lattice(dice *rand.Rand, side int) []reach.Way {
	points := make([]geo.Point, side*side)
	for i := range points {
		x, y := float64(i%side)*100+20*dice.Float64(), float64(i/side)*100+20*dice.Float64()
		points[i] = at(x, y)
	}
	var ways []reach.Way
	for i := range points {
		if i%side+1 < side && dice.IntN(10) > 0 {
			ways = append(ways, reach.Way{Points: []geo.Point{points[i], points[i+1]}, Class: reach.Class(dice.IntN(4))})
		}
		if i+side < len(points) && dice.IntN(10) > 0 {
			ways = append(ways, reach.Way{Points: []geo.Point{points[i], points[i+side]}, Class: reach.Class(dice.IntN(4))})
		}
	}
	return ways
}

const benchSide = 700

func benchPaths(b *testing.B) (*reach.Paths, *rand.Rand) {
	b.Helper()
	dice := rand.New(rand.NewPCG(49, 49))
	p, err := reach.Draw(lattice(dice, benchSide), nil, reach.Walking)
	if err != nil {
		b.Fatal(err)
	}
	return p, dice
}

// drawPlaces puts n places anywhere in the town.
func drawPlaces(p *reach.Paths, dice *rand.Rand, n int) ([]reach.Spot, []bool) {
	spots, connected := make([]reach.Spot, n), make([]bool, n)
	for i := range spots {
		place, ok := p.Place(at(dice.Float64()*100*benchSide, dice.Float64()*100*benchSide), 150)
		spots[i], connected[i] = place.Spot, ok
	}
	return spots, connected
}

// 5,000 services, each alone, on 490,000 nodes, and the households of 500,000 buildings counted for each.
func BenchmarkReachOf5000Services(b *testing.B) {
	p, dice := benchPaths(b)
	services, _ := drawPlaces(p, dice, 5000)
	homes := p.Gather(drawPlaces(p, dice, 500_000))
	b.Run("gewu", func(b *testing.B) {
		w, sum, nodes := p.NewWalker(), 0, 0
		for b.Loop() {
			sum, nodes = 0, 0
			for _, s := range services {
				spots := []reach.Spot{s}
				w.Walk(spots, 600)
				nodes += len(w.Reached())
				w.Visit(homes, func(home int32, _ float64, _ int32) { sum += 1 + int(home)%40 })
			}
		}
		b.ReportMetric(float64(sum), "households")
		b.ReportMetric(float64(nodes)/5000, "nodes")
	})
	b.Run("nearest of all", func(b *testing.B) {
		w, sum := p.NewWalker(), 0
		for b.Loop() {
			sum = 0
			w.Walk(services, 600)
			w.Visit(homes, func(home int32, _ float64, _ int32) { sum += 1 + int(home)%40 })
		}
		b.ReportMetric(float64(sum), "households")
	})
}

// One service with its homes, its parts and the outline of them.
func BenchmarkReachOfOneService(b *testing.B) {
	p, dice := benchPaths(b)
	homes := p.Gather(drawPlaces(p, dice, 500_000))
	services, _ := drawPlaces(p, dice, 100)
	b.Run("gewu", func(b *testing.B) {
		w, i, corners := p.NewWalker(), 0, 0
		for b.Loop() {
			spots := services[i%100 : i%100+1]
			i++
			w.Walk(spots, 600)
			sum := 0
			w.Visit(homes, func(home int32, _ float64, _ int32) { sum += 1 + int(home)%40 })
			for _, polygon := range p.Outline(w.Parts()) {
				corners += len(polygon[0])
			}
		}
		b.ReportMetric(float64(corners)/float64(i), "corners")
	})
}

func BenchmarkDrawPaths(b *testing.B) {
	ways := lattice(rand.New(rand.NewPCG(49, 49)), benchSide)
	b.Run("gewu", func(b *testing.B) {
		for b.Loop() {
			if _, err := reach.Draw(ways, nil, reach.Walking); err != nil {
				b.Fatal(err)
			}
		}
	})
}
