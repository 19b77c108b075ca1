package store_test

import "testing"

// Attack: tampering with the audit trail by whoever has taken over the service, as its own role of the
// database. No way to be somebody else, to switch off what guards the trail, to reach files, or to forge
// what the database says of an entry leads anywhere: the trail verifies, with what was added at its end.
func TestAttackTheTrailThroughTheRoleOfTheService(t *testing.T) {
	w := newTown(t)
	w.note(t, "a")
	w.note(t, "b")
	conn := w.actingAs(t, "gewu_service")
	if _, err := conn.Exec(t.Context(), `grant update, delete on audit to gewu_service`); err != nil { // a warning: what it may not, it cannot give
		t.Fatal(err)
	}
	for _, sql := range []string{
		`update audit set object = 'x'`, `delete from audit`, `set session_replication_role = replica`, `alter role gewu_service superuser`, `alter role gewu_service bypassrls`, `create role eve superuser`,
		`grant gewu_service to gewu_reader`, `alter table audit owner to gewu_service`,
		`alter table audit disable trigger all`, `alter table audit no force row level security`, `drop trigger keep on audit`, `drop trigger chain on audit`,
		`drop function keep_audit() cascade`, `alter function chain_audit() security invoker`, `create rule r as on insert to audit do instead nothing`,
		`create trigger t before insert on audit for each row execute function ring_access()`, `drop schema public cascade`, `alter schema public rename to other`,
		`create function public.netstring(text, int) returns text language sql as 'select null'`, `create policy p on audit using (true)`,
		`insert into audit_head values (false, 1, '\x00')`, `update audit_head set hash = '\x00'`, `select * from audit for update`,
		`merge into audit a using (select 1) s on a.id = 1 when matched then delete`, `with gone as (delete from audit returning 1) select 1`,
		`copy audit to program 'cat'`, `copy audit to '/tmp/audit'`, `copy person from program 'id'`, `select pg_read_file('/etc/passwd')`, `select lo_import('/etc/passwd')`,
		`create extension dblink`, `select pg_terminate_backend(pid) from pg_stat_activity where usename <> current_user`, `alter system set fsync = off`,
	} {
		tag, err := conn.Exec(t.Context(), sql)
		if err == nil && tag.RowsAffected() > 0 {
			t.Errorf("%s: done to %d rows", sql, tag.RowsAffected())
		}
		if code := codeOf(err); err == nil || code != "42501" && code != "42P17" && code != "0LP01" && code != "3F000" {
			t.Errorf("%s: %v", sql, err)
		}
	}
	forged := `insert into audit (id, at, kind, actor_name, operation, previous, hash) values (1, '2001-01-01', 'person', 'somebody', 'nothing', '\x00', '\x00')`
	if _, err := conn.Exec(t.Context(), forged); err != nil {
		t.Fatal(err)
	}
	var id int64
	var recent bool
	if err := conn.QueryRow(t.Context(), `select id, at > now() - interval '1 hour' from audit where operation = 'nothing'`).Scan(&id, &recent); err != nil || id != 3 || !recent {
		t.Errorf("a forged entry has the number %d, recent %t, %v", id, recent, err)
	}
	for _, shadow := range []string{`create temp table audit_head (only_row boolean, id bigint, hash bytea)`, `set search_path = pg_temp, public`} {
		_, _ = conn.Exec(t.Context(), shadow) // whether it may or not
	}
	_, _ = conn.Exec(t.Context(), `insert into public.audit (kind, actor_name, operation) values ('service', '', 'shadowed')`)
	w.verify(t)
}
