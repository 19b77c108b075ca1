package tiles

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// tileJSON answers GET /tiles/{layers}.json.
func (s *server) tileJSON(w http.ResponseWriter, r *http.Request, p path) {
	state, err := s.State(r)
	if err != nil {
		s.Fail(w, r, err)
		return
	}
	layers, err := ParseLayers(p.layers)
	if err != nil {
		s.Fail(w, r, err)
		return
	}
	mask, err := state.seen(p.layers)
	if err != nil {
		s.Fail(w, r, err)
		return
	}
	variant := state.Sight.variant(mask)
	template := s.template(p.layers, state, variant)
	keep := askAgain
	if variant != "" {
		keep = ownOnly
	}
	if unchanged(w, r, documentTag(r, state, template), keep) {
		return
	}
	for i := range layers {
		layers[i] = state.Sight.of(layers[i])
	}
	set := Set{Layers: layers, URL: template, Attribution: state.Attribution, Version: state.Version, Bound: state.Bound}
	document, err := set.json()
	if err != nil {
		w.Header().Del("ETag")
		w.Header().Set("Cache-Control", "no-store")
		s.Fail(w, r, err)
		return
	}
	answer(w, r, "application/json", document)
}

// documentTag returns the ETag of a TileJSON document.
func documentTag(r *http.Request, state State, template string) []string {
	tag := strconv.FormatInt(state.Version, 10) + "." + state.Day.Format("20060102") + "." + url.PathEscape(template)
	if AcceptsGzip(r) {
		tag += "." + gzipped.name()
	}
	return []string{`"` + tag + `"`}
}

// template returns where the tiles are, with {z}, {x} and {y} to be filled in: under the
// configured address, never under the host that a client claims to have asked. Who sees more than
// everyone has another address, under which their browser has not kept what everyone sees.
func (s *server) template(layers string, state State, variant string) string {
	address := s.BaseURL + "/tiles/" + layers
	if state.Versioned {
		address += "/v" + strconv.FormatInt(state.Version, 10)
	}
	address += "/{z}/{x}/{y}.mvt"
	query := url.Values{}
	if state.Dated {
		query.Set("at", state.Day.Format(time.DateOnly))
	}
	if variant != "" {
		query.Set("for", shortName(variant))
	}
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address
}

// shortName names a variant by 12 letters and digits.
func shortName(variant string) string {
	sum := sha256.Sum256([]byte(variant))
	return hex.EncodeToString(sum[:6])
}
