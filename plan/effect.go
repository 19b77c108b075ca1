package plan

// effect makes operations as a batch, and tells what they make of the grids that they change. It
// reports false when one is refused, or when they leave something apart.
func (p *Plan) effect(ops []Operation) (*Plan, After, bool) {
	m, refused := p.make(ops)
	if refused != nil {
		return nil, nil, false
	}
	touched := m.patch.Touched()
	if len(m.severed(p, touched.Cells)) > 0 {
		return nil, nil, false
	}
	after := After{}
	for _, id := range touched.Grids {
		after[id] = m.plan.Tally(id)
	}
	return m.plan, after, true
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
