package store_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gewu/access"
)

// try tries to sign in as chen and reports whether the password would be checked.
func (w town) try(t testing.TB) bool {
	t.Helper()
	c, err := w.db.TrySignIn(t.Context(), "chen")
	if err != nil {
		t.Fatal(err)
	}
	return !c.LockedUntil.After(time.Now())
}

// waited lets the time pass that a person has to wait.
func (w town) waited(t testing.TB) {
	t.Helper()
	if _, err := w.pool.Exec(t.Context(), `update credential set locked_until = now()`); err != nil {
		t.Fatal(err)
	}
}

func TestEachFailureMakesOneWaitLonger(t *testing.T) {
	w := emptyTown(t)
	p := w.person(t, "chen", "", "")
	var seconds []float64
	for range 18 {
		if !w.try(t) {
			t.Fatal("a try is refused though the wait is over")
		}
		var wait float64
		const statement = `select coalesce(extract(epoch from locked_until - failed_at), 0) from credential`
		if err := w.pool.QueryRow(t.Context(), statement).Scan(&wait); err != nil {
			t.Fatal(err)
		}
		if seconds = append(seconds, wait); wait >= 1 && w.try(t) {
			t.Errorf("a try is let through in the wait of %g s", wait)
		}
		w.waited(t)
	}
	for i, got := range seconds {
		if want := access.Wait(i+1, access.FreeOfPerson).Seconds(); got < want-0.1 || got > want+0.1 {
			t.Errorf("after %d failures: %g s, want %g", i+1, got, want)
		}
	}
	w.signIn(t, p.ID, "one")
	for i := range access.FreeOfPerson {
		if !w.try(t) {
			t.Errorf("try %d after a sign-in is refused", i+1)
		}
	}
}

// However many try at once, only as many are let through as one after another would be.
func TestTriesAtOnceAreCountedOneByOne(t *testing.T) {
	w := emptyTown(t)
	w.person(t, "chen", "", "")
	var through atomic.Int32
	var all sync.WaitGroup
	for range 24 {
		all.Go(func() {
			if c, err := w.db.TrySignIn(t.Context(), "chen"); err == nil && c.LockedUntil.IsZero() {
				through.Add(1)
			}
		})
	}
	all.Wait()
	if n := through.Load(); n < access.FreeOfPerson+1 || n > access.FreeOfPerson+3 { // seconds may pass meanwhile
		t.Errorf("%d were let through, want %d", n, access.FreeOfPerson+1)
	}
}

func TestFailuresAreForgottenAfterADay(t *testing.T) {
	w := emptyTown(t)
	w.person(t, "chen", "", "")
	const failed = `update credential set failures = 40, failed_at = now() - interval '25 hours', locked_until = now() - interval '24 hours'`
	if _, err := w.pool.Exec(t.Context(), failed); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if !w.try(t) {
			t.Error("what failed the day before still counts")
		}
	}
}

func TestWhoCannotSignInIsLikeNobody(t *testing.T) {
	w := emptyTown(t)
	yes := true
	gone := w.person(t, "gone", "", "")
	if _, err := w.db.ChangePerson(t.Context(), console, gone.ID, access.AccountChange{Disabled: &yes}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.db.AddPerson(t.Context(), console, access.Account{Name: "elsewhere"}, ""); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"nobody", "gone", "elsewhere", "", "x' or '1'='1"} {
		if _, err := w.db.TrySignIn(t.Context(), name); !errors.Is(err, access.ErrNobody) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := w.db.BeginSession(t.Context(), &access.Actor{}, access.Session{Person: gone.ID, Expires: time.Now().Add(time.Hour)}, key("k")); !errors.Is(err, access.ErrNobody) {
		t.Errorf("a disabled person is signed in: %v", err)
	}
}

func TestAPasswordIsHashedAnewOnlyWhileItIsTheSame(t *testing.T) {
	w := emptyTown(t)
	p := w.person(t, "chen", "", "")
	if err := w.db.Rehash(t.Context(), p.ID, "another", "overwritten"); err != nil {
		t.Fatal(err)
	}
	if c, err := w.db.TrySignIn(t.Context(), "chen"); err != nil || c.Hash != kept {
		t.Errorf("the hash is %q: %v", c.Hash, err)
	}
	if err := w.db.Rehash(t.Context(), p.ID, kept, "newer"); err != nil {
		t.Fatal(err)
	}
	if c, err := w.db.TrySignIn(t.Context(), "chen"); err != nil || c.Hash != "newer" {
		t.Errorf("the hash is %q: %v", c.Hash, err)
	}
}
