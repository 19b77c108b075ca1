package demo

import "math"

// A zone is a kind of quarter.
type zone uint8

const (
	zoneCore      zone = iota // streets of shops and small estates round the old town
	zoneOld                   // courtyards and narrow lanes
	zoneNew                   // walled estates
	zoneSelfBuilt             // dense irregular houses, once villages
	zoneIndustry              // sheds
	zoneFringe                // fields, orchards, villages
	zoneHill                  // woods
	zoneBank                  // between the road along the river and its middle
	zoneResettled             // the resettlement estate
	zoneCount
)

// blockArea is the size at which a block is no longer divided, in square metres. Banks and the
// resettlement estate are not divided as other land is.
func (z zone) blockArea() float64 {
	return [zoneCount]float64{
		zoneCore: 17000, zoneOld: 7500, zoneNew: 26000, zoneSelfBuilt: 10500, zoneIndustry: 42000,
		zoneFringe: 46000, zoneHill: 95000,
	}[z]
}

// narrowest is the least breadth of a block, in metres.
func (z zone) narrowest() float64 {
	return [zoneCount]float64{
		zoneCore: 75, zoneOld: 50, zoneNew: 100, zoneSelfBuilt: 62, zoneIndustry: 110,
		zoneFringe: 110, zoneHill: 160,
	}[z]
}

// An ellipse is a place of one kind in the frame of the valley: u along, v across the river's axis.
type ellipse struct {
	at         vec
	long, wide float64
}

// reach is below 1 inside of the ellipse.
func (e ellipse) reach(p vec) float64 {
	return math.Hypot((p.x-e.at.x)/e.long, (p.y-e.at.y)/e.wide)
}

// A zoning says which zone a place of the town is in.
type zoning struct {
	site      *site
	old       ellipse
	core      []ellipse
	selfBuilt []ellipse
	industry  ellipse
	rough     relief
	slope     relief
}

func newZoning(s *site) *zoning {
	d := diceFor(s.seed, stageZones, 0)
	u, v := s.valley.coordinates(s.old)
	place := func(du, dv, long, wide float64) ellipse {
		return ellipse{vec{u + du + d.between(-80, 80), v + dv + d.between(-50, 50)}, long, wide}
	}
	east := pick(d, []float64{-1, 1})
	return &zoning{
		site:      s,
		old:       place(60, -20, 520, 250),
		core:      []ellipse{place(0, 120, 1150, 520), place(120, -720, 700, 330)},
		selfBuilt: []ellipse{place(-900*east, 560, 480, 300), place(780*east, 640, 330, 260), place(-1050*east, -1050, 420, 250), place(1750*east, 100, 300, 240)},
		industry:  place(2250, -150, 620, 480),
		rough:     relief{d.Uint64(), 240},
		slope:     relief{d.Uint64(), 620},
	}
}

// at returns the zone of a place. Borders between zones wander by a random field.
func (z *zoning) at(p vec) zone {
	q := vec{}
	q.x, q.y = z.site.valley.coordinates(p)
	wander := 0.16 * z.rough.at(p)
	edge := toRing(p, z.site.outline) + 130*z.slope.at(p)
	switch {
	case z.old.reach(q)+wander < 1:
		return zoneOld
	case edge < 150 && q.y > z.core[0].at.y:
		return zoneHill
	case z.inAny(z.selfBuilt, q, wander) && edge > 60:
		return zoneSelfBuilt
	case z.inAny(z.core, q, wander):
		return zoneCore
	case z.industry.reach(q)+wander < 1:
		return zoneIndustry
	case edge < 260:
		return zoneFringe
	}
	return zoneNew
}

func (z *zoning) inAny(places []ellipse, q vec, wander float64) bool {
	for _, e := range places {
		if e.reach(q)+wander < 1 {
			return true
		}
	}
	return false
}
