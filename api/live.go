package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"gewu/district"
)

// A Source is where a Live reads the district from.
type Source interface {
	// Snapshot returns the district of the day that is followed, at the newest version of the data.
	Snapshot(ctx context.Context, day time.Time) (*district.Snapshot, error)
	// On returns the district of any day, at a version not before any that Watch has told of. At most a
	// few are made at once: the error of others wraps [district.ErrManyDays].
	On(ctx context.Context, day time.Time) (*district.Snapshot, error)
	Settings(ctx context.Context) (district.Settings, error)
	Summary(ctx context.Context, day time.Time) (district.Summary, error)
	// Changes returns what has changed after a version, in order and without gaps.
	Changes(ctx context.Context, after int64) ([]district.Change, error)
	// Watch calls changed for each new version of the data until ctx is done.
	Watch(ctx context.Context, changed func(version int64)) error
}

// How long a Live waits: after a failed load, longer each time; at most before it looks whether the
// day is still the same, as a clock may be set; and before who waits has it look again.
const (
	firstPause = 500 * time.Millisecond
	longPause  = 30 * time.Second
	longestDay = time.Hour
	nudgePause = 250 * time.Millisecond
)

// dayRoom is how many requests at once may ask for the district of another day: a part of those that
// look something up at once, so that waiting for a day keeps nobody from today.
const dayRoom = 128

// A Live holds the district as it stands now. It follows the data and the calendar: an edition
// that takes force tomorrow does so at midnight, in the district's time zone, by itself. When
// the source is away it keeps what it has. Safe for concurrent use.
type Live struct {
	source Source
	log    *slog.Logger
	view   atomic.Pointer[View]
	first  sync.Once
	ready  chan struct{} // closed by the first load
	others chan struct{} // one for each request for another day

	listening sync.Mutex
	listeners []func([]district.Change, *View)

	awaiting sync.Mutex
	next     chan struct{} // closed by the next swap; nil: nobody waits
	news     chan struct{} // has Run look for another version
	nudged   time.Time     // when somebody who waits had it do so last
}

// NewLive returns a Live of source, which holds nothing until it runs.
func NewLive(source Source, log *slog.Logger) *Live {
	return &Live{source: source, log: log, ready: make(chan struct{}), others: make(chan struct{}, dayRoom), news: make(chan struct{}, 1)}
}

// Today returns what is held; nil before the first load.
func (l *Live) Today() *View { return l.view.Load() }

// OnChange has changed called after each new view is swapped in, with what is another than in the
// view before, in ascending order of version and up to that of the new view. A new day is a change
// of everything, see [district.Everything]. The first view is none. Calls come one after another,
// in the order of versions, while the district is not followed: changed must be quick, and must
// not write to its arguments.
func (l *Live) OnChange(changed func([]district.Change, *View)) {
	l.listening.Lock()
	defer l.listening.Unlock()
	l.listeners = append(l.listeners, changed)
}

// Ready returns a channel that is closed once the district is loaded.
func (l *Live) Ready() <-chan struct{} { return l.ready }

// On returns the district as it stands on a day. When too many wait for other days than today's the
// error wraps [district.ErrManyDays].
func (l *Live) On(ctx context.Context, day time.Time) (*district.Snapshot, error) {
	select {
	case l.others <- struct{}{}:
		defer func() { <-l.others }()
	default:
		return nil, fmt.Errorf("district on %s: %w", date(day), district.ErrManyDays)
	}
	return l.source.On(ctx, day)
}

// Await returns once the district that is held is of a version or a later one, or ctx is done. Who
// waits has it looked for at once, though not more often than every 250 ms, also when no bell rings.
func (l *Live) Await(ctx context.Context, version int64) {
	for {
		swapped := l.nextSwap()
		if v := l.view.Load(); v != nil && v.Version >= version {
			return
		}
		select {
		case <-swapped:
		case <-ctx.Done():
			return
		}
	}
}

// nextSwap returns a channel that the next swap closes.
func (l *Live) nextSwap() <-chan struct{} {
	l.awaiting.Lock()
	defer l.awaiting.Unlock()
	if l.next == nil {
		l.next = make(chan struct{})
	}
	if now := time.Now(); now.Sub(l.nudged) >= nudgePause {
		l.nudged = now
		l.ring()
	}
	return l.next
}

