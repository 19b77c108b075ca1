package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/mux"
	"github.com/klauspost/compress/gzhttp"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// tilesRoute is the name of the tiles' routes in metrics and logs.
const tilesRoute = "/tiles/"

// locateRoute is where positions are looked up.
const locateRoute = "/v1/locate"

// direct has tiles and single look-ups answered without trying any route: they are asked most. The
// rest goes to routes.
func (s *server) direct(m *meter, routes http.Handler) http.Handler {
	tile, locate := m.named(tilesRoute, s.tiles()), s.call(m, locateRoute, s.locate)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, tilesRoute):
			tile.ServeHTTP(w, r)
		case r.URL.Path == locateRoute && (r.Method == http.MethodGet || r.Method == http.MethodHead):
			locate.ServeHTTP(w, r)
		default:
			routes.ServeHTTP(w, r)
		}
	})
}

// call returns the handler of a call under the name of its route.
func (s *server) call(m *meter, path string, c call) http.Handler {
	return m.named(path, gzhttp.GzipHandler(s.ready(s.answered(c))))
}

// routes returns the handler of every call but tiles.
func (s *server) routes(m *meter) http.Handler {
	r := mux.NewRouter()
	get := func(path string, c call) {
		r.Handle(path, s.call(m, path, c)).Methods(http.MethodGet, http.MethodHead)
	}
	get(locateRoute, s.locate)
	get("/v1/district", s.district)
	get("/v1/communities", s.communities)
	get("/v1/communities/{id}/grids", s.grids)
	get("/v1/areas/{id}", s.area)
	get("/v1/search", s.search)
	r.Handle("/v1/changes", m.named("/v1/changes", s.ready(http.HandlerFunc(s.changes)))).Methods(http.MethodGet)
	r.Handle(locateRoute, m.named(locateRoute, s.ready(http.HandlerFunc(s.locateStream)))).Methods(http.MethodPost)

	plain := func(path string, h http.Handler) {
		r.Handle(path, m.named(path, h)).Methods(http.MethodGet, http.MethodHead)
	}
	plain("/healthz", s.answered(health))
	plain("/readyz", s.ready(s.answered(health)))
	plain("/metrics", promhttp.HandlerFor(s.Metrics, promhttp.HandlerOpts{}))
	plain("/problems/{kind}", s.answered(problemKind))

	r.MethodNotAllowedHandler = s.wrongMethod(r)
	r.NotFoundHandler = s.elsewhere(m)
	return r
}

// variable returns a part of the path that a route names.
func variable(r *http.Request, name string) string { return mux.Vars(r)[name] }

// elsewhere answers what no route takes: the page, but not under the paths of the interface,
// where a mistake must not look like a success.
func (s *server) elsewhere(m *meter) http.Handler {
	page := m.named("page", s.page())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if top, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/"); top == "v1" || top == "tiles" || top == "problems" {
			s.notFound(w, r)
			return
		}
		page.ServeHTTP(w, r)
	})
}

func (s *server) notFound(w http.ResponseWriter, r *http.Request) {
	s.fail(w, r, nothingAt(r))
}

// wrongMethod answers a path that is taken, but not by this method.
func (s *server) wrongMethod(routes *mux.Router) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var allowed []string
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
			try := r.Clone(r.Context())
			try.Method = method
			var match mux.RouteMatch
			if routes.Match(try, &match) && match.MatchErr == nil {
				allowed = append(allowed, method)
			}
		}
		allowing(allowed...).ServeHTTP(w, r)
	})
}

// allowing answers 405 and says which methods there are.
func allowing(methods ...string) http.Handler {
	slices.Sort(methods)
	list := strings.Join(methods, ", ")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", list)
		answerProblem(w, r, badMethod.because("此处支持：%s。", "Allowed here: %s.", list).with("allow", methods))
	})
}
