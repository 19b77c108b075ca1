package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/geo"
)

// only is the scope of areas of the town.
func (w town) only(codes ...string) access.Scope {
	var s access.Scope
	for _, code := range codes {
		s.Areas = append(s.Areas, geo.AreaID(w.ids[code]))
	}
	slices.Sort(s.Areas)
	return s
}

// placed adds an issue to a grid of the edition of its community in force from a day.
func (w town) placed(t testing.TB, name, grid, opened string) {
	t.Helper()
	w.exec(t, `insert into issue (source, source_id, opened_at, fix_crs, point, grid_id, edition_id)
		select 'town', $1, $3::timestamptz, 'wgs84', label, area_id, edition_id from boundary where area_id = $2 limit 1`, name, w.ids[grid], opened)
}

// duty gives an area a first holder with a phone.
func (w town) duty(t testing.TB, code, name, phone string, public bool) {
	t.Helper()
	w.exec(t, `insert into staff (source, source_id, name, work_phone, phone_public) values ('town', $1, $1, $2, $3)`, name, phone, public)
	w.exec(t, `insert into holder (area_id, post_id, is_first, staff_id, from_date)
		select area.id, post.id, true, staff.id, '2026-01-01'
		from area join post on post.level_id = area.level_id and post.is_first, staff where area.id = $1 and staff.name = $2`, w.ids[code], name)
}

// guardedTown has an issue, a holder with a private phone, an attachment and an entry of the trail in
// each grid, and issues without a grid in each community and outside of both.
func guardedTown(t *testing.T) town {
	t.Helper()
	w := newTown(t)
	for _, grid := range []string{"A1", "A2", "B1", "B2"} {
		w.placed(t, "in "+grid, grid, "2026-03-01T08:00:00Z")
		w.duty(t, grid, "holder of "+grid, "13900000000", false)
		w.attach(t, grid)
		if err := w.db.Note(t.Context(), clerk, access.Entry{Operation: "test", Object: grid, Area: geo.AreaID(w.ids[grid])}); err != nil {
			t.Fatal(err)
		}
	}
	w.issue(t, "lost in A", 121.405, 31.195)
	w.issue(t, "lost in B", 121.435, 31.195)
	w.issue(t, "far", 122, 32)
	return w
}

// What each scope sees of everything that is restricted, as the database role that serves requests.
func TestAScopeSeesItsOwnRowsAndNoOthers(t *testing.T) {
	w := guardedTown(t)
	tables := map[string]string{
		"issues":      `select source_id from issue order by 1`,
		"attachments": `select area.code from attachment join area on area.id = area_id order by 1`,
		"entries":     `select object from audit where operation = 'test' order by 1`,
		"phones":      `select name from holder_phone order by 1`,
	}
	for name, c := range map[string]struct {
		areas string
		grids []string // whose rows are seen
		lost  []string // issues without a grid
	}{
		"nothing, when nobody says for whom": {"", nil, nil},
		"community A":                        {w.text("A"), []string{"A1", "A2"}, []string{"lost in A"}},
		"grid B1":                            {w.text("B1"), []string{"B1"}, nil},
		"two areas":                          {w.text("A2", "B"), []string{"A2", "B1", "B2"}, []string{"lost in B"}},
		"everything":                         {"all", []string{"A1", "A2", "B1", "B2"}, []string{"far", "lost in A", "lost in B"}},
		"no such area":                       {"999999", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			conn := w.actingAs(t, "gewu_reader")
			if _, err := conn.Exec(t.Context(), `select set_config('gewu.areas', $1, false)`, c.areas); err != nil {
				t.Fatal(err)
			}
			for table, sql := range tables {
				want := slices.Clone(c.grids)
				for i, grid := range want {
					switch table {
					case "issues":
						want[i] = "in " + grid
					case "phones":
						want[i] = "holder of " + grid
					}
				}
				if table == "issues" {
					want = append(want, c.lost...)
					slices.Sort(want)
				}
				var got []string
				rows, err := conn.Query(t.Context(), sql)
				if err != nil {
					t.Fatal(err)
				}
				for rows.Next() {
					var one string
					if err := rows.Scan(&one); err != nil {
						t.Fatal(err)
					}
					got = append(got, one)
				}
				if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); rows.Err() != nil || diff != "" {
					t.Errorf("%s: %v %s", table, rows.Err(), diff)
				}
			}
		})
	}
}

