package api

import (
	"slices"

	"gewu/geo"
	"gewu/plan"
)

// A topology is the fabric of a plan and the grids of its cells, or what of them differs since an
// earlier revision. It writes itself as columns of whole numbers, which are short and compress well:
//
//	ids       which rows there are: how many numbers to skip, how many to take, and so on from 0
//	step      each value less the one of the row before, the first less 0 (points: less the origin)
//	relative  each value less another of its own row
//
// Lengths on the ground are in units of 1e-7 degree.
type topology struct {
	plan     *plan.Plan
	before   *plan.Plan // that it differs from; nil: it is whole
	revision int64
	since    int64 // of which revision it is the difference; -1: it is whole
	nodes    []plan.NodeID
	arcs     []plan.ArcID
	cells    []plan.CellID
	grids    []planGridAnswer
	gone     plan.Touched
}

// wholeTopology returns all of a plan.
func wholeTopology(v *View, p *plan.Plan, revision int64) *topology {
	t := &topology{plan: p, revision: revision, since: -1}
	f := p.Fabric()
	for id := range f.Nodes() {
		t.nodes = append(t.nodes, id)
	}
	for id := range f.Arcs() {
		t.arcs = append(t.arcs, id)
	}
	for id := range f.Cells() {
		t.cells = append(t.cells, id)
	}
	t.grids = planGrids(v, p)
	return t
}

// changedTopology returns what of a plan differs from that at an earlier revision. Applied twice, it
// does no harm.
func changedTopology(v *View, before, after *plan.Plan, touched plan.Touched, since, revision int64) *topology {
	t := &topology{plan: after, before: before, revision: revision, since: since, grids: []planGridAnswer{}}
	f, rules := after.Fabric(), planRules(v, after)
	for _, id := range touched.Nodes {
		_, there := f.Node(id)
		divide(there, id, &t.nodes, &t.gone.Nodes)
	}
	for _, id := range touched.Arcs {
		_, there := f.Arc(id)
		divide(there, id, &t.arcs, &t.gone.Arcs)
	}
	for _, id := range touched.Cells {
		_, there := f.Cell(id)
		divide(there, id, &t.cells, &t.gone.Cells)
	}
	for _, id := range touched.Grids {
		if _, there := after.Grid(id); there {
			t.grids = append(t.grids, planGridOf(rules, after, id))
		} else if id != plan.NoGrid {
			t.gone.Grids = append(t.gone.Grids, id)
		}
	}
	return t
}

// divide adds an id to those that are there or to those that are gone.
func divide[ID any](there bool, id ID, alive, gone *[]ID) {
	if !there {
		alive = gone
	}
	*alive = append(*alive, id)
}

// MarshalJSON writes it.
func (t *topology) MarshalJSON() ([]byte, error) { return t.appendJSON(nil), nil }

func (t *topology) appendJSON(b []byte) []byte {
	origin := t.origin()
	b = appendNumber(append(b, `{"revision":`...), t.revision)
	b = append(b, `,"since":`...)
	if t.since < 0 {
		b = append(b, "null"...)
	} else {
		b = appendNumber(b, t.since)
	}
	b = appendNumber(append(b, `,"origin":[`...), origin.Lon)
	b = append(appendNumber(append(b, ','), origin.Lat), ']')
	b = t.appendNodes(append(b, `,"nodes":`...), origin)
	b = t.appendArcs(append(b, `,"arcs":`...))
	b = t.appendCells(append(b, `,"cells":`...))
	b = t.appendBuildings(append(b, `,"buildings":`...), origin)
	b = appendValue(append(b, `,"grids":`...), t.grids)
	if t.since < 0 {
		b = t.appendEstates(append(b, `,"estates":`...))
	}
	b = t.appendGone(append(b, `,"gone":`...))
	return append(b, '}')
}

// origin is where the first node lies, or where there is none.
func (t *topology) origin() geo.Point {
	if len(t.nodes) == 0 {
		return geo.Point{}
	}
	n, _ := t.plan.Fabric().Node(t.nodes[0])
	return n.At
}

func (t *topology) appendNodes(b []byte, origin geo.Point) []byte {
	c := columns{b: append(b, '{'), rows: len(t.nodes)}
	f := t.plan.Fabric()
	at := func(i int) geo.Point { n, _ := f.Node(t.nodes[i]); return n.At }
	c.ids(runsOf(t.nodes))
	c.steps("lon", int64(origin.Lon), func(i int) int64 { return int64(at(i).Lon) })
	c.steps("lat", int64(origin.Lat), func(i int) int64 { return int64(at(i).Lat) })
	return append(c.b, '}')
}

