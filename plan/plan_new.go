package plan

import (
	"cmp"
	"fmt"
)

// New makes the plan in which grid number i + 1 is grids[i], and the cell i of the fabric in the
// grid assigned[i]. This is the base that the plan is compared with later. A grid without cells is
// not alive; one without a kind is ordinary, and one without a community is of its first cell's. The error names the cell whose grid there is none of,
// or says that the cells do not match.
func New(f *Fabric, grids []Grid, assigned []GridID) (*Plan, error) {
	if len(assigned) != f.cells.size {
		return nil, fmt.Errorf("plan of %d cells: grids of %d are given", f.cells.size, len(assigned))
	}
	tallies, communities := make([]Tally, len(grids)+1), make([]int64, len(grids)+1)
	for id, c := range f.Cells() {
		if g := assigned[id]; g < 0 || int(g) > len(grids) {
			return nil, fmt.Errorf("cell %d: there is no grid %d", id, g)
		}
		tallies[assigned[id]].add(&c, 1)
		if communities[assigned[id]] == 0 {
			communities[assigned[id]] = c.Community
		}
	}
	all := make([]Grid, len(grids)+1)
	for i, g := range grids {
		g.Alive, g.Kind = tallies[i+1].Cells > 0, cmp.Or(g.Kind, Ordinary)
		g.Community = cmp.Or(g.Community, communities[i+1])
		all[i+1] = g
	}
	base := &beginning{tableOf(assigned), tableOf(all), tableOf(tallies)}
	return &Plan{fabric: f, grid: base.assigned, base: base, grids: base.grids, tallies: base.tallies}, nil
}
