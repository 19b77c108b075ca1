package propose

import (
	"math"
	"slices"
)

// mostCovered is how many atoms a cover can have.
const mostCovered = 64 * len(bitset{})

// A cover is a choice among pieces: connected sets of atoms, of which each atom shall be in one. Where grids
// have few cells, all pieces in the band can be listed, and the best choice can be looked for as such:
// prices say of each atom and of each home what it is worth to have it, which bounds what any choice can
// cost, and a sweep over the atoms looks for the choice, see sweep.
type cover struct {
	d       *division
	atoms   []int32 // in the order of the sweep
	at      []int32 // of each atom of the mesh, its place among atoms, None for others
	labels  []bool  // of each home: a piece may have it
	pieces  []piece
	anchors []int32 // of each place, the first piece that has it first, and at last their number
	slack   int     // households by which a piece may be outside the band, and that may be away in it then
}

// A piece is a set that may become a part: as the part of a home, or as a new one.
type piece struct {
	members []int16 // places in the sweep, rising
	label   int32   // the home whose part it becomes; None: a new part
	out     bool    // it is outside the band
	cost    float64
}

// What a cover may be made of.
const (
	mostPieces = 200_000
	mostGrown  = 10_000 // sets that are looked at, for each household of slack
	coverSlack = 100
)

// newCover lists the pieces of atoms that whole parts have; nil where there are too many. Slack is by how many
// households a piece may be outside the band, and how many may be away in it then.
func newCover(d *division, atoms []int32, slack int) *cover {
	if len(atoms) > mostCovered || d.homes > mostCovered {
		return nil
	}
	c := &cover{d: d, atoms: d.swept(atoms), at: make([]int32, len(d.part)), labels: make([]bool, d.homes), slack: slack}
	for a := range c.at {
		c.at[a] = None
	}
	for i, a := range c.atoms {
		c.at[a] = int32(i)
	}
	for home := range c.labels {
		list := d.members[home]
		c.labels[home] = len(list) == 0 || c.at[list[0]] != None
	}
	return c.list()
}

// swept puts atoms in the order in which they are reached from a far one.
func (d *division) swept(atoms []int32) []int32 {
	in := map[int32]bool{}
	for _, a := range atoms {
		in[a] = true
	}
	from := func(start int32) []int32 {
		seen, order := map[int32]bool{start: true}, []int32{start}
		for i := 0; i < len(order); i++ {
			a := order[i]
			for _, b := range d.m.to[d.m.first[a]:d.m.first[a+1]] {
				if in[b] && !seen[b] {
					seen[b] = true
					order = append(order, b)
				}
			}
		}
		return order
	}
	var all []int32
	done := map[int32]bool{}
	for _, a := range atoms {
		if done[a] {
			continue
		}
		reached := from(a)
		reached = from(reached[len(reached)-1])
		for _, b := range reached {
			done[b] = true
		}
		all = append(all, reached...)
	}
	return all
}

func (c *cover) list() *cover {
	band, complete := c.d.band, true
	c.d.m.connected(c.atoms, max(band.Min-c.slack, 0), band.Max+c.slack, mostGrown*c.slack, func(set []int32, weight int) bool {
		c.add(set, weight)
		complete = len(c.pieces) < mostPieces
		return complete
	}, &complete)
	if !complete {
		return nil
	}
	c.index()
	return c
}

// add adds a set as a piece with each label that it can have, and with none.
func (c *cover) add(set []int32, weight int) {
	members := make([]int16, len(set))
	for i, a := range set {
		members[i] = int16(c.at[a])
	}
	slices.Sort(members)
	out := c.d.band.off(weight) > 0
	cost := float64(c.d.border(set))/2 + c.d.wish.of(weight, c.d.band)
	var homes []int32
	homeless := 0
	for _, a := range set {
		home := c.d.m.home[a]
		if home == None {
			homeless += c.d.m.weight[a]
		} else if !slices.Contains(homes, home) && c.labels[home] {
			homes = append(homes, home)
		}
	}
	for _, home := range homes {
		away := weight - homeless
		for _, a := range set {
			if c.d.m.home[a] == home {
				away -= c.d.m.weight[a]
			}
		}
		if !out || away <= c.slack {
			c.pieces = append(c.pieces, piece{members, home, out, cost + c.d.wish.stay*float64(away)})
		}
	}
	if !out {
		c.pieces = append(c.pieces, piece{members, None, false, cost + c.d.wish.stay*float64(weight-homeless)})
	}
}

