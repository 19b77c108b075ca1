package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"gewu/access"
)

// What is no revision, an old one, and one that others have gone past in the meantime.
func TestOperationsNameTheRevisionTheyWereMadeFor(t *testing.T) {
	s := openStudy(t)
	p := s.start(t, "两人同时修改")
	other := s.enter(t, "admin.a", access.Administrator, "A")
	west, east := s.planner.cellsOf(t, p.ID, 1), s.planner.cellsOf(t, p.ID, 2)
	body := func(ops ...map[string]any) map[string]any { return map[string]any{"operations": ops} }
	path := planPath(p.ID, "/operations")
	s.planner.refused(t, "precondition-required", "POST", path, body(assigning(1, east[0])))
	for _, bad := range []string{"0", `"-1"`, `"x"`, `W/"0"`, "*", `"0", "1"`, `"00"`} {
		s.planner.refused(t, "bad-parameter", "POST", path, body(assigning(1, east[0])), "If-Match", bad)
	}
	s.planner.refused(t, "plan-changed", "POST", path, body(assigning(1, east[0])), matching(7)...)

	s.planner.operate(t, p.ID, 0, map[string]any{"kind": "rename_grid", "grid": 1, "name": "西网格"})
	rebased := other.operate(t, p.ID, 0, map[string]any{"kind": "rename_grid", "grid": 2, "name": "东网格"})
	if !rebased.Rebased || rebased.Revision != 2 || !strings.Contains(string(rebased.Topology), "西网格") {
		t.Errorf("what concerns another grid: %+v", rebased)
	}
	other.operate(t, p.ID, 2, assigning(1, east[0]))
	w := s.planner.refused(t, "plan-changed", "POST", path, body(assigning(2, west[0]), assigning(2, east[0])), matching(2)...)
	if w.Code != http.StatusPreconditionFailed || !strings.Contains(w.Body.String(), `"since":[{"revision":3,`) || !strings.Contains(w.Body.String(), "admin.a") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if now := answer[planSeen](t, s.planner.get(t, planPath(p.ID, ""))); now.Revision != 3 {
		t.Errorf("the plan is at %d", now.Revision)
	}
}

