package store_test

import (
	"context"
	"testing"
	"time"

	"gewu/store"
	"gewu/tiles"
)

func TestOtherDaysDoNotDriveTodaysSnapshotOut(t *testing.T) {
	w := newTown(t)
	today := w.snapshot(t, summer)
	for i := range 30 {
		day := summer.AddDate(0, 0, i-60)
		s, err := w.db.On(t.Context(), day)
		if err != nil || !s.Day.Equal(day) {
			t.Fatalf("on %s: %+v, %v", day.Format(time.DateOnly), s, err)
		}
	}
	if again := w.snapshot(t, summer); again != today {
		t.Error("the snapshot of today was made again")
	}
}

func TestASnapshotKnowsWhenItsLandIsDividedAnew(t *testing.T) {
	w := newTown(t)
	s := w.snapshot(t, summer)
	if got := s.Since(summer).Format(time.DateOnly); got != "2026-06-01" {
		t.Errorf("the land is divided as since %s", got)
	}
	w.edition(t, "", "2026-09-01")
	w.change(t, "area")
	next := w.snapshot(t, summer)
	if got := next.Since(summer.AddDate(1, 0, 0)).Format(time.DateOnly); got != "2026-09-01" {
		t.Errorf("with an edition to come, in a year it is divided as since %s", got)
	}
}

func TestAFutureEditionTakesForceOnItsDayAndNotBefore(t *testing.T) {
	db, _ := openBoth(t)
	importAreas(t, db, store.Import{Level: "street", From: spring2026}, area("S", "", land(0, 0, 2, 2)))
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, area("C", "S", land(0, 0, 2, 2)))
	importAreas(t, db, store.Import{Level: "grid", From: spring2026}, area("C-1", "C", land(0, 0, 2, 2)))
	importAreas(t, db, store.Import{Level: "grid", From: day("2031-03-01")}, area("C-1", "C", land(0, 0, 1, 2)), area("C-2", "C", land(1, 0, 2, 2)))
	for text, want := range map[string]int{"2025-12-31": 0, "2031-02-28": 1, "2031-03-01": 2, "2040-01-01": 2} {
		s, err := db.On(t.Context(), day(text))
		if err != nil {
			t.Fatal(err)
		}
		if _, grids, _ := s.Extent(); grids != want {
			t.Errorf("on %s there are %d grids, want %d", text, grids, want)
		}
		found, err := db.Search(t.Context(), "C-2", 5, day(text))
		if err != nil || len(found) > 0 != (want == 2) {
			t.Errorf("on %s the code of a grid to come finds %+v, %v", text, found, err)
		}
	}
}

func TestATileOfAPastDayIsDrawnOfADayThatIsDividedAlike(t *testing.T) {
	w := newTown(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	watched := make(chan error, 1)
	seen := make(chan struct{}, 1)
	go func() {
		watched <- w.db.Watch(ctx, func(int64) {
			select {
			case seen <- struct{}{}:
			default:
			}
		})
	}()
	w.change(t, "area")
	<-seen
	a := tiles.Address{Z: 15, X: 27435, Y: 13392}
	draw := func(on time.Time) string {
		tile, err := w.db.Tile(t.Context(), "grids", a, on, tiles.FullSight)
		if err != nil || len(tile) == 0 {
			t.Fatalf("%d bytes, %v", len(tile), err)
		}
		return string(tile)
	}
	first := draw(spring)
	if draw(spring.AddDate(0, 0, 3)) != first || draw(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)) != first {
		t.Error("days of one edition are drawn differently")
	}
	if draw(summer) == first {
		t.Error("days of two editions are drawn alike")
	}
	stop()
	<-watched //nolint:errcheck // it was stopped
}
