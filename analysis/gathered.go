package analysis

import (
	"cmp"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"

	"gewu/geo"
	"gewu/hotspot"
)

// A gathered is incidents that belong together: how many on each piece, and of each kind.
type gathered struct {
	pieces  []int32 // in the order in which they came
	byPiece map[int32]int
	byKind  map[hotspot.Kind]int
}

func newGathered() *gathered {
	return &gathered{byPiece: map[int32]int{}, byKind: map[hotspot.Kind]int{}}
}

// take makes a piece part of it, also without incidents.
func (g *gathered) take(piece int32) {
	if _, there := g.byPiece[piece]; !there {
		g.pieces = append(g.pieces, piece)
		g.byPiece[piece] = 0
	}
}

func (g *gathered) add(piece int32, kind hotspot.Kind, count int) {
	g.take(piece)
	g.byPiece[piece] += count
	g.byKind[kind] += count
}

// describe tells where a spot lies, of what kinds its incidents are, who covers it, and which call lists its
// issues. It is named after the grid with most of its incidents.
func (s *Study) describe(spot *Spot, g *gathered, from, until hotspot.Day) {
	incidents, n := map[int32]int{}, 0
	var x, y float64
	for _, piece := range g.pieces {
		count := g.byPiece[piece]
		if count == 0 {
			continue
		}
		middle := s.Lattice.Middle(int(s.Pieces.Square[piece]))
		n, x, y = n+count, x+float64(count)*middle.X, y+float64(count)*middle.Y
		incidents[s.Pieces.Ground[piece]] += count
	}
	if n > 0 {
		spot.At = Position(s.Plane.Position(hotspot.Point{X: x / float64(n), Y: y / float64(n)}))
	}
	spot.Bounds = s.boundsOf(g.pieces)
	spot.Kinds, spot.Grids, spot.Holders, spot.Places = s.kindParts(g), []AreaName{}, []Holder{}, []int{}
	for _, ground := range mostFirst(incidents) {
		if spot.Grids = append(spot.Grids, s.GridName(ground)); len(spot.Grids) == 1 {
			spot.Name = Within(s.communityName(ground), Same(s.Grounds[ground].Name))
		}
		spot.Holders = append(spot.Holders, s.HoldersOf(ground)...)
	}
	spot.Issues = s.issuesCall(spot, from, until)
}

// mostFirst returns grids, that with most incidents first.
func mostFirst(incidents map[int32]int) (grounds []int32) {
	for g := range incidents {
		if g >= 0 {
			grounds = append(grounds, g)
		}
	}
	slices.SortFunc(grounds, func(a, b int32) int {
		return cmp.Or(cmp.Compare(incidents[b], incidents[a]), cmp.Compare(a, b))
	})
	return grounds
}

// boundsOf returns west, south, east and north of some pieces.
func (s *Study) boundsOf(pieces []int32) [4]Degrees {
	if len(pieces) == 0 {
		return [4]Degrees{}
	}
	low, high := geo.Point{Lon: math.MaxInt32, Lat: math.MaxInt32}, geo.Point{Lon: math.MinInt32, Lat: math.MinInt32}
	for _, piece := range pieces {
		middle := s.Lattice.Middle(int(s.Pieces.Square[piece]))
		for _, d := range []float64{-Square / 2, Square / 2} {
			p := s.Plane.Position(hotspot.Point{X: middle.X + d, Y: middle.Y + d})
			low.Lon, low.Lat = min(low.Lon, p.Lon), min(low.Lat, p.Lat)
			high.Lon, high.Lat = max(high.Lon, p.Lon), max(high.Lat, p.Lat)
		}
	}
	return [4]Degrees{Degrees(low.Lon), Degrees(low.Lat), Degrees(high.Lon), Degrees(high.Lat)}
}

// kindParts tells the kinds of some incidents, the most frequent first.
func (s *Study) kindParts(g *gathered) []KindPart {
	parts := []KindPart{}
	for k, n := range g.byKind {
		if kind := &s.Kinds[k]; n > 0 {
			parts = append(parts, KindPart{kind.Code, kind.Name, n})
		}
	}
	slices.SortFunc(parts, func(a, b KindPart) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Code, b.Code))
	})
	return parts
}

// HoldersOf returns the duties of a grid and who has them; a duty of several people is told for each.
func (e *Evidence) HoldersOf(ground int32) (holders []Holder) {
	for _, post := range e.Grounds[ground].Posts {
		if len(post.Holders) == 0 {
			holders = append(holders, Holder{Grid: e.GridName(ground), Duty: post.Name})
		}
		for _, name := range post.Holders {
			holders = append(holders, Holder{e.GridName(ground), post.Name, &name})
		}
	}
	return holders
}

// issuesCall returns the call that lists the issues behind a spot.
func (s *Study) issuesCall(spot *Spot, from, until hotspot.Day) string {
	asked := Question{}
	for _, kind := range spot.Kinds {
		asked.Kinds = append(asked.Kinds, kind.Code)
	}
	slices.Sort(asked.Kinds)
	box := make([]string, 4)
	for i, d := range spot.Bounds {
		box[i] = string(appendDegrees(nil, int32(d)))
	}
	return fmt.Sprintf("/v1/analysis/issues?area=%d&from=%s&until=%s&kind=%s&bbox=%s",
		s.Question.Area, date(from), date(until), url.QueryEscape(writeKinds(&asked)), strings.Join(box, ","))
}

// only returns the study of some of its kinds.
func (s *Study) only(set *hotspot.KindSet) *Study {
	narrowed := *s
	narrowed.Set, narrowed.counted = set, map[counting][]int{}
	return &narrowed
}
