package access

import (
	"sync"
	"time"
)

// How many failures in a row cost nothing. An address may be that of an office.
const (
	FreeOfPerson  = 4
	FreeOfAddress = 19
)

// The first wait, and the longest.
const (
	firstWait = time.Second
	mostWait  = 15 * time.Minute
)

// Forgotten is how long after the last failure all are forgotten.
const Forgotten = 24 * time.Hour

// Wait is how long to wait after so many failures in a row, of which free ones cost nothing: a
// second after the first that is not free, twice as long after each more, 15 minutes at most.
func Wait(failures, free int) time.Duration {
	over := failures - free
	switch {
	case over <= 0:
		return 0
	case over > 10: // 2^10 s are more than 15 minutes
		return mostWait
	default:
		return min(firstWait<<(over-1), mostWait)
	}
}

// A Lockout counts in memory the tries that failed, by address, or by a name that nobody has. Safe
// for concurrent use.
type Lockout struct {
	free int
	mu   sync.Mutex
	kept map[string]failed
}

type failed struct {
	times       int
	last, until time.Time
}

// mostKept is how many keys are kept at most: some 10 MB.
const mostKept = 1 << 16

// NewLockout returns a Lockout that takes so many failures in a row without a wait.
func NewLockout(free int) *Lockout {
	return &Lockout{free: free, kept: map[string]failed{}}
}

// Try counts a try of a key as failed, before it is known whether it is, so that many at once are
// not let through: call Passed when it is not. It returns the zero time when it may be made, or
// until when no try may be made; such a try is not counted.
func (l *Lockout) Try(key string, now time.Time) (until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f, known := l.kept[key]
	if now.Before(f.until) {
		return f.until
	}
	if now.Sub(f.last) >= Forgotten {
		f = failed{}
	}
	if !known {
		l.makeRoom(now)
	}
	f.times++
	f.last, f.until = now, now.Add(Wait(f.times, l.free))
	l.kept[key] = f
	return time.Time{}
}

// Passed takes the last try of a key back. The failures before it still count: who has an account
// cannot cover up by it that they try others.
func (l *Lockout) Passed(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f, known := l.kept[key]
	if !known {
		return
	}
	f.times--
	f.until = time.Time{}
	if f.times <= 0 {
		delete(l.kept, key)
		return
	}
	l.kept[key] = f
}

// makeRoom leaves out a key when there are too many. It looks at a few only, whichever come, so that
// many names cost no more than few.
func (l *Lockout) makeRoom(now time.Time) {
	const few = 16
	if len(l.kept) < mostKept {
		return
	}
	looked, worst, least := 0, "", failed{}
	for key, f := range l.kept {
		if looked == 0 || f.matters(now) < least.matters(now) {
			worst, least = key, f
		}
		if looked++; looked == few {
			break
		}
	}
	delete(l.kept, worst)
}

// matters is how many failures are not forgotten.
func (f failed) matters(now time.Time) int {
	if now.Sub(f.last) >= Forgotten {
		return 0
	}
	return f.times
}
