package api_test

import (
	"fmt"
	"testing"

	"gewu/geo"
	"gewu/plan"
)

// What is asked of plans: about a draft of the community that a grid lies in, and about one that is
// proposed. They are started when the first of them is asked about.

func (c *cast) startPlans() {
	if c.drafts != nil {
		return
	}
	c.drafts, c.proposed = map[string]int64{}, map[string]int64{}
	for _, code := range []string{"A", "B"} {
		c.drafts[code] = c.startPlan(c.t, code, "草案 "+code).ID
		one := c.startPlan(c.t, code, "送审 "+code)
		if _, err := c.db.AmendPlan(c.t.Context(), consoleActor, one.ID, plan.Amendment{State: new(plan.StateProposed)}); err != nil {
			c.t.Fatal(err)
		}
		c.proposed[code] = one.ID
	}
}

// startPlan starts a plan from the edition in force.
func (h *hall) startPlan(t testing.TB, code, title string) plan.Record {
	t.Helper()
	record, err := h.db.StartPlan(t.Context(), consoleActor, plan.Start{Communities: []geo.AreaID{h.ids[code]}, Title: title, From: plan.FromEdition})
	if err != nil {
		t.Fatal(err)
	}
	return record
}

func ofPlan(method, path string, body any) inquiry {
	return func(c *cast, code string) (string, string, any, []string) {
		c.startPlans()
		return method, fmt.Sprint("/v1/plans/", c.drafts[code[:1]], path), body, nil
	}
}

func ofProposed(path string) inquiry {
	return func(c *cast, code string) (string, string, any, []string) {
		c.startPlans()
		return "GET", fmt.Sprint("/v1/plans/", c.proposed[code[:1]], path), nil, nil
	}
}

func startingPlan(c *cast, code string) (string, string, any, []string) {
	return "POST", fmt.Sprintf("/v1/communities/%d/plans", c.ids[code[:1]]), `{}`, nil
}

// ofEdition asks about the edition that divides the community of a grid.
func ofEdition(method, path string) inquiry {
	return func(c *cast, code string) (string, string, any, []string) {
		edition := c.exec(c.t, `select edition_id from boundary where area_id = $1`, c.ids[code])
		if method == "POST" {
			return method, fmt.Sprint("/v1/editions/", edition, path), `{}`, nil
		}
		return method, fmt.Sprint("/v1/editions/", edition, path), nil, nil
	}
}