// Whatever is sent, nothing changes but by operations that can be made.
func TestBadOperationsChangeNothing(t *testing.T) {
	s := openStudy(t)
	p := s.start(t, "错误的请求")
	foreign := s.startPlan(t, "B", "别的社区")
	east := s.planner.cellsOf(t, p.ID, 2)
	s.planner.operate(t, p.ID, 0, map[string]any{"kind": "lock_grids", "grids": []int{2}})
	give := fmt.Sprintf(`{"kind":"assign_cells","cells":[%d],"grid":1}`, east[0])
	tests := map[string]struct{ kind, body string }{
		"no JSON":                    {"bad-json", `{"operations":`},
		"no object":                  {"bad-json", `[]`},
		"nothing":                    {"bad-field", `{}`},
		"an empty list":              {"bad-field", `{"operations":[]}`},
		"an unknown member":          {"unknown-field", `{"operations":[` + give + `],"force":true}`},
		"a member twice":             {"bad-json", `{"operations":[` + give + `],"operations":[]}`},
		"deep":                       {"bad-json", `{"operations":` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `}`},
		"an unknown kind":            {"operation-refused", `{"operations":[{"kind":"drop_table"}]}`},
		"no kind":                    {"operation-refused", `{"operations":[{"cells":[1]}]}`},
		"an unknown member of one":   {"operation-refused", `{"operations":[{"kind":"assign_cells","cells":[1],"grid":1,"x":1}]}`},
		"a member of another kind":   {"operation-refused", `{"operations":[{"kind":"assign_cells","cells":[1],"grid":1,"line":[[1,2],[3,4]]}]}`},
		"a locked grid":              {"operation-refused", `{"operations":[` + give + `]}`},
		"an unknown cell":            {"operation-refused", `{"operations":[{"kind":"assign_cells","cells":[99999],"grid":1}]}`},
		"a cell below none":          {"operation-refused", `{"operations":[{"kind":"assign_cells","cells":[-1],"grid":1}]}`},
		"a cell beyond 32 bits":      {"operation-refused", `{"operations":[{"kind":"assign_cells","cells":[4294967297],"grid":1}]}`},
		"an unknown grid":            {"operation-refused", `{"operations":[{"kind":"merge_grids","grids":[1,77],"grid":1}]}`},
		"not a number":               {"bad-json", `{"operations":[{"kind":"move_node","node":1,"to":[NaN,31.2]}]}`},
		"a word for a number":        {"operation-refused", `{"operations":[{"kind":"move_node","node":1,"to":["NaN",31.2]}]}`},
		"not on the earth":           {"operation-refused", `{"operations":[{"kind":"move_node","node":1,"to":[1e300,31.2]}]}`},
		"a line that misses":         {"operation-refused", `{"operations":[{"kind":"split_by_line","grid":1,"line":[[121.3,31.1],[121.31,31.1]]}]}`},
		"the second of two":          {"operation-refused", `{"operations":[{"kind":"rename_grid","grid":1,"name":"新"},` + give + `]}`},
		"a name with unseen letters": {"operation-refused", `{"operations":[{"kind":"rename_grid","grid":1,"name":"a\u202eb"}]}`},
		"a band without a reason":    {"operation-refused", `{"operations":[{"kind":"set_kind","grid":1,"grid_kind":"dedicated"}]}`},
		"too many operations":        {"bad-field", `{"operations":[` + strings.Repeat(`{},`, 10_000) + `{}]}`},
		"too long":                   {"body-too-large", `{"operations":["` + strings.Repeat("x", 1<<20) + `"]}`},
	}
	for name, tt := range tests {
		w := s.planner.refused(t, tt.kind, "POST", planPath(p.ID, "/operations"), tt.body, matching(1)...)
		if tt.kind == "operation-refused" && (!strings.Contains(w.Body.String(), `"reason":"`) || w.Code != http.StatusUnprocessableEntity) {
			t.Errorf("%s: %s", name, w.Body)
		}
		if name == "the second of two" && !strings.Contains(w.Body.String(), `"operation":2`) {
			t.Errorf("%s: %s", name, w.Body)
		}
	}
	s.planner.refused(t, "no-such-plan", "POST", planPath(foreign.ID, "/operations"), `{"operations":[`+give+`]}`, matching(0)...)
	s.planner.refused(t, "no-such-plan", "GET", "/v1/plans/0", nil)
	s.planner.refused(t, "not-allowed", "POST", fmt.Sprintf("/v1/communities/%d/plans", s.ids["B"]), map[string]any{"title": "x", "from": "edition"})
	s.planner.refused(t, "not-allowed", "POST", fmt.Sprintf("/v1/communities/%d/plans", s.ids["A"]), map[string]any{"title": "x", "from": "edition", "with": []any{s.ids["B"]}})
	s.planner.refused(t, "bad-field", "POST", fmt.Sprintf("/v1/communities/%d/plans", s.ids["A"]), map[string]any{"title": "x", "from": "plan", "copy_of": foreign.ID})
	s.planner.refused(t, "no-such-plan", "GET", planPath(p.ID, fmt.Sprint("/compare?with=plan:", foreign.ID)), nil)
	s.planner.refused(t, "bad-parameter", "GET", planPath(p.ID, "/compare?with=plan:x"), nil)
	if now := answer[planSeen](t, s.planner.get(t, planPath(p.ID, ""))); now.Revision != 1 {
		t.Errorf("the plan is at %d", now.Revision)
	}
	long := `{"operations":[` + strings.Repeat(`{"kind":"rename_grid","grid":1,"name":"甲"},{"kind":"rename_grid","grid":1,"name":"乙"},`, 4_999) +
		`{"kind":"rename_grid","grid":1,"name":"甲"},{"kind":"rename_grid","grid":1,"name":"丙"}]}`
	done := answer[operatedSeen](t, s.planner.want(t, http.StatusOK, "POST", planPath(p.ID, "/operations"), long, matching(1)...))
	if done.Revision != 2 || !strings.Contains(string(done.Topology), "丙") {
		t.Errorf("ten thousand operations: revision %d", done.Revision)
	}
}

