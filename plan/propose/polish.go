package propose

import "math"

// A flood finds what hangs together in a part.
type flood struct {
	seen  []int32
	now   int32
	stack []int32
}

// apart returns what must leave a part with atom a for the rest to stay connected: a alone, or a and
// all but the heaviest of the pieces that a holds together. The slice is valid until the next call.
func (d *division) apart(a int32, leave []int32) []int32 {
	leave = append(leave[:0], a)
	m, p, f := d.m, d.part[a], &d.flood
	near := 0
	for _, b := range m.to[m.first[a]:m.first[a+1]] {
		if d.part[b] == p {
			near++
		}
	}
	if near <= 1 || d.holds(a, near) {
		return leave
	}
	f.now++
	f.seen[a] = f.now
	heaviest, at, end := -1, 1, 1
	for _, b := range m.to[m.first[a]:m.first[a+1]] {
		if d.part[b] != p || f.seen[b] == f.now {
			continue
		}
		before := len(leave)
		weight := 0
		leave, weight = d.fill(b, leave)
		if weight > heaviest {
			heaviest, at, end = weight, before, len(leave)
		}
	}
	return append(leave[:at], leave[end:]...)
}

// fill appends to list all that hangs on b in its part and has not been seen, and weighs it.
func (d *division) fill(b int32, list []int32) ([]int32, int) {
	m, p, f := d.m, d.part[b], &d.flood
	at, weight := len(list), 0
	f.seen[b] = f.now
	for list = append(list, b); at < len(list); at++ {
		v := list[at]
		weight += m.weight[v]
		for _, u := range m.to[m.first[v]:m.first[v+1]] {
			if d.part[u] == p && f.seen[u] != f.now {
				f.seen[u] = f.now
				list = append(list, u)
			}
		}
	}
	d.effort -= at
	return list, weight
}

// holds reports whether the neighbours of a in its part, near in number, are connected without a.
func (d *division) holds(a int32, near int) bool {
	m, p, f := d.m, d.part[a], &d.flood
	f.now++
	goal := f.now
	f.now++
	var start int32
	for _, b := range m.to[m.first[a]:m.first[a+1]] {
		if d.part[b] == p {
			f.seen[b], start = goal, b
		}
	}
	f.seen[a], f.seen[start] = f.now, f.now
	near--
	f.stack = append(f.stack[:0], start)
	for i := 0; i < len(f.stack); i++ { // nearest first
		v := f.stack[i]
		for _, u := range m.to[m.first[v]:m.first[v+1]] {
			if d.part[u] != p || f.seen[u] == f.now {
				continue
			}
			if f.seen[u] == goal {
				if near--; near == 0 {
					d.effort -= i
					return true
				}
			}
			f.seen[u] = f.now
			f.stack = append(f.stack, u)
		}
	}
	d.effort -= len(f.stack)
	return false
}

// A flip is a try to move atoms from one part to a neighbouring one.
type flip struct {
	atoms    []int32
	from, to int32
	change   float64
}

// tryFlip proposes to move an atom, with what hangs on it, to a neighbouring part.
func (d *division) tryFlip(a int32, buffer []int32) (flip, bool) {
	degree := d.m.first[a+1] - d.m.first[a]
	if degree == 0 {
		return flip{}, false
	}
	to := d.part[d.m.to[d.m.first[a]+int32(d.random.IntN(int(degree)))]]
	from := d.part[a]
	if to == from {
		return flip{}, false
	}
	f := flip{atoms: d.apart(a, buffer), from: from, to: to}
	if len(f.atoms) == len(d.members[from]) {
		return f, false
	}
	f.change = d.changeOf(f)
	return f, true
}

// changeOf returns what a flip does to the energy.
func (d *division) changeOf(f flip) float64 {
	weight, away, cut := 0, 0, 0
	for _, a := range f.atoms {
		w := d.m.weight[a]
		weight += w
		switch d.m.home[a] {
		case f.from:
			away += w
		case f.to:
			away -= w
		}
		for e := d.m.first[a]; e < d.m.first[a+1]; e++ {
			switch d.part[d.m.to[e]] {
			case f.from:
				cut += d.m.cost[e]
			case f.to:
				cut -= d.m.cost[e]
			}
		}
	}
	// A border between two atoms that move was counted at both ends, and stays inside.
	cut -= d.insideOf(f)
	wp, wq := d.weight[f.from], d.weight[f.to]
	change := float64(cut) + d.wish.stay*float64(away) + d.wish.of(wq+weight, d.band) - d.wish.of(wp, d.band)
	if len(f.atoms) < len(d.members[f.from]) {
		change += d.wish.of(wp-weight, d.band)
	}
	if len(d.members[f.to]) > 0 {
		change -= d.wish.of(wq, d.band)
	}
	return change
}

// insideOf returns twice the cost of the borders among the atoms of a flip.
func (d *division) insideOf(f flip) int {
	if len(f.atoms) == 1 {
		return 0
	}
	fl := &d.flood
	fl.now++
	for _, a := range f.atoms {
		fl.seen[a] = fl.now
	}
	sum := 0
	for _, a := range f.atoms {
		for e := d.m.first[a]; e < d.m.first[a+1]; e++ {
			if fl.seen[d.m.to[e]] == fl.now {
				sum += d.m.cost[e]
			}
		}
	}
	return sum
}

// flipAll anneals by flips, while effort is left.
func (d *division) flipAll(stop func() error, s schedule) error {
	var buffer []int32
	for i := 0; i < s.steps && d.effort > 0; i++ {
		if i%1024 == 0 {
			if err := stop(); err != nil {
				return err
			}
		}
		f, ok := d.tryFlip(int32(d.random.IntN(len(d.part))), buffer)
		buffer = f.atoms
		if !ok {
			continue
		}
		d.effort--
		heat := 0.0
		if s.from > 0 {
			heat = s.from * math.Pow(s.to/s.from, float64(i)/float64(s.steps))
		}
		if d.accept(f.change, heat) {
			for _, a := range f.atoms {
				d.put(a, f.to)
			}
		}
	}
	return nil
}
