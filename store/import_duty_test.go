package store_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/district"
	"gewu/store"
)

func duty(id, name, area, post, from, until string) district.Duty {
	d := district.Duty{Origin: district.Origin{ID: id}, Name: name, WorkPhone: "0598-8888" + id, Area: area, Post: post}
	if from != "" {
		d.From = day(from)
	}
	if until != "" {
		end := day(until)
		d.Until = &end
	}
	return d
}

const holdings = `select format('%s %s %s %s %s', staff.name, area.code, post.key, from_date, until)
	from holder join staff on staff.id = staff_id join area on area.id = area_id join post on post.id = post_id order by 1`

func TestStaffComesWithThePostsItHolds(t *testing.T) {
	db, pool := openBoth(t)
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, communities...)
	importAreas(t, db, store.Import{Level: "grid", From: spring2026}, grids...)
	records := []district.Duty{
		duty("1", "王芳", "A", "first_holder", "2026-03-01", ""),
		duty("2", "李强", "A1", "网格警务员", "2026-03-01", "2026-09-01"),
		duty("2", "李强", "A2", "Grid officer", "", ""),
		duty("3", "张伟", "", "", "", ""),
	}
	in := store.Import{Source: "staff.csv", From: day("2026-05-01")}
	report, err := db.ImportDuties(t.Context(), in, rows(records...))
	if err != nil || report.Added != 4 {
		t.Fatalf("%+v, %v", report, err)
	}
	want := []string{
		"李强 A1 police 2026-03-01 2026-09-01", "李强 A2 police 2026-05-01 ", "王芳 A first_holder 2026-03-01 ",
	}
	if diff := cmp.Diff(want, ask(t, pool, holdings)); diff != "" {
		t.Error(diff)
	}

	in.From = day("2026-08-01") // who holds a post without a date keeps the one from the first time
	again, err := db.ImportDuties(t.Context(), in, rows(records...))
	if err != nil || again.Unchanged != 4 || again.Version != report.Version {
		t.Errorf("again: %+v, %v", again, err)
	}

	in.Replace = true // 李强 leaves A2, 王芳 is followed
	next := []district.Duty{records[1], duty("1", "王芳", "A", "first_holder", "2026-03-01", "2026-08-01"), duty("4", "赵敏", "A", "first_holder", "2026-08-01", "")}
	replaced, err := db.ImportDuties(t.Context(), in, rows(next...))
	if err != nil || replaced.Added != 1 || replaced.Changed != 1 || replaced.Unchanged != 1 || replaced.Removed != 1 {
		t.Errorf("replaced: %+v, %v", replaced, err)
	}
	want = []string{
		"李强 A1 police 2026-03-01 2026-09-01", "李强 A2 police 2026-05-01 2026-08-01",
		"王芳 A first_holder 2026-03-01 2026-08-01", "赵敏 A first_holder 2026-08-01 ",
	}
	if diff := cmp.Diff(want, ask(t, pool, holdings)); diff != "" {
		t.Error(diff)
	}
}

func TestUnfitDutiesAreRejectedWithTheReason(t *testing.T) {
	good := duty("1", "王芳", "A", "first_holder", "2026-03-01", "2026-09-01")
	phone := duty("2", "李强", "", "", "", "")
	phone.WorkPhone = "call me"
	for name, c := range map[string]struct {
		duty district.Duty
		want string
	}{
		"a second first holder":        {duty("2", "李强", "A", "第一责任人", "2026-08-31", ""), "area A has a first holder then: 王芳, from 2026-03-01 (row 1)"},
		"the same holding twice":       {duty("1", "王芳", "A", "first_holder", "2026-04-01", ""), "area A has a first holder then: 王芳"},
		"an area nobody knows":         {duty("2", "李强", "Z", "manager", "", ""), "no area has the code Z"},
		"a post the level has not":     {duty("2", "李强", "A1", "king", "", ""), "the level of area A1 has no post king; it has first_holder, informant, manager"},
		"a grid's post in a community": {duty("2", "李强", "A", "manager", "", ""), "the level of area A has no post manager; it has first_holder"},
		"a post without an area":       {duty("2", "李强", "", "manager", "", ""), "states the post manager but no area"},
		"an area without a post":       {duty("2", "李强", "A1", "", "", ""), "states the area A1 but no post"},
		"one id for two people":        {duty("1", "李强", "A1", "manager", "", ""), "row 1 has the same id"},
		"an end before the beginning":  {duty("2", "李强", "A1", "manager", "2026-05-01", "2026-05-01"), "not after its beginning"},
		"no name":                      {duty("2", "", "A1", "manager", "", ""), "no name"},
		"a phone that is none":         {phone, `work phone "call me"`},
	} {
		t.Run(name, func(t *testing.T) {
			db := divided(t)
			var reason string
			in := store.Import{Source: "s", From: spring2026, OnReject: func(r store.Reject) error { reason = r.Reason; return nil }}
			report, err := db.ImportDuties(t.Context(), in, rows(good, c.duty))
			if !errors.Is(err, store.ErrRejects) || report.Rejected != 1 || !strings.Contains(reason, c.want) {
				t.Errorf("%+v %v: %q, want %q", report, err, reason, c.want)
			}
		})
	}
}

