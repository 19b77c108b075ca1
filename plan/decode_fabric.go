package plan

import (
	"github.com/paulmach/orb"

	"gewu/geo"
)

// fabric reads a fabric. What it refers to by number is not checked.
func (r *reader) fabric() *Fabric {
	nodes := r.nodes()
	f := &Fabric{
		nodes: tableOf(nodes), arcs: tableOf(r.arcs(nodes)), cells: tableOf(r.cells()),
		buildings: r.buildings(), estates: map[int64]Estate{},
	}
	for range r.count(2) {
		e := Estate{r.signed(), r.string()}
		f.estates[e.ID] = e
	}
	for range r.count(3) {
		f.roads = append(f.roads, Line{Class(r.byte()), r.string(), r.points(geo.Point{})})
	}
	return f
}

func (r *reader) nodes() []Node {
	nodes, last := make([]Node, r.count(3)), geo.Point{}
	for i := range nodes {
		nodes[i].Alive = r.flag()
		nodes[i].At = r.point(last)
		last = nodes[i].At
	}
	return nodes
}

func (r *reader) arcs(nodes []Node) []Arc {
	arcs := make([]Arc, r.count(7))
	var last Arc
	for i := range arcs {
		a := r.arcEnds(last)
		if a.From < 0 || int(a.From) >= len(nodes) || a.To < 0 || int(a.To) >= len(nodes) {
			r.fail()
			return nil
		}
		a.Points = r.points(nodes[a.From].At)
		arcs[i], last = a, a
	}
	return arcs
}

func (r *reader) arcEnds(last Arc) Arc {
	a := Arc{Bridge: r.flag(), Class: Class(r.byte())}
	a.From = NodeID(r.int32(int32(last.From)))
	a.To = NodeID(r.int32(int32(a.From)))
	a.Left = CellID(r.int32(int32(last.Left)))
	a.Right = CellID(r.int32(int32(last.Right)))
	return a
}

func (r *reader) cells() []Cell {
	cells := make([]Cell, r.count(16))
	var last Cell
	for i := range cells {
		cells[i] = r.cell(int32(i), last)
		last = cells[i]
	}
	return cells
}

func (r *reader) cell(i int32, last Cell) Cell {
	c := Cell{Arcs: readList(r, &r.borders), Buildings: readList(r, &r.dwellings), Parent: CellID(r.int32(i))}
	c.Community = last.Community + r.signed()
	c.Estate = r.signed()
	c.Block = r.int32(last.Block)
	c.Households, c.Residents = int(r.signed()), int(r.signed())
	c.SquareMetres = r.area()
	return c
}

func (r *reader) buildings() []Building {
	n := r.count(8)
	if n == 0 {
		return nil
	}
	buildings := make([]Building, n)
	var last Building
	for i := range buildings {
		b := Building{ID: last.ID + r.signed(), At: r.point(last.At), Households: int(r.signed()), Residents: int(r.signed()), Estate: r.signed()}
		b.Name = r.string()
		b.Footprint = r.footprint(b.At)
		buildings[i], last = b, b
	}
	return buildings
}

func (r *reader) footprint(near geo.Point) orb.MultiPolygon {
	var land orb.MultiPolygon
	for range r.count(1) {
		polygon := make(orb.Polygon, r.count(2))
		for i := range polygon {
			polygon[i] = r.ring(near)
		}
		land = append(land, polygon)
	}
	return land
}
