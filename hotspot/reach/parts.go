package reach

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// A Part is a reached stretch of an edge, in shares of its length from its From.
type Part struct {
	Edge     int32
	From, To float64
}

// Parts returns what of the network lies within the walk: whole edges, and parts of those on which the
// time runs out, by edge and along each. They do not overlap.
func (w *Walker) Parts() []Part {
	var parts []Part
	w.eachEdge(func(edge int32) { parts = w.partsOf(parts, edge) })
	return w.withStarts(parts)
}

// partsOf adds what is reached of an edge from its ends.
func (w *Walker) partsOf(parts []Part, i int32) []Part {
	e := w.network.edges[i]
	on, back := w.share(e.From, e.Seconds), w.share(e.To, e.Back)
	if on+back >= 1 {
		return append(parts, Part{i, 0, 1})
	}
	if on > 0 {
		parts = append(parts, Part{i, 0, on})
	}
	if back > 0 {
		parts = append(parts, Part{i, 1 - back, 1})
	}
	return parts
}

// share is how much of an edge is reached from a node.
func (w *Walker) share(node int32, seconds float64) float64 {
	at, _, ok := w.Seconds(node)
	switch {
	case !ok || seconds < 0:
		return 0
	case seconds <= w.most-at:
		return 1
	}
	return (w.most - at) / seconds
}

// withStarts adds what is reached of their edges from the spots themselves.
func (w *Walker) withStarts(parts []Part) []Part {
	for _, s := range w.spots {
		rest := w.most - s.Access
		if rest < 0 {
			continue
		}
		e := w.network.edges[s.Edge]
		parts = append(parts, Part{s.Edge, max(0, s.Share-portion(rest, e.Back)), min(1, s.Share+portion(rest, e.Seconds))})
	}
	slices.SortFunc(parts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(a.Edge, b.Edge), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return united(parts)
}

// portion is how much of a length that takes so long is walked in some seconds.
func portion(rest, seconds float64) float64 {
	switch {
	case seconds < 0:
		return 0
	case seconds <= rest:
		return 1
	}
	return rest / seconds
}

// united joins sorted parts that meet.
func united(parts []Part) []Part {
	out := parts[:0]
	for _, p := range parts {
		if n := len(out); n > 0 && out[n-1].Edge == p.Edge && p.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, p.To)
			continue
		}
		out = append(out, p)
	}
	return out
}

// Metres returns how long parts are.
func (p *Paths) Metres(parts []Part) float64 {
	sum := 0.0
	for _, part := range parts {
		sum += (part.To - part.From) * p.metres[part.Edge]
	}
	return sum
}

// Lines returns parts as lines in degrees.
func (p *Paths) Lines(parts []Part) orb.MultiLineString {
	lines := make(orb.MultiLineString, len(parts))
	for i, part := range parts {
		s := p.line(part.Edge, part.From, part.To)
		lines[i] = orb.LineString{p.flat.point(s.ax, s.ay).Orb(), p.flat.point(s.bx, s.by).Orb()}
	}
	return lines
}
