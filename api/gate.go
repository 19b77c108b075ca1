package api

import (
	"bytes"
	"io"
	"net/http"
	"net/netip"

	"gewu/access"
)

// An asking is what the gate knows of a request.
type asking struct {
	from   netip.Addr // the client's address; the zero Addr: not known
	secure bool       // it came by TLS, to this service or to one in front that is trusted

	key               credential // that it shows, when there is one
	byCookie, byToken bool       // it shows a key of a session, or a token, whether that holds or not

	caller *caller       // who is remembered to ask; nil: a visitor
	who    *access.Actor // who is signed in, as kept for all requests; nil: a visitor
	actor  *access.Actor // the same with where they call from; nil: nobody wanted to know yet
	rule   *rule         // of the route; nil: it came to none
	scope  access.Scope  // where the request may, by the rule of its route
}

// actorOf returns who asks. It is never nil.
func actorOf(r *http.Request) *access.Actor {
	q := requestOf(r)
	if q.actor == nil {
		one := access.Actor{Kind: access.Visitor}
		if q.who != nil {
			one = *q.who
		}
		one.From = clientOf(r)
		q.actor = &one
	}
	return q.actor
}

// scopeOf returns where the request may, by the rule of its route: what it lists, counts or changes
// must lie there. It is everything where visitors may.
func scopeOf(r *http.Request) access.Scope { return requestOf(r).scope }

// guarded lets requests pass that the rule allows.
func (s *server) guarded(rule *rule, next http.Handler) http.Handler {
	next = s.roomed(rule.class, next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requestOf(r).rule = rule
		err := s.fromHere(r, rule)
		if err == nil {
			err = s.allow(r, rule)
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if r, err = s.withBody(w, r, rule); err != nil {
			s.fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// withBody returns the request with its whole body in memory, where the class bounds it: whoever sends
// it slowly must not take a place from others. A body that is compressed is refused.
func (s *server) withBody(w http.ResponseWriter, r *http.Request, rule *rule) (*http.Request, error) {
	if r.Body == nil || r.Body == http.NoBody || !rule.class.boundsBody() {
		return r, nil
	}
	if coding := r.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return r, noCoding()
	}
	most := int64(maxBody)
	if rule == planStarters && isFile(r) {
		most = mostFile
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if err != nil {
		return r, &bodyError{err}
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return r, nil
}

// roomed lets requests of a class pass when there is room.
func (s *server) roomed(c class, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		leave, err := s.rooms.enter(r.Context(), c)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		defer leave()
		next.ServeHTTP(w, r)
	})
}

// allow returns nil, and has scopeOf say where, when the rule allows the request; else why not.
func (s *server) allow(r *http.Request, rule *rule) error {
	q := requestOf(r)
	switch {
	case rule.visitors == always, rule.visitors == local && isLocal(r):
		return nil
	case q.who != nil && q.who.MustChange && rule.signed != firstMay:
		return passwordStale()
	case rule.signed != noneMay && q.who != nil && q.who.Kind == access.Person:
		return nil
	case q.view == nil:
		return stillLoading()
	}
	q.scope = scopeBy(r, rule)
	switch {
	case !q.scope.None():
		return nil
	case q.who == nil:
		return signInFirst()
	default:
		return mayNot()
	}
}

// scopeBy returns where who asks may do what the rule is about: everywhere where visitors may.
func scopeBy(r *http.Request, rule *rule) access.Scope {
	q := requestOf(r)
	switch {
	case rule.opens(q.view):
		return access.Everything
	case q.who == nil || q.view == nil:
		return access.Scope{}
	}
	return scopeOfRoles(r, rule)
}

// scopeOfRoles returns where the roles of who asks allow what the rule is about.
func scopeOfRoles(r *http.Request, rule *rule) access.Scope {
	q := requestOf(r)
	if q.who.MustChange {
		return access.Scope{}
	}
	if s := q.who.Scope(q.view.Day, rule.roles[wholeOnly]...); s.All {
		return s
	}
	if s := q.who.Scope(q.view.Day, rule.roles[inPath]...); !s.None() {
		if p, err := place(r, q.view.Snapshot); err == nil && s.Covers(chainOf(p)...) {
			return s
		}
	}
	return q.who.Scope(q.view.Day, rule.roles[inPart]...)
}
