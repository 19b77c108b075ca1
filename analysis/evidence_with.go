package analysis

import (
	"fmt"
	"slices"

	"gewu/hotspot"
)

// An Arrival is an issue as it is now, new or known before.
type Arrival struct {
	Issue        // Piece and First are not read
	Ground int32 // of Grounds; −1: none
	// Root is the ID of the issue that first reported the incident: its own for an incident; 0: it is void;
	// below 0: not known.
	Root int64
}

// With returns the evidence with issues as they are now, and without those that are gone: they stay at their
// position as void ones, so positions hold. An arrival outside of the lattice is gone. It costs the pages of
// issues and of the cubes that are touched; the evidence before is not changed.
func (e *Evidence) With(version int64, arrivals []Arrival, gone []int64) (*Evidence, error) {
	next := *e
	next.Version = version
	w := &writer{e: &next, owned: map[int]bool{}}
	w.e.Issues.Pages = slices.Clone(e.Issues.Pages)
	for _, id := range gone {
		w.leave(id)
	}
	positions := make([]int32, len(arrivals))
	for i, a := range arrivals {
		positions[i] = w.arrive(a)
	}
	for i, a := range arrivals {
		if positions[i] >= 0 {
			w.root(positions[i], a.Root)
		}
	}
	return &next, w.finish()
}

// A writer changes evidence that shares what it does not change with the one before.
type writer struct {
	e            *Evidence
	owned        map[int]bool   // pages of issues that nobody else has
	first, again []hotspot.Fact // what changes in the cubes
	moves        []move         // the same as first, and where
	left         []int32        // positions of issues that are gone
	pieces       bool           // there is room for more pieces that nobody else uses
}

// page returns the page of a position to write to.
func (w *writer) page(position int32) *IssuePage {
	at := int(position) / pageIssues
	if !w.owned[at] {
		w.e.Issues.Pages[at] = w.e.Issues.Pages[at].clone()
		w.owned[at] = true
	}
	return w.e.Issues.Pages[at]
}

// count counts an issue in the cube where it belongs, or takes it out again.
func (w *writer) count(position, by int32) {
	i := w.e.Issues.At(int(position))
	fact := hotspot.Fact{Place: i.Piece, Kind: i.Kind, Day: i.Opened, Count: by}
	switch {
	case i.First == Void:
	case i.Incident(int(position)):
		w.first = append(w.first, fact)
		w.moves = append(w.moves, move{i.At, i.Piece, i.Kind, i.Opened, by})
	default:
		w.again = append(w.again, fact)
	}
}

// leave makes an issue void.
func (w *writer) leave(id int64) {
	position, ok := w.e.position(id)
	if !ok || w.e.Issues.At(int(position)).First == Void {
		return
	}
	w.count(position, -1)
	w.page(position).First[position%pageIssues] = Void
	w.left = append(w.left, position)
}

// arrive writes an issue where it is or appends it, as a void one until its root is known, and returns its
// position; −1: it is outside of the lattice.
func (w *writer) arrive(a Arrival) int32 {
	square, inside := w.e.Lattice.Square(w.e.Plane.Metres(a.At))
	if !inside {
		w.leave(a.ID)
		return -1
	}
	a.Piece, a.First = w.open(int32(square), a.Ground), Void
	position, known := w.e.position(a.ID)
	if !known {
		return w.append(a.Issue)
	}
	w.count(position, -1)
	if w.e.Issues.At(int(position)).Piece != a.Piece {
		w.e.index.strays = append(slices.Clip(w.e.index.strays), position)
	}
	w.page(position).set(int(position)%pageIssues, a.Issue)
	return position
}

// append adds an issue behind all others.
func (w *writer) append(i Issue) int32 {
	position := int32(w.e.Issues.Len())
	if position%pageIssues == 0 {
		w.owned[int(position)/pageIssues] = true // it is made for it
	} else {
		w.page(position)
	}
	w.e.Issues.add(i)
	return position
}

// root tells an issue which one first reported its incident, and counts it.
func (w *writer) root(position int32, id int64) {
	first := int32(Unknown)
	if id == 0 {
		first = Void
	} else if at, ok := w.e.position(id); ok && id > 0 {
		first = at
	}
	w.page(position).First[position%pageIssues] = first
	w.count(position, 1)
}

// finish brings the cubes up to date.
func (w *writer) finish() (err error) {
	w.orphan()
	e := w.e
	if n := e.Pieces.Len(); n > e.Cube.Len() {
		e.Cube, e.Again = e.Cube.Grow(n), e.Again.Grow(n)
	}
	if e.Cube, err = e.Cube.With(w.first); err != nil {
		return fmt.Errorf("count incidents: %w", err)
	}
	if e.Again, err = e.Again.With(w.again); err != nil {
		return fmt.Errorf("count further reports: %w", err)
	}
	e.recent = e.recent.then(w.moves)
	return nil
}

// orphan tells further reports of issues that are gone that theirs is not known any more.
func (w *writer) orphan() {
	if len(w.left) == 0 {
		return
	}
	slices.Sort(w.left)
	for number, page := range w.e.Issues.Pages {
		for i, first := range page.First {
			if first < 0 || first == int32(number*pageIssues+i) {
				continue
			}
			if _, found := slices.BinarySearch(w.left, first); found {
				w.page(int32(number*pageIssues + i)).First[i] = Unknown
			}
		}
	}
}

// open returns the piece that a ground has of a square, and adds it where it is not there yet. The pieces of
// the evidence before stay as they are.
func (w *writer) open(square, ground int32) int32 {
	p, x := &w.e.Pieces, &w.e.index
	if i := x.piece(p, square, ground); i >= 0 {
		return i
	}
	if !w.pieces { // once, and then there is room
		p.Square, p.Ground, p.Households = slices.Clip(p.Square), slices.Clip(p.Ground), slices.Clip(p.Households)
		w.pieces = true
	}
	p.Square, p.Ground, p.Households = append(p.Square, square), append(p.Ground, ground), append(p.Households, 0)
	if p.Len()-len(x.next) > mostLoose {
		x.chain(p)
	}
	return int32(p.Len() - 1)
}

// position finds an issue by its ID: among those in ascending order by halving, else one by one from the last.
func (e *Evidence) position(id int64) (int32, bool) {
	s := &e.Issues
	if at, ok := s.ascending(id, s.sorted); ok || s.sorted == s.Len() {
		return at, ok
	}
	for i := s.Len() - 1; i >= s.sorted; i-- {
		if s.id(i) == id {
			return int32(i), true
		}
	}
	return 0, false
}
