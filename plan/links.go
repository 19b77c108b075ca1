package plan

import (
	"math"
	"slices"

	"gewu/plan/propose"
)

// links are the borders between the cells of a fabric as it was made or read, in lists that lie side by side in
// memory, so that what looks at all of them need not look up each. Fabrics share them, and mark the cells whose
// borders are others by now. The borders of a cell are the same, and in the same order, read from here or from the fabric.
type links struct {
	first []int32   // the borders of the cell i are those from first[i] to first[i+1]
	to    []CellID  // beyond each
	cost  []float32 // of cutting each
	class []propose.Class
	stale []uint64 // marks the cells whose borders must be read from the fabric
}

// A cellLink is a border between two cells, seen from one of them.
type cellLink struct {
	to    CellID
	cost  float32
	class propose.Class
}

// linksOf makes the links of all cells.
func linksOf(f *Fabric) *links {
	n, ends := f.cells.size, 0
	costs := make([]float32, f.arcs.size)
	for i, page := range f.arcs.pages {
		for k := range page[:min(pageSize, f.arcs.size-i*pageSize)] {
			if a := &page[k]; a.Left != NoCell && a.Right != NoCell && a.Alive() {
				costs[i*pageSize+k] = a.cost()
				ends += 2
			}
		}
	}
	x := &links{first: make([]int32, n+1), to: make([]CellID, 0, ends), cost: make([]float32, 0, ends), class: make([]propose.Class, 0, ends)}
	for id := range CellID(n) {
		for _, k := range f.cells.ref(int32(id)).Arcs {
			a := f.arcs.ref(int32(k))
			if beside := a.other(id); beside != NoCell {
				x.to, x.cost, x.class = append(x.to, beside), append(x.cost, costs[k]), append(x.class, a.splitClass())
			}
		}
		x.first[id+1] = int32(len(x.to))
	}
	x.stale = make([]uint64, (n+63)/64)
	return x
}

// with returns the links of a fabric in which these cells are new, or gone, or have other borders.
func (x *links) with(cells []CellID) *links {
	next := *x
	next.stale = slices.Clone(x.stale)
	for _, id := range cells {
		if id >= 0 && int(id) < len(x.first)-1 {
			next.stale[id/64] |= 1 << (id % 64)
		}
	}
	return &next
}

// holds reports whether the borders of a cell can be read from here.
func (x *links) holds(id CellID) bool {
	return int(id) < len(x.first)-1 && x.stale[id/64]>>(id%64)&1 == 0
}

// linksFrom lists the borders of a cell with others as the fabric has them, in the memory of room.
func (f *Fabric) linksFrom(id CellID, room []cellLink) []cellLink {
	list := room[:0]
	for _, k := range f.cells.ref(int32(id)).Arcs {
		a := f.arcs.ref(int32(k))
		if beside := a.other(id); beside != NoCell {
			list = append(list, cellLink{beside, a.cost(), a.splitClass()})
		}
	}
	return list
}

// splitClass is the class of a border for those who divide a grid: where two communities meet, it is one that is as dear to
// cross as any.
func (a *Arc) splitClass() propose.Class { return propose.Class(min(a.Class, River)) }

// cost is what it costs that a border parts two grids. It follows from the border alone, so that it is the same in whatever
// fabric.
func (a *Arc) cost() float32 {
	lat := float64(a.Points[0].Lat) / 1e7
	return float32(ground{metresPerUnit * math.Cos(lat*math.Pi/180), metresPerUnit}.length(a.Points)) * metreCosts[a.splitClass()]
}
