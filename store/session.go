package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/access"
)

// TrySignIn counts a try to sign in as name as failed before the password is checked, so that many at
// once are not let through, and returns what to check it against. It returns access.ErrNobody where
// nobody signs in so with a password: let such a try cost the same, and count it elsewhere. Where LockedUntil
// lies ahead the password must not be checked. BeginSession takes the failures back.
func (db *DB) TrySignIn(ctx context.Context, name string) (access.Credential, error) {
	var c access.Credential
	var locked *time.Time
	err := db.service.QueryRow(ctx, query("person_try"), args{"name": name, "waits": waits(), "forgotten": access.Forgotten}).
		Scan(&c.Person, &c.Name, &c.FullName, &c.Hash, &c.MustChange, &locked)
	if errors.Is(err, pgx.ErrNoRows) {
		err = access.ErrNobody
	}
	if err != nil {
		return access.Credential{}, fmt.Errorf("sign in: %w", err)
	}
	c.LockedUntil = deref(locked)
	return c, nil
}

// waits are the seconds to wait after 1, 2, 3 … failures in a row, up to the longest wait.
func waits() []float64 {
	var seconds []float64
	for failures := 1; ; failures++ {
		wait := access.Wait(failures, access.FreeOfPerson).Seconds()
		seconds = append(seconds, wait)
		if wait > 0 && wait == access.Wait(failures+1, access.FreeOfPerson).Seconds() {
			return seconds
		}
	}
}

// SignInFailed adds to the audit trail that somebody could not sign in as name. A name that nobody has is
// not kept: it may be a password in the wrong field.
func (db *DB) SignInFailed(ctx context.Context, actor *access.Actor, name string) error {
	if _, err := db.PersonNamed(ctx, name); errors.Is(err, access.ErrNobody) {
		name = ""
	} else if err != nil {
		return err
	}
	return db.Note(ctx, actor, access.Entry{Operation: "POST /v1/session", Noun: "session", Object: name, After: record("refused")})
}

// Rehash keeps the password of a person at today's cost, unless it was changed meanwhile.
func (db *DB) Rehash(ctx context.Context, person int64, old, hash string) error {
	if _, err := db.service.Exec(ctx, query("person_rehash"), args{"person": person, "old": old, "hash": hash}); err != nil {
		return fmt.Errorf("rehash the password of person %d: %w", person, err)
	}
	return nil
}

// BeginSession signs a person in, until s.Expires at the latest, and forgets the failures before; hash is
// the sum of the session's key. It returns access.ErrNobody for a person who is disabled.
func (db *DB) BeginSession(
	ctx context.Context, actor *access.Actor, s access.Session, hash [sha256.Size]byte,
) (access.Session, error) {
	person, err := db.Person(ctx, s.Person, access.Everything)
	if err != nil {
		return s, fmt.Errorf("begin session: %w", err)
	}
	who := &access.Actor{Kind: access.Person, ID: person.ID, Name: person.Name, From: actor.From}
	err = db.write(ctx, who, "POST /v1/session", func(tx pgx.Tx) (access.Entry, error) {
		err := tx.QueryRow(ctx, query("session_add"), args{
			"person": s.Person, "hash": hash[:], "expires": s.Expires, "from": s.From, "agent": clipped(s.Agent),
		}).Scan(&s.ID, &s.Created)
		if errors.Is(err, pgx.ErrNoRows) {
			err = access.ErrNobody
		}
		return access.Entry{Noun: "session", Object: person.Name}, err
	})
	if err != nil {
		return s, fmt.Errorf("begin session: %w", err)
	}
	s.Seen = s.Created
	return s, nil
}

// clipped is how a program calls itself, as far as it is kept.
func clipped(agent string) string {
	const most = 300
	if runes := []rune(entryText(agent)); len(runes) > most {
		return string(runes[:most])
	}
	return entryText(agent)
}

