package geo

import (
	"math/bits"

	"gewu/internal/disjoint"
)

// joinFields finds which cycles have the same land on their left.
//
// Chains that hang together have one cycle around their outside: the one that passes below
// their southernmost vertex. What lies there is also on the left of the first edge that is
// met on the way from that vertex to the west, if only a hair to the south of it, or is the
// land around all where nothing is met:
//
//	+-----------------+
//	|        +---+    |      From v the left side of the big square is met first: the outside
//	|   ...  |   |    |      of the small square is the inside of the big one.
//	<--------v---+    |
//	+-----------------+
func (g *graph) joinFields() {
	around := int32(len(g.starts))
	joined := disjoint.New(len(g.starts) + 1)
	lots := g.lots()
	if len(lots) > 1 {
		g.westward.fill(g)
	}
	for _, lot := range lots {
		below := g.cycle[lot.below]
		if len(lots) == 1 {
			joined.Join(below, around)
		} else if k := g.westOf(lot.at); k >= 0 {
			joined.Join(below, g.cycle[k])
		} else {
			joined.Join(below, around)
		}
	}
	g.numberFields(joined)
}

// A lot is chains that hang together.
type lot struct {
	at    Point // the lowest vertex
	below int32 // the half-chain that passes below it
}

// lots finds all lots.
func (g *graph) lots() []lot {
	sets := disjoint.New(len(g.starts))
	for c := range g.chains {
		sets.Join(g.cycle[2*c], g.cycle[2*c+1])
	}
	number := make([]int32, len(g.starts)) // and one more; 0 for a set without
	var lots []lot
	for i, v := range g.nodes {
		below := g.order[g.first[i+1]-1]
		if set := sets.Find(g.cycle[below]); number[set] == 0 {
			lots = append(lots, lot{g.at[v], below})
			number[set] = int32(len(lots))
		}
	}
	for c := range g.chains {
		h := g.chains[c].low
		if h == nobody {
			continue
		}
		at, low := g.at[g.tail(h)], &lots[number[sets.Find(g.cycle[2*c])]-1]
		if comparePoints(at, low.at) < 0 {
			*low = lot{at, g.belowLow(int32(c))}
		}
	}
	return lots
}

// belowLow returns the half-chain that passes below the lowest vertex of a chain.
func (g *graph) belowLow(c int32) int32 {
	at, ahead, behind := g.aroundLow(2 * c)
	if Turn(at, ahead, behind) > 0 {
		return 2*c + 1
	}
	return 2 * c
}

// aroundLow returns the lowest vertex of a half-chain but its ends, and the vertices after and
// before it.
func (g *graph) aroundLow(k int32) (at, after, before Point) {
	h := g.chains[k>>1].low
	v := g.tail(h)
	back := g.vertices[v].xor ^ h
	if k&1 == 1 {
		h, back = back, h
	}
	return g.at[v], g.at[g.head(h)], g.at[g.head(back)]
}

// numberFields numbers fields by their first cycles; the land around all is number 0.
func (g *graph) numberFields(joined disjoint.Sets) {
	cycles := len(g.starts)
	number := make([]int32, cycles+1)
	g.field = sized(g.field, cycles)
	around := joined.Find(int32(cycles))
	g.fields = 1
	for c := range g.field {
		root := joined.Find(int32(c))
		if root != around && number[root] == 0 {
			number[root] = int32(g.fields)
			g.fields++
		}
		g.field[c] = number[root]
	}
}

// A westward finds the first edge to the west of a point. It keeps edges of about the same
// height together, so that many short ones are not in the buckets of a few long ones.
type westward [17]westLevel

// A westLevel is edges that are up to four times as high as each other.
type westLevel struct {
	lines   []nodedLine
	buckets buckets
}

// fill leaves out edges along a parallel, which no one meets on the way along one.
func (w *westward) fill(g *graph) {
	for i := range w {
		w[i].lines = w[i].lines[:0]
	}
	for i, ends := range g.ends {
		l := lineBetween(g.at, ends[0], ends[1], int32(i))
		if height := bits.Len64(uint64(l.dy())); height > 0 {
			level := &w[height/2]
			level.lines = append(level.lines, l)
		}
	}
	for i := range w {
		if len(w[i].lines) > 0 {
			w[i].buckets.fillAll(w[i].lines)
		}
	}
}

// from returns the edge that is met first on the way from p to the west, a hair south of p's
// latitude, or nil.
func (w *westward) from(p Point) *nodedLine {
	var best *nodedLine
	for i := range w {
		if level := &w[i]; len(level.lines) > 0 && level.buckets.area.Holds(Point{level.buckets.area.Min.Lon, p.Lat}) {
			best = level.from(p, best)
		}
	}
	return best
}

// from looks for an edge that is met before the best one there is.
func (l *westLevel) from(p Point, best *nodedLine) *nodedLine {
	b := &l.buckets
	row := b.row(p.Lat)
	for column := min(b.column(p.Lon), b.columns-1); column >= 0; column-- {
		if best != nil && b.column(best.west()) > column {
			break
		}
		for _, i := range b.members(row*b.columns + column) {
			e := &l.lines[i]
			if e.ay < p.Lat && p.Lat <= e.by && e.side(p) < 0 && (best == nil || e.eastOf(best.edge)) {
				best = e
			}
		}
	}
	return best
}

// westOf returns the half-chain that runs from north to south along the first edge to the west
// of p, and so has the land between on its left; or -1 if there is no edge.
func (g *graph) westOf(p Point) int32 {
	best := g.westward.from(p)
	if best == nil {
		return -1
	}
	h := 2 * best.id
	if g.tail(h) == best.south {
		h = twin(h)
	}
	return g.chainOf(h)
}
