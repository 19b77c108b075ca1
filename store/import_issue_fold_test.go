package store_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/district"
	"gewu/store"
)

// duplicate is an issue that reports the incident of another.
func duplicate(id, of string) district.Issue {
	i := issue(id, 1, 1, "2026-06-01T00:00:00Z")
	i.DuplicateOf = of
	return i
}

const folded = `select issue.source_id || ' ' || issue.duplicate || ' ' || coalesce(original.source_id, '-')
	from issue left join issue as original on original.id = issue.duplicate_of order by issue.source_id`

func TestDuplicatesNameTheIssueWhoseIncidentTheyReport(t *testing.T) {
	db, pool := openBoth(t)
	in := store.Import{Source: "s"}
	bring := func(want store.Report, issues ...district.Issue) {
		t.Helper()
		got, err := db.ImportIssues(t.Context(), in, rows(issues...))
		if err != nil {
			t.Fatal(err)
		}
		want.Read, want.Version, want.Warnings = got.Read, got.Version, got.Warnings
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	unknown := duplicate("unknown", "")
	unknown.Duplicate = true
	first := []district.Issue{duplicate("again", "once"), duplicate("thrice", "again"), issue("once", 1, 1, "2026-06-01T00:00:00Z"), unknown}
	bring(store.Report{Added: 4}, first...)
	want := []string{"again true once", "once false -", "thrice true again", "unknown true -"}
	if diff := cmp.Diff(want, ask(t, pool, folded)); diff != "" {
		t.Error(diff)
	}
	bring(store.Report{Unchanged: 4}, first...)
	bring(store.Report{Changed: 1, Unchanged: 1}, duplicate("again", ""), duplicate("thrice", "again"))
	bring(store.Report{Changed: 1}, duplicate("once", "thrice"))
	want = []string{"again false -", "once true thrice", "thrice true again", "unknown true -"}
	if diff := cmp.Diff(want, ask(t, pool, folded)); diff != "" {
		t.Error(diff)
	}
	in.Replace = true
	bring(store.Report{Removed: 3, Unchanged: 1}, unknown)
}

func TestDuplicatesOfNothingOrOfThemselvesAreRejected(t *testing.T) {
	db, pool := openBoth(t)
	reasons := map[string]string{}
	in := store.Import{Source: "s", MaxRejects: 9, OnReject: func(r store.Reject) error { reasons[r.ID] = r.Reason; return nil }}
	if _, err := db.ImportIssues(t.Context(), in, rows(issue("there", 1, 1, "2026-06-01T00:00:00Z"), duplicate("later", "there"))); err != nil {
		t.Fatal(err)
	}
	_, err := db.ImportIssues(t.Context(), in, rows(
		duplicate("itself", "itself"), duplicate("a", "b"), duplicate("b", "c"), duplicate("c", "b"),
		duplicate("lost", "nowhere"), duplicate("behind", "lost"), duplicate("there", "later"), duplicate("fine", "later")))
	if err != nil {
		t.Fatal(err)
	}
	const round = "it is a duplicate of an issue that is, directly or not, a duplicate of it"
	want := map[string]string{
		"itself": round, "a": round, "b": round, "c": round, "there": round, "fine": round,
		"lost":   "it is a duplicate of nowhere, which is no issue of this source",
		"behind": "it is a duplicate of lost, which is no issue of this source",
	}
	if diff := cmp.Diff(want, reasons); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"later true there", "there false -"}, ask(t, pool, folded)); diff != "" {
		t.Error(diff)
	}
}

func visit(id, building, at string) district.Visit {
	return district.Visit{Origin: district.Origin{ID: id}, Building: building, At: moment(at)}
}

const visitsThere = `select visit.source_id || ' ' || building.source_id || ' ' || to_char(visited_at at time zone 'UTC', 'MM-DD') || ' ' || coalesce(staff.name, '-')
	from visit join building on building.id = building_id left join staff on staff.id = staff_id order by visit.source_id`

// visitedTown has buildings of two sources, of which some share an ID or an address, and some staff.
func visitedTown(t *testing.T) town {
	w := emptyTown(t)
	w.exec(t, `insert into building (source, source_id, address, point) select source, id, address, 'srid=4490;point(121.4 31.2)'
		from (values ('a', '1', 'First Road'), ('a', '2', 'Second Road'), ('b', '2', 'Third Road'), ('b', '3', 'First Road')) as b (source, id, address)`)
	w.exec(t, `insert into staff (source, source_id, name) values ('s', 'w1', '王芳'), ('s', 'w2', '李强'), ('s', 'w3', '李强')`)
	return w
}

func TestVisitsAreOfBuildingsAndStaffThatAreKnown(t *testing.T) {
	w := visitedTown(t)
	good := []district.Visit{visit("1", "1", "2026-05-01T08:00:00Z"), visit("2", "2", "2026-05-02T08:00:00Z"), visit("3", "", "2026-05-03T08:00:00Z")}
	good[0].Staff, good[1].Staff, good[1].From, good[2].Address = "王芳", "w2", "b", "Second Road"
	in := store.Import{Source: "log"}
	report, err := w.db.ImportVisits(t.Context(), in, rows(good...))
	if err != nil || report.Added != 3 || report.Version != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
	want := []string{"1 1 05-01 王芳", "2 2 05-02 李强", "3 2 05-03 -"}
	if diff := cmp.Diff(want, ask(t, w.pool, visitsThere)); diff != "" {
		t.Error(diff)
	}
	good[0].Building = "3"
	in.Replace = true
	report, err = w.db.ImportVisits(t.Context(), in, rows(good[:2]...))
	if err != nil || report.Changed != 1 || report.Unchanged != 1 || report.Removed != 1 {
		t.Errorf("%+v, %v", report, err)
	}
	w.exec(t, `delete from building where source = 'b'`)
	if left := ask(t, w.pool, visitsThere); len(left) != 0 {
		t.Errorf("visits of buildings that are gone: %v", left)
	}
}

func TestUnfitVisitsAreRejectedWithTheReason(t *testing.T) {
	w := visitedTown(t)
	for reason, change := range map[string]func(*district.Visit){
		"no building has the id 9":                                   func(v *district.Visit) { v.Building = "9" },
		"no building has the id 1":                                   func(v *district.Visit) { v.From = "b" },
		"2 buildings have the id 2: say of which source":             func(v *district.Visit) { v.Building = "2" },
		"2 buildings have the address First Road":                    func(v *district.Visit) { v.Building, v.Address = "", "First Road" },
		"no building has the address Nowhere":                        func(v *district.Visit) { v.Building, v.Address = "", "Nowhere" },
		"no member of staff has the id or name 张三":                   func(v *district.Visit) { v.Staff = "张三" },
		"2 members of staff are called 李强":                           func(v *district.Visit) { v.Staff = "李强" },
		"names no building":                                          func(v *district.Visit) { v.Building = "" },
		"does not say when":                                          func(v *district.Visit) { v.At = moment("0001-01-01T00:00:00Z") },
		"row 1 has the same id: name a column that tells rows apart": nil,
	} {
		bad := []district.Visit{visit("v", "1", "2026-05-01T08:00:00Z")}
		if change == nil {
			bad = append(bad, bad[0])
		} else {
			change(&bad[0])
		}
		var got string
		_, err := w.db.ImportVisits(t.Context(), store.Import{Source: "log", OnReject: func(r store.Reject) error { got = r.Reason; return nil }}, rows(bad...))
		if !errors.Is(err, store.ErrRejects) || !strings.Contains(got, reason) {
			t.Errorf("%v: %q, want %q", err, got, reason)
		}
	}
}