// SessionActor returns who has the session with a key's sum, with their roles that are not over, and the
// session. It returns access.ErrNobody when there is no such session, it has ended or expired, was not
// used for idle, or the person is disabled.
func (db *DB) SessionActor(ctx context.Context, hash [sha256.Size]byte, idle time.Duration) (*access.Actor, access.Session, error) {
	var s access.Session
	a := &access.Actor{Kind: access.Person}
	day, err := today(ctx, db.service)
	if err != nil {
		return nil, s, fmt.Errorf("session: %w", err)
	}
	var grants []storedGrant
	err = db.service.QueryRow(ctx, query("session_actor"), args{"hash": hash[:], "idle": idle, "today": day}).Scan(
		&s.ID, &s.Person, &s.Created, &s.Seen, &s.Expires, &s.From, &s.Agent, &a.Name, &a.MustChange, &grants)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, s, access.ErrNobody
	}
	if err == nil {
		a.Grants, err = grantsOf(grants)
	}
	if err != nil {
		return nil, s, fmt.Errorf("session: %w", err)
	}
	a.ID, a.Session = s.Person, s.ID
	return a, s, nil
}

// TouchSession notes that a session is in use, to a minute.
func (db *DB) TouchSession(ctx context.Context, session int64) error {
	if _, err := db.service.Exec(ctx, query("session_touch"), args{"session": session}); err != nil {
		return fmt.Errorf("touch session %d: %w", session, err)
	}
	return nil
}

// Sessions returns the sessions of a person that are in force, the one used last first.
func (db *DB) Sessions(ctx context.Context, person int64, idle time.Duration) ([]access.Session, error) {
	rows, err := db.service.Query(ctx, query("session_list"), args{"person": person, "idle": idle})
	if err != nil {
		return nil, fmt.Errorf("sessions of person %d: %w", person, err)
	}
	sessions, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (access.Session, error) {
		s := access.Session{Person: person}
		return s, row.Scan(&s.ID, &s.Created, &s.Seen, &s.Expires, &s.From, &s.Agent)
	})
	if err != nil {
		return nil, fmt.Errorf("sessions of person %d: %w", person, err)
	}
	return sessions, nil
}

// EndSession ends one of the actor's own sessions, or returns access.ErrNobody where they have no such.
func (db *DB) EndSession(ctx context.Context, actor *access.Actor, session int64) error {
	operation := "DELETE /v1/me/sessions/{id}"
	if session == actor.Session {
		operation = "DELETE /v1/session"
	}
	err := db.write(ctx, actor, operation, func(tx pgx.Tx) (access.Entry, error) {
		var id int64
		err := tx.QueryRow(ctx, query("session_end"), args{"person": ownID(actor), "session": session}).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			err = access.ErrNobody
		}
		return access.Entry{Noun: "session", Object: actor.Name}, err
	})
	if err != nil {
		return fmt.Errorf("end session %d: %w", session, err)
	}
	return nil
}

// ownID is the person who acts, 0 where no person does.
func ownID(actor *access.Actor) int64 {
	if actor.Kind != access.Person {
		return 0
	}
	return actor.ID
}

// EndSessions ends the sessions of a person but one, 0: all. Others than the person must be allowed to
// change them: it returns an error that wraps access.ErrNobody or ErrBeyond.
func (db *DB) EndSessions(ctx context.Context, actor *access.Actor, person, except int64) error {
	operation := "DELETE /v1/people/{id}/sessions"
	own := ownID(actor) == person
	if own {
		operation = "DELETE /v1/me/sessions"
	}
	err := db.amend(ctx, actor, operation, "gewu user", func(a amendment) (access.Entry, error) {
		s, err := a.changeable(ctx, person)
		if own && errors.Is(err, access.ErrOwn) {
			err = nil
		}
		if err == nil {
			err = a.exec(ctx, "session_end_all", args{"person": person, "except": except})
		}
		return access.Entry{Noun: "session", Object: s.Name}, err
	})
	if err != nil {
		return fmt.Errorf("end the sessions of person %d: %w", person, err)
	}
	return nil
}
