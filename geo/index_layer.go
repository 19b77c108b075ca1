package geo

import (
	"errors"
	"fmt"
)

// A layer is areas that may overlap, each with a boundary of its own.
type layer struct {
	ids     []AreaID // by order
	orders  *ledger  // the reverse
	parts   []part
	partsOf []int    // where the parts of each area begin, and one more
	stripes []uint32 // where each stripe of each part begins in edges
	edges   []edge
}

// newLayer reads areas. Its error names the first that is unfit, see [NewIndex].
func newLayer(areas []Area) (*layer, error) {
	l := &layer{partsOf: []int{0}}
	seen := make(map[AreaID]bool, len(areas))
	for _, area := range areas {
		err := errors.New("it occurs twice")
		if !seen[area.ID] {
			err = l.add(area)
		}
		if err != nil {
			return nil, &AreaError{area.ID, err}
		}
		seen[area.ID] = true
	}
	entries := make([]ledgerEntry, len(l.ids))
	for order, id := range l.ids {
		entries[order] = ledgerEntry{id, uint32(order)}
	}
	l.orders = newLedger(entries)
	return l, nil
}

// partsFrom returns the parts of an area: from one number up to, without it, another.
func (l *layer) partsFrom(id AreaID) (from, to int) {
	order, ok := l.orders.number(id)
	if !ok {
		return 0, 0
	}
	return l.partsOf[order], l.partsOf[order+1]
}

func (l *layer) add(area Area) error {
	before := len(l.parts)
	for i, polygon := range area.Boundary {
		edges, err := readPart(polygon)
		if err != nil {
			return fmt.Errorf("polygon %d: %w", i+1, err)
		}
		if len(edges) > 0 {
			l.addPart(uint32(len(l.ids)), edges)
		}
	}
	if len(l.parts) == before {
		return errNoLand
	}
	l.ids = append(l.ids, area.ID)
	l.partsOf = append(l.partsOf, len(l.parts))
	return nil
}

func (l *layer) addPart(order uint32, edges []edge) {
	box := boxOfEdges(edges)
	height := int64(box.Max.Lat) - int64(box.Min.Lat)
	p := part{box: box, order: order, shift: stripeShift(edges, height), first: uint32(len(l.stripes))}
	p.stripes = p.stripeAt(box.Max.Lat) + 1
	l.addStripes(&p, edges)
	l.parts = append(l.parts, p)
}

// addStripes sorts edges into the stripes of p by counting.
func (l *layer) addStripes(p *part, edges []edge) {
	ends := make([]uint32, p.stripes+1)
	for _, e := range edges {
		for s := p.stripeAt(e.ay); s <= p.stripeAt(e.by); s++ {
			ends[s+1]++
		}
	}
	ends[0] = uint32(len(l.edges))
	for s := range p.stripes {
		ends[s+1] += ends[s]
	}
	l.stripes = append(l.stripes, ends...)
	l.edges = append(l.edges, make([]edge, ends[p.stripes]-ends[0])...)
	for _, e := range edges {
		for s := p.stripeAt(e.ay); s <= p.stripeAt(e.by); s++ {
			l.edges[ends[s]] = e
			ends[s]++
		}
	}
}

// stripe returns the edges of stripe s of p.
func (l *layer) stripe(p *part, s uint32) []edge {
	at := p.first + s
	return l.edges[l.stripes[at]:l.stripes[at+1]]
}

// test reports whether a part owns the point by the half-open rule, and whether the point lies
// on its boundary.
func (l *layer) test(number uint32, at Point) (owned, on bool) {
	p := &l.parts[number]
	if !p.box.Holds(at) {
		return false, false
	}
	for _, e := range l.stripe(p, p.stripeAt(at.Lat)) {
		touches, crossed := e.meets(at)
		on = on || touches
		owned = owned != crossed
	}
	return owned, on
}

// nearest brings best forward to the point of a part's boundary nearest to the ground's
// origin, going from the origin's stripe outwards until no stripe can be nearer.
func (l *layer) nearest(number uint32, ground *ground, best *nearestPoint) {
	p := &l.parts[number]
	lat := min(max(ground.origin.Lat, p.box.Min.Lat), p.box.Max.Lat)
	start := p.stripeAt(lat)
	for s := start; s < p.stripes && ground.squareToLat(p.south(s), false) < best.square; s++ {
		ground.nearest(l.stripe(p, s), best)
	}
	for s := start; s > 0 && ground.squareToLat(p.south(s), true) < best.square; s-- {
		ground.nearest(l.stripe(p, s-1), best)
	}
}

// borderMeets reports whether a part's boundary has a point in b, which meets its box.
func (l *layer) borderMeets(number uint32, b Box) bool {
	p := &l.parts[number]
	from := p.stripeAt(max(b.Min.Lat, p.box.Min.Lat))
	to := p.stripeAt(min(b.Max.Lat, p.box.Max.Lat))
	for s := from; s <= to; s++ {
		for _, e := range l.stripe(p, s) {
			if e.meetsBox(b) {
				return true
			}
		}
	}
	return false
}
