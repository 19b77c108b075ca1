package api

import "gewu/plan"

// WholeTopology is what is sent of a plan.
func WholeTopology(v *View, p *plan.Plan, revision int64) []byte {
	return wholeTopology(v, p, revision).appendJSON(nil)
}

// ChangedTopology is what is sent of the difference of two plans.
func ChangedTopology(v *View, before, after *plan.Plan, since, revision int64) []byte {
	return changedTopology(v, before, after, plan.Between(before, after), since, revision).appendJSON(nil)
}
