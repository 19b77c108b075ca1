package geo

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// A strand is one side of one ring, between two vertices, of which a is the first in the order
// of compareSpots.
type strand struct{ a, b, ring int32 }

// An outline is one ring as it was given. The rings of a polygon follow each other, its outer
// ring before its holes.
type outline struct {
	owner, polygon int32
	hole           bool
}

// A tangle is rings on a lattice, as they come: they may cross, overlap and run along each
// other in any way.
type tangle struct {
	lattice
	spots   []spot // vertices, each once
	numbers spotTable
	rings   []outline
	strands []strand

	// Each link between two vertices once, sorted, and where its strands begin. One more entry
	// ends the last. Made by group.
	links []link
	first []int32
}

// A link is a straight line between two vertices that some ring has.
type link struct{ a, b int32 }

func newTangle(l lattice) *tangle { return &tangle{lattice: l} }

// addAreas adds areas as the owners 0, 1, ….
func (t *tangle) addAreas(areas []Area) error {
	seen := make(map[AreaID]bool, len(areas))
	for i, area := range areas {
		if seen[area.ID] {
			return &AreaError{area.ID, errors.New("it occurs twice")}
		}
		seen[area.ID] = true
		if err := t.add(int32(i), area.Boundary); err != nil {
			return &AreaError{area.ID, err}
		}
	}
	return nil
}

// add adds the land of an owner.
func (t *tangle) add(owner int32, land orb.MultiPolygon) error {
	for i, polygon := range land {
		for j, ring := range polygon {
			spots, err := t.ring(ring)
			if err != nil {
				return fmt.Errorf("polygon %d: ring %d: %w", i+1, j+1, err)
			}
			t.addRing(outline{owner, int32(i), j > 0}, spots)
		}
	}
	return nil
}

func (t *tangle) addRing(o outline, spots []spot) {
	ring := int32(len(t.rings))
	t.rings = append(t.rings, o)
	if len(spots) < 3 {
		return
	}
	first := t.vertex(spots[0])
	from := first
	for _, p := range spots[1:] {
		to := t.vertex(p)
		t.addStrand(from, to, ring)
		from = to
	}
	t.addStrand(from, first, ring)
}

func (t *tangle) addStrand(a, b, ring int32) {
	if a == b {
		return
	}
	if compareSpots(t.spots[b], t.spots[a]) < 0 {
		a, b = b, a
	}
	t.strands = append(t.strands, strand{a, b, ring})
}

// vertex returns the number of the vertex at a spot, which is new if it had none.
func (t *tangle) vertex(p spot) int32 {
	return t.numbers.number(&t.spots, p)
}

// group sorts the strands, drops what a ring walks there and back, and lists each link once.
func (t *tangle) group() {
	t.strands = sortedStrands(t.strands, len(t.spots))
	t.links, t.first = t.links[:0], t.first[:0]
	kept := t.strands[:0]
	for i := 0; i < len(t.strands); i++ {
		s := t.strands[i]
		if i+1 < len(t.strands) && t.strands[i+1] == s {
			i++
			continue
		}
		if last := len(t.links) - 1; last < 0 || t.links[last] != (link{s.a, s.b}) {
			t.links = append(t.links, link{s.a, s.b})
			t.first = append(t.first, int32(len(kept)))
		}
		kept = append(kept, s)
	}
	t.strands = kept
	t.first = append(t.first, int32(len(kept)))
}

// sortedStrands sorts by a, b and ring: those of each a are brought together by counting.
func sortedStrands(strands []strand, vertices int) []strand {
	next := make([]int32, vertices+1)
	for _, s := range strands {
		next[s.a+1]++
	}
	for i := range vertices {
		next[i+1] += next[i]
	}
	sorted := make([]strand, len(strands))
	for _, s := range strands {
		sorted[next[s.a]] = s
		next[s.a]++
	}
	from := int32(0)
	for _, to := range next[:vertices] {
		slices.SortFunc(sorted[from:to], func(p, q strand) int {
			return cmp.Or(cmp.Compare(p.b, q.b), cmp.Compare(p.ring, q.ring))
		})
		from = to
	}
	return sorted
}

func (t *tangle) strandsOf(link int32) []strand { return t.strands[t.first[link]:t.first[link+1]] }

// ownersOf appends the owners of the rings that a link belongs to.
func (t *tangle) ownersOf(owners []int32, link int32) []int32 {
	for _, s := range t.strandsOf(link) {
		owners = append(owners, t.rings[s.ring].owner)
	}
	return owners
}

// A spotTable finds the numbers of spots in a list. The zero value is empty.
type spotTable struct {
	slots []int32 // number + 1; 0: free
	used  int
}

// number returns where p is in the list, to which it is added when it is new.
func (t *spotTable) number(list *[]spot, p spot) int32 {
	if 2*(t.used+1) > len(t.slots) {
		t.grow(*list)
	}
	mask := uint64(len(t.slots) - 1)
	for i := p.hash() & mask; ; i = (i + 1) & mask {
		switch n := t.slots[i]; {
		case n == 0:
			*list = append(*list, p)
			t.used++
			t.slots[i] = int32(len(*list))
			return int32(len(*list)) - 1
		case (*list)[n-1] == p:
			return n - 1
		}
	}
}

func (t *spotTable) grow(list []spot) {
	t.slots = make([]int32, max(64, 2*len(t.slots)))
	mask := uint64(len(t.slots) - 1)
	for n, p := range list {
		i := p.hash() & mask
		for t.slots[i] != 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = int32(n + 1)
	}
}

// hash mixes both coordinates, by the finalizer of SplitMix64 (Steele, Lea and Flood, Fast
// splittable pseudorandom number generators, OOPSLA 2014).
func (p spot) hash() uint64 {
	h := uint64(p.x)*0x9e3779b97f4a7c15 + uint64(p.y)
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
