package tiles

import "slices"

// A polygon is what a Clipper knows of the one it cuts: the chains that are left of its rings,
// from where they come in at the rim to where they leave.
//
//	      exit
//	+------o======+     The double line is what is drawn of the rim, from where a
//	|     /       ‖     chain leaves to where the next one comes in. Rings are walked
//	|    /  land  ‖     with the land to their right as seen on the map, so that land
//	|   o---------o     lies along the rim after each exit and before each entry,
//	|          entry    going round clockwise.
//	+-------------+
type polygon struct {
	chains   []chain
	cut      []XY   // the points of all chains
	gates    []gate // the ends of chains, in order around the rim
	around   int    // how many of the rings that are cut are around the north-western corner
	wholes   []whole
	outlines []stretch // what is left of the rings that were cut, of Clipper.points
}

// A whole is a hole that needs no cut, and the outline that it is in.
type whole struct{ ring, outline int }

// A chain is a stretch of cut, and after joining, the chain that goes on where it leaves.
type chain struct {
	stretch
	entry, exit place
	next        int
	pastStart   bool // the way to the next passes the north-western corner
	drawn       bool
}

// A gate is where a chain comes in or leaves.
type gate struct {
	place
	chain int
	exit  bool
}

// Polygon adds a polygon to the feature: an outline and its holes, which may touch it and each
// other at points. What is left of it may be several polygons. They have no sides in common and
// are joined by no line along the rim. Only where rounding made the polygon's rings cross each
// other at the rim, such lines may be left.
func (c *Clipper) Polygon(rings ...Ring) {
	if len(rings) == 0 || len(rings[0].Points) == 0 {
		return
	}
	least, most := boxOf(rings[0].Points)
	if !outside(least) && !outside(most) {
		c.keep(rings)
		return
	}
	c.begin()
	for i, r := range rings {
		if i > 0 {
			if len(r.Points) == 0 {
				continue
			}
			least, most = boxOf(r.Points)
		}
		switch {
		case most.X <= rimLow || least.X >= rimHigh || most.Y <= rimLow || least.Y >= rimHigh:
		case within(least) && within(most):
			c.wholes = append(c.wholes, whole{ring: i})
		default:
			c.cutRing(r)
		}
	}
	if c.join() {
		c.draw(rings)
	} else {
		c.clamp(rings)
	}
}

// keep adds a polygon as it is, for its outline is inside. Holes that are not in their outline
// could be anywhere.
func (c *Clipper) keep(rings []Ring) {
	for _, r := range rings[1:] {
		if slices.ContainsFunc(r.Points, outside) {
			c.clamp(rings)
			return
		}
	}
	for _, r := range rings {
		c.rings = append(c.rings, clipped{whole: r.Points, hole: r.Hole})
	}
}

func (p *polygon) begin() {
	p.chains, p.cut, p.gates, p.around = p.chains[:0], p.cut[:0], p.gates[:0], 0
	p.wholes, p.outlines = p.wholes[:0], p.outlines[:0]
}

// boxOf returns the north-western and the south-eastern corner of the box around a ring.
func boxOf(ring []XY) (least, most XY) {
	least, most = ring[0], ring[0]
	for _, p := range ring[1:] {
		least = XY{min(least.X, p.X), min(least.Y, p.Y)}
		most = XY{max(most.X, p.X), max(most.Y, p.Y)}
	}
	return least, most
}

// cutRing adds the chains of a ring, of which a point is not within.
func (p *polygon) cutRing(r Ring) {
	points, step := r.Points, 1
	if (twiceArea(points) < 0) != r.Hole {
		step = len(points) - 1 // backwards
	}
	start := 0
	for within(points[start]) {
		start++
	}
	from, inside := 0, false
	var entry place
	a := points[start]
	for i := start; ; {
		if i += step; i >= len(points) {
			i -= len(points)
		}
		b := points[i]
		if inside && within(b) { // as most are
			p.cut = append(p.cut, b)
			a = b
			continue
		}
		p.around += roundCorner(a, b)
		if meetsInside(a, b) {
			if !inside {
				from = len(p.cut)
				var at XY
				at, entry = firstInside(a, b)
				p.cut = append(p.cut, at)
			}
			at, exit := firstInside(b, a)
			p.cut = append(p.cut, at)
			if inside = within(b); !inside {
				p.addChain(chain{stretch: stretch{from, len(p.cut)}, entry: entry, exit: exit})
			}
		}
		if a = b; i == start {
			return
		}
	}
}

func (p *polygon) addChain(c chain) {
	p.gates = append(p.gates, gate{c.entry, len(p.chains), false}, gate{c.exit, len(p.chains), true})
	p.chains = append(p.chains, c)
}

// roundCorner returns 1 for a line that passes the rim west of its north-western corner going
// north, -1 for one going south. The sum of a ring says whether it goes around a point of the rim
// just before that corner: a hair inside the west side, and less than any cut south of the corner.
func roundCorner(a, b XY) int {
	if (a.Y <= rimLow) == (b.Y <= rimLow) {
		return 0
	}
	sign := 1
	if a.Y <= rimLow {
		sign, a, b = -1, b, a
	}
	// From a, in the south, to b.
	dx, dy := int64(b.X)-int64(a.X), int64(b.Y)-int64(a.Y)
	across, corner := (rimLow-int64(a.Y))*dx, (rimLow-int64(a.X))*dy
	if across > corner || across == corner && dx >= 0 {
		return sign
	}
	return 0
}
