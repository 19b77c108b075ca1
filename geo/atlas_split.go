package geo

import (
	"cmp"
	"slices"
)

// A splitter cuts sheets from the coverage of a batch.
type splitter struct {
	c      *Coverage
	arcOf  []int32 // of each arc of the batch: its number in the sheet; all 0 between sheets
	nodeOf []int32 // the same of nodes
	passed []int32 // the last face whose ring passed a node
	arcs   []int32
	nodes  []int32
}

// split makes the sheets of a batch. The faces of the coverage are of the entries that are
// kept; those of a parcel follow each other.
func (s *splitter) split(b *batch, c *Coverage, kept []int32, made *builder) error {
	s.c = c
	s.arcOf = zeroed(s.arcOf, c.ArcCount())
	s.nodeOf = zeroed(s.nodeOf, len(c.nodes))
	s.passed = nobodies(s.passed, len(c.nodes))
	cuts := sortedFaceCuts(made.cuts)
	first, member := int32(0), int32(0)
	for _, p := range b.parcels {
		member += int32(p.len())
		end := first
		for int(end) < len(kept) && kept[end] < member {
			if c.faces[end] == c.faces[end+1] {
				return &AreaError{c.ids[end], errNoLand}
			}
			end++
		}
		for len(cuts) > 0 && cuts[0].face < first {
			cuts = cuts[1:]
		}
		n, _ := slices.BinarySearchFunc(cuts, end, func(k faceCut, end int32) int { return cmp.Compare(k.face, end) })
		p.sheet.Coverage = s.extract(first, end)
		for face := first; face < end; face++ {
			made.peculiar[face] = made.peculiar[face] || s.touchesItself(face)
		}
		p.keep(first, cuts[:n], made.peculiar[first:end])
		first = end
	}
	return nil
}

// touchesItself reports whether rings of a face pass a node twice.
func (s *splitter) touchesItself(face int32) bool {
	for _, ref := range s.c.refs[s.c.rings[s.c.faces[face]].first():s.c.rings[s.c.faces[face+1]].first()] {
		node := s.c.arcs[ref.Arc()].from
		if ref.Reversed() {
			node = s.c.arcs[ref.Arc()].to
		}
		if s.passed[node] == face {
			return true
		}
		s.passed[node] = face
	}
	return false
}

func sortedFaceCuts(cuts []faceCut) []faceCut {
	slices.SortFunc(cuts, func(k, l faceCut) int { return cmp.Or(cmp.Compare(k.face, l.face), comparePoints(k.at, l.at)) })
	return slices.Compact(cuts)
}

// keep notes in the sheet what its coverage does not tell of the areas it was made of.
func (p *parcel) keep(first int32, cuts []faceCut, peculiar []bool) {
	s := p.sheet
	s.Odd, s.odd, s.cuts, s.given = nil, nil, nil, nil
	s.Problems = p.problems()
	face := int32(0)
	for i, f := range p.faults {
		if f != sound {
			s.Odd = append(s.Odd, p.normalArea(i))
			s.odd = append(s.odd, oddArea{int32(i), f, p.boxes[i]})
			continue
		}
		n := 0
		for n < len(cuts) && cuts[n].face == first+face {
			n++
		}
		own := p.points[p.rings[p.first[i]].first:p.rings[p.first[i+1]].first]
		if peculiar[face] || slices.ContainsFunc(own, func(at Point) bool { return isCut(cuts[:n], at) }) {
			s.given = append(s.given, givenArea{face, p.normalArea(i)})
		} else {
			for _, k := range cuts[:n] {
				s.cuts = append(s.cuts, faceCut{face, k.at})
			}
		}
		cuts = cuts[n:]
		face++
	}
	s.cuts = slices.Clip(s.cuts)
}

// extract makes a coverage of the faces from first to end.
func (s *splitter) extract(first, end int32) *Coverage {
	s.choose(first, end)
	c := &Coverage{ids: slices.Clone(s.c.ids[first:end]), boxes: slices.Clone(s.c.boxes[first:end])}
	c.abroad = s.abroad(first, end)
	s.addArcs(c, first, end)
	s.addRings(c, first, end)
	c.sortIDs()
	for _, arc := range s.arcs {
		s.arcOf[arc] = 0
	}
	for _, node := range s.nodes {
		s.nodeOf[node] = 0
	}
	return c
}

