package plan

import (
	"math/rand/v2"
	"slices"
	"testing"

	"gewu/internal/disjoint"
	"gewu/plan/propose"
)

// lattice is land of cells with some households, every third 16 of them an estate.
func lattice(random *rand.Rand, side int32) *splitLand {
	l := &splitLand{}
	for i := range side * side {
		x, y := i%side, i/side
		estate := int32(0)
		if (x/4+y/4)%3 == 0 {
			estate = 1 + x/4 + y/4*side
		}
		l.weight, l.estate = append(l.weight, random.Int32N(7)), append(l.estate, estate)
		l.total += int(l.weight[i])
		l.first = append(l.first, int32(len(l.to)))
		for _, beside := range [][2]int32{{x - 1, y}, {x + 1, y}, {x, y - 1}, {x, y + 1}} {
			if min(beside[0], beside[1]) >= 0 && max(beside[0], beside[1]) < side {
				j := beside[0] + beside[1]*side
				l.to = append(l.to, j)
				class := propose.Class((i * j) % 6)
				l.cost, l.class = append(l.cost, float32(1+(i+j)%9)*metreCosts[class]), append(l.class, class)
			}
		}
	}
	l.first = append(l.first, int32(len(l.to)))
	return l
}

func TestClumpsAreCellsThatHangTogetherInOneEstateAndKeepTheirHouseholds(t *testing.T) {
	l := lattice(rand.New(rand.NewPCG(5, 1)), 90)
	of, count := l.clumps(3)
	if count > clumpsInAll*3/2 {
		t.Errorf("%d clumps", count)
	}
	g := l.graph(of, count)
	whole, households := disjoint.New(len(of)), make([]int, count)
	pieces := len(of)
	for i := range of {
		for _, j := range l.to[l.first[i]:l.first[i+1]] {
			if of[i] == of[j] && whole.Join(int32(i), j) {
				pieces--
			}
		}
		households[of[i]] += int(l.weight[i])
		if estate := g.Cells[of[i]].Estate; estate != l.estate[i] {
			t.Fatalf("cell %d of estate %d is in a clump of estate %d", i, l.estate[i], estate)
		}
	}
	if pieces != count {
		t.Errorf("%d clumps are of %d pieces", count, pieces)
	}
	for i, c := range g.Cells {
		if c.Households != households[i] {
			t.Fatalf("clump %d has %d households, its cells %d", i, c.Households, households[i])
		}
	}
}

// What a few cells do to the parts of a grid of thousands: more alike, in shorter borders, each in one piece, estates whole.
func TestPartsAreMadeEvenBySingleCells(t *testing.T) {
	l := lattice(rand.New(rand.NewPCG(5, 1)), 90)
	part := make([]int32, len(l.weight))
	for i := range part {
		part[i] = int32(i % 90 / 36) // 36, 36 and 18 columns
	}
	before := slices.Clone(part)
	l.even(part, 3)
	weight := make([]int, 3)
	whole, pieces := disjoint.New(len(part)), len(part)
	for i, p := range part {
		weight[p] += int(l.weight[i])
		for _, j := range l.to[l.first[i]:l.first[i+1]] {
			if part[j] == p && whole.Join(int32(i), j) {
				pieces--
			}
		}
		if l.estate[i] != 0 && part[i] != before[i] {
			t.Fatalf("cell %d of an estate has moved", i)
		}
	}
	if pieces != 3 {
		t.Errorf("%d pieces", pieces)
	}
	if slices.Max(weight)-slices.Min(weight) > l.total/8 {
		t.Errorf("%v, from two fifths, two fifths and a fifth of %d", weight, l.total)
	}
}

func TestAGridOfThousandsOfCellsIsDividedInConnectedPartsWithinATenthOfTheirMean(t *testing.T) {
	p := townWithRoads(t)
	for _, parts := range []int{2, 7, 40, 150, 300} {
		var q splitQuality
		for seed := range uint64(2) {
			op := Operation{Kind: SplitInto, Grid: 1, Parts: parts, Seed: seed}
			q.add(t, p, op)
			next, again := after(t, p, op), after(t, p, op)
			if err := next.verifyGrids(); err != nil || !next.Equal(again) {
				t.Errorf("%d parts, seed %d: %v", parts, seed, err)
			}
		}
		if q.parts != 2*parts || q.near != q.parts || q.loose > 0 {
			t.Errorf("%d parts: %d of %d within a tenth, %d loose", parts, q.near, q.parts, q.loose)
		}
	}
}
