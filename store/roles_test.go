package store_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/internal/testdb"
	"gewu/store"
)

// actingAs returns a connection of the town as a role of the service.
func (w town) actingAs(t testing.TB, role string) *pgx.Conn {
	t.Helper()
	config := w.pool.Config().ConnConfig.Copy()
	config.RuntimeParams["role"] = role
	conn, err := pgx.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

// secrets are the tables that only the service reads, beside the trail.
var secrets = []string{"credential", "identity", "session", "token"}

func TestEachRoleMayOnlyDoItsPart(t *testing.T) {
	w := newTown(t)
	w.note(t, "a")
	const lacksRight, readOnly = "42501", "25006"
	forbidden := map[string][]string{
		"gewu_service": {
			`update audit set object = 'x'`, `delete from audit`, `truncate audit`, `update audit_head set id = 0`,
			`delete from audit_head`, `insert into audit_head values (true, 1, '\x00')`, `alter table audit disable trigger user`,
			`drop table audit`, `alter table issue disable row level security`, `create table mine ()`,
			`create or replace function keep_audit() returns trigger language plpgsql as 'begin return new; end'`,
			`truncate issue`, `update migration set ran_at = now()`, `delete from plan`, `update plan_log set kind = 'undo'`,
			`delete from plan_log`, `truncate plan_log`, `delete from lineage`, `update fabric set body = ''`,
		},
		"gewu_loader": {`select from audit`, `select from attachment`, `select work_phone from staff`, `select * from staff`, `select from person`, `select from holder_phone`},
		"gewu_reader": {`select work_phone from staff`, `select * from staff`},
	}
	for _, role := range []string{"gewu_loader", "gewu_reader"} {
		for _, table := range secrets {
			forbidden[role] = append(forbidden[role], `select from `+table)
		}
		for _, table := range []string{"setting", "issue", "building", "post", "holder", "person", "role_grant", "attachment", "audit", "dataset"} {
			forbidden[role] = append(forbidden[role], `delete from `+table)
		}
		forbidden[role] = append(forbidden[role], `insert into audit (kind, actor_name, operation) values ('service', '', 'x')`,
			`update setting set value = '1'`, `update staff set name = 'x'`, `select record_change('issue', null, null)`)
	}
	for role, statements := range forbidden {
		conn := w.actingAs(t, role)
		for _, sql := range statements {
			if _, err := conn.Exec(t.Context(), sql); codeOf(err) != lacksRight && codeOf(err) != readOnly {
				t.Errorf("%s: %s: %v", role, sql, err)
			}
		}
	}
	w.verify(t)
}

// Every table is either in this list or one that loader and reader read: a new one is thought about.
func TestEveryTableIsReadByThoseWhoShould(t *testing.T) {
	w := emptyTown(t)
	const tables = `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
		and relname not in ('spatial_ref_sys', 'geometry_columns', 'geography_columns') and not has_any_column_privilege($1, oid, 'select') order by 1`
	for role, want := range map[string][]string{
		"gewu_service": {},
		"gewu_loader":  {"analysis_job", "attachment", "audit", "audit_head", "credential", "fabric", "holder_phone", "identity", "person", "plan", "plan_checkpoint", "plan_log", "role_grant", "session", "token"},
		"gewu_reader":  {"credential", "fabric", "identity", "plan_checkpoint", "session", "token"},
	} {
		if diff := cmp.Diff(want, append([]string{}, ask(t, w.pool, strings.ReplaceAll(tables, "$1", "'"+role+"'"))...)); diff != "" {
			t.Errorf("%s does not read\n%s", role, diff)
		}
	}
}

// Beside the trail, whose entries have no phone, only attachments, issues, visits, analyses that take long, plans and their log have rows that not everyone may see.
func TestRowsAreGuardedWhereTheyAreRestricted(t *testing.T) {
	w := emptyTown(t)
	got := ask(t, w.pool, `select relname::text from pg_class where relrowsecurity order by 1`)
	if diff := cmp.Diff([]string{"analysis_job", "attachment", "audit", "issue", "plan", "plan_log", "visit"}, got); diff != "" {
		t.Error(diff)
	}
}

// user makes a new user of the server, who is no superuser, and returns the town's address for them.
func (w town) user(t *testing.T) (name, address string) {
	t.Helper()
	name = "user_" + strings.ToLower(w.pool.Config().ConnConfig.Database[5:15])
	w.exec(t, `create role `+name+` login password 'x'`)
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		for _, sql := range []string{`reassign owned by %s to current_user`, `drop owned by %s`, `drop role %s`} {
			if _, err := w.pool.Exec(ctx, fmt.Sprintf(sql, name)); err != nil {
				t.Errorf("%s: %v", sql, err)
			}
		}
	})
	u, err := url.Parse(w.pool.Config().ConnString())
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(name, "x")
	return name, u.String()
}

// On a server of one's own the user of the address acts as the roles, and must be allowed to. One who
// may do nothing else is enough where the schema is up to date.
func TestAUserWithAPasswordActsAsTheRoles(t *testing.T) {
	w := newTown(t)
	name, address := w.user(t)
	if _, err := store.Open(t.Context(), address); err == nil || !strings.Contains(err.Error(), "grant gewu_service to "+name) {
		t.Fatalf("before they may: %v", err)
	}
	w.exec(t, `grant gewu_service, gewu_loader, gewu_reader to `+name)
	db, err := store.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.SetSettings(t.Context(), clerk, store.DefaultSettings()); err != nil {
		t.Error(err)
	}
	if _, err := db.Snapshot(t.Context(), spring); err != nil {
		t.Error(err)
	}
	who := ask(t, w.pool, `select distinct usename::text from pg_stat_activity where datname = current_database() and application_name = 'gewu' and pid <> pg_backend_pid() and usename like 'user%'`)
	if diff := cmp.Diff([]string{name}, who); diff != "" {
		t.Error(diff)
	}
	if _, err := db.Audit(t.Context(), access.AuditFilter{Scope: access.Everything}); err != nil {
		t.Error(err)
	}
}

// A query whose asker has gone does not go on in the database. This one would wait until the test
// ends: the loader has all the time there is.
func TestACancelledRequestCancelsItsQuery(t *testing.T) {
	w := newTown(t)
	tx, err := w.pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(t.Context())) }()
	if _, err := tx.Exec(t.Context(), `lock table setting in access exclusive mode`); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	asked := make(chan error, 1)
	go func() {
		_, err := w.db.Settings(ctx)
		asked <- err
	}()
	const waiting = `exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')`
	w.until(t, `select `+waiting)
	cancel()
	if err := <-asked; !errors.Is(err, context.Canceled) {
		t.Errorf("the asker is told %v", err)
	}
	w.until(t, `select not `+waiting)
}

// until asks a question until the answer is yes; the test's own deadline ends it.
func (w town) until(t *testing.T, question string) {
	t.Helper()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for range ticker.C {
		var yes bool
		if err := w.pool.QueryRow(t.Context(), question).Scan(&yes); err != nil {
			t.Fatal(err)
		}
		if yes {
			return
		}
	}
}

// Databases of one server make the same roles at the same time.
func TestMigrationsOfSeveralDatabasesAtOnceAgreeAboutTheRoles(t *testing.T) {
	var urls []string
	for range 3 {
		urls = append(urls, testdb.NewEmpty(t))
	}
	done := make(chan error)
	for _, u := range urls {
		go func() {
			db, err := store.Open(t.Context(), u)
			if err == nil {
				db.Close()
			}
			done <- err
		}()
	}
	for range urls {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
