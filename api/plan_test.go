package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gewu/access"
	"gewu/api"
)

// A study is a hall where A has sixteen houses of 50 households in two rows, eight in each of its
// grids, and B as many; planners sit in it.
type study struct {
	*hall
	planner *guest // of A
}

func openStudy(t testing.TB, alter ...func(*api.Config)) *study {
	t.Helper()
	h := openHall(t, alter...)
	for i, code := range []string{"A", "B"} {
		for house := range 16 {
			x, y := 121.40125+0.02*float64(i)+0.0025*float64(house%8), 31.1925+0.005*float64(house/8)
			h.exec(t, `insert into building (source, source_id, name, households, residents, floors, point)
				values ('town', $1, $2, 50, 120, 6, st_setsrid(st_makepoint($3, $4), 4490))`,
				fmt.Sprint(code, house), fmt.Sprint(house+1, "号楼"), x, y)
		}
	}
	h.exec(t, `select record_change('building', null, null)`)
	h.reach(t)
	return &study{h, h.enter(t, "planner.a", access.Planner, "A")}
}

// A sight of a plan is what a screen reads of it.
type planSeen struct {
	ID       int64
	Revision int64
	State    string
	Title    string
	Stale    bool
	Editions []int64
	Grids    []planGridSeen
	Problems int `json:"problems_count"`
}

type planGridSeen struct {
	ID    int64
	Code  string
	Name  string
	State string
	Tally struct{ Cells, Households int }
	Base  *struct{ Households int }
}

func (s *study) start(t testing.TB, title string) planSeen {
	t.Helper()
	w := s.planner.want(t, http.StatusCreated, "POST", fmt.Sprintf("/v1/communities/%d/plans", s.ids["A"]), map[string]any{"title": title, "from": "edition"})
	return answer[planSeen](t, w)
}

func planPath(id int64, rest string) string { return fmt.Sprintf("/v1/plans/%d%s", id, rest) }

func matching(revision int64) []string { return []string{"If-Match", fmt.Sprintf(`"%d"`, revision)} }

// cellsOf lists the cells of a grid as the topology has them.
func (g *guest) cellsOf(t testing.TB, id, grid int64) (cells []int64) {
	t.Helper()
	s := newScreen()
	s.apply(t, g.get(t, planPath(id, "/topology")).Body.Bytes())
	for cell := range int64(1000) {
		if c, ok := s.cells[cell]; ok && c[0] == grid {
			cells = append(cells, cell)
		}
	}
	return cells
}

type operatedSeen struct {
	Revision, Since int64
	Rebased, Kept   bool
	Undo, Redo      bool
	Change          struct {
		Cells []int64
		Grids []planGridSeen
		Loose []json.RawMessage
	}
	Topology json.RawMessage
}

func (g *guest) operate(t testing.TB, id, revision int64, ops ...map[string]any) operatedSeen {
	t.Helper()
	return answer[operatedSeen](t, g.want(t, http.StatusOK, "POST", planPath(id, "/operations"), map[string]any{"operations": ops}, matching(revision)...))
}

func assigning(grid int64, cells ...int64) map[string]any {
	return map[string]any{"kind": "assign_cells", "cells": cells, "grid": grid}
}

