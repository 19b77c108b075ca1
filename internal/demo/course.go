package demo

import "math"

// A course is the centre line of running water with its width.
type course struct {
	line []vec
	half []float64 // half of the width at each point of the line
}

// at returns the nearest point of the centre line, the half width there, the way the water runs,
// and how far left of it p lies (negative: right).
func (c course) at(p vec) (foot vec, half float64, along vec, off float64) {
	best := math.Inf(1)
	for i := range len(c.line) - 1 {
		q := onSegment(p, c.line[i], c.line[i+1])
		if d := p.to(q); d < best {
			best, foot, half = d, q, c.half[i]
			along = c.line[i+1].sub(c.line[i]).unit()
		}
	}
	off = math.Copysign(best, along.cross(p.sub(foot)))
	return foot, half, along, off
}

// beside returns the line at a distance from the bank; sign 1 is the left bank, -1 the right.
func (c course) beside(sign, fromBank float64) []vec {
	var out []vec
	for i, p := range c.line {
		out = append(out, p.add(c.normal(i).mul(sign*(c.half[i]+fromBank))))
	}
	return out
}

func (c course) normal(i int) vec {
	a, b := c.line[max(0, i-1)], c.line[min(len(c.line)-1, i+1)]
	return b.sub(a).unit().left()
}

// surface returns the ring between the banks.
func (c course) surface() []vec {
	left := c.beside(1, 0)
	out := c.beside(-1, 0)
	for i := len(left) - 1; i >= 0; i-- {
		out = append(out, left[i])
	}
	return out
}

// smoothed returns the line with its bends evened out over n points to each side.
func smoothed(line []vec, n int) []vec {
	out := make([]vec, len(line))
	for i := range line {
		k := min(n, i, len(line)-1-i)
		for j := i - k; j <= i+k; j++ {
			out[i] = out[i].add(line[j])
		}
		out[i] = out[i].mul(1 / float64(2*k+1))
	}
	return out
}
