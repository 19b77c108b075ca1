package demo

import (
	"math"
	"sort"
)

// A link joins two blocks that share a border.
type link struct {
	a, b    int
	barrier float64 // how strongly the border separates them
	cost    float64 // of making it a border of areas: metres, cheap along rivers and main roads
}

// barriers and border costs per metre, by the class of the line between two blocks.
var (
	barriers    = [...]float64{inside: 3, path: 1, lane: 1.2, street: 2, arterial: 4, canal: 3.5, river: 14, outer: 0}
	borderCosts = [...]float64{inside: 1, path: 1.3, lane: 1, street: 0.72, arterial: 0.45, canal: 0.5, river: 0.2, outer: 0}
)

// hosts returns for every block the block that it always goes with: for the green along the river
// the block on its landward side, else itself.
func (t *town) hosts() []int {
	out := make([]int, len(t.blocks))
	for i, b := range t.blocks {
		out[i] = i
		if b.zone != zoneBank {
			continue
		}
		lengths, longest := map[int]float64{}, 0.0
		for e := range t.mesh.edges(b.face) {
			j := int(t.mesh.across(e))
			if j < 0 || t.blocks[j].zone == zoneBank || t.ways[t.mesh.way(e)].class == river {
				continue
			}
			lengths[j] += t.mesh.nodes[e.from].to(t.mesh.nodes[e.to])
			if lengths[j] > longest {
				out[i], longest = j, lengths[j]
			}
		}
	}
	return out
}

// links returns the borders between blocks of the town, without the resettlement estate. A
// hosted block counts as a part of its host.
func (t *town) links(hosts []int) []link {
	var out []link
	index := map[[2]int]int{}
	for i, b := range t.blocks {
		if b.zone == zoneResettled {
			continue
		}
		for e := range t.mesh.edges(b.face) {
			j := t.mesh.across(e)
			if j == nowhere || t.blocks[j].zone == zoneResettled || int(j) < i {
				continue
			}
			f, g := min(hosts[i], hosts[j]), max(hosts[i], hosts[j])
			if f == g {
				continue
			}
			k := t.ways[t.mesh.way(e)].class
			i, ok := index[[2]int{f, g}]
			if !ok {
				i = len(out)
				index[[2]int{f, g}] = i
				out = append(out, link{a: f, b: g, barrier: barriers[k]})
			}
			out[i].barrier = max(out[i].barrier, barriers[k])
			out[i].cost += borderCosts[k] * t.mesh.nodes[e.from].to(t.mesh.nodes[e.to])
		}
	}
	return out
}

// A divider parts blocks into connected sets with given shares of the households. It cuts
// random spanning trees in which weak borders are joined first, so that parts end at strong ones.
type divider struct {
	d      dice
	hosts  []int
	links  []link
	weight []float64 // households of every block
	size   []float64
	outer  []bool // the block borders on the outside of the town
}

// part divides blocks into as many connected sets as there are shares.
func (v *divider) part(blocks []int, shares []int) [][]int {
	if len(shares) == 1 {
		return [][]int{blocks}
	}
	half := len(shares) / 2
	one, other := v.cut(blocks, shares[:half], shares[half:])
	return append(v.part(one, shares[:half]), v.part(other, shares[half:])...)
}

func sum(numbers []int) int {
	n := 0
	for _, k := range numbers {
		n += k
	}
	return n
}

// trees is how many spanning trees are tried for one cut.
const trees = 36

// cut parts blocks in two for the shares of each; neither gets fewer blocks than it has shares.
func (v *divider) cut(blocks, first, second []int) (one, other []int) {
	c := v.prepare(blocks)
	best := math.Inf(1)
	var chosen []bool
	for range trees {
		c.grow(v.d)
		side, score := c.best(first, second)
		if score < best {
			best, chosen = score, side
		}
	}
	for i, b := range c.blocks {
		if chosen[i] {
			one = append(one, b)
		} else {
			other = append(other, b)
		}
	}
	return one, other
}

// A carving is the graph of the blocks that are being cut in two.
type carving struct {
	blocks []int
	links  []link // between positions in blocks
	weight []float64
	open   []bool  // the block borders on what is outside of the whole
	scale  float64 // a length typical of the whole: the square root of its area
	parent []int
	order  []int // parents before children
}

