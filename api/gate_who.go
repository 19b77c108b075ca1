package api

import (
	"net/http"
	"strings"
	"time"

	"gewu/internal/secret"
)

// identified finds out who asks, by the cookie of a session or a token. A session that is over makes
// a visitor; a token that does not hold is refused, as is a request that shows both.
func (s *server) identified(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.Header["Cookie"]) > 0 || len(r.Header["Authorization"]) > 0 {
			if err := s.identify(r); err != nil {
				s.fail(w, r, err)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func (s *server) identify(r *http.Request) error {
	q := requestOf(r)
	text, err := shown(r)
	if err != nil || !q.byCookie && !q.byToken {
		return err
	}
	var one *caller
	if s.Callers != nil && len(text) <= longestKey {
		q.key = credential{q.byToken, secret.Sum(text)}
		if one = s.Callers.find(q.key); one == nil {
			if one, err = s.recognize(r, q.key); err != nil {
				return err
			}
		}
	}
	switch {
	case one != nil && one.who != nil:
		q.who, q.caller = one.who, one
	case q.byToken:
		return wrongToken()
	}
	return nil
}

// recognize finds out who asks. Somebody who tries one key after the other is slowed down like
// somebody who asks too much.
func (s *server) recognize(r *http.Request, key credential) (*caller, error) {
	if err := s.clients.take(ofAddress(requestOf(r).from), time.Now()); err != nil {
		return nil, err
	}
	return s.Callers.look(r.Context(), key)
}

// longestKey is how long a cookie or a token may be that is looked at.
const longestKey = 256

// shown returns the key or token that a request shows, and notes which.
func shown(r *http.Request) (string, error) {
	q := requestOf(r)
	var cookies []*http.Cookie
	name := cookieName(q.secure)
	for _, line := range r.Header["Cookie"] {
		if strings.Contains(line, name) {
			cookies = r.CookiesNamed(name)
			break
		}
	}
	token, isToken := bearerOf(r)
	switch {
	case len(cookies) > 1 || len(cookies) == 1 && isToken || len(r.Header["Authorization"]) > 1:
		return "", twoCredentials.because(
			"请求中有多个身份凭据；请只用一个会话 Cookie 或一个令牌。",
			"The request shows more than one credential. Send the cookie of one session, or one token.")
	case isToken:
		q.byToken = true
		return token, nil
	case len(cookies) == 1:
		q.byCookie = true
		return cookies[0].Value, nil
	}
	return "", nil
}

// bearerOf returns the token of a request. Other ways to authorize are none of ours: a server in
// front may have asked for a password of its own.
func bearerOf(r *http.Request) (token string, isToken bool) {
	for _, line := range r.Header["Authorization"] {
		if scheme, rest, _ := strings.Cut(line, " "); strings.EqualFold(scheme, "Bearer") {
			return strings.TrimSpace(rest), true
		}
	}
	return "", false
}

// forget has who asks next looked up again, after rights were changed here.
func (s *server) forget() {
	if s.Callers != nil {
		s.Callers.Forget()
	}
}
