package plan

import (
	"errors"
	"slices"

	"gewu/plan/propose"
)

// ErrNoBand says that no band binds ordinary grids, so that nothing can be proposed.
var ErrNoBand = errors.New("no band binds ordinary grids")

// A Draft is a plan as package propose divides it.
type Draft struct {
	Request propose.Request // to be completed with the mode, the scope and the seed
	Cells   []CellID        // of the graph
	Grids   []GridID        // of the request; new ones are numbered on
}

// Draft writes the plan as what proposals are asked for. Grids that the band does not bind keep their
// cells, as locked ones do. Cells on the two sides of water without a bridge, or of the border of a
// community, do not touch. The error is [ErrNoBand].
func (p *Plan) Draft(r Rules) (*Draft, error) {
	band, bound := r.BandOf(Grid{Kind: Ordinary})
	if !bound {
		return nil, ErrNoBand
	}
	d := &Draft{Request: propose.Request{Band: propose.Band{Min: band.Min, Max: band.Max}}}
	number := map[GridID]int32{NoGrid: propose.None}
	for id, g := range p.Grids() {
		number[id] = int32(len(d.Grids))
		d.Grids = append(d.Grids, id)
		_, bound := r.BandOf(g)
		d.Request.Locked = append(d.Request.Locked, g.Locked)
		d.Request.Exempt = append(d.Request.Exempt, !bound)
	}
	for id := range p.fabric.Cells() {
		d.Cells = append(d.Cells, id)
		d.Request.Current = append(d.Request.Current, number[p.GridOf(id)])
	}
	d.Request.Graph = p.fabric.graph(d.Cells)
	return d, nil
}

// Operations returns the batch that makes a proposal of the plan; none when it is so already.
func (d *Draft) Operations(assignment []int32) []Operation {
	gained := map[int32][]CellID{}
	for i, now := range assignment {
		if now != d.Request.Current[i] && now != propose.None {
			gained[now] = append(gained[now], d.Cells[i])
		}
	}
	var ops []Operation
	for _, n := range sortedKeys(gained) {
		op := Operation{Kind: AssignCells, Cells: gained[n], New: true}
		if int(n) < len(d.Grids) {
			op.Grid, op.New = d.Grids[n], false
		}
		ops = append(ops, op)
	}
	return ops
}

// GridOf returns the grid of a number of the request, NoGrid for none and for a new one.
func (d *Draft) GridOf(number int32) GridID {
	if number < 0 || int(number) >= len(d.Grids) {
		return NoGrid
	}
	return d.Grids[number]
}

// Number returns the number that a grid has in the request, and whether it has one.
func (d *Draft) Number(id GridID) (int32, bool) {
	i, found := slices.BinarySearch(d.Grids, id)
	return int32(i), found
}
