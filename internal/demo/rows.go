package demo

// A row describes houses that stand side by side, row behind row.
type row struct {
	long  func(d dice) float64
	deep  float64
	gap   float64 // between neighbours
	pitch float64 // from front to front
	limit int     // households after which no more are put
	first float64 // how far behind the block's foremost point the first row may start
	make  func(d dice, f frame, long, deep float64) house
}

// rows fills the block with rows along a direction.
func (p *placer) rows(along vec, r row) {
	f := frame{at: p.middle, u: along}
	lo, hi := extent(p.ring, f)
	for v := lo.y + 4 + r.first; v < hi.y; {
		if p.oneRow(f, lo.x, hi.x, v, r) {
			p.rowBacks = append(p.rowBacks, v+r.deep)
			v += r.pitch * p.d.between(0.97, 1.06)
		} else {
			v += 3
		}
	}
}

func (p *placer) oneRow(f frame, from, to, v float64, r row) bool {
	any := false
	for u := from + 4; u < to && p.households() < r.limit; {
		long := r.long(p.d)
		at := frame{f.point(u+long/2, v), f.u}
		if p.put(r.make(p.d, at, long, r.deep), 2.5) {
			any = true
			u += long + r.gap*p.d.between(0.9, 1.25)
		} else {
			u += 4
		}
	}
	return any
}

// frontage puts houses side by side along the sides of the block that are of a class, starting
// with the given share of them.
func (p *placer) frontage(want func(class) bool, share float64, r row) {
	for i := range p.ring {
		a, b := p.ring[i], p.ring[(i+1)%len(p.ring)]
		if !want(p.classes[i]) || !p.d.chance(share) {
			continue
		}
		u := b.sub(a).unit()
		l := a.to(b)
		for s := 0.0; s < l && p.households() < r.limit; {
			long := min(r.long(p.d), max(l, 12))
			mid := a.add(u.mul(s + long/2)).add(u.left().mul(p.classes[i].setback() + 0.6))
			if p.put(r.make(p.d, frame{mid, u}, long, r.deep), r.gap) {
				s += long + r.gap + 0.2
			} else {
				s += 5
			}
		}
	}
}

func busy(c class) bool { return c == street || c == arterial }

func varied(lo, hi float64) func(dice) float64 {
	return func(d dice) float64 { return d.between(lo, hi) }
}

// flats returns a house of flats: a number for each floor, of which some stand empty.
func flats(d dice, ring []vec, k kind, floors, perFloor int) house {
	n := floors * perFloor
	lived := int(float64(n)*d.between(0.82, 0.95) + 0.5)
	return house{ring: ring, kind: k, floors: floors, households: lived, least: n * 6 / 10, most: n}
}

func makeSlab(d dice, f frame, long, deep float64) house {
	stairs := max(2, int(long/16+0.5))
	floors := 6
	switch {
	case d.chance(0.18):
		floors = 5
	case d.chance(0.15):
		floors = 7
	}
	return flats(d, slab(f, long, deep, stairs), kindSlab, floors, 2*stairs)
}

func makeTower(d dice, f frame, long, deep float64) house {
	return flats(d, tower(f, long, deep), kindTower, pick(d, []int{18, 18, 22, 24, 26, 28, 30, 33}), 4)
}

func makeShop(d dice, f frame, long, deep float64) house {
	return house{ring: rectangle(f, long, deep), kind: kindShop, floors: d.whole(1, 3)}
}

func makeShopHouse(d dice, f frame, long, deep float64) house {
	h := flats(d, rectangle(f, long, deep), kindSlab, d.whole(4, 6), max(1, int(long/11)))
	h.floors++
	return h
}

func makeOffice(d dice, f frame, long, deep float64) house {
	ring := rectangle(f, long, deep)
	if d.chance(0.4) {
		ring = angle(f, long, deep, d.between(10, 18), pick(d, []float64{-1, 1}))
	}
	return house{ring: ring, kind: kindOffice, floors: d.whole(3, 14)}
}

func makeShed(d dice, f frame, long, deep float64) house {
	return house{ring: rectangle(f, long, deep*d.between(0.8, 1)), kind: kindShed, floors: d.whole(1, 3)}
}
