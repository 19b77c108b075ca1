package propose

import "math"

// recut joins two neighbouring parts and cuts a fresh tree of them where it is best, and keeps that
// unless it is too bad for the heat.
func (d *division) recut(p, q int32, surcharge, heat float64) bool {
	t := d.tree
	d.queue = append(append(d.queue[:0], d.members[p]...), d.members[q]...)
	t.take(d.queue)
	d.effort -= len(d.queue)
	before := d.wish.of(d.weight[p], d.band) + d.wish.of(d.weight[q], d.band) + float64(d.cutBetween())
	if d.wish.stay > 0 {
		before += d.wish.stay * float64(d.away())
	}
	t.grow(d.random, surcharge)
	at, below, above, after := d.bestPair(p, q)
	if at == None || !d.accept(after-before, heat) {
		return false
	}
	for _, a := range t.nodes {
		d.label[a] = above
	}
	t.below(at, func(node int32) { d.label[t.nodes[node]] = below })
	for _, a := range t.nodes {
		if d.part[a] != d.label[a] {
			d.put(a, d.label[a])
		}
	}
	return true
}

// cutBetween returns the cost of the borders between parts among the tree's nodes.
func (d *division) cutBetween() int {
	t, sum := d.tree, 0
	for e, ends := range t.ends {
		if d.part[t.nodes[ends[0]]] != d.part[t.nodes[ends[1]]] {
			sum += t.costs[e]
		}
	}
	return sum
}

// away returns the households of the tree's nodes that are not at home.
func (d *division) away() int {
	sum := 0
	for _, a := range d.tree.nodes {
		if home := d.m.home[a]; home != None && home != d.part[a] {
			sum += d.m.weight[a]
		}
	}
	return sum
}

// bestPair finds the cut of the tree that is best for two parts, and which part takes which side.
func (d *division) bestPair(p, q int32) (at, below, above int32, cost float64) {
	t := d.tree
	at, cost = None, math.Inf(1)
	total, root := t.weight[t.order[0]], t.order[0]
	homed := d.wish.stay > 0
	if homed {
		d.sumHomes(p, q)
	}
	for _, v := range t.order[1:] {
		w := t.weight[v]
		c := float64(t.cut[v])
		if c >= cost {
			continue
		}
		c += d.wish.of(w, d.band) + d.wish.of(total-w, d.band)
		first, second := p, q
		if homed {
			straight := t.kept[0][v] + t.kept[1][root] - t.kept[1][v]
			crossed := t.kept[1][v] + t.kept[0][root] - t.kept[0][v]
			if crossed > straight {
				straight, first, second = crossed, q, p
			}
			c += d.wish.stay * float64(t.homed-straight)
		}
		if c < cost {
			at, below, above, cost = v, first, second, c
		}
	}
	return at, below, above, cost
}

// sumHomes sums the households below each node of the tree whose home is p, or q.
func (d *division) sumHomes(p, q int32) {
	t := d.tree
	n := len(t.nodes)
	t.kept[0], t.kept[1], t.homed = resize(t.kept[0], n), resize(t.kept[1], n), 0
	for i, a := range t.nodes {
		t.kept[0][i], t.kept[1][i] = 0, 0
		switch d.m.home[a] {
		case None:
			continue
		case p:
			t.kept[0][i] = d.m.weight[a]
		case q:
			t.kept[1][i] = d.m.weight[a]
		}
		t.homed += d.m.weight[a]
	}
	for i := n - 1; i > 0; i-- {
		v := t.order[i]
		t.kept[0][t.parent[v]] += t.kept[0][v]
		t.kept[1][t.parent[v]] += t.kept[1][v]
	}
}

// neighbours returns two parts that touch, at random: the more border, the likelier; None when
// luck finds none.
func (d *division) neighbours() (p, q int32) {
	for range 200 {
		a := int32(d.random.IntN(len(d.part)))
		degree := d.m.first[a+1] - d.m.first[a]
		if degree == 0 {
			continue
		}
		b := d.m.to[d.m.first[a]+int32(d.random.IntN(int(degree)))]
		if d.part[a] != d.part[b] {
			return d.part[a], d.part[b]
		}
	}
	return None, None
}

// A schedule is how long and how hot to anneal.
type schedule struct {
	steps    int
	from, to float64 // heat
	soft     float64 // how much of its weight the band has at first, 0 to 1
}

// pressure is the weight of the band when a share of the steps is done: it rises to the whole until
// three quarters of them. While the band is soft, borders find their roads.
func (s schedule) pressure(done float64) float64 {
	return min(1, s.soft*math.Pow(1/s.soft, done/0.75))
}

// recutAll anneals by cutting random pairs again, while effort is left, and leaves the best division it saw.
func (d *division) recutAll(stop func() error, s schedule, tell func(share float64)) error {
	firm := d.wish
	defer func() { d.wish = firm }()
	best, kept := d.energy(), append([]int32(nil), d.part...)
	for i := 0; i < s.steps && d.effort > 0; i++ {
		if i%64 == 0 {
			if err := stop(); err != nil {
				return err
			}
			tell(float64(i) / float64(s.steps))
		}
		d.wish.press(firm, s.pressure(float64(i)/float64(s.steps)))
		heat := s.from * math.Pow(s.to/s.from, float64(i)/float64(s.steps))
		p, q := d.neighbours()
		if p == None {
			break
		}
		d.recut(p, q, surchargeOf(d.random.IntN(4)), heat)
		if (i+1)%(s.steps/40+1) == 0 && i > s.steps*3/4 {
			if e := d.energy(); e < best {
				best = e
				copy(kept, d.part)
			}
		}
	}
	d.wish = firm
	if d.energy() > best {
		d.assign(kept)
	}
	return nil
}
