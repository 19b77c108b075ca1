package nation

import (
	"github.com/paulmach/orb"

	"gewu/geo"
)

// A drawer draws sides and corners. Those inside the community that is edited, if there is
// one, come from another seed.
type drawer struct {
	*Nation
	edited block
	round  uint64
}

// A block is a rectangle of cells: from line west to line east, from south to north.
type block struct{ west, south, east, north int }

// Community returns the ID of a community and its grids.
func (n *Nation) Community(i int) (geo.AreaID, []geo.Area) { return n.Edited(i, 0) }

// Edited returns a community as it is after an edit of that number: its inner borders run
// elsewhere, its outline is the same. Edit 0 is the community as it was at first.
func (n *Nation) Edited(i int, round uint64) (geo.AreaID, []geo.Area) {
	b := n.blockOf(i)
	d := drawer{n, b, round}
	areas := make([]geo.Area, 0, n.wide*n.high)
	first := geo.AreaID(i*n.wide*n.high + 1)
	for y := b.south; y < b.north; y++ {
		for x := b.west; x < b.east; x++ {
			id := first + geo.AreaID(len(areas))
			areas = append(areas, geo.Area{ID: id, Boundary: d.outline(block{x, y, x + 1, y + 1})})
		}
	}
	return n.communityID(i), areas
}

func (n *Nation) communityID(i int) geo.AreaID { return geo.AreaID(n.Grids() + 1 + i) }

// CommunityArea returns a community as an area, with the outline of its grids.
func (n *Nation) CommunityArea(i int) geo.Area {
	return geo.Area{ID: n.communityID(i), Boundary: drawer{Nation: n}.outline(n.blockOf(i))}
}

// StreetOf returns the index of the street of a community.
func (n *Nation) StreetOf(community int) int {
	column, row := community%n.columns(), community/n.columns()
	return row/n.acrossStreet*blocks(n.columns(), n.acrossStreet) + column/n.acrossStreet
}

// StreetArea returns a street as an area, with the outline of its communities.
func (n *Nation) StreetArea(i int) geo.Area {
	across := blocks(n.columns(), n.acrossStreet)
	wide, high := n.acrossStreet*n.wide, n.acrossStreet*n.high
	west, south := i%across*wide, i/across*high
	b := block{west, south, min(west+wide, n.lons.cells()), min(south+high, n.lats.cells())}
	id := geo.AreaID(n.Grids() + n.Communities() + 1 + i)
	return geo.Area{ID: id, Boundary: drawer{Nation: n}.outline(b)}
}

func (n *Nation) blockOf(community int) block {
	west, south := community%n.columns()*n.wide, community/n.columns()*n.high
	return block{west, south, west + n.wide, south + n.high}
}

// outline runs counter-clockwise around a block from its south-western corner.
func (d drawer) outline(b block) orb.MultiPolygon {
	var around []geo.Point
	for x := b.west; x < b.east; x++ {
		around = d.appendSide(around, x, b.south, 0, false)
	}
	for y := b.south; y < b.north; y++ {
		around = d.appendSide(around, b.east, y, 1, false)
	}
	for x := b.east - 1; x >= b.west; x-- {
		around = d.appendSide(around, x, b.north, 0, true)
	}
	for y := b.north - 1; y >= b.south; y-- {
		around = d.appendSide(around, b.west, y, 1, true)
	}
	ring := make(orb.Ring, 0, len(around)+1)
	for _, p := range around {
		ring = append(ring, p.Orb())
	}
	return orb.MultiPolygon{{append(ring, ring[0])}}
}

// appendSide adds the points of the side that begins at corner (x, y) and runs along an axis,
// 0 to the east or 1 to the north, or the same backwards; the last of them is left out.
func (d drawer) appendSide(points []geo.Point, x, y, along int, back bool) []geo.Point {
	k, seed := d.bent, d.sideSeed(x, y, along)
	for i := range 2 * k {
		if back {
			i = 2*k - i
		}
		points = append(points, d.sidePoint(x, y, along, i, seed))
	}
	return points
}

// sidePoint is point i of a side, from 0 at its first corner to 2·bent at the other.
func (d drawer) sidePoint(x, y, along, i int, seed uint64) geo.Point {
	corner, steps, sign := [2]int{x, y}, i, 1.0
	if i > d.bent {
		corner[along]++
		steps, sign = 2*d.bent-i, -1
	}
	off := d.corner(corner)
	t := float64(steps) / float64(d.bent)
	length := 0.5 - sign*off[along]
	bend := d.bend(mix(seed, uint64(sign+1)), t) * min(0.3*t*length, 0.12*(1-t))
	middle := 0.1 * noise(seed)
	off[1-along] += t*(middle-off[1-along]) + bend
	off[along] += sign * t * length
	return geo.Point{Lon: d.lons.units(corner[0], off[0]), Lat: d.lats.units(corner[1], off[1])}
}

// bend is how far an arm is off its straight line at t, from -1 to 1: wide turns, and small
// ones on them when there are points enough to show both.
func (d drawer) bend(seed uint64, t float64) float64 {
	k := float64(d.bent)
	return 0.8*smooth(seed, t*min(k, 6)) + 0.2*smooth(mix(seed, 1), t*k)
}

// corner returns how far a corner is moved.
func (d drawer) corner(at [2]int) [2]float64 {
	seed := mix(mix(d.seed, uint64(at[0])), uint64(at[1]))
	if b := d.edited; b.west < at[0] && at[0] < b.east && b.south < at[1] && at[1] < b.north {
		seed = mix(seed, d.round)
	}
	return [2]float64{0.1 * noise(mix(seed, 5)), 0.1 * noise(mix(seed, 6))}
}

// sideSeed is inside the edited community for sides that are not on its outline.
func (d drawer) sideSeed(x, y, along int) uint64 {
	seed := mix(mix(mix(d.seed, uint64(x)), uint64(y)), uint64(7+along))
	b := d.edited
	inside := b.west <= x && x < b.east && b.south < y && y < b.north
	if along == 1 {
		inside = b.west < x && x < b.east && b.south <= y && y < b.north
	}
	if inside {
		return mix(seed, d.round)
	}
	return seed
}
