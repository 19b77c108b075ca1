package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"time"
)

// maxBody is how long the body of a request may be, bytes, where it is not a stream.
const maxBody = 1 << 20

type requestKey struct{}

// A request is what the middleware knows of a request.
type request struct {
	id    string
	route string // as the routes name it; "": none took it
	view  *View  // that was current when it came; nil: none was
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

// named notes that a route took the request.
func (m *meter) named(route string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requestOf(r).route = route
		next.ServeHTTP(w, r)
	})
}

// identified takes over the client's id of the request, or gives it one, and tells it.
func identified(r *http.Request) (*http.Request, *request) {
	q := &request{id: r.Header.Get("X-Request-Id")}
	if !isID(q.id) {
		var random [8]byte
		_, _ = rand.Read(random[:]) // never fails
		q.id = hex.EncodeToString(random[:])
	}
	return r.WithContext(context.WithValue(r.Context(), requestKey{}, q)), q
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

// logged writes one line of log for each request, without its query: that may hold a position.
func (s *server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.logRequest(r, recordingOf(w), time.Now())
		next.ServeHTTP(w, r)
	})
}

func (s *server) logRequest(r *http.Request, out *recording, begin time.Time) {
	level := slog.LevelInfo
	switch {
	case out.status == http.StatusServiceUnavailable: // not ready, or busy: it passes
		level = slog.LevelWarn
	case out.status >= http.StatusInternalServerError:
		level = slog.LevelError
	}
	s.Log.LogAttrs(r.Context(), level, "request",
		slog.String("request", requestID(r)), slog.String("method", r.Method), slog.String("path", r.URL.Path),
		slog.Int("status", out.status), slog.Int64("bytes", out.bytes),
		slog.Float64("ms", float64(time.Since(begin).Microseconds())/1000), slog.String("from", r.RemoteAddr))
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

// security is what every answer tells a browser; the page tells more. All answers share the values.
var security = map[string][]string{
	"X-Content-Type-Options":  {"nosniff"},
	"Content-Security-Policy": {closedPolicy},
}

// secured limits what a request may send and what a browser may do with an answer.
func (s *server) secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		maps.Copy(w.Header(), security)
		if r.Method != http.MethodPost && r.Body != http.NoBody {
			r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		}
		next.ServeHTTP(w, r)
	})
}
