package geo

import "fmt"

// IndexAtlas builds an index of an atlas. Where areas overlap or touch, the one with the
// smallest ID comes first. It shares the geometry of the sheets: what a ring walks there and
// back, such as a spike, is no border of an area that is in a coverage.
func IndexAtlas(a *Atlas) (*Index, error) {
	x, err := SparseIndex(a)
	if err != nil {
		return nil, err
	}
	x.raster, err = newRaster(x.slots)
	x.close = newVicinity(x)
	return x, err
}

// SparseIndex builds an index of an atlas that gives the same answers as that of [IndexAtlas],
// without the raster: it takes a fraction of the memory, and some times as long to locate a point.
func SparseIndex(a *Atlas) (*Index, error) {
	x := &Index{tree: &shapeTree{}, sheets: a.sheets, order: make([]int, 0, a.Len()), slots: make([]*slot, 0, a.Len())}
	for sheet := range a.Sheets() {
		s, err := newSlot(sheet)
		if err != nil {
			return nil, err
		}
		x.order = append(x.order, len(x.slots))
		x.slots = append(x.slots, s)
		x.odd += s.odd()
		x.plant(len(x.slots) - 1)
	}
	x.places = newLedger(x.entries())
	return x, nil
}

func newSlot(sheet *Sheet) (*slot, error) {
	s := &slot{sheet: sheet, cover: sheet.Coverage, pieces: newPieces(sheet.Coverage)}
	if len(sheet.Odd) > 0 {
		var err error
		if s.loose, err = newLayer(sheet.Odd); err != nil {
			return nil, fmt.Errorf("group %d: %w", sheet.Group, err)
		}
	}
	return s, nil
}

// odd is 1 for a slot with areas that may overlap others.
func (s *slot) odd() int {
	if s.loose != nil {
		return 1
	}
	return 0
}

// entries returns the slot of every area.
func (x *Index) entries() []ledgerEntry {
	var entries []ledgerEntry
	for i, s := range x.slots {
		entries = s.appendEntries(entries, uint32(i))
	}
	return entries
}

func (s *slot) appendEntries(entries []ledgerEntry, at uint32) []ledgerEntry {
	if s.cover != nil {
		for _, id := range s.cover.ids {
			entries = append(entries, ledgerEntry{id, at})
		}
	}
	if s.loose != nil {
		for _, id := range s.loose.ids {
			entries = append(entries, ledgerEntry{id, at})
		}
	}
	return entries
}
