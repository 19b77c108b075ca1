package plan

// estatesCut lists the estates that lie in more than one grid, with their cells by grid.
func (p *Plan) estatesCut() map[int64]map[GridID][]CellID {
	all := map[int64]map[GridID][]CellID{}
	for id, c := range p.fabric.Cells() {
		if c.Estate == 0 {
			continue
		}
		if all[c.Estate] == nil {
			all[c.Estate] = map[GridID][]CellID{}
		}
		g := p.GridOf(id)
		all[c.Estate][g] = append(all[c.Estate][g], id)
	}
	for estate, byGrid := range all {
		if len(byGrid) == 1 {
			delete(all, estate)
		}
	}
	return all
}
