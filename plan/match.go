package plan

import (
	"math"

	"gewu/plan/propose"
)

// match pairs the grids of two plans that are the same grid: those that were there when both plans
// began in the same way, by number; those that stand for the same area; and of the others those
// that share most households, or land where there are none, in all pairs together.
func (o *overlay) match() map[GridID]GridID {
	pairs, paired := map[GridID]GridID{}, map[GridID]bool{}
	pair := func(after, before GridID) { pairs[after], paired[before] = before, true }
	common := o.before.base.equal(o.after.base)
	byArea := map[int64]GridID{}
	for id, g := range o.before.Grids() {
		byArea[g.Area] = id
	}
	var fresh []GridID
	for id, g := range o.after.Grids() {
		_, there := o.before.Grid(id)
		area, known := byArea[g.Area]
		switch {
		case common && there && o.after.base.grids.holds(int32(id)):
			pair(id, id)
		case g.Area != 0 && known:
			pair(id, area)
		default:
			fresh = append(fresh, id)
		}
	}
	var left []GridID
	for id := range o.before.Grids() {
		if !paired[id] {
			left = append(left, id)
		}
	}
	o.matchByShare(left, fresh, pair)
	return pairs
}

// landOfHousehold is more square metres than any community has: one household counts for more than all land.
const landOfHousehold = 1_000_000_000

// matchByShare pairs what is left so that most stays where it is.
func (o *overlay) matchByShare(left, fresh []GridID, pair func(after, before GridID)) {
	gain := make([][]int64, len(fresh))
	for i, to := range fresh {
		gain[i] = make([]int64, len(left))
		for j, from := range left {
			t := o.flows[flow{from, to}]
			gain[i][j] = int64(t.Households)*landOfHousehold + int64(math.Ceil(t.SquareMetres))
		}
	}
	for i, j := range propose.Match(gain, len(left)) {
		if j != propose.None {
			pair(fresh[i], left[j])
		}
	}
}
