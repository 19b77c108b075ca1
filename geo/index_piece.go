package geo

import "math"

// Pieces are the boxes around pieces of arcs, for a coverage with long ones: what is asked of a
// border is mostly about a small piece of it.
type pieces struct {
	first []int32 // of each arc: its first piece; and one more
	boxes []Box
}

const (
	pieceSides = 32 // of a piece
	longSides  = 64 // of an arc that is worth being cut to pieces
)

// newPieces returns nil for a coverage without long arcs.
func newPieces(c *Coverage) *pieces {
	long := false
	for i := range c.ArcCount() {
		long = long || len(c.Arc(i).Points) > longSides
	}
	if !long {
		return nil
	}
	p := &pieces{}
	for i := range c.ArcCount() {
		p.first = append(p.first, int32(len(p.boxes)))
		points := c.Arc(i).Points
		for from := 0; from < len(points)-1; from += pieceSides {
			p.boxes = append(p.boxes, boxAround(pieceOf(points, from)))
		}
	}
	p.first = append(p.first, int32(len(p.boxes)))
	return p
}

func pieceOf(points []Point, from int) []Point {
	return points[from:min(from+pieceSides+1, len(points))]
}

// nearest has a seeker look around a face. The piece with the nearest box comes first, so that most
// others need not be measured.
func (p *pieces) nearest(c *Coverage, face int, s *seeker) {
	refs := c.refsAround(face)
	least, leastArc, leastPiece := math.Inf(1), 0, 0
	for _, ref := range refs {
		arc := ref.Arc()
		for i, box := range p.boxes[p.first[arc]:p.first[arc+1]] {
			if d := s.squareToBox(box); d < least {
				least, leastArc, leastPiece = d, arc, i
			}
		}
	}
	s.line(pieceOf(c.Arc(leastArc).Points, leastPiece*pieceSides))
	for _, ref := range refs {
		arc := ref.Arc()
		for i, box := range p.boxes[p.first[arc]:p.first[arc+1]] {
			if s.reaches(box) && (arc != leastArc || i != leastPiece) {
				s.line(pieceOf(c.Arc(arc).Points, i*pieceSides))
			}
		}
	}
}

// eachLine visits lines around a face until one answers no: all pieces whose boxes are wanted,
// or all arcs where there are no pieces.
func (s *slot) eachLine(face int, wanted func(Box) bool, visit func([]Point) bool) {
	for ring := range s.cover.Rings(face) {
		for _, ref := range ring.Refs {
			points := s.cover.Arc(ref.Arc()).Points
			if s.pieces == nil {
				if !visit(points) {
					return
				}
				continue
			}
			first := s.pieces.first[ref.Arc()]
			for i, box := range s.pieces.boxes[first:s.pieces.first[ref.Arc()+1]] {
				if wanted(box) && !visit(pieceOf(points, i*pieceSides)) {
					return
				}
			}
		}
	}
}
