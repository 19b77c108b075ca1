package tiles

import (
	"cmp"
	"slices"
)

// join links each chain with the one that comes in next after it has left. It is false when land
// and no land do not take turns around the rim, which only rounding can cause.
func (p *polygon) join() bool {
	slices.SortFunc(p.gates, func(a, b gate) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.chain, b.chain))
	})
	if p.around != 0 && p.around != 1 {
		return false
	}
	land := p.around == 1
	const none = -1
	first, last := none, none // the chain that comes in before any has left, and the one that left last
	for i := range p.gates {
		if !p.turn(i, land) {
			return false
		}
		g := p.gates[i]
		switch land = g.exit; {
		case land:
			last = g.chain
		case last == none:
			first = g.chain
		default:
			p.chains[last].next = g.chain
		}
	}
	if first != none {
		p.chains[last].next, p.chains[last].pastStart = first, true
	}
	return true
}

// turn makes gate i one that begins land where there was none, or ends it. Of those at one place
// any may be the first.
func (p *polygon) turn(i int, land bool) bool {
	for j := i; j < len(p.gates) && p.gates[j].place == p.gates[i].place; j++ {
		if p.gates[j].exit != land {
			p.gates[i], p.gates[j] = p.gates[j], p.gates[i]
			return true
		}
	}
	return false
}

// draw adds the polygons that joined chains make, with the holes that needed no cut.
func (c *Clipper) draw(rings []Ring) {
	for i := range c.chains {
		if !c.chains[i].drawn {
			c.outlines = append(c.outlines, c.drawLoop(i))
		}
	}
	if len(c.chains) == 0 && c.around == 1 {
		from := len(c.points)
		c.points = appendCorners(c.points, 0, 0, true)
		c.outlines = append(c.outlines, stretch{from, len(c.points)})
	}
	if len(c.outlines) > 1 {
		for i := range c.wholes {
			c.wholes[i].outline = c.home(rings[c.wholes[i].ring].Points)
		}
	}
	for i, outline := range c.outlines {
		c.rings = append(c.rings, clipped{stretch: outline})
		for _, w := range c.wholes {
			if w.outline == i {
				c.rings = append(c.rings, clipped{whole: rings[w.ring].Points, hole: true})
			}
		}
	}
}

// drawLoop draws chains, and what of the rim is between them, until the first comes again.
func (c *Clipper) drawLoop(start int) stretch {
	from := len(c.points)
	for i := start; !c.chains[i].drawn; i = c.chains[i].next {
		now := &c.chains[i]
		now.drawn = true
		c.points = append(c.points, c.cut[now.from:now.to]...)
		c.points = appendCorners(c.points, now.exit, c.chains[now.next].entry, now.pastStart)
	}
	return stretch{from, len(c.points)}
}

// home returns the outline that a hole is in. A hole may touch it at points.
func (c *Clipper) home(hole []XY) int {
	for i, outline := range c.outlines {
		if c.surrounds(outline, hole) {
			return i
		}
	}
	return 0 // in none that are left: rounding has put it beside its outline
}

func (c *Clipper) surrounds(outline stretch, hole []XY) bool {
	points := c.points[outline.from:outline.to]
	for _, p := range hole {
		if on, in := locate(points, p); !on {
			return in
		}
	}
	return true
}

// locate reports whether p is on a ring, and whether it is inside.
func locate(ring []XY, p XY) (on, in bool) {
	for i, b := range ring {
		a := ring[(i+len(ring)-1)%len(ring)]
		if min(a.Y, b.Y) > p.Y || max(a.Y, b.Y) < p.Y {
			continue
		}
		turn := (int64(b.X)-int64(a.X))*(int64(p.Y)-int64(a.Y)) - (int64(b.Y)-int64(a.Y))*(int64(p.X)-int64(a.X))
		if turn == 0 && min(a.X, b.X) <= p.X && p.X <= max(a.X, b.X) {
			return true, false
		}
		if (a.Y > p.Y) != (b.Y > p.Y) && (turn > 0) == (b.Y > a.Y) {
			in = !in
		}
	}
	return false, in
}

// clamp adds the rings with all that lies outside moved to the nearest point of the rim. Their
// land inside is the same, whatever the rings are like; they run along the rim where they are
// outside.
func (c *Clipper) clamp(rings []Ring) {
	for _, r := range rings {
		from := len(c.points)
		for i, b := range r.Points {
			a := r.Points[(i+len(r.Points)-1)%len(r.Points)]
			c.clampLine(a, b)
		}
		c.rings = append(c.rings, clipped{stretch: stretch{from, len(c.points)}, hole: r.Hole})
	}
}

// clampLine adds the line from a, which is added already, to b: it is bent where it passes the
// line of a side.
func (c *Clipper) clampLine(a, b XY) {
	type bend struct {
		along float64 // from a to b, of 1
		at    XY
	}
	var bends [4]bend
	n := 0
	for _, v := range [2]int32{rimLow, rimHigh} {
		if (a.X < v) != (b.X < v) {
			y, part := crossing(a.X, a.Y, b.X, b.Y, v)
			bends[n] = bend{float64(int64(v)-int64(a.X)) / float64(int64(b.X)-int64(a.X)), XY{v, nearest(y, part)}}
			n++
		}
		if (a.Y < v) != (b.Y < v) {
			x, part := crossing(a.Y, a.X, b.Y, b.X, v)
			bends[n] = bend{float64(int64(v)-int64(a.Y)) / float64(int64(b.Y)-int64(a.Y)), XY{nearest(x, part), v}}
			n++
		}
	}
	slices.SortFunc(bends[:n], func(p, q bend) int { return cmp.Compare(p.along, q.along) })
	for _, bend := range bends[:n] {
		c.addClamped(bend.at)
	}
	c.addClamped(b)
}

func (c *Clipper) addClamped(p XY) {
	c.points = append(c.points, XY{min(max(p.X, rimLow), rimHigh), min(max(p.Y, rimLow), rimHigh)})
}
