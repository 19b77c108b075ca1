package tiles

import (
	"fmt"
	"slices"

	"gewu/geo"
)

// Parents returns an atlas of the parents of areas, for those that have no boundaries of their
// own: a parent's land is that of its children together, and its borders are theirs, vertex by
// vertex. A child for which parent is false has none. Each parent is a group by its own ID. The
// error is that of the builder of the atlas.
func Parents(children *geo.Atlas, parent func(geo.AreaID) (geo.AreaID, bool)) (*geo.Atlas, error) {
	lands := map[geo.AreaID]*geo.Area{}
	var order []geo.AreaID
	add := func(child geo.Area) {
		id, ok := parent(child.ID)
		if !ok {
			return
		}
		if lands[id] == nil {
			lands[id] = &geo.Area{ID: id}
			order = append(order, id)
		}
		lands[id].Boundary = append(lands[id].Boundary, child.Boundary...)
	}
	for s := range children.Sheets() {
		for face := range s.Coverage.Len() {
			id := s.Coverage.ID(face)
			add(geo.Area{ID: id, Boundary: s.Coverage.Boundary(id)})
		}
		for _, odd := range s.Odd {
			add(odd)
		}
	}
	slices.Sort(order)
	var b geo.AtlasBuilder
	for _, id := range order {
		if err := b.Add(geo.Group{ID: geo.GroupID(id), Areas: []geo.Area{*lands[id]}}); err != nil {
			return nil, fmt.Errorf("parents of areas: %w", err)
		}
	}
	return b.Build()
}
