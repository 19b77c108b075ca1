package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"gewu/access"
	"gewu/geo"
	"gewu/plan"
	"gewu/store"
)

// Three communities in a row, each of two grids; A and B are parts of street S, C is of street T.
//
//	+----+----+----+----+----+----+
//	| A1 | A2 | B1 | B2 | C1 | C2 |
//	+----+----+----+----+----+----+
func threeInARow(t *testing.T) *store.DB {
	t.Helper()
	db := open(t)
	importAreas(t, db, store.Import{Level: "street", From: spring2026}, area("S", "", land(0, 0, 4, 1)), area("T", "", land(4, 0, 6, 1)))
	importAreas(t, db, store.Import{Level: "community", From: spring2026},
		area("A", "S", land(0, 0, 2, 1)), area("B", "S", land(2, 0, 4, 1)), area("C", "T", land(4, 0, 6, 1)))
	importAreas(t, db, store.Import{Level: "grid", From: spring2026},
		area("A1", "A", land(0, 0, 1, 1)), area("A2", "A", land(1, 0, 2, 1)), area("B1", "B", land(2, 0, 3, 1)),
		area("B2", "B", land(3, 0, 4, 1)), area("C1", "C", land(4, 0, 5, 1)), area("C2", "C", land(5, 0, 6, 1)))
	return db
}

var autumn2026 = day("2026-09-01")

// A shifting is a plan of some communities that gives one grid's land to another.
type shifting struct {
	communities []string
	gives, to   string
}

// publish draws and publishes it.
func (s shifting) publish(t *testing.T, db *store.DB, from time.Time) (plan.Published, error) {
	t.Helper()
	var ids []geo.AreaID
	for _, code := range s.communities {
		ids = append(ids, snapshot(t, db, from).ByCode(code)[0].ID)
	}
	record, err := db.StartPlan(t.Context(), console, plan.Start{Communities: ids, Title: "界线", From: plan.FromEdition})
	if err != nil {
		t.Fatal(err)
	}
	drawn, _, err := db.OpenPlan(t.Context(), record.ID)
	if err != nil {
		t.Fatal(err)
	}
	grids := map[string]plan.GridID{}
	for id, g := range drawn.Grids() {
		grids[g.Code] = id
	}
	merge := plan.Operation{Kind: plan.MergeGrids, Grids: []plan.GridID{grids[s.to], grids[s.gives]}, Grid: grids[s.to]}
	if _, err := db.Operate(t.Context(), console, record.ID, 0, []plan.Operation{merge}); err != nil {
		t.Fatal(err)
	}
	return db.Publish(t.Context(), console, record.ID, 1, plan.Publication{From: from})
}

// firstEdition is the first edition of a community.
func firstEdition(t *testing.T, db *store.DB, code string) int64 {
	t.Helper()
	editions, err := db.Editions(t.Context(), snapshot(t, db, spring2026).ByCode(code)[0].ID, access.Everything)
	if err != nil || len(editions) == 0 {
		t.Fatalf("editions of %s: %v, error %v", code, editions, err)
	}
	return editions[len(editions)-1].ID
}

// lands are the boundaries in force on a day.
func lands(t *testing.T, db *store.DB, on time.Time) map[string]geo.Box {
	t.Helper()
	boxes, s := map[string]geo.Box{}, snapshot(t, db, on)
	for _, code := range []string{"A", "A1", "A2", "B", "B1", "B2", "C"} {
		for _, p := range s.ByCode(code) {
			boxes[code] = p.Bound
		}
	}
	return boxes
}

func TestTheBorderOfTwoStreetsIsNotMovedByTheirCommunities(t *testing.T) {
	db := threeInARow(t)
	before := lands(t, db, autumn2026)
	_, err := shifting{[]string{"B", "C"}, "C1", "B2"}.publish(t, db, autumn2026)
	if !errors.Is(err, plan.ErrOtherParent) {
		t.Errorf("error %v, want ErrOtherParent", err)
	}
	wantSame(t, lands(t, db, autumn2026), before)
}

func TestABorderThatMovedIsMovedBackWithTheEditionsOfBothSides(t *testing.T) {
	db := threeInARow(t)
	before, first := lands(t, db, spring2026), map[string]int64{}
	for _, code := range []string{"A", "B", "C"} {
		first[code] = firstEdition(t, db, code)
	}
	if _, err := (shifting{[]string{"A", "B"}, "B1", "A2"}).publish(t, db, summer2026); err != nil {
		t.Fatal(err)
	}
	moved := lands(t, db, summer2026)
	for alone, beside := range map[string]string{"A": "B", "B": "A"} {
		_, err := db.RestoreEditions(t.Context(), console, []int64{first[alone]}, plan.Publication{From: autumn2026})
		var missing *plan.BorderMoved
		if !errors.As(err, &missing) || !slices.Equal(missing.With, []int64{first[beside]}) {
			t.Errorf("%s alone: error %v, want edition %d of %s named", alone, err, first[beside], beside)
		}
	}
	out, err := db.RestoreEditions(t.Context(), console, []int64{first["B"], first["A"]}, plan.Publication{From: autumn2026})
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, lands(t, db, autumn2026), before)
	wantSame(t, lands(t, db, summer2026), moved)
	if len(out.Editions) != 2 || len(out.Communities) == 0 {
		t.Errorf("editions %+v, lineage of the communities %+v", out.Editions, out.Communities)
	}
	for name, all := range map[string][]int64{
		"two of one community": {first["A"], out.Editions[0].ID, out.Editions[1].ID},
		"one that is none":     {first["A"], 1 << 40},
	} {
		if _, err := db.RestoreEditions(t.Context(), console, all, plan.Publication{From: autumn2026}); !errors.Is(err, plan.ErrTwice) && !errors.Is(err, plan.ErrNoEdition) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if _, err := db.RestoreEditions(t.Context(), console, []int64{first["C"]}, plan.Publication{From: autumn2026}); !errors.Is(err, plan.ErrSameDivision) {
		t.Errorf("C, whose border never moved: error %v, want ErrSameDivision", err)
	}
}

func wantSame(t *testing.T, got, want map[string]geo.Box) {
	t.Helper()
	for code, box := range want {
		if got[code] != box {
			t.Errorf("%s has the land %v, want %v", code, got[code], box)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d areas, want %d", len(got), len(want))
	}
}
