package api_test

import (
	"fmt"
	"net/http"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"gewu/access"
	"gewu/geo"
	"gewu/plan"
)

// The lattice that a large plan is made of: 20,000 cells in 150 grids of about 134.
const wide, high = 200, 100

// BenchmarkOperationHTTP measures operations on a plan of 20,000 cells as a browser asks for them: with
// all that is between the request and the database, and the answer compressed. It says how much of the
// processor the service took for one, and how long the longest took.
func BenchmarkOperationHTTP(b *testing.B) {
	t := openTable(b)
	corner := t.corner(b)
	assign := func(i int, cells ...int64) map[string]any { return assigning(int64(20+i%2), cells...) }
	block := func(n int) (cells []int64) {
		for k := range int64(n) {
			cells = append(cells, 20*wide+30+k%10+k/10*wide)
		}
		return cells
	}
	kinds := []struct {
		name string
		op   func(i int) map[string]any
	}{
		{"assign a cell", func(i int) map[string]any { return assign(i, block(1)...) }},
		{"brush 50 cells", func(i int) map[string]any { return assign(i, block(50)...) }},
		{"brush 5,000 cells", func(i int) map[string]any { return assign(i, t.band(25)...) }},
		{"split a grid by a line", func(int) map[string]any { return drawn("split_by_line", 40, 125.3, 23.3, 141.2, 27.4) }},
		{"redraw a border", func(int) map[string]any {
			return drawn("redraw_border", 40, 141, 22.5, 134.3, 23.3, 135.1, 27.2, 141, 28.2)
		}},
		{"move a corner", func(int) map[string]any {
			return map[string]any{"kind": "move_node", "node": corner, "to": atLattice(100.2, 50.2)}
		}},
		{"split a grid in two", func(int) map[string]any { return map[string]any{"kind": "split_into", "grid": 40, "parts": 2} }},
		{"merge all grids", func(int) map[string]any { return map[string]any{"kind": "merge_grids", "grid": 1, "grids": t.grids} }},
		{"name a grid", func(i int) map[string]any {
			return map[string]any{"kind": "rename_grid", "grid": 3, "name": fmt.Sprint("第", i)}
		}},
	}
	for _, k := range kinds {
		b.Run(k.name+"/gewu", func(b *testing.B) {
			var m meter
			for i := 0; b.Loop(); i++ {
				m.measure(func() { t.post(b, "/operations", k.op(i)) })
				b.StopTimer()
				t.post(b, "/undo", nil)
				b.StartTimer()
			}
			m.report(b)
		})
	}
	for name, of := range map[string]map[string]any{"a brush of 50 cells": assign(0, block(50)...), "a split": kinds[3].op(0)} {
		b.Run("undo and redo "+name+"/gewu", func(b *testing.B) {
			var m meter
			t.post(b, "/operations", of)
			for b.Loop() {
				m.measure(func() { t.post(b, "/undo", nil) })
				m.measure(func() { t.post(b, "/redo", nil) })
			}
			t.post(b, "/undo", nil)
			m.report(b)
		})
	}
}

// A table is where a planner sits before a large plan.
type table struct {
	*hall
	planner  *guest
	id       int64
	revision int64
	grids    []int
}

func openTable(b *testing.B) *table {
	b.Helper()
	t := &table{hall: openHall(b)}
	t.planner = t.enter(b, "planner.a", access.Planner, "A")
	community := int64(t.ids["A"])
	fabric := t.exec(b, `insert into fabric (communities, base_editions, digest, cells, body)
		values (array[$1::bigint], '{0}', sha256('x'), 20000, $2) returning id`, community, latticePlan(b, community).Encode())
	t.id = t.exec(b, `insert into plan (title, author_name, communities, base_editions, first_fabric_id, fabric_id, started_from)
		values ('x', 'x', array[$1::bigint], '{0}', $2, $2, 'empty') returning id`, community, fabric)
	for grid := range 150 {
		t.grids = append(t.grids, grid+1)
	}
	t.planner.get(b, planPath(t.id, "/topology"))
	return t
}

