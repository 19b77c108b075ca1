package main

import (
	"encoding/json"
	"os/user"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"gewu/internal/testdb"
)

// audited is a database with three entries: two by hand on the console, one import.
func audited(t *testing.T) (url string) {
	t.Helper()
	url = testdb.New(t)
	grids := write(t, "facilities.csv", "id,name,kind,lon,lat\n1,站,service_station,121.4,31.2\n")
	for _, args := range [][]string{
		{"settings", "attribution=Survey office"},
		{"import", "facilities", grids, "--crs", "cgcs2000"},
		{"import", "facilities", grids, "--crs", "cgcs2000"}, // changes nothing
		{"export", "facilities", "--format", "csv"},
	} {
		if _, errs, code := gewu(t, "", append(args, "--database-url", url)...); code != 0 {
			t.Fatalf("gewu %v: %s", args, errs)
		}
	}
	return url
}

func TestTheTrailTellsWhatWasDoneOnTheConsole(t *testing.T) {
	url := audited(t)
	out, errs, code := gewu(t, "", "audit", "list", "--database-url", url)
	if code != 0 {
		t.Fatal(errs)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{`"gewu export facilities"`, `"gewu import facilities" facility "facilities"`, `"gewu settings" setting`} {
		if i >= len(lines) || !strings.Contains(lines[i], want) || !strings.Contains(lines[i], `console "`+me.Username) {
			t.Errorf("line %d lacks %s:\n%s", i+1, want, out)
		}
	}
	out, errs, code = gewu(t, "", "audit", "list", "--noun", "setting", "--format", "json", "--database-url", url)
	var entry struct {
		ID            int64
		Name          string
		Before, After map[string]string
	}
	if err := json.Unmarshal([]byte(out), &entry); code != 0 || err != nil {
		t.Fatal(err, errs, out)
	}
	if entry.ID != 1 || entry.Before["attribution"] != "" || entry.After["attribution"] != "Survey office" {
		t.Errorf("the entry is %+v", entry)
	}
}

func TestVerifyingTheTrailNamesTheFirstBadEntry(t *testing.T) {
	url := audited(t)
	out, errs, code := gewu(t, "", "audit", "verify", "--database-url", url)
	_, head, ok := strings.Cut(strings.TrimSpace(out), "\nhead ")
	if code != 0 || !ok || !strings.HasPrefix(out, "the audit trail is sound: 3 entries\n") {
		t.Fatal(code, out, errs)
	}
	if out, _, code := gewu(t, "", "audit", "verify", "--head", head, "--database-url", url); code != 0 {
		t.Errorf("with its own head: %s", out)
	}
	other := "2:" + strings.Repeat("0", 64)
	if out, _, code := gewu(t, "", "audit", "verify", "--head", other, "--database-url", url); code != exitProblems || !strings.Contains(out, "entry 2: other trail") {
		t.Errorf("with another head: %d, %s", code, out)
	}
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	for _, sql := range []string{`alter table audit disable trigger user`, `update audit set object = 'others' where id >= 2`} {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	out, _, code = gewu(t, "", "audit", "verify", "--database-url", url)
	if code != exitProblems || !strings.HasPrefix(out, "entry 2: altered: ") {
		t.Errorf("altered: %d, %s", code, out)
	}
	out, _, code = gewu(t, "", "audit", "verify", "--format", "json", "--database-url", url)
	var report struct {
		Entries, Found int64
		Findings       []struct {
			ID   int64
			Kind string
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || code != exitProblems ||
		report.Entries != 3 || report.Found != 2 || report.Findings[0].ID != 2 || report.Findings[0].Kind != "altered" {
		t.Errorf("as JSON: %d, %v, %s", code, err, out)
	}
	if _, errs, code := gewu(t, "", "audit", "verify", "--head", "2", "--database-url", url); code != exitUsage || !strings.Contains(errs, `"2"`) {
		t.Errorf("half a head: %d, %s", code, errs)
	}
	if _, _, code := gewu(t, "", "audit", "verify", "--database-url", "postgres://127.0.0.1:1/none"); code != exitError {
		t.Errorf("without a database: exit code %d", code)
	}
}
