package store

import (
	"errors"
	"runtime"
	"sync"
	"testing"
	"time"

	"gewu/district"
)

func TestAThousandDaysLeaveAFewSnapshotsAndTodays(t *testing.T) {
	today := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	k := &snapshots{}
	k.follow(today)
	k.keep(madeSnapshot{&district.Snapshot{Version: 7, Day: today}, true})
	for i := range 1000 {
		day := today.AddDate(0, 0, -1-i)
		k.keep(madeSnapshot{&district.Snapshot{Version: 7, Day: day}, true})
		if k.find(7, day) == nil {
			t.Fatalf("the day asked for last, %s, is not kept", day.Format(time.DateOnly))
		}
	}
	if len(k.kept) != keptSnapshots {
		t.Errorf("%d snapshots are kept, want %d", len(k.kept), keptSnapshots)
	}
	if k.find(7, today) == nil {
		t.Error("that of today was given up")
	}
}

func TestTheDayThatIsAskedForStaysLongest(t *testing.T) {
	k := &snapshots{}
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	for n := 1; n <= 6; n++ {
		k.find(7, day(1))
		k.keep(madeSnapshot{&district.Snapshot{Version: 7, Day: day(n)}, true})
	}
	for n, want := range map[int]bool{1: true, 2: false, 3: false, 4: true, 5: true, 6: true} {
		if got := k.find(7, day(n)) != nil; got != want {
			t.Errorf("day %d is kept: %v, want %v", n, got, want)
		}
	}
}

func TestTheNextSnapshotIsMadeFromTheDayWithTheFewestTurnsBetween(t *testing.T) {
	on := func(year int) time.Time { return time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC) }
	turns := []time.Time{on(2000), on(2010), on(2020)}
	k := &snapshots{}
	for _, year := range []int{2025, 2011, 1999} {
		k.keep(madeSnapshot{&district.Snapshot{Version: 7, Day: on(year), Turns: turns}, true})
	}
	for year, want := range map[int]int{1990: 1999, 2001: 1999, 2012: 2011, 2030: 2025, 2025: 2025} {
		base, ok := k.base(on(year))
		if !ok || base.Day.Year() != want {
			t.Errorf("%d is made from %d, want %d", year, base.Day.Year(), want)
		}
	}
}

func TestFewOtherDaysAreMadeAtOnce(t *testing.T) {
	var o otherDays
	var all sync.WaitGroup
	end := make(chan struct{})
	making, most := 0, 0
	slow := func() (*district.Snapshot, error) { //nolint:unparam // as a day is made
		making++
		most = max(most, making)
		<-end
		making--
		return &district.Snapshot{}, nil
	}
	for range mostDays {
		all.Go(func() {
			if _, err := o.make(slow); err != nil {
				t.Errorf("one of the first: %v", err)
			}
		})
	}
	for o.waiting.Load() < mostDays { // until all of them wait
		runtime.Gosched()
	}
	if _, err := o.make(slow); !errors.Is(err, district.ErrManyDays) {
		t.Errorf("one more: %v", err)
	}
	close(end)
	all.Wait()
	if most != 1 {
		t.Errorf("%d were made at once", most)
	}
	if s, err := o.make(slow); s == nil || err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
