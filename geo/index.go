package geo

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// An AreaID identifies an area.
type AreaID int64

// An Area is what an Index is built from: an identity and a boundary in degrees of CGCS2000,
// rings closed, holes after the outer ring of their polygon. The order of a slice of areas
// decides ties, see the package documentation.
type Area struct {
	ID       AreaID
	Boundary orb.MultiPolygon
}

// A Rule says how a point came to its area.
type Rule uint8

// A point lies inside its area, or on its border.
const (
	Inside Rule = iota
	Border
)

// String returns "inside" or "border".
func (r Rule) String() string {
	if r == Border {
		return "border"
	}
	return "inside"
}

// ErrNoArea is returned for a point that no area covers.
var ErrNoArea = errors.New("no area covers this point")

// An AreaError says what makes an area unfit for an index.
type AreaError struct {
	ID  AreaID
	Err error
}

// Error names the area.
func (e *AreaError) Error() string { return fmt.Sprintf("area %d: %v", e.ID, e.Err) }

// Unwrap returns the reason alone.
func (e *AreaError) Unwrap() error { return e.Err }

// An Index finds areas by position. It is never changed once built, and safe for concurrent
// use.
type Index struct {
	ids     []AreaID          // by order
	orders  map[AreaID]uint32 // the reverse
	parts   []part
	partsOf []uint32 // parts of the area of order i: partsOf[i] to partsOf[i+1]
	stripes []uint32 // where each stripe of each part begins in edges
	edges   []edge
	tree    rtree.RTreeGN[float64, uint32] // parts by box
}

// NewIndex builds an index of areas. Vertices are rounded to 1e-7 degree; a polygon or hole
// of which nothing is left then is left out. Its error names the first area with a vertex
// that is not on the earth, an open ring, no land at all, or an ID that occurred before; it is
// an [*AreaError].
func NewIndex(areas []Area) (*Index, error) {
	x := &Index{orders: make(map[AreaID]uint32, len(areas)), partsOf: []uint32{0}}
	for _, area := range areas {
		if err := x.add(area); err != nil {
			return nil, &AreaError{area.ID, err}
		}
	}
	return x, nil
}

func (x *Index) add(area Area) error {
	if _, ok := x.orders[area.ID]; ok {
		return errors.New("it occurs twice")
	}
	order := uint32(len(x.ids))
	x.orders[area.ID] = order
	x.ids = append(x.ids, area.ID)
	before := len(x.parts)
	for i, polygon := range area.Boundary {
		edges, err := readPart(polygon)
		if err != nil {
			return fmt.Errorf("polygon %d: %w", i+1, err)
		}
		if len(edges) > 0 {
			x.addPart(order, edges)
		}
	}
	if len(x.parts) == before {
		return errNoLand
	}
	x.partsOf = append(x.partsOf, uint32(len(x.parts)))
	return nil
}

func (x *Index) addPart(order uint32, edges []edge) {
	box := boxOfEdges(edges)
	height := int64(box.Max.Lat) - int64(box.Min.Lat)
	p := part{box: box, order: order, shift: stripeShift(edges, height), first: uint32(len(x.stripes))}
	p.stripes = p.stripeAt(box.Max.Lat) + 1
	x.addStripes(&p, edges)
	low, high := box.corners()
	x.tree.Insert(low, high, uint32(len(x.parts)))
	x.parts = append(x.parts, p)
}

// addStripes sorts edges into the stripes of p by counting.
func (x *Index) addStripes(p *part, edges []edge) {
	ends := make([]uint32, p.stripes+1)
	for _, e := range edges {
		for s := p.stripeAt(e.ay); s <= p.stripeAt(e.by); s++ {
			ends[s+1]++
		}
	}
	ends[0] = uint32(len(x.edges))
	for s := range p.stripes {
		ends[s+1] += ends[s]
	}
	x.stripes = append(x.stripes, ends...)
	x.edges = append(x.edges, make([]edge, ends[p.stripes]-ends[0])...)
	for _, e := range edges {
		for s := p.stripeAt(e.ay); s <= p.stripeAt(e.by); s++ {
			x.edges[ends[s]] = e
			ends[s]++
		}
	}
}

// stripe returns the edges of stripe s of p.
func (x *Index) stripe(p *part, s uint32) []edge {
	at := p.first + s
	return x.edges[x.stripes[at]:x.stripes[at+1]]
}

// test reports whether the part owns the point by the half-open rule, and whether the point
// lies on its boundary. The point must be in the part's box.
func (x *Index) test(p *part, at Point) (owned, on bool) {
	for _, e := range x.stripe(p, p.stripeAt(at.Lat)) {
		touches, crossed := e.meets(at)
		on = on || touches
		owned = owned != crossed
	}
	return owned, on
}

// Locate returns the area that owns p by the rule of the package documentation, and whether
// p lies inside it or on its border. It returns ErrNoArea for a point that no area covers.
// It allocates nothing.
func (x *Index) Locate(p Point) (AreaID, Rule, error) {
	const none = math.MaxUint32
	owner, toucher, rule := uint32(none), uint32(none), Inside
	at := [2]float64{float64(p.Lon), float64(p.Lat)}
	x.tree.Search(at, at, func(_, _ [2]float64, i uint32) bool {
		part := &x.parts[i]
		if part.order >= owner {
			return true
		}
		switch owned, on := x.test(part, p); {
		case owned && on:
			owner, rule = part.order, Border
		case owned:
			owner, rule = part.order, Inside
		case on:
			toucher = min(toucher, part.order)
		}
		return true
	})
	switch {
	case owner != none:
		return x.ids[owner], rule, nil
	case toucher != none:
		return x.ids[toucher], Border, nil
	default:
		return 0, Inside, ErrNoArea
	}
}
