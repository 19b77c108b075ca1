package demo

import (
	"math"
	"sort"
)

// A region is an area in the making: a street, a community, a station or a grid as a set of blocks.
type region struct {
	blocks []int
	code   string
	name   string
	parent *region
	parts  []*region
}

// The numbers of areas, as in the first seed document.
const (
	communityCount = 26
	gridCount      = 145
)

// divideTown gives every block to a grid, every grid to a community and so on, and the
// resettlement estate to the street that it borders on most. No area lies on both sides of the
// river. It reports whether the land on each side is in one piece, without which there is no division.
func (t *town) divideTown() bool {
	v := t.newDivider()
	t.top = &region{}
	north, south := t.sides(v)
	if !v.prepare(north).whole() || !v.prepare(south).whole() {
		return false
	}
	gridsNorth := int(float64(gridCount)*t.weigh(v, north)/(t.weigh(v, north)+t.weigh(v, south)) + 0.5)
	communitiesNorth := max(1, (communityCount*gridsNorth+gridCount/2)/gridCount)
	t.divideSide(v, north, gridsNorth, communitiesNorth)
	t.divideSide(v, south, gridCount-gridsNorth, communityCount-communitiesNorth)
	t.addResettlement()
	return true
}

func (t *town) newDivider() *divider {
	v := &divider{d: diceFor(t.seed, stageDivision, 0), hosts: t.hosts()}
	v.links = t.links(v.hosts)
	v.weight, v.size, v.outer = make([]float64, len(t.blocks)), make([]float64, len(t.blocks)), make([]bool, len(t.blocks))
	for i, b := range t.blocks {
		h := v.hosts[i]
		v.weight[h] += float64(b.households())
		v.size[h] += b.size
		for e := range t.mesh.edges(b.face) {
			if f := t.mesh.across(e); f == nowhere || t.blocks[f].zone == zoneResettled {
				v.outer[h] = true
			}
		}
	}
	return v
}

// sides returns the hosting blocks on the left and on the right bank of the river.
func (t *town) sides(v *divider) (north, south []int) {
	for i, b := range t.blocks {
		if b.zone == zoneResettled || v.hosts[i] != i {
			continue
		}
		if _, _, _, off := t.river.at(b.middle); off > 0 {
			north = append(north, i)
		} else {
			south = append(south, i)
		}
	}
	return north, south
}

// whole reports whether the blocks are in one piece.
func (c *carving) whole() bool {
	sets, pieces := make([]int, len(c.blocks)), len(c.blocks)
	for i := range sets {
		sets[i] = i
	}
	for _, l := range c.links {
		if a, b := root(sets, l.a), root(sets, l.b); a != b {
			sets[a] = b
			pieces--
		}
	}
	return pieces == 1
}

func (t *town) weigh(v *divider, blocks []int) float64 {
	n := 0.0
	for _, b := range blocks {
		n += v.weight[b]
	}
	return n
}

// divideSide divides the land on one side of the river into one or two streets, and these into
// communities and grids.
func (t *town) divideSide(v *divider, blocks []int, grids, communities int) {
	counts := gridsOfCommunities(v.d, communities, grids)
	own := [][]int{counts}
	if communities > 10 {
		own = [][]int{counts[:communities/2], counts[communities/2:]}
	}
	shares := make([]int, len(own))
	for i := range own {
		shares[i] = sum(own[i])
	}
	for i, blocks := range v.part(blocks, shares) {
		street := t.top.add(nil)
		for j, blocks := range v.part(blocks, own[i]) {
			community := street.add(nil)
			for _, blocks := range v.part(blocks, ones(own[i][j])) {
				community.add(v.withHosted(blocks))
			}
		}
	}
}

// withHosted adds to hosting blocks those that go with them.
func (v *divider) withHosted(blocks []int) []int {
	in := make(map[int]bool, len(blocks))
	for _, b := range blocks {
		in[b] = true
	}
	var out []int
	for i, h := range v.hosts {
		if in[h] {
			out = append(out, i)
		}
	}
	return out
}

// add hangs a part with its blocks under r; they are blocks of all above it too.
func (r *region) add(blocks []int) *region {
	part := &region{blocks: blocks, parent: r}
	r.parts = append(r.parts, part)
	for p := r; p != nil; p = p.parent {
		p.blocks = append(p.blocks, blocks...)
	}
	return part
}

// gridsOfCommunities returns n numbers from 4 to 8 (or near to it) that add to grids.
func gridsOfCommunities(d dice, n, grids int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = 4 + i%3
	}
	for sum(out) != grids {
		i := d.IntN(n)
		if step := sign(grids - sum(out)); out[i]+step >= 3 && out[i]+step <= 8 {
			out[i] += step
		}
	}
	return shuffled(d, out)
}

func ones(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = 1
	}
	return out
}

// addResettlement hangs the estate with its stations and grids into the tree.
func (t *town) addResettlement() {
	community := &region{}
	at := 0
	for _, n := range estateStations {
		station := community.add(nil)
		for range n {
			station.add([]int{int(t.estateFaces[at])})
			at++
		}
	}
	street := t.neighbouringStreet(community.blocks)
	community.parent = street
	street.parts = append(street.parts, community)
	street.blocks = append(street.blocks, community.blocks...)
	t.top.blocks = append(t.top.blocks, community.blocks...)
	t.resettlement = community
}

// neighbouringStreet returns the street with the longest border with the blocks.
func (t *town) neighbouringStreet(blocks []int) *region {
	owner := map[int]int{}
	for i, s := range t.top.parts {
		for _, b := range s.blocks {
			owner[b] = i
		}
	}
	lengths := make([]float64, len(t.top.parts))
	for _, b := range blocks {
		for e := range t.mesh.edges(t.blocks[b].face) {
			if i, ok := owner[int(t.mesh.across(e))]; ok {
				lengths[i] += t.mesh.nodes[e.from].to(t.mesh.nodes[e.to])
			}
		}
	}
	best := 0
	for i, l := range lengths {
		if l > lengths[best] {
			best = i
		}
	}
	return t.top.parts[best]
}

// inReadingOrder sorts regions from west to east in rows from north to south.
func (t *town) inReadingOrder(regions []*region) {
	middles := map[*region]vec{}
	top, bottom := math.Inf(-1), math.Inf(1)
	for _, r := range regions {
		c := t.middle(r)
		middles[r] = c
		top, bottom = max(top, c.y), min(bottom, c.y)
	}
	rows := max(1, math.Round(math.Sqrt(float64(len(regions)))))
	row := func(r *region) int { return int((top - middles[r].y) / (top - bottom + 1) * rows) }
	sort.SliceStable(regions, func(i, j int) bool {
		a, b := row(regions[i]), row(regions[j])
		if a != b {
			return a < b
		}
		return middles[regions[i]].x < middles[regions[j]].x
	})
}

// middle returns the centre of gravity of a region's land.
func (t *town) middle(r *region) vec {
	var c vec
	size := 0.0
	for _, b := range r.blocks {
		c = c.add(centroid(t.blocks[b].ring).mul(t.blocks[b].size))
		size += t.blocks[b].size
	}
	return c.mul(1 / size)
}
