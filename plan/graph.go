package plan

import (
	"math"

	"gewu/geo"
	"gewu/plan/propose"
)

// graph writes some cells as a graph, numbered in the order of ids, in which those that join says touch
// along a border.
func (f *Fabric) graph(ids []CellID, joins func(Arc) bool) propose.Graph {
	var g propose.Graph
	at, estates := map[CellID]int32{}, map[int64]int32{0: 0}
	for i, id := range ids {
		c, _ := f.Cell(id)
		at[id] = int32(i)
		if _, known := estates[c.Estate]; !known {
			estates[c.Estate] = int32(len(estates))
		}
		x, y := flat(f.PlaceOf(id))
		g.Cells = append(g.Cells, propose.Cell{
			Households: c.Households, SquareMetres: c.SquareMetres, Estate: estates[c.Estate], X: x, Y: y,
		})
	}
	for _, a := range f.Arcs() {
		left, inLeft := at[a.Left]
		right, inRight := at[a.Right]
		if inLeft && inRight && joins(a) {
			g.Borders = append(g.Borders, propose.Border{A: left, B: right, Metres: a.metres(), Class: propose.Class(a.Class)})
			continue
		}
		for _, side := range []CellID{a.Left, a.Right} {
			if i, in := at[side]; in {
				g.Cells[i].OuterMetres += a.metres()
			}
		}
	}
	return g
}

// crossable reports whether people can cross a border and stay in their community. Package propose
// numbers the classes of such borders as this package does.
func crossable(a Arc) bool { return a.Class < River || a.Class == River && a.Bridge }

// flat returns a position in metres of a plane that is true enough for a community.
func flat(p geo.Point) (x, y float64) {
	const metresPerDegree = 111_320
	lon, lat := p.Degrees()
	return lon * metresPerDegree * math.Cos(lat*math.Pi/180), lat * metresPerDegree
}
