package propose

import (
	"fmt"
	"math"
	"slices"
)

// mostGrid bounds the numbers of grids in an assignment.
const mostGrid = 1 << 24

// check returns what is wrong with a request, nil when it can be answered.
func (r *Request) check() error {
	if err := r.Band.check(); err != nil {
		return err
	}
	if err := r.Graph.check(); err != nil {
		return err
	}
	if err := r.checkCurrent(); err != nil {
		return err
	}
	return r.checkScope()
}

func wrong(part Part, index int, format string, args ...any) error {
	return &RequestError{Part: part, Index: index, Reason: fmt.Sprintf(format, args...)}
}

func (b Band) check() error {
	switch {
	case b.Min < 0 || b.Max < 1:
		return wrong(PartBand, -1, "%d to %d households, and should be from 0 or more to 1 or more", b.Min, b.Max)
	case b.Min > b.Max:
		return wrong(PartBand, -1, "from %d to %d households: the first is the greater", b.Min, b.Max)
	}
	return nil
}

func (g *Graph) check() error {
	if len(g.Cells) == 0 {
		return wrong(PartCells, -1, "there are none")
	}
	for i, c := range g.Cells {
		if c.Households < 0 || c.Households > math.MaxInt32 {
			return wrong(PartCells, i, "%d households", c.Households)
		}
		for _, v := range []float64{c.SquareMetres, c.OuterMetres} {
			if !(v >= 0) || math.IsInf(v, 1) {
				return wrong(PartCells, i, "a measure is %v, and should be 0 or more", v)
			}
		}
		if math.IsNaN(c.X+c.Y) || math.IsInf(c.X+c.Y, 0) {
			return wrong(PartCells, i, "its place is %v, %v", c.X, c.Y)
		}
	}
	for i, e := range g.Borders {
		switch n := int32(len(g.Cells)); {
		case e.A < 0 || e.A >= n || e.B < 0 || e.B >= n:
			return wrong(PartBorders, i, "between cells %d and %d, and there are %d cells", e.A, e.B, n)
		case e.A == e.B:
			return wrong(PartBorders, i, "of cell %d with itself", e.A)
		case !(e.Metres >= 0) || math.IsInf(e.Metres, 1):
			return wrong(PartBorders, i, "%v metres long, and should be 0 or more", e.Metres)
		case e.Class > River:
			return wrong(PartBorders, i, "of class %d, and the classes are 0 to %d", e.Class, River)
		}
	}
	return nil
}

func (r *Request) checkCurrent() error {
	if r.Current == nil {
		return nil
	}
	if len(r.Current) != len(r.Graph.Cells) {
		return wrong(PartCurrent, -1, "of %d cells, and there are %d", len(r.Current), len(r.Graph.Cells))
	}
	for i, p := range r.Current {
		if p < None || p >= mostGrid {
			return wrong(PartCurrent, i, "grid %d, and should be %d to %d", p, None, mostGrid-1)
		}
	}
	return nil
}

func (r *Request) checkScope() error {
	if r.Mode > Split {
		return wrong(PartMode, -1, "%d is not a mode", r.Mode)
	}
	for i, p := range r.Scope {
		switch {
		case !slices.Contains(r.Current, p) || p == None:
			return wrong(PartScope, i, "no cell is in grid %d", p)
		case r.fixed(p):
			return wrong(PartScope, i, "grid %d is locked or exempt", p)
		}
	}
	if r.Mode != Split {
		return nil
	}
	if len(r.Scope) != 1 {
		return wrong(PartScope, -1, "of %d grids, and one is split at a time", len(r.Scope))
	}
	cells := 0
	for _, p := range r.Current {
		if p == r.Scope[0] {
			cells++
		}
	}
	if r.Parts != 0 && (r.Parts < 2 || r.Parts > cells) {
		return wrong(PartParts, -1, "%d, and a grid of %d cells can be split in 2 to %d", r.Parts, cells, cells)
	}
	return nil
}

// fixed reports whether a grid keeps its cells.
func (r *Request) fixed(grid int32) bool {
	return grid >= 0 && (int(grid) < len(r.Locked) && r.Locked[grid] || r.exempt(grid))
}

func (r *Request) exempt(grid int32) bool {
	return grid >= 0 && int(grid) < len(r.Exempt) && r.Exempt[grid]
}

// free reports whether a cell may change its grid.
func (r *Request) free(cell int32) bool {
	grid := r.currentOf(cell)
	switch {
	case grid == None:
		return r.Mode != Split
	case r.fixed(grid):
		return false
	default:
		return r.Scope == nil || slices.Contains(r.Scope, grid)
	}
}

func (r *Request) currentOf(cell int32) int32 {
	if r.Current == nil {
		return None
	}
	return r.Current[cell]
}
