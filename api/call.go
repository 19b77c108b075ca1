package api

import (
	"net/http"
	"strconv"
	"time"

	"gewu/district"
	"gewu/geo"
)

// A call is a handler that returns its answer, or the error to answer with.
type call func(r *http.Request) (any, error)

// Values of headers that are never changed.
var (
	jsonType = []string{"application/json"}
	ownOnly  = []string{"private, no-cache"}
)

// answered makes a handler of a call.
func (s *server) answered(c call) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, err := c(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if reply, ok := answer.(reply); ok {
			reply.write(w)
			return
		}
		h := w.Header()
		h["Content-Type"] = jsonType
		h["Cache-Control"] = ownOnly
		writeJSON(w, http.StatusOK, answer)
	})
}

// withView gives each request the view that is current when it comes, and says which version
// of the data that is.
func (s *server) withView(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if v := s.Districts.Today(); v != nil {
			w.Header()["X-Dataset-Version"] = v.versionHeader()
			requestOf(r).view = v
		}
		next.ServeHTTP(w, r)
	})
}

// ready lets requests pass once there is a view.
func (s *server) ready(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if requestOf(r).view == nil {
			s.fail(w, r, stillLoading())
			return
		}
		next.ServeHTTP(w, r)
	})
}

// viewOf returns the view that r is answered from. Only routes behind ready may call it.
func viewOf(r *http.Request) *View {
	v := requestOf(r).view
	if v == nil {
		panic("api: a call without a view")
	}
	return v
}

// snapshot returns the district as the request asks for it: today, or on the day of at.
func (s *server) snapshot(r *http.Request, q query) (*district.Snapshot, error) {
	day, given, err := q.day()
	if err != nil || !given {
		return viewOf(r).Snapshot, err
	}
	return s.on(r, day)
}

// dated returns the district of the day that ?at= names, for a call that takes no other parameter.
func (s *server) dated(r *http.Request) (*district.Snapshot, error) {
	q, err := parseQuery(r, "at")
	if err != nil {
		return nil, err
	}
	return s.snapshot(r, q)
}

// place returns the area that the path names.
func place(r *http.Request, s *district.Snapshot) (*district.Place, error) {
	text := variable(r, "id")
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 || strconv.FormatInt(id, 10) != text {
		return nil, noArea.because("辖区编号应为正整数：“%s”。", "The id of an area is a positive whole number: “%s”.", clip(text))
	}
	p, ok := s.Place(geo.AreaID(id))
	if !ok {
		return nil, areaMissing(id)
	}
	return p, nil
}

// health answers GET /healthz, and GET /readyz once the data is loaded.
func health(r *http.Request) (any, error) {
	if _, err := parseQuery(r); err != nil {
		return nil, err
	}
	return map[string]string{"status": "ok"}, nil
}

// date writes a day as it is written in answers.
func date(day time.Time) string { return day.Format(time.DateOnly) }
