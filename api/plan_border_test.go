package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"gewu/access"
)

// What is told of a publication, or of an edition.
type publicationSeen struct {
	Kept     bool
	Editions []struct {
		ID        int64
		Number    int
		Community struct{ Code string }
		InForce   bool `json:"in_force"`
	}
	Lineage     []kinSeen
	Communities []kinSeen
	Moved       []struct {
		Building      int64
		Households    *int
		From, To      *struct{ Code string }
		FromCommunity *struct{ Code string } `json:"from_community"`
		ToCommunity   *struct{ Code string } `json:"to_community"`
	}
	Vacancies []struct{ Area struct{ Code string } }
	Problems  []struct{ Kind string }
}

type kinSeen struct {
	Kind       string
	Old, New   *struct{ Code string }
	Households int
}

// codes are the codes of what became what, with the households: "B1>A2 200".
func codesOf(rows []kinSeen) (list []string) {
	for _, l := range rows {
		list = append(list, fmt.Sprintf("%s>%s %s %d", l.Old.Code, l.New.Code, l.Kind, l.Households))
	}
	return list
}

// between is a planner of both communities, with a plan of both.
func (s *study) between(t *testing.T) (*guest, planSeen) {
	t.Helper()
	id := s.person(t, "planner.ab", access.Planner, "A")
	s.grant(t, id, access.Planner, "B")
	both := s.visitor()
	both.signIn(t, "planner.ab")
	w := both.want(t, http.StatusCreated, "POST", fmt.Sprintf("/v1/communities/%d/plans", s.ids["A"]),
		map[string]any{"title": "调整社区界线", "from": "edition", "with": []any{s.ids["B"]}})
	return both, answer[planSeen](t, w)
}

// dissolved reports of each community on a day whether its grids together are its land.
func (s *study) dissolved(t *testing.T, day string) (differ int64) {
	t.Helper()
	return s.exec(t, `select count(*) from areas_in_force($1::date) as community join level on level.id = level_id and role = 'community'
		where not st_equals(community.geom, (select st_union(grid.geom) from areas_in_force($1::date) as grid where grid.parent_id = community.area_id))`, day)
}

// A planner of two communities gives the western half of B1 to A2: the border between A and B moves with
// it. Before the day all is as it was; from then on look-ups, lists and tiles have the new land.
func TestAPlannerOfTwoCommunitiesMovesTheBorderBetweenThem(t *testing.T) {
	s := openStudy(t)
	both, p := s.between(t)
	start := map[string]any{"title": "x", "from": "edition", "with": []any{s.ids["B"]}}
	if w := s.planner.refused(t, "not-allowed", "POST", fmt.Sprintf("/v1/communities/%d/plans", s.ids["A"]), start); !strings.Contains(w.Body.String(), "each of the plan") && !strings.Contains(w.Body.String(), "每个社区") {
		t.Errorf("refused with %s", w.Body)
	}
	s.planner.refused(t, "no-such-plan", "POST", planPath(p.ID, "/publish"), map[string]any{"title": "x"}, matching(0)...)

	both.operate(t, p.ID, 0,
		map[string]any{"kind": "split_by_line", "grid": 3, "line": [][2]float64{{121.425, 31.201}, {121.425, 31.189}}},
		map[string]any{"kind": "merge_grids", "grids": []int{2, 5}, "grid": 2})
	today := s.live.Today().Day.Format("2006-01-02")
	asked := map[string]any{"title": "界线调整", "from": today}
	unsure := both.refused(t, "needs-confirmation", "POST", planPath(p.ID, "/publish"), asked, matching(1)...)
	if unsure.Code != http.StatusUnprocessableEntity || !strings.Contains(unsure.Body.String(), `"over_band"`) {
		t.Errorf("%d %s", unsure.Code, unsure.Body)
	}
	asked["dry_run"] = true
	tried := answer[publicationSeen](t, both.want(t, http.StatusOK, "POST", planPath(p.ID, "/publish"), asked, matching(1)...))
	if tried.Kept || len(tried.Problems) == 0 || len(tried.Communities) == 0 {
		t.Errorf("only tried: %+v", tried)
	}
	asked["dry_run"], asked["confirm"] = false, true
	done := answer[publicationSeen](t, both.want(t, http.StatusOK, "POST", planPath(p.ID, "/publish"), asked, matching(1)...))
	s.reach(t)
	s.wantMoved(t, done)
	s.wantBothDays(t, both, done)
	both.refused(t, "plan-closed", "POST", planPath(p.ID, "/publish"), asked, matching(1)...)
	s.movesBack(t, both)
}

