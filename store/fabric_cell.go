package store

import (
	"errors"
	"slices"

	"gewu/geo"
	"gewu/plan"
)

// A weaving puts the faces of a mesh together to cells.
type weaving struct {
	*loom
	patches *patchwork
	blocks  *blocks
	sites   []blockSites
	cover   [][]int32 // of each building: the faces in its footprint
	reached [][]int32 // of each building: those of them on its side of all rivers
	claim   []int32   // of each face: the building that has it in its footprint, -1 for none
	label   []int     // of each face: the group that it goes to, noGroup-block in a block without buildings
	cell    []int     // of each face, in the end
}

// noGroup labels the faces of block 0 when that has no buildings, noGroup-1 those of block 1, and so on.
const noGroup = -1

// cells makes the fabric.
func (l *loom) cells(m *mesh, b *blocks, sites []blockSites) (*Fabric, error) {
	w := &weaving{loom: l, patches: newPatchwork(m), blocks: b, sites: sites}
	if err := w.coverFaces(); err != nil {
		return nil, err
	}
	w.claimFaces()
	w.labelFaces()
	w.joinEqual()
	w.joinRest()
	return w.fabric()
}

// coverFaces finds the faces in each footprint.
func (w *weaving) coverFaces() error {
	w.cover = make([][]int32, len(w.buildings))
	var footprints []geo.Area
	for i, b := range w.buildings {
		if b.footprint != nil {
			footprints = append(footprints, geo.Area{ID: geo.AreaID(i), Boundary: degrees(b.footprint.Clone())})
		}
	}
	index, err := geo.NewIndex(footprints)
	if err != nil {
		return err
	}
	for face, inside := range w.patches.inside {
		for _, near := range index.Within(pointOf(inside), 0) {
			w.cover[near.Area] = append(w.cover[near.Area], int32(face))
		}
	}
	return nil
}

// claimFaces gives the faces of a footprint to its building, as far as they hang together
// without a river between them and the building's point. Of two buildings, the smaller one has
// what both cover.
func (w *weaving) claimFaces() {
	w.claim = make([]int32, len(w.patches.inside))
	for face := range w.claim {
		w.claim[face] = -1
	}
	w.reached = make([][]int32, len(w.buildings))
	for i, b := range w.buildings {
		w.reached[i] = w.reach(i)
		for _, face := range w.reached[i] {
			if other := w.claim[face]; other < 0 || b.squareMetres < w.buildings[other].squareMetres {
				w.claim[face] = int32(i)
			}
		}
	}
}

// reach returns the faces in the footprint of a building on its side of all rivers.
func (w *weaving) reach(building int) []int32 {
	start := int32(w.patches.faceAt(w.buildings[building].point))
	if !slices.Contains(w.cover[building], start) {
		return nil
	}
	found := []int32{start}
	for i := 0; i < len(found); i++ {
		for _, face := range w.cover[building] {
			border := w.patches.borders[found[i]][face]
			if border != nil && border.below(plan.River) > 0 && !slices.Contains(found, face) {
				found = append(found, face)
			}
		}
	}
	return found
}

// below is the length of border of lower classes.
func (l *classLengths) below(class plan.Class) float64 {
	sum := 0.0
	for _, metres := range l[:class] {
		sum += metres
	}
	return sum
}

// labelFaces says for each face whose it is: that of the building that claims it, otherwise that
// of the group whose site is nearest, in the same block.
func (w *weaving) labelFaces() {
	w.label = make([]int, len(w.claim))
	for face, inside := range w.patches.inside {
		block := w.blocks.at(pointOf(inside))
		switch {
		case w.claim[face] >= 0:
			w.label[face] = w.groupOf(int(w.claim[face]))
		case block < 0:
			w.label[face] = noGroup - len(w.sites) // of no block: it will join a neighbour
		default:
			w.label[face] = noGroup - block
			if w.blocks.isOpen(pointOf(inside)) {
				continue
			}
			x, y := w.plane(inside)
			if s := w.sites[block].nearestSite(x, y); s >= 0 {
				w.label[face] = w.sites[block].list[s].of
			}
		}
	}
}

