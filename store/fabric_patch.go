package store

import (
	"cmp"
	"slices"

	"gewu/geo"
	"gewu/plan"
)

// What is smaller or narrower than this, and has no building, joins a neighbour. The width of a
// piece is twice its area by its perimeter: that of a strip; half the side of a square.
const (
	leastSquareMetres = 1000
	leastWidthMetres  = 12
)

// A patchwork puts the faces of a mesh together to patches. A patch is named by one of its faces.
type patchwork struct {
	*mesh
	parent  []int32                   // of each face, up to the one that names the patch
	square  []float64                 // metres, of each patch
	around  []float64                 // metres, of each patch
	borders []map[int32]*classLengths // of each patch with its neighbours, by class, in metres
}

func newPatchwork(m *mesh) *patchwork {
	n := m.coverage.Len()
	p := &patchwork{
		mesh: m, parent: make([]int32, n), square: make([]float64, n), around: make([]float64, n),
		borders: make([]map[int32]*classLengths, n),
	}
	for i := range n {
		p.parent[i] = int32(i)
		p.square[i] = m.coverage.SquareMetres(m.coverage.ID(i))
		p.borders[i] = map[int32]*classLengths{}
	}
	for i, class := range m.classes {
		p.addBorder(m.coverage.Arc(i), class)
	}
	return p
}

func (p *patchwork) addBorder(arc geo.Arc, class plan.Class) {
	metres := arc.Metres()
	for _, sides := range [2][2]int32{{arc.Left, arc.Right}, {arc.Right, arc.Left}} {
		if own, other := sides[0], sides[1]; own >= 0 {
			p.around[own] += metres
			if other >= 0 && p.part[own] == p.part[other] {
				p.lengths(own, other)[class] += metres
			}
		}
	}
}

func (p *patchwork) lengths(patch, neighbour int32) *classLengths {
	l := p.borders[patch][neighbour]
	if l == nil {
		l = &classLengths{}
		p.borders[patch][neighbour] = l
	}
	return l
}

// patch returns the patch of a face.
func (p *patchwork) patch(face int32) int32 {
	for p.parent[face] != face {
		p.parent[face] = p.parent[p.parent[face]]
		face = p.parent[face]
	}
	return face
}

// join makes a patch part of another.
func (p *patchwork) join(from, into int32) {
	p.parent[from] = into
	p.square[into] += p.square[from]
	p.around[into] += p.around[from]
	for neighbour, lengths := range p.borders[from] {
		if neighbour == into {
			for _, metres := range lengths {
				p.around[into] -= 2 * metres
			}
			continue
		}
		for class, metres := range lengths {
			p.lengths(into, neighbour)[class] += metres
			p.lengths(neighbour, into)[class] += metres
		}
		delete(p.borders[neighbour], from)
	}
	delete(p.borders[into], from)
	p.borders[from] = nil
}

// small reports whether a patch is too small or too narrow to stand alone.
func (p *patchwork) small(patch int32) bool {
	return p.square[patch] < leastSquareMetres || 2*p.square[patch] < leastWidthMetres*p.around[patch]
}

// joinLoose joins loose patches, the smallest first, to the neighbour with the greatest score,
// until none is loose or no neighbour of one has a score over 0. The joined patch keeps the
// name of the neighbour.
func (p *patchwork) joinLoose(loose func(patch int32) bool, score func(from, into int32, border *classLengths) float64) {
	for again := true; again; {
		again = false
		for _, patch := range p.smallestFirst(loose) {
			if p.parent[patch] != patch || !loose(patch) {
				continue
			}
			if into := p.best(patch, score); into >= 0 {
				p.join(patch, into)
				again = true
			}
		}
	}
}

func (p *patchwork) smallestFirst(loose func(patch int32) bool) []int32 {
	var patches []int32
	for i := range p.parent {
		if patch := int32(i); p.parent[patch] == patch && loose(patch) {
			patches = append(patches, patch)
		}
	}
	slices.SortStableFunc(patches, func(a, b int32) int { return cmp.Compare(p.square[a], p.square[b]) })
	return patches
}

// best returns the neighbour with the greatest score, the first of equal ones, -1 for none.
func (p *patchwork) best(patch int32, score func(from, into int32, border *classLengths) float64) int32 {
	best, most := int32(-1), 0.0
	for neighbour, border := range p.borders[patch] {
		s := score(patch, neighbour, border)
		if s > most || s == most && s > 0 && neighbour < best {
			best, most = neighbour, s
		}
	}
	return best
}

// ease says how readily a piece of land joins its neighbour across a metre of a class of border:
// the border that then goes should be the least of its borders.
var ease = classLengths{
	plan.None: 8, plan.Wall: 4, plan.Lane: 3, plan.Road: 2, plan.Arterial: 1, plan.River: 0.01, plan.Community: 0,
}

// easiest scores a neighbour by the length and the class of the border with it. Only what is too
// small joins it across a river: the narrow land along a river, and a narrow river, stay.
func (p *patchwork) easiest(from, _ int32, border *classLengths) float64 {
	score := 0.0
	for class, metres := range border {
		if plan.Class(class) != plan.River || p.square[from] < leastSquareMetres {
			score += ease[class] * metres
		}
	}
	return score
}

// longest scores a neighbour by the length of the border with it, whatever it is.
func longest(_, _ int32, border *classLengths) float64 {
	score := 0.0
	for _, metres := range border {
		score += metres
	}
	return score
}

// joinRim joins the pieces of the rim to the patches beside them.
func (p *patchwork) joinRim() {
	p.joinLoose(func(patch int32) bool { return p.rim[patch] }, func(from, into int32, border *classLengths) float64 {
		if p.rim[into] {
			return 0
		}
		return longest(from, into, border)
	})
}

// numbers gives patches the numbers from 0, in the order of their first faces, and returns that
// of each face, and how many there are.
func (p *patchwork) numbers() (of []int, count int) {
	number := map[int32]int{}
	of = make([]int, len(p.parent))
	for i := range p.parent {
		patch := p.patch(int32(i))
		if _, ok := number[patch]; !ok {
			number[patch] = len(number)
		}
		of[i] = number[patch]
	}
	return of, len(number)
}
