package api_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"gewu/api"
	"gewu/district"
)

// A registry is a source whose data the test changes.
type registry struct {
	t       *testing.T
	mu      sync.Mutex
	version int64
	fail    error
	loads   int
	ahead   int64 // by how much the log is ahead of the snapshots
	changed func(int64)
}

func (s *registry) Snapshot(_ context.Context, day time.Time) (*district.Snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loads++
	if s.fail != nil {
		return nil, s.fail
	}
	return town(s.t, s.version, day), nil
}

func (s *registry) On(ctx context.Context, day time.Time) (*district.Snapshot, error) {
	return s.Snapshot(ctx, day)
}

func (s *registry) Settings(context.Context) (district.Settings, error) {
	return district.Settings{TimeZone: "Asia/Shanghai"}, nil
}

func (s *registry) Summary(context.Context, time.Time) (district.Summary, error) {
	return district.Summary{Grids: 4}, nil
}

func (s *registry) Watch(ctx context.Context, changed func(int64)) error {
	s.mu.Lock()
	s.changed = changed
	s.mu.Unlock()
	<-ctx.Done()
	return ctx.Err()
}

func (s *registry) Changes(_ context.Context, after int64) ([]district.Change, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var changes []district.Change
	for v := after + 1; v <= s.version+s.ahead; v++ {
		changes = append(changes, district.Change{Version: v, Noun: "area"})
	}
	return changes, s.fail
}

// set changes the data; ring tells whoever watches.
func (s *registry) set(version int64, fail error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.version, s.fail = version, fail
}

func (s *registry) ring() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed(s.version)
}

// living runs a Live of a source in a bubble of its own time, which begins at 2000-01-01
// 00:00 UTC, and waits for its end.
func living(t *testing.T, source *registry, test func(*testing.T, *api.Live)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		live := api.NewLive(source, slog.New(slog.DiscardHandler))
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- live.Run(ctx) }()
		synctest.Wait()
		test(t, live)
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Run: %v", err)
		}
	})
}

func holds(t *testing.T, live *api.Live, version int64, day string) {
	t.Helper()
	synctest.Wait()
	v := live.Today()
	if v == nil || v.Version != version || v.Day.Format(time.DateOnly) != day {
		t.Fatalf("holds %+v, want version %d on %s", v, version, day)
	}
}

func TestALiveFollowsTheData(t *testing.T) {
	source := &registry{t: t, version: 1}
	living(t, source, func(t *testing.T, live *api.Live) {
		holds(t, live, 1, "2000-01-01")
		before := live.Today()
		source.set(2, nil)
		source.ring()
		holds(t, live, 2, "2000-01-01")
		if before.Version != 1 {
			t.Error("a view that was given out changed")
		}
	})
}

func TestALiveTellsWhatChangedAfterItSwapped(t *testing.T) {
	source := &registry{t: t, version: 1}
	living(t, source, func(t *testing.T, live *api.Live) {
		type told struct {
			versions []int64
			nouns    string
			view     int64
		}
		var got []told
		live.OnChange(func(changes []district.Change, view *api.View) {
			if live.Today() != view {
				t.Error("told of a view that is not held")
			}
			one := told{view: view.Version}
			for _, c := range changes {
				one.versions = append(one.versions, c.Version)
				one.nouns = c.Noun
			}
			got = append(got, one)
		})
		source.set(3, nil)
		source.ahead = 2 // writes go on while the snapshot is made
		source.ring()
		synctest.Wait()
		source.ahead = 0
		source.set(5, nil)
		source.ring()
		synctest.Wait()
		source.ring() // for nothing
		time.Sleep(17 * time.Hour)
		synctest.Wait()
		want := []told{{[]int64{2, 3}, "area", 3}, {[]int64{4, 5}, "area", 5}, {[]int64{5}, district.Anything, 5}}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(told{})); diff != "" {
			t.Error(diff)
		}
	})
}

func TestALiveNeverGoesBack(t *testing.T) {
	source := &registry{t: t, version: 5}
	living(t, source, func(t *testing.T, live *api.Live) {
		source.set(4, nil)
		source.ring()
		holds(t, live, 5, "2000-01-01")
		source.set(6, nil)
		time.Sleep(time.Minute)
		holds(t, live, 6, "2000-01-01")
	})
}

func TestWhoWaitsForAVersionHasItLookedFor(t *testing.T) {
	source := &registry{t: t, version: 1}
	living(t, source, func(t *testing.T, live *api.Live) {
		source.set(2, nil) // and no bell rings
		live.Await(t.Context(), 2)
		holds(t, live, 2, "2000-01-01")
		live.Await(t.Context(), 1)
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		before := source.loads
		for range 10 {
			go live.Await(ctx, 99)
		}
		<-ctx.Done()
		synctest.Wait()
		if loads := source.loads - before; loads > 10 {
			t.Errorf("ten who wait for two seconds had it loaded %d times", loads)
		}
	})
}

func TestALiveFollowsTheCalendarOfTheDistrict(t *testing.T) {
	source := &registry{t: t, version: 1}
	living(t, source, func(t *testing.T, live *api.Live) {
		time.Sleep(16*time.Hour - time.Second) // a second before midnight in Shanghai
		holds(t, live, 1, "2000-01-01")
		time.Sleep(2 * time.Second)
		holds(t, live, 1, "2000-01-02")
		time.Sleep(24 * time.Hour)
		holds(t, live, 1, "2000-01-03")
	})
}

func TestALiveKeepsWhatItHasWhileTheSourceIsAway(t *testing.T) {
	source := &registry{t: t, version: 1}
	living(t, source, func(t *testing.T, live *api.Live) {
		source.set(2, errors.New("connection refused"))
		source.ring()
		time.Sleep(time.Minute)
		holds(t, live, 1, "2000-01-01")
		source.set(2, nil)
		time.Sleep(30 * time.Second)
		holds(t, live, 2, "2000-01-01")
		if source.loads > 20 {
			t.Errorf("loaded %d times in a minute and a half", source.loads)
		}
	})
}

func TestALiveHoldsNothingBeforeTheFirstLoad(t *testing.T) {
	source := &registry{t: t, fail: errors.New("starting up")}
	living(t, source, func(t *testing.T, live *api.Live) {
		if v := live.Today(); v != nil {
			t.Errorf("holds %+v", v)
		}
		select {
		case <-live.Ready():
			t.Error("ready without a district")
		default:
		}
		source.set(7, nil)
		<-live.Ready()
		holds(t, live, 7, "2000-01-01")
	})
}

func TestALiveGivesOtherDays(t *testing.T) {
	source := &registry{t: t, version: 3}
	living(t, source, func(t *testing.T, live *api.Live) {
		day := time.Date(1999, 5, 6, 0, 0, 0, 0, time.UTC)
		s, err := live.On(t.Context(), day)
		if err != nil || s.Version != 3 || !s.Day.Equal(day) {
			t.Errorf("got %+v, %v", s, err)
		}
	})
}

// broken cannot be watched.
type broken struct{ *registry }

var errWatch = errors.New("no notifications here")

func (broken) Watch(context.Context, func(int64)) error { return errWatch }

func TestALiveEndsWhenTheSourceCannotBeWatched(t *testing.T) {
	live := api.NewLive(broken{&registry{t: t}}, slog.New(slog.DiscardHandler))
	if err := live.Run(t.Context()); !errors.Is(err, errWatch) {
		t.Errorf("Run: %v", err)
	}
}
