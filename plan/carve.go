package plan

import (
	"slices"

	"gewu/geo"
)

// carveBuilding gives a building to a grid with its cell. Other buildings of the cell stay where they
// are: the cell is cut along the lines in the middle between the building and each of them.
//
//	+-----------------+
//	|  [a]   \   [b]  |        b is carved: the lines in the middle between b and a, and b and c,
//	|         +-------|        are the border of its piece
//	|  [  c  ]        |
//	+-----------------+
func (e *edit) carveBuilding(op Operation) *Refusal {
	if r := e.openGrid(op.Grid); r != nil {
		return r
	}
	buildings := e.before.fabric.buildings
	n := int32(slices.IndexFunc(buildings, func(b Building) bool { return b.ID == op.Building }))
	if n < 0 {
		return refuse(UnknownBuilding)
	}
	id, housed := e.cellOf(n)
	if !housed {
		return refuse(UnknownBuilding).at(buildings[n].At)
	}
	if from := e.assigned.at(int32(id)); from == op.Grid {
		return refuse(NothingToDo).ofGrid(op.Grid).ofCell(id).at(buildings[n].At)
	} else if from != NoGrid && e.grids.at(int32(from)).Locked {
		return refuse(GridLocked).ofGrid(from).ofCell(id).at(buildings[n].At)
	}
	if len(e.cells.at(int32(id)).Buildings) > 1 {
		if r := e.carve(op, id, n); r != nil {
			return r.ofCell(id)
		}
		id, _ = e.cellOf(n)
	}
	return e.give(id, op.Grid)
}

// cellOf finds the cell that has a building.
func (e *edit) cellOf(n int32) (CellID, bool) {
	for _, id := range e.cellsIn(boxAround(e.before.fabric.buildings[n].At)) {
		if slices.Contains(e.cells.at(int32(id)).Buildings, n) {
			return id, true
		}
	}
	return NoCell, false
}

// carve cuts a cell so that one of its buildings is alone in a piece.
func (e *edit) carve(op Operation, id CellID, n int32) *Refusal {
	region, r := e.regionOf(op, id, n)
	if r != nil {
		return r
	}
	stretches, r := e.ringWithin(id, region)
	if r != nil {
		return r
	}
	if r := e.keepFootprints(op, stretches); r != nil {
		return r
	}
	if r := e.cutter(None).cut(stretches); r != nil {
		return r
	}
	piece, _ := e.cellOf(n)
	if len(e.cells.at(int32(piece)).Buildings) > 1 {
		return refuse(TooLittle).at(e.before.fabric.buildings[n].At)
	}
	return nil
}

// ringWithin brings a closed line into the fabric, and leaves what of it is within a cell.
func (e *edit) ringWithin(id CellID, closed []geo.Point) ([]stretch, *Refusal) {
	w := e.weaver()
	stations, r := w.weave(closed)
	if r != nil {
		return nil, r
	}
	if k := slices.IndexFunc(stations, func(s station) bool { return !s.isOpen() }); k > 0 {
		stations = append(stations[k:len(stations):len(stations)], stations[1:k+1]...)
	}
	return slices.DeleteFunc(w.stretches(stations), func(s stretch) bool { return s.along() || s.cell != id }), nil
}

// regionOf is the closed line around all that is nearer to a building than to any other of its cell.
func (e *edit) regionOf(op Operation, id CellID, n int32) ([]geo.Point, *Refusal) {
	const around = 10 // metres that it goes beyond the cell
	p := plane{e.before.fabric.buildings[n].At, e.ground()}
	box := wider(boxOf(e.arcs.table, e.cells.ref(int32(id))), p.units(around))
	region := []vector{
		p.vector(box.Min), p.vector(geo.Point{Lon: box.Max.Lon, Lat: box.Min.Lat}),
		p.vector(box.Max), p.vector(geo.Point{Lon: box.Min.Lon, Lat: box.Max.Lat}),
	}
	for _, other := range e.cells.at(int32(id)).Buildings {
		if other == n {
			continue
		}
		from, to, apart := e.gapBetween(p, n, other, op.CutBuildings)
		if !apart {
			at := e.before.fabric.buildings[n].At
			return nil, refuse(BuildingInWay).at(at).other(e.before.fabric.buildings[other].At)
		}
		region = clip(region, from.plus(to).times(0.5), to.minus(from))
	}
	closed := make([]geo.Point, 0, len(region)+1)
	for _, v := range region {
		closed = append(closed, p.point(v))
	}
	closed = slices.Compact(closed)
	if len(closed) > 1 && closed[0] == closed[len(closed)-1] {
		closed = closed[1:]
	}
	if len(closed) < 3 {
		return nil, refuse(TooLittle).at(e.before.fabric.buildings[n].At)
	}
	return append(closed, closed[0]), nil
}
