package tiles

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"runtime"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
)

// largeTile is from how many bytes on, before compression, a tile is called large. Nothing is
// ever left out of it.
const largeTile = 500_000

// bodyCost is what a body takes in memory beside its bytes, about.
const bodyCost = 400

// A key names a body, of whatever version.
type key struct {
	list   list
	x, y   uint32
	day    int32 // since 1970
	z      uint8
	coding coding

	variant string // of the sight; "": what everyone sees
}

// A body is a tile as it is sent, or only its version, for clients that have it already. All but
// checked never changes.
type body struct {
	unmade  bool         // only its version
	version int64        // of the data, the last that altered the tile
	checked atomic.Int64 // no version after version until this one altered the tile
	bytes   []byte       // none: nothing is in the tile
	plain   int          // its length before compression

	etag, length, large []string // values of headers
}

// A cache keeps tiles as they are sent, each coding of its own, in a bounded number of bytes: those
// asked for often and lately (W-TinyLFU). It makes what it does not have.
type cache struct {
	source  Source
	touched *Touched
	timeout time.Duration
	meter   *meter
	log     *slog.Logger

	bodies  *otter.Cache[key, *body]
	flights flights[flightKey, *body]
	makers  chan struct{} // limits how many tiles are made at once: they may wait for a database
	presses chan struct{} // limits how many are compressed at once: one for each processor
}

type flightKey struct {
	key
	version int64
}

func newCache(c Config) *cache {
	cores := runtime.GOMAXPROCS(0)
	k := &cache{
		source: c.Source, touched: c.Touched, timeout: c.Timeout, log: c.Log,
		makers: make(chan struct{}, 4*cores), presses: make(chan struct{}, cores),
		bodies: otter.Must(&otter.Options[key, *body]{
			MaximumWeight: uint64(max(1, c.CacheBytes)),
			Weigher:       func(_ key, b *body) uint32 { return uint32(min(len(b.bytes), 1<<30) + bodyCost) },
		}),
	}
	k.meter = newMeter(c.Metrics, k)
	return k
}

// A question asks for a tile: which, in which coding, and of which state of the data.
type question struct {
	key
	layers   string
	mask     Mask
	concerns Mask // the layers that alter it
	sight    *Sight
	address  Address
	date     time.Time
	otherDay bool
	version  int64 // of the data that the request is answered from
	part     bool  // who asks sees only a part of the district
}

func newQuestion(layers string, a Address, state State, c coding) (question, error) {
	list, mask, err := parseList(layers)
	if err == nil {
		err = state.Sight.allow(mask)
	}
	if err != nil {
		return question{}, err
	}
	concerns, variant := mask, state.Sight.variant(mask)
	if variant != "" {
		concerns |= Dated // what lies in an area is another thing when the areas are others
	}
	date := state.drawn()
	day := int32(date.Unix() / (24 * 60 * 60))
	return question{
		key{list, a.X, a.Y, day, uint8(a.Z), c, variant},
		layers, mask, concerns, state.Sight, a, date, state.OtherDay, state.Version, state.Sight.partial(mask),
	}, nil
}

// find returns the version of the tile and, where it is kept, its body.
func (c *cache) find(q *question) (int64, *body) {
	b, kept := c.bodies.GetIfPresent(q.key)
	if !kept {
		return c.touched.last(q.concerns, q.address, q.otherDay, q.version), nil
	}
	version, altered := c.touched.since(q.concerns, q.address, q.otherDay, b.checked.Load(), q.version)
	if altered && version > b.version {
		return version, nil
	}
	if !altered {
		b.check(q.version)
	}
	return b.version, b
}

// note keeps the version of a tile that is not made, so that it need not be looked for again.
func (c *cache) note(q *question, version int64, tag []string) {
	b := &body{unmade: true, version: version, etag: tag}
	b.checked.Store(max(q.version, version))
	c.bodies.SetIfAbsent(q.key, b)
}

// check notes that no version until this one altered the tile.
func (b *body) check(version int64) {
	for {
		old := b.checked.Load()
		if version <= old || b.checked.CompareAndSwap(old, version) {
			return
		}
	}
}

