package demo

import (
	"math"
	"slices"
)

// A site is the ground of the town: its mesh and what it was drawn from.
type site struct {
	seed        uint64
	mesh        *mesh
	ways        []way
	outline     []vec
	valley      frame // u runs down the river's valley
	river       course
	brook       course
	old         vec      // the heart of the old town
	estate      faceID   // the resettlement estate, before it is divided
	estateFaces []faceID // its grids
}

// The town in metres: half of its length and breadth along the valley.
const (
	halfLength  = 2800.0
	halfBreadth = 1380.0
)

// layOut draws outline, resettlement estate, waters and main roads.
func layOut(seed uint64) *site {
	d := diceFor(seed, stageSite, 0)
	s := &site{seed: seed, valley: frame{u: heading(d.between(-0.22, 0.12))}}
	s.outline = s.drawOutline(d)
	s.river = s.drawRiver(d)
	foot, half, along, _ := s.river.at(s.valley.point(d.between(-350, 350), 0))
	s.old = foot.add(along.left().mul(half + 300))
	s.estate = s.placeEstate(d)
	avoid := func(f faceID) bool { return f == s.estate }
	s.mesh.draw(s.river.line, s.addWay(river, ""), avoid)
	s.brook = s.drawBrook(d)
	s.drawMainRoads(d, avoid)
	return s
}

func (s *site) addWay(c class, name string) wayID {
	s.ways = append(s.ways, way{class: c, name: name})
	return wayID(len(s.ways) - 1)
}

// drawOutline bends an ellipse along the valley by waves of growing number.
func (s *site) drawOutline(d dice) []vec {
	type wave struct{ size, shift float64 }
	waves := make([]wave, 9)
	for k := range waves {
		waves[k] = wave{d.between(0.02, 0.075) / math.Sqrt(float64(k+1)), d.between(0, 2*math.Pi)}
	}
	var ring []vec
	for i := range 720 {
		angle := float64(i) / 720 * 2 * math.Pi
		r := 1.0
		for k, w := range waves {
			r += w.size * math.Cos(float64(k+2)*angle+w.shift)
		}
		ring = append(ring, s.valley.point(halfLength*r*math.Cos(angle), halfBreadth*r*math.Sin(angle)))
	}
	return resampled(ring, 38, true)
}

// drawRiver winds through the valley from end to end and beyond.
func (s *site) drawRiver(d dice) course {
	size, long, shift := d.between(250, 350), d.between(2700, 3500), d.between(0, 2*math.Pi)
	var bends []vec
	for u := -4000.0; u <= 4000; u += 500 {
		v := -120 + size*math.Sin(2*math.Pi*u/long+shift) + d.between(-55, 55)
		bends = append(bends, s.valley.point(u, v))
	}
	c := course{line: spline(bends, 24)}
	broad := relief{d.Uint64(), 900}
	for _, p := range c.line {
		c.half = append(c.half, 46+10*broad.at(p))
	}
	return c
}

// drawBrook runs from the northern hills to the river.
func (s *site) drawBrook(d dice) course {
	u0, _ := s.valley.coordinates(s.old)
	u := u0 + pick(d, []float64{-1480, -540, 1450}) + d.between(-60, 60)
	var bends []vec
	for v := 2300.0; v > -1000; v -= 330 {
		bends = append(bends, s.valley.point(u+d.between(-120, 120), v))
	}
	c := course{line: spline(bends, 22)}
	for i := range c.line {
		_, half, _, off := s.river.at(c.line[i])
		if off < half*0.5 {
			c.line = c.line[:i+1]
			break
		}
	}
	for i := range c.line {
		c.half = append(c.half, 5+3*float64(i)/float64(len(c.line)))
	}
	w := s.addWay(canal, "")
	s.mesh.draw(extended(c.line, 60), w, func(f faceID) bool { return f == s.estate })
	return c
}

// extended returns the line made longer at its end, so that it surely crosses what it should meet.
func extended(line []vec, by float64) []vec {
	n := len(line)
	return append(append([]vec(nil), line...), line[n-1].add(line[n-1].sub(line[n-2]).unit().mul(by)))
}

// drawMainRoads draws the embankments, the roads along the valley and those across it.
func (s *site) drawMainRoads(d dice, avoid func(faceID) bool) {
	for _, bank := range []float64{1, -1} {
		name := map[float64]string{1: "滨江北路", -1: "滨江南路"}[bank]
		s.mesh.draw(s.river.beside(bank, 24), s.addWay(street, name), avoid)
	}
	s.drawLengthwise(d, avoid)
	s.drawFootRoads(d, avoid)
	s.drawAcross(d, avoid)
}

