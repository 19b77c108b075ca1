package api_test

import (
	"fmt"
	"strings"
	"testing"

	"gewu/access"
)

// An edition that cannot be published again is refused with what it is of, and what to do.
func TestRestoringWhatCannotBeRestoredSaysWhatWhereAndWhatToDo(t *testing.T) {
	h := openHall(t)
	district := h.enter(t, "planner", access.Planner, "")
	ofB := h.enter(t, "planner.b", access.Planner, "B")
	edition := func(code string) int64 {
		return h.exec(t, `select max(id) from edition where scope_id = $1`, h.ids[code])
	}
	a, b := edition("A"), edition("B")
	street := h.exec(t, `insert into edition (scope_id, number, in_force_from, title) values ($1, 1, '2026-01-01', '') returning id`, h.ids["R"])
	want := func(who *guest, id int64, kind string, words ...string) {
		t.Helper()
		w := who.refused(t, kind, "POST", fmt.Sprintf("/v1/editions/%d/restore", id), `{}`, "Accept-Language", "en")
		for _, word := range words {
			if !strings.Contains(w.Body.String(), word) {
				t.Errorf("edition %d: %s does not say %q", id, w.Body, word)
			}
		}
	}
	want(ofB, a, "not-allowed", fmt.Sprintf("Edition %d is of 东风社区 (A)", a), "Ask a planner")
	want(district, street, "cannot-publish", "河滨街道 (R)", "`with`")
	want(district, 999_999, "no-such-edition", "id 999999", "list of a community")
	w := ofB.refused(t, "not-allowed", "POST", fmt.Sprintf("/v1/editions/%d/restore", b), fmt.Sprintf(`{"with":[%d]}`, a))
	if !strings.Contains(w.Body.String(), "东风社区") {
		t.Errorf("beside one's own: %s", w.Body)
	}

	// From June on there is no B any more.
	later := h.exec(t, `insert into edition (number, in_force_from, title) values (2, '2026-06-01', '') returning id`)
	h.exec(t, `insert into boundary (edition_id, area_id, parent_id, name, source, source_id, geom, label)
		select $1, area_id, parent_id, name, source, source_id, geom, label from boundary where area_id in ($2, $3)`, later, h.ids["R"], h.ids["A"])
	h.exec(t, `select record_change('area', null, null)`)
	h.reach(t)
	want(district, b, "cannot-publish", "is no more", "Begin a plan")
}

// Where visitors see nothing, nobody is told of editions of areas that are not theirs.
func TestWhoMayNotSeeAnEditionIsNotToldOfIt(t *testing.T) {
	s := openSiege(t)
	s.shows(t, access.Nothing)
	id := s.exec(t, `select max(id) from edition where scope_id = $1`, s.ids["A"])
	w := s.attacker(t, access.Planner, "B").refused(t, "no-such-edition", "POST", fmt.Sprintf("/v1/editions/%d/restore", id), `{}`)
	if strings.Contains(w.Body.String(), "东风") {
		t.Errorf("told of the community: %s", w.Body)
	}
}
