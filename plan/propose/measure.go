package propose

import (
	"math"

	"gewu/internal/disjoint"
)

// Measure returns the figures of a division of a request's cells: of Current, or of any assignment.
// Cells with None are in no grid.
func Measure(r Request, assignment []int32) (Metrics, error) {
	if err := r.check(); err != nil {
		return Metrics{}, err
	}
	if len(assignment) != len(r.Graph.Cells) {
		return Metrics{}, wrong(PartCurrent, -1, "of %d cells, and there are %d", len(assignment), len(r.Graph.Cells))
	}
	for i, p := range assignment {
		if p < None || p >= mostGrid {
			return Metrics{}, wrong(PartCurrent, i, "grid %d, and should be %d to %d", p, None, mostGrid-1)
		}
	}
	m, _ := measure(&r, assignment)
	return m, nil
}

// A figure is what is known of one grid.
type figure struct {
	cells, households, pieces int
	area, perimeter           float64
	exempt                    bool
}

// measure returns the metrics and the figures of each grid, by its number; numbers that no cell has
// have no cells.
func measure(r *Request, assignment []int32) (Metrics, []figure) {
	grids := figures(r, assignment)
	m := Metrics{FewestHouseholds: math.MaxInt}
	m.addBorders(r, assignment, grids)
	m.addGrids(r.Band, grids)
	m.addChange(r, assignment)
	m.EstatesCut = estatesCut(r.Graph.Cells, assignment)
	return m, grids
}

func figures(r *Request, assignment []int32) []figure {
	most := None
	for _, p := range assignment {
		most = max(most, p)
	}
	grids := make([]figure, most+1)
	for c, p := range assignment {
		if p == None {
			continue
		}
		f, cell := &grids[p], r.Graph.Cells[c]
		f.cells++
		f.households += cell.Households
		f.area += cell.SquareMetres
		f.perimeter += cell.OuterMetres
		f.exempt = r.exempt(p)
	}
	for c, first := range piecesOf(r.Graph, assignment) {
		if int32(c) == first && assignment[c] != None {
			grids[assignment[c]].pieces++
		}
	}
	return grids
}

// piecesOf returns of each cell the first cell of the connected piece of its grid.
func piecesOf(g Graph, assignment []int32) []int32 {
	sets := disjoint.New(len(g.Cells))
	for _, e := range g.Borders {
		if assignment[e.A] == assignment[e.B] {
			sets.Join(e.A, e.B)
		}
	}
	for c := range sets {
		sets[c] = sets.Find(int32(c))
	}
	return sets
}

func (m *Metrics) addBorders(r *Request, assignment []int32, grids []figure) {
	for _, e := range r.Graph.Borders {
		p, q := assignment[e.A], assignment[e.B]
		if p == q {
			continue
		}
		for _, side := range []int32{p, q} {
			if side != None {
				grids[side].perimeter += e.Metres
			}
		}
		m.BorderMetres += e.Metres
		m.Cost += math.Max(1, math.Round(e.Metres*e.Class.Cost()))
		if e.Class.OnRoad() {
			m.OnRoadMetres += e.Metres
		}
	}
}

func (m *Metrics) addGrids(band Band, grids []figure) {
	middle := float64(band.Min+band.Max) / 2
	squares, shapes := 0.0, 0
	m.LeastCompact = math.Inf(1)
	for _, f := range grids {
		if f.cells == 0 {
			continue
		}
		m.Grids++
		m.Households += f.households
		if f.pieces > 1 {
			m.Detached++
		}
		if f.perimeter > 0 {
			round := 4 * math.Pi * f.area / (f.perimeter * f.perimeter)
			m.Compactness += round
			m.LeastCompact = math.Min(m.LeastCompact, round)
			shapes++
		}
		if f.exempt {
			m.Exempt++
			continue
		}
		if band.Has(f.households) {
			m.InBand++
		}
		d := float64(f.households) - middle
		squares += d * d
		m.MaxDeviation = math.Max(m.MaxDeviation, math.Abs(d)/middle)
		m.FewestHouseholds, m.MostHouseholds = min(m.FewestHouseholds, f.households), max(m.MostHouseholds, f.households)
	}
	if n := m.Grids - m.Exempt; n > 0 {
		m.StandardDeviation = math.Sqrt(squares / float64(n))
	} else {
		m.FewestHouseholds = 0
	}
	if shapes == 0 {
		m.LeastCompact = 0
		return
	}
	m.Compactness /= float64(shapes)
}

func (m *Metrics) addChange(r *Request, assignment []int32) {
	if r.Current == nil {
		return
	}
	changed := map[int32]bool{}
	for c, p := range assignment {
		was := r.Current[c]
		if was == p {
			continue
		}
		changed[was], changed[p] = true, true
		if was != None {
			m.CellsMoved++
			m.HouseholdsMoved += r.Graph.Cells[c].Households
		}
	}
	delete(changed, None)
	m.GridsChanged = len(changed)
}

func estatesCut(cells []Cell, assignment []int32) int {
	grid, cut := map[int32]int32{}, map[int32]bool{}
	for c, cell := range cells {
		if cell.Estate == 0 {
			continue
		}
		if p, known := grid[cell.Estate]; known && p != assignment[c] {
			cut[cell.Estate] = true
		}
		grid[cell.Estate] = assignment[c]
	}
	return len(cut)
}
