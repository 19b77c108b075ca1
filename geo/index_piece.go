package geo

import "math"

// Pieces are the boxes around pieces of arcs, and around groups of pieces, for a coverage with long
// arcs: what is asked of a border is mostly about a small piece of it.
type pieces struct {
	first  []int32 // of each arc: its first piece; and one more
	boxes  []Box
	groups []int32 // of each arc: its first group; and one more
	around []Box   // of each group
}

const (
	pieceSides  = 8  // of a piece
	groupPieces = 8  // of a group
	longSides   = 24 // of an arc that is worth being cut to pieces
)

// newPieces returns nil for a coverage without long arcs.
func newPieces(c *Coverage) *pieces {
	long := false
	for i := range c.ArcCount() {
		long = long || len(c.Arc(i).Points) > longSides+1
	}
	if !long {
		return nil
	}
	p := &pieces{}
	for i := range c.ArcCount() {
		p.first, p.groups = append(p.first, int32(len(p.boxes))), append(p.groups, int32(len(p.around)))
		points := c.Arc(i).Points
		for from := 0; from < len(points)-1; from += pieceSides {
			p.add(from, boxAround(pieceOf(points, from)))
		}
	}
	p.first, p.groups = append(p.first, int32(len(p.boxes))), append(p.groups, int32(len(p.around)))
	return p
}

// add adds the piece that begins at a point of the last arc.
func (p *pieces) add(from int, box Box) {
	p.boxes = append(p.boxes, box)
	if from%(pieceSides*groupPieces) == 0 {
		p.around = append(p.around, box)
	}
	last := len(p.around) - 1
	p.around[last] = p.around[last].Union(box)
}

func pieceOf(points []Point, from int) []Point {
	return points[from:min(from+pieceSides+1, len(points))]
}

// groupsOf returns the boxes of an arc's groups.
func (p *pieces) groupsOf(arc int) []Box { return p.around[p.groups[arc]:p.groups[arc+1]] }

// nearest has a seeker look around a face. The group with the nearest box comes first, and of each
// group the piece with the nearest box, so that most others need not be measured.
func (p *pieces) nearest(c *Coverage, face int, s *seeker) {
	refs := c.refsAround(face)
	least, leastArc, leastGroup := math.Inf(1), 0, 0
	for _, ref := range refs {
		arc := ref.Arc()
		groups := p.groupsOf(arc)
		for i := range groups {
			if d := s.squareToBox(&groups[i]); d < least {
				least, leastArc, leastGroup = d, arc, i
			}
		}
	}
	p.nearestOfGroup(c, leastArc, leastGroup, s)
	for _, ref := range refs {
		arc := ref.Arc()
		groups := p.groupsOf(arc)
		for i := range groups {
			if s.squareToBox(&groups[i]) < s.reach && (arc != leastArc || i != leastGroup) {
				p.nearestOfGroup(c, arc, i, s)
			}
		}
	}
}

func (p *pieces) nearestOfGroup(c *Coverage, arc, group int, s *seeker) {
	var squares [groupPieces]float64
	from := int(p.first[arc]) + group*groupPieces
	boxes := p.boxes[from:min(from+groupPieces, int(p.first[arc+1]))]
	least := 0
	for i := range boxes {
		squares[i] = s.squareToBox(&boxes[i])
		if squares[i] < squares[least] {
			least = i
		}
	}
	if squares[least] >= s.reach {
		return
	}
	points := c.Arc(arc).Points[group*groupPieces*pieceSides:]
	s.line(pieceOf(points, least*pieceSides))
	for i, square := range squares[:len(boxes)] {
		if square < s.reach && i != least {
			s.line(pieceOf(points, i*pieceSides))
		}
	}
}

// eachLine visits lines around a face until one answers no: all pieces whose boxes are wanted,
// or all arcs where there are no pieces.
func (s *slot) eachLine(face int, wanted func(Box) bool, visit func([]Point) bool) {
	for _, ref := range s.cover.refsAround(face) {
		if !s.eachPiece(ref.Arc(), wanted, visit) {
			return
		}
	}
}

// eachPiece is eachLine of one arc. It returns false when one answered no.
func (s *slot) eachPiece(arc int, wanted func(Box) bool, visit func([]Point) bool) bool {
	points := s.cover.Arc(arc).Points
	if s.pieces == nil {
		return visit(points)
	}
	for i, box := range s.pieces.boxes[s.pieces.first[arc]:s.pieces.first[arc+1]] {
		if wanted(box) && !visit(pieceOf(points, i*pieceSides)) {
			return false
		}
	}
	return true
}