// Two plans side by side: what one proposes is taken over, and compared; and a copy has what its
// origin had.
func TestAProposalIsTakenOverIntoAnotherPlan(t *testing.T) {
	s := openStudy(t)
	p := s.start(t, "建议")
	type proposals struct {
		Proposals []struct {
			Name       string
			Operations []map[string]any
		}
	}
	s.exec(t, `update building set households = 90 where source_id like 'A%'`)
	q := answer[planSeen](t, s.planner.want(t, http.StatusCreated, "POST", fmt.Sprintf("/v1/communities/%d/plans", s.ids["A"]), map[string]any{"title": "从空白开始", "from": "empty"}))
	if len(q.Grids) != 0 {
		t.Errorf("an empty plan has grids: %+v", q)
	}
	found := answer[proposals](t, s.planner.want(t, http.StatusOK, "POST", planPath(q.ID, "/proposals"), map[string]any{"mode": "redraw"}))
	if len(found.Proposals) == 0 || len(found.Proposals[0].Operations) == 0 {
		t.Fatalf("proposed: %+v", found)
	}
	s.planner.operate(t, q.ID, 0, found.Proposals[0].Operations...)
	s.planner.get(t, planPath(q.ID, "/moves"))
	split := answer[proposals](t, s.planner.want(t, http.StatusOK, "POST", planPath(p.ID, "/proposals"), map[string]any{"mode": "split", "grids": []int{1}, "parts": 2}))
	if len(split.Proposals) == 0 {
		t.Error("no way to split a grid is proposed")
	}
	s.planner.refused(t, "bad-field", "POST", planPath(p.ID, "/proposals"), map[string]any{"mode": "fix", "grids": []int{99}})
	s.planner.refused(t, "bad-field", "POST", planPath(p.ID, "/proposals"), map[string]any{"mode": "repair", "parts": 2})
	s.planner.operate(t, p.ID, 0, assigning(1, s.planner.cellsOf(t, p.ID, 2)[0]))
	c := answer[planSeen](t, s.planner.want(t, http.StatusCreated, "POST", fmt.Sprintf("/v1/communities/%d/plans", s.ids["A"]), map[string]any{"title": "副本", "from": "plan", "copy_of": p.ID}))
	s.planner.operate(t, c.ID, 0, assigning(1, s.planner.cellsOf(t, c.ID, 2)...))
	s.planner.get(t, planPath(p.ID, fmt.Sprint("/compare?with=plan:", c.ID)))
	edition := s.exec(t, `select id from edition where scope_id = $1 and number = 1`, s.ids["A"])
	s.planner.get(t, planPath(p.ID, fmt.Sprint("/compare?with=edition:", edition)))
	picked := answer[operatedSeen](t, s.planner.want(t, http.StatusOK, "POST", planPath(p.ID, "/pick"), map[string]any{"from": c.ID, "grids": []int{1}}, matching(1)...))
	if picked.Revision != 2 || len(picked.Change.Cells) == 0 {
		t.Errorf("picked: %+v", picked)
	}
	s.planner.want(t, http.StatusOK, "POST", planPath(p.ID, "/rebase"), nil, matching(2)...)
	list := answer[struct{ Plans []planSeen }](t, s.planner.get(t, fmt.Sprintf("/v1/communities/%d/plans?state=draft", s.ids["A"])))
	if len(list.Plans) != 3 {
		t.Errorf("plans: %+v", list)
	}
}
