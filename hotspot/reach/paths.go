package reach

import (
	"math"

	"github.com/tidwall/rtree"

	"gewu/geo"
)

// Paths are a network that lies on the ground. They are never changed once drawn and safe for concurrent use.
type Paths struct {
	*Network
	Drawn  Drawn
	Speeds Speeds

	flat   plane
	points []geo.Point // of nodes
	x, y   []float64   // of nodes, on the plane
	metres []float64   // of edges
	ways   []int32     // of edges: the way they are of
	piece  []int32     // of nodes
	pieces []Piece     // the longest first
	tree   rtree.RTreeGN[float32, int32]
}

// A Piece is a part of the network that hangs together.
type Piece struct {
	Nodes  int
	Metres float64
	At     geo.Point // a node of it
}

// paths makes the network of the strips, without vertices that none has.
func (d *drawing) paths(speeds Speeds) (*Paths, error) {
	p := &Paths{Speeds: speeds}
	node := make([]int32, len(d.points))
	nodeOf := func(v int32) int32 {
		if node[v] == 0 {
			p.points = append(p.points, d.points[v])
			node[v] = int32(len(p.points))
		}
		return node[v] - 1
	}
	edges := make([]Edge, len(d.strips))
	p.ways = make([]int32, len(d.strips))
	lengths := make([]float64, len(d.strips))
	p.metres = lengths
	for i, s := range d.strips {
		lengths[i] = d.metres(s)
		d.report.Metres += lengths[i]
		seconds := lengths[i] / (speeds[d.ways[s.way].Class] / 3.6)
		edges[i] = Edge{nodeOf(s.ends[0]), nodeOf(s.ends[1]), seconds, seconds}
		p.ways[i] = s.way
	}
	if len(edges) == 0 {
		return nil, ErrNoWays
	}
	var err error
	if p.Network, err = NewNetwork(len(p.points), edges); err != nil {
		return nil, err
	}
	p.flatten()
	p.findPieces(lengths)
	p.Drawn = d.report
	p.Drawn.Pieces, p.Drawn.Stranded = len(p.pieces), d.report.Metres-p.pieces[0].Metres
	return p, nil
}

// flatten lays nodes and edges on the plane.
func (p *Paths) flatten() {
	p.flat = planeOf(p.points)
	p.x, p.y = make([]float64, len(p.points)), make([]float64, len(p.points))
	for i, at := range p.points {
		p.x[i], p.y[i] = p.flat.xy(at)
	}
	for i, e := range p.edges {
		low, high := p.boxOf(e)
		p.tree.Insert(low, high, int32(i))
	}
}

// boxOf is the box around an edge, not smaller than it.
func (p *Paths) boxOf(e Edge) (low, high [2]float32) {
	ax, ay, bx, by := p.x[e.From], p.y[e.From], p.x[e.To], p.y[e.To]
	return [2]float32{below(min(ax, bx)), below(min(ay, by))}, [2]float32{above(max(ax, bx)), above(max(ay, by))}
}

func below(v float64) float32 { return math.Nextafter32(float32(v), float32(math.Inf(-1))) }
func above(v float64) float32 { return math.Nextafter32(float32(v), float32(math.Inf(1))) }

// Pieces returns the pieces of the network that no way joins, the longest first.
func (p *Paths) Pieces() []Piece { return p.pieces }

// PieceOf returns the number of the piece that an edge is in, in the order of Pieces.
func (p *Paths) PieceOf(edge int32) int { return int(p.piece[p.edges[edge].From]) }

// WayOf returns which of the ways an edge is part of; an edge that closes a gap is of the way that ended there.
func (p *Paths) WayOf(edge int32) int { return int(p.ways[edge]) }

// A Place is a spot for something that stands on the ground.
type Place struct {
	Spot
	Metres float64 // from it to the spot
	Piece  int     // of the network
}

// Place puts a point on the nearest place of the nearest edge, the lower of two as near, if that is
// not farther than limit in metres, above 0; ok is false otherwise: it is not connected. Pieces shorter than
// [PieceMetres], which are mostly drawn into yards and never joined, are taken only where there is no longer one.
// The way from the ground to the spot is walked straight, at the speed of a path.
func (p *Paths) Place(at geo.Point, limit float64) (place Place, ok bool) {
	x, y := p.flat.xy(at)
	if !(limit > 0) {
		return Place{}, false
	}
	long, short := candidate{metres: math.Inf(1)}, candidate{metres: math.Inf(1)}
	for around := min(firstMetres, limit); ; around = min(2*around, limit) {
		p.tree.Search([2]float32{below(x - around), below(y - around)}, [2]float32{above(x + around), above(y + around)},
			func(_, _ [2]float32, i int32) bool {
				best := &long
				if p.pieces[p.PieceOf(i)].Metres < min(PieceMetres, p.pieces[0].Metres) {
					best = &short
				}
				best.take(p, i, x, y)
				return true
			})
		if long.metres <= around || around >= limit {
			break
		}
	}
	best := long
	if best.metres > limit {
		best = short
	}
	if best.metres > limit {
		return Place{}, false
	}
	access := best.metres / (p.Speeds[Path] / 3.6)
	return Place{Spot{best.edge, best.share, access}, best.metres, p.PieceOf(best.edge)}, true
}

// firstMetres is how far around a place edges are looked for first.
const firstMetres = 20.0

// A candidate is an edge that a place may be put on.
type candidate struct {
	edge          int32
	share, metres float64
}

// take takes an edge if it is nearer.
func (c *candidate) take(p *Paths, i int32, x, y float64) {
	e := p.edges[i]
	share, metres := nearest(p.x[e.From], p.y[e.From], p.x[e.To], p.y[e.To], x, y)
	if metres < c.metres || metres == c.metres && i < c.edge {
		*c = candidate{i, share, metres}
	}
}
