package plan

import "math/rand/v2"

// A player makes random operations on a plan.
type player struct {
	*rand.Rand
	plan *Plan
}

// cell is a random cell that is there.
func (r player) cell() CellID {
	for {
		id := CellID(r.IntN(r.plan.fabric.cells.size))
		if _, alive := r.plan.fabric.Cell(id); alive {
			return id
		}
	}
}

// patch is a random cell with some of those around it.
func (r player) patch() []CellID {
	cells, seen := []CellID{r.cell()}, map[CellID]bool{}
	seen[cells[0]] = true
	for range r.IntN(6) {
		from := cells[r.IntN(len(cells))]
		c, _ := r.plan.fabric.Cell(from)
		arc, _ := r.plan.fabric.Arc(c.Arcs[r.IntN(len(c.Arcs))])
		if beside := arc.other(from); beside != NoCell && !seen[beside] {
			seen[beside] = true
			cells = append(cells, beside)
		}
	}
	return cells
}

// grid is that of a random cell, or that of a cell beside it, or none.
func (r player) grid() GridID { return r.plan.GridOf(r.cell()) }

// operation is a random one of any kind. Many make sense.
func (r player) operation() Operation {
	switch k := r.IntN(32); {
	case k >= 21:
		return randomLineOperation(r.Rand, r.plan)
	case k == 20 && r.IntN(4) == 0:
		return Operation{Kind: SplitInto, Grid: r.grid(), Parts: 2 + r.IntN(3), Seed: r.Uint64()}
	case k < 9:
		return Operation{Kind: AssignCells, Cells: r.patch(), Grid: r.grid()}
	case k < 11:
		return Operation{Kind: AssignCells, Cells: r.patch(), New: true}
	case k < 13:
		return Operation{Kind: AssignUnassigned}
	case k < 14:
		a, b := r.grid(), r.grid()
		return Operation{Kind: MergeGrids, Grids: []GridID{a, b}, Grid: a}
	case k < 15:
		return Operation{Kind: LockGrids, Grids: []GridID{r.grid()}}
	case k < 17:
		return Operation{Kind: UnlockGrids}
	case k < 18:
		return Operation{Kind: RenameGrid, Grid: r.grid(), Name: string(rune('A' + r.IntN(26)))}
	case k < 19:
		return Operation{Kind: SetKind, Grid: r.grid(), GridKind: Dedicated, Reason: "park"}
	default:
		return Operation{Kind: Exempt, Grid: r.grid(), Reason: "tower"}
	}
}
