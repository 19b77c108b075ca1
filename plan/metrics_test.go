package plan

import (
	"math"
	"testing"
)

func TestMetricsOfAPlan(t *testing.T) {
	p := row(8, 12, 15, 25).plan(t, "1123")
	p = must(t, p, Operation{Kind: AssignCells, Cells: []CellID{1}, Grid: 2})
	m := p.Metrics(tens())
	if m.Grids != 3 || m.Bound != 3 || m.InBand != 0 || m.Fewest != 8 || m.Most != 27 || m.Households != 60 {
		t.Errorf("bands: %+v", m)
	}
	if m.HouseholdsMoved != 12 || m.BuildingsMoved != 1 || m.CellsMoved != 1 || m.GridsChanged != 2 || m.MovedShare != 0.2 {
		t.Errorf("moves: %+v", m)
	}
	if math.Abs(m.MaxDeviation-12.0/15) > 1e-9 || math.Abs(m.StandardDeviation-math.Sqrt((49+144+100)/3.0)) > 1e-9 {
		t.Errorf("deviations: %v and %v", m.MaxDeviation, m.StandardDeviation)
	}
	if m.StaffByGrid != 3 || m.StaffByHouseholds != 3 {
		t.Errorf("staff: %+v", m)
	}
}

// A square is as compact as π/4; two side by side are 2π/9. At this latitude a square of units is
// 10.7 m by 13.9 m... so the figures are compared with those of its sides.
func TestCompactnessIsThatOfPolsbyAndPopper(t *testing.T) {
	p := draw("abc").plan(t, "112")
	width := p.fabric.arc(borderOf(p, false)).metres()
	height := p.fabric.arc(borderOf(p, true)).metres()
	compact := func(w, h float64) float64 { return 4 * math.Pi * w * h / (4 * (w + h) * (w + h)) }
	m := p.Metrics(tens())
	want := (compact(2*width, height) + compact(width, height)) / 2
	if math.Abs(m.Compactness-want) > 0.01 {
		t.Errorf("mean %v, want %v", m.Compactness, want)
	}
	if worst := min(compact(2*width, height), compact(width, height)); math.Abs(m.LeastCompact-worst) > 0.01 {
		t.Errorf("worst %v, want %v", m.LeastCompact, worst)
	}
	if m.RoadShare != 0 || math.Abs(m.BorderMetres["none"]-height) > 0.01 {
		t.Errorf("borders %v, on roads %v", m.BorderMetres, m.RoadShare)
	}
}

// borderOf finds an upright border between two cells, or measures along the outer border of the
// middle one, which is as wide as a cell.
func borderOf(p *Plan, upright bool) ArcID {
	for id, a := range p.fabric.Arcs() {
		inner := a.Left != NoCell && a.Right != NoCell
		if upright == inner && (upright || a.Left == 1 || a.Right == 1) {
			return id
		}
	}
	return -1
}

func TestStaffIsCountedByHouseholdsAndByGrid(t *testing.T) {
	p := row(0, 1, 300, 301).plan(t, "1234")
	for id, want := range map[GridID]int{1: 0, 2: 1, 3: 1, 4: 2} {
		if by, each := p.Staff(id, DefaultRules()); by != want || each != 1 {
			t.Errorf("grid %d: %d and %d", id, by, each)
		}
	}
	if by, each := p.Staff(9, DefaultRules()); by != 0 || each != 0 {
		t.Errorf("no grid: %d and %d", by, each)
	}
}

func TestMetricsOfAPlanWithoutHouseholdsOrGrids(t *testing.T) {
	if m := draw("abc").plan(t, "112").Metrics(DefaultRules()); m.MovedShare != 0 || m.InBand != 0 || math.IsNaN(m.StandardDeviation) {
		t.Errorf("parks: %+v", m)
	}
	m := row(1, 2).plan(t, "00").Metrics(DefaultRules())
	if m.Grids != 0 || m.BandShare != 1 || m.Unassigned != 2 || m.UnassignedHouseholds != 3 || m.Compactness != 0 || m.LeastCompact != 1 {
		t.Errorf("empty: %+v", m)
	}
}
