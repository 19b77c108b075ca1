package store_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gewu/access"
	"gewu/store"
)

// verify returns what is found of a trail that must be sound.
func (w town) verify(t testing.TB) store.AuditReport {
	t.Helper()
	report, err := w.db.VerifyAudit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Findings) > 0 || report.Found != 0 {
		t.Errorf("found %+v", report.Findings)
	}
	return report
}

// Each of these the owner of the database does, who alone can, after switching off what forbids it.
func TestVerifyingFindsWhatWasDoneToTheTrail(t *testing.T) {
	w := emptyTown(t)
	w.note(t, "a", "b", "c", "d", "e")
	mark := w.verify(t).Head
	w.exec(t, `create table sound as table audit`)
	w.exec(t, `alter table audit disable trigger user`)
	for name, c := range map[string]struct {
		sql  []string
		want []store.AuditFinding // without details; entry 5 was noted before
	}{
		"nothing":                       {nil, nil},
		"an altered word":               {[]string{`update audit set object = 'x' where id = 3`}, found(3, store.Altered)},
		"an altered time":               {[]string{`update audit set at = at + interval '1 microsecond' where id = 1`}, found(1, store.Altered)},
		"another address":               {[]string{`update audit set from_address = '' where id = 2`}, found(2, store.Altered)},
		"an altered value":              {[]string{`update audit set after = '{"名":"另"}' where id = 5`}, found(5, store.Altered)},
		"a value that is gone":          {[]string{`update audit set after = null where id = 5`}, found(5, store.Altered)},
		"a word moved to its neighbour": {[]string{`update audit set noun = 'thin', object = 'gb' where id = 2`}, found(2, store.Altered)},
		"an altered word and its hash": {[]string{
			`update audit set object = 'x' where id = 3`,
			`update audit set hash = sha256(previous || convert_to(audit_text(audit), 'UTF8')) where id = 3`,
		}, found(4, store.OutOfOrder)},
		"a removed entry":       {[]string{`delete from audit where id = 2`}, found(2, store.Missing)},
		"the first one removed": {[]string{`delete from audit where id = 1`}, found(1, store.Missing)},
		"two swapped entries":   {[]string{`update audit set id = -id where id in (2, 3)`, `update audit set id = 5 + id where id < 0`}, found(2, store.OutOfOrder, 2, store.Altered, 3, store.OutOfOrder, 3, store.Altered, 4, store.OutOfOrder)},
		"the end cut off":       {[]string{`delete from audit where id > 3`}, found(4, store.CutOff, 5, store.CutOff)},
		"all of it removed":     {[]string{`delete from audit`}, found(1, store.CutOff, 5, store.CutOff)},
		"the end cut off, and the note of it changed": {[]string{
			`delete from audit where id > 3`,
			`update audit_head set (id, hash) = (select id, hash from audit where id = 3)`,
		}, found(5, store.CutOff)},
		"the note of the end removed": {[]string{`delete from audit_head`}, found(5, store.CutOff)},
		"a trail made anew": {[]string{`update audit set actor_name = 'nobody' where id = 1`, `do $$
			declare e audit; last bytea := decode(repeat('00', 32), 'hex');
			begin
				for e in select * from audit order by id loop
					e.previous := last;
					last := sha256(last || convert_to(audit_text(e), 'UTF8'));
					update audit set previous = e.previous, hash = last where id = e.id;
					update audit_head set hash = last;
				end loop;
			end $$`}, found(5, store.Foreign)},
	} {
		t.Run(name, func(t *testing.T) {
			w.exec(t, `truncate audit, audit_head`)
			w.exec(t, `insert into audit select * from sound`)
			w.exec(t, `insert into audit_head (id, hash) select id, hash from sound order by id desc limit 1`)
			for _, sql := range c.sql {
				w.exec(t, sql)
			}
			report, err := w.db.VerifyAudit(t.Context(), mark)
			if err != nil {
				t.Fatal(err)
			}
			opts := []cmp.Option{cmpopts.IgnoreFields(store.AuditFinding{}, "Detail"), cmpopts.EquateEmpty()}
			if diff := cmp.Diff(c.want, report.Findings, opts...); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// found lists findings as pairs of number and kind.
func found(pairs ...any) []store.AuditFinding {
	var findings []store.AuditFinding
	for i := 0; i < len(pairs); i += 2 {
		findings = append(findings, store.AuditFinding{ID: int64(pairs[i].(int)), Kind: pairs[i+1].(store.AuditFindingKind)})
	}
	return findings
}

func TestNobodyAltersTheTrailNotEvenTheOwner(t *testing.T) {
	w := emptyTown(t)
	w.note(t, "a", "b")
	for _, sql := range []string{
		`update audit set object = 'x'`, `delete from audit where id = 2`, `truncate audit`,
	} {
		if _, err := w.pool.Exec(t.Context(), sql); codeOf(err) != "42501" {
			t.Errorf("the owner: %s: %v", sql, err)
		}
	}
	// What an entry says of its number, time and hash is not taken from who adds it.
	w.exec(t, `insert into audit (id, at, kind, actor_name, operation, previous, hash) values (77, '2001-01-01', 'service', '', 'x', '\x00', '\x00')`)
	if report := w.verify(t); report.Head.ID != 3 {
		t.Errorf("the last entry is %d", report.Head.ID)
	}
	if got := w.trail(t, access.AuditFilter{}); got[0].At.Year() == 2001 {
		t.Error("an entry has the time that was asked for")
	}
}

func TestAMarkIsReadAsItIsWritten(t *testing.T) {
	want := store.AuditMark{ID: 12, Hash: [32]byte{1, 2, 31: 255}}
	got, err := store.ParseAuditMark(want.String())
	if err != nil || got != want {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{"", "12", "12:", "x:" + strings.Repeat("0", 64), "12:" + strings.Repeat("0", 62), "0:" + strings.Repeat("0", 64), "1:" + strings.Repeat("0", 66)} {
		if got, err := store.ParseAuditMark(bad); err == nil {
			t.Errorf("%q is %v", bad, got)
		}
	}
}

// Adding entries by four writers at once, each in a transaction of its own.
func BenchmarkNote(b *testing.B) {
	w := emptyTown(b)
	b.SetParallelism(2)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := w.db.Note(b.Context(), clerk, access.Entry{Operation: "test", Noun: "thing", Object: "one"}); err != nil {
				b.Error(err)
			}
		}
	})
}

// Verifying a trail of 20,000 entries.
func BenchmarkVerifyAudit(b *testing.B) {
	w := emptyTown(b)
	w.exec(b, `insert into audit (kind, actor_id, actor_name, operation, noun, object, after)
		select 'person', 7, 'clerk', 'test', 'thing', n::text, '{"name": "第1网格", "households": 412}' from generate_series(1, 20000) n`)
	for b.Loop() {
		if report, err := w.db.VerifyAudit(b.Context()); err != nil || report.Found > 0 || report.Entries != 20000 {
			b.Fatal(report, err)
		}
	}
}
