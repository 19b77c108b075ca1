package api

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// A Provider is an OpenID provider whose people may sign in here.
type Provider struct {
	Key          string // names it in addresses
	Name         string // names it to people
	Issuer       string // its address, as its statements give it
	ClientID     string // under which it knows this service
	ClientSecret string // "": none
	Client       *http.Client
}

// askPatience is how long a provider has for an answer; after a failure it is left alone for askPause.
const (
	askPatience = 10 * time.Second
	askPause    = 3 * time.Second
)

// clockSkew is by how much a provider's clock may be ahead.
const clockSkew = time.Minute

// signatures are the algorithms that statements may be signed with. Each takes a key that only the
// provider has: never none, and never one whose key we know as well.
var signatures = []string{
	oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA,
}

// errStatement is wrapped by errors about what a provider states.
var errStatement = errors.New("the provider's statement is not valid")

// errProviderAway is wrapped when a provider cannot be asked.
var errProviderAway = errors.New("the provider cannot be reached")

// A relier relies on a provider for who somebody is. Safe for concurrent use.
type relier struct {
	Provider
	sealer sealer
	spent  spent

	mu    sync.Mutex
	known *oidc.Provider // nil: not asked yet, or in vain
	err   error          // why in vain
	tried time.Time
}

func newRelier(p Provider) *relier {
	if p.Client == nil {
		p.Client = &http.Client{Timeout: askPatience}
	}
	secret := p.ClientSecret
	if secret == "" {
		secret = rand.Text()
	}
	return &relier{Provider: p, sealer: newSealer(secret)}
}

// provider returns what the provider tells of itself. It is asked when somebody wants to sign in,
// so that the service starts without it.
func (l *relier) provider(ctx context.Context) (*oidc.Provider, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.known != nil || l.err != nil && time.Since(l.tried) < askPause {
		return l.known, l.err
	}
	l.known, l.err = oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), l.Client), l.Issuer)
	if l.tried = time.Now(); l.err != nil {
		l.err = fmt.Errorf("%w: %w", errProviderAway, l.err)
	}
	return l.known, l.err
}

func (l *relier) config(p *oidc.Provider, back string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: l.ClientID, ClientSecret: l.ClientSecret, Endpoint: p.Endpoint(), RedirectURL: back,
		Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
	}
}

// begin returns where to send a browser, and the attempt for it to keep. The provider sends the
// browser back to back.
func (l *relier) begin(ctx context.Context, back, to string, now time.Time) (string, attempt, error) {
	p, err := l.provider(ctx)
	if err != nil {
		return "", attempt{}, err
	}
	a := attempt{
		Provider: l.Key, State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(),
		To: to, Until: now.Add(attemptLife).Unix(),
	}
	address := l.config(p, back).AuthCodeURL(a.State, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier))
	return address, a, nil
}

// A statement is what a provider states of somebody who signed in.
type statement struct {
	Subject  string `json:"-"`
	Name     string `json:"preferred_username"`
	FullName string `json:"name"`
	Email    string `json:"email"`
}

// redeem has the provider state who came back with a code.
func (l *relier) redeem(ctx context.Context, back, code string, a attempt, now time.Time) (statement, error) {
	p, err := l.provider(ctx)
	if err != nil {
		return statement{}, err
	}
	ctx = oidc.ClientContext(ctx, l.Client)
	token, err := l.config(p, back).Exchange(ctx, code, oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return statement{}, statementError(err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return statement{}, fmt.Errorf("%w: there is none", errStatement)
	}
	return l.check(ctx, p, raw, a.Nonce, now)
}

// check reads a statement: its signature, who made it, for whom and when, and that it answers this
// very attempt (OpenID Connect Core 1.0, 3.1.3.7).
func (l *relier) check(ctx context.Context, p *oidc.Provider, raw, nonce string, now time.Time) (statement, error) {
	token, err := p.Verifier(&oidc.Config{ClientID: l.ClientID, SupportedSigningAlgs: signatures}).Verify(ctx, raw)
	if err != nil {
		return statement{}, statementError(err)
	}
	var claims struct {
		statement
		Party string `json:"azp"`
	}
	if err := token.Claims(&claims); err != nil {
		return statement{}, fmt.Errorf("%w: %w", errStatement, err)
	}
	const longestSubject = 255
	switch {
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(nonce)) != 1:
		return statement{}, fmt.Errorf("%w: it is about another attempt", errStatement)
	case token.IssuedAt.Unix() <= 0 || token.IssuedAt.After(now.Add(clockSkew)):
		return statement{}, fmt.Errorf("%w: it does not say when it was made, or is made in the future", errStatement)
	case claims.Party != "" && claims.Party != l.ClientID, len(token.Audience) > 1 && claims.Party == "":
		return statement{}, fmt.Errorf("%w: it is made for another party", errStatement)
	case token.Subject == "" || len(token.Subject) > longestSubject:
		return statement{}, fmt.Errorf("%w: it is about nobody", errStatement)
	}
	claims.Subject = token.Subject
	return claims.statement, nil
}

// statementError tells a provider that cannot be asked from one whose answer is not valid.
func statementError(err error) error {
	var refused *oauth2.RetrieveError
	var broken *url.Error
	if errors.As(err, &refused) && refused.Response.StatusCode < http.StatusInternalServerError || !errors.As(err, &broken) && refused == nil {
		return fmt.Errorf("%w: %w", errStatement, err)
	}
	return fmt.Errorf("%w: %w", errProviderAway, err)
}

// spent are the states of attempts that came back: each may once. Safe for concurrent use.
type spent struct {
	mu         sync.Mutex
	since      time.Time
	fresh, old map[string]bool // that came back since then, and in the time before
}

// mostSpent bounds the memory for states: some 10 MB.
const mostSpent = 50_000

// spend reports whether the state was not spent before. It is remembered for as long as an attempt
// may last, or until as many others as are remembered have come.
func (s *spent) spend(state string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(s.since) > attemptLife || len(s.fresh) >= mostSpent {
		s.old, s.fresh, s.since = s.fresh, map[string]bool{}, now
	}
	if s.fresh[state] || s.old[state] {
		return false
	}
	s.fresh[state] = true
	return true
}
