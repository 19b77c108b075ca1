package geo

import (
	"cmp"
	"fmt"
	"slices"
)

// findCuts lists buildings and estates that have land in more than one area.
func (v *validation) findCuts() error {
	for _, kind := range []struct {
		kind   ProblemKind
		things []Standing
		share  float64
	}{
		{BuildingCut, v.with.Buildings, 0},
		{EstateCut, v.with.Estates, leastEstateShare},
	} {
		if err := v.findCutsOf(kind.kind, kind.things, kind.share); err != nil {
			return err
		}
	}
	return nil
}

// findCutsOf lists a thing when two areas or more have leastCutSquare of its land each, and that
// share of it.
func (v *validation) findCutsOf(kind ProblemKind, things []Standing, share float64) error {
	if !slices.ContainsFunc(things, func(s Standing) bool { return s.Land != nil }) {
		return nil
	}
	t := newTangle(v.lattice)
	if err := t.addAreas(v.areas); err != nil {
		return err
	}
	for i, thing := range things {
		if err := t.add(v.community()+1+int32(i), thing.Land); err != nil {
			return fmt.Errorf("%v: %s: %w", kind, thing.Name, err)
		}
	}
	n := t.node(0)
	n.cut()
	m := t.arrange()
	m.claim()
	fields := make([][]int32, len(things))
	for f, claims := range m.claims {
		for _, c := range slices.Compact(slices.Clone(claims)) {
			if c > v.community() {
				fields[c-v.community()-1] = append(fields[c-v.community()-1], int32(f))
			}
		}
	}
	for i, thing := range things {
		v.findCut(m, kind, thing, fields[i], share)
	}
	return nil
}

// findCut lists one thing, at the part that lies in the area with the second most of it.
func (v *validation) findCut(m *arrangement, kind ProblemKind, thing Standing, fields []int32, share float64) {
	byArea := map[int32][]int32{}
	for _, f := range fields {
		for _, c := range slices.Compact(slices.Clone(m.claims[f])) {
			if c < v.community() {
				byArea[c] = append(byArea[c], f)
			}
		}
	}
	if len(byArea) < 2 {
		return
	}
	type stake struct {
		area   int32
		plots  []plot
		square float64
	}
	total := m.size(fields).squareMetres
	var stakes []stake
	for area, fields := range byArea {
		s := m.size(fields).squareMetres
		if s >= leastCutSquare && s >= share*total {
			among := func(f int32) bool { _, found := slices.BinarySearch(fields, f); return found }
			stakes = append(stakes, stake{area, m.plots(fields, among), s})
		}
	}
	if len(stakes) < 2 {
		return
	}
	slices.SortFunc(stakes, func(a, b stake) int {
		return cmp.Or(cmp.Compare(b.square, a.square), cmp.Compare(a.area, b.area))
	})
	var areas []int32
	for _, s := range stakes {
		areas = append(areas, s.area)
	}
	slices.Sort(areas)
	v.addLand(m, areas, Problem{Kind: kind, Thing: thing.Name}, stakes[1].plots)
}

// findLonely lists buildings whose points no area covers.
func (v *validation) findLonely() error {
	if len(v.with.Buildings) == 0 {
		return nil
	}
	t := newTangle(v.lattice)
	if err := t.addAreas(v.areas); err != nil {
		return err
	}
	t.group()
	bands := newBands(t.spots, t.links, 0)
	for _, b := range v.with.Buildings {
		p, err := t.spot(b.Point)
		if err != nil {
			return fmt.Errorf("%v: %s: %w", BuildingWithoutGrid, b.Name, err)
		}
		if !t.covered(bands, p) {
			v.add(nil, Problem{Kind: BuildingWithoutGrid, Thing: b.Name, Place: b.Point, Places: 1, Land: b.Land})
		}
	}
	return nil
}

// covered reports whether a polygon has p inside or on its boundary. Crossing the links west of
// p, one enters and leaves their rings.
func (t *tangle) covered(bands *bands, p spot) bool {
	band := bands.at(p.y)
	if band < 0 || band >= bands.count() {
		return false
	}
	within := map[int32]bool{} // rings
	for _, o := range bands.members(band) {
		if o.west > p.x {
			break
		}
		a, b := t.spots[t.links[o.link].a], t.spots[t.links[o.link].b]
		side := sideOf(a, b, p)
		if side == 0 && p.y >= a.y && p.y <= b.y && p.x >= min(a.x, b.x) && p.x <= max(a.x, b.x) {
			return true
		}
		if a.y < p.y && p.y <= b.y && side < 0 {
			for _, s := range t.strandsOf(o.link) {
				within[s.ring] = !within[s.ring]
			}
		}
	}
	var rings []int32
	for r, in := range within {
		if in {
			rings = append(rings, r)
		}
	}
	slices.Sort(rings)
	return len((&arrangement{tangle: t}).owners(rings)) > 0
}

// findUnassigned lists cells that are assigned to none of the areas.
func (v *validation) findUnassigned() error {
	known := make(map[AreaID]bool, len(v.areas))
	for _, a := range v.areas {
		known[a.ID] = true
	}
	for _, c := range v.with.Cells {
		if c.Assigned && known[c.Area] {
			continue
		}
		t := newTangle(v.lattice)
		if err := t.add(0, c.Boundary); err != nil {
			return fmt.Errorf("%v: %s: %w", UnassignedCell, c.Name, err)
		}
		n := t.node(0)
		n.cut()
		m := t.arrange()
		m.claim()
		v.addLand(m, nil, Problem{Kind: UnassignedCell, Thing: c.Name}, m.plots(m.allFields(), func(f int32) bool { return m.has(f, 0) }))
	}
	return nil
}
