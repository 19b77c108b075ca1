package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
	if w := s.planner.refused(t, "plan-changed", "POST", path, body(assigning(1, east[0])), matching(7)...); !strings.Contains(w.Body.String(), "还没有所称的修订") {
		t.Errorf("a revision that is not there yet: %s", w.Body)
	}

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
	s.refusedWithPlace(t, p.ID)
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

// refusedWithPlace wants of operations on the map the reason and, where it has one, the place, and the plan as it was.
//
//	31.20 +----+----+   grid 1 in the west; grid 2, in the east, is locked
//	31.19 +----+----+
//	    121.40 .41  .42
func (s *study) refusedWithPlace(t *testing.T, id int64) {
	t.Helper()
	before := s.planner.get(t, planPath(id, "/topology")).Body.Bytes()
	on := newScreen()
	on.apply(t, before)
	inner, border, outer := int64(-1), int64(-1), int64(-1)
	for node, at := range on.nodes {
		if at[0] > 1214000000 && at[0] < 1214099000 && at[1] > 311901000 && at[1] < 311999000 {
			inner = node
		}
	}
	for arc, a := range on.arcs {
		left, right := on.cells[a.ends[2]][0], on.cells[a.ends[3]][0]
		switch {
		case a.ends[2] == -1 || a.ends[3] == -1:
			outer = arc
		case left != right:
			border = arc
		}
	}
	middle := func(arc int64) string {
		p := on.arcs[arc].points
		return fmt.Sprintf("[%.7f,%.7f]", float64(p[0][0]+p[1][0])/2e7, float64(p[0][1]+p[1][1])/2e7)
	}
	split := func(line string) string { return `{"kind":"split_by_line","grid":1,"line":` + line + `}` }
	for name, tt := range map[string]struct {
		reason, operation string
		placed            bool
	}{
		"a line that touches a corner":         {"line_touches_only", split(`[[121.395,31.195],[121.405,31.205]]`), true},
		"a line along the border":              {"line_along_border", split(`[[121.40,31.185],[121.40,31.205]]`), true},
		"a line that meets the border once":    {"line_meets_once", `{"kind":"redraw_border","grid":1,"line":[[121.395,31.185],[121.40,31.19]]}`, true},
		"a line that crosses itself":           {"line_crosses_itself", split(`[[121.395,31.195],[121.408,31.195],[121.408,31.198],[121.404,31.198],[121.404,31.185]]`), true},
		"a line that starts inside":            {"line_starts_inside", split(`[[121.405,31.195],[121.405,31.205]]`), true},
		"a line of one point":                  {"bad_member", split(`[[121.405,31.195]]`), false},
		"a node across other borders":          {"crosses_border", fmt.Sprintf(`{"kind":"move_node","node":%d,"to":[121.4189,31.1951]}`, inner), true},
		"a vertex of a locked grid":            {"grid_locked", fmt.Sprintf(`{"kind":"move_vertex","arc":%d,"at":%s,"to":[121.4095,31.1951]}`, border, middle(border)), true},
		"a vertex of the community's border":   {"outer_border", fmt.Sprintf(`{"kind":"move_vertex","arc":%d,"at":%s,"to":[121.405,31.195]}`, outer, middle(outer)), true},
		"a cell twice":                         {"bad_member", `{"kind":"assign_cells","cells":[1,1],"grid":1}`, false},
		"a cell of another community":          {"unknown_cell", `{"kind":"assign_cells","cells":[5000],"grid":1}`, false},
		"what is so already":                   {"nothing_to_do", `{"kind":"assign_cells","cells":[1],"grid":1}`, false},
		"a grid in more parts than households": {"too_little", `{"kind":"split_into","grid":1,"parts":100}`, false},
	} {
		w := s.planner.refused(t, "operation-refused", "POST", planPath(id, "/operations"), `{"operations":[`+tt.operation+`]}`, matching(1)...)
		if body := w.Body.String(); !strings.Contains(body, `"reason":"`+tt.reason+`"`) || tt.placed && !strings.Contains(body, `"at":[121.4`) && !strings.Contains(body, `"at":[121.3`) {
			t.Errorf("%s, want %s: %s", name, tt.reason, body)
		}
	}
	if after := s.planner.get(t, planPath(id, "/topology")).Body.Bytes(); !bytes.Equal(before, after) {
		t.Error("the plan is another now")
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
	s.wantBeside(t, p.ID, c.ID, edition)
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

// wantBeside wants the topology of a plan and of an edition answered for comparison with another plan.
func (s *study) wantBeside(t *testing.T, id, other, edition int64) {
	t.Helper()
	read := func(id int64, with string) *screen {
		seen := newScreen()
		seen.apply(t, s.planner.get(t, planPath(id, "/topology"+with)).Body.Bytes())
		return seen
	}
	alone, beside := read(other, ""), read(id, fmt.Sprint("?with=plan:", other))
	if diff := cmp.Diff(alone.cells, beside.cells); diff != "" {
		t.Errorf("a plan beside another (-alone +beside):\n%s", diff)
	}
	inForce := read(id, fmt.Sprint("?with=edition:", edition))
	if cell := s.planner.cellsOf(t, id, 1)[0]; len(inForce.cells) != len(beside.cells) || inForce.cells[cell][0] == 0 {
		t.Errorf("an edition beside a plan: %v", inForce.cells)
	}
	s.planner.refused(t, "bad-parameter", "GET", planPath(id, "/topology?with=plan:x"), nil)
	s.planner.refused(t, "no-such-edition", "GET", planPath(id, "/topology?with=edition:999999"), nil)
}
