package demo

import (
	"math"
	"sort"
)

// An area is a street, a community, a station or a grid in the making: a set of blocks.
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

var communitiesOfStreets = []int{9, 9, 8}

// divideTown gives every block to a grid, every grid to a community and so on, and the
// resettlement estate to the street that it borders on most.
func (t *town) divideTown() {
	d := diceFor(t.seed, stageDivision, 0)
	v := &divider{d: d, links: t.links()}
	var all []int
	for i, b := range t.blocks {
		v.weight, v.size = append(v.weight, float64(b.households())), append(v.size, b.size)
		if b.zone != zoneResettled {
			all = append(all, i)
		}
	}
	counts := gridsOfCommunities(d)
	var shares []int
	for i, next := 0, 0; i < len(communitiesOfStreets); i++ {
		shares = append(shares, sum(counts[next:next+communitiesOfStreets[i]]))
		next += communitiesOfStreets[i]
	}
	t.top = &region{blocks: all}
	next := 0
	for i, blocks := range v.part(all, shares) {
		street := t.top.add(blocks)
		own := counts[next : next+communitiesOfStreets[i]]
		next += communitiesOfStreets[i]
		for j, blocks := range v.part(blocks, own) {
			community := street.add(blocks)
			for _, blocks := range v.part(blocks, ones(own[j])) {
				community.add(blocks)
			}
		}
	}
	t.addResettlement()
}

func (r *region) add(blocks []int) *region {
	part := &region{blocks: blocks, parent: r}
	r.parts = append(r.parts, part)
	return part
}

// gridsOfCommunities returns 26 numbers from 4 to 8 that add to 145.
func gridsOfCommunities(d dice) []int {
	out := make([]int, communityCount)
	for i := range out {
		out[i] = 4 + i%3
	}
	for n := gridCount - sum(out); n > 0; {
		if i := d.IntN(len(out)); out[i] < 8 {
			out[i]++
			n--
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
		station := &region{parent: community}
		for range n {
			i := int(t.estateFaces[at])
			at++
			station.add([]int{i})
			station.blocks = append(station.blocks, i)
		}
		community.parts = append(community.parts, station)
		community.blocks = append(community.blocks, station.blocks...)
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
		top, bottom = math.Max(top, c.y), math.Min(bottom, c.y)
	}
	rows := math.Max(1, math.Round(math.Sqrt(float64(len(regions)))))
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
