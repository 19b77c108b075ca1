package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gewu/access"
	"gewu/analysis"
	"gewu/geo"
)

// crowded puts issues into grids of the town, month by month of 2025: the letters a, b … are 1, 2 ….
//
//	grid  J F M  A M J  J A S  O N D
//	A1    . l .  . m .  . c .  p . .
//	A2    k . .  b c .  . . .  k . a
//	B1    j . .  j . .  j . .  j . .
func crowded(t *testing.T) town {
	t.Helper()
	w := emptyTown(t)
	all := w.edition(t, "", "2024-01-01")
	w.area(t, all, "community", "A", "东风社区", "", box(121.40, 121.42))
	w.area(t, all, "community", "B", "Riverside", "", box(121.42, 121.44))
	first := w.edition(t, "A", "2024-01-01")
	w.area(t, first, "grid", "A1", "第1网格", "A", box(121.40, 121.41))
	w.area(t, first, "grid", "A2", "第2网格", "A", box(121.41, 121.42))
	other := w.edition(t, "B", "2024-01-01")
	w.area(t, other, "grid", "B1", "Grid one", "B", box(121.42, 121.44))
	for grid, months := range map[string]string{"A1": ".l..m..c.p..", "A2": "k..bc....k.a", "B1": "j..j..j..j.."} {
		for i, letter := range months {
			for n := range max(0, int(letter-'a')+1) {
				w.placed(t, fmt.Sprint(grid, i, n), grid, fmt.Sprintf("2025-%02d-%02dT04:00:00Z", i+1, 3+n))
			}
		}
	}
	return w
}

func date(text string) time.Time {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return day
}

// counted is an answer as grids' codes and numbers, -1 for a hidden one.
func (w town) counted(t *testing.T, community, from, until string, scope access.Scope) (map[string]int, access.IssueCounts) {
	t.Helper()
	counts, err := w.db.IssueCounts(t.Context(), geo.AreaID(w.ids[community]), date(from), date(until), scope)
	if err != nil {
		t.Fatal(err)
	}
	shown := func(n *int) int {
		if n == nil {
			return -1
		}
		return *n
	}
	got := map[string]int{"total": shown(counts.Total)}
	for _, g := range counts.Grids {
		for code, id := range w.ids {
			if id == int64(g.ID) {
				got[code] = shown(g.Issues)
			}
		}
	}
	return got, counts
}

func TestIssuesAreCountedAsTheyAreWhereOneIsInCharge(t *testing.T) {
	w := crowded(t)
	for name, c := range map[string]struct {
		from, until string
		scope       access.Scope
		want        map[string]int
	}{
		"a year":                {"2025-01-01", "2026-01-01", w.only("A"), map[string]int{"A1": 44, "A2": 28, "total": 72}},
		"a day":                 {"2025-08-03", "2025-08-04", w.only("A"), map[string]int{"A1": 1, "A2": 0, "total": 1}},
		"the whole district":    {"2025-08-01", "2025-09-01", access.Everything, map[string]int{"A1": 3, "A2": 0, "total": 3}},
		"one grid":              {"2025-01-01", "2026-01-01", w.only("A1"), map[string]int{"A1": 44, "A2": -1, "total": -1}},
		"before there were any": {"2023-01-01", "2023-02-01", w.only("A"), map[string]int{"total": -1}},
	} {
		t.Run(name, func(t *testing.T) {
			got, counts := w.counted(t, "A", c.from, c.until, c.scope)
			if diff := cmp.Diff(c.want, got); diff != "" || name != "before there were any" && counts.Least != 0 {
				t.Error(counts.Least, diff)
			}
		})
	}
}

