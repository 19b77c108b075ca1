package plan

import "slices"

// A crumb is a lot without a building that is as small or as narrow as a sliver, and not long: what a line leaves
// beside a border that it runs along, or where it comes near one on its way around a footprint.
//
//	      .-----.  crumb
//	-----'  +-+  '-.v.------
//	        +-+     |            the line around a building comes to the grid's border
//	----------------+-------

// crumbs tells the lots that were meant from crumbs. Where all are crumbs, they were meant: nothing else was drawn.
func (e *edit) crumbs(lots []lot) (meant, crumbs []lot) {
	for _, l := range lots {
		if e.isCrumb(l) {
			crumbs = append(crumbs, l)
		} else {
			meant = append(meant, l)
		}
	}
	if len(meant) == 0 {
		return crumbs, nil
	}
	return meant, crumbs
}

func (e *edit) isCrumb(l lot) bool {
	const most = 10 // square metres
	if l.squareMetres > most || slices.ContainsFunc(l.cells, func(id CellID) bool { return len(e.cells.ref(int32(id)).Buildings) > 0 }) {
		return false
	}
	border := 0.0
	e.eachArcAround(l, func(a *Arc, _ CellID) { border += a.metres() })
	return isSliver(l.squareMetres, border)
}

// eachArcAround visits the borders of a lot, each with the cell beyond it, or NoCell.
func (e *edit) eachArcAround(l lot, visit func(a *Arc, beyond CellID)) {
	for _, id := range l.cells {
		for _, i := range e.cells.ref(int32(id)).Arcs {
			a := e.arcs.ref(int32(i))
			beyond := a.other(id)
			if _, within := slices.BinarySearch(l.cells, beyond); !within {
				visit(a, beyond)
			}
		}
	}
}

// heal gives crumbs to the grid that has the longest border with them, be it the one that they are in, and says so.
func (e *edit) heal(crumbs []lot) {
	for _, l := range crumbs {
		own := e.assigned.at(int32(l.cells[0]))
		metres := map[GridID]float64{own: 0}
		e.eachArcAround(l, func(a *Arc, beyond CellID) {
			if beyond == NoCell {
				return
			}
			if to := e.assigned.at(int32(beyond)); to == own || to != NoGrid && !e.grids.at(int32(to)).Locked {
				metres[to] += a.metres()
			}
		})
		best := own
		for _, grid := range sortedKeys(metres) {
			if metres[grid] > metres[best] {
				best = grid
			}
		}
		for _, id := range l.cells {
			e.assigned.set(int32(id), best)
		}
		e.notes = append(e.notes, Note{Kind: Healed, At: e.cellPoint(l.cells[0]), Grid: best, SquareMetres: l.squareMetres})
	}
}
