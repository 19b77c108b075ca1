package main

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/internal/secret"
	"gewu/internal/testdb"
)

// oneTime is a password as it is told once.
var oneTime = regexp.MustCompile(`\b[a-z2-9]{4}(-[a-z2-9]{4}){4}\b`)

// answer returns one text of a database.
func answer(t *testing.T, url, statement string, args ...any) (text string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if err := conn.QueryRow(t.Context(), statement, args...).Scan(&text); err != nil {
		t.Fatal(err)
	}
	return text
}

// matches reports whether a password is the one kept for a person.
func matches(t *testing.T, url, name, password string) bool {
	t.Helper()
	hash := answer(t, url, `select hash from credential join person on person.id = person_id where name = $1`, name)
	ok, _ := secret.Match(hash, password)
	return ok
}

func TestPeopleFromTheCommandLine(t *testing.T) {
	url := testdb.New(t)
	t.Setenv("GEWU_DATABASE_URL", url)
	must(t, "", "import", "areas", write(t, "c.geojson", oneCommunity), "--level", "community")
	first := must(t, "", "user", "add", "Boss", "--full-name", "林巧", "--email", "boss@example.org")
	password := strings.TrimSpace(first)
	if oneTime.FindString(first) != password || !matches(t, url, "boss", password) {
		t.Errorf("the password is %q", first)
	}
	must(t, "", "user", "add", "chen")
	must(t, "", "user", "grant", "boss", "administrator", "--whole-district")
	must(t, "", "user", "grant", "chen", "planner", "--area", "C", "--from", "2026-01-01", "--until", "2099-01-01")
	again := strings.TrimSpace(must(t, "", "user", "reset", "boss"))
	if again == password || !matches(t, url, "boss", again) || matches(t, url, "boss", password) {
		t.Errorf("the new password is %q, and does not take the place of %q", again, password)
	}
	must(t, "", "user", "disable", "chen")
	today := time.Now().In(mustZone(t)).Format(time.DateOnly)
	want := []userLine{
		{Name: "boss", FullName: "林巧", Email: "boss@example.org", Local: true, MustChange: true, Grants: []grantLine{
			{Role: "administrator", From: today, InUse: true},
		}},
		{Name: "chen", Disabled: true, Local: true, MustChange: true, Grants: []grantLine{
			{Role: "planner", Area: &areaLine{"C", "三路社区", "community"}, From: "2026-01-01", Until: new("2099-01-01"), InUse: true},
		}},
	}
	var got struct{ People []userLine }
	if err := json.Unmarshal([]byte(must(t, "", "user", "list", "--format", "json")), &got); err != nil {
		t.Fatal(err)
	}
	if gotText, wantText := text(t, got.People), text(t, want); gotText != wantText {
		t.Errorf("the people are\n%s, want\n%s", gotText, wantText)
	}
	table := must(t, "", "user", "list")
	for _, want := range []string{"NAME", "disabled", "planner in C 三路社区 from 2026-01-01 until 2099-01-01", "administrator in the whole district"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks %q:\n%s", want, table)
		}
	}
	must(t, "", "user", "enable", "chen")
	must(t, "", "user", "revoke", "chen", "planner", "--area", "C")
	if out := must(t, "", "user", "list"); strings.Contains(out, "planner") || strings.Contains(out, "disabled") {
		t.Errorf("what was taken is still there:\n%s", out)
	}
	const trail = `select string_agg(kind || ' ' || operation || ' ' || object, ', ' order by id) from audit where operation like 'gewu user%'`
	if got, want := answer(t, url, trail), "console gewu user add boss, console gewu user add chen, console gewu user grant boss, "+
		"console gewu user grant chen, console gewu user reset boss, console gewu user disable chen, "+
		"console gewu user enable chen, console gewu user revoke chen"; got != want {
		t.Errorf("the trail tells\n%s, want\n%s", got, want)
	}
	if text := answer(t, url, `select string_agg(audit::text, ' ') from audit`); strings.Contains(text, "argon2") || strings.Contains(text, again) {
		t.Errorf("the trail tells a secret: %s", text)
	}
}

