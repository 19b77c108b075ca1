package plan

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"gewu/geo"
)

// BenchmarkOperation makes one operation after the other on the same plan of 20,000 cells, with all
// that is answered: patch, tallies and loose parts with their offers. One operation should take 10 ms of
// a processor at most. Its undo is measured beside it, and what the log keeps of it.
func BenchmarkOperation(b *testing.B) {
	for _, c := range operationCases(b) {
		next, change, err := c.plan.Apply(c.op)
		if err != nil {
			b.Fatal(c.name, err)
		}
		b.Run(c.name+"/gewu", func(b *testing.B) {
			measured(b, func() error { _, _, err := c.plan.Apply(c.op); return err })
			b.ReportMetric(float64(len(Outcome(c.plan, next))), "outcome-bytes")
		})
		b.Run(c.name+", undone/gewu", func(b *testing.B) {
			measured(b, func() error { next.With(change.Patch.Inverse()); return nil })
		})
	}
}

// measured reports the time of processors that work takes, that of collecting garbage included, as
// others may be at work on the same machine.
func measured(b *testing.B, work func() error) {
	before := processorTime()
	for b.Loop() {
		if err := work(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((processorTime()-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
}

func processorTime() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// An operationCase is an operation on a plan.
type operationCase struct {
	name string
	plan *Plan
	op   Operation
}

// operationCases lists operations on a town in 150 grids, in one and in two.
func operationCases(t testing.TB) []operationCase {
	p := town(t)
	one := after(t, p, Operation{Kind: MergeGrids, Grid: 1, Grids: allGrids(p)})
	two := after(t, one, Operation{Kind: AssignCells, Cells: east(one), New: true})
	ten := after(t, p, Operation{Kind: MergeGrids, Grid: 1, Grids: allGrids(p)[:10]})
	open := after(t, p, Operation{Kind: AssignCells, Cells: cellsFrom(p, 30, 500)})
	cases := []operationCase{
		{"assign a cell", p, Operation{Kind: AssignCells, Cells: []CellID{13}, Grid: 2}},
		{"assign 500 cells", p, Operation{Kind: AssignCells, Cells: cellsFrom(p, 8, 500), Grid: 8}},
		{"assign 10,000 cells", two, Operation{Kind: AssignCells, Cells: east(two), Grid: 1}},
		{"assign what is unassigned", open, Operation{Kind: AssignUnassigned}},
		{"cut a part off", p, Operation{Kind: AssignCells, Cells: column(p, 7), Grid: 2}},
		{"merge two grids", p, Operation{Kind: MergeGrids, Grids: []GridID{1, 2}, Grid: 1}},
		{"merge all grids", p, Operation{Kind: MergeGrids, Grids: allGrids(p), Grid: 1}},
		{"split a grid of 140 cells in two", p, Operation{Kind: SplitInto, Grid: 20, Parts: 2}},
		{"split a grid of 1,400 cells in ten", ten, Operation{Kind: SplitInto, Grid: 1, Parts: 10}},
		{"lock all grids", p, Operation{Kind: LockGrids}},
		{"rename a grid", p, Operation{Kind: RenameGrid, Grid: 3, Name: "三"}},
	}
	for _, parts := range []int{2, 40, 150, 300} {
		cases = append(cases, operationCase{
			fmt.Sprintf("split a grid of 20,000 cells in %d", parts), one, Operation{Kind: SplitInto, Grid: 1, Parts: parts},
		})
	}
	return append(append(cases, lineCases(p)...), longLineCases(one, two)...)
}

// lineCases draw lines in one grid of 140 cells.
func lineCases(p *Plan) []operationCase {
	id, n := nodeNear(p, at(100, 50))
	return []operationCase{
		{"split a grid of 140 cells by a line", p, Operation{Kind: SplitByLine, Grid: 80, Line: line(53, 54.3, 73, 56.1), CutBuildings: true}},
		{"redraw a border across ten cells", p, Operation{Kind: RedrawBorder, Grid: 80, Line: line(73, 52, 65.3, 53.3, 66.1, 57.2, 73, 58.2), CutBuildings: true}},
		{"move a corner", p, Operation{Kind: MoveNode, Node: id, To: geo.Point{Lon: n.At.Lon + 90, Lat: n.At.Lat + 70}, CutBuildings: true}},
		{"follow a road", p, Operation{Kind: FollowRoad, Grid: 80, At: at(54, 55.2), To: at(73, 55.2), CutBuildings: true}},
		{"carve a building", p, Operation{Kind: CarveBuilding, Grid: 80, Building: 20000}},
	}
}

// longLineCases draw lines across the whole town, in one grid of it and between two.
func longLineCases(one, two *Plan) []operationCase {
	id, n := nodeNear(two, at(100, 50))
	return []operationCase{
		{"split a grid of 20,000 cells across 300", one, Operation{Kind: SplitByLine, Grid: 1, Line: line(-5, 10, 210, 91), CutBuildings: true}},
		{"split it around footprints", one, Operation{Kind: SplitByLine, Grid: 1, Line: line(-5, 10, 210, 91)}},
		{"redraw a border of 10,000 cells across 300", two, Operation{Kind: RedrawBorder, Grid: 151, Line: line(98, 5.2, 195.1, 5.7, 194.2, 91.3, 98, 92.4), CutBuildings: true}},
		{"follow a road past 100 cells", two, Operation{Kind: FollowRoad, Grid: 1, At: at(0.2, 55.2), To: at(100.2, 55.2), CutBuildings: true}},
		{"move a corner of 10,000 cells", two, Operation{Kind: MoveNode, Node: id, To: geo.Point{Lon: n.At.Lon + 90, Lat: n.At.Lat + 70}, CutBuildings: true}},
		{"carve a building out of 10,000 cells", two, Operation{Kind: CarveBuilding, Grid: 151, Building: 20}},
	}
}

func after(t testing.TB, p *Plan, op Operation) *Plan {
	next, _, err := p.Apply(op)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// east lists the cells of the eastern half of the town.
func east(p *Plan) (cells []CellID) {
	for id := range p.fabric.Cells() {
		if id%200 >= 100 {
			cells = append(cells, id)
		}
	}
	return cells
}

func nodeNear(p *Plan, place geo.Point) (at NodeID, n Node) {
	for id, node := range p.fabric.Nodes() {
		if geo.DistanceMetres(node.At, place) < 12 {
			at, n = id, node
		}
	}
	return at, n
}

// cellsFrom lists so many cells of the grids after one, row by row.
func cellsFrom(p *Plan, after GridID, n int) (cells []CellID) {
	for id := range p.fabric.Cells() {
		if p.GridOf(id) > after && len(cells) < n {
			cells = append(cells, id)
		}
	}
	return cells
}

// column lists the first grid's cells in a column of the town.
func column(p *Plan, x int) (cells []CellID) {
	for id := range p.cellsOf(1) {
		if int(id)%200 == x {
			cells = append(cells, id)
		}
	}
	return cells
}

// BenchmarkPlan measures what is asked of a whole plan.
func BenchmarkPlan(b *testing.B) {
	p := town(b)
	p, _, err := p.ApplyAll([]Operation{
		{Kind: AssignCells, Cells: column(p, 7), Grid: 2},
		{Kind: SplitByLine, Grid: 20, Line: line(50, 12.5, 75, 17.5)},
	})
	if err != nil {
		b.Fatal(err)
	}
	text := p.Encode()
	for name, work := range map[string]func() error{
		"encode":  func() error { p.Encode(); return nil },
		"decode":  func() error { _, err := Decode(text); return err },
		"digest":  func() error { p.Digest(); return nil },
		"metrics": func() error { p.Metrics(DefaultRules()); return nil },
		"check":   func() error { p.Check(DefaultRules()); return nil },
		"check_all_over_band": func() error {
			r := DefaultRules()
			r.Bands[Ordinary] = Band{200, 400}
			p.Check(r)
			return nil
		},
		"base":    func() error { p.Base(); return nil },
		"lineage": func() error { p.Lineage(); return nil },
		"compare": func() error { _, err := Compare(p.Base(), p); return err },
	} {
		b.Run(name+"/gewu", func(b *testing.B) {
			measured(b, work)
			b.ReportMetric(float64(len(text)), "bytes")
		})
	}
}
