package main

import (
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"gewu/internal/pgcluster"
	"gewu/internal/testdb"
	"gewu/store"
)

// everything is what a database keeps of a kind, as one text for each thing; by its name.
func everything(t *testing.T, url, statement string) map[string]string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), statement)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	var name, text string
	if _, err := pgx.ForEachRow(rows, []any{&name, &text}, func() error { all[name] += text + "\n"; return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

// rowsOf returns the rows of every table as text, but of what a restoration itself changes.
func rowsOf(t *testing.T, url string, head string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for table := range everything(t, url, `select tablename, '' from pg_tables where schemaname = 'public' and tablename <> 'spatial_ref_sys'`) {
		statement := `select '` + table + `', t::text from ` + table + ` t order by 2`
		switch table {
		case "audit":
			statement = `select 'audit', t::text from audit t where id <= ` + head + ` order by id`
		case "audit_head", "dataset":
			continue
		case "session":
			statement = `select 'session', (id, person_id, hash, created_at, expires_at)::text from session order by id`
		}
		all[table] = everything(t, url, statement)[table]
	}
	return all
}

// schemaOf describes what a database is made of, rights included.
func schemaOf(t *testing.T, url string) map[string]string {
	t.Helper()
	return everything(t, url, `
		select 'table ' || relname, concat_ws(' ', relkind, relrowsecurity, relacl::text) from pg_class
		where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'S')
			and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')
		union all select 'column ' || attrelid::regclass || '.' || attname, concat_ws(' ', format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, attacl::text)
			from pg_attribute join pg_class on pg_class.oid = attrelid where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') and attnum > 0
		union all select 'constraint ' || conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0
		union all select 'index ' || indexname, indexdef from pg_indexes where schemaname = 'public'
		union all select 'trigger ' || tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
		union all select 'policy ' || tablename || '.' || policyname, concat_ws(' ', roles::text, cmd, qual, with_check) from pg_policies
		union all select 'function ' || oid::regprocedure, pg_get_functiondef(oid) || coalesce(proacl::text, '') from pg_proc
			where pronamespace = 'public'::regnamespace and prokind = 'f' and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
		order by 1, 2`)
}

var (
	headLine = regexp.MustCompile(`audit trail: (\d+):[0-9a-f]{64}`)
	sumLine  = regexp.MustCompile(`(\d+) bytes, sha256 ([0-9a-f]{64})`)
)

// While others write, a backup is made; the program that restores it is killed and another one
// restores it. Everything that was acknowledged before is there, and all of it fits together.
func TestABackupMadeWhileOthersWriteIsRestored(t *testing.T) {
	h := newHome(t)
	pictures := filepath.Join(h.dir, "attachments")
	execute(t, h.url, aSession)
	load := startLoad(t, h.db, pictures, h.area)
	before := load.upToNow()
	file := filepath.Join(t.TempDir(), "backup.tar")
	out := must(t, "", "backup", file, "--data", h.dir)
	during := len(load.upToNow()) - len(before)
	load.end()
	head, sum := headLine.FindStringSubmatch(out), sumLine.FindStringSubmatch(out)
	if head == nil || sum == nil || sum[2] != sumOf(t, file) {
		t.Fatalf("gewu backup says:\n%s", out)
	}
	if about, err := os.Stat(file); err != nil || about.Mode() != 0o600 {
		t.Errorf("the file: %v, %v", about, err)
	}
	if left, _ := filepath.Glob(filepath.Join(pictures, ".*")); left != nil {
		t.Errorf("the backup left %v", left)
	}
	dir := filepath.Join(testdb.Dir(t), "restored")
	here := filepath.Join(t.TempDir(), "here")
	killed(t, here, "restore", file, "--data", dir, "--programs", fake(t, "pg_restore", arrived(here)))
	for _, args := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"settings"}, {"backup", file + "2"}} {
		if _, errs, code := gewu(t, "", append(args, "--data", dir)...); code != exitError || !strings.Contains(errs, "gewu restore") {
			t.Errorf("gewu %s in what was restored in part: exit code %d\n%s", args[0], code, errs)
		}
	}
	must(t, "", "restore", file, "--data", dir, "--keep-sessions")
	url := startCluster(t, pgcluster.Config{Dir: dir, Scratch: true})
	checkAcked(t, url, before)
	kept := checkFiles(t, url, filepath.Join(dir, "attachments"))
	t.Logf("%d writes acknowledged before the backup, %d while it was made; %d attachments restored", len(before), during, kept)
	if out := must(t, "", "audit", "verify", "--data", dir, "--head", strings.TrimPrefix(head[0], "audit trail: ")); !strings.Contains(out, "sound") {
		t.Errorf("gewu audit verify says %s", out)
	}
	if diff := cmp.Diff(schemaOf(t, h.url), schemaOf(t, url)); diff != "" {
		t.Errorf("the schema (-saved +restored):\n%s", diff)
	}
	if got := answer(t, url, `select kind || ' ' || operation || ' ' || object from audit order by id desc limit 1`); got != "console gewu restore "+file {
		t.Errorf("the last entry of the trail is %s", got)
	}
	if n := answer(t, url, openSessions); n != "1" {
		t.Errorf("%s sessions go on that were to be kept", n)
	}
	checkRights(t, url)
}