// movesBack restores the first edition of A, which takes that of B beside it.
func (s *study) movesBack(t *testing.T, both *guest) {
	t.Helper()
	first := map[string]int64{}
	for _, code := range []string{"A", "B"} {
		first[code] = s.exec(t, `select id from edition where scope_id = $1 and number = 1`, s.ids[code])
	}
	path, asked := fmt.Sprintf("/v1/editions/%d/restore", first["A"]), map[string]any{"title": "恢复界线"}
	alone := both.refused(t, "border-moved", "POST", path, asked)
	if got := answer[struct{ With []int64 }](t, alone); !slices.Equal(got.With, []int64{first["B"]}) {
		t.Errorf("A alone: %s, want edition %d named", alone.Body, first["B"])
	}
	asked["with"] = []int64{first["B"]}
	s.planner.refused(t, "not-allowed", "POST", path, asked)
	asked["with"] = []int64{1 << 40}
	both.refused(t, "no-such-edition", "POST", path, asked)
	asked["with"] = "B"
	both.refused(t, "bad-field", "POST", path, asked)
	asked["with"] = []int64{first["B"]}
	back := answer[publicationSeen](t, both.want(t, http.StatusOK, "POST", path, asked))
	if got, want := codesOf(back.Communities), []string{"A>A reshaped 800", "A>B reshaped 200", "B>B reshaped 600"}; !slices.Equal(got, want) {
		t.Errorf("lineage of the communities %v, want %v", got, want)
	}
	s.reach(t)
	if n := s.dissolved(t, s.live.Today().Day.Format("2006-01-02")); n != 0 {
		t.Errorf("the grids of %d communities are not their land", n)
	}
}

// wantMoved wants what is told of the publication.
func (s *study) wantMoved(t *testing.T, done publicationSeen) {
	t.Helper()
	var editions []string
	for _, e := range done.Editions {
		editions = append(editions, fmt.Sprintf("%s %d %t", e.Community.Code, e.Number, e.InForce))
	}
	slices.Sort(editions)
	if !slices.Equal(editions, []string{"A 2 true", "B 2 true"}) {
		t.Errorf("editions %v", editions)
	}
	if got, want := codesOf(done.Lineage), []string{"A1>A1 kept 400", "A2>A2 reshaped 400", "B1>A2 reshaped 200", "B1>B1 reshaped 200", "B2>B2 kept 400"}; !slices.Equal(got, want) {
		t.Errorf("lineage %v, want %v", got, want)
	}
	if got, want := codesOf(done.Communities), []string{"A>A reshaped 800", "B>A reshaped 200", "B>B reshaped 600"}; !slices.Equal(got, want) {
		t.Errorf("lineage of the communities %v, want %v", got, want)
	}
	if len(done.Moved) != 4 {
		t.Errorf("moved %+v", done.Moved)
	}
	for _, m := range done.Moved {
		if m.FromCommunity == nil || m.FromCommunity.Code != "B" || m.ToCommunity == nil || m.ToCommunity.Code != "A" {
			t.Errorf("a house that moved: %+v", m)
		}
	}
	for _, v := range done.Vacancies {
		if v.Area.Code == "A1" && s.exec(t, `select count(*) from holder where area_id = $1 and until is not null`, s.ids["A1"]) > 0 {
			t.Error("A1 lost its holder")
		}
	}
}

// wantBothDays wants the old answers for the day before, and the new ones for today.
func (s *study) wantBothDays(t *testing.T, both *guest, done publicationSeen) {
	t.Helper()
	for _, day := range []string{"2026-06-01", s.live.Today().Day.Format("2006-01-02")} {
		if n := s.dissolved(t, day); n != 0 {
			t.Errorf("on %s the grids of %d communities are not their land", day, n)
		}
	}
	type located struct {
		Area  struct{ Code string }
		Chain []struct{ Code string }
	}
	for at, want := range map[string]string{"&at=2026-06-01": "B1 B", "": "A2 A"} {
		w := both.get(t, "/v1/locate?lon=121.422&lat=31.195&crs=cgcs2000"+at)
		if got := answer[located](t, w); got.Area.Code != want[:2] || !strings.Contains(w.Body.String(), fmt.Sprintf(`"code":"%s"`, want[3:])) {
			t.Errorf("at%s the house is in %s: %s", at, got.Area.Code, w.Body)
		}
		card := both.get(t, fmt.Sprintf("/v1/areas/%d?%s", s.ids["B1"], strings.TrimPrefix(at, "&")))
		if !strings.Contains(card.Body.String(), `"code":"B1"`) {
			t.Errorf("the card of B1%s: %s", at, card.Body)
		}
	}
	tile := "/tiles/communities,grids/14/13717/6696.mvt"
	if before, now := both.get(t, tile+"?at=2026-06-01").Body.String(), both.get(t, tile).Body.String(); before == now {
		t.Error("the tile is the same on both days")
	}
	for _, e := range done.Editions {
		seen := answer[publicationSeen](t, both.get(t, fmt.Sprint("/v1/editions/", e.ID)))
		if len(seen.Communities) == 0 || len(seen.Moved) != 4 || seen.Moved[0].ToCommunity.Code != "A" {
			t.Errorf("the edition of %s: %+v", e.Community.Code, seen)
		}
		if got := codesOf(seen.Lineage); !slices.Contains(got, "B1>A2 reshaped 200") {
			t.Errorf("the edition of %s has the lineage %v", e.Community.Code, got)
		}
	}
}
