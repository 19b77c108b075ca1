package api

import (
	"github.com/gorilla/mux"

	"gewu/analysis"
	"gewu/tiles"
)

// PlacesDrawer returns what draws tiles of an answer's places.
func PlacesDrawer(a *analysis.Answer) func(tiles.Address) []byte {
	return newPlacesMap(analysis.SheetOf(a)).draw
}

// DrawPlaces draws a tile of an answer's places.
func DrawPlaces(a *analysis.Answer, at tiles.Address) []byte {
	return newPlacesMap(analysis.SheetOf(a)).draw(at)
}

// A Route is one path of the interface with its methods; without methods it takes all.
type Route struct {
	Path    string
	Methods []string
}

// Routes lists what Handler(c) serves beside the page.
func Routes(c Config) ([]Route, error) {
	s := newServer(c)
	router, ok := s.routes(newMeter(s.Metrics, s.Districts, s.feed.count)).(*mux.Router)
	if !ok {
		panic("routes are no router")
	}
	routes := []Route{{Path: tilesRoute}} // without a router
	err := router.Walk(func(r *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		path, err := r.GetPathTemplate()
		methods, _ := r.GetMethods() // a prefix has none
		routes = append(routes, Route{path, methods})
		return err
	})
	return routes, err
}

// AppendText is what writes texts in answers.
var AppendText = appendText

// AppendDate is what writes days in answers.
var AppendDate = appendDate

// ParametersOf returns the values of a query by the names of the parameters.
func ParametersOf(query string) (map[string][]string, error) {
	parameters, err := parametersOf(query)
	values := map[string][]string{}
	for _, p := range parameters {
		values[p.name] = append(values[p.name], p.value)
	}
	return values, err
}
