package api

import (
	"hash/maphash"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A client is who shares one limit: a person or a token, or everybody at one address, as which
// counts in IPv6 the network of 64 bits that one house has.
type client struct {
	address netip.Addr
	id      int64
	token   bool
}

func ofAddress(a netip.Addr) client {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			a = p.Addr()
		}
	}
	return client{address: a}
}

// clientBy returns the client that a request counts for.
func clientBy(q *request) client {
	if q.who != nil {
		return client{id: q.who.ID, token: q.byToken}
	}
	return ofAddress(q.from)
}

// A clients limits how often each client may ask: so many requests a second in the long run, and
// burstSeconds times as many at once. It remembers those who asked last: in each of its shards at
// least shardClients, and twice as many at most. Safe for concurrent use.
type clients struct {
	perSecond rate.Limit // rate.Inf: as often as they like
	seed      maphash.Seed
	shards    [clientShards]clientShard
}

const (
	burstSeconds = 10
	clientShards = 16
	shardClients = 4096
)

type clientShard struct {
	mu          sync.Mutex
	now, before map[client]*rate.Limiter
}

// newClients returns limits of perSecond; 0 or less: none.
func newClients(perSecond float64) *clients {
	c := &clients{perSecond: rate.Limit(perSecond), seed: maphash.MakeSeed()}
	if perSecond <= 0 {
		c.perSecond = rate.Inf
	}
	return c
}

// take counts a request of a client. It returns a problem that says how long to wait when the
// client has asked too often.
func (c *clients) take(who client, now time.Time) error {
	if c.perSecond == rate.Inf {
		return nil
	}
	one := c.shards[maphash.Comparable(c.seed, who)%clientShards].find(who, c.perSecond)
	if one.AllowN(now, 1) {
		return nil
	}
	missing := 1 - one.TokensAt(now)
	return tooManyRequests(time.Duration(missing / float64(c.perSecond) * float64(time.Second)))
}

// find returns the limiter of a client. When the shard is full, those who did not ask since it was
// full last are forgotten.
func (s *clientShard) find(who client, perSecond rate.Limit) *rate.Limiter {
	s.mu.Lock()
	defer s.mu.Unlock()
	if one, ok := s.now[who]; ok {
		return one
	}
	one, ok := s.before[who]
	if !ok {
		one = rate.NewLimiter(perSecond, max(1, int(perSecond*burstSeconds)))
	}
	if s.now == nil || len(s.now) >= shardClients {
		s.now, s.before = map[client]*rate.Limiter{}, s.now
	}
	s.now[who] = one
	return one
}

// limited lets each client ask only so often. Whether the service is well may always be asked.
func (s *server) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := requestOf(r)
		if err := s.clients.take(clientBy(q), q.begin); err != nil && r.URL.Path != "/healthz" && r.URL.Path != "/readyz" {
			s.fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}
