package propose

import (
	"slices"
)

// finish makes a proposal of parts: it gives them the numbers of today's grids where most households
// stay, and says what changes, and why.
func (g *ground) finish(parts []int32) Proposal {
	r := g.r
	p := Proposal{Assignment: make([]int32, len(r.Graph.Cells))}
	numbers := g.numberParts(parts)
	for c := range p.Assignment {
		if a := g.atomOf[c]; a == None {
			p.Assignment[c] = r.currentOf(int32(c))
		} else {
			p.Assignment[c] = numbers[parts[a]]
		}
	}
	metrics, grids := measure(r, p.Assignment)
	p.Metrics = metrics
	p.Reasons = g.reasons(p.Assignment, grids)
	p.Problems = append(slices.Clone(g.problems), g.shortcomings(p.Assignment, grids)...)
	return p
}

// numberParts matches parts with today's grids.
func (g *ground) numberParts(parts []int32) map[int32]int32 {
	r := g.r
	var present, olds []int32
	row, column := map[int32]int{}, map[int32]int{}
	for _, p := range parts {
		if _, known := row[p]; !known {
			row[p] = 0
			present = append(present, p)
		}
	}
	slices.Sort(present)
	for i, p := range present {
		row[p] = i
	}
	highest := int32(max(len(r.Locked), len(r.Exempt)) - 1)
	for c := range r.Graph.Cells {
		old := r.currentOf(int32(c))
		highest = max(highest, old)
		if _, known := column[old]; !known && old != None && g.atomOf[c] != None {
			column[old] = len(olds)
			olds = append(olds, old)
		}
	}
	gain := make([][]int64, len(present))
	for i := range gain {
		gain[i] = make([]int64, len(olds))
	}
	for c, cell := range r.Graph.Cells {
		if a, old := g.atomOf[c], r.currentOf(int32(c)); a != None && old != None {
			// Cells without households decide where households do not.
			gain[row[parts[a]]][column[old]] += int64(cell.Households)<<20 + 1
		}
	}
	numbers := map[int32]int32{}
	for i, j := range Match(gain, len(olds)) {
		if j != None {
			numbers[present[i]] = olds[j]
			continue
		}
		highest++
		numbers[present[i]] = highest
	}
	return numbers
}

// shortcomings lists the grids of a division that miss the band, and the fixed ones in pieces.
func (g *ground) shortcomings(assignment []int32, grids []figure) []Problem {
	free := make([]bool, len(grids))
	for c, p := range assignment {
		if p != None && g.atomOf[c] != None {
			free[p] = true
		}
	}
	var all []Problem
	for p, f := range grids {
		if f.cells == 0 {
			continue
		}
		if f.pieces > 1 && !free[p] {
			all = append(all, Problem{Kind: LockedDetached, Grid: int32(p), Households: f.households})
		}
		switch {
		case f.exempt || g.r.Band.Has(f.households):
			continue
		case !free[p]:
			all = append(all, Problem{Kind: LockedOutOfBand, Grid: int32(p), Households: f.households})
		case f.households > g.r.Band.Max:
			all = append(all, Problem{Kind: GridOverBand, Grid: int32(p), Households: f.households})
		default:
			all = append(all, Problem{Kind: GridUnderBand, Grid: int32(p), Households: f.households})
		}
	}
	return all
}
