package propose

import (
	"slices"
)

// A step is a flip that was done, for undoing it.
type step struct {
	atoms    []int32
	from, to int32
}

func (d *division) do(s step) {
	for _, a := range s.atoms {
		d.put(a, s.to)
	}
}

func (d *division) undo(s step) {
	for _, a := range s.atoms {
		d.put(a, s.from)
	}
}

// chainWidths is how many flips a chain tries at each of its links.
var chainWidths = [...]int{5, 3, 2, 2, 1}

// A chaser looks for a chain of flips: a part gives to a neighbour, which gives to the next, and so
// on, or takes in the same way.
type chaser struct {
	d     *division
	path  []step
	best  []step
	least float64 // change of the best chain
}

// chase does the best chain from a part that it finds, when that makes the division better.
func (d *division) chase(p int32) bool {
	c := chaser{d: d, least: -1e-6}
	c.follow(p, d.band.Max < d.weight[p], 0, 0)
	for _, s := range c.best {
		d.do(s)
	}
	return c.best != nil
}

// follow tries the next link at a part that gives, or takes.
func (c *chaser) follow(p int32, gives bool, depth int, sum float64) {
	for _, f := range c.d.flipsAt(p, gives, chainWidths[depth]) {
		s := step{f.atoms, f.from, f.to}
		total := sum + f.change
		c.d.do(s)
		c.path = append(c.path, s)
		if total < c.least {
			c.least, c.best = total, slices.Clone(c.path)
		}
		next := f.to
		if !gives {
			next = f.from
		}
		if depth+1 < len(chainWidths) && c.d.band.off(c.d.weight[next]) > 0 {
			c.follow(next, c.d.weight[next] > c.d.band.Max, depth+1, total)
		}
		if depth+1 < len(chainWidths) && c.d.band.off(c.d.weight[p]) > 0 && next != p {
			c.follow(p, c.d.weight[p] > c.d.band.Max, depth+1, total)
		}
		c.path = c.path[:len(c.path)-1]
		c.d.undo(s)
	}
}

// flipsAt returns the best flips by which a part gives, or takes, the best first.
func (d *division) flipsAt(p int32, gives bool, most int) []flip {
	var all []flip
	var buffer []int32
	consider := func(a, to int32) {
		if d.part[a] == to {
			return
		}
		buffer = d.apart(a, buffer)
		f := flip{atoms: buffer, from: d.part[a], to: to}
		if len(buffer) == len(d.members[f.from]) || slices.ContainsFunc(all, func(o flip) bool {
			return o.to == to && o.atoms[0] == a
		}) {
			return
		}
		f.change = d.changeOf(f)
		if len(all) == most && f.change >= all[most-1].change {
			return
		}
		f.atoms = slices.Clone(buffer)
		all = append(all, f)
		slices.SortStableFunc(all, func(x, y flip) int { return compare(x.change, y.change) })
		all = all[:min(len(all), most)]
	}
	for _, a := range d.members[p] {
		for _, b := range d.m.to[d.m.first[a]:d.m.first[a+1]] {
			switch q := d.part[b]; {
			case q == p:
			case gives:
				consider(a, q)
			default:
				consider(b, p)
			}
		}
	}
	return all
}

func compare(x, y float64) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	default:
		return 0
	}
}
