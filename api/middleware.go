package api

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// maxBody is how long the body of a request may be, bytes, where it is not a stream.
const maxBody = 1 << 20

type requestKey struct{}

// A request is what the middleware knows of a request, and its context: so that nothing more has
// to be made for each.
type request struct {
	context.Context

	id    string
	begin time.Time
	route *route // that took it; nil: none did
	view  *View  // that was current when it came; nil: none was
	out   recording
	asking

	header [1]string // the id
}

// Value returns the request itself under its key.
func (q *request) Value(key any) any {
	if key == (requestKey{}) {
		return q
	}
	return q.Context.Value(key)
}

// requestOf returns what is known of a request.
func requestOf(r *http.Request) *request {
	if q, ok := r.Context().Value(requestKey{}).(*request); ok {
		return q
	}
	return &request{}
}

// requestID returns the id under which the request is logged.
func requestID(r *http.Request) string { return requestOf(r).id }

// watched comes first: it makes the request known under an id, which it tells, and the recording
// that others look at. In the end it counts, times and logs the request.
func (s *server) watched(m *meter, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := &request{
			Context: r.Context(), id: idOf(r), begin: time.Now(),
			out: recording{ResponseWriter: w, status: http.StatusOK},
		}
		q.header[0] = q.id
		w.Header()["X-Request-Id"] = q.header[:]
		r = r.WithContext(q) //nolint:contextcheck // it holds that of the request
		m.inFlight.Inc()
		defer func() {
			m.inFlight.Dec()
			took := time.Since(q.begin)
			s.logRequest(r, q, took)
			m.count(r.Method, q, took)
		}()
		next.ServeHTTP(&q.out, r)
	})
}

// idOf returns the client's id of the request, or one that no other has.
func idOf(r *http.Request) string {
	if given := r.Header["X-Request-Id"]; len(given) > 0 && isID(given[0]) {
		return given[0]
	}
	var random [8]byte
	var id [2 * len(random)]byte
	binary.BigEndian.PutUint64(random[:], rand.Uint64())
	hex.Encode(id[:], random[:])
	return string(id[:])
}

// isID reports whether a client's id is short and harmless in a log.
func isID(s string) bool {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

// logRequest writes one line of log, without the query: that may hold a position.
func (s *server) logRequest(r *http.Request, q *request, took time.Duration) {
	level := slog.LevelInfo
	switch {
	case q.out.status == http.StatusServiceUnavailable: // not ready, or busy: it passes
		level = slog.LevelWarn
	case q.out.status >= http.StatusInternalServerError:
		level = slog.LevelError
	}
	log := s.Log.Handler()
	if !log.Enabled(r.Context(), level) {
		return
	}
	line := slog.NewRecord(q.begin.Add(took), level, "request", 0) // where in the code says nothing
	line.AddAttrs(
		slog.String("request", q.id), slog.String("method", r.Method), slog.String("path", r.URL.Path),
		slog.Int("status", q.out.status), slog.Int64("bytes", q.out.bytes),
		slog.Float64("ms", float64(took.Microseconds())/1000), slog.String("from", s.origin(r)))
	_ = log.Handle(r.Context(), line) // as by a Logger
}

// recovered turns a panic into an answer, or into a broken connection when an answer has begun.
func (s *server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.answerPanic(recordingOf(w), r)
		next.ServeHTTP(w, r)
	})
}

// answerPanic must be deferred itself.
func (s *server) answerPanic(w *recording, r *http.Request) {
	p := recover()
	if p == nil {
		return
	}
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(http.ErrAbortHandler)
	}
	s.Log.ErrorContext(r.Context(), "panic", "request", requestID(r), "path", r.URL.Path,
		"panic", fmt.Sprint(p), "stack", string(debug.Stack()))
	if w.begun {
		panic(http.ErrAbortHandler)
	}
	answerProblem(w, r, problemOf(fmt.Errorf("panic: %v", p)))
}

// closedPolicy is the Content-Security-Policy of answers that are no page: nothing of them is
// ever run or shown in a frame.
const closedPolicy = "default-src 'none'; frame-ancestors 'none'"

// What every answer tells a browser; the page tells more. All answers share the values.
var (
	noSniff  = []string{"nosniff"}
	ownSite  = []string{"same-origin"}
	allSites = []string{"cross-origin"}
	closed   = []string{closedPolicy}
)

// secured limits what a browser may do with an answer.
func (s *server) secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["X-Content-Type-Options"] = noSniff
		h["Content-Security-Policy"] = closed
		h["Cross-Origin-Resource-Policy"] = ownSite
		if strings.HasPrefix(r.URL.Path, tilesRoute) {
			h["Cross-Origin-Resource-Policy"] = allSites
		}
		next.ServeHTTP(w, r)
	})
}
