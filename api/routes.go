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
	tile := m.named(tilesRoute, s.roomed(tileCalls, s.tiles()))
	locate := m.named(locateRoute, s.ready(s.guarded(ruleOf("GET "+locateRoute), zipped(s.answered(s.locate)))))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, tilesRoute) && !strings.HasPrefix(r.URL.Path, heatRoute) && !strings.HasPrefix(r.URL.Path, placesRoute):
			tile.ServeHTTP(w, r)
		case r.URL.Path == locateRoute && (r.Method == http.MethodGet || r.Method == http.MethodHead):
			locate.ServeHTTP(w, r)
		default:
			routes.ServeHTTP(w, r)
		}
	})
}

// zipped compresses answers for those who take that. Who does not say so is answered at once, and
// without Vary: what is kept by nobody unasked needs none, and one header less than nine saves the
// growth of two maps.
func zipped(h http.Handler) http.Handler {
	compressing := gzhttp.GzipHandler(h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.Header["Accept-Encoding"]) > 0 {
			compressing.ServeHTTP(w, r)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// routes returns the handler of every call but tiles.
func (s *server) routes(m *meter) http.Handler {
	g := newRegistrar(s, m)
	g.call("GET /v1/locate", s.locate)
	g.handle("POST /v1/locate", http.HandlerFunc(s.locateStream))
	g.call("GET /v1/district", s.district)
	g.call("GET /v1/communities", s.communities)
	g.call("GET /v1/communities/{id}/grids", s.grids)
	g.call("GET /v1/areas/{id}", s.area)
	g.call("GET /v1/search", s.search)
	g.handle("GET /v1/changes", http.HandlerFunc(s.changes))
	g.handle("GET /v1/openapi.json", http.HandlerFunc(s.describe))
	s.peopleRoutes(g)
	s.planRoutes(g)
	s.analysisRoutes(g)

	g.handle("GET /healthz", s.answered(health))
	g.handle("GET /readyz", s.ready(s.answered(health)))
	g.handle("GET /metrics", promhttp.HandlerFor(s.Metrics, promhttp.HandlerOpts{}))
	g.handle("GET /problems/{kind}", s.answered(problemKind))
	g.take("GET " + tilesRoute) // answered by direct
	g.take("GET /")             // the page
	g.check()

	g.router.MethodNotAllowedHandler = s.wrongMethod(g.router)
	g.router.NotFoundHandler = s.elsewhere(m)
	return g.router
}

// variable returns a part of the path that a route names.
func variable(r *http.Request, name string) string { return mux.Vars(r)[name] }

// elsewhere answers what no route takes: the page, but not under the paths of the interface,
// where a mistake must not look like a success.
func (s *server) elsewhere(m *meter) http.Handler {
	page := m.named("page", s.page())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if top, _, _ := strings.Cut(strings.TrimLeft(r.URL.Path, "/"), "/"); top == "v1" || top == "tiles" || top == "problems" {
			s.notFound(w, r)
			return
		}
		page.ServeHTTP(w, r)
	})
}

func (s *server) notFound(w http.ResponseWriter, r *http.Request) {
	s.fail(w, r, nothingAt(r))
}

// methods are those that routes may have.
var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// wrongMethod answers a path that is taken, but not by this method.
func (s *server) wrongMethod(routes *mux.Router) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var allowed []string
		for _, method := range methods {
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
