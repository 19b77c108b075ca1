package demo

import "math"

// estatePaths draws a path behind every row of houses and one that joins them and leads out to
// the street, where the houses leave room for it.
func (p *placer) estatePaths() {
	f := frame{at: p.middle, u: p.southward()}
	var ends []float64 // v of the paths behind the rows
	for _, v := range p.rowBacks {
		lo, hi := math.Inf(1), math.Inf(-1)
		for _, h := range p.houses {
			a, b := extent(h.ring, f)
			if h.most > 0 && b.y > v-3 && b.y < v+3 {
				lo, hi = min(lo, a.x), max(hi, b.x)
			}
		}
		if hi-lo > 20 && p.addPath(f.point(lo-5, v+5.5), f.point(hi+5, v+5.5)) {
			ends = append(ends, v+5.5)
		}
	}
	if len(ends) > 0 {
		p.joinPaths(f, ends[0], ends[len(ends)-1])
	}
}

// joinPaths looks for a line across all rows, from the middle outwards, and leads it to the
// street behind the last row or before the first.
func (p *placer) joinPaths(f frame, from, to float64) {
	lo, hi := extent(p.ring, f)
	for k := range 60 {
		u := float64((k+1)/2) * 2 * float64(1-k%2*2)
		if u < lo.x || u > hi.x {
			continue
		}
		for _, gate := range []float64{hi.y, lo.y} {
			if end, ok := p.gate(f, u, gate); ok && p.addPath(f.point(u, min(from, end)), f.point(u, max(to, end))) {
				return
			}
		}
	}
}

// gate returns where a line at u meets the outline of the block towards v.
func (p *placer) gate(f frame, u, toward float64) (float64, bool) {
	best, ok := 0.0, false
	for i, a := range p.ring {
		t, meets := meet(f.point(u, 0), f.point(u, toward), a, p.ring[(i+1)%len(p.ring)])
		if v := t * toward; meets && p.classes[i].word() != "" && (!ok || math.Abs(v) < math.Abs(best)) {
			best, ok = v, true
		}
	}
	return best, ok
}

// pathRoom is the least distance from the middle of a path to a house.
const pathRoom = 1.2

// addPath adds a straight path when it stays on the block and leaves room to every house.
func (p *placer) addPath(a, b vec) bool {
	steps := a.to(b) / 4
	for k := 1.0; k < steps; k++ {
		if !contains(p.ring, a.mix(b, k/steps)) {
			return false
		}
	}
	box := spanOf([]vec{a, b})
	for i, h := range p.houses {
		if !p.span[i].near(box, 2) {
			continue
		}
		if !lineApart([]vec{a, b}, h.ring, pathRoom) {
			return false
		}
	}
	p.paths = append(p.paths, []vec{a, b})
	return true
}

// lineApart reports whether a line keeps a distance from the sides of a ring.
func lineApart(line, ring []vec, gap float64) bool {
	for i := range len(line) - 1 {
		for j := range ring {
			if apart(ring[j], ring[(j+1)%len(ring)], line[i], line[i+1]) < gap {
				return false
			}
		}
	}
	return true
}

// parkPaths draws a round walk about the pond, or the middle, and ways to it from the streets.
func (p *placer) parkPaths(pond []vec) {
	c := centroid(pond)
	var walk []vec
	for _, q := range pond {
		walk = append(walk, c.add(q.sub(c).mul(1+7/q.to(c))))
	}
	p.paths = append(p.paths, append(walk, walk[0]))
	n := p.d.whole(3, 4)
	for k := range n {
		i := (len(p.ring)*k/n + p.d.IntN(3)) % len(p.ring)
		start := p.ring[i]
		end := walk[0]
		for _, q := range walk {
			if q.to(start) < end.to(start) {
				end = q
			}
		}
		line := hermite(start, c.sub(start).unit().turned(heading(p.d.between(-0.5, 0.5))), end, end.sub(start).unit(), 9)
		if inAll(p.ring, line) {
			p.paths = append(p.paths, append(append([]vec{start}, line...), end))
		}
	}
}

func inAll(ring, line []vec) bool {
	for _, q := range line {
		if !contains(ring, q) {
			return false
		}
	}
	return true
}

// trail winds uphill from one side of a wood to another.
func (p *placer) trail() {
	if p.size < 25000 {
		return
	}
	f := boxOf(p.ring)
	var bends []vec
	for t := -0.36; t <= 0.361; t += 0.09 {
		bends = append(bends, f.point(t*f.long, p.d.between(-0.24, 0.24)*f.short))
	}
	line := spline(bends, 14)
	if inAll(p.ring, line) {
		p.paths = append(p.paths, line)
	}
}
