package reach

import (
	"cmp"
	"math"
	"slices"

	"github.com/tidwall/rtree"

	"gewu/geo"
)

// A split divides a strip at a vertex, so far along it.
type split struct {
	strip, vertex int32
	share         float64
}

// A sidesTree finds sides or strips by the box around them, in units of 1e-7 degree. (As whole numbers of 32
// bits the areas that the tree compares would overflow.)
type sidesTree = rtree.RTreeGN[float64, int32]

// boxAround is the box around two points, so much wider and higher on each side.
func boxAround(p, q geo.Point, wide, high float64) (low, top [2]float64) {
	return [2]float64{float64(min(p.Lon, q.Lon)) - wide, float64(min(p.Lat, q.Lat)) - high},
		[2]float64{float64(max(p.Lon, q.Lon)) + wide, float64(max(p.Lat, q.Lat)) + high}
}

// closeGaps joins ends of ways to the nearest way on the ground that is not farther than [GapMetres],
// unless water lies between.
func (d *drawing) closeGaps() {
	loose := d.looseEnds()
	if len(loose) == 0 {
		return
	}
	flat := planeOf(d.points)
	var splits []split
	joined := map[[2]int32]bool{}
	for k, s := range d.across(flat, loose) {
		end := loose[k]
		if s.strip < 0 {
			continue
		}
		s.vertex = d.joint(flat, &s)
		pair := [2]int32{min(end.vertex, s.vertex), max(end.vertex, s.vertex)}
		if d.parted(d.points[end.vertex], d.points[s.vertex]) || joined[pair] {
			continue
		}
		joined[pair] = true
		if pair[0] != pair[1] { // else it lies on the way but for rounding, and the way is only split there
			d.report.Gaps++
			d.strips = append(d.strips, strip{pair, d.strips[end.strip].way, true})
		}
		if s.share > 0 && s.share < 1 {
			splits = append(splits, s)
		}
	}
	d.split(splits)
}

// A looseEnd is a vertex that only one strip has.
type looseEnd struct{ vertex, strip int32 }

func (d *drawing) looseEnds() []looseEnd {
	degree, last := make([]int32, len(d.points)), make([]int32, len(d.points))
	for i, s := range d.strips {
		for _, v := range s.ends {
			degree[v]++
			last[v] = int32(i)
		}
	}
	var loose []looseEnd
	for v, n := range degree {
		if n == 1 && !d.bank[int32(v)] {
			loose = append(loose, looseEnd{int32(v), last[v]})
		}
	}
	return loose
}

// across returns, of each loose end, the nearest strip on the ground within GapMetres and where on it; strip −1: there is none.
// Strips that meet the end's own are not looked at.
func (d *drawing) across(flat plane, loose []looseEnd) []split {
	best, least, tree := make([]split, len(loose)), make([]float64, len(loose)), &sidesTree{}
	for k, end := range loose {
		best[k].strip, least[k] = -1, math.Inf(1)
		low, high := boxAround(d.points[end.vertex], d.points[end.vertex], 0, 0)
		tree.Insert(low, high, int32(k))
	}
	for i, s := range d.strips {
		if !d.ways[s.way].onGround() {
			continue
		}
		p, q := d.points[s.ends[0]], d.points[s.ends[1]]
		low, high := boxAround(p, q, GapMetres/flat.x, GapMetres/flat.y)
		tree.Search(low, high, func(_, _ [2]float64, k int32) bool {
			own := d.strips[loose[k].strip].ends
			if s.ends[0] == own[0] || s.ends[0] == own[1] || s.ends[1] == own[0] || s.ends[1] == own[1] {
				return true
			}
			share, metres := flat.nearest(p, q, d.points[loose[k].vertex])
			if metres <= GapMetres && metres < least[k] {
				best[k], least[k] = split{strip: int32(i), share: share}, metres
			}
			return true
		})
	}
	return best
}

// joint is the vertex at which a strip is split: one of its ends where that is as near as data are exact.
func (d *drawing) joint(flat plane, s *split) int32 {
	ends := d.strips[s.strip].ends
	ax, ay := flat.xy(d.points[ends[0]])
	bx, by := flat.xy(d.points[ends[1]])
	at := flat.point(ax+s.share*(bx-ax), ay+s.share*(by-ay))
	for i, v := range ends {
		if at == d.points[v] {
			s.share = float64(i)
			return v
		}
	}
	return d.vertex(at)
}

// split divides strips.
func (d *drawing) split(splits []split) {
	slices.SortStableFunc(splits, func(a, b split) int {
		return cmp.Or(cmp.Compare(a.strip, b.strip), cmp.Compare(a.share, b.share))
	})
	for len(splits) > 0 {
		i := splits[0].strip
		s := d.strips[i]
		from, first := s.ends[0], true
		for len(splits) > 0 && splits[0].strip == i {
			to := splits[0].vertex
			splits = splits[1:]
			if to == from {
				continue
			}
			if first {
				d.strips[i].ends[1], first = to, false
			} else {
				d.strips = append(d.strips, strip{[2]int32{from, to}, s.way, false})
			}
			from = to
		}
		if !first && from != s.ends[1] {
			d.strips = append(d.strips, strip{[2]int32{from, s.ends[1]}, s.way, false})
		}
	}
}

// metres is how long a strip is.
func (d *drawing) metres(s strip) float64 {
	return geo.DistanceMetres(d.points[s.ends[0]], d.points[s.ends[1]])
}
