package api

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"gewu/access"
)

// A Recognizer knows who holds the key of a session, or a token, by its sum. *store.DB is one.
type Recognizer interface {
	// SessionActor returns who has a session that was used within idle; else access.ErrNobody.
	SessionActor(ctx context.Context, sum [sha256.Size]byte, idle time.Duration) (*access.Actor, access.Session, error)
	// TouchSession notes that a session is in use.
	TouchSession(ctx context.Context, session int64) error
	// TokenActor returns the program that has a token, and until when that holds; else access.ErrNobody.
	TokenActor(ctx context.Context, sum [sha256.Size]byte) (*access.Actor, time.Time, error)
	// WatchAccess calls changed when somebody's rights may have changed, until ctx is done.
	WatchAccess(ctx context.Context, changed func()) error
}

// How long it is remembered who somebody is, of how many at most, how long finding out may take, and
// after what time a session is noted as in use again.
const (
	rememberedFor  = 10 * time.Second
	mostRemembered = 8192
	recognizeLimit = 5 * time.Second
	touchAfter     = time.Minute
)

// Callers knows who asks, and remembers it for up to 10 s: less when somebody's rights change, of
// which this server hears at once. Safe for concurrent use.
type Callers struct {
	from Recognizer
	idle time.Duration

	flights singleflight.Group
	age     atomic.Int64 // how often all was forgotten
	mu      sync.RWMutex
	known   map[credential]*caller
}

// A credential is what a request shows to be let in.
type credential struct {
	token bool // else the key of a session
	sum   [sha256.Size]byte
}

// A caller is who has a credential.
type caller struct {
	who     *access.Actor // nil: nobody
	session access.Session
	until   time.Time // when to look again
	sights  atomic.Pointer[sights]
}

// NewCallers returns the callers that from knows. A session that is not used for idle ends.
func NewCallers(from Recognizer, idle time.Duration) *Callers {
	return &Callers{from: from, idle: idle, known: map[credential]*caller{}}
}

// Run forgets who is who whenever somebody's rights may have changed, until ctx is done.
func (c *Callers) Run(ctx context.Context) error {
	if err := c.from.WatchAccess(ctx, c.Forget); err != nil {
		return fmt.Errorf("watch who may do what: %w", err)
	}
	return nil
}

// Forget has who asks next looked up again.
func (c *Callers) Forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.age.Add(1)
	clear(c.known)
}

// find returns the caller that is remembered; nil: none is.
func (c *Callers) find(key credential) *caller {
	c.mu.RLock()
	defer c.mu.RUnlock()
	one := c.known[key]
	if one == nil || !time.Now().Before(one.until) {
		return nil
	}
	return one
}

// look finds out who has a credential. What was begun before everything was forgotten is not
// remembered, and nobody who asks after it is answered with it.
func (c *Callers) look(ctx context.Context, key credential) (*caller, error) {
	age := c.age.Load()
	flight := c.flights.DoChan(fmt.Sprintf("%d %t %x", age, key.token, key.sum), func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recognizeLimit)
		defer cancel()
		one, err := c.recognize(ctx, key)
		if err == nil {
			c.keep(key, one, age)
		}
		return one, err
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case result := <-flight:
		if result.Err != nil {
			return nil, result.Err
		}
		return result.Val.(*caller), nil
	}
}

// recognize asks who has a credential, and notes that a session is in use.
func (c *Callers) recognize(ctx context.Context, key credential) (*caller, error) {
	one := &caller{until: time.Now().Add(rememberedFor)}
	var expires time.Time
	var err error
	if key.token {
		one.who, expires, err = c.from.TokenActor(ctx, key.sum)
	} else {
		one.who, one.session, err = c.from.SessionActor(ctx, key.sum, c.idle)
		expires = one.session.Expires
	}
	if errors.Is(err, access.ErrNobody) {
		return &caller{until: one.until}, nil
	}
	if err == nil && !key.token && time.Since(one.session.Seen) >= touchAfter {
		err = c.from.TouchSession(ctx, one.session.ID)
	}
	if err != nil {
		return nil, fmt.Errorf("who asks: %w", err)
	}
	if expires.Before(one.until) {
		one.until = expires
	}
	return one, nil
}

// keep remembers a caller, unless everything was forgotten since age. Where there are too many, some
// are forgotten.
func (c *Callers) keep(key credential, one *caller, age int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.age.Load() != age {
		return
	}
	for old := range c.known {
		if len(c.known) < mostRemembered {
			break
		}
		delete(c.known, old)
	}
	c.known[key] = one
}