func (t *topology) appendArcs(b []byte) []byte {
	c := columns{b: append(b, '{'), rows: len(t.arcs)}
	f := t.plan.Fabric()
	arc := func(i int) plan.Arc { a, _ := f.Arc(t.arcs[i]); return a }
	c.ids(runsOf(t.arcs))
	c.steps("from", 0, func(i int) int64 { return int64(arc(i).From) })
	c.values("to", func(i int) int64 { return int64(arc(i).To - arc(i).From) })
	c.steps("left", 0, func(i int) int64 { return int64(arc(i).Left) })
	c.values("right", func(i int) int64 { return int64(arc(i).Right - arc(i).Left) })
	c.values("class", func(i int) int64 { return int64(arc(i).Class) })
	c.values("bridge", func(i int) int64 { return bit(arc(i).Bridge) })
	c.values("inner", func(i int) int64 { return int64(len(arc(i).Points) - 2) })
	c.name("points")
	for i := range t.arcs {
		points := arc(i).Points
		for k := 1; k < len(points)-1; k++ {
			c.number(int64(points[k].Lon) - int64(points[k-1].Lon))
			c.number(int64(points[k].Lat) - int64(points[k-1].Lat))
		}
	}
	c.end()
	return append(c.b, '}')
}

func (t *topology) appendCells(b []byte) []byte {
	c := columns{b: append(b, '{'), rows: len(t.cells)}
	f := t.plan.Fabric()
	all := make([]plan.Cell, len(t.cells))
	for i, id := range t.cells {
		all[i], _ = f.Cell(id)
	}
	cell := func(i int) *plan.Cell { return &all[i] }
	c.ids(runsOf(t.cells))
	c.steps("grid", 0, func(i int) int64 { return int64(t.plan.GridOf(t.cells[i])) })
	c.steps("base", 0, func(i int) int64 { return int64(t.plan.BeganIn(t.cells[i])) })
	c.values("parent", func(i int) int64 { return int64(cell(i).Parent - t.cells[i]) })
	c.steps("community", 0, func(i int) int64 { return cell(i).Community })
	c.steps("estate", 0, func(i int) int64 { return cell(i).Estate })
	c.values("households", func(i int) int64 { return int64(cell(i).Households) })
	c.values("residents", func(i int) int64 { return int64(cell(i).Residents) })
	c.values("square_metres", func(i int) int64 { return int64(cell(i).SquareMetres + 0.5) })
	return append(c.b, '}')
}

// appendBuildings writes the buildings of the cells, cell by cell, but for those that were in the same cell
// before.
func (t *topology) appendBuildings(b []byte, origin geo.Point) []byte {
	f := t.plan.Fabric()
	all := f.Buildings()
	var some []plan.Building
	var in []plan.CellID
	for _, id := range t.cells {
		cell, _ := f.Cell(id)
		if t.before != nil {
			if was, there := t.before.Fabric().Cell(id); there && slices.Equal(was.Buildings, cell.Buildings) {
				continue
			}
		}
		for _, i := range cell.Buildings {
			some, in = append(some, all[i]), append(in, id)
		}
	}
	c := columns{b: append(b, '{'), rows: len(some)}
	c.steps("id", 0, func(i int) int64 { return some[i].ID })
	c.steps("cell", 0, func(i int) int64 { return int64(in[i]) })
	c.values("households", func(i int) int64 { return int64(some[i].Households) })
	c.steps("lon", int64(origin.Lon), func(i int) int64 { return int64(some[i].At.Lon) })
	c.steps("lat", int64(origin.Lat), func(i int) int64 { return int64(some[i].At.Lat) })
	return append(c.b, '}')
}

func (t *topology) appendEstates(b []byte) []byte {
	list := []estateAnswer{}
	for e := range t.plan.Fabric().Estates() {
		list = append(list, estateAnswer{e.ID, e.Name})
	}
	return appendValue(b, list)
}

type estateAnswer struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

func (t *topology) appendGone(b []byte) []byte {
	c := columns{b: append(b, '{')}
	c.list("nodes", runsOf(t.gone.Nodes))
	c.list("arcs", runsOf(t.gone.Arcs))
	c.list("cells", runsOf(t.gone.Cells))
	c.list("grids", runsOf(t.gone.Grids))
	return append(c.b, '}')
}