// checkRights tests that the roles of the service may do what they must, and nothing that they must not.
func checkRights(t *testing.T, owner string) {
	t.Helper()
	for _, tt := range []struct {
		role, statement string
		may             bool
	}{
		{"gewu_service", `update credential set failures = 0`, true},
		{"gewu_service", `insert into audit (kind, actor_name, operation) values ('service', 'gewu', 'test')`, true},
		{"gewu_service", `update audit set operation = 'x'`, false},
		{"gewu_service", `delete from audit_head`, false},
		{"gewu_loader", `select name, public_phone from staff`, true},
		{"gewu_loader", `select work_phone from staff`, false},
		{"gewu_reader", `select * from audit`, true},
		{"gewu_reader", `select * from credential`, false},
		{"gewu", `delete from audit`, false},
	} {
		u, err := url.Parse(owner)
		if err != nil {
			t.Fatal(err)
		}
		u.User = url.User(tt.role)
		conn, err := pgx.Connect(t.Context(), u.String())
		if err != nil {
			t.Fatal(err)
		}
		if _, err = conn.Exec(t.Context(), tt.statement); (err == nil) != tt.may {
			t.Errorf("%s: %s: %v", tt.role, tt.statement, err)
		}
		_ = conn.Close(t.Context())
	}
}

// A backup at rest is restored into another server's database: table by table the same, and what is
// served from it is the same.
func TestWhatIsRestoredIsTheSame(t *testing.T) {
	from, pictures := testdb.New(t), t.TempDir()
	furnish(t, "--database-url", from)
	db, err := store.Open(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	load := startLoad(t, db, pictures, community(t, from))
	load.end()
	for _, path := range leftByLoad(t, from, pictures) {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	execute(t, from, aSession)
	file := filepath.Join(t.TempDir(), "backup.tar")
	out := must(t, "", "backup", file, "--database-url", from, "--attachments", pictures)
	head := headLine.FindStringSubmatch(out)
	if head == nil {
		t.Fatalf("gewu backup says %s", out)
	}
	to, folder := testdb.NewEmpty(t), filepath.Join(t.TempDir(), "pictures")
	if out := must(t, "", "restore", file, "--database-url", to, "--attachments", folder); !strings.Contains(out, "signs in again") {
		t.Errorf("gewu restore says %s", out)
	}
	if diff := cmp.Diff(rowsOf(t, from, head[1]), rowsOf(t, to, head[1])); diff != "" {
		t.Errorf("rows (-saved +restored):\n%s", diff)
	}
	checkFiles(t, to, folder)
	if n := answer(t, to, openSessions); n != "0" {
		t.Errorf("%s sessions go on", n)
	}
	if diff := cmp.Diff(served(t, from), served(t, to)); diff != "" {
		t.Errorf("answers (-before +after):\n%s", diff)
	}
	const trail = `select string_agg(operation || ' ' || coalesce(after->>'state', ''), ', ' order by id) from audit where operation like 'gewu backup%' or operation like 'gewu restore%'`
	if got := answer(t, from, trail); got != "gewu backup begun, gewu backup done" {
		t.Errorf("the trail tells %s", got)
	}
	if got := answer(t, to, trail); got != "gewu backup begun, gewu restore " {
		t.Errorf("the trail of what was restored tells %s", got)
	}
	if _, errs, code := gewu(t, "", "restore", file, "--database-url", to, "--attachments", folder+"2"); code != exitError || !strings.Contains(errs, "the database is not empty: it has table analysis_job, table area") {
		t.Errorf("restored over something: exit code %d, %s", code, errs)
	}
	if _, err := os.Stat(folder + "2"); err == nil {
		t.Errorf("a restoration that was refused left a directory")
	}
}

// Statements about sessions.
const (
	aSession     = `insert into session (person_id, hash, expires_at) select id, sha256('x'), now() + interval '1 day' from person where name = 'boss'`
	openSessions = `select count(*)::text from session where ended_at is null`
)

// leftByLoad returns the files whose rows were not written when the load was stopped.
func leftByLoad(t *testing.T, url, folder string) (left []string) {
	t.Helper()
	rows := answer(t, url, `select string_agg(encode(sha256, 'hex'), ' ') from attachment where removed_at is null`)
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.Contains(rows, d.Name()) {
			left = append(left, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return left
}

// aVersion is where an answer tells of the version of the data.
var aVersion = regexp.MustCompile(`"version": ?\d+`)

// served is what a service on a database answers, but for the version of the data.
func served(t *testing.T, url string) map[string]string {
	t.Helper()
	t.Setenv("GEWU_DATABASE_URL", url)
	t.Setenv("GEWU_ATTACHMENTS", t.TempDir())
	s := serve(t)
	defer s.stop()
	answers := map[string]string{}
	for _, path := range []string{"/v1/locate?lon=100.5&lat=0.5&crs=cgcs2000", "/v1/district", "/v1/search?q=West", "/tiles/grids/14/12765/8169.mvt"} {
		status, body := s.get(path)
		if status != http.StatusOK {
			t.Errorf("GET %s: %d %s", path, status, body)
		}
		answers[path] = aVersion.ReplaceAllString(body, `"version":0`)
	}
	return answers
}
