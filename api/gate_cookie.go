package api

import (
	"net/http"
	"net/url"
	"time"
)

// cookieName is the name of the cookie that holds the key of a session. Behind TLS a browser lets
// nobody but this very host set a cookie of that name.
func cookieName(secure bool) string {
	if secure {
		return "__Host-gewu"
	}
	return "gewu"
}

// sessionCookie returns the cookie that holds the key of a session until it ends.
func (s *server) sessionCookie(r *http.Request, key string, until time.Time) *http.Cookie {
	secure := requestOf(r).secure
	return &http.Cookie{
		Name: cookieName(secure), Value: key, Path: "/", Expires: until,
		Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

// noSessionCookie returns the cookie that has a browser drop the key of its session.
func (s *server) noSessionCookie(r *http.Request) *http.Cookie {
	cookie := s.sessionCookie(r, "", time.Unix(1, 0))
	cookie.MaxAge = -1
	return cookie
}

// newOrigins returns what tells requests of the service's own page from those of other sites.
func newOrigins(baseURL string) *http.CrossOriginProtection {
	own := http.NewCrossOriginProtection()
	if u, err := url.Parse(baseURL); err == nil && u.Host != "" {
		_ = own.AddTrustedOrigin(u.Scheme + "://" + u.Host) // the address of the service is one
	}
	return own
}

// fromHere returns nil unless a page of another site has a browser send a request that changes
// something: with the cookie of a session, or to get one. A token is sent by nobody but its owner.
func (s *server) fromHere(r *http.Request, rule *rule) error {
	if isSafe(r.Method) || !requestOf(r).byCookie && rule.class != writes {
		return nil
	}
	if s.origins.Check(r) != nil {
		return fromElsewhere()
	}
	return nil
}

func isSafe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}
