package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"gewu/access"
)

// Three plans of one community: two are published at once, for a day that is past; the one that came too
// late is rebased and published for a day to come; the third would come between.
func TestOfTwoPublicationsAtOnceOneWinsAndTheOtherIsToldToRebase(t *testing.T) {
	const past, future = "2026-06-01", "2199-01-01"
	s := openStudy(t)
	s.issues(t, "A2", "2026-02-10", 3)
	s.issues(t, "A2", "2026-07-10", 4)
	first, second := s.start(t, "first"), s.start(t, "second")
	house := s.planner.cellsOf(t, first.ID, 2)[0]
	s.planner.operate(t, first.ID, 0, assigning(1, house))
	s.planner.operate(t, second.ID, 0, assigning(1, house))
	planners := [2]*guest{s.planner, s.enter(t, "colleague.a", access.Planner, "A")}
	ids := [2]int64{first.ID, second.ID}
	asked := map[string]any{"title": "同时发布", "from": past, "confirm": true}

	var answers [2]*httptest.ResponseRecorder
	var both sync.WaitGroup
	for i, id := range ids {
		both.Go(func() { answers[i] = planners[i].send(t, "POST", planPath(id, "/publish"), asked, matching(1)...) })
	}
	both.Wait()
	winner := 0
	if answers[1].Code == http.StatusOK {
		winner = 1
	}
	loser := 1 - winner
	if answers[winner].Code != http.StatusOK || answers[loser].Code != http.StatusConflict || !strings.Contains(answers[loser].Body.String(), "/problems/plan-stale") {
		t.Fatalf("%d %s\n%d %s", answers[0].Code, answers[0].Body, answers[1].Code, answers[1].Body)
	}
	then := answer[publicationSeen](t, answers[winner])
	planners[loser].refused(t, "plan-closed", "POST", planPath(ids[winner], "/publish"), asked, matching(1)...)

	again := planners[loser].want(t, http.StatusOK, "POST", planPath(ids[loser], "/rebase"), nil, matching(1)...)
	if !strings.Contains(again.Body.String(), `"applied":0,"already":1,"conflicts":[]`) {
		t.Errorf("that the newer edition has it already is not told: %s", again.Body)
	}
	rebased := answer[operatedSeen](t, again)
	done := planners[loser].operate(t, ids[loser], rebased.Revision, map[string]any{"kind": "merge_grids", "grids": []int{1, 2}, "grid": 2})
	asked["from"] = future
	later := answer[publicationSeen](t, planners[loser].want(t, http.StatusOK, "POST", planPath(ids[loser], "/publish"), asked, matching(done.Revision)...))

	s.refusesBetween(t, asked)
	s.reach(t)
	s.wantThreeDays(t, then, later)
	s.wantIssuesKept(t)
	s.wantCountedByEither(t, then.Moved[0].Building)
}

// refusesBetween wants a plan refused that would take force before the edition to come that it follows.
func (s *study) refusesBetween(t *testing.T, asked map[string]any) {
	t.Helper()
	third := s.start(t, "third")
	s.planner.operate(t, third.ID, 0, map[string]any{"kind": "split_by_line", "grid": 1, "line": [][2]float64{{121.41, 31.201}, {121.41, 31.189}}})
	for _, day := range []string{"2026-05-01", "2026-07-01", "2198-12-31"} {
		asked["from"] = day
		s.planner.refused(t, "cannot-publish", "POST", planPath(third.ID, "/publish"), asked, matching(1)...)
	}
}

