package plan

// What became of a grid beside the kinds that an edition's lineage has.
const (
	LineageNew   LineageKind = "new"   // the grid has only land that was in none
	LineageEnded LineageKind = "ended" // the grid's land is in none now
)

// A Descent is the land that one grid of a plan has of one that it began with. Old and From are 0
// for land that was in none, and New for land that is in none.
type Descent struct {
	Kind         LineageKind
	Old          int64 // the area that From stood for
	From, New    GridID
	Households   int
	Buildings    int
	SquareMetres float64
}

// Lineage tells where the land of all grids comes from, since the plan began, in the order of the
// grids then and now. Land that moved between two grids that both go on is a row of its own, with
// the kind Reshaped.
func (p *Plan) Lineage() []Descent {
	o, err := overlayOf(p.Base(), p)
	if err != nil {
		return nil // a plan is of the land that it began with
	}
	heirs, sources := map[GridID]int{}, map[GridID]int{}
	for f := range o.flows {
		if f.from != NoGrid && f.to != NoGrid {
			heirs[f.from]++
			sources[f.to]++
		}
	}
	var rows []Descent
	for _, f := range o.sortedFlows() {
		if f.from == NoGrid && f.to == NoGrid {
			continue
		}
		t := o.flows[f]
		old, _ := p.base.grid(f.from)
		rows = append(rows, Descent{
			Kind: o.descent(f, heirs[f.from], sources[f.to]), Old: old.Area, From: f.from, New: f.to,
			Households: t.Households, Buildings: t.Buildings, SquareMetres: t.SquareMetres,
		})
	}
	return rows
}

func (b *beginning) grid(id GridID) (Grid, bool) {
	if !b.grids.holds(int32(id)) {
		return Grid{}, false
	}
	g := b.grids.at(int32(id))
	return g, g.Alive
}

// descent says what the land that flows from a grid to a grid is to both; heirs and sources are how
// many grids have land of the first, and how many the second has land of.
func (o *overlay) descent(f flow, heirs, sources int) LineageKind {
	_, goesOn := o.after.Grid(f.from)
	_, wasThere := o.before.Grid(f.to)
	whole := heirs == 1 && sources == 1 && o.flows[flow{f.from, NoGrid}].Cells == 0 && o.flows[flow{NoGrid, f.to}].Cells == 0 &&
		o.after.Tally(f.to).plus(o.before.Tally(f.from).negative()).onlyRounded()
	switch {
	case f.from == NoGrid && !wasThere && sources == 0:
		return LineageNew
	case f.to == NoGrid && !goesOn && heirs == 0:
		return LineageEnded
	case f.from == NoGrid || f.to == NoGrid:
		return Reshaped
	case whole && (f.from == f.to || !goesOn && !wasThere):
		return Kept
	case f.from == f.to || goesOn && wasThere:
		return Reshaped
	case goesOn || !wasThere && heirs > 1:
		return Divided
	default:
		return Merged
	}
}
