package geo

import "slices"

// With returns the index of an atlas that was made from this index's atlas, or from one before
// it, by [Atlas.With]. It shares all that the sheets that differ do not reach. It is the index
// that [IndexAtlas] or [SparseIndex] builds of the atlas, and this index stays as it is. Only an index of an
// atlas has others.
func (x *Index) With(a *Atlas) (*Index, error) {
	e := &edit{old: x}
	e.compare(a)
	next := &Index{slots: slices.Clone(x.slots), sheets: a.sheets, tree: x.tree.copy(), odd: x.odd}
	if err := e.apply(next); err != nil {
		return nil, err
	}
	next.places = x.places.with(e.gone, e.entries)
	if x.raster == nil {
		return next, nil
	}
	var err error
	if next.raster, err = x.raster.with(next, e); err != nil {
		return nil, err
	}
	next.close = x.close.with(next)
	return next, nil
}

// An edit is the difference between an index and the atlas for the next one.
type edit struct {
	old     *Index
	order   []slotEdit // of the next, by group
	gone    []AreaID   // in places
	entries []ledgerEntry
	boxes   []Box // of all sheets that go or come
	removed []int // slots whose sheets go
	free    []int // slots for new groups
}

// A slotEdit is a slot that stays, or the sheet that comes to it. A new group has no slot yet.
type slotEdit struct {
	slot  int
	sheet *Sheet // nil: as it is
}

const noSlot = -1

// compare walks both atlases, in the order of their groups. Nearly all sheets are the same, and
// not read.
func (e *edit) compare(a *Atlas) {
	before, order := e.old.sheets, e.old.order
	e.order = make([]slotEdit, 0, a.Len())
	for _, sheet := range a.sheets {
		for len(order) > 0 && before[0] != sheet && before[0].Group < sheet.Group {
			e.removed = append(e.removed, order[0])
			before, order = before[1:], order[1:]
		}
		come := slotEdit{noSlot, sheet}
		switch {
		case len(order) == 0:
		case before[0] == sheet:
			come = slotEdit{order[0], nil}
			before, order = before[1:], order[1:]
		case before[0].Group == sheet.Group:
			e.removed = append(e.removed, order[0])
			come.slot = order[0]
			before, order = before[1:], order[1:]
		}
		e.order = append(e.order, come)
	}
	e.removed = append(e.removed, order...)
}

// apply brings slots and tree of the next index up to date.
func (e *edit) apply(next *Index) error {
	for _, at := range e.removed {
		next.uproot(at)
		e.boxes = append(e.boxes, next.slots[at].sheet.Box)
		for _, entry := range next.slots[at].appendEntries(nil, 0) {
			e.gone = append(e.gone, entry.area)
		}
		next.odd -= next.slots[at].odd()
		next.slots[at] = nil
	}
	e.free = e.freeSlots(next.slots)
	next.order = make([]int, len(e.order))
	for i, s := range e.order {
		if s.sheet != nil {
			var err error
			if s.slot, err = e.fill(next, s); err != nil {
				return err
			}
		}
		next.order[i] = s.slot
	}
	return nil
}

// fill puts a sheet into its slot, or a free one.
func (e *edit) fill(next *Index, s slotEdit) (at int, err error) {
	if at = s.slot; at == noSlot {
		if len(e.free) == 0 {
			e.free, next.slots = []int{len(next.slots)}, append(next.slots, nil)
		}
		at, e.free = e.free[0], e.free[1:]
	}
	if next.slots[at], err = newSlot(s.sheet); err != nil {
		return 0, err
	}
	next.odd += next.slots[at].odd()
	next.plant(at)
	e.boxes = append(e.boxes, s.sheet.Box)
	e.entries = next.slots[at].appendEntries(e.entries, uint32(at))
	return at, nil
}

// freeSlots returns the slots that no sheet has or is to have.
func (e *edit) freeSlots(slots []*slot) []int {
	taken := make(map[int]bool)
	for _, s := range e.order {
		if s.sheet != nil {
			taken[s.slot] = true
		}
	}
	var free []int
	for at, s := range slots {
		if s == nil && !taken[at] {
			free = append(free, at)
		}
	}
	return free
}

// uproot takes the shapes of a slot out of the tree.
func (x *Index) uproot(at int) {
	s := x.slots[at]
	for shape := range s.shapes() {
		low, high := s.box(shape).corners()
		x.tree.Delete(low, high, shapeAt(at, shape))
	}
}

// faceAt returns the area of a coverage that owns p.
func (x *Index) faceAt(p Point) (owner AreaID, ok bool) {
	at := [2]float64{float64(p.Lon), float64(p.Lat)}
	x.tree.Search(at, at, func(_, _ [2]float64, id shapeID) bool {
		s, shape := x.shape(id)
		if shape < s.faces() {
			if owned, _ := s.test(shape, p); owned {
				owner, _ = s.area(shape)
				ok = true
			}
		}
		return !ok
	})
	return owner, ok
}
