package geo

import (
	"math"
	"math/rand/v2"
	"testing"
)

// frontOf returns a front of sides that are seen from the centre of a cell.
func frontOf(radius float64, sides ...seenSide) front {
	f := front{radius: radius, rounding: roundingOf}
	for _, s := range sides {
		s.turnTo()
		f.add(s)
	}
	return f
}

// flatSideBetween returns the side from one place to another.
func flatSideBetween(ax, ay, bx, by float64) flatSide {
	dx, dy := bx-ax, by-ay
	length := math.Hypot(dx, dy)
	return flatSide{float32(ax + dx/2), float32(ay + dy/2), float32(dx / length), float32(dy / length), float32(length / 2)}
}

// A corner t, 100 m east of the centre of a cell of 10 m, and behind it a long line s:
//
//	      |
//	 ,.   |       On the rim, north of the centre, t is √(100² + 10²) = 100.499 m away.
//	( + ) t s     Where the line is 0.4 m behind t it is nearer there, and where it is 0.5 m
//	 `´   |       behind it is not. Half a metre more is kept in reserve at most.
//	      |
func TestALineBehindACornerCountsWhereItIsNearerOnTheRim(t *testing.T) {
	corner := flatSideBetween(100, 0, 101, 0)
	front := frontOf(10, corner.from(0, 0))
	for behind, want := range map[float64]bool{0.1: false, 0.3: false, 0.4: false, 0.45: false, 0.75: true, 1: true, 5: true} {
		line := flatSideBetween(100+behind, -500, 100+behind, 500)
		nearer := line.squareTo(0, 10) < corner.squareTo(0, 10)
		seen := line.from(0, 0)
		seen.turnTo()
		if got := front.hides(&seen); got != want || got && nearer {
			t.Errorf("a line %v m behind a corner: hidden %v, want %v; nearer on the rim %v", behind, got, want, nearer)
		}
	}
}

func TestNoSideIsNearerThanTheOneThatHidesIt(t *testing.T) {
	random := rand.New(rand.NewPCG(91, 92))
	const radius = 10
	anywhere := func(away, spread float64) flatSide {
		x, y := away+spread*random.Float64(), spread*(random.Float64()-0.5)
		angle, length := 2*math.Pi*random.Float64(), math.Exp(8*random.Float64()-2)
		return flatSideBetween(x, y, x+length*math.Cos(angle), y+length*math.Sin(angle))
	}
	hidden := 0
	for range 20_000 {
		away := 8 * radius * random.Float64()
		nearer, further := anywhere(away, 4), anywhere(away, 12)
		front, seen := frontOf(radius, nearer.from(0, 0)), further.from(0, 0)
		seen.turnTo()
		if !front.hides(&seen) {
			continue
		}
		hidden++
		for i := range 64 {
			sin, cos := math.Sincos(float64(i) * math.Pi / 32)
			x, y := float32(radius*cos), float32(radius*sin)
			if further.squareTo(x, y) <= nearer.squareTo(x, y) {
				t.Fatalf("%v is not nearer than %v at %v, %v", nearer, further, x, y)
			}
		}
	}
	if hidden < 1000 {
		t.Errorf("only %d are hidden", hidden)
	}
}

func TestOnTheFlatGroundOfAYardDistancesAreWrongByLessThanItsSlack(t *testing.T) {
	random := rand.New(rand.NewPCG(93, 94))
	centre := Point{1_213_000_000, 312_000_000}
	m := &yardMaker{yard: &yard{flat: flatGround{centre: centre}}, ground: groundAt(centre)}
	point := func(spread int32) Point {
		return Point{centre.Lon + random.Int32N(2*spread) - spread, centre.Lat + random.Int32N(2*spread) - spread}
	}
	const half = 1 << 15
	for range 2000 {
		p := point(3 * half)
		q := Point{p.Lon + random.Int32N(40_000) - 20_000, p.Lat + random.Int32N(1+int32(math.Exp(12*random.Float64())))}
		m.sides = append(m.sides, yardSide{edge: edgeBetween(p, q)})
	}
	m.flatten(m.halfDiagonal(16))
	for i := range m.sides {
		p, exact := point(half), nearestPoint{square: math.Inf(1)}
		g := m.ground
		g.origin = p
		g.nearestOn(m.sides[i].edge, &exact)
		about := math.Sqrt(float64(m.flats[i].squareTo(m.flat.place(p))))
		if off := math.Abs(about - math.Sqrt(exact.square)); off > float64(m.flat.slack)-roundingOf {
			t.Fatalf("side %d: %v m, exactly %v; off by %v, more than %v", i, about, math.Sqrt(exact.square), off, m.flat.slack)
		}
	}
}

func TestUnitsAreRoundedAsMathRoundDoes(t *testing.T) {
	random := rand.New(rand.NewPCG(95, 96))
	degrees := []float64{0, math.Copysign(0, -1), 180, -180, 90, -90, 0.49999999999999994e-7, -0.5e-7, 0.5e-7, 1.5e-7, 5e-324}
	for range 100_000 {
		v := (random.Float64()*2 - 1) * 180
		half := (math.Floor(v*unitsPerDegree) + 0.5) / unitsPerDegree
		degrees = append(degrees, v, half, math.Nextafter(half, 200), math.Nextafter(half, -200))
	}
	for _, v := range degrees {
		if got, want := units(v), int32(math.Round(v*unitsPerDegree)); got != want {
			t.Fatalf("%v degrees are %d units, want %d", v, got, want)
		}
	}
}
