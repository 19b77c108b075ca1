package plan

import (
	"container/heap"
	"slices"

	"gewu/geo"
)

// ways is the graph of roads: a point where a road has a vertex or meets another road, a link to the
// next.
type ways struct {
	points []geo.Point
	links  [][]link // of each point
	sides  []waySide
}

type link struct {
	to     int32
	metres float64
	class  Class
}

// A waySide is a piece of a road between two of its vertices.
type waySide struct {
	from, to int32
	class    Class
}

func waysOf(roads []Line) *ways {
	w := &ways{}
	number := map[geo.Point]int32{}
	at := func(p geo.Point) int32 {
		if _, known := number[p]; !known {
			number[p] = int32(len(w.points))
			w.points, w.links = append(w.points, p), append(w.links, nil)
		}
		return number[p]
	}
	for _, piece := range roadPieces(roads) {
		for i := 1; i < len(piece.Points); i++ {
			if from, to := at(piece.Points[i-1]), at(piece.Points[i]); from != to {
				w.link(from, to, piece.Class)
			}
		}
	}
	return w
}

func (w *ways) link(from, to int32, class Class) {
	metres := geo.DistanceMetres(w.points[from], w.points[to])
	w.links[from] = append(w.links[from], link{to, metres, class})
	w.links[to] = append(w.links[to], link{from, metres, class})
	w.sides = append(w.sides, waySide{from, to, class})
}

// A stop is a point on a road.
type stop struct {
	waySide
	at geo.Point
}

// between returns the shortest way past all points, and the lowest class of road on it.
func (w *ways) between(points []geo.Point, g ground) ([]geo.Point, Class, *Refusal) {
	stops := make([]stop, len(points))
	for i, p := range points {
		found, near := w.nearest(p, g)
		if !near {
			return nil, None, refuse(NoWay).at(p)
		}
		stops[i] = found
	}
	way, class := []geo.Point{stops[0].at}, stops[0].class
	for i := 1; i < len(stops); i++ {
		next, least, there := w.path(stops[i-1], stops[i], g)
		if !there {
			return nil, None, refuse(NoWay).at(stops[i-1].at).other(stops[i].at)
		}
		way, class = append(way, next...), min(class, least)
	}
	way = slices.Compact(way)
	if len(way) < 2 {
		return nil, None, refuse(NoWay).at(points[0]).other(points[len(points)-1])
	}
	return way, class, nil
}

// nearest finds the road nearest to a point, within reach.
func (w *ways) nearest(p geo.Point, g ground) (best stop, near bool) {
	least := 50.0 // metres
	for _, s := range w.sides {
		t := side{w.points[s.from], w.points[s.to]}
		if along, metres := g.foot(t, p); metres <= least {
			best, near, least = stop{s, t.at(along)}, true, metres
		}
	}
	return best, near
}

// path is the shortest way from a stop to another, without the first, by Dijkstra's algorithm.
func (w *ways) path(a, b stop, g ground) ([]geo.Point, Class, bool) {
	if a.waySide == b.waySide {
		return []geo.Point{b.at}, a.class, true
	}
	s := search{ways: w, metres: map[int32]float64{}, by: map[int32]reached{}}
	s.reach(reached{-1, a.from, g.distance(a.at, w.points[a.from]), a.class})
	s.reach(reached{-1, a.to, g.distance(a.at, w.points[a.to]), a.class})
	best, end, found := 0.0, int32(0), false
	for len(s.open) > 0 {
		r := heap.Pop(&s.open).(reached)
		if found && r.metres >= best {
			break
		}
		if s.metres[r.point] < r.metres {
			continue
		}
		if r.point == b.from || r.point == b.to {
			if metres := r.metres + g.distance(w.points[r.point], b.at); !found || metres < best {
				best, end, found = metres, r.point, true
			}
		}
		for _, l := range w.links[r.point] {
			s.reach(reached{r.point, l.to, r.metres + l.metres, l.class})
		}
	}
	if !found {
		return nil, None, false
	}
	points, class := s.back(end)
	return append(points, b.at), min(class, b.class), true
}

// A search is what one knows while looking for the shortest way.
type search struct {
	*ways
	open   frontier
	metres map[int32]float64
	by     map[int32]reached
}

// reached is a point that a way leads to, from another or from the beginning (-1).
type reached struct {
	from, point int32
	metres      float64
	class       Class
}

func (s *search) reach(r reached) {
	if known, is := s.metres[r.point]; !is || r.metres < known {
		s.metres[r.point], s.by[r.point] = r.metres, r
		heap.Push(&s.open, r)
	}
}

// back lists the points up to one, and the lowest class of road on the way.
func (s *search) back(point int32) ([]geo.Point, Class) {
	var points []geo.Point
	class := Community
	for point >= 0 {
		points = append(points, s.points[point])
		class = min(class, s.by[point].class)
		point = s.by[point].from
	}
	slices.Reverse(points)
	return points, class
}

// A frontier is a heap of points by their distance.
type frontier []reached

func (f frontier) Len() int      { return len(f) }
func (f frontier) Swap(i, j int) { f[i], f[j] = f[j], f[i] }
func (f frontier) Less(i, j int) bool {
	return f[i].metres < f[j].metres || f[i].metres == f[j].metres && f[i].point < f[j].point
}
func (f *frontier) Push(x any) { *f = append(*f, x.(reached)) }
func (f *frontier) Pop() any {
	last := (*f)[len(*f)-1]
	*f = (*f)[:len(*f)-1]
	return last
}
