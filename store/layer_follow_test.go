package store_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/paulmach/orb/planar"
)

// watched has the data watched, as a server does, until the test ends, and returns the versions
// that are told.
func (w town) watched(t testing.TB) <-chan int64 {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	told, ended := make(chan int64, 100), make(chan struct{})
	go func() {
		defer close(ended)
		_ = w.db.Watch(ctx, func(version int64) { told <- version })
	}()
	<-told
	t.Cleanup(func() {
		stop()
		<-ended
	})
	return told
}

func TestABuildingTooSmallForATileIsDrawn(t *testing.T) {
	w := newTown(t)
	id := w.exec(t, `insert into building (source, source_id, name, footprint, point) values ('town', 'shed', 'shed',
		st_geomfromtext('MULTIPOLYGON(((121.43 31.2, 121.4300001 31.2, 121.4300001 31.2000001, 121.43 31.2)))', 4490),
		st_setsrid(st_point(121.43, 31.2), 4490)) returning id`)
	for z := uint32(14); z <= 16; z++ {
		sheds := w.tile(t, "buildings", tileAt(z, 121.43, 31.2))["buildings"]
		if len(sheds) != 1 || sheds[0].ID != float64(id) || planar.Area(sheds[0].Geometry) != 1 {
			t.Errorf("zoom %d: it is not drawn as one unit: %v", z, sheds)
		}
	}
}

func TestALayerFollowsTheChangeLog(t *testing.T) {
	w := newTown(t)
	a := tileAt(15, 121.405, 31.195)
	count := func(layer string) int { return len(w.tile(t, layer, a)[layer]) }
	if n := count("issues") + count("buildings"); n != 0 {
		t.Fatalf("there are %d", n)
	}
	first := w.issue(t, "first", 121.405, 31.195)
	w.building(t, "house", "", 3, 121.405, 31.195)
	w.change(t, "issue")
	if n := count("issues"); n != 1 {
		t.Errorf("there are %d issues", n)
	}
	if n := count("buildings"); n != 0 {
		t.Errorf("the buildings were read although no building changed: %d", n)
	}
	w.change(t, "building")
	if n := count("buildings"); n != 1 {
		t.Errorf("there are %d buildings", n)
	}
	w.exec(t, `with new as (insert into code_table (standard, version, kind) values ('s', '1', 'matter') returning id),
		named as (insert into code (table_id, code, name_zh) select id, 'LITTER', '垃圾' from new)
		update issue set table_id = new.id, kind = 'LITTER' from new`)
	w.change(t, "issue")
	w.exec(t, `update code set name_zh = '暴露垃圾'`)
	w.change(t, "code")
	if got := properties(w.tile(t, "issues", a)["issues"], first)["kind_zh"]; got != "暴露垃圾" {
		t.Errorf("the issue is of kind %v", got)
	}
}

func TestWhileWatchedATileIsAsNewAsWhatWasTold(t *testing.T) {
	w := newTown(t)
	told := w.watched(t)
	a := tileAt(15, 121.405, 31.195)
	for n := range 5 {
		w.issue(t, fmt.Sprint("issue ", n), 121.405, 31.195)
		for version := w.change(t, "issue"); <-told < version; {
		}
		if got := len(w.tile(t, "issues", a)["issues"]); got != n+1 {
			t.Errorf("there are %d issues in the tile, not %d", got, n+1)
		}
	}
	w.exec(t, `update boundary set name = 'Another' where area_id = $1`, w.ids["A1"])
	version := w.change(t, "area")
	if s := w.snapshot(t, spring); s.Version != version {
		t.Fatalf("the snapshot has version %d", s.Version)
	}
	if got := properties(w.tile(t, "grids", a)["grids"], w.ids["A1"])["name"]; got != "Another" {
		t.Errorf("the grid is called %v", got)
	}
}
