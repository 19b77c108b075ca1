package plan

import (
	"errors"
	"math/rand/v2"
	"testing"

	"gewu/geo"
)

// A tape is read as the points of lines, each in two bytes, from a quarter beyond the land to a
// quarter beyond on the other side. Its high bits put a point at or beside a node.
type tape struct {
	text []byte
	plan *Plan
}

func (t *tape) next() int32 {
	if len(t.text) == 0 {
		return 0
	}
	b := t.text[0]
	t.text = t.text[1:]
	return int32(b)
}

func (t *tape) point() geo.Point {
	x, y := t.next(), t.next()
	if x >= 192 {
		n := t.plan.fabric.nodes.at((x*64 + y) % int32(t.plan.fabric.nodes.size))
		return geo.Point{Lon: n.At.Lon + x%9*4 - 16, Lat: n.At.Lat + y%9*4 - 16}
	}
	land := t.plan.fabric.places.land
	width, height := land.Max.Lon-land.Min.Lon, land.Max.Lat-land.Min.Lat
	return geo.Point{Lon: land.Min.Lon + width*(x-32)/128, Lat: land.Min.Lat + height*(y-64)/128}
}

func (t *tape) line() []geo.Point {
	points := make([]geo.Point, 2+t.next()%6)
	for i := range points {
		points[i] = t.point()
	}
	return points
}

// fuzzOperations makes operations that a tape tells of on a random plan, and looks whether each keeps
// what a fabric promises and can be taken back.
func fuzzOperations(f *testing.F, operation func(*tape) Operation) {
	for seed := range uint64(8) {
		rng := rand.New(rand.NewPCG(seed, 5))
		text := make([]byte, 60)
		for i := range text {
			text[i] = byte(rng.UintN(256))
		}
		f.Add(seed, text)
	}
	f.Fuzz(func(t *testing.T, seed uint64, text []byte) {
		rng := rand.New(rand.NewPCG(seed, 4))
		p := randomPlan(t, rng, 2+rng.IntN(3), 2+rng.IntN(3), 1+rng.IntN(4))
		for tape := (&tape{text, p}); len(tape.text) > 0; tape.plan = p {
			op := operation(tape)
			next, change, err := p.Apply(op)
			var r *Refusal
			if errors.As(err, &r) {
				continue
			}
			if err := next.verify(); err != nil {
				t.Fatalf("%+v: %v", op, err)
			}
			if !next.With(change.Patch.Inverse()).Equal(p) {
				t.Fatalf("%+v: the inverse leads to another plan", op)
			}
			p = next
		}
	})
}

func FuzzSplitByLine(f *testing.F) {
	fuzzOperations(f, func(t *tape) Operation {
		grid := GridID(1 + t.next()%int32(t.plan.grids.size))
		return Operation{Kind: SplitByLine, Grid: grid, Line: t.line(), CutBuildings: t.next()%2 == 0}
	})
}

func FuzzRedrawBorder(f *testing.F) {
	fuzzOperations(f, func(t *tape) Operation {
		grid := GridID(1 + t.next()%int32(t.plan.grids.size))
		return Operation{Kind: RedrawBorder, Grid: grid, Line: t.line(), CutBuildings: t.next()%2 == 0}
	})
}

func FuzzMove(f *testing.F) {
	fuzzOperations(f, func(t *tape) Operation {
		i := t.next()*256 + t.next()
		if i%2 == 0 {
			node := i / 2 % int32(t.plan.fabric.nodes.size)
			return Operation{Kind: MoveNode, Node: NodeID(node), To: t.point(), CutBuildings: t.next()%2 == 0}
		}
		arc := i / 2 % int32(t.plan.fabric.arcs.size)
		a := t.plan.fabric.arcs.at(arc)
		if !a.Alive() {
			return Operation{Kind: MoveVertex, Arc: ArcID(arc), At: t.point(), To: t.point()}
		}
		k := int(t.next()) % (len(a.Points) - 1)
		from := side{a.Points[k], a.Points[k+1]}.at(float64(t.next()%3) / 2)
		return Operation{Kind: MoveVertex, Arc: ArcID(arc), At: from, To: t.point(), CutBuildings: t.next()%2 == 0}
	})
}
