package reach

import (
	"cmp"
	"slices"
)

// findPieces numbers the pieces of the network, the longest first, of equals that of the first node.
func (p *Paths) findPieces(lengths []float64) {
	p.piece = make([]int32, p.Nodes())
	for i := range p.piece {
		p.piece[i] = -1
	}
	var stack []int32
	for i := range p.piece {
		if p.piece[i] >= 0 {
			continue
		}
		number := int32(len(p.pieces))
		p.pieces = append(p.pieces, Piece{At: p.points[i]})
		p.piece[i] = number
		for stack = append(stack, int32(i)); len(stack) > 0; {
			node := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			p.pieces[number].Nodes++
			for _, w := range p.Network.ways[p.start[node]:p.start[node+1]] {
				if p.piece[w.to] < 0 {
					p.piece[w.to] = number
					stack = append(stack, w.to)
				}
			}
		}
	}
	for i, e := range p.edges {
		p.pieces[p.piece[e.From]].Metres += lengths[i]
	}
	p.rankPieces()
}

func (p *Paths) rankPieces() {
	order := make([]int32, len(p.pieces))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(p.pieces[b].Metres, p.pieces[a].Metres) })
	rank, sorted := make([]int32, len(order)), make([]Piece, len(order))
	for k, i := range order {
		rank[i], sorted[k] = int32(k), p.pieces[i]
	}
	for i, number := range p.piece {
		p.piece[i] = rank[number]
	}
	p.pieces = sorted
}