// joinEqual joins neighbours with one label to patches. Pieces of the rim go to what is beside them.
func (w *weaving) joinEqual() {
	p := w.patches
	for i := range p.coverage.ArcCount() {
		arc := p.coverage.Arc(i)
		if arc.Left < 0 || arc.Right < 0 || w.label[arc.Left] != w.label[arc.Right] || p.rim[arc.Left] || p.rim[arc.Right] {
			continue
		}
		if a, b := p.patch(arc.Left), p.patch(arc.Right); a != b && p.part[arc.Left] == p.part[arc.Right] {
			if len(p.borders[a]) > len(p.borders[b]) {
				a, b = b, a
			}
			p.join(a, b)
		}
	}
}

// joinRest joins the patches that have not the building of their label, and empty ones that
// cannot stand alone, to their neighbours.
func (w *weaving) joinRest() {
	p := w.patches
	home := map[int32]bool{}
	for i, b := range w.buildings {
		if face := p.faceAt(b.point); face >= 0 && w.groupOf(i) == i {
			home[p.patch(int32(face))] = true
		}
	}
	p.joinRim()
	p.joinLoose(func(patch int32) bool { return !home[patch] && !w.standsAlone(patch) }, p.easiest)
}

// standsAlone reports whether a patch without a building is a cell: it is large enough, and either the
// land of a block without buildings or cut off from all else by lines.
func (w *weaving) standsAlone(patch int32) bool {
	if w.patches.small(patch) {
		return false
	}
	open := 0.0
	for _, border := range w.patches.borders[patch] {
		open += border[plan.None]
	}
	return open == 0 || w.label[patch] <= noGroup && w.label[patch] > noGroup-len(w.sites)
}

var errNotWhole = errors.New("the cells are not all of the community's land")

// fabric makes the record of the cells.
func (w *weaving) fabric() (*Fabric, error) {
	var count int
	w.cell, count = w.patches.numbers()
	f := &Fabric{
		Community: w.communities[0].ID, Cells: make([]Cell, count), parts: make([]int, count), buildings: w.buildings,
	}
	f.Coverage = w.patches.coverage.Dissolve(func(face geo.AreaID) geo.AreaID { return geo.AreaID(w.cell[face-1] + 1) })
	if doubleArea(f.Coverage) != doubleAreaOf(w.land) {
		return nil, errNotWhole
	}
	for face := range w.cell {
		if patch := w.patches.patch(int32(face)); patch == int32(face) {
			f.Cells[w.cell[face]].Block = max(0, w.blocks.at(pointOf(w.patches.inside[face])))
			f.parts[w.cell[face]] = w.patches.part[face]
		}
	}
	w.settle(f)
	w.classify(f)
	f.Cuts = w.cuts()
	return f, nil
}

// settle puts each building in the cell that owns its point.
func (w *weaving) settle(f *Fabric) {
	estates := make([]map[int64]int, len(f.Cells))
	for _, b := range w.buildings {
		face := w.patches.faceAt(b.point)
		if face < 0 {
			continue
		}
		i := w.cell[face]
		f.Cells[i].Buildings = append(f.Cells[i].Buildings, b.id)
		f.Cells[i].Households += b.households
		if estates[i] == nil {
			estates[i] = map[int64]int{}
		}
		estates[i][b.estate]++
	}
	for i, counts := range estates {
		most := 0
		for estate, n := range counts {
			if n > most || n == most && estate < f.Cells[i].Estate {
				f.Cells[i].Estate, most = estate, n
			}
		}
	}
}

// reachOf is how far from a border a line may lie that runs along it, in units. The border of a grid
// was drawn by somebody who meant the line beside it.
func (w *weaving) reachOf(f *Fabric, arc geo.Arc) float64 {
	if f.parts[arc.Left] != f.parts[arc.Right] {
		return drawnMetres / metresPerUnit
	}
	return nearUnits
}

// classify says what runs along each arc.
func (w *weaving) classify(f *Fabric) {
	f.Classes = make([]plan.Class, f.Coverage.ArcCount())
	for i := range f.Classes {
		arc := f.Coverage.Arc(i)
		if arc.Left < 0 || arc.Right < 0 {
			f.Classes[i] = plan.Community
			continue
		}
		lengths := w.classes.lengths(arc.Points, w.reachOf(f, arc))
		if lengths.below(plan.Community) == 0 {
			f.Classes[i] = plan.Community
			continue
		}
		lengths[plan.Community] = 0
		if f.Cells[arc.Left].Block != f.Cells[arc.Right].Block {
			f.Classes[i] = lengths.longest(plan.Wall)
		}
	}
}