func text(t *testing.T, value any) string {
	t.Helper()
	text, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func mustZone(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestMistakesAboutPeopleAreToldPlainly(t *testing.T) {
	t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
	must(t, "", "user", "add", "boss")
	must(t, "", "user", "grant", "boss", "administrator", "--whole-district")
	tests := []struct {
		name string
		args []string
		code int
		want string
	}{
		{"a name that is taken", []string{"add", "boss"}, exitError, "another person has that sign-in name"},
		{"a name that is none", []string{"add", "林巧"}, exitError, "2 to 64"},
		{"a person who is not there", []string{"reset", "nobody"}, exitError, `nobody signs in as "nobody"`},
		{"the last administrator", []string{"disable", "boss"}, exitError, "last administrator"},
		{"the last administrator's role", []string{"revoke", "boss", "administrator", "--whole-district"}, exitError, "last administrator"},
		{"a role that is not held", []string{"revoke", "boss", "viewer", "--whole-district"}, exitError, "boss is not viewer"},
		{"a role twice", []string{"grant", "boss", "administrator", "--whole-district"}, exitError, "already"},
		{"a role that ends before it begins", []string{
			"grant", "boss", "viewer", "--whole-district", "--from", "2090-02-01", "--until", "2090-01-01",
		}, exitError, "period"},
		{"an area that is not there", []string{"grant", "boss", "viewer", "--area", "X"}, exitError, `the code "X"`},
		{"neither an area nor the district", []string{"grant", "boss", "viewer"}, exitUsage, "--whole-district"},
		{"both", []string{"grant", "boss", "viewer", "--area", "X", "--whole-district"}, exitUsage, "--area"},
		{"all that is wrong at once", []string{"grant", "boss", "emperor", "--whole-district", "--from", "soon"}, exitUsage, `"emperor"`},
		{"a day that is none", []string{"grant", "boss", "viewer", "--whole-district", "--until", "soon"}, exitUsage, "--until"},
		{"a name that is missing", []string{"add"}, exitUsage, "a sign-in name"},
		{"a format that is none", []string{"list", "--format", "xml"}, exitUsage, "xml"},
		{"a command that is none", []string{"delete", "boss"}, exitUsage, `"delete"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, errs, code := gewu(t, "", append([]string{"user"}, tt.args...)...)
			if code != tt.code || !strings.Contains(errs, tt.want) || out != "" {
				t.Errorf("exit code %d, want %d and %q in: %s%s", code, tt.code, tt.want, errs, out)
			}
			for _, inner := range []string{"SQLSTATE", "person_name_key", "role_grant_once"} {
				if strings.Contains(errs, inner) {
					t.Errorf("the message tells of %s: %s", inner, errs)
				}
			}
		})
	}
}

// asProgram makes this test program be gewu itself, in a process of its own.
const asProgram = "GEWU_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main() // exits
	}
	os.Exit(m.Run())
}

// start runs `gewu serve` in a process of its own until it is ready, stops it, and returns what it wrote.
func start(t *testing.T) (said, log string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "serve", "--listen", "127.0.0.1:0", "--log-level", "debug")
	cmd.Env = append(os.Environ(), asProgram+"=1")
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said, url := untilReady(out)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	rest, err := io.ReadAll(out)
	if waited := cmd.Wait(); waited != nil || err != nil || url == "" {
		t.Fatalf("the service ended: %v, %v\n%s", waited, err, errs.String())
	}
	return said + string(rest), errs.String()
}

// The password of the first administrator is told once, on standard output, and only where there
// is nobody.
func TestTheFirstStartTellsAPasswordOnce(t *testing.T) {
	url := testdb.New(t)
	t.Setenv("GEWU_DATABASE_URL", url)
	said, log := start(t)
	told := oneTime.FindAllString(said, -1)
	if len(told) != 1 || !strings.Contains(said, "admin") || !matches(t, url, "admin", told[0]) {
		t.Fatalf("the service says %q", said)
	}
	if strings.Contains(log, told[0]) {
		t.Errorf("the log tells the password:\n%s", log)
	}
	const kept = `select must_change::text || ' ' || role || ' ' || coalesce(area_id, 0)
		from credential join role_grant using (person_id)`
	if got := answer(t, url, kept); got != "true administrator 0" {
		t.Errorf("the first person is %s", got)
	}
	if trail := answer(t, url, `select string_agg(audit::text, ' ') from audit`); strings.Contains(trail, told[0]) {
		t.Errorf("the trail tells the password: %s", trail)
	}
	if said, _ := start(t); strings.Contains(said, "password") || oneTime.MatchString(said) {
		t.Errorf("the second start says %q", said)
	}
	if n := answer(t, url, `select count(*)::text from person`); n != "1" {
		t.Errorf("there are %s people", n)
	}
}

// Where somebody was added by hand before the first start, no other administrator appears.
func TestNoAdministratorAppearsWhereThereIsAPerson(t *testing.T) {
	t.Setenv("GEWU_DATA", filepath.Join(testdb.Dir(t), "data"))
	must(t, "", "user", "add", "boss")
	s := serve(t)
	if strings.Contains(s.said, "password") {
		t.Errorf("the service says %q", s.said)
	}
	s.stop()
	if out := must(t, "", "user", "list"); strings.Contains(out, "admin") || !strings.Contains(out, "boss") {
		t.Errorf("the people are:\n%s", out)
	}
}
