package api

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"
	"github.com/klauspost/compress/gzhttp"
)

// A registrar takes the routes of a server, each by a line of the access table.
type registrar struct {
	server *server
	meter  *meter
	router *mux.Router
	taken  map[string]bool
}

func newRegistrar(s *server, m *meter) *registrar {
	// A path that is not clean has no route: a router would send it on to the host that it may name.
	return &registrar{s, m, mux.NewRouter().SkipClean(true), map[string]bool{}}
}

// take returns the rule of an operation, and notes that it has its route. It panics when there is
// no rule, or the route is there already.
func (g *registrar) take(operation string) *rule {
	if g.taken[operation] {
		panic("api: twice " + operation)
	}
	g.taken[operation] = true
	return ruleOf(operation)
}

// call has a route ("GET /v1/areas/{id}") answered with what a call returns.
func (g *registrar) call(operation string, c call) {
	g.handle(operation, gzhttp.GzipHandler(g.server.answered(c)))
}

// handle has a route answered by a handler when the rule allows it: once the data is loaded, but for
// what everybody may always ask.
func (g *registrar) handle(operation string, h http.Handler) {
	rule := g.take(operation)
	method, path, _ := strings.Cut(operation, " ")
	methods := []string{method}
	if method == http.MethodGet {
		methods = append(methods, http.MethodHead)
	}
	h = g.server.guarded(rule, h)
	if rule.visitors != always && rule.visitors != local {
		h = g.server.ready(h)
	}
	g.router.Handle(path, g.meter.named(path, h)).Methods(methods...)
}

// check panics when a rule is about a route that nobody registered.
func (g *registrar) check() {
	for operation := range rules {
		if _, path, _ := strings.Cut(operation, " "); strings.HasPrefix(path, "/") && !g.taken[operation] {
			panic("api: a rule but no route: " + operation)
		}
	}
}
