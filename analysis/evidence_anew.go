package analysis

import (
	"cmp"
	"slices"

	"gewu/geo"
	"gewu/hotspot"
	"gewu/hotspot/reach"
)

// Redivided returns the evidence with the land divided otherwise: known has areas, grids, borders and
// facilities as they are now, ground tells which grid owns a point, and only land in the boxes is another's.
// Issues and buildings there come to the grids of now.
func (e *Evidence) Redivided(known *Evidence, ground func(geo.Point) int32, boxes []geo.Box) (*Evidence, error) {
	next := *e
	next.Version, next.Today, next.FirstEdition = known.Version, known.Today, known.FirstEdition
	next.Areas, next.Grounds, next.Borders, next.Facilities = known.Areas, known.Grounds, known.Borders, known.Facilities
	next.Unassigned = known.Unassigned
	next.kept, next.recent = &kept{}, start()
	next.index = newIndex(&next)
	next.index.where, next.index.strays = e.index.where, e.index.strays
	next.Pieces.Ground = e.renumbered(&next)
	next.Pieces.Households = slices.Clone(e.Pieces.Households)
	next.index.chain(&next.Pieces)
	next.Issues.Pages = slices.Clone(e.Issues.Pages)
	w := &writer{e: &next, owned: map[int]bool{}}
	lots := e.touched(&next, boxes)
	for position, piece := range e.onLots(lots) {
		w.reassign(position, piece, ground)
	}
	w.rehouse(lots, ground)
	return &next, w.finish()
}

// renumbered returns the grids of pieces by the numbers that they have in other evidence.
func (e *Evidence) renumbered(next *Evidence) []int32 {
	grounds := make([]int32, e.Pieces.Len())
	for i, g := range e.Pieces.Ground {
		grounds[i] = -1
		if g >= 0 {
			grounds[i] = next.Ground(e.Grounds[g].ID)
		}
	}
	return grounds
}

// touched reports which pieces lie in the boxes, or are of grids that are no more.
func (e *Evidence) touched(next *Evidence, boxes []geo.Box) []bool {
	lots := make([]bool, e.Pieces.Len())
	for _, box := range boxes {
		e.piecesOf(e.squares(box), func(piece int32) { lots[piece] = true })
	}
	for i, g := range e.Pieces.Ground {
		lots[i] = lots[i] || g >= 0 && next.Pieces.Ground[i] < 0
	}
	return lots
}

// onLots walks the issues on some pieces: their positions and pieces.
func (e *Evidence) onLots(lots []bool) func(func(int32, int32) bool) {
	return func(yield func(int32, int32) bool) {
		for number, page := range e.Issues.Pages {
			for i, piece := range page.Piece {
				if lots[piece] && !yield(int32(number*pageIssues+i), piece) {
					return
				}
			}
		}
	}
}

// reassign brings an issue to the piece of the grid that has its land now.
func (w *writer) reassign(position, piece int32, ground func(geo.Point) int32) {
	g := ground(w.e.Issues.At(int(position)).At)
	if g == w.e.Pieces.Ground[piece] {
		return
	}
	w.count(position, -1)
	w.page(position).Piece[position%pageIssues] = w.open(w.e.Pieces.Square[piece], g)
	w.count(position, 1)
	w.e.index.where = nil // too many to go after one by one
}

// rehouse brings the buildings of some pieces to the grids that have their land now.
func (w *writer) rehouse(lots []bool, ground func(geo.Point) int32) {
	homes := slices.Clone(w.e.Homes)
	for i := range homes {
		h := &homes[i]
		if int(h.Piece) >= len(lots) || !lots[h.Piece] {
			continue
		}
		if g := ground(h.At); g != w.e.Pieces.Ground[h.Piece] {
			w.settle(h, -1)
			h.Piece = w.open(w.e.Pieces.Square[h.Piece], g)
			w.settle(h, 1)
		}
	}
	w.e.Homes = homes
}

// settle adds the households of a building to its piece, or takes them away.
func (w *writer) settle(h *Home, sign float64) {
	if h.Households > 0 {
		w.e.Pieces.Households[h.Piece] += sign * float64(h.Households)
	}
}

// Rehoused returns the evidence with the buildings, visits and dwellings of now; ground tells which grid owns a point. Buildings must lie
// on the lattice.
func (e *Evidence) Rehoused(known *Evidence, homes []Home, ground func(geo.Point) int32) (*Evidence, error) {
	next := *e
	next.Version, next.Visits, next.Dwellings, next.Homes = known.Version, known.Visits, known.Dwellings, homes
	next.kept = &kept{}
	next.Pieces.Households = make([]float64, e.Pieces.Len())
	w := &writer{e: &next, owned: map[int]bool{}}
	for i := range homes {
		h := &homes[i]
		square, ok := e.Lattice.Square(e.Plane.Metres(h.At))
		if !ok {
			continue
		}
		h.Piece = w.open(int32(square), ground(h.At))
		w.settle(h, 1)
	}
	return &next, w.finish()
}

// WithKinds returns the evidence with more kinds, and others' names. Kinds are numbered in order of their codes, so
// where one comes between others all issues are counted anew.
func (e *Evidence) WithKinds(kinds []Kind) (*Evidence, error) {
	next := *e
	next.recent = start()
	next.Kinds = slices.Clone(kinds)
	slices.SortFunc(next.Kinds, func(a, b Kind) int { return cmp.Compare(a.Code, b.Code) })
	next.index.nameKinds(next.Kinds)
	number, same := make([]hotspot.Kind, len(e.Kinds)), true
	for i, k := range e.Kinds {
		number[i] = hotspot.Kind(next.KindOf(k.Code))
		same = same && int(number[i]) == i
	}
	if same {
		return &next, nil
	}
	next.Issues.Pages = slices.Clone(e.Issues.Pages)
	for i, page := range next.Issues.Pages {
		next.Issues.Pages[i] = page.renumbered(number)
	}
	return &next, next.recount()
}

// renumbered returns a page that shares all but the kinds.
func (p *IssuePage) renumbered(number []hotspot.Kind) *IssuePage {
	next := *p
	next.Kind = make([]hotspot.Kind, len(p.Kind), cap(p.Kind))
	for i, k := range p.Kind {
		next.Kind[i] = number[k]
	}
	return &next
}

// recount makes the cubes of the issues.
func (e *Evidence) recount() (err error) {
	if e.Cube, err = hotspot.NewCube(e.Pieces.Len(), reports(&e.Issues, true)); err != nil {
		return err
	}
	e.Again, err = hotspot.NewCube(e.Pieces.Len(), reports(&e.Issues, false))
	return err
}

// Served returns the evidence with other facilities and another network of ways.
func (e *Evidence) Served(facilities []Facility, paths *reach.Paths, changed hotspot.Day) *Evidence {
	next := *e
	next.Facilities, next.Paths, next.PathsDay, next.kept = facilities, paths, changed, &kept{}
	return &next
}
