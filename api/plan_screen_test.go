package api_test

import (
	"encoding/json"
	"testing"

	"gewu/plan"
)

// A screen is a topology as a client reads it.
type screen struct {
	nodes map[int64][2]int64
	arcs  map[int64]screenArc
	cells map[int64][8]int64
	grids map[int64]string
}

type screenArc struct {
	ends   [6]int64 // from, to, left, right, class, bridge
	points [][2]int64
}

// topologyText is what is sent of a topology.
type topologyText struct {
	Revision  int64
	Since     *int64
	Origin    [2]int64
	Nodes     struct{ IDs, Lon, Lat []int64 }
	Arcs      struct{ IDs, From, To, Left, Right, Class, Bridge, Inner, Points []int64 }
	Cells     map[string][]int64
	Buildings map[string][]int64
	Grids     []json.RawMessage
	Gone      map[string][]int64
}

func runs(list []int64) (ids []int64) {
	next := int64(0)
	for i := 0; i < len(list); i += 2 {
		next += list[i]
		for range list[i+1] {
			ids = append(ids, next)
			next++
		}
	}
	return ids
}

func steps(list []int64, first int64) (values []int64) {
	for _, d := range list {
		first += d
		values = append(values, first)
	}
	return values
}

// apply takes a topology over: what is gone is removed, the rest is set.
func (s *screen) apply(t testing.TB, text []byte) {
	t.Helper()
	var read topologyText
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	for name, list := range read.Gone {
		for _, id := range runs(list) {
			switch name {
			case "nodes":
				delete(s.nodes, id)
			case "arcs":
				delete(s.arcs, id)
			case "cells":
				delete(s.cells, id)
			case "grids":
				delete(s.grids, id)
			}
		}
	}
	lon, lat := steps(read.Nodes.Lon, read.Origin[0]), steps(read.Nodes.Lat, read.Origin[1])
	for i, id := range runs(read.Nodes.IDs) {
		s.nodes[id] = [2]int64{lon[i], lat[i]}
	}
	s.readArcs(read)
	s.readCells(read)
	for _, g := range read.Grids {
		var grid struct{ ID int64 }
		if err := json.Unmarshal(g, &grid); err != nil {
			t.Fatal(err)
		}
		s.grids[grid.ID] = string(g)
	}
}

func (s *screen) readArcs(read topologyText) {
	a := read.Arcs
	from, left, at := steps(a.From, 0), steps(a.Left, 0), 0
	for i, id := range runs(a.IDs) {
		arc := screenArc{ends: [6]int64{from[i], from[i] + a.To[i], left[i], left[i] + a.Right[i], a.Class[i], a.Bridge[i]}}
		p := s.nodes[from[i]]
		arc.points = append(arc.points, p)
		for range a.Inner[i] {
			p = [2]int64{p[0] + a.Points[at], p[1] + a.Points[at+1]}
			arc.points = append(arc.points, p)
			at += 2
		}
		arc.points = append(arc.points, s.nodes[arc.ends[1]])
		s.arcs[id] = arc
	}
}

func (s *screen) readCells(read topologyText) {
	c := read.Cells
	columns := [][]int64{steps(c["grid"], 0), steps(c["base"], 0), c["parent"], steps(c["community"], 0), steps(c["estate"], 0), c["households"], c["residents"], c["square_metres"]}
	for i, id := range runs(c["ids"]) {
		var cell [8]int64
		for k := range cell {
			cell[k] = columns[k][i]
		}
		cell[2] += id
		s.cells[id] = cell
	}
}

func newScreen() *screen {
	return &screen{map[int64][2]int64{}, map[int64]screenArc{}, map[int64][8]int64{}, map[int64]string{}}
}

// want is a screen made of the plan itself, without its grids.
func wantedScreen(p *plan.Plan) *screen {
	s, f := newScreen(), p.Fabric()
	for id, n := range f.Nodes() {
		s.nodes[int64(id)] = [2]int64{int64(n.At.Lon), int64(n.At.Lat)}
	}
	for id, a := range f.Arcs() {
		bridge := int64(0)
		if a.Bridge {
			bridge = 1
		}
		arc := screenArc{ends: [6]int64{int64(a.From), int64(a.To), int64(a.Left), int64(a.Right), int64(a.Class), bridge}}
		for _, at := range a.Points {
			arc.points = append(arc.points, [2]int64{int64(at.Lon), int64(at.Lat)})
		}
		s.arcs[int64(id)] = arc
	}
	for id, c := range f.Cells() {
		s.cells[int64(id)] = [8]int64{
			int64(p.GridOf(id)), int64(p.BeganIn(id)), int64(c.Parent), c.Community, c.Estate,
			int64(c.Households), int64(c.Residents), int64(c.SquareMetres + 0.5),
		}
	}
	return s
}
