package demo

import "sort"

// giveUses picks blocks for what a town has few of, and what lies outside of the town.
func (t *town) giveUses() {
	for _, b := range t.blocks {
		d := diceFor(t.seed, stageZones, 10+int(b.face))
		switch b.zone {
		case zoneHill:
			b.use = useWood
		case zoneBank:
			b.use = useBank
		case zoneIndustry:
			b.use = pick(d, []use{useSheds, useSheds, useSheds, useSite})
		case zoneFringe:
			b.use = pick(d, []use{useVillage, useVillage, useField, useField, useWood})
		}
	}
	t.choose(useHospital, zoneCore, 14000, 30000, 1, 0)
	t.choose(useHospital, zoneNew, 15000, 40000, 1, 700)
	t.choose(useSchool, zoneCore, 12000, 26000, 3, 500)
	t.choose(useSchool, zoneNew, 15000, 36000, 5, 500)
	t.choose(useSchool, zoneSelfBuilt, 9000, 30000, 2, 700)
	t.choose(useMarket, zoneCore, 6000, 15000, 2, 600)
	t.choose(useMarket, zoneNew, 6000, 18000, 2, 800)
	t.choose(useMarket, zoneSelfBuilt, 5000, 15000, 1, 0)
	t.choose(usePark, zoneCore, 9000, 30000, 3, 450)
	t.choose(usePark, zoneNew, 14000, 50000, 4, 600)
	t.choose(useOffices, zoneCore, 8000, 20000, 9, 160)
}

// choose gives a use to n blocks of a zone and a size that stand apart from others of that use.
func (t *town) choose(u use, z zone, least, most float64, n int, apart float64) {
	d := diceFor(t.seed, stageZones, 100000+int(u)*100+int(z))
	candidates := shuffled(d, t.blocks)
	sort.SliceStable(candidates, func(i, j int) bool {
		return ringy(candidates[i]) > ringy(candidates[j])+0.12
	})
	for _, b := range candidates {
		if n == 0 {
			return
		}
		if b.zone == z && b.use == useHomes && b.size > least && b.size < most && t.farFrom(u, b.middle, apart) {
			b.use = u
			n--
		}
	}
}

// ringy is 1 for a square block and less for a long or notched one.
func ringy(b *block) float64 {
	p := perimeter(b.ring)
	return 16 * b.size / (p * p)
}

func (t *town) farFrom(u use, p vec, apart float64) bool {
	for _, b := range t.blocks {
		if b.use == u && b.middle.to(p) < apart {
			return false
		}
	}
	return true
}

// school puts a horseshoe of classrooms, a hall and low houses beside the sports ground.
func (p *placer) school() {
	u := p.southward()
	p.tryAround(u, func(f frame) house {
		return house{ring: horseshoe(f, p.d.between(52, 66), 11, p.d.between(20, 30)), kind: kindSchool, floors: p.d.whole(4, 5)}
	})
	p.tryAround(u, func(f frame) house {
		return house{ring: rectangle(f, p.d.between(26, 36), 20), kind: kindSchool, floors: 2}
	})
	p.tryAround(u, func(f frame) house {
		return house{ring: rectangle(f, p.d.between(36, 48), 11), kind: kindSchool, floors: 5}
	})
}

func (p *placer) hospital() {
	u := p.southward()
	p.tryAround(u, func(f frame) house {
		return house{ring: angle(f, 62, 20, 24, 1), kind: kindHospital, floors: 5, name: "门诊楼"}
	})
	p.tryAround(u, func(f frame) house {
		return house{ring: rectangle(f, 56, 19), kind: kindHospital, floors: p.d.whole(11, 16), name: "住院楼"}
	})
	for range 3 {
		p.tryAround(u, func(f frame) house {
			return house{ring: rectangle(f, p.d.between(28, 46), 14), kind: kindHospital, floors: p.d.whole(3, 6)}
		})
	}
}

func (p *placer) market() {
	p.tryAround(p.southward(), func(f frame) house {
		return house{ring: rectangle(f, p.d.between(44, 60), p.d.between(26, 34)), kind: kindMarket, floors: 2, name: "交易大厅"}
	})
	p.frontage(func(c class) bool { return c >= lane }, 0.9, row{varied(12, 22), 9, 1.5, 0, 200, 0, makeShopHouse})
}

func (p *placer) offices() {
	p.frontage(busy, 0.8, row{varied(30, 52), 17, 7, 0, 1 << 30, 0, makeOffice})
	p.rows(p.southward(), row{varied(28, 60), 18, 12, 42, 1 << 30, 0, makeOffice})
}

// tryAround looks for a place for a house over the whole block, from its middle outwards.
func (p *placer) tryAround(u vec, make func(frame) house) {
	b := boxOf(p.ring)
	for k := range 90 {
		r := float64(k) / 90 * b.long * 0.5
		at := p.middle.add(heading(float64(k) * 2.4).mul(r))
		if p.put(make(frame{at, u}), 9) {
			return
		}
	}
}