// A plan's whole life: drawn, taken back on another device, proposed, published; afterwards the day
// before is answered by the old division and the day by the new one.
func TestAPlanIsDrawnTakenBackProposedAndPublished(t *testing.T) {
	s := openStudy(t, withFont)
	p := s.start(t, "调整第一网格")
	viewer, elsewhere := s.enter(t, "viewer.a", access.Viewer, "A"), s.enter(t, "planner.b", access.Planner, "B")
	viewer.refused(t, "no-such-plan", "GET", planPath(p.ID, ""), nil)
	elsewhere.refused(t, "no-such-plan", "GET", planPath(p.ID, "/topology"), nil)

	whole := newScreen()
	whole.apply(t, s.planner.get(t, planPath(p.ID, "/topology")).Body.Bytes())
	taken := s.planner.cellsOf(t, p.ID, 2)[:1]
	tried := answer[operatedSeen](t, s.planner.want(t, http.StatusOK, "POST", planPath(p.ID, "/operations"),
		map[string]any{"operations": []any{assigning(1, taken...)}, "dry_run": true}, matching(0)...))
	if tried.Kept || tried.Revision != 0 || tried.Undo || tried.Redo {
		t.Errorf("a trial is kept: %+v", tried)
	}
	first := s.planner.operate(t, p.ID, 0, assigning(1, taken...))
	if first.Revision != 1 || !first.Kept || !first.Undo || first.Redo || len(first.Change.Grids) != 2 {
		t.Fatalf("the first operation: %+v", first)
	}
	whole.apply(t, first.Topology)
	if whole.cells[taken[0]][0] != 1 {
		t.Errorf("cell %d is in grid %d on the screen", taken[0], whole.cells[taken[0]][0])
	}

	phone := s.visitor()
	phone.signIn(t, "planner.a")
	undone := answer[operatedSeen](t, phone.want(t, http.StatusOK, "POST", planPath(p.ID, "/undo"), nil, matching(1)...))
	whole.apply(t, undone.Topology)
	if undone.Revision != 2 || undone.Undo || !undone.Redo || whole.cells[taken[0]][0] != 2 {
		t.Errorf("taken back: %+v", undone)
	}
	phone.refused(t, "nothing-to-undo", "POST", planPath(p.ID, "/undo"), nil, matching(2)...)
	redone := answer[operatedSeen](t, s.planner.want(t, http.StatusOK, "POST", planPath(p.ID, "/redo"), nil, matching(2)...))
	if redone.Revision != 3 || !redone.Undo || redone.Redo {
		t.Errorf("made again: %+v", redone)
	}
	s.planner.refused(t, "nothing-to-redo", "POST", planPath(p.ID, "/redo"), nil, matching(3)...)
	log := s.planner.get(t, planPath(p.ID, "/log")).Body.String()
	if strings.Count(log, `"kind":"operations"`) != 1 || strings.Count(log, `"kind":"undo"`) != 1 || strings.Count(log, `"kind":"redo"`) != 1 {
		t.Errorf("log: %s", log)
	}
	s.proposeAndPublish(t, p.ID, viewer, taken[0])
}

// proposeAndPublish goes on where a cell of the second grid was given to the first, at revision 3.
func (s *study) proposeAndPublish(t *testing.T, id int64, viewer *guest, cell int64) {
	t.Helper()
	for _, path := range []string{"/problems", "/compare", "/compare?with=base", "/grids.geojson"} {
		s.planner.get(t, planPath(id, path))
	}
	if w := s.planner.send(t, "GET", planPath(id, "/topology"), nil, "If-None-Match", `"3"`); w.Code != http.StatusNotModified {
		t.Errorf("the revision that is known: %d", w.Code)
	}
	s.planner.want(t, http.StatusOK, "PATCH", planPath(id, ""), map[string]any{"state": "proposed", "note": "第一行\n第二行"})
	seen := answer[planSeen](t, viewer.get(t, planPath(id, "")))
	if seen.State != "proposed" || len(seen.Grids) != 2 {
		t.Errorf("the viewer sees %+v", seen)
	}
	s.exec(t, `update person set full_name = '李敏' where name = 'planner.a'`)
	for _, path := range []string{"", "/log"} {
		for who, want := range map[*guest]bool{s.planner: true, viewer: false} {
			if got := strings.Contains(who.get(t, planPath(id, path)).Body.String(), "李敏"); got != want {
				t.Errorf("plan%s tells what its author is called: %t, want %t", path, got, want)
			}
		}
	}
	viewer.refused(t, "not-allowed", "PATCH", planPath(id, ""), map[string]any{"title": "x"})
	s.planner.refused(t, "plan-closed", "POST", planPath(id, "/operations"), map[string]any{"operations": []any{assigning(1, cell)}}, matching(3)...)

	s.planner.refused(t, "precondition-required", "POST", planPath(id, "/publish"), map[string]any{"title": "二〇二六年冬"})
	publication := map[string]any{"title": "二〇二六年冬", "from": s.live.Today().Day.Format("2006-01-02"), "dry_run": true}
	s.planner.want(t, http.StatusOK, "POST", planPath(id, "/publish"), publication, matching(3)...)
	publication["dry_run"] = false
	done := answer[struct {
		Kept     bool
		Editions []struct {
			ID     int64
			Number int
		}
		Lineage []struct{ Kind string }
		Moved   []struct{ Building int64 }
	}](t, s.planner.want(t, http.StatusOK, "POST", planPath(id, "/publish"), publication, matching(3)...))
	if !done.Kept || len(done.Editions) != 1 || done.Editions[0].Number != 2 || len(done.Lineage) == 0 || len(done.Moved) == 0 {
		t.Fatalf("published: %+v", done)
	}
	s.reach(t)
	s.wantPublisher(t, s.visitor(), "null", "null")
	s.wantPublisher(t, viewer, `{"id":null,"name":"planner.a","full_name":null,"kind":"person"}`, "null")
	s.wantPublisher(t, s.planner, `{"id":null,"name":"planner.a","full_name":"李敏","kind":"person"}`, "null")
	s.answersOld(t, done.Editions[0].ID, done.Moved[0].Building)
}

