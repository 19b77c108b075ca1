package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"

	"gewu/analysis"
	"gewu/tiles"
)

// placesRoute is where the places of answers are vector tiles.
const placesRoute = "/tiles/analysis/"

// How many maps of places are kept, and how many bytes they take together.
const (
	mostPlaces  = 32
	placesBytes = 96 << 20
)

// newPlaces keeps the places of the answers that were asked for last, to be drawn.
func newPlaces() *kept[*placesMap] { return newKept(mostPlaces, placesBytes, (*placesMap).size) }

// placesTile answers GET /tiles/analysis/{what}/{z}/{x}/{y}.mvt: the places of the answer to the same question,
// which is asked once for all its tiles. A tile without any is no content.
func (s *server) placesTile(w http.ResponseWriter, r *http.Request) {
	address, err := tiles.ParseAddress(variable(r, "z") + "/" + variable(r, "x") + "/" + variable(r, "y"))
	if err != nil {
		s.notFound(w, r)
		return
	}
	a, err := s.placesAsked(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	key := a.key()
	s.drawnTile(w, r, key, address, "application/vnd.mapbox-vector-tile", func(ctx context.Context) ([]byte, error) {
		places, err := s.places.of(ctx, key, a.places)
		if err != nil {
			return nil, err
		}
		return places.draw(address), nil
	})
}

// drawnTile answers with a tile of what a key stands for, unless the client holds it. No bytes are no content.
func (s *server) drawnTile(w http.ResponseWriter, r *http.Request, key string, address tiles.Address, media string, draw func(context.Context) ([]byte, error)) {
	tag := tagOfTile(key, address)
	h := w.Header()
	h["Cache-Control"] = ownOnly
	if tiles.Holds(r, tag) {
		h.Set("ETag", tag)
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body, err := draw(r.Context())
	if err != nil {
		s.fail(w, r, analysisProblem(err))
		return
	}
	h.Set("ETag", tag)
	if body == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	h.Set("Content-Type", media)
	_, _ = w.Write(body) // the client has gone, if it fails
}

// placesAsked reads the question of a tile. What has no bearing on places is left as it usually is.
func (s *server) placesAsked(r *http.Request) (asked, error) {
	what := variable(r, "what")
	if !slices.Contains(analysis.Drawn, analysis.What(what)) {
		return asked{}, noRoute.because("“%s”没有瓦片。", "There are no tiles of “%s”.", clip(what))
	}
	a, err := s.analysisAsked(r, what)
	if err != nil {
		return asked{}, err
	}
	if r.URL.Query().Has("format") {
		return asked{}, badParameter.because("瓦片没有 format 参数。", "Tiles have no parameter format.").with("parameter", "format")
	}
	a.question.Bandwidth, a.question.List, a.question.After = analysis.UsualBandwidth, "", 0
	return a, nil
}

// places asks the question and lays out the places of the answer.
func (a asked) places(ctx context.Context) (*placesMap, error) {
	answer, err := a.atOnce(ctx)
	if err != nil {
		return nil, err
	}
	return newPlacesMap(analysis.SheetOf(answer)), nil
}

// key is the same for questions that have the same answer.
func (a asked) key() string {
	return fmt.Sprint(a.evidence.Program, " ", a.evidence.Version, " ", a.evidence.Today, " ", analysis.Key(a.question))
}

// tagOfTile is the ETag of a tile of what a key stands for.
func tagOfTile(key string, address tiles.Address) string {
	sum := sha256.Sum256([]byte(key + " " + address.String()))
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}
