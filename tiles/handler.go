package tiles

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/paulmach/orb"
	"github.com/prometheus/client_golang/prometheus"
)

// A Source makes tiles.
type Source interface {
	// Tile returns a tile of the layers, named between commas, as they stand on a day and as far as
	// they are seen; no bytes for a tile that nothing is in. It is made from data at least as new as the version
	// of any State that was told before the call.
	Tile(ctx context.Context, layers string, a Address, day time.Time, sight *Sight) ([]byte, error)
}

// A State says which data a request is answered from.
type State struct {
	Version     int64
	Day         time.Time
	Since       time.Time // for a day that is not today: the first day of the time in which areas look as on it; zero: Day
	Until       time.Time // when another day begins, for a request that does not name its day; zero: not known
	Dated       bool      // the request asks for this day; else it is today
	OtherDay    bool      // the day is not the one that touches are told of
	Versioned   bool      // the request asks TileJSON for addresses that hold the version
	Attribution string
	Sight       *Sight    // what who asks may see; nil: nothing
	Bound       orb.Bound // of the district, in degrees; empty: not known
}

// drawn returns the day that tiles are drawn of, and named by.
func (s State) drawn() time.Time {
	if s.OtherDay && !s.Since.IsZero() {
		return s.Since
	}
	return s.Day
}

// A Config says how to serve tiles. Source, State, Fail, NotFound and MethodNotAllowed must be set.
type Config struct {
	Source     Source
	State      func(*http.Request) (State, error)
	Touched    *Touched      // what altered which tiles; nil: each version may have altered all
	BaseURL    string        // that tiles are reached under, without a slash at the end; "": paths alone
	Timeout    time.Duration // for making one tile; 0: 10 s
	CacheBytes int64         // of memory for tiles that are kept; 0: 64 MiB

	Metrics prometheus.Registerer // nil: none
	Log     *slog.Logger          // nil: slog.Default()

	// Fail answers an error: of State, of Source, or one that wraps ErrAddress, ErrLayer or ErrHidden.
	Fail func(http.ResponseWriter, *http.Request, error)
	// NotFound and MethodNotAllowed answer what is no route.
	NotFound, MethodNotAllowed http.Handler
}

func (c Config) withDefaults() Config {
	if c.Touched == nil {
		c.Touched = &Touched{}
	}
	if c.Timeout == 0 {
		c.Timeout = 10 * time.Second
	}
	if c.CacheBytes == 0 {
		c.CacheBytes = 64 << 20
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return c
}

type server struct {
	Config
	cache *cache
}

// Handler serves /tiles/{layers}.json, /tiles/{layers}/{z}/{x}/{y}.mvt and
// /tiles/{layers}/v{n}/{z}/{x}/{y}.mvt; {layers} is one name or several between commas. Any page
// may read the answers.
//
// A tile's ETag comes from the version of the data that altered it last, the layers, the address,
// the day and the encoding, so a tile that is still good is known without making it. A tile is
// made and compressed once for all who ask for it.
func Handler(c Config) http.Handler {
	c = c.withDefaults()
	return &server{c, newCache(c)}
}

// ServeHTTP answers a request.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h["Access-Control-Allow-Origin"] = anyOrigin
	h["Access-Control-Expose-Headers"] = exposed
	p, ok := parsePath(r.URL.Path)
	switch {
	case r.Method == http.MethodOptions:
		preflight(w)
	case !ok:
		s.NotFound.ServeHTTP(w, r)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		s.MethodNotAllowed.ServeHTTP(w, r)
	case p.document:
		s.tileJSON(w, r, p)
	default:
		s.tile(w, r, p)
	}
}

// preflight tells a browser what it may send.
func preflight(w http.ResponseWriter) {
	w.Header().Set("Access-Control-Allow-Methods", "GET, HEAD")
	w.Header().Set("Access-Control-Allow-Headers", "If-None-Match")
	w.Header().Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}
