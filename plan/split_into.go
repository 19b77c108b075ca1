package plan

import (
	"math"
	"slices"

	"gewu/plan/propose"
)

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
	cells := slices.AppendSeq(make([]CellID, 0, e.before.Tally(op.Grid).Cells), e.before.cellsOf(op.Grid))
	if op.Parts > len(cells) {
		return refuse(TooLittle).ofGrid(op.Grid)
	}
	parts := e.before.evenParts(cells, op.Parts, op.Seed)
	if len(parts) != op.Parts {
		return refuse(TooLittle).ofGrid(op.Grid)
	}
	parts = e.before.byHouseholds(parts)
	for _, cells := range parts[1:] {
		grid := e.newGrid(cells)
		for _, id := range cells {
			e.assigned.set(int32(id), grid)
		}
	}
	return nil
}

// evenness is by how much parts may differ from their mean.
const evenness = 0.1

// How much a division may take: as much as makes parts as even as that, which is more the more parts there are.
const (
	effortOfCell = 250
	effortOfPart = 600
	effortOfAll  = 35_000 // or that of its parts
	effortAtMost = 120_000

	// The same where parts are divided by clumps and made even by single cells after that.
	effortOfClumps    = 18_000 // less what it takes to read them: half of their number,
	effortOfReading   = 8_000  // or this
	effortOfClumpPart = 60
)

// splitEffort is how much dividing so many cells, or clumps of them, into parts may take.
func splitEffort(cells, parts int, clumps bool) int {
	if clumps {
		return max(effortOfClumps-min(cells/2, effortOfReading), effortOfClumpPart*parts)
	}
	return min(effortOfCell*cells, max(effortOfAll, effortOfPart*parts), effortAtMost)
}

// evenParts divides cells into parts, none when their land does not hang together.
func (p *Plan) evenParts(cells []CellID, parts int, seed uint64) []part {
	land := p.splitLand(cells, parts)
	clump, count := land.clumps(parts)
	request := propose.Request{Graph: land.graph(clump, count), Mode: propose.Split, Parts: parts, Seed: seed}
	request.Current, request.Scope = make([]int32, count), []int32{0}
	largest := 0
	for _, c := range request.Graph.Cells {
		largest = max(largest, c.Households)
	}
	mean := float64(land.total) / float64(parts)
	low, high := math.Floor(mean*(1-evenness)), math.Ceil(mean*(1+evenness))
	request.Band = propose.Band{Min: max(1, int(low)), Max: max(1, int(high), largest)}
	divided, err := propose.Parts(request, splitEffort(len(cells), parts, count < len(cells)))
	if err != nil {
		return nil
	}
	of := make([]int32, len(cells))
	for i, c := range clump {
		of[i] = divided[c]
	}
	if count < len(cells) && int(slices.Max(divided)) < parts {
		land.even(of, parts)
	}
	return partsOf(cells, of)
}

// partsOf lists the cells of each part, in the order of their first cells.
func partsOf(cells []CellID, of []int32) []part {
	in := groupsOf(of, int(slices.Max(of))+1)
	order, seen := make([]int32, 0, len(in.first)-2), make([]bool, len(in.first)-2)
	for _, n := range of {
		if !seen[n] {
			seen[n] = true
			order = append(order, n)
		}
	}
	parts, list := make([]part, len(order)), make([]CellID, len(cells))
	for k, n := range order {
		at := in.of(n)
		parts[k], list = list[:len(at):len(at)], list[len(at):]
		for j, i := range at {
			parts[k][j] = cells[i]
		}
	}
	return parts
}
