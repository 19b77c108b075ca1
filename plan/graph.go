package plan

import (
	"math"

	"gewu/geo"
	"gewu/internal/disjoint"
	"gewu/plan/propose"
)

// graph writes some cells as a graph, numbered in the order of ids, in which those touch that have a
// border that people can cross. Land that nobody lives on and that water parts from all other land
// touches what lies across, as no grid could have it otherwise.
func (f *Fabric) graph(ids []CellID) propose.Graph {
	var g propose.Graph
	var over []propose.Border
	number, estates := make(map[CellID]int32, len(ids)), map[int64]int32{0: 0}
	for i, id := range ids {
		number[id] = int32(i)
	}
	for i, id := range ids {
		c := f.cells.at(int32(id))
		if _, known := estates[c.Estate]; !known {
			estates[c.Estate] = int32(len(estates))
		}
		x, y := flat(f.PlaceOf(id))
		cell := propose.Cell{Households: c.Households, SquareMetres: c.SquareMetres, Estate: estates[c.Estate], X: x, Y: y}
		for _, n := range c.Arcs {
			a := f.arcs.at(int32(n))
			other, within := number[a.other(id)]
			switch {
			case !within:
				cell.OuterMetres += a.metres()
			case other <= int32(i):
			case !crossable(a):
				over = append(over, propose.Border{A: int32(i), B: other, Metres: a.metres(), Class: propose.River})
			default:
				g.Borders = append(g.Borders, propose.Border{A: int32(i), B: other, Metres: a.metres(), Class: propose.Class(a.Class)})
			}
		}
		g.Cells = append(g.Cells, cell)
	}
	crossEmpty(&g, over)
	return g
}

// crossEmpty adds those of the borders over water that part an island without households from other land.
// The rest are a part of the outline of the cells on both sides.
func crossEmpty(g *propose.Graph, over []propose.Border) {
	islands := disjoint.New(len(g.Cells))
	for _, b := range g.Borders {
		islands.Join(b.A, b.B)
	}
	households := make([]int, len(g.Cells))
	for i, c := range g.Cells {
		households[islands.Find(int32(i))] += c.Households
	}
	for _, b := range over {
		a, c := islands.Find(b.A), islands.Find(b.B)
		if a != c && (households[a] == 0 || households[c] == 0) {
			g.Borders = append(g.Borders, b)
			continue
		}
		g.Cells[b.A].OuterMetres += b.Metres
		g.Cells[b.B].OuterMetres += b.Metres
	}
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