// release lets go on who waits for the next swap.
func (l *Live) release() {
	l.awaiting.Lock()
	defer l.awaiting.Unlock()
	if l.next != nil {
		close(l.next)
		l.next = nil
	}
}

// ring has Run look for another version.
func (l *Live) ring() {
	select {
	case l.news <- struct{}{}:
	default: // it is rung already
	}
}

// Run loads the district and follows it until ctx is done, and returns ctx's error. It returns
// before that only when watching the source fails for good.
func (l *Live) Run(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	var watch sync.WaitGroup
	watch.Go(func() { stop(l.source.Watch(ctx, func(int64) { l.ring() })) })
	defer watch.Wait()
	defer stop(nil)
	pause := firstPause
	for {
		wait, err := l.refresh(ctx)
		if err == nil {
			pause = firstPause
		} else if ctx.Err() == nil {
			l.log.WarnContext(ctx, "district was not loaded", "err", err, "pause", pause)
			wait, pause = pause, min(2*pause, longPause)
		}
		if err := l.rest(ctx, wait); err != nil {
			return err
		}
	}
}

// rest waits for news, for some time, or for the end.
func (l *Live) rest(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return fmt.Errorf("follow the district: %w", context.Cause(ctx))
	case <-l.news:
	case <-timer.C:
	}
	return nil
}

// refresh loads the district of the current day and returns when to look again.
func (l *Live) refresh(ctx context.Context) (time.Duration, error) {
	began := time.Now()
	settings, err := l.source.Settings(ctx)
	if err != nil {
		return 0, err
	}
	zone, err := time.LoadLocation(settings.TimeZone)
	if err != nil {
		return 0, fmt.Errorf("time zone of the district: %w", err)
	}
	now := began.In(zone)
	day := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	snapshot, err := l.source.Snapshot(ctx, day)
	if err != nil {
		return 0, err
	}
	if snapshot == nil {
		return 0, errors.New("the source has no snapshot")
	}
	if err := l.follow(ctx, began, settings, snapshot); err != nil {
		return 0, err
	}
	midnight := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, zone)
	return min(max(midnight.Sub(now), time.Millisecond), longestDay), nil
}

// follow swaps a snapshot in that is another than the one that is held. The version only moves
// forward: a source that has gone back, as a database that was restored has, is not followed.
func (l *Live) follow(ctx context.Context, began time.Time, settings district.Settings, snapshot *district.Snapshot) error {
	if held := l.view.Load(); held != nil {
		if snapshot.Version < held.Version {
			return fmt.Errorf("the source is at version %d, before %d: was it restored? start the service again", snapshot.Version, held.Version)
		}
		if snapshot.Version == held.Version && snapshot.Day.Equal(held.Day) {
			return nil
		}
	}
	summary, err := l.source.Summary(ctx, snapshot.Day)
	if err != nil {
		return err
	}
	if err := l.swap(ctx, &View{Snapshot: snapshot, Settings: settings, Summary: summary, Loaded: time.Now()}); err != nil {
		return err
	}
	l.log.InfoContext(ctx, "district was loaded", "version", snapshot.Version, "day", snapshot.Day.Format(time.DateOnly),
		"areas", snapshot.Len(), "ms", time.Since(began).Milliseconds())
	return nil
}

// swap makes next the view that is held, and tells who listens what changed. It is an error, and
// nothing is swapped, when that cannot be known now.
func (l *Live) swap(ctx context.Context, next *View) error {
	before := l.view.Load()
	changes, err := l.between(ctx, before, next)
	if err != nil {
		return err
	}
	l.view.Store(next)
	l.first.Do(func() { close(l.ready) })
	l.release()
	if len(changes) > 0 {
		l.tell(changes, next)
	}
	return nil
}

// between returns what changed from one view to the next.
func (l *Live) between(ctx context.Context, before, next *View) ([]district.Change, error) {
	switch {
	case before == nil:
		return nil, nil
	case !before.Day.Equal(next.Day):
		return []district.Change{district.Everything(next.Version, next.Loaded)}, nil
	case before.Version == next.Version:
		return nil, nil
	}
	changes, err := l.source.Changes(ctx, before.Version)
	return district.Until(changes, next.Version), err
}

func (l *Live) tell(changes []district.Change, view *View) {
	l.listening.Lock()
	listeners := slices.Clone(l.listeners)
	l.listening.Unlock()
	for _, changed := range listeners {
		changed(changes, view)
	}
}