// wantPublisher wants who published the editions of A told to somebody, the newest first; ids are not compared.
func (s *study) wantPublisher(t *testing.T, who *guest, want ...string) {
	t.Helper()
	type edition struct {
		By json.RawMessage `json:"published_by"`
	}
	list := answer[struct{ Editions []edition }](t, who.get(t, fmt.Sprintf("/v1/communities/%d/editions", s.ids["A"])))
	var got []string
	for _, e := range list.Editions {
		got = append(got, regexp.MustCompile(`"id":\d+`).ReplaceAllString(string(e.By), `"id":null`))
	}
	if !slices.Equal(got, want) {
		t.Errorf("published by %s, want %s", got, want)
	}
}

// answersOld wants the house that an edition moved in its old grid until the day of the edition.
func (s *study) answersOld(t *testing.T, edition, house int64) {
	t.Helper()
	var lon, lat float64
	if err := s.pool.QueryRow(t.Context(), `select st_x(point), st_y(point) from building where id = $1`, house).Scan(&lon, &lat); err != nil {
		t.Fatal(err)
	}
	locate := fmt.Sprintf("/v1/locate?lon=%v&lat=%v&crs=cgcs2000", lon, lat)
	grid := func(day string) string {
		return answer[struct{ Area struct{ Code string } }](t, s.planner.get(t, locate+day)).Area.Code
	}
	if before, now := grid("&at=2026-06-01"), grid(""); before != "A2" || now == "A2" {
		t.Errorf("the house is in %s before and in %s now", before, now)
	}
	if order := s.planner.get(t, fmt.Sprintf("/v1/editions/%d/order.pdf", edition)).Body.String(); !strings.HasPrefix(order, "%PDF") {
		t.Errorf("the order begins with %.20q", order)
	}
	detail := s.visitor().get(t, fmt.Sprint("/v1/editions/", edition)).Body.String()
	if strings.Contains(detail, "planner.a") || !strings.Contains(detail, `"in_force":true`) {
		t.Errorf("a visitor is told %s", detail)
	}
	old := s.exec(t, `select id from edition where scope_id = $1 and number = 1`, s.ids["A"])
	restored := answer[publicationSeen](t, s.planner.want(t, http.StatusOK, "POST", fmt.Sprint("/v1/editions/", old, "/restore"), map[string]any{"title": "恢复"}))
	if order := s.planner.get(t, fmt.Sprintf("/v1/editions/%d/order.pdf", restored.Editions[0].ID)).Body.String(); !strings.HasPrefix(order, "%PDF") {
		t.Errorf("the order of what was restored begins with %.20q", order)
	}
	s.reach(t)
	if now := grid(""); now != "A2" {
		t.Errorf("after the old division is published again the house is in %s", now)
	}
}
