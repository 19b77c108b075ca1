package geo

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// An AtlasBuilder makes an atlas of groups that are added one by one.
type AtlasBuilder struct{ parcels []*parcel }

// Add adds a group; one without areas is left out. Its boundaries are not needed any more
// afterwards. The error is an [*AreaError] about the first area that has a vertex that is not
// on the earth or an open ring, or rounds to nothing.
func (b *AtlasBuilder) Add(group Group) error {
	p, err := newParcel(group)
	if err != nil {
		return fmt.Errorf("group %d: %w", group.ID, err)
	}
	if p != nil {
		b.parcels = append(b.parcels, p)
	}
	return nil
}

// Build makes the atlas of the groups that have been added, and forgets them. It is an error
// if two have the same ID, if two areas have, or if one encloses no land. It keeps two
// processors busy.
func (b *AtlasBuilder) Build() (*Atlas, error) {
	parcels := b.parcels
	b.parcels = nil
	return new(Atlas).with(parcels, nil)
}

// NewAtlas makes an atlas of groups, see [AtlasBuilder].
func NewAtlas(groups []Group) (*Atlas, error) {
	var b AtlasBuilder
	for _, group := range groups {
		if err := b.Add(group); err != nil {
			return nil, err
		}
	}
	return b.Build()
}

// With returns the atlas with groups in place of those with the same IDs, or added to it; a
// group without areas is removed. It is the atlas that is built of all groups anew, and shares
// with this one every sheet that the change does not reach: those whose areas' boxes do not
// meet those of changed areas, as they were or as they are, nor those of areas that thereby
// became odd or ceased to be. Errors are those of [AtlasBuilder], but that an area of an
// untouched sheet has the same ID as one of these is not noticed.
func (a *Atlas) With(changed ...Group) (*Atlas, error) {
	var parcels []*parcel
	var gone []GroupID
	for _, group := range changed {
		switch p, err := newParcel(group); {
		case err != nil:
			return nil, fmt.Errorf("group %d: %w", group.ID, err)
		case p == nil:
			gone = append(gone, group.ID)
		default:
			parcels = append(parcels, p)
		}
	}
	return a.with(parcels, gone)
}

// A work is an atlas that is being made from another.
type work struct {
	old   *Atlas
	tree  *sheetTree
	fresh map[GroupID]*Sheet // in place of old ones; nil for a group that is gone
	todo  []*parcel          // whose sheets are to be made

	reading sync.Mutex
	parcels map[*Sheet]*parcel // of sheets in the tree, as far as they were needed
}

func (a *Atlas) with(changed []*parcel, gone []GroupID) (*Atlas, error) {
	w := &work{old: a, fresh: make(map[GroupID]*Sheet, len(changed)), parcels: make(map[*Sheet]*parcel, len(changed))}
	if a.tree == nil {
		w.tree = new(sheetTree)
	} else {
		w.tree = a.tree.copy()
	}
	if err := w.replace(changed, gone); err != nil {
		return nil, err
	}
	if err := w.make(); err != nil {
		return nil, err
	}
	return &Atlas{sheets: w.sheets(), tree: w.tree, plain: w.plain()}, nil
}

// replace puts changed groups in the place of old ones, and marks the sheets around both.
func (w *work) replace(changed []*parcel, gone []GroupID) error {
	var boxes [][]Box
	for _, id := range gone {
		if err := w.put(id, nil); err != nil {
			return err
		}
	}
	for _, p := range changed {
		if err := w.put(p.sheet.Group, p.sheet); err != nil {
			return err
		}
		w.parcels[p.sheet] = p
		w.todo = append(w.todo, p)
		boxes = append(boxes, p.boxes)
	}
	if len(w.old.sheets) == 0 {
		return nil
	}
	for id := range w.fresh {
		if old, ok := w.old.Sheet(id); ok {
			boxes = append(boxes, old.parcel().boxes)
		}
	}
	for _, of := range boxes {
		w.reach(of)
	}
	return nil
}

// put replaces the sheet of a group in the tree.
func (w *work) put(id GroupID, s *Sheet) error {
	if _, ok := w.fresh[id]; ok {
		return fmt.Errorf("group %d: %w", id, errTwice)
	}
	w.fresh[id] = s
	if old, ok := w.old.Sheet(id); ok {
		w.tree.remove(old)
	}
	if s != nil {
		w.tree.insert(s)
	}
	return nil
}

// reach marks the sheets that are not to be made yet and have an area whose box meets one of
// the boxes, and returns their parcels.
func (w *work) reach(boxes []Box) []*parcel {
	if len(boxes) == 0 {
		return nil
	}
	around := boxes[0]
	for _, box := range boxes {
		around = around.Union(box)
	}
	var reached []*Sheet
	w.tree.search(around, func(s *Sheet) bool {
		if _, ok := w.fresh[s.Group]; !ok && s.meets(boxes) {
			reached = append(reached, s)
		}
		return true
	})
	parcels := make([]*parcel, len(reached))
	for i, s := range reached {
		parcels[i] = w.touch(s)
	}
	w.todo = append(w.todo, parcels...)
	return parcels
}

// touch puts a sheet to be made in the place of an old one.
func (w *work) touch(s *Sheet) *parcel {
	p := w.parcelOf(s)
	p.sheet = &Sheet{Group: s.Group, Box: s.Box, memo: new(atomic.Pointer[Memo])}
	p.before = slices.Clone(p.faults)
	for _, problem := range s.Problems {
		if problem.Kind == Crossing {
			p.crossings = append(p.crossings, problem)
		} else {
			p.overlaps = append(p.overlaps, problem)
		}
	}
	w.parcels[p.sheet] = p
	w.fresh[s.Group] = p.sheet
	w.tree.remove(s)
	w.tree.insert(p.sheet)
	return p
}

// parcelOf returns the parcel of a sheet in the tree.
func (w *work) parcelOf(s *Sheet) *parcel {
	w.reading.Lock()
	defer w.reading.Unlock()
	p, ok := w.parcels[s]
	if !ok {
		p = s.parcel()
		w.parcels[s] = p
	}
	return p
}

// sheets returns those of the old atlas that were not replaced, and the fresh ones.
func (w *work) sheets() []*Sheet {
	sheets := make([]*Sheet, 0, len(w.old.sheets)+len(w.fresh))
	kept := w.old.sheets
	for _, id := range slices.Sorted(maps.Keys(w.fresh)) {
		i, found := findSheet(kept, id)
		sheets = append(sheets, kept[:i]...)
		if found {
			i++
		}
		if kept = kept[i:]; w.fresh[id] != nil {
			sheets = append(sheets, w.fresh[id])
		}
	}
	return append(sheets, kept...)
}

// plain returns the sheets that are not simplified, by group: the fresh ones, and what stays of
// those that were not before.
func (w *work) plain() []*Sheet {
	plain := make([]*Sheet, 0, len(w.fresh))
	for _, s := range w.old.plain {
		if _, replaced := w.fresh[s.Group]; !replaced {
			plain = append(plain, s)
		}
	}
	for _, s := range w.fresh {
		if s != nil {
			plain = append(plain, s)
		}
	}
	slices.SortFunc(plain, func(s, t *Sheet) int { return cmp.Compare(s.Group, t.Group) })
	return plain
}
