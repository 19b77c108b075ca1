package main

import (
	"bufio"
	"encoding/json"
	"io"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"gewu/geo"
)

// A result is what a check found.
type result struct {
	*survey
	problems []geo.Problem
	healing  *healing // nil: not asked for
}

func (c *checking) write(out io.Writer, r result) error {
	w := bufio.NewWriter(out)
	var err error
	switch c.format {
	case "json":
		err = r.writeJSON(w)
	case "geojson":
		err = r.writeGeoJSON(w)
	default:
		teller{w, checkWords[c.language], c.all}.tell(r)
	}
	if err != nil {
		return err
	}
	return w.Flush()
}

// The answer of --format json.
type (
	checkAnswer struct {
		Areas    int            `json:"areas"`
		Problems []checkProblem `json:"problems"`
		Snapping *checkSnapping `json:"snapping,omitempty"`
	}
	checkProblem struct {
		Kind         string    `json:"kind"`
		Areas        []string  `json:"areas"`
		SquareMetres float64   `json:"area_m2"`
		At           orb.Point `json:"at"`
		Name         string    `json:"name,omitempty"` // of the building, estate or cell
	}
	checkSnapping struct {
		Tolerance float64              `json:"tolerance_m"`
		Heals     bool                 `json:"heals"`
		Changed   []checkSnappingShift `json:"changed"`
		Overlaps  int                  `json:"overlaps_left"`
	}
	checkSnappingShift struct {
		Area         string  `json:"area"`
		SquareMetres float64 `json:"area_m2"`
	}
)

func (r result) writeJSON(w io.Writer) error {
	answer := checkAnswer{Areas: len(r.areas), Problems: []checkProblem{}}
	for _, p := range r.problems {
		answer.Problems = append(answer.Problems, r.answer(p))
	}
	if h := r.healing; h != nil {
		s := &checkSnapping{Tolerance: h.tolerance, Heals: h.heals, Changed: []checkSnappingShift{}, Overlaps: len(h.remain)}
		for _, c := range h.changes {
			s.Changed = append(s.Changed, checkSnappingShift{r.names[c.Area], rounded(c.SquareMetres, 1e4)})
		}
		answer.Snapping = s
	}
	return json.NewEncoder(w).Encode(answer)
}

func (r result) answer(p geo.Problem) checkProblem {
	return checkProblem{
		Kind: p.Kind.String(), Areas: r.namesOf(p), SquareMetres: rounded(p.SquareMetres, 1e4),
		At: rounding(p.Place), Name: p.Thing,
	}
}

func (r result) namesOf(p geo.Problem) []string {
	names := make([]string, len(p.Areas))
	for i, id := range p.Areas {
		names[i] = r.names[id]
	}
	return names
}

// rounding leaves a tenth of a millimetre, so that the place stays in what is narrow.
func rounding(p orb.Point) orb.Point { return orb.Point{rounded(p[0], 1e9), rounded(p[1], 1e9)} }

func rounded(v, steps float64) float64 { return math.Round(v*steps) / steps }

// writeGeoJSON writes the land concerned, or the point where it is about none.
func (r result) writeGeoJSON(w io.Writer) error {
	collection := geojson.NewFeatureCollection()
	for _, p := range r.problems {
		a := r.answer(p)
		f := geojson.NewFeature(a.At)
		if len(p.Land) > 0 {
			f.Geometry = p.Land
		}
		f.Properties = geojson.Properties{
			"kind": a.Kind, "areas": a.Areas, "area_m2": a.SquareMetres, "at": a.At, "places": p.Places,
		}
		if a.Name != "" {
			f.Properties["name"] = a.Name
		}
		if p.Metres > 0 {
			f.Properties["width_m"] = rounded(p.Metres, 1e4)
		}
		collection.Append(f)
	}
	return json.NewEncoder(w).Encode(collection)
}
