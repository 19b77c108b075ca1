package plan

import "slices"

// Pick returns the operations, to be made as one batch, that take another plan's solution for some
// of its grids into this one: their cells go to the same grid here, or to a new one with their code
// and name, and what these grids have here beyond that goes to where the other plan has it. A cell
// that the plans have cut in different ways goes whole to where most of its households are there,
// or most of its land. Locked grids on the way are refused when the operations are made. There are
// none when all is so already. The error is [ErrOtherFabric], or a [*Refusal] of a grid that the
// other plan does not have.
func (p *Plan) Pick(from *Plan, grids []GridID) ([]Operation, error) {
	o, err := overlayOf(p, from)
	if err != nil {
		return nil, err
	}
	for _, id := range grids {
		if _, alive := from.Grid(id); !alive {
			return nil, refuse(UnknownGrid).ofGrid(id)
		}
	}
	k := picking{p, from, o.match(), map[GridID][]CellID{}}
	k.gather(grids)
	return k.operations(grids), nil
}

// A picking is the work of Pick. Grids are those of the other plan.
type picking struct {
	into, from *Plan
	here       map[GridID]GridID   // the grid that one of the other plan is here
	cells      map[GridID][]CellID // that must move here
}

// gather finds the cells that must move, by where the other plan has them.
func (k *picking) gather(grids []GridID) {
	picked, ours := map[GridID]bool{}, map[GridID]bool{}
	for _, id := range grids {
		picked[id] = true
		if here, known := k.here[id]; known {
			ours[here] = true
		}
	}
	there := k.from.pieces()
	for id, c := range k.into.fabric.Cells() {
		to := k.from.mostOf(there[c.Parent], id)
		here, known := k.here[to]
		at := k.into.GridOf(id)
		if (picked[to] || ours[at]) && (!known || here != at) && (to != NoGrid || at != NoGrid) {
			k.cells[to] = append(k.cells[to], id)
		}
	}
}

// mostOf returns the grid that most of some pieces is in, or that of the cell when it is one of them.
func (p *Plan) mostOf(pieces []CellID, cell CellID) GridID {
	if slices.Contains(pieces, cell) {
		return p.GridOf(cell)
	}
	sums := map[GridID]float64{}
	for _, id := range pieces {
		t := p.fabric.cells.ref(int32(id)).tally()
		sums[p.GridOf(id)] += float64(t.Households) + t.SquareMetres*1e-9
	}
	return slices.MaxFunc(sortedKeys(sums), func(a, b GridID) int { return compareFloats(sums[a], sums[b]) })
}

// operations gives the cells to grids here, new ones where the other plan's grid is none of these,
// and lets a grid that was picked have the name, the code and the kind that it has there.
func (k *picking) operations(grids []GridID) []Operation {
	var ops, names []Operation
	next := GridID(k.into.grids.size)
	for _, to := range sortedKeys(k.cells) {
		here, known := k.here[to]
		if to == NoGrid || known {
			ops = append(ops, Operation{Kind: AssignCells, Cells: k.cells[to], Grid: here})
			continue
		}
		ops = append(ops, Operation{Kind: AssignCells, Cells: k.cells[to], New: true})
		k.here[to] = next
		names = append(names, k.naming(to, Grid{Kind: Ordinary}, next)...)
		next++
	}
	for _, to := range grids {
		if was, alive := k.into.Grid(k.here[to]); alive {
			names = append(names, k.naming(to, was, k.here[to])...)
		}
	}
	return append(ops, names...)
}

// naming makes what is known of a grid here what it is in the other plan. A code that another grid
// has here is left out.
func (k *picking) naming(there GridID, was Grid, here GridID) (ops []Operation) {
	is, _ := k.from.Grid(there)
	code := is.Code
	for id, g := range k.into.Grids() {
		if id != here && g.Code == code {
			code = ""
		}
	}
	if is.Name != "" && (is.Name != was.Name || code != "" && code != was.Code) {
		ops = append(ops, Operation{Kind: RenameGrid, Grid: here, Name: is.Name, Code: code})
	}
	if is.Kind == Dedicated && was.Kind != Dedicated && is.Exempt != "" || is.Kind == Ordinary && was.Kind == Dedicated {
		reason := is.Exempt
		if is.Kind == Ordinary {
			reason = ""
		}
		ops = append(ops, Operation{Kind: SetKind, Grid: here, GridKind: is.Kind, Reason: reason})
	}
	if is.Kind == Ordinary && is.Exempt != was.Exempt {
		ops = append(ops, Operation{Kind: Exempt, Grid: here, Reason: is.Exempt})
	}
	return ops
}
