package store_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/access"
	"gewu/geo"
	"gewu/plan"
)

func TestAPlanGoesFromStateToState(t *testing.T) {
	d := newDrafting(t)
	actor := d.actor(t)
	to := func(state plan.State) error {
		_, err := d.db.AmendPlan(t.Context(), actor, d.record.ID, plan.Amendment{State: &state})
		return err
	}
	for _, step := range []struct {
		state plan.State
		want  error
	}{
		{plan.StateReturned, plan.ErrTurn},
		{plan.StatePublished, plan.ErrTurn},
		{plan.StateProposed, nil},
		{plan.StateProposed, nil},
		{plan.StateReturned, nil},
		{plan.StateDraft, nil},
		{plan.StateDropped, nil},
		{plan.StateDraft, plan.ErrTurn},
	} {
		if err := to(step.state); !errors.Is(err, step.want) {
			t.Errorf("to %s: %v, want %v", step.state, err, step.want)
		}
	}
	p, _ := d.open(t)
	if _, err := d.db.Operate(t.Context(), actor, d.record.ID, 0, []plan.Operation{d.give(t, p, 2, 2)}); !errors.Is(err, plan.ErrClosed) {
		t.Errorf("a plan that was dropped is changed: %v", err)
	}
	if _, err := d.db.Plan(t.Context(), d.record.ID+99); !errors.Is(err, plan.ErrNoPlan) {
		t.Errorf("a plan that is not there: %v", err)
	}
}

func TestACopyHasTheLogAndGoesItsOwnWay(t *testing.T) {
	d := newDrafting(t)
	p, _ := d.open(t)
	first := d.operate(t, 0, d.give(t, p, 2, 2))
	twin := d
	twin.record = d.start(t, plan.Start{Title: "Copy", From: plan.FromPlan, CopyOf: d.record.ID})
	if twin.record.Revision != 1 || twin.record.CopyOf != d.record.ID {
		t.Errorf("%+v", twin.record)
	}
	back, err := d.db.Undo(t.Context(), planner, twin.record.ID, 1)
	if err != nil || !back.Plan.Equal(p) {
		t.Errorf("the copy cannot be taken back: %v", err)
	}
	if q, _ := d.open(t); !q.Equal(first.Plan) {
		t.Error("the plan changed with its copy")
	}
}

// A plan is seen by who sees all of its communities.
func TestPlansOfOthersAreNotSeen(t *testing.T) {
	d := newDrafting(t)
	d.area(t, d.exec(t, `select id from edition where scope_id is null`), "community", "D", "D", "",
		"MULTIPOLYGON((("+metres(append(square(400, 0, 500, 200), [2]float64{400, 0})...)+")))")
	d.change(t, "area")
	both := d.start(t, plan.Start{Communities: []geo.AreaID{geo.AreaID(d.ids["D"]), d.community}, Title: "Both", From: plan.FromEdition})
	for name, tt := range map[string]struct {
		scope access.Scope
		want  []int64
	}{
		"the whole district": {access.Everything, []int64{d.record.ID, both.ID}},
		"one community":      {access.Scope{Areas: []geo.AreaID{d.community}}, []int64{d.record.ID}},
		"the other":          {access.Scope{Areas: []geo.AreaID{geo.AreaID(d.ids["D"])}}, nil},
		"nothing":            {access.Scope{}, nil},
	} {
		records, err := d.db.PlansIn(t.Context(), plan.Filter{}, tt.scope)
		if err != nil {
			t.Fatal(err)
		}
		var got []int64
		for _, r := range records {
			got = append(got, r.ID)
		}
		slices.Sort(got)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
