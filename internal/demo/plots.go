package demo

import "math"

// A plotting divides a block into small irregular plots with a house on most of them.
type plotting struct {
	least, most float64 // square metres of a plot
	alley       float64 // breadth of the alleys between groups of plots
	group       float64 // square metres of a group
	gap         float64 // from a house to the edge of its plot
	vacant      float64 // share of plots without a house
	make        func(d dice, ring []vec) house
}

// plots fills the block with houses on plots.
func (p *placer) plots(r plotting) {
	by := make([]float64, len(p.classes))
	for i, c := range p.classes {
		by[i] = c.setback() - r.gap + 0.1
	}
	p.subdivide(inset(p.ring, by), r, p.d.between(r.least, r.most), 0)
}

func (p *placer) subdivide(ring []vec, r plotting, goal float64, depth int) {
	size := math.Abs(area(ring))
	if len(ring) < 3 || size < r.least*0.4 || depth > 14 {
		return
	}
	if size < goal*1.5 {
		p.buildOn(ring, r)
		return
	}
	b := boxOf(ring)
	at := b.point(b.long*p.d.between(-0.13, 0.13), 0)
	normal := b.u.turned(heading(p.d.between(-0.09, 0.09)))
	half := 0.0
	if size > r.group {
		half = r.alley / 2
	}
	goal = p.d.between(r.least, r.most)
	p.subdivide(clip(ring, at.add(normal.mul(half)), normal), r, goal, depth+1)
	p.subdivide(clip(ring, at.sub(normal.mul(half)), normal.mul(-1)), r, goal, depth+1)
}

// clip returns the part of a ring on the side of a line that the normal points to.
func clip(ring []vec, at, normal vec) []vec {
	var out []vec
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		da, db := a.sub(at).dot(normal), b.sub(at).dot(normal)
		if da >= 0 {
			out = append(out, a)
		}
		if (da > 0 && db < 0) || (da < 0 && db > 0) {
			out = append(out, a.mix(b, da/(da-db)))
		}
	}
	return out
}

func (p *placer) buildOn(plot []vec, r plotting) {
	if p.d.chance(r.vacant) {
		return
	}
	ring := core(plot, r.gap*p.d.between(0.8, 1.5))
	if len(ring) < 3 {
		return
	}
	b := boxOf(ring)
	if size := area(ring); size < r.least*0.3 || b.short < 4.5 || size < 0.6*b.long*b.short {
		return
	}
	p.put(r.make(p.d, ring), 0.5)
}

// core returns a part of a plot with few corners in which every point sees all of the plot's
// sides from a distance; it may be empty.
func core(plot []vec, gap float64) []vec {
	ring := plot
	for i, a := range plot {
		b := plot[(i+1)%len(plot)]
		if a.to(b) < 0.05 {
			continue
		}
		n := b.sub(a).unit().left()
		ring = clip(ring, a.add(n.mul(gap)), n)
		if len(ring) < 3 {
			return nil
		}
	}
	return squared(ring)
}

// squared leaves out corners of a convex ring, those that matter least first, down to four.
func squared(ring []vec) []vec {
	ring = append([]vec(nil), ring...)
	for len(ring) > 4 {
		worst, least := -1, math.Inf(1)
		for i, b := range ring {
			a, c := ring[(i+len(ring)-1)%len(ring)], ring[(i+1)%len(ring)]
			if k := math.Abs(b.sub(a).cross(c.sub(a))); k < least {
				worst, least = i, k
			}
		}
		if least > 30 {
			break
		}
		ring = append(ring[:worst], ring[worst+1:]...)
	}
	return ring
}

func makeCourtyard(d dice, ring []vec) house {
	if len(ring) == 4 && area(ring) > 130 {
		ring = courtyard(ring, d)
	}
	n := pick(d, []int{1, 1, 2, 2, 3})
	return house{ring: ring, kind: kindCourtyard, floors: d.whole(1, 2), households: n, least: 1, most: 4}
}

func makeSelfBuilt(d dice, ring []vec) house {
	n := pick(d, []int{1, 1, 2, 2, 3, 3, 4, 5})
	return house{ring: ring, kind: kindSelfBuilt, floors: d.whole(3, 5), households: n, least: 1, most: 8, estimated: true}
}

func makeFarmhouse(d dice, ring []vec) house {
	return house{ring: ring, kind: kindSelfBuilt, floors: d.whole(2, 4), households: pick(d, []int{1, 1, 1, 2, 2}), least: 1, most: 5, estimated: true}
}
