package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"

	"gewu/access"
	"gewu/internal/secret"
)

// People keeps who may sign in, and who has. *store.DB does. Every change is noted in the audit
// trail by what makes it.
type People interface {
	// TrySignIn returns what it takes to check a password, and counts the try as one that failed.
	// It returns access.ErrNobody for a name nobody signs in with.
	TrySignIn(ctx context.Context, name string) (access.Credential, error)
	SignInFailed(ctx context.Context, actor *access.Actor, name string) error
	Rehash(ctx context.Context, person int64, old, fresh string) error
	// IdentityPerson returns who somebody is to us that a provider knows, a new person if need be.
	IdentityPerson(ctx context.Context, actor *access.Actor, i access.Identity) (access.Account, error)

	BeginSession(ctx context.Context, actor *access.Actor, s access.Session, hash [32]byte) (access.Session, error)
	SessionActor(ctx context.Context, hash [32]byte, idle time.Duration) (*access.Actor, access.Session, error)
	EndSession(ctx context.Context, actor *access.Actor, id int64) error
	EndSessions(ctx context.Context, actor *access.Actor, person, except int64) error
	Sessions(ctx context.Context, person int64, idle time.Duration) ([]access.Session, error)

	People(ctx context.Context, f access.AccountFilter) ([]access.Account, error)
	Person(ctx context.Context, id int64, scope access.Scope) (access.Account, error)
	AddPerson(ctx context.Context, actor *access.Actor, a access.Account, hash string) (access.Account, error)
	ChangePerson(ctx context.Context, actor *access.Actor, id int64, c access.AccountChange) (access.Account, error)
	SetPassword(ctx context.Context, actor *access.Actor, id int64, hash string, mustChange bool) error
	AddGrant(ctx context.Context, actor *access.Actor, person int64, g access.Grant) (access.Grant, error)
	RevokeGrant(ctx context.Context, actor *access.Actor, person, grant int64) error

	AddToken(ctx context.Context, actor *access.Actor, t access.Token, hash [32]byte) (access.Token, error)
	Tokens(ctx context.Context, scope access.Scope) ([]access.Token, error)
	RevokeToken(ctx context.Context, actor *access.Actor, id int64) error
}

// lockouts count the tries to sign in that failed: by the address they came from, and by a name
// that nobody has. Those of people are counted with the people.
type lockouts struct{ addresses, names *access.Lockout }

func newLockouts() lockouts {
	return lockouts{access.NewLockout(access.FreeOfAddress), access.NewLockout(access.FreeOfPerson)}
}

// signIn answers POST /v1/session.
func (s *server) signIn(r *http.Request) (any, error) {
	f, err := readForm(r, "name", "password")
	if err != nil {
		return nil, err
	}
	name, password := f.secret("name"), f.secret("password")
	if err := f.err(); err != nil {
		return nil, err
	}
	if s.People == nil {
		return nil, notTheirs()
	}
	from := access.Network(actorOf(r).From)
	if until := s.lockouts.addresses.Try(from, time.Now()); !until.IsZero() {
		return nil, lockedFor(time.Until(until))
	}
	who, err := s.prove(r, name, password)
	if err != nil {
		return nil, err
	}
	s.lockouts.addresses.Passed(from)
	return s.begin(r, who.Person)
}

// prove returns who has the name and the password. Whoever does not learns nothing else: for a name
// that nobody has, it takes as long and ends in the same words.
func (s *server) prove(r *http.Request, given, password string) (access.Credential, error) {
	name, err := access.Name(given)
	var who access.Credential
	if err == nil {
		who, err = s.People.TrySignIn(r.Context(), name)
	}
	nobody := errors.Is(err, access.ErrNobody) || errors.Is(err, access.ErrName)
	switch {
	case nobody:
		if until := s.lockouts.names.Try(cmp.Or(name, clip(given)), time.Now()); !until.IsZero() {
			return who, lockedFor(time.Until(until))
		}
	case err != nil:
		return who, err
	case time.Now().Before(who.LockedUntil):
		return who, lockedFor(time.Until(who.LockedUntil))
	}
	right, stale := secret.Match(who.Hash, password)
	if !right {
		if err := s.People.SignInFailed(r.Context(), actorOf(r), name); err != nil {
			return who, err
		}
		return who, notTheirs()
	}
	if stale {
		err = s.People.Rehash(r.Context(), who.Person, who.Hash, secret.Hash(password))
	}
	return who, err
}

// begin answers with a new session of a person. The one that the request came with is over.
func (s *server) begin(r *http.Request, person int64) (any, error) {
	cookie, err := s.enter(r, person)
	if err != nil {
		return nil, err
	}
	answer, err := s.sessionAnswer(r)
	if err != nil {
		return nil, err
	}
	return reply{http.StatusOK, http.Header{"Set-Cookie": {cookie.String()}}, answer}, nil
}

// enter begins a session and has the rest of the request answered as of its person. No key that
// was known before is good for it.
func (s *server) enter(r *http.Request, person int64) (*http.Cookie, error) {
	q, ctx := requestOf(r), r.Context()
	visitor := access.Actor{Kind: access.Visitor, From: actorOf(r).From}
	if before := q.who; before != nil && before.Session != 0 {
		err := s.People.EndSession(ctx, actorOf(r), before.Session)
		if err != nil && !errors.Is(err, access.ErrNobody) {
			return nil, err
		}
	}
	key, sum := secret.Key()
	begun := access.Session{Person: person, Expires: time.Now().Add(s.SessionLife), From: visitor.From, Agent: agentOf(r)}
	if _, err := s.People.BeginSession(ctx, &visitor, begun, sum); err != nil {
		return nil, err
	}
	s.forget()
	who, session, err := s.People.SessionActor(ctx, sum, s.idle())
	if err != nil {
		return nil, err
	}
	q.who, q.actor, q.caller = who, nil, &caller{who: who, session: session}
	return s.sessionCookie(r, key, session.Expires), nil
}

// agentOf returns how the program of a request calls itself, without what cannot be seen.
func agentOf(r *http.Request) string {
	const most = 200
	var agent []rune
	for _, c := range r.UserAgent() {
		if len(agent) < most && !unseen(c) {
			agent = append(agent, c)
		}
	}
	return string(agent)
}

// signOut answers DELETE /v1/session.
func (s *server) signOut(r *http.Request) (any, error) {
	if _, err := parseQuery(r); err != nil {
		return nil, err
	}
	actor := actorOf(r)
	err := s.People.EndSession(r.Context(), actor, actor.Session)
	if err != nil && !errors.Is(err, access.ErrNobody) {
		return nil, err
	}
	s.forget()
	return s.signedOut(r), nil
}

// signedOut is an answer that takes the browser its key away.
func (s *server) signedOut(r *http.Request) reply {
	return reply{http.StatusNoContent, http.Header{"Set-Cookie": {s.noSessionCookie(r).String()}}, nil}
}

// idle is how long a session may stand unused.
func (s *server) idle() time.Duration { return s.Callers.idle }