// text is a scope as the database is told it.
func (w town) text(codes ...string) string {
	var ids []string
	for _, id := range w.only(codes...).Areas {
		ids = append(ids, fmt.Sprint(id))
	}
	return strings.Join(ids, ",")
}

// Which areas and which land are seen is found out once for a statement, not for each row, and the rows
// are found by their grids.
func TestASeenIssueIsFoundByItsGrid(t *testing.T) {
	w := newTown(t)
	conn := w.actingAs(t, "gewu_reader")
	for _, sql := range []string{`set enable_seqscan = off`, `set gewu.areas = '` + w.text("A") + `'`} {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := conn.Query(t.Context(), `explain (costs off) select from issue where point && st_makeenvelope(121.4, 31.1, 121.5, 31.2, 4490)`)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	plan := strings.Join(lines, "\n")
	if !strings.Contains(plan, "Index Scan on issue_grid") || strings.Contains(plan, "seen_") {
		t.Error(plan)
	}
}

// An area that moves goes to those who answer for where it is now; one that ended stays with those
// who answered for it last.
func TestAnAreaIsSeenWhereItLayLast(t *testing.T) {
	w := newTown(t)
	third := w.edition(t, "A", "2026-09-01") // A1 is no more
	w.area(t, third, "grid", "A2", "第2网格", "A", box(121.40, 121.42))
	later := w.edition(t, "", "2026-10-01")
	w.area(t, later, "community", "A", "东风社区", "", box(121.40, 121.42))
	w.area(t, later, "community", "B", "Riverside", "", box(121.42, 121.44))
	moved := w.edition(t, "B", "2026-10-01") // and A2 is part of B
	w.area(t, moved, "grid", "A2", "第2网格", "B", box(121.40, 121.42))
	w.placed(t, "in A1", "A1", "2026-03-01T08:00:00Z")
	w.placed(t, "in A2", "A2", "2026-03-01T08:00:00Z")
	for code, want := range map[string][]string{"A": {"in A1"}, "B": {"in A2"}} {
		conn := w.actingAs(t, "gewu_reader")
		if _, err := conn.Exec(t.Context(), `select set_config('gewu.areas', $1, false)`, w.text(code)); err != nil {
			t.Fatal(err)
		}
		var got []string
		if err := conn.QueryRow(t.Context(), `select array_agg(source_id order by 1) from issue`).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", code, diff)
		}
	}
}

func TestPrivatePhonesAreShownInTheScopeAndTheTrailTellsWhose(t *testing.T) {
	w := newTown(t)
	w.duty(t, "A1", "王芳", "13900000001", false)
	w.duty(t, "B1", "李强", "13900000002", false)
	w.duty(t, "B2", "赵敏", "13900000003", true)
	phones := func(code string, scope access.Scope) (numbers []string) {
		got, err := w.db.Phones(t.Context(), clerk, geo.AreaID(w.ids[code]), spring, scope)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range got {
			numbers = append(numbers, p.Name+" "+p.Number)
		}
		return numbers
	}
	mine := w.only("A")
	for code, want := range map[string][]string{"A1": {"王芳 13900000001"}, "B1": nil, "B2": {"赵敏 13900000003"}} {
		if diff := cmp.Diff(want, phones(code, mine)); diff != "" {
			t.Errorf("%s: %s", code, diff)
		}
	}
	var told []string
	for _, e := range w.trail(t, access.AuditFilter{Noun: "phone"}) {
		told = append(told, string(e.After))
		if strings.Contains(string(e.After), "139") || e.Area == 0 || e.Actor != clerk.ID {
			t.Errorf("the trail tells %+v", e)
		}
	}
	slices.Sort(told)
	want := []string{`{"day": "2026-03-01", "holders": ["王芳"]}`, `{"day": "2026-03-01", "holders": []}`, `{"day": "2026-03-01", "holders": []}`}
	slices.Sort(want)
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
	if got, err := w.db.Phones(t.Context(), clerk, geo.AreaID(w.ids["A1"]), time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), mine); err != nil || len(got) > 0 {
		t.Errorf("before she was in the post: %v, %v", got, err)
	}
}