func TestVisitorsSeeLargeNumbersOfQuartersThatAreOver(t *testing.T) {
	w := crowded(t)
	for name, c := range map[string]struct {
		community, from, until string
		want                   map[string]int
		first, end             string // the days that the answer is about
	}{
		"both are large":             {"A", "2025-01-01", "2025-04-01", map[string]int{"A1": 12, "A2": 11, "total": 23}, "2025-01-01", "2025-04-01"},
		"one is small":               {"A", "2025-04-01", "2025-07-01", map[string]int{"A1": -1, "A2": -1, "total": 18}, "2025-04-01", "2025-07-01"},
		"the sum is small":           {"A", "2025-07-01", "2025-10-01", map[string]int{"A1": -1, "A2": -1, "total": -1}, "2025-07-01", "2025-10-01"},
		"there was none":             {"A", "2024-07-01", "2024-10-01", map[string]int{"A1": 0, "A2": 0, "total": 0}, "2024-07-01", "2024-10-01"},
		"half a year":                {"A", "2025-01-01", "2025-07-01", map[string]int{"A1": -1, "A2": -1, "total": 41}, "2025-01-01", "2025-07-01"},
		"a year with a small sum":    {"A", "2025-01-01", "2026-01-01", map[string]int{"A1": -1, "A2": -1, "total": -1}, "2025-01-01", "2026-01-01"},
		"a year without one":         {"B", "2025-01-01", "2026-01-01", map[string]int{"B1": 40, "total": 40}, "2025-01-01", "2026-01-01"},
		"days at both ends":          {"A", "2024-12-05", "2025-05-20", map[string]int{"A1": 12, "A2": 11, "total": 23}, "2025-01-01", "2025-04-01"},
		"no whole quarter":           {"A", "2025-01-02", "2025-06-30", map[string]int{"total": -1}, "2025-01-02", "2025-01-02"},
		"a quarter that is not over": {"A", "2025-01-01", "2990-01-01", nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, counts := w.counted(t, c.community, c.from, c.until, access.Scope{})
			if c.want == nil {
				if today := time.Now().AddDate(0, 0, 1); counts.Until.After(today) {
					t.Errorf("it tells of days until %v", counts.Until)
				}
				return
			}
			if diff := cmp.Diff(c.want, got); diff != "" || counts.Least != 10 {
				t.Error(counts.Least, diff)
			}
			if !counts.From.Equal(date(c.first)) || !counts.Until.Equal(date(c.end)) {
				t.Errorf("from %v until %v", counts.From, counts.Until)
			}
		})
	}
}

// Whatever is told of any time is a sum of numbers of quarters that are told by themselves, of the same
// area, and none of these is small. So other times tell nothing new.
func TestSumsOfQuartersTellNothingThatTheQuartersDoNot(t *testing.T) {
	w := crowded(t)
	starts := []string{"2025-01-01", "2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01"}
	alone := map[string]map[string]int{} // by the first day of a quarter
	for i, start := range starts[:4] {
		alone[start], _ = w.counted(t, "A", start, starts[i+1], access.Scope{})
	}
	told := 0
	for _, from := range []string{"2024-12-31", "2025-01-01", "2025-01-02", "2025-04-01", "2025-06-30", "2025-10-01"} {
		for _, until := range []string{"2025-03-31", "2025-04-01", "2025-09-30", "2025-10-01", "2025-12-31", "2026-01-01", "2026-03-31"} {
			got, counts := w.counted(t, "A", from, until, access.Scope{})
			for grid, n := range got {
				if n < 0 {
					continue
				}
				sum := 0
				for _, start := range starts[:4] {
					if day := date(start); day.Before(counts.From) || !day.Before(counts.Until) {
						continue
					}
					if part, ok := alone[start][grid]; !ok || part < 0 || 0 < part && part < analysis.PublicLeast {
						t.Errorf("%s to %s tells %d of %s, of which %s tells %d", from, until, n, grid, start, part)
					}
					sum += alone[start][grid]
				}
				if sum != n {
					t.Errorf("%s to %s tells %d of %s, and its quarters %d", from, until, n, grid, sum)
				}
				told++
			}
		}
	}
	if told < 10 {
		t.Errorf("only %d numbers are told", told)
	}
}

func TestTheTableForEverybodyFollowsTheDataAndLeavesOutWhatIsNoIncident(t *testing.T) {
	w := crowded(t)
	for _, c := range []struct {
		statement string
		want      map[string]int
	}{
		{"", map[string]int{"A1": 12, "A2": 11, "total": 23}},
		{"update issue set duplicate = true where id = (select min(id) from issue where grid_id = $1)", map[string]int{"A1": 11, "A2": 11, "total": 22}},
		{"update issue set status = 'void' where id = (select max(id) from issue where grid_id = $1 and opened_at < '2025-04-01')", map[string]int{"A1": 10, "A2": 11, "total": 21}},
		{"update issue set grid_id = null, edition_id = null where id = (select max(id) from issue where grid_id = $1 and opened_at < '2025-04-01' and status <> 'void')", map[string]int{"A1": -1, "A2": -1, "total": 20}},
	} {
		if c.statement != "" {
			w.exec(t, c.statement, w.ids["A1"])
			w.exec(t, "update dataset set version = version + 1")
		}
		if got, _ := w.counted(t, "A", "2025-01-01", "2025-04-01", access.Scope{}); !cmp.Equal(c.want, got) {
			t.Errorf("%s: %s", c.statement, cmp.Diff(c.want, got))
		}
	}
}
