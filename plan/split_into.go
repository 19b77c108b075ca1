package plan

import (
	"context"
	"math"
	"slices"

	"gewu/plan/propose"
)

// untold is the context of an operation: a step of milliseconds in memory, which nobody cancels.
var untold = context.Background()

// splitInto divides a grid into connected grids with households as even as can be, of which the one
// with most households keeps its number. A grid with fewer households than parts is divided by its
// land.
func (e *edit) splitInto(op Operation) *Refusal {
	if r := e.openGrid(op.Grid); r != nil {
		return r
	}
	if op.Parts < 2 {
		return refuse(BadMember).ofMember("parts")
	}
	cells := slices.Collect(e.before.cellsOf(op.Grid))
	if op.Parts > len(cells) {
		return refuse(TooLittle).ofGrid(op.Grid)
	}
	parts := e.before.evenParts(cells, op.Parts, op.Seed)
	if len(parts) != op.Parts {
		return refuse(TooLittle).ofGrid(op.Grid)
	}
	slices.SortStableFunc(parts, func(a, b part) int { return e.before.households(b) - e.before.households(a) })
	for _, cells := range parts[1:] {
		grid := e.newGrid(cells[0])
		for _, id := range cells {
			e.assigned.set(int32(id), grid)
		}
	}
	return nil
}

// evenness is by how much parts may differ from their mean, tried from strict to lax.
var evenness = []float64{0.1, 0.3, 0.9}

// evenParts divides cells into parts, none when their land does not hang together.
func (p *Plan) evenParts(cells []CellID, parts int, seed uint64) (best []part) {
	request := propose.Request{Graph: p.splitGraph(cells, parts), Mode: propose.Split, Parts: parts, Seed: seed}
	request.Current, request.Scope = make([]int32, len(cells)), []int32{0}
	total, largest := 0, 0
	for _, c := range request.Graph.Cells {
		total, largest = total+c.Households, max(largest, c.Households)
	}
	mean := float64(total) / float64(parts)
	for i, off := range evenness {
		low, high := math.Floor(mean*(1-off)), math.Ceil(mean*(1+off))
		if float64(largest) > high && i+1 < len(evenness) {
			continue
		}
		request.Band = propose.Band{Min: max(1, int(low)), Max: max(1, int(high))}
		answer, err := propose.First(untold, request)
		if err != nil {
			return best
		}
		best = partsOf(cells, answer.Assignment)
		if answer.Metrics.InBand == parts {
			break
		}
	}
	return best
}

// splitGraph joins cells over water, too: a grid that lies on both banks stays one when it is
// divided. What there is to share out is households, or land where there are too few.
func (p *Plan) splitGraph(cells []CellID, parts int) propose.Graph {
	g := p.fabric.graph(cells, func(Arc) bool { return true })
	if p.households(cells) < parts {
		for i := range g.Cells {
			g.Cells[i].Households = 1 + int(g.Cells[i].SquareMetres/10)
		}
	}
	return g
}

// partsOf lists the cells of each grid of an assignment, in the order of their first cells.
func partsOf(cells []CellID, assignment []int32) []part {
	var parts []part
	number := map[int32]int{}
	for i, grid := range assignment {
		if _, known := number[grid]; !known {
			number[grid] = len(parts)
			parts = append(parts, nil)
		}
		parts[number[grid]] = append(parts[number[grid]], cells[i])
	}
	return parts
}
