package plan

import (
	"math/rand/v2"
	"testing"

	"gewu/internal/disjoint"
	"gewu/plan/propose"
)

// lattice is a graph of cells with some households, every third 16 of them an estate.
func lattice(random *rand.Rand, side int32) (g propose.Graph) {
	for i := range side * side {
		x, y := i%side, i/side
		cell := propose.Cell{Households: random.IntN(7)}
		if (x/4+y/4)%3 == 0 {
			cell.Estate = 1 + x/4 + y/4*side
		}
		g.Cells = append(g.Cells, cell)
		if x > 0 {
			g.Borders = append(g.Borders, propose.Border{A: i - 1, B: i, Metres: 1 + 9*random.Float64(), Class: propose.Class(random.IntN(6))})
		}
		if y > 0 {
			g.Borders = append(g.Borders, propose.Border{A: i - side, B: i, Metres: 1 + 9*random.Float64(), Class: propose.Class(random.IntN(6))})
		}
	}
	return g
}

func TestClumpsAreCellsThatHangTogetherInOneEstateAndKeepTheirHouseholds(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 1))
	g := lattice(random, 90)
	clumps, of := clumped(g, 3)
	if len(clumps.Cells) > clumpsInAll*3/2 {
		t.Errorf("%d clumps", len(clumps.Cells))
	}
	if again, _ := clumped(clumps, 3); len(again.Cells) != len(clumps.Cells) {
		t.Error("so few are put together again")
	}
	whole, households := disjoint.New(len(g.Cells)), make([]int, len(clumps.Cells))
	pieces := len(g.Cells)
	for _, e := range g.Borders {
		if of[e.A] == of[e.B] && whole.Join(e.A, e.B) {
			pieces--
		}
	}
	if pieces != len(clumps.Cells) {
		t.Errorf("%d clumps are of %d pieces", len(clumps.Cells), pieces)
	}
	for i, c := range g.Cells {
		households[of[i]] += c.Households
		if estate := clumps.Cells[of[i]].Estate; estate != c.Estate {
			t.Fatalf("cell %d of estate %d is in a clump of estate %d", i, c.Estate, estate)
		}
	}
	for i, c := range clumps.Cells {
		if c.Households != households[i] {
			t.Fatalf("clump %d has %d households, its cells %d", i, c.Households, households[i])
		}
	}
}
