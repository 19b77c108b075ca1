package demo

// A use says what a block of land is for.
type use uint8

const (
	useHomes   use = iota // the houses of its zone
	useTowers             // a walled estate of tall towers
	useSlabs              // a walled estate of slabs of six floors
	useVillage            // a hamlet in the fields
	useField              // fields and orchards
	useWood               // wooded hillside
	usePark
	useSchool
	useHospital
	useMarket
	useOffices // government, shops and offices
	useSheds   // industry
	useSite    // land cleared for building
	useBank    // green along the river
)

// A block is a face of the mesh with what stands on it. It is the smallest piece of land that is
// given to a grid, so a grid is always made of whole blocks.
type block struct {
	face    faceID
	ring    []vec
	classes []class // of the sides
	zone    zone
	use     use
	size    float64 // square metres
	middle  vec
	name    string // of an estate, park, school or market
	houses  []*house
	paths   [][]vec
	pond    []vec // in a park; nil: none
}

func (s *site) blocks(zones []zone) []*block {
	var out []*block
	for f := range s.mesh.faces {
		b := &block{face: faceID(f), zone: zones[f], ring: s.mesh.ring(faceID(f))}
		for e := range s.mesh.edges(b.face) {
			b.classes = append(b.classes, s.ways[s.mesh.way(e)].class)
		}
		b.size, b.middle = area(b.ring), innerPoint(b.ring)
		out = append(out, b)
	}
	return out
}

// kerb returns the distance of every side to the edge of its carriageway plus a margin.
func (b *block) kerb(margin float64) []float64 {
	out := make([]float64, len(b.classes))
	for i, c := range b.classes {
		out[i] = c.halfWidth() + margin
	}
	return out
}

// ground is the land of the block without its streets.
func (b *block) ground() []vec { return inset(b.ring, b.kerb(2)) }

func (b *block) households() int {
	n := 0
	for _, h := range b.houses {
		n += h.households
	}
	return n
}

// A house is a building of any kind. Its households may be set from least to most.
type house struct {
	ring        []vec
	kind        kind
	floors      int
	households  int
	least, most int
	estimated   bool // counts are not given by any register
	number      int  // 栋 in its estate; 0: none
	name        string
	address     string
	id          string // of its record
	block       *block
}

// A kind is a kind of building.
type kind uint8

const (
	kindTower kind = iota
	kindSlab
	kindCourtyard
	kindSelfBuilt
	kindShop
	kindOffice
	kindSchool
	kindHospital
	kindMarket
	kindShed
	kindStation // a community's service station
)

// A placer puts houses on a block.
type placer struct {
	*block
	d        dice
	span     []span    // of the houses
	rowBacks []float64 // how far back each row of houses reaches, in the block's frame to the south
}

// put adds a house when it keeps its distance from streets and from the other houses.
func (p *placer) put(h house, gap float64) bool {
	box := spanOf(h.ring)
	if !p.offStreet(h.ring, box) {
		return false
	}
	for i, other := range p.houses {
		if p.span[i].near(box, gap) && !ringsApart(other.ring, h.ring, gap) {
			return false
		}
	}
	for _, path := range p.paths {
		if !lineApart(path, h.ring, pathRoom) {
			return false
		}
	}
	h.block = p.block
	p.houses = append(p.houses, &h)
	p.span = append(p.span, box)
	return true
}

func (p *placer) offStreet(ring []vec, box span) bool {
	if !contains(p.ring, ring[0]) {
		return false
	}
	for i, a := range p.ring {
		b, far := p.ring[(i+1)%len(p.ring)], p.classes[i].setback()
		if !box.near(spanOf([]vec{a, b}), far) {
			continue
		}
		for j := range ring {
			if apart(ring[j], ring[(j+1)%len(ring)], a, b) < far {
				return false
			}
		}
	}
	return true
}

// southward is the direction along which houses stand so that they look to the south as far as
// the block allows.
func (b *block) southward() vec {
	u := boxOf(b.ring).u
	if abs(u.x) < abs(u.y) {
		u = u.left()
	}
	if u.x < 0 {
		u = u.mul(-1)
	}
	return u
}

func abs(x float64) float64 { return max(x, -x) }
