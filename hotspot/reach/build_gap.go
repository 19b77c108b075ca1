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

// closeGaps joins ends of ways to the nearest way on the ground that is not farther than [GapMetres],
// unless water lies between.
func (d *drawing) closeGaps() {
	loose := d.looseEnds()
	if len(loose) == 0 {
		return
	}
	flat, tree := planeOf(d.points), &rtree.RTreeGN[int32, int32]{}
	for i, s := range d.strips {
		if d.ways[s.way].onGround() {
			p, q := d.points[s.ends[0]], d.points[s.ends[1]]
			tree.Insert([2]int32{min(p.Lon, q.Lon), min(p.Lat, q.Lat)}, [2]int32{max(p.Lon, q.Lon), max(p.Lat, q.Lat)}, int32(i))
		}
	}
	var splits []split
	joined := map[[2]int32]bool{}
	for _, end := range loose {
		s, ok := d.across(flat, tree, end)
		if !ok {
			continue
		}
		if s.share > 0 && s.share < 1 {
			splits = append(splits, s)
		}
		pair := [2]int32{min(end.vertex, s.vertex), max(end.vertex, s.vertex)}
		if end.vertex != s.vertex && !joined[pair] {
			joined[pair] = true
			d.report.Gaps++
			d.strips = append(d.strips, strip{pair, d.strips[end.strip].way, true})
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

// across returns where the way nearest to a loose end is joined. Strips that meet the end's own are not looked at.
func (d *drawing) across(flat plane, tree *rtree.RTreeGN[int32, int32], end looseEnd) (split, bool) {
	at, own := d.points[end.vertex], d.strips[end.strip].ends
	x, y := flat.xy(at)
	wide, high := int32(math.Ceil(GapMetres/flat.x)), int32(math.Ceil(GapMetres/flat.y))
	best, least := split{strip: -1}, math.Inf(1)
	tree.Search([2]int32{at.Lon - wide, at.Lat - high}, [2]int32{at.Lon + wide, at.Lat + high}, func(_, _ [2]int32, i int32) bool {
		s := d.strips[i].ends
		if s[0] == own[0] || s[0] == own[1] || s[1] == own[0] || s[1] == own[1] {
			return true
		}
		ax, ay := flat.xy(d.points[s[0]])
		bx, by := flat.xy(d.points[s[1]])
		share, metres := nearest(ax, ay, bx, by, x, y)
		if metres <= GapMetres && (metres < least || metres == least && i < best.strip) {
			best, least = split{strip: i, share: share}, metres
		}
		return true
	})
	if best.strip < 0 {
		return best, false
	}
	best.vertex = d.joint(flat, &best)
	return best, !d.parted(at, d.points[best.vertex])
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
