//go:build data

package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"gewu/internal/testdb"
)

// A community of the demo district: its grids in force are repaired, or drawn afresh.
func TestProposeDividesACommunity(t *testing.T) {
	t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
	must(t, "", "demo")
	code := firstCommunity(t)
	out, errs, exit := gewu(t, "", "propose", "--community", code)
	if exit != exitDone {
		t.Fatalf("exit code %d: %s", exit, errs)
	}
	grids := gridsIn(t, out)
	if len(grids) < 20 || !strings.Contains(errs, "today") {
		t.Errorf("%d cells, and:\n%s", len(grids), errs)
	}
	path := filepath.Join(t.TempDir(), "drawn.geojson")
	if _, errs, exit = gewu(t, "", "propose", "--community", code, "--mode", "redraw", "-o", path); exit != exitDone {
		t.Fatalf("exit code %d: %s", exit, errs)
	}
	if found := must(t, "", "check", path, "--id-field", "code"); strings.Contains(found, "overlap:") {
		t.Errorf("the drawn grids are no coverage:\n%s", found)
	}
	if _, errs, exit = gewu(t, "", "propose", "--community", "nowhere"); exit != exitError || !strings.Contains(errs, "nowhere") {
		t.Errorf("exit code %d: %s", exit, errs)
	}
}

// firstCommunity returns the code of a community.
func firstCommunity(t *testing.T) string {
	t.Helper()
	var all struct {
		Features []struct {
			Properties struct{ Code string }
		}
	}
	if err := json.Unmarshal([]byte(must(t, "", "export", "areas", "--level", "community")), &all); err != nil || len(all.Features) == 0 {
		t.Fatalf("no communities: %v", err)
	}
	return all.Features[0].Properties.Code
}
