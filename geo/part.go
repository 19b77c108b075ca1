package geo

import (
	"errors"
	"fmt"
	"math/bits"

	"github.com/paulmach/orb"
)

// errNoLand is what is wrong with a boundary that encloses nothing.
var errNoLand = errors.New("it encloses no land")

// A part is one polygon of an area, with its edges in stripes of latitude: stripe i holds
// every edge that has a point in [south + i<<shift, south + (i+1)<<shift), the last one up to
// the north end. Testing a point reads the edges of one stripe, which lie side by side.
type part struct {
	box     Box
	order   uint32 // of its area in the layer
	shift   uint8
	first   uint32 // its stripe 0 in layer.stripes; one more entry ends the last stripe
	stripes uint32
}

// readPart rounds a polygon in degrees to edges. It returns none when nothing is left of the
// polygon at 1e-7 degree. Holes that vanish are left out.
func readPart(polygon orb.Polygon) ([]edge, error) {
	var edges []edge
	var points []Point
	for i, ring := range polygon {
		var err error
		if points, err = appendRounded(points[:0], ring); err != nil {
			return nil, fmt.Errorf("ring %d: %w", i+1, err)
		}
		if len(points) < 3 || allInLine(points) {
			if i == 0 {
				return nil, nil
			}
			continue
		}
		for j, p := range points {
			edges = append(edges, edgeBetween(p, points[(j+1)%len(points)]))
		}
	}
	return edges, nil
}

// allInLine reports whether three or more points lie on one straight line.
func allInLine(points []Point) bool {
	e := edgeBetween(points[0], points[1])
	for _, p := range points[2:] {
		if e.side(p) != 0 {
			return false
		}
	}
	return true
}

// stripeShift chooses the height of a part's stripes, a power of two: about two edges begin
// in a stripe, and no more than four times as many edges are stored as there are, however
// long they are.
func stripeShift(edges []edge, height int64) uint8 {
	var climbed int64
	for _, e := range edges {
		climbed += int64(e.by) - int64(e.ay)
	}
	n := int64(len(edges))
	least := max(height/(n/2+1), climbed/(3*n), 1)
	return uint8(bits.Len64(uint64(least)))
}

func (p *part) stripeAt(lat int32) uint32 {
	return uint32(int64(lat)-int64(p.box.Min.Lat)) >> p.shift
}

// south is the latitude at which stripe s begins.
func (p *part) south(s uint32) int64 { return int64(p.box.Min.Lat) + int64(s)<<p.shift }

func boxOfEdges(edges []edge) Box {
	box := Box{Point{edges[0].ax, edges[0].ay}, Point{edges[0].ax, edges[0].ay}}
	for _, e := range edges {
		box = box.Union(Box{Point{min(e.ax, e.bx), e.ay}, Point{max(e.ax, e.bx), e.by}})
	}
	return box
}
