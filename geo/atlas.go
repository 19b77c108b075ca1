package geo

import (
	"cmp"
	"iter"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/tidwall/rtree"
)

// A GroupID identifies a group of areas, such as a community.
type GroupID int64

// A Group is areas that are changed together: the grids of a community.
type Group struct {
	ID    GroupID
	Areas []Area
}

// An Atlas is a nation's worth of coverage in sheets, one for each group, that agree about
// every border between them:
//
//	+-------+-------+       Group 1 has the areas A and B, group 2 the areas C and D. The
//	|   A   :   C   |       dotted arcs are in both sheets, with the same points and nodes. In
//	+-------x       |       sheet 1 the area on their other side is C, or D, "abroad"; in sheet
//	|       +-------+       2 it is A, or B. Only areas of sheet 1 meet on both sides at x, but
//	|   B   :   D   |       it is a node of sheet 2, too.
//	+-------+-------+
//
// An Atlas is never changed once built, and safe for concurrent use.
type Atlas struct {
	sheets []*Sheet // by group
	tree   *sheetTree
	plain  []*Sheet // those that are not simplified, by group
}

// A Sheet is the areas of one group as a coverage. Its arcs are those that have an area of the
// group on a side, with nodes where the whole has them.
type Sheet struct {
	Group GroupID
	Box   Box // around all areas, odd ones too

	// Coverage is of the areas that are not odd, in the order they were given. Where an area of
	// another sheet is beside an arc, [Coverage.Abroad] names it.
	Coverage *Coverage

	// Odd areas cross or overlap others, of any sheet, or themselves. They are in no coverage,
	// in none of any sheet; land that only they have is nobody's there.
	Odd []Area

	// Problems say where areas of the group are odd: crossings, then overlaps of areas without
	// crossings, each kind from south to north. They name areas in the order of their IDs, and
	// one with areas of two groups is told in both sheets.
	Problems []Problem

	odd   []oddArea             // what else there is to say of Odd
	cuts  []faceCut             // where neighbours cut sides, by face
	given []givenArea           // areas that the coverage cannot give back as they were, by face
	memo  *atomic.Pointer[Memo] // shared with the sheet simplified
}

// A Memo is what others work out from the points of a sheet and keep with it.
type Memo struct{ Value any }

// Memo returns what is kept with the sheet; nil: nothing.
func (s *Sheet) Memo() *Memo { return s.memo.Load() }

// Remember keeps something with the sheet in place of what was, and with all sheets that have the
// same points. It returns false if something else is kept by now.
func (s *Sheet) Remember(old, memo *Memo) bool { return s.memo.CompareAndSwap(old, memo) }

// An oddArea says which area of its group an odd area is.
type oddArea struct {
	order int32
	fault fault
	box   Box
}

// A givenArea is an area as it was given.
type givenArea struct {
	face int32
	area Area
}

// Sheets walks all sheets in the order of their groups.
func (a *Atlas) Sheets() iter.Seq[*Sheet] { return slices.Values(a.sheets) }

// Len returns the number of sheets.
func (a *Atlas) Len() int { return len(a.sheets) }

// Sheet returns the sheet of a group.
func (a *Atlas) Sheet(id GroupID) (*Sheet, bool) {
	i, ok := findSheet(a.sheets, id)
	if !ok {
		return nil, false
	}
	return a.sheets[i], true
}

// findSheet returns where the sheet of a group is, or would be.
func findSheet(sheets []*Sheet, id GroupID) (int, bool) {
	return slices.BinarySearchFunc(sheets, id, func(s *Sheet, id GroupID) int { return cmp.Compare(s.Group, id) })
}

// Meeting walks the sheets whose boxes meet the box, in no particular order.
func (a *Atlas) Meeting(box Box) iter.Seq[*Sheet] {
	return func(yield func(*Sheet) bool) { a.tree.search(box, yield) }
}

// meets reports whether the box of an area of the sheet meets one of the boxes.
func (s *Sheet) meets(boxes []Box) bool {
	for _, box := range boxes {
		if box.Meets(s.Box) &&
			(slices.ContainsFunc(s.Coverage.boxes, box.Meets) ||
				slices.ContainsFunc(s.odd, func(o oddArea) bool { return box.Meets(o.box) })) {
			return true
		}
	}
	return false
}

// A sheetTree finds sheets by their boxes. Copies share what neither changes.
type sheetTree struct {
	copying sync.Mutex // a copy is noted in the original
	rtree.RTreeGN[float64, *Sheet]
}

func (t *sheetTree) copy() *sheetTree {
	t.copying.Lock()
	defer t.copying.Unlock()
	return &sheetTree{RTreeGN: *t.Copy()}
}

func (t *sheetTree) insert(s *Sheet) {
	low, high := s.Box.corners()
	t.Insert(low, high, s)
}

func (t *sheetTree) remove(s *Sheet) {
	low, high := s.Box.corners()
	t.Delete(low, high, s)
}

func (t *sheetTree) search(box Box, found func(*Sheet) bool) {
	low, high := box.corners()
	t.Search(low, high, func(_, _ [2]float64, s *Sheet) bool { return found(s) })
}
