package plan

import (
	"slices"

	"gewu/geo"
)

// An arm is a side of an arc that a moved point draws with it: from the point that stays.
type arm struct {
	arc  ArcID
	i    int // the number of the moved point in the arc
	stay geo.Point
}

// A move brings one point of borders to another place. It may be in several arcs: at a corner of
// three or four cells.
type move struct {
	from, to geo.Point
	arms     []arm
	fresh    bool // the point is no vertex yet: the two arms are one side
}

// moveNode moves a node with all borders that meet there.
func (e *edit) moveNode(op Operation) *Refusal {
	if op.Node < 0 || !e.nodes.holds(int32(op.Node)) || !e.nodes.at(int32(op.Node)).Alive {
		return refuse(UnknownNode)
	}
	node := e.nodes.at(int32(op.Node))
	m := move{from: node.At, to: op.To}
	for _, id := range e.arcsAt(op.Node) {
		a := e.arc(id)
		if a.From == op.Node {
			m.arms = append(m.arms, arm{id, 0, a.Points[1]})
		}
		if n := len(a.Points); a.To == op.Node {
			m.arms = append(m.arms, arm{id, n - 1, a.Points[n-2]})
		}
	}
	if r := e.mayMove(m); r != nil {
		return r
	}
	node.At = op.To
	e.nodes.set(int32(op.Node), node)
	return e.bring(op, m)
}

// moveVertex moves a vertex of a border, or makes one of a point beside which the border passes.
func (e *edit) moveVertex(op Operation) *Refusal {
	if op.Arc < 0 || !e.arcs.holds(int32(op.Arc)) || !e.arc(op.Arc).Alive() {
		return refuse(UnknownArc)
	}
	a := e.arc(op.Arc)
	i := slices.Index(a.Points, op.At)
	switch {
	case i == 0:
		op.Node = a.From
		return e.moveNode(op)
	case i == len(a.Points)-1:
		op.Node = a.To
		return e.moveNode(op)
	case i > 0:
		arms := []arm{{op.Arc, i, a.Points[i-1]}, {op.Arc, i, a.Points[i+1]}}
		return e.moveTo(op, move{op.At, op.To, arms, false})
	}
	return e.bendSide(op, a)
}

// bendSide makes a vertex on the side of an arc that passes by a point.
func (e *edit) bendSide(op Operation, a Arc) *Refusal {
	const reach = 1 // metres
	g := e.ground()
	best, least := -1, float64(reach)
	for i := range len(a.Points) - 1 {
		if _, metres := g.foot(side{a.Points[i], a.Points[i+1]}, op.At); metres <= least {
			best, least = i, metres
		}
	}
	if best < 0 {
		return refuse(BadMember).ofMember("at").at(op.At)
	}
	arms := []arm{{op.Arc, best + 1, a.Points[best]}, {op.Arc, best + 1, a.Points[best+1]}}
	return e.moveTo(op, move{op.At, op.To, arms, true})
}

func (e *edit) moveTo(op Operation, m move) *Refusal {
	if r := e.mayMove(m); r != nil {
		return r
	}
	return e.bring(op, m)
}

// mayMove refuses what would move the border of the community or a locked grid, and what would bring
// borders over each other.
func (e *edit) mayMove(m move) *Refusal {
	if m.from == m.to {
		return refuse(NothingToDo).at(m.from)
	}
	if m.to.Lon < -180e7 || m.to.Lon > 180e7 || m.to.Lat < -90e7 || m.to.Lat > 90e7 {
		return refuse(NotOnEarth).ofMember("to")
	}
	for _, arm := range m.arms {
		a := e.arc(arm.arc)
		if a.Left == NoCell || a.Right == NoCell {
			return refuse(OuterBorder).at(m.from)
		}
		left, right := e.assigned.at(int32(a.Left)), e.assigned.at(int32(a.Right))
		for _, grid := range []GridID{left, right} {
			if left != right && grid != NoGrid && e.grids.at(int32(grid)).Locked {
				return refuse(GridLocked).ofGrid(grid).at(m.from)
			}
		}
	}
	return e.sweep(m)
}

// bring moves the point in all arcs, and buildings to the cells that they are then in.
func (e *edit) bring(op Operation, m move) *Refusal {
	if r := e.keepFootprintsOf(op, m.sides(m.to), m.sides(m.from)); r != nil {
		return r
	}
	var beside []CellID
	for k, arm := range m.arms {
		a := e.arc(arm.arc)
		a.Points = slices.Clone(a.Points)
		switch {
		case !m.fresh:
			a.Points[arm.i] = m.to
		case k == 0:
			a.Points = slices.Insert(a.Points, arm.i, m.to)
		}
		e.arcs.set(int32(arm.arc), a)
		beside = append(beside, a.Left, a.Right)
	}
	slices.Sort(beside)
	beside = slices.Compact(beside)
	e.rehouse(beside)
	for _, id := range beside {
		e.measure(id)
	}
	return nil
}

// sides are what the arms are when the point is somewhere.
func (m move) sides(at geo.Point) []side {
	if m.fresh && at == m.from {
		return []side{{m.arms[0].stay, m.arms[1].stay}}
	}
	var list []side
	for _, arm := range m.arms {
		list = append(list, side{arm.stay, at})
	}
	return list
}

// rehouse gives buildings of some cells to those of them that their points are now in.
func (e *edit) rehouse(cells []CellID) {
	for _, id := range cells {
		for _, b := range e.cells.at(int32(id)).Buildings {
			at := e.before.fabric.buildings[b].At
			if e.cellSurrounds(id, spotAt(at)) {
				continue
			}
			if k := slices.IndexFunc(cells, func(other CellID) bool { return e.cellSurrounds(other, spotAt(at)) }); k >= 0 {
				e.moveBuilding(b, id, cells[k])
			}
		}
	}
}

// moveBuilding takes a building and those who live there from one cell to another.
func (e *edit) moveBuilding(b int32, from, to CellID) {
	building := e.before.fabric.buildings[b]
	giver, taker := e.cells.at(int32(from)), e.cells.at(int32(to))
	giver.Buildings = slices.DeleteFunc(slices.Clone(giver.Buildings), func(n int32) bool { return n == b })
	giver.Households -= building.Households
	giver.Residents -= building.Residents
	taker.Buildings = append(slices.Clone(taker.Buildings), b)
	taker.Households += building.Households
	taker.Residents += building.Residents
	e.cells.set(int32(from), giver)
	e.cells.set(int32(to), taker)
}
