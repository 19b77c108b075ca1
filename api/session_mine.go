package api

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"gewu/access"
	"gewu/internal/secret"
)

// changePassword answers PUT /v1/me/password. All sessions of the person end, and one begins anew.
func (s *server) changePassword(r *http.Request) (any, error) {
	f, err := readForm(r, "old", "new")
	if err != nil {
		return nil, err
	}
	old, fresh := f.secret("old"), f.secret("new")
	if err := f.err(); err != nil {
		return nil, err
	}
	actor := actorOf(r)
	if err := s.checkFresh(r, actor, old, fresh); err != nil {
		return nil, err
	}
	if err := s.proveOld(r, actor, old); err != nil {
		return nil, err
	}
	if err := s.People.SetPassword(r.Context(), actor, actor.ID, secret.Hash(fresh), false); err != nil {
		return nil, err
	}
	s.forget()
	cookie, err := s.enter(r, actor.ID)
	if err != nil {
		return nil, err
	}
	return reply{http.StatusNoContent, http.Header{"Set-Cookie": {cookie.String()}}, nil}, nil
}

// checkFresh returns what is wrong with a new password. It comes before the old one is tried, so
// that a try is not lost to it.
func (s *server) checkFresh(r *http.Request, actor *access.Actor, old, fresh string) error {
	who, err := s.People.Person(r.Context(), actor.ID, access.Everything)
	if err != nil {
		return err
	}
	if err := secret.Check(fresh, who.Name, who.FullName); err != nil {
		return weakPassword("new", err)
	}
	if fresh == old {
		return oneFault("new", "应与原密码不同", "must be another one than before")
	}
	return nil
}

// proveOld checks the password of who is signed in already. A session that was left open must not
// be good for guessing it: tries are counted as at signing in.
func (s *server) proveOld(r *http.Request, actor *access.Actor, old string) error {
	who, err := s.People.TrySignIn(r.Context(), actor.Name)
	switch {
	case errors.Is(err, access.ErrNobody):
		return wrongPasswordKind.because("此账户没有本地密码。", "This account has no password here.").with("field", "old")
	case err != nil:
		return err
	case time.Now().Before(who.LockedUntil):
		return lockedFor(time.Until(who.LockedUntil))
	}
	if right, _ := secret.Match(who.Hash, old); right {
		return nil
	}
	if err := s.People.SignInFailed(r.Context(), actor, actor.Name); err != nil {
		return err
	}
	return wrongPasswordKind.because("原密码不正确。", "That is not the old password.").with("field", "old")
}

type openSession struct {
	ID      int64     `json:"id"`
	Created time.Time `json:"created_at"`
	Seen    time.Time `json:"seen_at"`
	Expires time.Time `json:"expires_at"`
	From    string    `json:"from"`
	Agent   string    `json:"agent"`
	Current bool      `json:"current"`
}

// mySessions answers GET /v1/me/sessions.
func (s *server) mySessions(r *http.Request) (any, error) {
	if _, err := parseQuery(r); err != nil {
		return nil, err
	}
	actor := actorOf(r)
	sessions, err := s.People.Sessions(r.Context(), actor.ID, s.idle())
	if err != nil {
		return nil, err
	}
	list := []openSession{}
	for _, one := range sessions {
		list = append(list, openSession{one.ID, one.Created, one.Seen, one.Expires, one.From, one.Agent, one.ID == actor.Session})
	}
	return reply{http.StatusOK, nil, map[string]any{"sessions": list}}, nil
}

// endOthers answers DELETE /v1/me/sessions: all but the one that asks.
func (s *server) endOthers(r *http.Request) (any, error) {
	if _, err := parseQuery(r); err != nil {
		return nil, err
	}
	actor := actorOf(r)
	if err := s.People.EndSessions(r.Context(), actor, actor.ID, actor.Session); err != nil {
		return nil, err
	}
	s.forget()
	return done, nil
}

// endSession answers DELETE /v1/me/sessions/{id}. Sessions of others are not there.
func (s *server) endSession(r *http.Request) (any, error) {
	missing := noSession.because("没有编号为 %s 的会话。", "You have no session %s.", clip(variable(r, "id")))
	id, err := numbered(r, "id", missing)
	if err != nil {
		return nil, err
	}
	actor := actorOf(r)
	if err := s.People.EndSession(r.Context(), actor, id); err != nil {
		return nil, refusal(err, missing)
	}
	s.forget()
	if id == actor.Session {
		return s.signedOut(r), nil
	}
	return done, nil
}

// numbered returns the number in a path of a call that takes no parameters. What is no number is
// missing.
func numbered(r *http.Request, name string, missing *problem) (int64, error) {
	if _, err := parseQuery(r); err != nil {
		return 0, err
	}
	return pathNumber(r, name, missing)
}

// pathNumber returns the number in a path; what is no number is missing.
func pathNumber(r *http.Request, name string, missing *problem) (int64, error) {
	text := variable(r, name)
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 || strconv.FormatInt(id, 10) != text {
		return 0, missing
	}
	return id, nil
}
