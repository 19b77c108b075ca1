package store_test

import (
	"crypto/sha256"
	"errors"
	"testing"
	"time"

	"gewu/access"
)

// key is the sum of the key of a session.
func key(text string) [sha256.Size]byte { return sha256.Sum256([]byte(text)) }

// signIn begins a session of a person and returns it.
func (w town) signIn(t testing.TB, person int64, text string) access.Session {
	t.Helper()
	s, err := w.db.BeginSession(t.Context(), &access.Actor{From: "192.0.2.7"}, access.Session{
		Person: person, Expires: time.Now().Add(time.Hour), From: "192.0.2.7", Agent: "curl/8\x00",
	}, key(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// signedIn reports whether a key opens a session.
func (w town) signedIn(t testing.TB, text string) bool {
	t.Helper()
	_, _, err := w.db.SessionActor(t.Context(), key(text), 12*time.Hour)
	if err != nil && !errors.Is(err, access.ErrNobody) {
		t.Fatal(err)
	}
	return err == nil
}

func TestASessionSaysWhoAsks(t *testing.T) {
	w := newTown(t)
	p := w.person(t, "chen", access.Planner, "A")
	begun := w.signIn(t, p.ID, "one")
	actor, s, err := w.db.SessionActor(t.Context(), key("one"), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if actor.Kind != access.Person || actor.ID != p.ID || actor.Name != "chen" || actor.Session != begun.ID || !actor.MustChange ||
		len(actor.Grants) != 1 || actor.Grants[0].Area != w.areaOf("A") {
		t.Errorf("who asks is %+v", actor)
	}
	if s.ID != begun.ID || s.From != "192.0.2.7" || s.Agent != "curl/8\ufffd" || time.Until(s.Expires) > time.Hour {
		t.Errorf("the session is %+v", s)
	}
	if w.signedIn(t, "another") {
		t.Error("a key that nobody was given opens a session")
	}
}

func TestSessionsEndAtOnce(t *testing.T) {
	yes := true
	tests := []struct {
		name string
		end  func(w town, p *access.Actor, s access.Session) error
		left bool // whether the person's other session stays
	}{
		{"when the person ends it", func(w town, p *access.Actor, s access.Session) error {
			return w.db.EndSession(t.Context(), p, s.ID)
		}, true},
		{"when the person ends all others", func(w town, p *access.Actor, s access.Session) error {
			return w.db.EndSessions(t.Context(), p, p.ID, s.ID+1)
		}, true},
		{"when an administrator ends all", func(w town, p *access.Actor, _ access.Session) error {
			return w.db.EndSessions(t.Context(), console, p.ID, 0)
		}, false},
		{"when the password is set", func(w town, p *access.Actor, _ access.Session) error {
			return w.db.SetPassword(t.Context(), p, p.ID, kept, false)
		}, false},
		{"when the person is disabled", func(w town, p *access.Actor, _ access.Session) error {
			_, err := w.db.ChangePerson(t.Context(), console, p.ID, access.AccountChange{Disabled: &yes})
			return err
		}, false},
		{"when it expires", func(w town, _ *access.Actor, s access.Session) error {
			_, err := w.pool.Exec(t.Context(), `update session set expires_at = now() where id = $1`, s.ID)
			return err
		}, true},
		{"when it is idle", func(w town, _ *access.Actor, s access.Session) error {
			_, err := w.pool.Exec(t.Context(), `update session set seen_at = now() - interval '12 hours' where id = $1`, s.ID)
			return err
		}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := emptyTown(t)
			p := w.person(t, "chen", "", "")
			s := w.signIn(t, p.ID, "one")
			w.signIn(t, p.ID, "two")
			if err := tt.end(w, p, s); err != nil {
				t.Fatal(err)
			}
			if w.signedIn(t, "one") || w.signedIn(t, "two") != tt.left {
				t.Errorf("the session: %t, the other: %t", w.signedIn(t, "one"), w.signedIn(t, "two"))
			}
			list, err := w.db.Sessions(t.Context(), p.ID, 12*time.Hour)
			if want := map[bool]int{true: 1}[tt.left]; err != nil || len(list) != want {
				t.Errorf("%d sessions are listed, want %d: %v", len(list), want, err)
			}
		})
	}
}

func TestNobodyEndsTheSessionOfAnother(t *testing.T) {
	w := emptyTown(t)
	p, other := w.person(t, "chen", "", ""), w.person(t, "li", "", "")
	s := w.signIn(t, p.ID, "one")
	if err := w.db.EndSession(t.Context(), other, s.ID); !errors.Is(err, access.ErrNobody) {
		t.Errorf("ending it: %v", err)
	}
	if err := w.db.EndSessions(t.Context(), other, p.ID, 0); !errors.Is(err, access.ErrBeyond) {
		t.Errorf("ending all: %v", err)
	}
	if !w.signedIn(t, "one") {
		t.Error("it has ended")
	}
}

func TestASessionInUseStays(t *testing.T) {
	w := emptyTown(t)
	s := w.signIn(t, w.person(t, "chen", "", "").ID, "one")
	if _, err := w.pool.Exec(t.Context(), `update session set seen_at = now() - interval '11 hours'`); err != nil {
		t.Fatal(err)
	}
	if err := w.db.TouchSession(t.Context(), s.ID); err != nil {
		t.Fatal(err)
	}
	if _, got, err := w.db.SessionActor(t.Context(), key("one"), time.Hour); err != nil || time.Since(got.Seen) > time.Minute {
		t.Errorf("it was seen %s: %v", got.Seen, err)
	}
}

func TestRolesThatAreTakenOrOverDoNotCount(t *testing.T) {
	w := newTown(t)
	p := w.person(t, "chen", access.Planner, "A")
	w.grant(t, p.ID, access.Patrol, "B")
	w.signIn(t, p.ID, "one")
	if err := w.db.RevokeGrant(t.Context(), console, p.ID, p.Grants[0].ID); err != nil {
		t.Fatal(err)
	}
	const ended = `update role_grant set from_day = '2026-01-01', until_day = '2026-01-02' where role = 'patrol'`
	if _, err := w.pool.Exec(t.Context(), ended); err != nil {
		t.Fatal(err)
	}
	actor, _, err := w.db.SessionActor(t.Context(), key("one"), time.Hour)
	if err != nil || len(actor.Grants) != 0 {
		t.Errorf("the roles are %+v: %v", actor.Grants, err)
	}
}

// Servers hear at once that somebody's rights are others.
func TestServersHearOfEveryChangeOfRights(t *testing.T) {
	w := newTown(t)
	w.person(t, "stays", access.Administrator, "")
	p := w.person(t, "chen", "", "")
	s := w.signIn(t, p.ID, "one")
	machine := w.token(t, console, access.Viewer, "")
	rings := make(chan struct{}, 64)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = w.db.WatchAccess(t.Context(), func() { rings <- struct{}{} }) // ends with the test
	}()
	t.Cleanup(func() { <-done })
	<-rings // it listens
	yes, no := true, false
	var given access.Grant
	steps := []struct {
		name string
		do   func() error
	}{
		{"a role is given", func() (err error) {
			given, err = w.db.AddGrant(t.Context(), console, p.ID, access.Grant{Role: access.Viewer})
			return err
		}},
		{"a role is taken", func() error { return w.db.RevokeGrant(t.Context(), console, p.ID, given.ID) }},
		{"a session ends", func() error { return w.db.EndSession(t.Context(), p, s.ID) }},
		{"a password is set", func() error { return w.db.SetPassword(t.Context(), p, p.ID, kept, false) }},
		{"a person is disabled", func() error {
			_, err := w.db.ChangePerson(t.Context(), console, p.ID, access.AccountChange{Disabled: &yes})
			return err
		}},
		{"a person is let in again", func() error {
			_, err := w.db.ChangePerson(t.Context(), console, p.ID, access.AccountChange{Disabled: &no})
			return err
		}},
		{"a token is revoked", func() error { return w.db.RevokeToken(t.Context(), console, machine.ID) }},
	}
	for _, step := range steps {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		select {
		case <-rings:
		case <-time.After(time.Minute):
			t.Errorf("%s: nobody hears", step.name)
		}
		for quiet := false; !quiet; { // one change may ring for two tables
			select {
			case <-rings:
			case <-time.After(20 * time.Millisecond):
				quiet = true
			}
		}
	}
}