// The first holder may be known from another file.
func TestASecondFirstHolderIsRefusedAcrossFiles(t *testing.T) {
	db := divided(t)
	first := duty("1", "王芳", "A1", "first_holder", "2026-03-01", "")
	if _, err := db.ImportDuties(t.Context(), store.Import{Source: "old.csv"}, rows(first)); err != nil {
		t.Fatal(err)
	}
	var reason string
	in := store.Import{Source: "new.csv", OnReject: func(r store.Reject) error { reason = r.Reason; return nil }}
	_, err := db.ImportDuties(t.Context(), in, rows(duty("1", "李强", "A1", "first_holder", "2026-06-01", "")))
	if !errors.Is(err, store.ErrRejects) || reason != "area A1 has a first holder then: 王芳, from 2026-03-01" {
		t.Errorf("%v: %q", err, reason)
	}
	before := duty("1", "李强", "A1", "first_holder", "2026-01-01", "2026-03-01") // ends the day 王芳 begins
	if _, err := db.ImportDuties(t.Context(), in, rows(before)); err != nil {
		t.Errorf("one before the other: %v, %q", err, reason)
	}
}

func TestCodesAreKeptByStandardVersionAndKind(t *testing.T) {
	db, pool := openBoth(t)
	component := store.CodeTable{Standard: "GB/T 47678.5", Version: "2026", Kind: "component"}
	matter := store.CodeTable{Standard: "GB/T 47678.5", Version: "2026", Kind: "matter"}
	code := func(code, name string) district.Code { return district.Code{Code: code, Name: district.Text{ZH: name}} }
	in := store.Import{Source: "codes.csv"}
	for _, step := range []struct {
		table store.CodeTable
		codes []district.Code
		want  store.Report
	}{
		{component, []district.Code{code("01001", "供水井盖"), code("01037", "路灯")}, store.Report{Read: 2, Added: 2, Version: 1}},
		{matter, []district.Code{code("01001", "供水井盖异常")}, store.Report{Read: 1, Added: 1, Version: 2}},
		{component, []district.Code{code("01001", "供水井盖"), code("01037", "路灯杆")}, store.Report{Read: 2, Changed: 1, Unchanged: 1, Version: 3}},
		{component, []district.Code{code("01001", "供水井盖")}, store.Report{Read: 1, Unchanged: 1, Version: 3}},
	} {
		report, err := db.ImportCodes(t.Context(), in, step.table, rows(step.codes...))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(step.want, report); diff != "" {
			t.Error(diff)
		}
	}
	got := ask(t, pool, `select kind || ' ' || code || ' ' || name_zh from code join code_table on id = table_id order by 1`)
	want := []string{"component 01001 供水井盖", "component 01037 路灯杆", "matter 01001 供水井盖异常"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := db.ImportCodes(t.Context(), in, component, rows(code("供水", "x"))); !errors.Is(err, store.ErrRejects) {
		t.Errorf("a code that is none: %v", err)
	}
	if _, err := db.ImportCodes(t.Context(), in, store.CodeTable{Kind: "matter"}, rows(code("01001", "x"))); !errors.Is(err, store.ErrImport) {
		t.Errorf("a table without a standard: %v", err)
	}
}

// Exports leave out phones that are not public, so what they say of them is nothing.
func TestAPhoneThatIsNotPublicStaysWhenAFileStatesNone(t *testing.T) {
	db, pool := openBoth(t)
	in := store.Import{Source: "staff.csv"}
	take := func(d district.Duty) store.Report {
		report, err := db.ImportDuties(t.Context(), in, rows(d))
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	silent := district.Duty{Origin: district.Origin{ID: "1"}, Name: "王芳"}
	stated := silent
	stated.WorkPhone = "0598-1"
	take(stated)
	if again := take(silent); again.Unchanged != 1 {
		t.Errorf("without a phone: %+v", again)
	}
	const phones = `select work_phone from staff`
	if got := ask(t, pool, phones); !cmp.Equal(got, []string{"0598-1"}) {
		t.Errorf("phones %v", got)
	}
	in.Replace = true // the file is all there is
	if replaced := take(silent); replaced.Changed != 1 || !cmp.Equal(ask(t, pool, phones), []string{""}) {
		t.Errorf("replaced: %+v, phones %v", replaced, ask(t, pool, phones))
	}
}