// border returns what the border around a set costs.
func (d *division) border(set []int32) int {
	d.flood.now++
	for _, a := range set {
		d.flood.seen[a] = d.flood.now
	}
	sum := 0
	for _, a := range set {
		for e := d.m.first[a]; e < d.m.first[a+1]; e++ {
			if d.flood.seen[d.m.to[e]] != d.flood.now {
				sum += d.m.cost[e]
			}
		}
	}
	return sum
}

// index finds the pieces by their first places; they are in that order.
func (c *cover) index() {
	c.anchors = make([]int32, len(c.atoms)+1)
	for _, p := range c.pieces {
		c.anchors[p.members[0]+1]++
	}
	for i := range c.atoms {
		c.anchors[i+1] += c.anchors[i]
	}
}

// drop leaves out pieces.
func (c *cover) drop(unwanted func(i int) bool) {
	kept := c.pieces[:0] // prices have pieces of their own
	for i, p := range c.pieces {
		if !unwanted(i) {
			kept = append(kept, p)
		}
	}
	c.pieces = kept
	c.index()
}

// cost returns what the parts cost as pieces.
func (c *cover) cost() float64 {
	d, sum := c.d, 0.0
	for p, list := range d.members {
		if len(list) == 0 || c.at[list[0]] == None {
			continue
		}
		sum += float64(d.border(list))/2 + d.wish.of(d.weight[p], d.band)
		for _, a := range list {
			if home := d.m.home[a]; home != None && home != int32(p) {
				sum += d.wish.stay * float64(d.m.weight[a])
			}
		}
	}
	return sum
}

// make makes the division that a choice is.
func (c *cover) make(choice []piece) {
	for _, a := range c.atoms {
		c.d.put(a, None)
	}
	give := func(x piece, to int32) {
		for _, i := range x.members {
			c.d.put(c.atoms[i], to)
		}
	}
	for _, x := range choice {
		if x.label != None {
			give(x, x.label)
		}
	}
	for _, x := range choice {
		if x.label == None {
			give(x, c.d.freePart())
		}
	}
}

// cover looks among all choices of pieces for better divisions than are known: with as few parts outside the
// band as can be tolerated, and with none. Start is the division of today.
func (r *relocation) cover(start []int32, stop func() error) error {
	r.assign(start)
	usual, few := r.firm, r.firm
	few.out, few.off = few.middle/4*few.stay, few.stay
	r.judge(few)
	atoms := r.focus
	if len(r.part) <= mostCovered {
		atoms = sequence(len(r.part))
	}
	c := newCover(r.division, atoms, coverSlack)
	if c == nil {
		r.judge(usual)
		return nil
	}
	rest, outs := r.energy()-c.cost(), []int{0}
	if some := r.used() / tolerated; some > 0 {
		outs = []int{some, 0}
	}
	for _, most := range outs {
		choice, err := c.newPrices(most).cheapest(stop, r.known(most)-rest)
		if err != nil {
			return err
		}
		if choice != nil {
			c.make(choice)
			r.keep()
		}
	}
	return nil
}

// judge judges what is kept by other wishes.
func (r *relocation) judge(firm wishes) {
	r.firm, r.wish = firm, firm
	now := slices.Clone(r.part)
	for out, k := range r.least {
		r.assign(k.parts)
		k.energy = r.energy()
		r.least[out] = k
	}
	r.assign(now)
}

// known is the least energy of a division with no more parts outside the band than so many; where none is
// known, what one may cost: two times what each part outside costs that others have more.
func (r *relocation) known(outs int) float64 {
	least := math.Inf(1)
	for out, k := range r.least {
		least = min(least, k.energy+2*float64(max(0, out-outs))*r.firm.out)
	}
	return least
}
