package propose

import (
	"context"
	"slices"
)

// Moves returns up to n moves of a cell, with what hangs on it alone, from its grid to a neighbouring
// one, each of which makes Current better by itself: the band before borders, the best first. No
// cell is in two of them. Cells without a grid come first, each connected piece of them as a move to
// the grid with which it has most border. Mode is not looked at.
func Moves(ctx context.Context, r Request, n int) ([]Move, error) {
	r.Mode = Repair
	if r.Current == nil {
		r.Current = make([]int32, len(r.Graph.Cells))
		for c := range r.Current {
			r.Current[c] = None
		}
	}
	g, err := prepare(&r)
	if err != nil || g.atoms == 0 {
		return nil, err
	}
	f := &drafter{ground: g, stop: ctx.Err}
	s := newSuggester(f)
	if err := s.collect(); err != nil {
		return nil, err
	}
	return s.pick(n), nil
}

// A suggester ranks moves.
type suggester struct {
	*drafter
	d       *division
	grid    []int32 // of each part
	pending []Move  // of cells without a grid
	ranked  []ranked
}

type ranked struct {
	Move
	change float64
}

func newSuggester(f *drafter) *suggester {
	s := &suggester{drafter: f, grid: f.homes()}
	s.d = newDivision(f.m, f.r.Band, len(s.grid), f.r.Seed)
	s.d.assign(f.m.home)
	f.unit = f.unitOf(s.d)
	s.d.wish = f.wishes(f.unit, evenWeight, 0)
	return s
}

func (s *suggester) collect() error {
	d := s.d
	var buffer []int32
	seen := map[int32]bool{}
	for a := range d.part {
		if a%256 == 0 {
			if err := s.stop(); err != nil {
				return err
			}
		}
		if d.part[a] == None {
			s.gather(int32(a), seen)
			continue
		}
		for _, to := range d.around(int32(a)) {
			f, ok := d.give(int32(a), to, buffer)
			buffer = f.atoms
			if ok && f.change < 0 {
				s.ranked = append(s.ranked, ranked{s.move(f), f.change})
			}
		}
	}
	slices.SortStableFunc(s.ranked, func(x, y ranked) int { return compare(x.change, y.change) })
	return nil
}

// around returns the other parts that an atom touches, rising.
func (d *division) around(a int32) []int32 {
	var parts []int32
	for _, b := range d.m.to[d.m.first[a]:d.m.first[a+1]] {
		if p := d.part[b]; p != None && p != d.part[a] && !slices.Contains(parts, p) {
			parts = append(parts, p)
		}
	}
	slices.Sort(parts)
	return parts
}

// gather makes a move of a connected piece that has no grid.
func (s *suggester) gather(a int32, seen map[int32]bool) {
	if seen[a] {
		return
	}
	d := s.d
	d.flood.now++
	piece, weight := d.fill(a, nil)
	sums := map[int32]int{}
	to, most := None, -1
	for _, b := range piece {
		seen[b] = true
		for e := d.m.first[b]; e < d.m.first[b+1]; e++ {
			if p := d.part[d.m.to[e]]; p != None {
				sums[p] += d.m.cost[e]
				if sums[p] > most {
					to, most = p, sums[p]
				}
			}
		}
	}
	if to == None {
		return // no grid touches it
	}
	move := Move{From: None, To: s.grid[to], Households: weight, ToAfter: d.weight[to] + weight}
	move.OutBefore, move.OutAfter = d.band.off(d.weight[to]), d.band.off(move.ToAfter)
	move.Cells = s.cellsOf(piece)
	s.pending = append(s.pending, move)
}

func (s *suggester) move(f flip) Move {
	d := s.d
	m := Move{From: s.grid[f.from], To: s.grid[f.to], Cells: s.cellsOf(f.atoms)}
	for _, a := range f.atoms {
		m.Households += d.m.weight[a]
	}
	m.FromAfter, m.ToAfter = d.weight[f.from]-m.Households, d.weight[f.to]+m.Households
	m.OutBefore = d.band.off(d.weight[f.from]) + d.band.off(d.weight[f.to])
	m.OutAfter = d.band.off(m.FromAfter) + d.band.off(m.ToAfter)
	m.CostChange = f.change - d.wish.of(m.FromAfter, d.band) - d.wish.of(m.ToAfter, d.band) +
		d.wish.of(d.weight[f.from], d.band) + d.wish.of(d.weight[f.to], d.band)
	return m
}

func (s *suggester) cellsOf(atoms []int32) []int32 {
	var cells []int32
	for _, a := range atoms {
		cells = append(cells, s.m.cells.of(a)...)
	}
	slices.Sort(cells)
	return cells
}

func (s *suggester) pick(n int) []Move {
	var best []Move
	taken := map[int32]bool{}
	take := func(m Move) {
		if len(best) >= n || slices.ContainsFunc(m.Cells, func(c int32) bool { return taken[c] }) {
			return
		}
		for _, c := range m.Cells {
			taken[c] = true
		}
		best = append(best, m)
	}
	for _, m := range s.pending {
		take(m)
	}
	for _, m := range s.ranked {
		take(m.Move)
	}
	return best
}