// make returns the body of a tile that altered last at a version, and keeps it. What it is made
// from is never older than that version.
func (c *cache) make(ctx context.Context, q question, version int64) (*body, error) {
	return c.flights.do(ctx, flightKey{q.key, version}, c.timeout, func(ctx context.Context) (*body, error) {
		plain, err := c.plain(ctx, q, version)
		if err != nil {
			return nil, err
		}
		b, err := c.pressed(ctx, q, version, plain)
		if err != nil {
			return nil, err
		}
		c.keep(q.key, b)
		return b, nil
	})
}

// keep keeps a body, unless a newer one is kept: flights of two versions may end in any order.
func (c *cache) keep(k key, b *body) {
	c.bodies.Compute(k, func(old *body, found bool) (*body, otter.ComputeOp) {
		if found && old.version > b.version {
			return old, otter.CancelOp
		}
		return b, otter.WriteOp
	})
}

// plain returns the bytes of a tile before compression: those of another coding, if that is
// kept, or else the source's.
func (c *cache) plain(ctx context.Context, q question, version int64) ([]byte, error) {
	for other := identity; other <= zstandard; other++ {
		k := q.key
		k.coding = other
		if b, kept := c.bodies.GetIfPresent(k); kept && !b.unmade && b.version == version {
			return other.decode(b.bytes)
		}
	}
	return c.fetch(ctx, q)
}

// fetch has the source make the tile, when its turn comes.
func (c *cache) fetch(ctx context.Context, q question) ([]byte, error) {
	if err := enter(ctx, c.makers); err != nil {
		return nil, err
	}
	defer func() { <-c.makers }()
	begin := time.Now()
	plain, err := c.source.Tile(ctx, q.layers, q.address, q.date, q.sight)
	c.meter.made.Observe(time.Since(begin).Seconds())
	if err != nil && ctx.Err() != nil {
		err = errors.Join(ctx.Err(), err) // a driver's own error hides what ended it
	}
	if err == nil && len(plain) > largeTile {
		c.log.WarnContext(ctx, "tile is large", "layers", q.layers, "tile", q.address.String(), "bytes", len(plain))
	}
	return plain, err
}

// pressed returns the body of plain bytes, compressed when its turn comes.
func (c *cache) pressed(ctx context.Context, q question, version int64, plain []byte) (*body, error) {
	b := &body{version: version, plain: len(plain), etag: []string{q.etag(version)}}
	if q.part {
		b.etag = []string{q.etagOf(plain)}
	}
	b.checked.Store(max(q.version, version))
	if len(plain) == 0 {
		return b, nil
	}
	if err := enter(ctx, c.presses); err != nil {
		return nil, err
	}
	defer func() { <-c.presses }()
	begin := time.Now()
	b.bytes = q.coding.encode(plain)
	c.meter.pressed.Observe(time.Since(begin).Seconds())
	b.length = []string{strconv.Itoa(len(b.bytes))}
	if len(plain) > largeTile {
		b.large = []string{strconv.Itoa(len(plain))}
	}
	return b, nil
}

// enter takes a place in a room, or returns why it gave up.
func enter(ctx context.Context, room chan struct{}) error {
	select {
	case room <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// etag names the tile's bytes in the coding, at a version of the tile.
func (q *question) etag(version int64) string {
	return q.named(strconv.AppendInt(append(make([]byte, 0, 64), '"'), version, 10))
}

// etagOf names the tile's bytes by themselves, for who sees only a part of the district: a version
// would tell them when something altered the tile that they do not see.
func (q *question) etagOf(plain []byte) string {
	sum := sha256.Sum256(plain)
	return q.named(hex.AppendEncode(append(make([]byte, 0, 96), '"'), sum[:12]))
}

// named appends to what an ETag begins with which tile it is of.
func (q *question) named(text []byte) string {
	text = append(text, '.')
	text = q.date.AppendFormat(text, "20060102")
	text = append(text, '.')
	for _, c := range []byte(q.layers) {
		if c == ',' {
			c = '+'
		}
		text = append(text, c)
	}
	text = append(text, '.')
	text = append(text, q.address.String()...)
	if q.variant != "" {
		text = append(append(text, '.'), q.variant...)
	}
	if name := q.coding.name(); name != "" {
		text = append(append(text, '.'), name...)
	}
	return string(append(text, '"'))
}
