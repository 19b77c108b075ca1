package store_test

import (
	"testing"
	"time"

	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/internal/demo"
	"gewu/plan"
)

// What it takes to start a plan of the largest community of the demo, to open it on another server, to
// operate on it and to take that back.
func BenchmarkAPlanOfTheDemo(b *testing.B) {
	w := emptyTown(b)
	loadGround(b, w, demo.Generate(1, spring))
	var largest geo.AreaID
	most := 0
	for _, c := range w.snapshot(b, time.Time{}).Communities() {
		if c.Tally.Buildings > most {
			largest, most = c.ID, c.Tally.Buildings
		}
	}
	d := drafting{plot: plot{w, largest}}
	w.exec(b, `insert into person (name) values ('planner')`)
	start := plan.Start{Communities: []geo.AreaID{largest}, Title: "Bench", From: plan.FromEdition}
	b.Run("weave/gewu", func(b *testing.B) {
		for b.Loop() {
			w.change(b, "building") // so that no fabric made before will do
			d.record = d.start(b, start)
		}
	})
	b.Run("start/gewu", func(b *testing.B) {
		for b.Loop() {
			d.start(b, start)
		}
	})
	b.Run("open/gewu", func(b *testing.B) {
		for b.Loop() {
			d.another(b).open(b)
		}
	})
	p, revision := d.open(b)
	var edge plan.CellID
	for id := range p.Borders() {
		if a, _ := p.Fabric().Arc(id); a.Left != plan.NoCell && a.Right != plan.NoCell {
			edge = a.Left
		}
	}
	b.Run("operate/gewu", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			grid := plan.GridID(1 + i%2)
			if p.GridOf(edge) == grid {
				grid = 3 - grid
			}
			out := d.operate(b, revision, plan.Operation{Kind: plan.AssignCells, Cells: []plan.CellID{edge}, Grid: grid})
			p, revision = out.Plan, out.Revision
		}
	})
	b.Run("undo/gewu", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			undo := d.db.Undo
			if i%2 == 1 {
				undo = d.db.Redo
			}
			out, err := undo(b.Context(), planner, d.record.ID, revision)
			if err != nil {
				b.Fatal(err)
			}
			revision = out.Revision
		}
	})
}

// An operation on a community of 20,000 cells, as the interface asks for it, and opening its plan.
func BenchmarkAPlanOfTwentyThousandCells(b *testing.B) {
	d := drafting{plot: newPlot(b, square(0, 0, 400, 200)...)}
	d.exec(b, `insert into person (name) values ('planner')`)
	p := squares(b, 142, int64(d.community))
	fabric := d.exec(b, `insert into fabric (communities, base_editions, digest, cells, body)
		values (array[$1::bigint], '{0}', sha256('x'), 20000, $2) returning id`, int64(d.community), p.Encode())
	d.record.ID = d.exec(b, `insert into plan (title, author_name, communities, base_editions, first_fabric_id, fabric_id, started_from)
		values ('x', 'x', array[$1::bigint], '{0}', $2, $2, 'empty') returning id`, int64(d.community), fabric)
	b.Run("open/gewu", func(b *testing.B) {
		for b.Loop() {
			d.another(b).open(b)
		}
	})
	b.Run("operate/gewu", func(b *testing.B) {
		revision := int64(0)
		for i := 0; b.Loop(); i++ {
			cell := plan.CellID(7 + i%100*142)
			out := d.operate(b, revision, plan.Operation{Kind: plan.AssignCells, Cells: []plan.CellID{cell}, Grid: 3 - p.GridOf(cell)})
			p, revision = out.Plan, out.Revision
		}
	})
}

// squares is a plan of so many cells each way, the western half in one grid and the eastern in another.
func squares(b *testing.B, side int, community int64) *plan.Plan {
	b.Helper()
	const unit = 0.0002
	source := plan.Source{}
	var areas []geo.Area
	var assigned []plan.GridID
	for i := range side * side {
		x, y := 121+unit*float64(i%side), 31+unit*float64(i/side)
		areas = append(areas, geo.Area{ID: geo.AreaID(i + 1), Boundary: orb.MultiPolygon{{orb.Ring{{x, y}, {x + unit, y}, {x + unit, y + unit}, {x, y + unit}, {x, y}}}}})
		at, err := geo.PointAt(x+unit/2, y+unit/2)
		if err != nil {
			b.Fatal(err)
		}
		source.Buildings = append(source.Buildings, plan.Building{ID: int64(i + 1), At: at, Households: 3})
		source.Cells = append(source.Cells, plan.Cell{Buildings: []int32{int32(i)}, Parent: plan.CellID(i), Community: community, Households: 3})
		assigned = append(assigned, plan.GridID(1+2*(i%side)/side))
	}
	coverage, _, err := geo.BuildCoverage(areas)
	if err != nil {
		b.Fatal(err)
	}
	source.Coverage = coverage
	source.Classes, source.Bridges = make([]plan.Class, coverage.ArcCount()), make([]bool, coverage.ArcCount())
	fabric, err := plan.NewFabric(source)
	if err != nil {
		b.Fatal(err)
	}
	p, err := plan.New(fabric, []plan.Grid{{Code: "A", Community: community}, {Code: "B", Community: community}}, assigned)
	if err != nil {
		b.Fatal(err)
	}
	return p
}
