package plan

// effect makes operations as a batch, and tells what they make of the grids that they change. It
// reports false when one is refused, or when a grid is in more parts afterwards than before, but
// for one that was in none.
func (p *Plan) effect(ops []Operation) (*Plan, After, bool) {
	m, refused := p.make(ops)
	if refused != nil {
		return nil, nil, false
	}
	next, grids := m.plan, m.patch.Touched().Grids
	was, is := p.parts(grids), next.parts(grids)
	after := After{}
	for _, id := range grids {
		if len(is[id]) > max(len(was[id]), 1) {
			return nil, nil, false
		}
		after[id] = next.Tally(id)
	}
	return next, after, true
}

// outOfBand is by how many households the grids of a plan are outside of their bands, together.
func (p *Plan) outOfBand(r Rules, grids After) (total int) {
	for id := range grids {
		if g, alive := p.Grid(id); alive {
			if band, bound := r.BandOf(g); bound {
				total += band.Out(p.Tally(id).Households)
			}
		}
	}
	return total
}