// post changes the plan.
func (t *table) post(b *testing.B, rest string, op map[string]any) {
	b.Helper()
	body := map[string]any{}
	if op != nil {
		body["operations"] = []any{op}
	}
	headers := append(matching(t.revision), "Accept-Encoding", "gzip")
	if op == nil {
		t.planner.want(b, http.StatusOK, "POST", planPath(t.id, rest), nil, headers...)
	} else {
		t.planner.want(b, http.StatusOK, "POST", planPath(t.id, rest), body, headers...)
	}
	t.revision++
}

// corner finds the node where four cells meet in the middle.
func (t *table) corner(b *testing.B) plan.NodeID {
	b.Helper()
	p, _, err := t.db.OpenPlan(b.Context(), t.id)
	if err != nil {
		b.Fatal(err)
	}
	for id, n := range p.Fabric().Nodes() {
		if geo.DistanceMetres(n.At, pointAt(b, atLattice(100, 50))) < 1 {
			return id
		}
	}
	b.Fatal("there is no node in the middle")
	return 0
}

// band lists the cells of some rows.
func (t *table) band(rows int) (cells []int64) {
	for id := range int64(rows * wide) {
		cells = append(cells, id)
	}
	return cells
}

// latticeUnit is how wide a cell is, in degrees.
const latticeUnit = 0.0001

func atLattice(x, y float64) [2]float64 {
	return [2]float64{121.40 + latticeUnit*x, 31.19 + latticeUnit*y}
}

func pointAt(b *testing.B, at [2]float64) geo.Point {
	b.Helper()
	p, err := geo.PointAt(at[0], at[1])
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// drawn is an operation with a line on the lattice.
func drawn(kind string, grid int, xy ...float64) map[string]any {
	var line [][2]float64
	for i := 0; i < len(xy); i += 2 {
		line = append(line, atLattice(xy[i], xy[i+1]))
	}
	return map[string]any{"kind": kind, "grid": grid, "line": line}
}

// latticePlan is a plan of square cells with a house of three households in each.
func latticePlan(b *testing.B, community int64) *plan.Plan {
	b.Helper()
	var source plan.Source
	var areas []geo.Area
	var assigned []plan.GridID
	for i := range wide * high {
		x, y := float64(i%wide), float64(i/wide)
		ring := orb.Ring{atLattice(x, y), atLattice(x+1, y), atLattice(x+1, y+1), atLattice(x, y+1), atLattice(x, y)}
		areas = append(areas, geo.Area{ID: geo.AreaID(i + 1), Boundary: orb.MultiPolygon{{ring}}})
		source.Buildings = append(source.Buildings, plan.Building{ID: int64(i + 1), At: pointAt(b, atLattice(x+0.5, y+0.5)), Households: 3})
		source.Cells = append(source.Cells, plan.Cell{Buildings: []int32{int32(i)}, Community: community, Households: 3})
		assigned = append(assigned, plan.GridID(1+i%wide/14+15*(i/wide/10)))
	}
	coverage, problems, err := geo.BuildCoverage(areas)
	if err != nil || len(problems) > 0 {
		b.Fatal(err, problems)
	}
	source.Coverage = coverage
	fabric, err := plan.NewFabric(source)
	if err != nil {
		b.Fatal(err)
	}
	grids := make([]plan.Grid, 150)
	for i := range grids {
		grids[i] = plan.Grid{Community: community, Code: fmt.Sprintf("A%03d", i+1), Name: fmt.Sprint(i + 1)}
	}
	p, err := plan.New(fabric, grids, assigned)
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// A meter measures what calls take.
type meter struct {
	calls         int
	processor     time.Duration
	longest, wall time.Duration
}

func (m *meter) measure(call func()) {
	began, before := time.Now(), processorTime()
	call()
	took := time.Since(began)
	m.calls++
	m.processor += processorTime() - before
	m.wall += took
	m.longest = max(m.longest, took)
}

func (m *meter) report(b *testing.B) {
	milliseconds := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(milliseconds(m.processor)/float64(m.calls), "cpu-ms/op")
	b.ReportMetric(milliseconds(m.wall)/float64(m.calls), "ms/op")
	b.ReportMetric(milliseconds(m.longest), "longest-ms")
	b.ReportMetric(0, "ns/op")
}

// processorTime is what the process has taken of the processor, in its own and in the system's code.
func processorTime() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
