package hotspot

import (
	"cmp"
	"math"
	"slices"

	"github.com/tidwall/rtree"
)

// Weights says which places are neighbours, how much each counts, and which places lie in the
// study area. It is never changed once made and safe for concurrent use.
type Weights struct {
	start   []int32   // the neighbours of place i are to[start[i]:start[i+1]]
	to      []int32   // ascending
	w       []float64 // as long as to; nil: all weights are 1
	outside []bool    // places that are not in the study area; nil: all are in it
}

// A link makes to a neighbour of from.
type link struct {
	from, to int32
	weight   float64
}

// newWeights makes weights of n places from links, each of which is given once.
func newWeights(n int, links []link, weighted bool) *Weights {
	slices.SortFunc(links, func(a, b link) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	w := &Weights{start: make([]int32, n+1), to: make([]int32, len(links))}
	if weighted {
		w.w = make([]float64, len(links))
	}
	for i, l := range links {
		w.start[l.from+1]++
		w.to[i] = l.to
		if weighted {
			w.w[i] = l.weight
		}
	}
	for i := range n {
		w.start[i+1] += w.start[i]
	}
	return w
}

// Queen makes the squares of a lattice neighbours that share a side or a corner. Square (col, row) is
// place row·cols + col.
func Queen(cols, rows int) *Weights {
	return lattice(cols, rows, func(dx, dy int) bool { return dx != 0 || dy != 0 })
}

// Rook makes the squares of a lattice neighbours that share a side.
func Rook(cols, rows int) *Weights {
	return lattice(cols, rows, func(dx, dy int) bool { return (dx == 0) != (dy == 0) })
}

func lattice(cols, rows int, near func(dx, dy int) bool) *Weights {
	w := &Weights{start: make([]int32, cols*rows+1), to: make([]int32, 0, 8*cols*rows)}
	for row := range rows {
		for col := range cols {
			for y := max(row-1, 0); y <= min(row+1, rows-1); y++ {
				for x := max(col-1, 0); x <= min(col+1, cols-1); x++ {
					if near(x-col, y-row) {
						w.to = append(w.to, int32(y*cols+x))
					}
				}
			}
			w.start[row*cols+col+1] = int32(len(w.to))
		}
	}
	return w
}

// Pairs makes each pair of n places neighbours of each other, as areas are that share a border. Pairs
// given twice and pairs of a place with itself count once and not at all.
func Pairs(n int, pairs [][2]int32) *Weights {
	links := make([]link, 0, 2*len(pairs))
	for _, p := range pairs {
		if p[0] != p[1] {
			links = append(links, link{from: p[0], to: p[1]}, link{from: p[1], to: p[0]})
		}
	}
	slices.SortFunc(links, func(a, b link) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	return newWeights(n, slices.Compact(links), false)
}

// A Point is a position in metres of a local plane.
type Point struct{ X, Y float64 }

// distance returns the metres between two points.
func (p Point) distance(q Point) float64 { return math.Hypot(p.X-q.X, p.Y-q.Y) }

// slack is by how much more of a distance places still count as within it, so that squares of a
// lattice are not parted by rounding.
const slack = 1e-9

// Band makes places neighbours whose points are at most so many metres apart.
func Band(at []Point, metres float64) *Weights {
	return band(at, metres, nil)
}

// InverseDistance makes places neighbours whose points are at most so many metres apart; each counts
// unit/distance. Places at the same point would count infinitely and are refused with ok false.
// A place is not its own neighbour: GiStar of these weights has no meaning.
func InverseDistance(at []Point, metres, unit float64) (w *Weights, ok bool) {
	ok = true
	w = band(at, metres, func(d float64) float64 {
		if d == 0 {
			ok = false
			return 0
		}
		return unit / d
	})
	return w, ok
}

func band(at []Point, metres float64, weigh func(metres float64) float64) *Weights {
	reach := metres * (1 + slack)
	var links []link
	tree := treeOf(at)
	for i, p := range at {
		tree.Search([2]float64{p.X - reach, p.Y - reach}, [2]float64{p.X + reach, p.Y + reach}, func(_, _ [2]float64, j int32) bool {
			d := p.distance(at[j])
			if int(j) == i || d > reach {
				return true
			}
			l := link{from: int32(i), to: j}
			if weigh != nil {
				l.weight = weigh(d)
			}
			links = append(links, l)
			return true
		})
	}
	return newWeights(len(at), links, weigh != nil)
}

func treeOf(at []Point) *rtree.RTreeG[int32] {
	var tree rtree.RTreeG[int32]
	for i, p := range at {
		tree.Insert([2]float64{p.X, p.Y}, [2]float64{p.X, p.Y}, int32(i))
	}
	return &tree
}

// Nearest gives every place its k nearest others as neighbours, fewer when there are not so many.
// Of places equally far the lower number is taken. Such weights are not mutual.
func Nearest(at []Point, k int) *Weights {
	tree := treeOf(at)
	links := make([]link, 0, k*len(at))
	for i, p := range at {
		for _, j := range nearest(tree, at, p, int32(i), k) {
			links = append(links, link{from: int32(i), to: j})
		}
	}
	return newWeights(len(at), links, false)
}

// nearest returns the k nearest places of p but itself: the nearest first, the lower number of equals.
func nearest(tree *rtree.RTreeG[int32], at []Point, p Point, itself int32, k int) []int32 {
	var found []int32
	tree.Nearby(
		func(low, high [2]float64, _ int32, _ bool) float64 {
			return math.Hypot(max(low[0]-p.X, 0, p.X-high[0]), max(low[1]-p.Y, 0, p.Y-high[1]))
		},
		func(_, _ [2]float64, j int32, d float64) bool {
			if j == itself {
				return true
			}
			if len(found) >= k && d > p.distance(at[found[k-1]]) {
				return false
			}
			found = append(found, j)
			return true
		})
	slices.SortFunc(found, func(a, b int32) int {
		return cmp.Or(cmp.Compare(p.distance(at[a]), p.distance(at[b])), cmp.Compare(a, b))
	})
	return found[:min(k, len(found))]
}
