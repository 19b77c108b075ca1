package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/sync/errgroup"

	"gewu/access"
	"gewu/district"
	"gewu/geo"
	"gewu/store"
)

// clerk writes in tests that are not about who writes.
var clerk = &access.Actor{Kind: access.Person, ID: 7, Name: "clerk", From: "192.0.2.7"}

// trail returns the entries that a filter finds in the whole district, the newest first.
func (w town) trail(t testing.TB, f access.AuditFilter) []access.Entry {
	t.Helper()
	if f.Scope.None() {
		f.Scope = access.Everything
	}
	entries, err := w.db.Audit(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// note adds entries that name objects.
func (w town) note(t testing.TB, objects ...string) {
	t.Helper()
	for _, object := range objects {
		err := w.db.Note(t.Context(), clerk, access.Entry{Operation: "test", Noun: "thing", Object: object, After: json.RawMessage(`{"名":"值"}`)})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestAWriteTellsWhoDidWhatAndWhatWasBefore(t *testing.T) {
	w := emptyTown(t)
	s := store.DefaultSettings()
	s.Attribution = "Survey office"
	started := time.Now()
	for range 2 { // the second changes nothing
		if err := w.db.SetSettings(t.Context(), clerk, s); err != nil {
			t.Fatal(err)
		}
	}
	want := []access.Entry{{
		ID: 1, Kind: access.Person, Actor: 7, Name: "clerk", From: "192.0.2.7", Operation: "PATCH /v1/settings", Noun: "setting",
		Before: json.RawMessage(`{"attribution": ""}`), After: json.RawMessage(`{"attribution": "Survey office"}`),
	}}
	got := w.trail(t, access.AuditFilter{})
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(access.Entry{}, "At", "Hash")); diff != "" {
		t.Fatal(diff)
	}
	if at := got[0].At; at.Before(started.Add(-time.Minute)) || at.After(time.Now().Add(time.Minute)) || len(got[0].Hash) != 32 {
		t.Errorf("at %v, hash %x", at, got[0].Hash)
	}
}

func TestARefusedWriteLeavesNoTrace(t *testing.T) {
	w := emptyTown(t)
	if err := w.db.SetNotice(t.Context(), clerk, 999_999, false); !errors.Is(err, access.ErrNoPost) {
		t.Errorf("a post that is none: %v", err)
	}
	if err := w.db.SetSettings(t.Context(), clerk, district.Settings{}); !errors.Is(err, store.ErrSettings) {
		t.Errorf("no settings: %v", err)
	}
	if got := w.trail(t, access.AuditFilter{}); len(got) > 0 {
		t.Errorf("entries: %+v", got)
	}
}

func TestAnImportIsInTheTrailOnlyWhenItChangedSomething(t *testing.T) {
	w := emptyTown(t)
	console := &access.Actor{Kind: access.Console, Name: "root"}
	in := store.Import{Source: "blocks", Level: "community", From: spring2026, Actor: console, Operation: "gewu import areas"}
	for range 2 {
		if _, err := w.db.ImportAreas(t.Context(), in, rows(communities...)); err != nil {
			t.Fatal(err)
		}
	}
	got := w.trail(t, access.AuditFilter{})
	if len(got) != 1 || got[0].Operation != "gewu import areas" || got[0].Kind != access.Console || got[0].Name != "root" ||
		got[0].Noun != "area" || got[0].Object != "blocks" || !strings.Contains(string(got[0].After), `"added": 2`) {
		t.Errorf("the trail is %+v", got)
	}
}

func TestAnExportIsInTheTrailBeforeItsFirstRow(t *testing.T) {
	w := newTown(t)
	asked := store.Filter{Actor: clerk, Operation: "gewu export grids", Community: "A", Day: spring}
	for _, err := range w.db.Export(t.Context(), "grids", asked) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	got := w.trail(t, access.AuditFilter{})
	if len(got) != 1 || got[0].Operation != "gewu export grids" || got[0].Object != "A" || got[0].Area != geo.AreaID(w.ids["A"]) ||
		string(got[0].After) != `{"day": "2026-03-01", "community": "A"}` {
		t.Errorf("the trail is %+v", got)
	}
}

func TestTheTrailIsSearched(t *testing.T) {
	w := newTown(t)
	other := &access.Actor{Kind: access.Machine, ID: 7, Name: "sensor_7", From: "2001:db8::1"}
	a, a1, b := geo.AreaID(w.ids["A"]), geo.AreaID(w.ids["A1"]), geo.AreaID(w.ids["B"])
	for i, e := range []access.Entry{
		{Operation: "one", Noun: "person", Object: "wang", Area: a},
		{Operation: "two", Noun: "grid", Object: "100%", Area: a1, Before: json.RawMessage(`{"name":"老"}`)},
		{Operation: "two", Noun: "grid", Object: "1000", Area: b},
		{Operation: "three", Noun: "setting"},
	} {
		if err := w.db.Note(t.Context(), []*access.Actor{clerk, other}[i%2], e); err != nil {
			t.Fatal(err)
		}
	}
	second := w.trail(t, access.AuditFilter{})[2].At
	for name, c := range map[string]struct {
		filter access.AuditFilter
		want   []int64
	}{
		"all, the newest first":            {access.AuditFilter{}, []int64{4, 3, 2, 1}},
		"a page":                           {access.AuditFilter{Before: 4, Limit: 2}, []int64{3, 2}},
		"an operation":                     {access.AuditFilter{Operation: "two"}, []int64{3, 2}},
		"a noun":                           {access.AuditFilter{Noun: "person"}, []int64{1}},
		"a person, not the token with it":  {access.AuditFilter{Kind: access.Person, Actor: 7}, []int64{3, 1}},
		"an area and what is below":        {access.AuditFilter{Area: a}, []int64{2, 1}},
		"a time":                           {access.AuditFilter{From: second, Until: second.Add(time.Microsecond)}, []int64{2}},
		"a word in what was before":        {access.AuditFilter{Text: "老"}, []int64{2}},
		"a sign that is none of a pattern": {access.AuditFilter{Text: "0%"}, []int64{2}},
		"an address":                       {access.AuditFilter{Text: "2001:DB8"}, []int64{4, 2}},
		"in a scope":                       {access.AuditFilter{Scope: access.Scope{Areas: []geo.AreaID{a}}}, []int64{2, 1}},
		"of an area out of the scope":      {access.AuditFilter{Area: b, Scope: access.Scope{Areas: []geo.AreaID{a}}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []int64
			for _, e := range w.trail(t, c.filter) {
				got = append(got, e.ID)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	if got, err := w.db.Audit(t.Context(), access.AuditFilter{}); err != nil || len(got) > 0 {
		t.Errorf("without a scope there are %d entries, %v", len(got), err)
	}
}

func TestWhatTheDatabaseCannotHoldIsNotedAllTheSame(t *testing.T) {
	w := emptyTown(t)
	bad := &access.Actor{Name: "a\x00b\xff", From: "x"}
	err := w.db.Note(t.Context(), bad, access.Entry{
		Operation: "POST /v1/session", Object: strings.Repeat("长", 5000), After: json.RawMessage(`{"name":"a\u0000b"}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	got := w.trail(t, access.AuditFilter{})[0]
	if got.Kind != access.Visitor || got.Name != "a\ufffdb\ufffd" || len(got.Object) > 3100 || !strings.Contains(string(got.After), "a\ufffdb") {
		t.Errorf("%+v", got)
	}
	w.verify(t)
}

// Writers wait for one another at the end of the chain only.
func TestWritersAtOnceMakeOneChain(t *testing.T) {
	w := emptyTown(t)
	const writers, each = 8, 10
	var g errgroup.Group
	for i := range writers {
		g.Go(func() error {
			for j := range each {
				if err := w.db.Note(t.Context(), clerk, access.Entry{Operation: "test", Object: fmt.Sprint(i, j)}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	if report := w.verify(t); report.Entries != writers*each || report.Head.ID != writers*each {
		t.Errorf("%d entries, the last is %d", report.Entries, report.Head.ID)
	}
}

// An entry waits for others that are not committed yet, and no longer than lock_timeout.
func TestAWriterThatWaitsTooLongIsToldToTryAgain(t *testing.T) {
	w := emptyTown(t)
	tx, err := w.pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(t.Context())) }()
	if _, err := tx.Exec(t.Context(), `select from audit_head for update`); err != nil {
		t.Fatal(err)
	}
	if err := w.db.Note(t.Context(), clerk, access.Entry{Operation: "test"}); !errors.Is(err, store.ErrBusy) {
		t.Errorf("got %v", err)
	}
}
