package geo

import "math"

// A vertexGrid holds the vertices of a coverage and of what lies beside it, in square cells,
// row by row from the south.
type vertexGrid struct {
	box     Box
	shift   uint8   // cells have 1<<shift units a side
	across  int32   // cells in a row
	starts  []int32 // of each cell in list, and one more
	list    []gridVertex
	gone    []int32 // how many at the end of each cell have left the arc at hand
	pending []gridVertex
}

// A gridVertex is an inner vertex of an arc with its number in the coverage, or, with the number
// foreign, one that never leaves: a node, or a vertex of another sheet.
type gridVertex struct {
	Point
	number int32
}

const foreign = -1

// add keeps a vertex for the grid, unless it is outside of its box.
func (g *vertexGrid) add(p Point, number int32) {
	if g.box.Holds(p) {
		g.pending = append(g.pending, gridVertex{p, number})
	}
}

// sort puts the vertices that were added into their cells.
func (g *vertexGrid) sort() {
	g.shift = cellShift(g.box, len(g.pending))
	g.across = g.column(g.box.Max.Lon) + 1
	g.gone = make([]int32, int(g.across)*int(g.row(g.box.Max.Lat)+1))
	g.starts = make([]int32, len(g.gone)+1)
	for _, v := range g.pending {
		g.starts[g.cell(v.Point)+1]++
	}
	for i := 1; i < len(g.starts); i++ {
		g.starts[i] += g.starts[i-1]
	}
	g.list = make([]gridVertex, len(g.pending))
	for i := len(g.pending) - 1; i >= 0; i-- {
		v := g.pending[i]
		g.starts[g.cell(v.Point)+1]--
		g.list[g.starts[g.cell(v.Point)+1]] = v
	}
	// Every start is now one cell late.
	copy(g.starts, g.starts[1:])
	g.starts[len(g.starts)-1] = int32(len(g.list))
	g.pending = nil
}

func (g *vertexGrid) cell(p Point) int { return int(g.row(p.Lat))*int(g.across) + int(g.column(p.Lon)) }

func (g *vertexGrid) column(lon int32) int32 { return int32(uint32(lon-g.box.Min.Lon) >> g.shift) }
func (g *vertexGrid) row(lat int32) int32    { return int32(uint32(lat-g.box.Min.Lat) >> g.shift) }

// leave moves a vertex to the end of its cell, where the arc at hand does not see it.
func (g *vertexGrid) leave(p Point, number int32) {
	cell := g.cell(p)
	i, last := g.starts[cell], g.starts[cell+1]-1-g.gone[cell]
	for g.list[i].number != number {
		i++
	}
	g.list[i], g.list[last] = g.list[last], g.list[i]
	g.gone[cell]++
}

// comeBack makes a vertex that has left an arc, and all in its cell, seen again.
func (g *vertexGrid) comeBack(p Point) { g.gone[g.cell(p)] = 0 }

// manyCells is from how many cells around a triangle on its own shape is looked at.
const manyCells = 8

// blocked reports whether the triangle p, q, r of the arc at hand, its sides included, holds
// another vertex that has not left the arc.
func (g *vertexGrid) blocked(p, q, r Point) bool {
	side := Turn(p, q, r)
	if side == 0 { // q lies between p and r, and nothing touches a border between its vertices
		return false
	}
	if side < 0 {
		q, r = r, q
	}
	box := boxAround([]Point{p, q, r})
	west, east := g.column(box.Min.Lon), g.column(box.Max.Lon)
	south, north := g.row(box.Min.Lat), g.row(box.Max.Lat)
	many := int(east-west+1)*int(north-south+1) >= manyCells
	for row := south; row <= north; row++ {
		if many {
			west, east = g.reach([3]Point{p, q, r}, row)
		}
		for cell := row*g.across + west; cell <= row*g.across+east; cell++ {
			for i := g.starts[cell]; i < g.starts[cell+1]-g.gone[cell]; i++ {
				if at := g.list[i].Point; box.Holds(at) && holds(p, q, r, at) {
					return true
				}
			}
		}
	}
	return false
}

// holds reports whether a triangle that runs counter-clockwise, its sides included, holds a
// point that is not one of its corners.
func holds(p, q, r, at Point) bool {
	return !rightOf(p, q, at) && !rightOf(q, r, at) && !rightOf(r, p, at) &&
		at != p && at != q && at != r
}

// rightOf is Turn(p, q, at) < 0, small enough to be inlined.
func rightOf(p, q, at Point) bool {
	return (int64(q.Lon)-int64(p.Lon))*(int64(at.Lat)-int64(p.Lat)) < (int64(q.Lat)-int64(p.Lat))*(int64(at.Lon)-int64(p.Lon))
}

// reach returns the first and last column of the part of a triangle in a row of cells. It may
// be a column too far, never too near.
func (g *vertexGrid) reach(corners [3]Point, row int32) (west, east int32) {
	low := float64(g.box.Min.Lat) + float64(int64(row)<<g.shift)
	high := low + float64(int64(1)<<g.shift)
	from, to := math.Inf(1), math.Inf(-1)
	for i, a := range corners {
		b := corners[(i+1)%3]
		if a.Lat > b.Lat {
			a, b = b, a
		}
		bottom, top := math.Max(low, float64(a.Lat)), math.Min(high, float64(b.Lat))
		if bottom > top {
			continue
		}
		x, y := float64(a.Lon), float64(b.Lon)
		if a.Lat != b.Lat {
			slope := (y - x) / (float64(b.Lat) - float64(a.Lat))
			x, y = x+(bottom-float64(a.Lat))*slope, x+(top-float64(a.Lat))*slope
		}
		from, to = math.Min(from, math.Min(x, y)), math.Max(to, math.Max(x, y))
	}
	from = math.Max(math.Floor(from)-1, float64(g.box.Min.Lon))
	to = math.Min(math.Ceil(to)+1, float64(g.box.Max.Lon))
	return g.column(int32(from)), g.column(int32(to))
}
