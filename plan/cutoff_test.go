package plan

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// apartByWalking lists what operations left apart as severed does, by walking all grids before and
// after.
func apartByWalking(before *Plan, m made) (list []part) {
	was, is := before.parts(before.alive()), m.plan.parts(m.plan.alive())
	of := map[CellID]int{} // of each cell before: its part
	n := 0
	for _, id := range sortedKeys(was) {
		for _, cells := range was[id] {
			for _, cell := range cells {
				of[cell] = n
			}
			n++
		}
	}
	for _, id := range sortedKeys(is) {
		list = append(list, apartIn(before, m, id, is[id], of)...)
	}
	return list
}

// apartIn lists what is apart of a grid whose parts are known, and the part that each cell was in.
func apartIn(before *Plan, m made, grid GridID, parts []part, of map[CellID]int) (list []part) {
	var hung [][]int // of each part: the parts that it has land of, by number
	islands := 0
	for _, cells := range parts {
		old := map[int]bool{}
		for _, id := range cells {
			if from := m.from.origin(id); before.GridOf(from) == grid {
				old[of[from]] = true
			}
		}
		if len(old) == 0 {
			islands++
		}
		hung = append(hung, sorted(old))
	}
	changed := slices.ContainsFunc(m.patch.assigned, func(c changed[GridID]) bool { return c.Old == grid || c.New == grid })
	for i := range parts {
		larger := slices.ContainsFunc(hungWith(hung, i), func(k int) bool { return k < i })
		if island := len(hung[i]) == 0; changed && (island && (islands < len(parts) || i > 0) || larger) {
			list = append(list, parts[i])
		}
	}
	return list
}

// hungWith lists the parts, by number, that one has land in common with, itself and by way of others.
func hungWith(hung [][]int, i int) []int {
	group := []int{i}
	for next := 0; next < len(group); next++ {
		for k := range hung {
			common := slices.ContainsFunc(hung[k], func(n int) bool { return slices.Contains(hung[group[next]], n) })
			if common && !slices.Contains(group, k) {
				group = append(group, k)
			}
		}
	}
	return group
}

func TestWhatIsLeftApartIsFoundAsByWalkingTheWholePlan(t *testing.T) {
	apart := 0
	for seed := range uint64(max(64, *operations/200)) {
		rng := rand.New(rand.NewPCG(seed, 8))
		p := randomPlan(t, rng, 4+rng.IntN(8), 4+rng.IntN(8), 1+rng.IntN(5))
		for range 60 {
			ops := make([]Operation, 1+rng.IntN(2))
			for i := range ops {
				ops[i] = player{rng, p}.operation()
			}
			m, refused := p.make(ops)
			if refused != nil {
				continue
			}
			var found []part
			for _, l := range m.severed(p, m.patch.Touched().Cells) {
				found = append(found, l.Cells)
			}
			if diff := cmp.Diff(apartByWalking(p, m), found); diff != "" {
				t.Fatalf("seed %d, %+v (-walked +found):\n%s", seed, ops, diff)
			}
			apart += len(found)
			p = m.plan
		}
	}
	if apart < 50 {
		t.Errorf("only %d parts came apart", apart)
	}
}

func TestWhatIsGivenToAGridThatItDoesNotTouchIsReported(t *testing.T) {
	drawn := func() *Plan {
		return draw("abcdef").building(1, 0.5, 0.5, 0, 10).building(2, 5.5, 0.5, 0, 500).plan(t, "112222")
	}
	for name, cells := range map[string][]CellID{"with fewer households": {3}, "with more": {5}} {
		p := drawn()
		_, change := do(t, p, Operation{Kind: AssignCells, Cells: cells, Grid: 1})
		var found [][]CellID
		for _, l := range change.Loose {
			if l.Grid == 1 {
				found = append(found, l.Cells)
			}
		}
		if diff := cmp.Diff([][]CellID{cells}, found); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAnIslandGivenWhileALoosePartGoesIsReported(t *testing.T) {
	p := draw("abcdefg").plan(t, "1122133")
	_, change := do(t, p, Operation{Kind: AssignCells, Cells: []CellID{4}, Grid: 3}, Operation{Kind: AssignCells, Cells: []CellID{6}, Grid: 1})
	if len(change.Loose) != 1 || change.Loose[0].Grid != 1 || !slices.Equal(change.Loose[0].Cells, []CellID{6}) {
		t.Errorf("%+v", change.Loose)
	}
}
