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
		grid := e.newGrid(cells[0])
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
	effortOfMany = 15_000 // the same, of thousands of cells, which are divided by clumps
	effortAtMost = 120_000
)

// splitEffort is how much dividing so many cells into parts may take.
func splitEffort(cells, parts int) int {
	enough := effortOfAll
	if cells > clumpsInAll*3/2 {
		enough = effortOfMany
	}
	return min(effortOfCell*cells, max(enough, effortOfPart*parts), effortAtMost)
}

// evenParts divides cells into parts, none when their land does not hang together.
func (p *Plan) evenParts(cells []CellID, parts int, seed uint64) []part {
	graph, clump := clumped(p.splitGraph(cells, parts), parts)
	request := propose.Request{Graph: graph, Mode: propose.Split, Parts: parts, Seed: seed}
	request.Current, request.Scope = make([]int32, len(graph.Cells)), []int32{0}
	total, largest := 0, 0
	for _, c := range graph.Cells {
		total, largest = total+c.Households, max(largest, c.Households)
	}
	mean := float64(total) / float64(parts)
	low, high := math.Floor(mean*(1-evenness)), math.Ceil(mean*(1+evenness))
	request.Band = propose.Band{Min: max(1, int(low)), Max: max(1, int(high), largest)}
	divided, err := propose.Parts(request, splitEffort(len(cells), parts))
	if err != nil {
		return nil
	}
	return partsOf(cells, clump, divided)
}

// splitGraph joins cells over water, too: a grid that lies on both banks stays one when it is
// divided. What there is to share out is households, or land where there are too few.
func (p *Plan) splitGraph(cells []CellID, parts int) propose.Graph {
	f, number := p.fabric, make([]int32, p.fabric.cells.size) // of a cell, from 1
	for i, id := range cells {
		number[id] = int32(i + 1)
	}
	g := propose.Graph{Cells: make([]propose.Cell, len(cells)), Borders: make([]propose.Border, 0, 3*len(cells))}
	estates, ground, byLand := map[int64]int32{0: 0}, f.ground(), p.households(cells) < parts
	for i, id := range cells {
		c := f.cells.ref(int32(id))
		if _, known := estates[c.Estate]; !known {
			estates[c.Estate] = int32(len(estates))
		}
		g.Cells[i] = propose.Cell{Households: c.Households, Estate: estates[c.Estate]}
		if byLand {
			g.Cells[i].Households = 1 + int(c.SquareMetres/10)
		}
		for _, n := range c.Arcs {
			a := f.arcs.ref(int32(n))
			if other := a.other(id); other != NoCell && number[other]-1 > int32(i) {
				class := propose.Class(min(a.Class, River))
				g.Borders = append(g.Borders, propose.Border{A: int32(i), B: number[other] - 1, Metres: ground.length(a.Points), Class: class})
			}
		}
	}
	return g
}

// partsOf lists the cells of each part that their clumps are in, in the order of their first cells.
func partsOf(cells []CellID, clump, divided []int32) []part {
	var parts []part
	number := map[int32]int{}
	for i, id := range cells {
		of := divided[clump[i]]
		n, known := number[of]
		if !known {
			n = len(parts)
			number[of] = n
			parts = append(parts, nil)
		}
		parts[n] = append(parts[n], id)
	}
	return parts
}
