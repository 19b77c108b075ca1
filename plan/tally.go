package plan

import "math"

// areaUnits are the steps of tallied areas in a square metre. Areas are rounded to them one cell
// at a time, so that their sums are exact in any order: what one operation adds, another takes
// away without a trace.
const areaUnits = 1024

// tally is what the cell adds to the tally of its grid.
func (c *Cell) tally() (t Tally) {
	t.add(c, 1)
	return t
}

// exactSquare rounds an area to what adds up exactly.
func exactSquare(squareMetres float64) float64 { return math.Round(squareMetres*areaUnits) / areaUnits }

// add adds a cell so many times: -1 takes it away.
func (t *Tally) add(c *Cell, times int) {
	t.Cells += times
	t.Buildings += times * len(c.Buildings)
	t.Households += times * c.Households
	t.Residents += times * c.Residents
	t.SquareMetres += float64(times) * exactSquare(c.SquareMetres)
}

func (t Tally) plus(u Tally) Tally {
	return Tally{
		t.Cells + u.Cells, t.Buildings + u.Buildings, t.Households + u.Households, t.Residents + u.Residents,
		t.SquareMetres + u.SquareMetres,
	}
}

func (t Tally) negative() Tally {
	return Tally{-t.Cells, -t.Buildings, -t.Households, -t.Residents, -t.SquareMetres}
}
