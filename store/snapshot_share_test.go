package store_test

import (
	"strings"
	"testing"

	"gewu/district"
	"gewu/store"
)

// gridsOf returns the first grid of each community.
func gridsOf(s *district.Snapshot) map[string]*district.Place {
	grids := map[string]*district.Place{}
	for _, c := range s.Communities() {
		grids[c.Code] = s.Grids(c.ID)[0]
	}
	return grids
}

// changedIn lists the communities of which two snapshots do not share the places.
func changedIn(a, b *district.Snapshot) string {
	var changed []string
	before := gridsOf(a)
	after := gridsOf(b)
	for _, c := range b.Communities() {
		if before[c.Code] != after[c.Code] {
			changed = append(changed, c.Code)
		}
	}
	return strings.Join(changed, " ")
}

func TestTheNextSnapshotSharesWhatDidNotChange(t *testing.T) {
	q := newQuarter(t, 7)
	last := snapshot(t, q.db, summer2026)
	one := func(building district.Building) func() {
		return func() {
			if _, err := q.db.ImportBuildings(t.Context(), store.Import{Source: "one"}, rows(building)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, step := range []struct {
		name    string
		write   func()
		changed string
	}{
		{"an issue changes nothing", func() { q.exec(`select record_change('issue', null, null)`) }, ""},
		{"nor does a setting", func() { q.exec(`select record_change('setting', null, null)`) }, ""},
		{
			"a building changes the tallies where it stands",
			one(district.Building{Origin: district.Origin{ID: "b"}, Households: district.Known(30), Point: at(1, 0.5)}), "C0",
		},
		{"members of staff change the communities of their areas", func() { q.employAt("C2-1") }, "C2"},
		{"a level changes everything", func() { q.exec(`select record_change('level', null, null)`) }, "C0 C1 C2 C3 C4 C5"},
	} {
		step.write()
		next := snapshot(t, q.db, summer2026)
		if got := changedIn(last, next); got != step.changed {
			t.Errorf("%s: changed in %q, want %q", step.name, got, step.changed)
		}
		last = next
	}
}

func (q *quarter) exec(sql string) {
	q.t.Helper()
	if _, err := q.pool.Exec(q.t.Context(), sql); err != nil {
		q.t.Fatal(err)
	}
}

// employAt gives an area its first holder.
func (q *quarter) employAt(code string) {
	q.t.Helper()
	in := store.Import{Source: "staff", From: spring2026}
	if _, err := q.db.ImportDuties(q.t.Context(), in, rows(duty("1", "王芳", code, "first_holder", "2026-03-01", ""))); err != nil {
		q.t.Fatal(err)
	}
}

func TestADivisionChangesOnlyItsCommunityAndThoseBesideIt(t *testing.T) {
	q := newQuarter(t, 7)
	before := snapshot(t, q.db, summer2026)
	q.divide(0, spring2026)
	after := snapshot(t, q.db, summer2026)
	if got := changedIn(before, after); !strings.HasPrefix(got, "C0") || strings.Contains(got, "C2") || strings.Contains(got, "C5") {
		t.Errorf("changed in %q", got)
	}
}

func TestAnotherDayIsMadeFromTheOneAtHand(t *testing.T) {
	q := newQuarter(t, 7)
	q.divide(5, day("2026-09-01"))
	summer := snapshot(t, q.db, summer2026)
	winter := snapshot(t, q.db, day("2026-12-01"))
	if got := changedIn(summer, winter); !strings.HasSuffix(got, "C5") || strings.Contains(got, "C0") {
		t.Errorf("changed in %q", got)
	}
}