// choose numbers the arcs of faces, and their nodes, in the order of the batch.
func (s *splitter) choose(first, end int32) {
	s.arcs, s.nodes = s.arcs[:0], s.nodes[:0]
	rings := s.c.rings[s.c.faces[first]:]
	refs := s.c.refs[rings[0].first():s.c.rings[s.c.faces[end]].first()]
	for _, ref := range refs {
		arc := int32(ref.Arc())
		if s.arcOf[arc] != 0 {
			continue
		}
		s.arcOf[arc] = 1
		s.arcs = append(s.arcs, arc)
		for _, node := range [2]int32{s.c.arcs[arc].from, s.c.arcs[arc].to} {
			if s.nodeOf[node] == 0 {
				s.nodeOf[node] = 1
				s.nodes = append(s.nodes, node)
			}
		}
	}
	number(s.arcs, s.arcOf)
	number(s.nodes, s.nodeOf)
}

// number sorts what was chosen, and notes where each is.
func number(chosen, of []int32) {
	slices.Sort(chosen)
	for i, k := range chosen {
		of[k] = int32(i)
	}
}

// abroad returns the areas on the other sides of the arcs, sorted.
func (s *splitter) abroad(first, end int32) []AreaID {
	var ids []AreaID
	for _, arc := range s.arcs {
		for _, face := range [2]int32{s.c.arcs[arc].left, s.c.arcs[arc].right} {
			if face >= end || 0 <= face && face < first {
				ids = append(ids, s.c.ids[face])
			}
		}
	}
	slices.Sort(ids)
	return slices.Clone(slices.Compact(ids))
}

func (s *splitter) addArcs(c *Coverage, first, end int32) {
	c.nodes = make([]Point, len(s.nodes))
	for i, node := range s.nodes {
		c.nodes[i] = s.c.nodes[node]
	}
	points := 0
	for _, arc := range s.arcs {
		points += int(s.c.arcs[arc+1].first - s.c.arcs[arc].first)
	}
	c.points = make([]Point, 0, points)
	c.arcs = make([]arcRecord, 0, len(s.arcs)+1)
	side := func(face int32) int32 {
		switch {
		case face < 0:
			return nobody
		case first <= face && face < end:
			return face - first
		default:
			i, _ := slices.BinarySearch(c.abroad, s.c.ids[face])
			return int32(-2 - i)
		}
	}
	for _, i := range s.arcs {
		arc := s.c.arcs[i]
		c.arcs = append(c.arcs, arcRecord{s.nodeOf[arc.from], s.nodeOf[arc.to], side(arc.left), side(arc.right), int32(len(c.points))})
		c.points = append(c.points, s.c.points[arc.first:s.c.arcs[i+1].first]...)
	}
	c.arcs = append(c.arcs, arcRecord{first: int32(len(c.points))})
}

func (s *splitter) addRings(c *Coverage, first, end int32) {
	rings := s.c.faces[first]
	refs := s.c.rings[rings].first()
	c.faces = make([]int32, 0, end-first+1)
	for _, ring := range s.c.faces[first : end+1] {
		c.faces = append(c.faces, ring-rings)
	}
	c.rings = make([]ringRecord, 0, s.c.faces[end]-rings+1)
	for _, ring := range s.c.rings[rings : s.c.faces[end]+1] {
		c.rings = append(c.rings, ringAt(ring.first()-refs, ring.hole()))
	}
	last := len(c.rings) - 1
	c.rings[last] = ringAt(c.rings[last].first(), false)
	c.refs = make([]ArcRef, 0, c.rings[last].first())
	for _, ref := range s.c.refs[refs:s.c.rings[s.c.faces[end]].first()] {
		if ref.Reversed() {
			c.refs = append(c.refs, ^ArcRef(s.arcOf[ref.Arc()]))
		} else {
			c.refs = append(c.refs, ArcRef(s.arcOf[ref.Arc()]))
		}
	}
}
