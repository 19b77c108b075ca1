package tiles

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"time"

	"github.com/gorilla/mux"
	"github.com/paulmach/orb"
)

// contentType is what MapLibre, GDAL and QGIS expect of a vector tile.
const contentType = "application/vnd.mapbox-vector-tile"

// A Source makes tiles.
type Source interface {
	// Tile returns a tile of the layers, named between commas, as they stand on a day; no
	// bytes for a tile that nothing is in.
	Tile(ctx context.Context, layers string, a Address, day time.Time) ([]byte, error)
}

// A State says which data a request is answered from.
type State struct {
	Version     int64
	Day         time.Time
	Dated       bool // the request asks for this day; else it is today
	Attribution string
	Bound       orb.Bound // of the district, in degrees; empty: not known
}

// A Config says how to serve tiles. All but BaseURL and Timeout must be set.
type Config struct {
	Source  Source
	State   func(*http.Request) (State, error)
	BaseURL string        // that tiles are reached under, without a slash at the end; "": paths alone
	Timeout time.Duration // for making one tile; 0: 10 s

	// Fail answers an error: of State, of Source, or one that wraps ErrAddress or ErrLayer.
	Fail func(http.ResponseWriter, *http.Request, error)
	// NotFound and MethodNotAllowed answer what is no route.
	NotFound, MethodNotAllowed http.Handler
}

type server struct {
	Config
	makers chan struct{} // limits how many tiles are made at once
}

// Handler serves /tiles/{layers}.json and /tiles/{layers}/{z}/{x}/{y}.mvt; {layers} is one name
// or several between commas. Any page may read the answers.
//
// A tile's ETag comes from the version of the data, the layers, the address, the day and the
// encoding, so a tile that is still good is known without making it.
func Handler(c Config) http.Handler {
	if c.Timeout == 0 {
		c.Timeout = 10 * time.Second
	}
	s := &server{c, make(chan struct{}, 2*runtime.GOMAXPROCS(0))}
	r := mux.NewRouter()
	r.HandleFunc("/tiles/{layers}.json", s.tileJSON).Methods(http.MethodGet, http.MethodHead)
	r.HandleFunc("/tiles/{layers}/{z}/{x}/{y}.mvt", s.tile).Methods(http.MethodGet, http.MethodHead)
	r.NotFoundHandler, r.MethodNotAllowedHandler = c.NotFound, c.MethodNotAllowed
	return shared(r)
}

// shared lets pages of every origin read the answers of next, errors included.
func shared(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Expose-Headers", "ETag, X-Dataset-Version")
		if r.Method == http.MethodOptions {
			preflight(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// preflight tells a browser what it may send.
func preflight(w http.ResponseWriter) {
	w.Header().Set("Access-Control-Allow-Methods", "GET, HEAD")
	w.Header().Set("Access-Control-Allow-Headers", "If-None-Match")
	w.Header().Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}

// tileJSON answers GET /tiles/{layers}.json.
func (s *server) tileJSON(w http.ResponseWriter, r *http.Request) {
	layers, err := ParseLayers(mux.Vars(r)["layers"])
	if err != nil {
		s.Fail(w, r, err)
		return
	}
	state, err := s.State(r)
	if err != nil {
		s.Fail(w, r, err)
		return
	}
	if unchanged(w, r, etag(state, names(layers), "json")) {
		return
	}
	set := Set{
		Layers: layers, URL: s.template(layers, state),
		Attribution: state.Attribution, Version: state.Version, Bound: state.Bound,
	}
	body, err := set.json()
	if err != nil {
		s.failUnkept(w, r, err)
		return
	}
	answer(w, r, "application/json", body)
}

// template returns where the tiles are, with {z}, {x} and {y} to be filled in: under the
// configured address, never under the host that a client claims to have asked.
func (s *server) template(layers []Layer, state State) string {
	address := s.BaseURL + "/tiles/" + names(layers) + "/{z}/{x}/{y}.mvt"
	if state.Dated {
		address += "?" + url.Values{"at": {state.Day.Format(time.DateOnly)}}.Encode()
	}
	return address
}

// tile answers GET /tiles/{layers}/{z}/{x}/{y}.mvt.
func (s *server) tile(w http.ResponseWriter, r *http.Request) {
	vars := mux.Vars(r)
	layers, err := ParseLayers(vars["layers"])
	if err != nil {
		s.Fail(w, r, err)
		return
	}
	a, err := ParseAddress(vars["z"] + "/" + vars["x"] + "/" + vars["y"])
	if err != nil {
		s.Fail(w, r, err)
		return
	}
	state, err := s.State(r)
	if err != nil {
		s.Fail(w, r, err)
		return
	}
	if unchanged(w, r, etag(state, names(layers), a.String())) {
		return
	}
	mvt, err := s.make(r.Context(), names(layers), a, state.Day)
	if err != nil {
		s.failUnkept(w, r, fmt.Errorf("tile %s/%v: %w", names(layers), a, err))
		return
	}
	answer(w, r, contentType, mvt)
}

// failUnkept answers an error instead of a document that a client could have kept.
func (s *server) failUnkept(w http.ResponseWriter, r *http.Request, err error) {
	w.Header().Del("ETag")
	w.Header().Set("Cache-Control", "no-store")
	s.Fail(w, r, err)
}

// make has the tile made, when its turn comes.
func (s *server) make(ctx context.Context, layers string, a Address, day time.Time) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, s.Timeout)
	defer cancel()
	select {
	case s.makers <- struct{}{}:
		defer func() { <-s.makers }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	mvt, err := s.Source.Tile(ctx, layers, a, day)
	if err != nil && ctx.Err() != nil {
		err = errors.Join(ctx.Err(), err) // a driver's own error hides what ended it
	}
	return mvt, err
}

func names(layers []Layer) string {
	list := make([]string, len(layers))
	for i, layer := range layers {
		list[i] = layer.Name
	}
	return strings.Join(list, ",")
}
