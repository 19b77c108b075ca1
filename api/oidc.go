package api

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"gewu/access"
)

// relierOf returns the provider that the path names.
func (s *server) relierOf(r *http.Request) (*relier, error) {
	for _, l := range s.reliers {
		if l.Key == variable(r, "provider") {
			return l, nil
		}
	}
	return nil, noProvider.because("没有登录方式“%s”。", "There is no way to sign in called “%s”.", clip(variable(r, "provider")))
}

// back is where a provider sends browsers back to: by what the service is told of itself, never by
// what a request says.
func (s *server) back(l *relier) string {
	return strings.TrimSuffix(s.BaseURL, "/") + "/v1/sign-in/" + url.PathEscape(l.Key) + "/callback"
}

// localPath returns the path of a page of this service, which a text must be; "" stands for the
// first. A browser would take much else for the address of another site.
func localPath(text string) (string, bool) {
	const longest = 1000
	if text == "" {
		return "/", true
	}
	address, err := url.Parse(text)
	switch {
	case err != nil, len(text) > longest, !utf8.ValidString(text), strings.ContainsFunc(text, unseen):
		return "", false
	case !strings.HasPrefix(text, "/"), strings.HasPrefix(text, "//"), strings.Contains(text, `\`):
		return "", false
	case address.Scheme != "" || address.Host != "" || address.User != nil:
		return "", false
	}
	return text, true
}

// leave answers GET /v1/sign-in/{provider}?to=: the browser goes to the provider, with an attempt
// to keep that only it can come back with.
func (s *server) leave(r *http.Request) (any, error) {
	l, err := s.relierOf(r)
	if err != nil {
		return nil, err
	}
	q, err := parseQuery(r, "to")
	if err != nil {
		return nil, err
	}
	to, ok := localPath(q.text("to"))
	if !ok {
		return nil, wrong("to", "不是本站的路径", "is not a path of this site", q.text("to"))
	}
	address, a, err := l.begin(r.Context(), s.back(l), to, time.Now())
	if err != nil {
		return s.turnBack(r, l, to, err)
	}
	return goTo(address, s.attemptCookie(r, l.sealer.seal(a))), nil
}

// arrive answers GET /v1/sign-in/{provider}/callback, to which the provider sends the browser back.
// What it appends beside the code and the state differs, so parameters are not refused here.
func (s *server) arrive(r *http.Request) (any, error) {
	l, err := s.relierOf(r)
	if err != nil {
		return nil, err
	}
	a, err := s.attemptOf(r, l)
	if err != nil {
		return s.turnBack(r, l, "/", err)
	}
	person, err := s.stated(r, l, a)
	if err != nil {
		return s.turnBack(r, l, a.To, err)
	}
	cookie, err := s.enter(r, person.ID)
	if err != nil {
		return s.turnBack(r, l, a.To, err)
	}
	return goTo(a.To, cookie, s.attemptCookie(r, "")), nil
}

// attemptOf returns the attempt that a browser comes back from: its own, of this provider, and one
// it has not come back from before.
func (s *server) attemptOf(r *http.Request, l *relier) (attempt, error) {
	cookie, err := r.Cookie(s.attemptName(r))
	if err != nil {
		return attempt{}, errAttempt
	}
	now := time.Now()
	a, err := l.sealer.open(cookie.Value, now)
	state := r.URL.Query().Get("state")
	if err != nil || a.Provider != l.Key || state == "" || a.State != state || !l.spent.spend(a.State, now) {
		return attempt{}, errAttempt
	}
	return a, nil
}

var errRefusedThere = errors.New("the provider refused, or the person did not want to go on")

// stated returns the person whom the provider states.
func (s *server) stated(r *http.Request, l *relier, a attempt) (access.Account, error) {
	q := r.URL.Query()
	switch issuer := q.Get("iss"); { // RFC 9207
	case issuer != "" && issuer != l.Issuer:
		return access.Account{}, errAttempt
	case q.Has("error"):
		return access.Account{}, errRefusedThere
	}
	stated, err := l.redeem(r.Context(), s.back(l), q.Get("code"), a, time.Now())
	if err != nil {
		return access.Account{}, err
	}
	visitor := access.Actor{Kind: access.Visitor, From: actorOf(r).From}
	return s.People.IdentityPerson(r.Context(), &visitor, access.Identity{
		Issuer: l.Issuer, Subject: stated.Subject, Name: stated.Name, FullName: stated.FullName, Email: stated.Email,
	})
}

// turnBack answers an attempt that came to nothing: a browser that shows pages is sent to the page
// for signing in, which says why. The trail keeps it.
func (s *server) turnBack(r *http.Request, l *relier, to string, err error) (any, error) {
	p := signInProblem(err)
	if p == nil {
		return nil, err
	}
	s.Log.WarnContext(r.Context(), "signing in through a provider came to nothing", "request", requestID(r), "provider", l.Key, "err", err)
	if p.kind != providerAway {
		e := access.Entry{Operation: "GET /v1/sign-in/{provider}/callback", Noun: "session", Object: l.Key, After: []byte(`"refused"`)}
		if err := s.Trail.Note(r.Context(), actorOf(r), e); err != nil {
			return nil, err
		}
	}
	if !strings.Contains(r.Header.Get("Accept"), "text/html") {
		return nil, p
	}
	q := url.Values{"problem": {p.kind.slug}, "to": {to}}
	return goTo("/sign-in?"+q.Encode(), s.attemptCookie(r, "")), nil
}

// signInProblem says why an attempt came to nothing; nil: for a reason that has nothing to do with it.
func signInProblem(err error) *problem {
	switch {
	case errors.Is(err, errProviderAway):
		p := providerAway.because("登录服务暂时无法连接，请稍后再试。", "The sign-in service cannot be reached. Try again in a moment.")
		p.retry = 5 * time.Second
		return p
	case errors.Is(err, errAttempt):
		return signInFailed.because("这次登录已过期、已用过，或不是在此浏览器中发起的；请重新登录。", "That attempt to sign in is over, was used already, or was not begun in this browser. Sign in again.")
	case errors.Is(err, errStatement):
		return signInFailed.because("登录服务的答复无法核实；请重新登录，或联系管理员。", "What the sign-in service states could not be verified. Sign in again, or tell an administrator.")
	case errors.Is(err, errRefusedThere):
		return signInRefused.because("登录服务拒绝了登录，或登录被取消。", "The sign-in service refused, or signing in was cancelled.")
	case errors.Is(err, access.ErrNobody):
		return signInRefused.because("该账户已停用；请联系管理员。", "The account is disabled. Ask an administrator.")
	}
	return nil
}

// goTo sends a browser elsewhere.
func goTo(address string, cookies ...*http.Cookie) reply {
	header := http.Header{"Location": {address}}
	for _, c := range cookies {
		header.Add("Set-Cookie", c.String())
	}
	return reply{http.StatusFound, header, nil}
}

// attemptCookie keeps an attempt in a browser. Lax cookies come along when a provider sends it back.
func (s *server) attemptCookie(r *http.Request, value string) *http.Cookie {
	c := &http.Cookie{
		Name: s.attemptName(r), Value: value, Path: "/", MaxAge: int(attemptLife / time.Second),
		HttpOnly: true, Secure: requestOf(r).secure, SameSite: http.SameSiteLaxMode,
	}
	if value == "" {
		c.MaxAge = -1
	}
	return c
}

// attemptName is the name of the cookie. Behind TLS no other host can have set one of that name.
func (s *server) attemptName(r *http.Request) string {
	if requestOf(r).secure {
		return "__Host-gewu-sign-in"
	}
	return "gewu-sign-in"
}
