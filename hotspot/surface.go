package hotspot

import (
	"errors"
	"math"
)

// A Lattice is squares of a plane: square (col, row) is number row·Cols + col and its low corner is
// Origin + Size·(col, row). A point on a side belongs to the square above or to the right.
type Lattice struct {
	Origin     Point
	Size       float64 // metres
	Cols, Rows int
}

// Len returns how many squares there are.
func (l Lattice) Len() int { return l.Cols * l.Rows }

// Square returns the number of the square that holds a point; ok is false outside of the lattice.
func (l Lattice) Square(p Point) (square int, ok bool) {
	col, row := math.Floor((p.X-l.Origin.X)/l.Size), math.Floor((p.Y-l.Origin.Y)/l.Size)
	if !(col >= 0 && row >= 0 && col < float64(l.Cols) && row < float64(l.Rows)) {
		return 0, false
	}
	return int(row)*l.Cols + int(col), true
}

// Middle returns the middle of a square.
func (l Lattice) Middle(square int) Point {
	return Point{
		X: l.Origin.X + (float64(square%l.Cols)+0.5)*l.Size,
		Y: l.Origin.Y + (float64(square/l.Cols)+0.5)*l.Size,
	}
}

// Count counts points by square and says how many lie outside.
func (l Lattice) Count(points []Point) (counts []float64, outside int) {
	counts = make([]float64, l.Len())
	for _, p := range points {
		if square, ok := l.Square(p); ok {
			counts[square]++
		} else {
			outside++
		}
	}
	return counts, outside
}

// ErrBandwidth is the answer to a standard deviation that is not between one square and half the lattice.
var ErrBandwidth = errors.New("the bandwidth must be at least as large as a square and at most half as large as the area")

// Surface returns the density of incidents per km² in every square, from their counts by square. Only
// squares of the study area have any; nil: all. It depends on the squares, the kernel and the study area
// alone, never on what part of them is looked at. With Diggle's edge its sum times the size of a
// square is the number of incidents in the study area.
func Surface(l Lattice, counts []float64, area []bool, k Kernel, edge Edge) ([]float64, error) {
	if !(k.Sigma >= l.Size && 2*k.Sigma <= l.Size*float64(max(l.Cols, l.Rows))) {
		return nil, ErrBandwidth
	}
	spread := k.spreader(l)
	weights := make([]float64, l.Len())
	for i, count := range counts {
		if area == nil || area[i] {
			weights[i] = count
		}
	}
	if edge == NoEdge {
		return perArea(spread(weights), area, nil, l.Size), nil
	}
	stays := spread(ones(l.Len(), area))
	if edge == Uniform {
		return perArea(spread(weights), area, stays, l.Size), nil
	}
	for i := range weights {
		if weights[i] != 0 {
			weights[i] /= stays[i]
		}
	}
	return perArea(spread(weights), area, nil, l.Size), nil
}

func ones(n int, area []bool) []float64 {
	out := make([]float64, n)
	for i := range out {
		if area == nil || area[i] {
			out[i] = 1
		}
	}
	return out
}

// perArea turns incidents per square into incidents per km² of the study area, divided by what stays.
func perArea(spread []float64, area []bool, stays []float64, size float64) []float64 {
	by := squareKilometre / (size * size)
	for i := range spread {
		switch {
		case area != nil && !area[i]:
			spread[i] = 0
		case stays != nil:
			spread[i] *= by / stays[i]
		default:
			spread[i] *= by
		}
	}
	return spread
}

// spreader returns what spreads the figures of all squares by the kernel; the parts sum to 1, but for what
// leaves the lattice.
func (k Kernel) spreader(l Lattice) func([]float64) []float64 {
	if k.Shape == Quartic {
		return k.stencil(l)
	}
	taps := k.taps(l.Size)
	return func(x []float64) []float64 {
		return alongColumns(alongRows(x, l, taps), l, taps)
	}
}

// taps returns the parts of a Gaussian kernel in the middle of a square that fall on that square, the
// next, and so on along one axis.
func (k Kernel) taps(size float64) []float64 {
	reach := int(math.Ceil(k.Radius() / size))
	taps := make([]float64, reach+1)
	below := func(metres float64) float64 { return math.Erf(metres/(k.Sigma*math.Sqrt2)) / 2 }
	sum := 0.0
	for i := range taps {
		taps[i] = below((float64(i)+0.5)*size) - below((float64(i)-0.5)*size)
		sum += taps[i]
		if i > 0 {
			sum += taps[i]
		}
	}
	for i := range taps {
		taps[i] /= sum
	}
	return taps
}

// alongRows spreads along each row.
func alongRows(x []float64, l Lattice, taps []float64) []float64 {
	out := make([]float64, len(x))
	for row := range l.Rows {
		from, to := x[row*l.Cols:(row+1)*l.Cols], out[row*l.Cols:(row+1)*l.Cols]
		for col, v := range from {
			if v == 0 {
				continue
			}
			to[col] += v * taps[0]
			for d := 1; d < len(taps); d++ {
				part := v * taps[d]
				if col >= d {
					to[col-d] += part
				}
				if col+d < l.Cols {
					to[col+d] += part
				}
			}
		}
	}
	return out
}

// alongColumns spreads along each column, a row at a time.
func alongColumns(x []float64, l Lattice, taps []float64) []float64 {
	out := make([]float64, len(x))
	for row := range l.Rows {
		to := out[row*l.Cols : (row+1)*l.Cols]
		for other := max(0, row-len(taps)+1); other <= min(l.Rows-1, row+len(taps)-1); other++ {
			tap := taps[max(row-other, other-row)]
			for col, v := range x[other*l.Cols : (other+1)*l.Cols] {
				to[col] += v * tap
			}
		}
	}
	return out
}

// stencil returns what spreads by a quartic kernel, square by square.
func (k Kernel) stencil(l Lattice) func([]float64) []float64 {
	type part struct {
		dx, dy int
		of     float64
	}
	reach := int(math.Ceil(k.Radius() / l.Size))
	var parts []part
	sum := 0.0
	for dy := -reach; dy <= reach; dy++ {
		for dx := -reach; dx <= reach; dx++ {
			if of := k.at(float64(dx*dx+dy*dy) * l.Size * l.Size); of > 0 {
				parts = append(parts, part{dx, dy, of})
				sum += of
			}
		}
	}
	return func(x []float64) []float64 {
		out := make([]float64, len(x))
		for i, v := range x {
			if v == 0 {
				continue
			}
			col, row := i%l.Cols, i/l.Cols
			for _, p := range parts {
				if c, r := col+p.dx, row+p.dy; c >= 0 && r >= 0 && c < l.Cols && r < l.Rows {
					out[r*l.Cols+c] += v * p.of / sum
				}
			}
		}
		return out
	}
}
