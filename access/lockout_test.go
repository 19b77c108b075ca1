package access_test

import (
	"strconv"
	"testing"
	"time"

	"gewu/access"
)

func TestWaitsDoubleUpToAQuarterOfAnHour(t *testing.T) {
	for failures, want := range map[int]time.Duration{
		-1: 0, 0: 0, 4: 0, 5: time.Second, 6: 2 * time.Second, 7: 4 * time.Second, 14: 512 * time.Second,
		15: 15 * time.Minute, 16: 15 * time.Minute, 1 << 40: 15 * time.Minute,
	} {
		if got := access.Wait(failures, access.FreeOfPerson); got != want {
			t.Errorf("after %d failures: %s, want %s", failures, got, want)
		}
	}
}

// Somebody who tries as fast as they may gets some 110 tries in a day, and no more.
func TestFewTriesGetThrough(t *testing.T) {
	l := access.NewLockout(access.FreeOfPerson)
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	through := 0
	for end := now.Add(24 * time.Hour); now.Before(end); now = now.Add(time.Second) {
		if l.Try("192.0.2.7", now).IsZero() {
			through++
		}
	}
	if through < 100 || through > 115 {
		t.Errorf("%d tries got through in a day", through)
	}
}

func TestATryInAWaitIsNotCounted(t *testing.T) {
	l := access.NewLockout(0)
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	l.Try("a", now)
	for range 1000 {
		if until := l.Try("a", now.Add(time.Second-1)); !until.Equal(now.Add(time.Second)) {
			t.Fatalf("in the wait it says until %s", until)
		}
	}
	if !l.Try("a", now.Add(time.Second)).IsZero() || !l.Try("b", now).IsZero() {
		t.Error("after the wait, or for another, a try is refused")
	}
}

// Who has an account does not get the tries back that they made on others.
func TestAPassTakesBackOnlyItself(t *testing.T) {
	l := access.NewLockout(3)
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for range 3 {
		l.Try("a", now) // of others
		if l.Try("a", now).IsZero() {
			l.Passed("a")
		}
	}
	if l.Try("a", now); l.Try("a", now).IsZero() {
		t.Error("failures are covered up by passes")
	}
	l.Passed("b")
	for range 100 {
		if !l.Try("c", now).IsZero() {
			t.Fatal("who always passes is refused")
		}
		l.Passed("c")
	}
}

func TestFailuresInMemoryAreForgottenAfterADay(t *testing.T) {
	l := access.NewLockout(2)
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for range 3 {
		l.Try("a", now)
	}
	now = now.Add(access.Forgotten)
	for i := range 3 {
		if !l.Try("a", now).IsZero() {
			t.Errorf("try %d of the next day is refused", i+1)
		}
	}
}

// Many names do not drive out the one that fails again and again.
func TestManyNamesDoNotHideOne(t *testing.T) {
	l := access.NewLockout(0)
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for range 11 {
		now = now.Add(time.Hour)
		l.Try("a", now)
	}
	for i := range 200_000 {
		l.Try("name "+strconv.Itoa(i), now)
	}
	if l.Try("a", now).IsZero() {
		t.Error("who failed eleven times may try at once")
	}
}