// Nobody sees a phone when the trail cannot tell of it.
func TestPhonesAreKeptBackWhenTheTrailCannotBeWritten(t *testing.T) {
	w := newTown(t)
	w.duty(t, "A1", "王芳", "13900000001", false)
	w.exec(t, `delete from audit_head`)
	got, err := w.db.Phones(t.Context(), clerk, geo.AreaID(w.ids["A1"]), spring, access.Everything)
	if err == nil || len(got) > 0 {
		t.Errorf("got %v, %v", got, err)
	}
}

// attach adds an attachment to an area.
func (w town) attach(t testing.TB, code string) access.Attachment {
	t.Helper()
	w.exec(t, `insert into person (id, name) overriding system value values ($1, $2) on conflict do nothing`, clerk.ID, clerk.Name)
	a, err := w.db.AddAttachment(t.Context(), clerk, access.Attachment{
		Area: geo.AreaID(w.ids[code]), Kind: "image/png", Bytes: 70, SHA256: [32]byte{1}, Width: 3, Height: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAttachmentsAreThoseOfTheirAreaUntilTheyAreRemoved(t *testing.T) {
	w := newTown(t)
	one, other := w.attach(t, "A1"), w.attach(t, "A1")
	if len(one.ID) != 32 || one.ID == other.ID || one.By != "clerk" || one.Person != 7 || time.Since(one.Created) > time.Hour {
		t.Errorf("%+v", one)
	}
	area, mine := geo.AreaID(w.ids["A1"]), w.only("A")
	all, err := w.db.Attachments(t.Context(), area, mine)
	if diff := cmp.Diff([]access.Attachment{other, one}, all); err != nil || diff != "" {
		t.Error(err, diff)
	}
	for id, scope := range map[string]access.Scope{one.ID: w.only("B"), "": mine, "\x00'": access.Everything} {
		if _, err := w.db.Attachment(t.Context(), id, scope); !errors.Is(err, access.ErrNoAttachment) {
			t.Errorf("%q: %v", id, err)
		}
	}
	for i, id := range []string{one.ID, other.ID} { // both have the same bytes
		if last, err := w.db.RemoveAttachment(t.Context(), clerk, id); err != nil || last != (i == 1) {
			t.Errorf("last is %v, %v", last, err)
		}
	}
	if _, err := w.db.RemoveAttachment(t.Context(), clerk, one.ID); !errors.Is(err, access.ErrNoAttachment) {
		t.Errorf("removed again: %v", err)
	}
	if all, err := w.db.Attachments(t.Context(), area, mine); err != nil || len(all) > 0 {
		t.Errorf("there are %v, %v", all, err)
	}
	if got := w.trail(t, access.AuditFilter{Noun: "attachment"}); len(got) != 4 || got[0].Area != area {
		t.Errorf("the trail is %+v", got)
	}
	if _, err := w.db.AddAttachment(t.Context(), clerk, access.Attachment{Area: 999_999, Kind: "image/png", Bytes: 1, Width: 1, Height: 1}); !errors.Is(err, access.ErrNoArea) {
		t.Errorf("of no area: %v", err)
	}
}