// drawLengthwise draws roads that follow the river the less the further from it they run.
func (s *site) drawLengthwise(d dice, avoid func(faceID) bool) {
	for _, r := range []struct {
		name      string
		class     class
		off, bend float64
		smooth    int
	}{
		{"中山路", arterial, 560, 60, 26},
		{"江南大道", arterial, -540, 60, 26},
	} {
		sway := relief{d.Uint64(), 800}
		var line []vec
		for _, p := range smoothed(s.river.line, r.smooth) {
			u, v := s.valley.coordinates(p)
			line = append(line, s.valley.point(u, v+r.off+r.bend*sway.at(p)))
		}
		s.mesh.draw(line, s.addWay(r.class, r.name), avoid)
	}
}

// drawFootRoads draws the roads at the foot of the hills, along the outline of the district from
// river to river.
func (s *site) drawFootRoads(d dice, avoid func(faceID) bool) {
	sway := relief{d.Uint64(), 650}
	for _, r := range []struct {
		name string
		bank float64
	}{{"环山路", 1}, {"南环路", -1}} {
		var line []vec
		for _, p := range s.outline {
			u, v := s.valley.coordinates(p)
			k := 0.81 + 0.06*sway.at(p)
			line = append(line, s.valley.point(u*(k+0.04), v*k))
		}
		line = s.fromBankToBank(line, r.bank)
		s.mesh.draw(spline(resampled(smoothed(line, 3), 120, false), 24), s.addWay(street, r.name), avoid)
	}
}

// fromBankToBank returns the part of a closed line on one side of the river, ending in the water.
func (s *site) fromBankToBank(ring []vec, bank float64) []vec {
	side := func(p vec) float64 { _, _, _, off := s.river.at(p); return off * bank }
	start := 0
	for i, p := range ring {
		if side(p) <= 0 && side(ring[(i+1)%len(ring)]) > 0 {
			start = i
		}
	}
	line := []vec{ring[start]}
	for i := 1; i < len(ring); i++ {
		p := ring[(start+i)%len(ring)]
		line = append(line, p)
		if side(p) <= 0 {
			break
		}
	}
	return line
}

// drawAcross draws the roads over the bridges from hill to hill, and some that end at the river.
func (s *site) drawAcross(d dice, avoid func(faceID) bool) {
	u0, _ := s.valley.coordinates(s.old)
	for _, r := range []struct {
		name  string
		class class
		u     float64
		bank  float64 // 0: over the river; else the side it stays on
	}{
		{"西门路", arterial, u0 - 1000, 0},
		{"县前路", street, u0 - 60, 0},
		{"东新大道", arterial, u0 + 980, 0},
		{"工业路", street, u0 + 1820, 0},
		{"白沙路", street, u0 - 1760, 0},
		{"鼓楼街", street, u0 + 420, 1},
		{"学府路", street, u0 + 500, -1},
	} {
		lean, shift := d.between(-0.13, 0.13), d.between(-60, 60)
		sway := relief{d.Uint64(), 700}
		line := s.acrossLine(r.u+shift, lean, sway)
		if r.bank != 0 {
			line = toBank(line, s.river, r.bank)
		}
		s.mesh.draw(line, s.addWay(r.class, r.name), avoid)
	}
}

// acrossLine bends like a road, but is straight and square to the river where it crosses it.
func (s *site) acrossLine(u, lean float64, sway relief) []vec {
	foot, _, along, _ := s.river.at(s.valley.point(u, -120))
	var bends []vec
	for v := 2400.0; v >= -2400; v -= 200 {
		p := s.valley.point(u, v)
		_, _, _, off := s.river.at(p)
		near := math.Exp(-off * off / (260 * 260))
		straight := foot.add(along.left().mul(off))
		bent := s.valley.point(u+lean*v+75*sway.at(p), v)
		bends = append(bends, bent.mix(straight, near))
	}
	return spline(bends, 24)
}

// toBank keeps what lies on one side of the river and ends it on the bank, where the road along
// the river cuts the loose end off.
func toBank(line []vec, c course, bank float64) []vec {
	var out []vec
	for _, p := range line {
		if _, half, _, off := c.at(p); off*bank > half+15 {
			out = append(out, p)
		}
	}
	if bank < 0 {
		slices.Reverse(out)
	}
	foot, half, along, _ := c.at(out[len(out)-1])
	return append(out, foot.add(along.left().mul(bank*(half+5))))
}
