package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gewu/access"
	"gewu/geo"
	"gewu/store"
)

// crowded puts issues into grids of the town, month by month of 2025: the letters a, b … are 1, 2 ….
//
//	grid  J F M  A M J  J A S  O N D
//	A1    . f .  . g .  . a .  h . .
//	A2    e . .  b c .  . . .  e . a
//	B1    f . .  f . .  f . .  f . .
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
	for grid, months := range map[string]string{"A1": ".f..g..a.h..", "A2": "e..bc....e.a", "B1": "f..f..f..f.."} {
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
		"a year":                {"2025-01-01", "2026-01-01", w.only("A"), map[string]int{"A1": 22, "A2": 16, "total": 38}},
		"a day":                 {"2025-08-03", "2025-08-04", w.only("A"), map[string]int{"A1": 1, "A2": 0, "total": 1}},
		"the whole district":    {"2025-08-01", "2025-09-01", access.Everything, map[string]int{"A1": 1, "A2": 0, "total": 1}},
		"one grid":              {"2025-01-01", "2026-01-01", w.only("A1"), map[string]int{"A1": 22, "A2": -1, "total": -1}},
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
		"both are large":             {"A", "2025-01-01", "2025-04-01", map[string]int{"A1": 6, "A2": 5, "total": 11}, "2025-01-01", "2025-04-01"},
		"one is small":               {"A", "2025-10-01", "2026-01-01", map[string]int{"A1": 8, "A2": 6, "total": 14}, "2025-10-01", "2026-01-01"},
		"both are small":             {"A", "2025-07-01", "2025-10-01", map[string]int{"A1": -1, "A2": -1, "total": -1}, "2025-07-01", "2025-10-01"},
		"half a year":                {"A", "2025-01-01", "2025-07-01", map[string]int{"A1": 13, "A2": 10, "total": 23}, "2025-01-01", "2025-07-01"},
		"a year with a small part":   {"A", "2025-01-01", "2026-01-01", map[string]int{"A1": -1, "A2": -1, "total": -1}, "2025-01-01", "2026-01-01"},
		"a year without one":         {"B", "2025-01-01", "2026-01-01", map[string]int{"B1": 24, "total": 24}, "2025-01-01", "2026-01-01"},
		"days at both ends":          {"A", "2024-12-05", "2025-05-20", map[string]int{"A1": 6, "A2": 5, "total": 11}, "2025-01-01", "2025-04-01"},
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
			if diff := cmp.Diff(c.want, got); diff != "" || counts.Least != 5 {
				t.Error(counts.Least, diff)
			}
			if !counts.From.Equal(date(c.first)) || !counts.Until.Equal(date(c.end)) {
				t.Errorf("from %v until %v", counts.From, counts.Until)
			}
		})
	}
}

// Whatever is told of any time is a sum of numbers of quarters that are told by themselves, of the same
// grids, and none of these is small. So adding and subtracting answers tells nothing new.
func TestNoHiddenNumberComesOutByAddingAndSubtracting(t *testing.T) {
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
					if part, ok := alone[start][grid]; !ok || part < store.LeastShown {
						t.Errorf("%s to %s tells %d of %s, of which %s tells %d", from, until, n, grid, start, part)
					}
					sum += alone[start][grid]
				}
				if sum != n {
					t.Errorf("%s to %s tells %d of %s, and its quarters %d", from, until, n, grid, sum)
				}
				told++
			}
			if total := got["total"]; total >= 0 && total != got["A1"]+got["A2"] {
				t.Errorf("%s to %s: the total %d is of more than is told: %v", from, until, total, got)
			}
		}
	}
	if told < 20 {
		t.Errorf("only %d numbers are told", told)
	}
}