func (v *divider) prepare(blocks []int) *carving {
	c := &carving{blocks: blocks}
	at := make(map[int]int, len(blocks))
	size := 0.0
	c.open = make([]bool, len(blocks))
	for i, b := range blocks {
		at[b] = i
		c.open[i] = v.outer[b]
		c.weight = append(c.weight, v.weight[b]+1)
		size += v.size[b]
	}
	c.scale = math.Sqrt(size)
	for _, l := range v.links {
		a, okA := at[l.a]
		b, okB := at[l.b]
		switch {
		case okA && okB:
			c.links = append(c.links, link{a, b, l.barrier, l.cost})
		case okA:
			c.open[a] = true
		case okB:
			c.open[b] = true
		}
	}
	return c
}

// grow makes a random spanning tree.
func (c *carving) grow(d dice) {
	type scored struct {
		link int
		key  float64
	}
	keys := make([]scored, len(c.links))
	for i, l := range c.links {
		keys[i] = scored{i, l.barrier * d.between(0.25, 1)}
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i].key < keys[j].key })
	sets := make([]int, len(c.blocks))
	for i := range sets {
		sets[i] = i
	}
	near := make([][]int, len(c.blocks))
	for _, k := range keys {
		l := c.links[k.link]
		a, b := root(sets, l.a), root(sets, l.b)
		if a != b {
			sets[a] = b
			near[l.a], near[l.b] = append(near[l.a], l.b), append(near[l.b], l.a)
		}
	}
	c.hang(near)
}

func root(sets []int, i int) int {
	for sets[i] != i {
		sets[i] = sets[sets[i]]
		i = sets[i]
	}
	return i
}

// hang turns the tree into parents and an order from the first block down.
func (c *carving) hang(near [][]int) {
	c.parent = make([]int, len(c.blocks))
	c.parent[0] = -1
	c.order = append(c.order[:0], 0)
	for i := 0; i < len(c.order); i++ {
		n := c.order[i]
		for _, m := range near[n] {
			if m != c.parent[n] {
				c.parent[m] = n
				c.order = append(c.order, m)
			}
		}
	}
}

// best returns the best cut of the tree, as the blocks on its first side, and its score.
func (c *carving) best(first, second []int) (side []bool, score float64) {
	below, count := append([]float64(nil), c.weight...), ones(len(c.blocks))
	for i := len(c.order) - 1; i > 0; i-- {
		n := c.order[i]
		below[c.parent[n]] += below[n]
		count[c.parent[n]] += count[n]
	}
	unit := below[0] / float64(sum(first)+sum(second))
	score = math.Inf(1)
	for _, n := range c.order[1:] {
		for _, upper := range []bool{false, true} {
			have, blocks := below[n], count[n]
			if upper {
				have, blocks = below[0]-have, count[0]-blocks
			}
			if blocks < len(first) || count[0]-blocks < len(second) {
				continue
			}
			off := math.Abs(have-float64(sum(first))*unit) / unit
			if rough := 7 * max(0, off-0.06); rough < score {
				s := c.side(n, upper)
				k := rough + c.border(s)/c.scale
				if c.enclosed(s) {
					k += 4
				}
				if k < score {
					side, score = s, k
				}
			}
		}
	}
	return side, score
}

// side marks the blocks under n, or all the others.
func (c *carving) side(n int, upper bool) []bool {
	out := make([]bool, len(c.blocks))
	for _, m := range c.order {
		out[m] = m == n || c.parent[m] >= 0 && out[c.parent[m]]
	}
	for i := range out {
		out[i] = out[i] != upper
	}
	return out
}

func (c *carving) border(side []bool) float64 {
	cost := 0.0
	for _, l := range c.links {
		if side[l.a] != side[l.b] {
			cost += l.cost
		}
	}
	return cost
}

// enclosed reports whether one side has the other all around it.
func (c *carving) enclosed(side []bool) bool {
	var out [2]bool
	for i, open := range c.open {
		if open && side[i] {
			out[0] = true
		} else if open {
			out[1] = true
		}
	}
	return !out[0] || !out[1]
}
