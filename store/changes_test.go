package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gewu/district"
	"gewu/geo"
)

// changes returns what the log says, without its times.
func (w town) changes(t *testing.T, after int64) []district.Change {
	t.Helper()
	changes, err := w.db.Changes(t.Context(), after)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

var withoutTime = cmpopts.IgnoreFields(district.Change{}, "At")

func TestTheLogTellsWhatChangedInOrder(t *testing.T) {
	w := newTown(t)
	before := w.version(t)
	w.exec(t, `select record_change('area', $1, st_makeenvelope(121.4, 31.19, 121.42, 31.2, 4490))`, w.ids["A"])
	w.exec(t, `select record_change('setting', null, null)`)
	w.exec(t, `select record_change('building', null, null)`)
	anywhere := district.Everything(0, time.Time{}).Box
	want := []district.Change{
		{
			Version: before + 1, Noun: "area", Community: geo.AreaID(w.ids["A"]), OnMap: true,
			Box: geo.Box{Min: geo.Point{Lon: 1214000000, Lat: 311900000}, Max: geo.Point{Lon: 1214200000, Lat: 312000000}},
		},
		{Version: before + 2, Noun: "setting", Box: anywhere},
		{Version: before + 3, Noun: "building", Box: anywhere, OnMap: true},
	}
	if diff := cmp.Diff(want, w.changes(t, before), withoutTime); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want[2:], w.changes(t, before+2), withoutTime); diff != "" {
		t.Error(diff)
	}
	if got := w.changes(t, before+3); len(got) != 0 {
		t.Errorf("after the last version: %v", got)
	}
}

func TestAWriteThatTouchedSeveralCommunitiesIsToldForEach(t *testing.T) {
	w := newTown(t)
	before := w.version(t)
	w.exec(t, `select record_change('area', $1, null)`, w.ids["A"])
	w.exec(t, `insert into change (version, noun, scope_id) select version, 'area', $1 from dataset`, w.ids["B"])
	got := w.changes(t, before)
	if len(got) != 2 || got[0].Version != got[1].Version || got[0].Community == got[1].Community {
		t.Errorf("told %v", got)
	}
}

func TestWhereTheLogDoesNotReachEverythingHasChanged(t *testing.T) {
	w := newTown(t)
	before := w.version(t)
	for range 3 {
		w.change(t, "issue")
	}
	now := before + 3
	everything := []district.Change{district.Everything(now, time.Time{})}
	if diff := cmp.Diff(everything, w.changes(t, now+1), withoutTime); diff != "" {
		t.Errorf("for a version of another database: %s", diff)
	}
	w.exec(t, `delete from change where version = $1`, before+2)
	if diff := cmp.Diff(everything, w.changes(t, before), withoutTime); diff != "" {
		t.Errorf("with a gap: %s", diff)
	}
	if got := w.changes(t, before+2); len(got) != 1 || got[0].Noun != "issue" {
		t.Errorf("after the gap: %v", got)
	}
	w.exec(t, `delete from change`)
	if diff := cmp.Diff(everything, w.changes(t, before), withoutTime); diff != "" {
		t.Errorf("without a log: %s", diff)
	}
}

func TestAfterVeryManyChangesEverythingHasChanged(t *testing.T) {
	w := newTown(t)
	before := w.version(t)
	w.exec(t, `insert into change (version, noun) select $1 + n, 'issue' from generate_series(1, 10001) as n`, before)
	w.exec(t, `update dataset set version = $1`, before+10_001)
	if got := w.changes(t, before); len(got) != 1 || got[0].Noun != district.Anything || got[0].Version != before+10_001 {
		t.Errorf("told %d changes, first %v", len(got), got[0])
	}
	if got := w.changes(t, before+1); len(got) != 10_000 || got[0].Version != before+2 {
		t.Errorf("told %d changes, first %v", len(got), got[0])
	}
}
