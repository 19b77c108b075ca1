package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gewu/internal/testdb"
)

// One community of two grids with a house of 350 households each; twelve issues in A1, three in A2.
func TestAnalysesAreMadeFromTheCommandLine(t *testing.T) {
	t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
	must(t, "", "import", "areas", write(t, "c.geojson", features(rectangle("A", "", 0, 0, 2, 1, 0))), "--level", "community", "--from", "2026-01-01")
	must(t, "", "import", "grids", write(t, "g.geojson", features(rectangle("A1", "A", 0, 0, 1, 1, 0), rectangle("A2", "A", 1, 0, 2, 1, 0))), "--from", "2026-01-01")
	must(t, "", "import", "buildings", write(t, "b.geojson", features(rectangle("H1", "", 0.4, 0.4, 0.6, 0.6, 350), rectangle("H2", "", 1.4, 0.4, 1.6, 0.6, 350))), "--id-field", "code")
	issues := "id,lon,lat,kind,opened_at\n"
	for i := range 15 {
		opened := time.Now().AddDate(0, 0, -2-i%5).UTC().Format(time.RFC3339)
		issues += fmt.Sprintf("%d,%v,31.195%d,停车,%s\n", i, map[bool]string{true: "121.405", false: "121.415"}[i < 12], i%10, opened)
	}
	must(t, "", "import", "issues", write(t, "i.csv", issues), "--crs", "cgcs2000")

	load := must(t, "", "analyze", "load", "--days", "30")
	if !strings.Contains(load, `"incidents":15`) || !strings.Contains(load, `"code":"A1"`) {
		t.Errorf("load: %s", load)
	}
	if again := must(t, "", "analyze", "load", "--days", "30"); again != load {
		t.Error("the same question has other bytes the second time")
	}
	rows := strings.Split(strings.TrimSpace(must(t, "", "analyze", "rate", "--area", "A", "--format", "csv", "--days", "30")), "\r\n")
	if len(rows) != 3 || !strings.HasPrefix(rows[0], "id,square,code,name_zh") || !strings.Contains(rows[1], ",A1,") {
		t.Errorf("rate: %q", rows)
	}
	page := must(t, "", "analyze", "report", "--area", "A", "--days", "30", "--language", "zh")
	if !strings.HasPrefix(page, "%PDF-") || must(t, "", "analyze", "report", "--area", "A", "--days", "30", "--language", "zh") != page {
		t.Errorf("report: %.40q", page)
	}
	fails := func(code int, tells string, args ...string) {
		t.Helper()
		out, errs, exit := gewu(t, "", append([]string{"analyze"}, args...)...)
		if exit != code || !strings.Contains(errs, tells) || out != "" {
			t.Errorf("analyze %v: exit code %d, want %d and %q in: %s%s", args, exit, code, tells, out, errs)
		}
	}
	fails(exitUsage, "what to analyse", "--days", "3")
	fails(exitUsage, "nonsense", "nonsense")
	fails(exitUsage, "no parameter “against”", "load", "--against", "year")
	fails(exitUsage, "没有“游行”", "load", "--kind", "游行", "--language", "zh")
	fails(exitUsage, `"Z"`, "load", "--area", "Z")
	fails(exitUsage, "future", "load", "--from", "2100-01-01")
	fails(exitUsage, "no parameter “level”", "report", "--level", "grid")
	fails(exitUsage, "must be pdf or json", "report", "--format", "csv")
	fails(exitError, "no-such.ttf", "report", "--font", "no-such.ttf")
	fails(exitError, "not testable", "hot", "--level", "grid", "--days", "30")
	answersAreTheSameEverywhere(t)
}
