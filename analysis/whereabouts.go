package analysis

import (
	"math"

	"gewu/geo"
)

// Whereabouts are the positions of the first issues, by piece.
type whereabouts struct {
	start []int32 // of each piece, and the end of the last
	at    []int32
	until int // issues
}

// mostLoose is how many pieces or issues may be outside of an index before it is made anew.
const mostLoose = 1 << 12

// Located returns the evidence with an index of its issues by place, so that IssuesIn is quick; itself where
// it has one that is good enough.
func (e *Evidence) Located() *Evidence {
	if w := e.index.where; w != nil && e.Issues.Len()-w.until+len(e.index.strays) <= 16*mostLoose {
		return e
	}
	next := *e
	w := &whereabouts{start: make([]int32, e.Pieces.Len()+1), at: make([]int32, e.Issues.Len()), until: e.Issues.Len()}
	for _, page := range e.Issues.Pages {
		for _, piece := range page.Piece {
			w.start[piece+1]++
		}
	}
	for i := range e.Pieces.Len() {
		w.start[i+1] += w.start[i]
	}
	free := append([]int32(nil), w.start...)
	for number, page := range e.Issues.Pages {
		for i, piece := range page.Piece {
			w.at[free[piece]] = int32(number*pageIssues + i)
			free[piece]++
		}
	}
	next.index.where, next.index.strays = w, nil
	return &next
}

// IssuesIn returns the positions of the issues that lie in a box, sides included; void ones too.
func (e *Evidence) IssuesIn(box geo.Box) []int32 {
	var in []int32
	e.near(e.squares(box), func(position int32) {
		at := e.Issues.Pages[position/pageIssues].At[position%pageIssues]
		if box.Min.Lon <= at.Lon && at.Lon <= box.Max.Lon && box.Min.Lat <= at.Lat && at.Lat <= box.Max.Lat {
			in = append(in, position)
		}
	})
	return in
}

// IncidentsAbout returns how many issues pieces have whose squares meet a box: more than IssuesIn returns, at once.
func (e *Evidence) IncidentsAbout(box geo.Box) (n int) {
	w := e.index.where
	if w == nil {
		return e.Issues.Len()
	}
	e.piecesOf(e.squares(box), func(piece int32) {
		if int(piece) < len(w.start)-1 {
			n += int(w.start[piece+1] - w.start[piece])
		}
	})
	return n + e.Issues.Len() - w.until + len(e.index.strays)
}

// span is the squares of the lattice from a column and row to others, included.
type span struct{ west, south, east, north int }

// squares returns the squares of the lattice that meet a box.
func (e *Evidence) squares(box geo.Box) span {
	low, high := e.Plane.Metres(box.Min), e.Plane.Metres(box.Max)
	along := func(v, origin float64, last int) int {
		return int(max(-1, min(math.Floor((v-origin)/e.Lattice.Size), float64(last))))
	}
	o := e.Lattice.Origin
	return span{
		max(0, along(low.X, o.X, e.Lattice.Cols)), max(0, along(low.Y, o.Y, e.Lattice.Rows)),
		min(along(high.X, o.X, e.Lattice.Cols), e.Lattice.Cols-1), min(along(high.Y, o.Y, e.Lattice.Rows), e.Lattice.Rows-1),
	}
}

// piecesOf visits the pieces of some squares.
func (e *Evidence) piecesOf(s span, visit func(piece int32)) {
	for row := s.south; row <= s.north; row++ {
		for col := s.west; col <= s.east; col++ {
			for i := e.index.first[row*e.Lattice.Cols+col]; i >= 0; i = e.index.next[i] {
				visit(i)
			}
		}
	}
	for i := len(e.index.next); i < e.Pieces.Len(); i++ {
		col, row := int(e.Pieces.Square[i])%e.Lattice.Cols, int(e.Pieces.Square[i])/e.Lattice.Cols
		if s.west <= col && col <= s.east && s.south <= row && row <= s.north {
			visit(int32(i))
		}
	}
}

// near visits, each once, the positions of all issues on some squares, and maybe of some others.
func (e *Evidence) near(s span, visit func(position int32)) {
	w := e.index.where
	if w == nil {
		w = &whereabouts{start: []int32{0}}
	}
	stray := make(map[int32]bool, len(e.index.strays))
	for _, position := range e.index.strays {
		if !stray[position] {
			stray[position] = true
			visit(position)
		}
	}
	e.piecesOf(s, func(piece int32) {
		if int(piece) >= len(w.start)-1 {
			return
		}
		for _, position := range w.at[w.start[piece]:w.start[piece+1]] {
			if !stray[position] {
				visit(position)
			}
		}
	})
	for position := w.until; position < e.Issues.Len(); position++ {
		if !stray[int32(position)] {
			visit(int32(position))
		}
	}
}

// chain makes the chains of pieces anew, without changing those that others use.
func (x *index) chain(p *Pieces) {
	first := make([]int32, len(x.first))
	for i := range first {
		first[i] = -1
	}
	x.first, x.next = first, make([]int32, p.Len())
	for i, square := range p.Square {
		x.next[i] = first[square]
		first[square] = int32(i)
	}
}
