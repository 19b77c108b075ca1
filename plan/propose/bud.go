package propose

// bud grows a new part from an atom: it takes from the parts around, most readily from those that
// have too much, until it is in the band. It returns what it did and the change of the energy.
func (d *division) bud(a int32) ([]step, float64) {
	bud := d.freePart()
	var done []step
	change := 0.0
	var buffer []int32
	take := func(f flip) {
		s := step{append([]int32(nil), f.atoms...), f.from, f.to}
		d.do(s)
		done = append(done, s)
		change += f.change
	}
	for f, ok := d.give(a, bud, buffer); ok; f, ok = d.bestGift(bud) {
		if d.weight[bud] >= d.band.Min && f.change >= 0 {
			break
		}
		take(f)
	}
	return done, change
}

// give is the flip that gives an atom, with what hangs on it, to a part; not when its own part
// would be empty.
func (d *division) give(a, to int32, buffer []int32) (flip, bool) {
	f := flip{atoms: d.apart(a, buffer), from: d.part[a], to: to}
	if len(f.atoms) == len(d.members[f.from]) {
		return f, false
	}
	f.change = d.changeOf(f)
	return f, true
}

// bestGift returns what a growing part takes next: what changes the energy best for a household.
func (d *division) bestGift(bud int32) (flip, bool) {
	var best flip
	found := false
	var score float64
	var buffer []int32
	tried := map[int32]bool{}
	for _, v := range d.members[bud] {
		for _, u := range d.m.to[d.m.first[v]:d.m.first[v+1]] {
			if d.part[u] == bud || tried[u] {
				continue
			}
			tried[u] = true
			f, ok := d.give(u, bud, buffer)
			buffer = f.atoms
			if !ok {
				continue
			}
			weight := 1
			for _, a := range f.atoms {
				weight += d.m.weight[a]
			}
			if s := f.change / float64(weight); !found || s < score {
				best, score, found = f, s, true
				best.atoms = append([]int32(nil), f.atoms...)
			}
		}
	}
	return best, found
}

// revert undoes steps, the last first.
func (d *division) revert(done []step) {
	for i := len(done) - 1; i >= 0; i-- {
		d.undo(done[i])
	}
}

// bestBud tries buds from atoms of parts that have too much and keeps the one that is best, whatever
// it costs. It reports whether there is any.
func (d *division) bestBud(tries int) bool {
	var best []step
	least := 0.0
	for range tries {
		a := d.crowded()
		if a == None {
			return false
		}
		done, change := d.bud(a)
		if best == nil || change < least {
			best, least = done, change
		}
		d.revert(done)
	}
	for _, s := range best {
		d.do(s)
	}
	return best != nil
}

// crowded returns an atom of a part that has too much, where it can at the border of another such
// part; None when no part has too much.
func (d *division) crowded() int32 {
	var over []int32
	sum := 0
	for p, list := range d.members {
		if len(list) > 1 && d.weight[p] > d.band.Max {
			over = append(over, int32(p))
			sum += d.weight[p] - d.band.Max
		}
	}
	if sum == 0 {
		return None
	}
	pick := d.random.IntN(sum)
	p := None
	for _, q := range over {
		if pick -= d.weight[q] - d.band.Max; pick < 0 {
			p = q
			break
		}
	}
	list := d.members[p]
	for range 20 {
		a := list[d.random.IntN(len(list))]
		for _, b := range d.m.to[d.m.first[a]:d.m.first[a+1]] {
			if q := d.part[b]; q != p && d.weight[q] > d.band.Max {
				return a
			}
		}
	}
	return list[d.random.IntN(len(list))]
}

// dissolve gives all of a part away, atom by atom, to the neighbours to which that does most good.
func (d *division) dissolve(p int32) ([]step, float64) {
	var done []step
	change := 0.0
	for len(d.members[p]) > 0 {
		all := d.flipsAt(p, true, 1)
		var f flip
		if len(all) > 0 {
			f = all[0]
		} else if f = d.lastOf(p); f.atoms == nil {
			break
		}
		s := step{f.atoms, f.from, f.to}
		d.do(s)
		done = append(done, s)
		change += f.change
	}
	return done, change
}

// lastOf gives all that is left of a part to the best neighbour.
func (d *division) lastOf(p int32) flip {
	best := flip{}
	for _, a := range d.members[p] {
		for _, b := range d.m.to[d.m.first[a]:d.m.first[a+1]] {
			if d.part[b] == p {
				continue
			}
			f := flip{atoms: append([]int32(nil), d.members[p]...), from: p, to: d.part[b]}
			f.change = d.changeOf(f)
			if best.atoms == nil || f.change < best.change {
				best = f
			}
		}
	}
	return best
}
