package reach

import "math"

// fewSpots are so few that each is looked at.
const fewSpots = 4

// begin remembers the spots of a walk.
func (w *Walker) begin(spots []Spot) {
	w.spots, w.onEdge = spots, nil
	if len(spots) <= fewSpots {
		return
	}
	w.onEdge = make(map[int32][]int32, len(spots))
	for i, s := range spots {
		w.onEdge[s.Edge] = append(w.onEdge[s.Edge], int32(i))
	}
}

// To returns how long the way from the spots that the walk began at takes to a spot, and from which, of
// spots as near from the first; ok is false when that is more than the walk allowed.
func (w *Walker) To(s Spot) (seconds float64, from int32, ok bool) {
	e := w.network.edges[s.Edge]
	best := arrival{math.Inf(1), 0}
	if t, by, ok := w.Seconds(e.From); ok && e.Seconds >= 0 {
		best.better(t+s.Share*e.Seconds+s.Access, by)
	}
	if t, by, ok := w.Seconds(e.To); ok && e.Back >= 0 {
		best.better(t+(1-s.Share)*e.Back+s.Access, by)
	}
	if w.onEdge != nil {
		for _, i := range w.onEdge[s.Edge] {
			best.along(e, w.spots[i], s, i)
		}
	} else {
		for i, other := range w.spots {
			if other.Edge == s.Edge {
				best.along(e, other, s, int32(i))
			}
		}
	}
	return best.seconds, best.from, best.seconds <= w.most
}

// An arrival is how long the way to a spot takes, and from which start.
type arrival struct {
	seconds float64
	from    int32
}

func (a *arrival) better(seconds float64, from int32) {
	if seconds < a.seconds || seconds == a.seconds && from < a.from {
		*a = arrival{seconds, from}
	}
}

// along looks at the way along the edge that both spots are on.
func (a *arrival) along(e Edge, start, s Spot, number int32) {
	if s.Share < start.Share {
		if e.Back >= 0 {
			a.better(start.Access+(start.Share-s.Share)*e.Back+s.Access, number)
		}
		return
	}
	if e.Seconds >= 0 {
		a.better(start.Access+(s.Share-start.Share)*e.Seconds+s.Access, number)
	}
}
