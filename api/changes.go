package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gewu/district"
)

const typeEvents = "text/event-stream"

// sendLimit is how long a client of a stream may take to read what was written.
const sendLimit = 10 * time.Second

// changes answers GET /v1/changes[?after=]: what changed after a version, as JSON, or else as a
// stream of events that goes on. A stream begins with the version that the service is at.
func (s *server) changes(w http.ResponseWriter, r *http.Request) {
	q, err := parseQuery(r, "after")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	after, given, err := resumeAfter(r, q)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Add("Vary", "Accept")
	if wantsJSON(r) {
		s.answered(func(r *http.Request) (any, error) { return s.changesAnswer(r, after, given) }).ServeHTTP(w, r)
		return
	}
	s.changeStream(w, r, after, given)
}

// resumeAfter returns the version that the client knows, of the header that a browser sends when
// it comes back or else of after; false when it knows none.
func resumeAfter(r *http.Request, q query) (int64, bool, error) {
	name, text := "Last-Event-ID", strings.TrimSpace(r.Header.Get("Last-Event-ID"))
	if text == "" {
		name, text = "after", q.text("after")
	}
	if text == "" {
		return 0, false, nil
	}
	version, err := strconv.ParseInt(text, 10, 64)
	if err != nil || version < 0 {
		return 0, false, wrong(name, "不是版本号", "is not a version", text)
	}
	return version, true, nil
}

// wantsJSON reports whether the client names JSON, and not events.
func wantsJSON(r *http.Request) bool {
	accept := strings.ToLower(strings.Join(r.Header.Values("Accept"), ","))
	return strings.Contains(accept, "application/json") && !strings.Contains(accept, typeEvents)
}

type changesAnswer struct {
	Version int64          `json:"version"`
	Changes []changeAnswer `json:"changes"`
}

func (s *server) changesAnswer(r *http.Request, after int64, given bool) (any, error) {
	view := viewOf(r)
	answer := changesAnswer{Version: view.Version, Changes: []changeAnswer{}}
	if !given {
		return answer, nil
	}
	changes, err := s.changesAfter(r.Context(), after, view)
	if err != nil {
		return nil, err
	}
	answer.Changes = changeAnswers(changes, view.Snapshot, eyesOf(r))
	return answer, nil
}

// changesAfter returns what changed after a version up to that of the view.
func (s *server) changesAfter(ctx context.Context, after int64, view *View) ([]district.Change, error) {
	if after == view.Version {
		return nil, nil
	}
	if s.Changes == nil {
		return []district.Change{district.Everything(view.Version, view.Loaded)}, nil
	}
	changes, err := s.Changes.Changes(ctx, after)
	return district.Until(changes, view.Version), err
}

// changeStream answers with a stream. It ends when the client goes or is too slow, or the service
// stops; a client that comes back with the last id it was told misses nothing.
func (s *server) changeStream(w http.ResponseWriter, r *http.Request, after int64, given bool) {
	one := s.feed.subscribe(s.MostWatchers, eyesOf(r))
	if one == nil {
		s.fail(w, r, tooManyWatchers())
		return
	}
	defer s.feed.unsubscribe(one)
	view := s.Districts.Today() // after subscribing, so that no change is missed in between
	var missed []district.Change
	if given {
		var err error
		if missed, err = s.changesAfter(r.Context(), after, view); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	out := newEvents(w)
	begun := append([]byte("retry: 2000\n"), eventOf("version", view.Version, len(missed) == 0, map[string]int64{"version": view.Version})...)
	if out.send(begun) != nil {
		return
	}
	for _, n := range newsOf(missed, view.Snapshot, one.eyes) {
		if out.send(n.event) != nil {
			return
		}
	}
	s.follow(out, r, one, view.Version)
}

// follow sends news after a version until the end. It ends too when who asks may see more or less
// than in the beginning: they come back, and are told what they may see now.
func (s *server) follow(out *events, r *http.Request, one *subscriber, version int64) {
	beat := time.NewTicker(s.Heartbeat)
	defer beat.Stop()
	for {
		var err error
		select {
		case n := <-one.news:
			if !s.stillSees(r.Context(), r, one.eyes) {
				return
			}
			if n.version >= version { // a new day has the version of the day before
				err = out.send(n.event)
			}
		case <-beat.C:
			if !s.stillSees(r.Context(), r, one.eyes) {
				return
			}
			err = out.send([]byte(": still here\n\n"))
		case <-one.slow:
			return
		case <-r.Context().Done():
			return
		case <-ending(r.Context()):
			return
		}
		if err != nil {
			return
		}
	}
}

// events writes a stream of events, each sent at once.
type events struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

// newEvents sends the head of the stream. The connection's own limits of time no longer hold.
func newEvents(w http.ResponseWriter) *events {
	out := &events{w, http.NewResponseController(w)}
	_ = out.control.SetReadDeadline(time.Time{}) // a connection that has none goes without
	h := w.Header()
	h.Set("Content-Type", typeEvents)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold it back
	w.WriteHeader(http.StatusOK)
	return out
}

func (e *events) send(text []byte) error {
	_ = e.control.SetWriteDeadline(time.Now().Add(sendLimit))
	if _, err := e.w.Write(text); err != nil {
		return err
	}
	return e.control.Flush()
}

type endingKey struct{}

// whileServing returns a context of requests that tells when the service begins to stop: when ctx
// is done. Requests are not cut short by that.
func whileServing(ctx context.Context) context.Context {
	return context.WithValue(context.WithoutCancel(ctx), endingKey{}, ctx.Done())
}

// ending returns a channel that is closed when the service begins to stop; nil: it is not told.
func ending(ctx context.Context) <-chan struct{} {
	done, _ := ctx.Value(endingKey{}).(<-chan struct{})
	return done
}
