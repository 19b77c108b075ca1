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

// A known is what a client of changes knows already.
type known struct {
	version int64
	given   bool
	day     time.Time // that it shows; zero: not told
}

// changes answers GET /v1/changes[?after=][&day=]: what changed after a version, as JSON, or else as a
// stream of events that goes on. A stream begins with the version that the service is at.
func (s *server) changes(w http.ResponseWriter, r *http.Request) {
	q, err := parseQuery(r, "after", "day")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	has, err := knownBy(r, q)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Add("Vary", "Accept")
	if wantsJSON(r) {
		s.answered(func(r *http.Request) (any, error) { return s.changesAnswer(r, has) }).ServeHTTP(w, r)
		return
	}
	s.changeStream(w, r, has)
}

// knownBy returns what the client knows: the version of the header that a browser sends when it comes
// back or else of after, and the day.
func knownBy(r *http.Request, q query) (has known, err error) {
	if has.day, _, err = q.date("day"); err != nil {
		return has, err
	}
	name, text := "Last-Event-ID", strings.TrimSpace(r.Header.Get("Last-Event-ID"))
	if text == "" {
		name, text = "after", q.text("after")
	}
	if text == "" {
		return has, nil
	}
	has.given = true
	if has.version, err = strconv.ParseInt(text, 10, 64); err != nil || has.version < 0 {
		return has, wrong(name, "不是版本号", "is not a version", text)
	}
	return has, nil
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

func (s *server) changesAnswer(r *http.Request, has known) (any, error) {
	view := viewOf(r)
	answer := changesAnswer{Version: view.Version, Changes: []changeAnswer{}}
	if !has.given {
		return answer, nil
	}
	changes, err := s.changesAfter(r.Context(), has, view)
	if err != nil {
		return nil, err
	}
	answer.Changes = changeAnswers(changes, view.Snapshot, eyesOf(r))
	return answer, nil
}

// changesAfter returns what changed after what a client knows up to the view: everything when another
// day has begun.
func (s *server) changesAfter(ctx context.Context, has known, view *View) ([]district.Change, error) {
	anotherDay := !has.day.IsZero() && !has.day.Equal(view.Day)
	if has.version == view.Version && !anotherDay {
		return nil, nil
	}
	if s.Changes == nil || anotherDay {
		return []district.Change{district.Everything(view.Version, view.Loaded)}, nil
	}
	changes, err := s.Changes.Changes(ctx, has.version)
	return district.Until(changes, view.Version), err
}

// changeStream answers with a stream. It ends when the client goes or is too slow, or the service
// stops; a client that comes back with the last id it was told misses nothing.
func (s *server) changeStream(w http.ResponseWriter, r *http.Request, has known) {
	one := s.feed.subscribe(s.MostWatchers, eyesOf(r))
	if one == nil {
		s.fail(w, r, tooManyWatchers())
		return
	}
	defer s.feed.unsubscribe(one)
	view := s.Districts.Today() // after subscribing, so that no change is missed in between
	var missed []district.Change
	if has.given {
		var err error
		if missed, err = s.changesAfter(r.Context(), has, view); err != nil {
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
