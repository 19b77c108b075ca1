package propose

import "math"

// share of the pieces that the smaller side of a cut may have at least: cuts that peel off a little
// are cheap, and leave the dear ones for later.
const leastSide = 3

// divide parts connected atoms into k connected pieces as near to the band as trees of the given
// number per cut find, and writes the piece of each atom, from first on, into d.label. It reorders atoms.
func (d *division) divide(atoms []int32, k int, first int32, trees int) {
	if k <= 1 || len(atoms) < 2 {
		for _, a := range atoms {
			d.label[a] = first
		}
		return
	}
	below, above, few := d.part2(atoms, k, trees)
	d.divide(below, few, first, trees)
	d.divide(above, k-few, first+int32(few), trees)
}

// part2 cuts connected atoms in two, for few and k-few pieces, in the memory of atoms.
func (d *division) part2(atoms []int32, k, trees int) (below, above []int32, few int) {
	t := d.tree
	t.take(atoms)
	best := math.Inf(1)
	t.side = resize(t.side, len(atoms))
	for i := range trees {
		t.grow(d.random, surchargeOf(i))
		d.effort -= len(atoms)
		v, n, score := d.bestCut(k)
		if score >= best {
			continue
		}
		best, few = score, n
		clear(t.side)
		t.below(v, func(node int32) { t.side[node] = true })
	}
	n := t.partition(atoms)
	return atoms[:n], atoms[n:], few
}

// surchargeOf varies how strictly trees keep to blocks.
func surchargeOf(i int) float64 { return [...]float64{1, 0.6, 1, 0.3}[i%4] }

// bestCut finds the edge of the tree to cut, as the node at its lower end, for pieces on the side
// below it.
func (d *division) bestCut(k int) (at int32, pieces int, score float64) {
	t := d.tree
	total := t.weight[t.order[0]]
	least := max(1, k/leastSide)
	each := float64(total) / float64(k)
	score = math.Inf(1)
	for _, v := range t.order[1:] {
		w := t.weight[v]
		n := min(max(int(math.Round(float64(w)/math.Max(each, 1))), least), k-least)
		off := d.offBy(w, n) + d.offBy(total-w, k-n)
		uneven := math.Abs(float64(w)-float64(n)*each) / math.Sqrt(float64(min(n, k-n)))
		s := float64(t.cut[v])*(1+uneven/math.Max(each, 1)) + d.wish.off*10*float64(off)
		if s < score {
			at, pieces, score = v, n, s
		}
	}
	return at, pieces, score
}

// offBy returns by how many households n pieces cannot be within the band.
func (d *division) offBy(households, n int) int {
	return max(n*d.band.Min-households, households-n*d.band.Max, 0)
}

// countFor returns how many grids an island gets: as near to the middle of the band as its
// households allow.
func (b Band) countFor(households int) int {
	fewest, most := b.counts(households)
	middle := float64(b.Min+b.Max) / 2
	k := max(1, int(math.Round(float64(households)/math.Max(middle, 1))))
	if fewest <= most {
		k = min(max(k, fewest), most)
	}
	return max(1, k)
}
