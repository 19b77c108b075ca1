package tiles

import (
	"context"
	"net/http"
	"strconv"
	"time"
)

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
	h := w.Header()
	h["Vary"] = vary
	if tag := q.tag(version, b); Holds(r, tag[0]) {
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