// wantThreeDays wants a house that was moved where it was before the first of two publications, after it,
// and after the second, which made A1 a part of A2.
func (s *study) wantThreeDays(t *testing.T, past, future publicationSeen) {
	t.Helper()
	if got, want := codesOf(future.Lineage), []string{"A1>A2 merged 450", "A2>A2 reshaped 350"}; !slices.Equal(got, want) {
		t.Errorf("lineage of the edition to come %v, want %v", got, want)
	}
	if len(past.Moved) != 1 || len(future.Moved) != 9 {
		t.Fatalf("%d and %d houses are moved", len(past.Moved), len(future.Moved))
	}
	var lon, lat float64
	moved := past.Moved[0]
	if err := s.pool.QueryRow(t.Context(), `select st_x(point), st_y(point) from building where id = $1`, moved.Building).Scan(&lon, &lat); err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]string{
		"2026-05-31": moved.From.Code, "2026-06-01": moved.To.Code, "": moved.To.Code, "2198-12-31": moved.To.Code, "2199-01-01": "A2",
	} {
		path := fmt.Sprintf("/v1/locate?lon=%v&lat=%v&crs=cgcs2000", lon, lat)
		if day != "" {
			path += "&at=" + day
		}
		if got := answer[struct{ Area struct{ Code string } }](t, s.planner.get(t, path)).Area.Code; got != want {
			t.Errorf("on %q the house is in %s, want %s", day, got, want)
		}
	}
	if n := s.exec(t, `select count(*) from holder where area_id = $1 and from_date = '2026-01-01' and until = '2199-01-01'`, s.ids["A1"]); n != 1 {
		t.Errorf("%d holders of A1 are on duty until it ends", n)
	}
	list := answer[struct {
		Editions []struct {
			Number  int
			InForce bool `json:"in_force"`
		}
	}](t, s.visitor().get(t, fmt.Sprintf("/v1/communities/%d/editions", s.ids["A"])))
	if got := fmt.Sprint(list.Editions); got != "[{3 false} {2 true} {1 false}]" {
		t.Errorf("editions %s", got)
	}
}

// wantIssuesKept wants the issues of winter under the grid and the edition of then, and those of days that
// are past but in force by the second edition under that one.
func (s *study) wantIssuesKept(t *testing.T) {
	t.Helper()
	for number, want := range map[int]int64{1: 3, 2: 4, 3: 0} {
		if n := s.exec(t, `select count(*) from issue join edition on edition.id = edition_id where number = $1 and grid_id = $2`, number, s.ids["A2"]); n != want {
			t.Errorf("%d issues of A2 are under edition %d, want %d", n, number, want)
		}
	}
	for days, want := range map[string]int{"from=2026-01-01&until=2026-06-01": 3, "from=2026-06-01&until=2026-11-01": 4, "from=2026-01-01&until=2026-11-01": 7} {
		counts := answer[countsBody](t, s.planner.get(t, fmt.Sprintf("/v1/communities/%d/issue-counts?%s", s.ids["A"], days)))
		if counts.Total == nil || *counts.Total != want {
			t.Errorf("%s: %+v, want %d issues", days, counts, want)
		}
	}
}

// wantCountedByEither wants an issue at a house that went from A2 to A1 counted in A2, where it was reported,
// and by the division of any day in the grid that the house was in then.
func (s *study) wantCountedByEither(t *testing.T, house int64) {
	t.Helper()
	s.exec(t, `insert into issue (source, source_id, kind, opened_at, fix_crs, point, grid_id, edition_id)
		select 'town', 'at the house', 'litter', '2026-03-20T04:00:00Z', 'wgs84', point, $2, (select min(edition_id) from boundary where area_id = $2)
		from building where id = $1`, house, s.ids["A2"])
	address := fmt.Sprintf("/v1/communities/%d/issue-counts?from=2026-03-20&until=2026-03-21", s.ids["A"])
	for day, want := range map[string]string{"": "A1 0, A2 1", "&at=2026-05-31": "A1 0, A2 1", "&at=2026-06-01": "A1 1, A2 0", "&at=2199-01-01": "A2 1"} {
		got := answer[countsBody](t, s.planner.get(t, address+day))
		var list []string
		for _, grid := range got.Grids {
			for _, code := range []string{"A1", "A2"} {
				if int64(s.ids[code]) == grid.ID && grid.Issues != nil {
					list = append(list, fmt.Sprintf("%s %d", code, *grid.Issues))
				}
			}
		}
		slices.Sort(list)
		if strings.Join(list, ", ") != want || got.Total == nil || *got.Total != 1 {
			t.Errorf("%q: %v, %+v, want %s", day, list, got, want)
		}
	}
	s.planner.refused(t, "before-first-edition", "GET", address+"&at=1999-01-01", nil)
	s.enter(t, "planner.b", access.Planner, "B").refused(t, "not-allowed", "GET", address+"&at=2026-06-01", nil)
	s.enter(t, "patrol.a1", access.Patrol, "A1").refused(t, "not-allowed", "GET", address+"&at=2026-06-01", nil)
	s.visitor().refused(t, "sign-in-required", "GET", address+"&at=2026-06-01", nil)
}
