package tiles

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
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

// Values of headers that are never changed.
var (
	anyOrigin   = []string{"*"}
	exposed     = []string{"ETag, X-Dataset-Version, " + headerLarge}
	vary        = []string{"Accept-Encoding"}
	contentType = []string{"application/vnd.mapbox-vector-tile"} // what MapLibre, GDAL and QGIS expect
	codings     = [...][]string{gzipped: {gzipped.name()}, zstandard: {zstandard.name()}}

	askAgain  = []string{"public, no-cache"} // keep it, but ask each time
	ownOnly   = []string{"private, no-cache"}
	foreverOK = []string{"public, max-age=31536000, immutable"}
)

// headerLarge tells how long a large tile is before compression, in bytes.
const headerLarge = "X-Tile-Large"

// preflight tells a browser what it may send.
func preflight(w http.ResponseWriter) {
	w.Header().Set("Access-Control-Allow-Methods", "GET, HEAD")
	w.Header().Set("Access-Control-Allow-Headers", "If-None-Match")
	w.Header().Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}

// tile answers a request for a tile.
func (s *server) tile(w http.ResponseWriter, r *http.Request, p path) {
	a, err := ParseAddress(p.address)
	if err != nil {
		s.Fail(w, r, err)
		return
	}
	state, err := s.State(r)
	if err != nil {
		s.Fail(w, r, err)
		return
	}
	q, err := newQuestion(p.layers, a, state, codingOf(r))
	if err != nil {
		s.Fail(w, r, err)
		return
	}
	version, b := s.cache.find(&q)
	if q.part { // its ETag is known when it is made
		b, err = s.body(r.Context(), &q, version, b)
	}
	if err != nil {
		s.unmade(w, r, err)
		return
	}
	tag := q.tag(version, b)
	h := w.Header()
	h["Vary"] = vary
	if Holds(r, tag[0]) {
		s.cache.meter.unchanged.Inc()
		if b == nil {
			s.cache.note(&q, version, tag)
		}
		h["Etag"] = tag
		h["Cache-Control"] = q.keeping(p, state, version)
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if !q.part {
		b, err = s.body(r.Context(), &q, version, b)
	}
	if err != nil {
		s.unmade(w, r, err)
		return
	}
	h["Etag"] = b.etag
	h["Cache-Control"] = q.keeping(p, state, b.version)
	b.write(w, r, q.coding)
}

// unmade answers why a tile could not be made, which is kept by nobody.
func (s *server) unmade(w http.ResponseWriter, r *http.Request, err error) {
	w.Header().Set("Cache-Control", "no-store")
	s.Fail(w, r, err)
}

// body returns the body that is kept, or one that is made.
func (s *server) body(ctx context.Context, q *question, version int64, kept *body) (*body, error) {
	if kept != nil && !kept.unmade {
		s.cache.meter.hits.Inc()
		return kept, nil
	}
	s.cache.meter.misses.Inc()
	return s.cache.make(ctx, *q, version)
}

// tag returns the ETag of the tile.
func (q *question) tag(version int64, kept *body) []string {
	if kept != nil {
		return kept.etag
	}
	return []string{q.etag(version)}
}

// keeping says how long a client may keep a tile whose last version is given. An address without
// a version stands for the tile as it is, so the client has to ask each time. One with a version
// stands for the tile at that version: for ever if that is the tile we have, or until the day ends
// when the layers show the day and the address does not name it. At a version that the tile has
// left behind, or that is still to come here, the client gets the tile as it is and has to ask. What
// not everyone sees is kept by nobody but the client, who has to ask whether they still may.
func (q *question) keeping(p path, state State, version int64) []string {
	if q.variant != "" {
		return ownOnly
	}
	if !p.versioned || p.version < version || p.version > state.Version {
		return askAgain
	}
	if state.Dated || q.mask&Dated == 0 {
		return foreverOK
	}
	left := int(time.Until(state.Until).Seconds())
	if left < 1 {
		return askAgain
	}
	return []string{"public, max-age=" + strconv.Itoa(left) + ", immutable"}
}

// write answers with the body; 204 for a tile that nothing is in.
func (b *body) write(w http.ResponseWriter, r *http.Request, c coding) {
	if len(b.bytes) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	h := w.Header()
	h["Content-Type"] = contentType
	h["Content-Length"] = b.length
	if c != identity {
		h["Content-Encoding"] = codings[c]
	}
	if b.large != nil {
		h[headerLarge] = b.large
	}
	if r.Method != http.MethodHead {
		_, _ = w.Write(b.bytes) // the client has gone, if it fails
	}
}

// tileJSON answers GET /tiles/{layers}.json.
func (s *server) tileJSON(w http.ResponseWriter, r *http.Request, p path) {
	state, err := s.State(r)
	if err != nil {
		s.Fail(w, r, err)
		return
	}
	layers, err := ParseLayers(p.layers)
	if err != nil {
		s.Fail(w, r, err)
		return
	}
	mask, err := state.seen(p.layers)
	if err != nil {
		s.Fail(w, r, err)
		return
	}
	variant := state.Sight.variant(mask)
	template := s.template(p.layers, state, variant)
	keep := askAgain
	if variant != "" {
		keep = ownOnly
	}
	if unchanged(w, r, documentTag(r, state, template), keep) {
		return
	}
	for i := range layers {
		layers[i] = state.Sight.of(layers[i])
	}
	set := Set{Layers: layers, URL: template, Attribution: state.Attribution, Version: state.Version, Bound: state.Bound}
	document, err := set.json()
	if err != nil {
		w.Header().Del("ETag")
		w.Header().Set("Cache-Control", "no-store")
		s.Fail(w, r, err)
		return
	}
	answer(w, r, "application/json", document)
}

// documentTag returns the ETag of a TileJSON document.
func documentTag(r *http.Request, state State, template string) []string {
	tag := strconv.FormatInt(state.Version, 10) + "." + state.Day.Format("20060102") + "." + url.PathEscape(template)
	if AcceptsGzip(r) {
		tag += "." + gzipped.name()
	}
	return []string{`"` + tag + `"`}
}

// template returns where the tiles are, with {z}, {x} and {y} to be filled in: under the
// configured address, never under the host that a client claims to have asked. Who sees more than
// everyone has another address, under which their browser has not kept what everyone sees.
func (s *server) template(layers string, state State, variant string) string {
	address := s.BaseURL + "/tiles/" + layers
	if state.Versioned {
		address += "/v" + strconv.FormatInt(state.Version, 10)
	}
	address += "/{z}/{x}/{y}.mvt"
	query := url.Values{}
	if state.Dated {
		query.Set("at", state.Day.Format(time.DateOnly))
	}
	if variant != "" {
		query.Set("for", shortName(variant))
	}
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address
}

// shortName names a variant by 12 letters and digits.
func shortName(variant string) string {
	sum := sha256.Sum256([]byte(variant))
	return hex.EncodeToString(sum[:6])
}
