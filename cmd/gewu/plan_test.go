package main

import (
	"fmt"
	"strings"
	"testing"

	"gewu/internal/testdb"
)

// rectangle is a feature with a code, a parent and, if they are more than 0, households; longitudes and latitudes in
// hundredths of a degree from 121.40 and 31.19.
func rectangle(code, parent string, west, south, east, north float64, households int) string {
	x, y := func(v float64) float64 { return 121.40 + v/100 }, func(v float64) float64 { return 31.19 + v/100 }
	return fmt.Sprintf(`{"type":"Feature","properties":{"code":%q,"name":"名 %s","parent":%q,"households":%d},"geometry":{"type":"Polygon","coordinates":`+
		`[[[%[5]v,%[6]v],[%[7]v,%[6]v],[%[7]v,%[8]v],[%[5]v,%[8]v],[%[5]v,%[6]v]]]}}`, code, code, parent, households, x(west), y(south), x(east), y(north))
}

func features(list ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(list, ",") + `]}`
}

// Two communities side by side, A and B, of two grids each with a house of 350 households: B1 goes to A.
//
//	+----+----+----+----+
//	| A1 | A2 | B1 | B2 |
//	+----+----+----+----+
func TestABorderBetweenCommunitiesIsMovedFromTheCommandLine(t *testing.T) {
	t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
	var grids, houses []string
	for i, code := range []string{"A1", "A2", "B1", "B2"} {
		x := float64(i)
		grids = append(grids, rectangle(code, code[:1], x, 0, x+1, 1, 0))
		houses = append(houses, rectangle("H"+code, "", x+0.4, 0.4, x+0.6, 0.6, 350))
	}
	must(t, "", "import", "areas", write(t, "c.geojson", features(rectangle("A", "", 0, 0, 2, 1, 0), rectangle("B", "", 2, 0, 4, 1, 0))), "--level", "community", "--from", "2026-01-01")
	must(t, "", "import", "grids", write(t, "g.geojson", features(grids...)), "--from", "2026-01-01")
	must(t, "", "import", "buildings", write(t, "b.geojson", features(houses...)), "--id-field", "code")

	number := strings.TrimSpace(must(t, "", "plan", "start", "A", "B", "--title", "界线"))
	fails := func(code int, tells string, args ...string) {
		t.Helper()
		out, errs, exit := gewu(t, "", append([]string{"plan"}, args...)...)
		if exit != code || !strings.Contains(out+errs, tells) {
			t.Errorf("plan %v: exit code %d, want %d and %q in: %s%s", args, exit, code, tells, out, errs)
		}
	}
	fails(exitUsage, "--title", "start", "A")
	fails(exitUsage, "exclude one another", "start", "A", "--title", "x", "--empty", "--copy", "1")
	fails(exitUsage, "a community is missing", "start", "--title", "x")
	fails(exitError, `"Z"`, "start", "Z", "--title", "x")
	fails(exitError, "no such plan", "start", "--title", "x", "--copy", "99")
	fails(exitError, "feature 1 (F1) at 121.4", "start", "A", "--title", "x", "--file", write(t, "f.geojson", features(rectangle("F1", "", 3, 0, 4, 1, 0))))
	fails(exitError, "--code-field", "start", "A", "--title", "x", "--file", write(t, "f.geojson", features(rectangle("", "", 0, 0, 1, 1, 0))))
	fails(exitDone, "are in no grid", "start", "A", "--title", "x", "--file", write(t, "f.geojson", features(rectangle("F1", "", 0, 0, 1, 1, 0))))
	fails(exitDone, "", "start", "A", "--title", "x", "--empty")
	fails(exitDone, "", "start", "--title", "copy", "--copy", number)
	fails(exitUsage, "--state", "list", "--state", "late")
	fails(exitUsage, "the number of a plan", "show")
	fails(exitUsage, "a file of operations", "apply", number)
	fails(exitError, "operation 2 is refused, and nothing is changed: There is no such grid", "apply", number,
		write(t, "o.json", `[{"kind":"rename_grid","grid":1,"name":"新"},{"kind":"merge_grids","grids":[1,9],"grid":1}]`))
	fails(exitDone, "nothing is wrong", "problems", number)
	fails(exitDone, "revision 1", "apply", number, write(t, "o.json", `[{"kind":"merge_grids","grids":[2,3],"grid":2}]`))
	fails(exitProblems, "--confirm", "publish", number, "--title", "界线")
	fails(exitDone, "only tried", "publish", number, "--title", "界线", "--dry-run")
	fails(exitDone, "land of community B is of A: 350 households", "publish", number, "--title", "界线", "--confirm")
	fails(exitError, "published", "publish", number, "--confirm")
	if out := must(t, "", "plan", "editions", "B"); strings.Count(out, "界线") != 1 || !strings.Contains(out, "2026-01-01") {
		t.Errorf("editions of B: %s", out)
	}
	const place = "lon,lat\n121.425,31.195\n"
	for day, want := range map[string]string{"2026-06-01": ",B1,", "": ",A2,"} {
		if out := must(t, place, "locate", "-", "--crs", "cgcs2000", "--at", day); !strings.Contains(out, want) {
			t.Errorf("on %q: %s", day, out)
		}
	}
}
