//go:build data

package main

import (
	"encoding/json"
	"path/filepath"
	"regexp"
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

// Every community of the demo district, repaired and drawn anew: whatever is offered has a name of its own and
// all of its grids in the band and in one piece.
func TestProposalsForTheDemoDistrictHaveNamesAndHold(t *testing.T) {
	t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
	must(t, "", "demo")
	for _, code := range communityCodes(t) {
		for _, mode := range []string{"repair", "redraw"} {
			_, errs, exit := gewu(t, "", "propose", "--community", code, "--mode", mode)
			if exit != exitDone {
				t.Fatalf("%s %s: exit code %d: %s", code, mode, exit, errs)
			}
			offered := 0
			for line := range strings.Lines(errs) {
				row := offerRow.FindStringSubmatch(line)
				if row == nil || row[1] == "today" {
					continue
				}
				offered++
				if row[1] == "" || row[2] != "100.0" || row[3] != "0" {
					t.Errorf("%s %s: %s", code, mode, line)
				}
			}
			if offered == 0 || offered > 5 || offered < 3 && !strings.Contains(errs, "fewer than three proposals:") {
				t.Errorf("%s %s: %d proposals:\n%s", code, mode, offered, errs)
			}
		}
	}
}

// offerRow is a row of the table of proposals: its name, the share of its grids in the band, and how many are in pieces.
var offerRow = regexp.MustCompile(`^(?:\* )?\s*(?:\* )?([a-z, ]*?)\s+\d+\s+([\d.]+) %\s+\d+ to \d+\s+(\d+)\s`)

// firstCommunity returns the code of a community.
func firstCommunity(t *testing.T) string {
	t.Helper()
	return communityCodes(t)[0]
}

func communityCodes(t *testing.T) (codes []string) {
	t.Helper()
	var all struct {
		Features []struct {
			Properties struct{ Code string }
		}
	}
	if err := json.Unmarshal([]byte(must(t, "", "export", "areas", "--level", "community")), &all); err != nil || len(all.Features) == 0 {
		t.Fatalf("no communities: %v", err)
	}
	for _, f := range all.Features {
		codes = append(codes, f.Properties.Code)
	}
	return codes
}
