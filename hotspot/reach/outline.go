package reach

import (
	"math"

	"github.com/paulmach/orb"
)

// The lattice that outlines are drawn on, in metres.
const (
	// OutlineMetres is how far from a reached path land is shown as reached.
	OutlineMetres = 30.0
	// outlineCell is the width of a square of the lattice; squares are larger where there would be more than mostSquares.
	outlineCell = 15.0
	mostSquares = 4_000_000
)

// Outline returns land to show for reached parts: what is within [OutlineMetres] of them and not nearer
// to a path that is not reached. It is never a hull: land that no reached path passes is not in it, and what lies inside
// and is not reached is a hole. (Of a net wider than 30 km the distance and the cell grow.) It is a picture, true to about a cell of 15 m; what is reached is
// told by homes and parts. Rings are simple and oriented, in degrees; the same parts give the same rings.
func (p *Paths) Outline(parts []Part) orb.MultiPolygon {
	if len(parts) == 0 {
		return nil
	}
	f := p.newField(parts)
	reached := make(map[int32]bool, len(parts))
	for _, part := range parts {
		reached[part.Edge] = true
		f.draw(f.in, p.line(part.Edge, part.From, part.To))
	}
	rest := 0.0
	for i, part := range parts {
		if i == 0 || parts[i-1].Edge != part.Edge {
			rest = 0
		}
		f.drawRest(p, part.Edge, rest, part.From)
		rest = part.To
		if i == len(parts)-1 || parts[i+1].Edge != part.Edge {
			f.drawRest(p, part.Edge, rest, 1)
		}
	}
	low, high := f.box()
	p.tree.Search(low, high, func(_, _ [2]float32, i int32) bool {
		if !reached[i] && p.pieces[p.PieceOf(i)].Metres >= PieceMetres {
			f.draw(f.out, p.line(i, 0, 1))
		}
		return true
	})
	return f.trace(p.flat)
}

// A stroke is a straight line on the plane.
type stroke struct{ ax, ay, bx, by float64 }

// line is a part of an edge.
func (p *Paths) line(edge int32, from, to float64) stroke {
	e := p.edges[edge]
	ax, ay := p.x[e.From], p.y[e.From]
	dx, dy := p.x[e.To]-ax, p.y[e.To]-ay
	return stroke{ax + from*dx, ay + from*dy, ax + to*dx, ay + to*dy}
}

// A field knows at each node of a lattice how far the nearest reached path and the nearest other one are,
// squared, up to far.
type field struct {
	x, y, cell float64 // of node 0, and between nodes
	radius     float64 // how far land is shown
	far        float64 // how far is looked
	cols, rows int
	in, out    []float32
}

func (p *Paths) newField(parts []Part) *field {
	west, south, east, north := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, part := range parts {
		s := p.line(part.Edge, part.From, part.To)
		west, east = min(west, s.ax, s.bx), max(east, s.ax, s.bx)
		south, north = min(south, s.ay, s.by), max(north, s.ay, s.by)
	}
	f := &field{cell: max(outlineCell, math.Sqrt((east-west)*(north-south)/mostSquares))}
	f.radius = max(OutlineMetres, 2*f.cell)
	f.far = f.radius + f.cell
	f.x, f.y = west-f.far-f.cell, south-f.far-f.cell
	f.cols, f.rows = int((east+f.far-f.x)/f.cell)+3, int((north+f.far-f.y)/f.cell)+3
	f.in, f.out = make([]float32, f.cols*f.rows), make([]float32, f.cols*f.rows)
	for i := range f.in {
		f.in[i], f.out[i] = float32(f.far*f.far), float32(f.far*f.far)
	}
	return f
}

// box is where the field is.
func (f *field) box() (low, high [2]float32) {
	return [2]float32{float32(f.x), float32(f.y)},
		[2]float32{float32(f.x + float64(f.cols)*f.cell), float32(f.y + float64(f.rows)*f.cell)}
}

func (f *field) drawRest(p *Paths, edge int32, from, to float64) {
	if from < to {
		f.draw(f.out, p.line(edge, from, to))
	}
}

// draw brings the nodes near a stroke as near as they are to it.
func (f *field) draw(into []float32, s stroke) {
	c0, c1 := f.span(min(s.ax, s.bx)-f.x, max(s.ax, s.bx)-f.x, f.cols)
	r0, r1 := f.span(min(s.ay, s.by)-f.y, max(s.ay, s.by)-f.y, f.rows)
	dx, dy := s.bx-s.ax, s.by-s.ay
	square := dx*dx + dy*dy
	for r := r0; r <= r1; r++ {
		y := f.y + float64(r)*f.cell - s.ay
		for c := c0; c <= c1; c++ {
			x, t := f.x+float64(c)*f.cell-s.ax, 0.0
			if square > 0 {
				t = min(1, max(0, (x*dx+y*dy)/square))
			}
			ex, ey := x-t*dx, y-t*dy
			if d := float32(ex*ex + ey*ey); d < into[r*f.cols+c] {
				into[r*f.cols+c] = d
			}
		}
	}
}

// span is the columns or rows that are within far of a stretch.
func (f *field) span(from, to float64, n int) (first, last int) {
	return max(0, int(math.Ceil((from-f.far)/f.cell))), min(n-1, int(math.Floor((to+f.far)/f.cell)))
}

// depth is how far inside the outline a node is, in metres; not above 0: outside.
func (f *field) depth(i int) float64 {
	in := math.Sqrt(float64(f.in[i]))
	return min(f.radius-in, math.Sqrt(float64(f.out[i]))-in)
}
