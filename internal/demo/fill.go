package demo

import (
	"math"
	"sort"
)

// wantedHouseholds is the number that 145 grids share before the counts are settled.
const wantedHouseholds = 145 * 402

// fillBlocks gives every block a use and puts houses on it. Estates are built outwards from the
// old town until the town has the households it needs; what lies beyond stays open land.
func (t *town) fillBlocks() {
	t.giveUses()
	have := 0
	var open []*block
	for i, b := range t.blocks {
		if b.zone == zoneNew && b.use == useHomes {
			open = append(open, b)
			continue
		}
		t.fill(b, i)
		if b.zone != zoneResettled {
			have += b.households()
		}
	}
	t.outwards(open)
	for i, b := range open {
		b.use = t.useOf(b, i, have < wantedHouseholds)
		t.fill(b, int(b.face))
		have += b.households()
	}
	t.raw = have
}

// outwards sorts blocks by their distance from the old town, with some disorder.
func (t *town) outwards(blocks []*block) {
	uneven := relief{diceFor(t.seed, stageBuildings, -1).Uint64(), 500}
	far := func(b *block) float64 { return b.middle.to(t.old) * (1 + 0.25*uneven.at(b.middle)) }
	sort.Slice(blocks, func(i, j int) bool { return far(blocks[i]) < far(blocks[j]) })
}

// useOf says what a block of the new town is for.
func (t *town) useOf(b *block, i int, homes bool) use {
	d := diceFor(t.seed, stageZones, 1000+int(b.face))
	switch {
	case b.size < 6000:
		return pick(d, []use{usePark, useOffices})
	case !homes:
		return pick(d, []use{useField, useField, useSite, useOffices, useWood})
	case i%9 == 4:
		return pick(d, []use{useOffices, useSite, useOffices, usePark})
	case d.chance(0.36) && b.size > 12000:
		return useTowers
	}
	return useSlabs
}

// fill puts the houses of its use on a block.
func (t *town) fill(b *block, n int) {
	p := &placer{block: b, d: diceFor(t.seed, stageBuildings, n)}
	switch b.use {
	case useTowers:
		p.towers()
	case useSlabs:
		p.slabs()
	case useVillage:
		p.village()
	case useSchool:
		p.school()
	case useHospital:
		p.hospital()
	case useMarket:
		p.market()
	case useOffices:
		p.offices()
	case useSheds:
		p.rows(p.southward(), row{varied(45, 90), 30, 14, 46, 1 << 30, 0, makeShed})
	case usePark:
		p.park()
	case useWood:
		p.trail()
	case useHomes:
		p.homes()
	}
}

// homes puts the houses that are usual in the block's zone.
func (p *placer) homes() {
	switch p.zone {
	case zoneOld:
		p.plots(plotting{150, 300, 2.2, 1300, 0.6, 0.06, makeCourtyard})
	case zoneSelfBuilt:
		p.plots(plotting{165, 270, 3, 1900, 0.75, 0.1, makeSelfBuilt})
	case zoneResettled:
		p.estateHomes()
	case zoneCore:
		p.frontage(busy, 0.75, row{varied(16, 34), 11, 3, 0, 240, 0, makeShopHouse})
		p.rows(p.southward(), row{varied(28, 52), 11.2, 7, 26, 290, 0, makeSlab})
	}
}

func (p *placer) towers() {
	p.frontage(busy, 0.45, row{varied(18, 30), 9, 3, 0, 1 << 30, 0, makeShop})
	p.rows(p.southward(), row{varied(27, 33), 19, 17, 50, 300, 0, makeTower})
	p.estatePaths()
	p.rows(p.southward(), row{varied(14, 20), 9, 12, 60, 1 << 30, 0, makeShop})
	p.numbered()
}

func (p *placer) slabs() {
	p.frontage(busy, 0.35, row{varied(18, 30), 8, 3, 0, 1 << 30, 0, makeShop})
	p.rows(p.southward(), row{varied(34, 64), 11.6, 9, p.d.between(26, 31), 300, 0, makeSlab})
	p.estatePaths()
	p.numbered()
}

// park has a pond, unless it is small, and walks.
func (p *placer) park() {
	middle := p.pondRing(p.size > 9000)
	if p.size > 9000 && p.d.chance(0.8) {
		p.pond = middle
	}
	p.parkPaths(middle)
}

// pondRing is a rounded form about the middle of a park, drawn out along its length, with room for
// a walk around it.
func (p *placer) pondRing(large bool) []vec {
	ground, u := p.ground(), boxOf(p.ring).u
	share := 0.2
	if large {
		share = p.d.between(0.45, 0.8)
	}
	reach, long := toRing(p.middle, ground)*share, p.d.between(1, 1.6)
	two, three := p.d.between(0, 6), p.d.between(0, 6)
	var out, walk []vec
	for i := range 40 {
		a := float64(i) / 40 * 2 * math.Pi
		r := 0.85 + 0.16*math.Cos(2*a+two) + 0.11*math.Cos(3*a+three)
		out = append(out, frame{u: u}.point(r*long*math.Cos(a), r*math.Sin(a)))
	}
	for ; reach > 2; reach *= 0.9 {
		walk = walk[:0]
		for _, q := range out {
			walk = append(walk, p.middle.add(q.mul(reach+12)))
		}
		if inAll(ground, walk) {
			break
		}
	}
	for i, q := range out {
		out[i] = p.middle.add(q.mul(reach))
	}
	return out
}

// numbered numbers the houses of an estate, rows from the south, shops left out.
func (p *placer) numbered() {
	n := 0
	for _, h := range p.houses {
		if h.most > 0 {
			n++
			h.number = n
		}
	}
}

// village puts farmhouses round the middle of a block of fields.
func (p *placer) village() {
	whole := p.ring
	p.plots(plotting{210, 360, 4, 1700, 1.7, 0.15, makeFarmhouse})
	reach := math.Sqrt(p.size) * p.d.between(0.3, 0.5)
	f := frame{p.middle.add(heading(p.d.between(0, 6.28)).mul(reach * 0.4)), boxOf(whole).u}
	kept := p.houses[:0]
	for _, h := range p.houses {
		u, v := f.coordinates(h.ring[0])
		if math.Hypot(u/1.5, v) < reach*p.d.between(0.75, 1.1) {
			kept = append(kept, h)
		}
	}
	p.houses = kept
}

// estateHomes puts slabs on one grid of the resettlement estate: about 121 households, with rows
// as far apart as the grid's land allows.
func (p *placer) estateHomes() {
	for pitch := 46.0; pitch > 26; pitch -= 2 {
		for first := 0.0; first < 16; first += 4 {
			p.houses, p.span, p.rowBacks = nil, nil, nil
			p.rows(p.southward(), row{varied(36, 50), 11.6, 12, pitch, 134, first, makeSlab})
			if n := p.households(); n > 114 && n < 160 {
				p.numbered()
				p.estatePaths()
				return
			}
		}
	}
	p.numbered()
	p.estatePaths()
}
