package demo

// The resettlement estate is a community of its own with levels of its own.
const (
	estateArea       = 269700.0 // square metres: 26.97 ha
	estateBreadth    = 545.0
	estateHouseholds = 1934
)

// estateStations are the numbers of grids of its three stations.
var estateStations = []int{5, 6, 5}

// placeEstate cuts the resettlement estate off the southern edge of the town, as deep as its area
// asks for, and starts the mesh with it.
func (s *site) placeEstate(d dice) faceID {
	u0, _ := s.valley.coordinates(s.old)
	u, v := u0+1490, -s.breadthAt(u0+1490)
	f := frame{s.valley.point(u, v), heading(d.between(-0.14, 0.14)).turned(s.valley.u)}
	border := wayID(0)
	s.ways = []way{{class: outer}, {class: street, name: "安居路"}}
	lo, hi := 200.0, 1200.0
	for range 22 {
		deep := (lo + hi) / 2
		s.mesh = newMesh(s.outline, border)
		s.mesh.draw(estateSides(f, deep), 1, nil)
		if area(s.mesh.ring(s.estateFace(f))) < estateArea {
			lo = deep
		} else {
			hi = deep
		}
	}
	return s.estateFace(f)
}

// turned returns a turned by the direction b, which is of unit length.
func (a vec) turned(b vec) vec { return vec{a.x*b.x - a.y*b.y, a.x*b.y + a.y*b.x} }

// breadthAt is how far south of the valley's axis the town reaches.
func (s *site) breadthAt(u float64) float64 {
	reach := 0.0
	for i, a := range s.outline {
		b := s.outline[(i+1)%len(s.outline)]
		if t, ok := meet(s.valley.point(u, 0), s.valley.point(u, -3000), a, b); ok {
			reach = max(reach, 3000*t)
		}
	}
	return reach
}

// estateSides is the line round the three inner sides, with rounded corners, that starts and ends
// outside of the town.
func estateSides(f frame, deep float64) []vec {
	const w, r = estateBreadth / 2, 45.0
	line := []vec{f.point(-w, -600), f.point(-w, deep-r)}
	line = append(line, hermite(f.point(-w, deep-r), f.u.left(), f.point(-w+r, deep), f.u, 9)...)
	line = append(line, f.point(-w+r, deep), f.point(w-r, deep))
	line = append(line, hermite(f.point(w-r, deep), f.u, f.point(w, deep-r), f.u.left().mul(-1), 9)...)
	line = append(line, f.point(w, deep-r), f.point(w, -600))
	return resampled(line, 24, false)
}

func (s *site) estateFace(f frame) faceID {
	for i := range s.mesh.faces {
		if contains(s.mesh.ring(faceID(i)), f.point(0, 60)) {
			return faceID(i)
		}
	}
	return nowhere
}

// divideEstate cuts the estate into the grids of its stations and returns their faces in order.
func (s *site) divideEstate() []faceID {
	d := diceFor(s.seed, stageStreets, 1)
	var out []faceID
	for i, f := range s.parcels(s.estate, estateStations, lane, d) {
		out = append(out, s.parcels(f, ones(estateStations[i]), path, d)...)
	}
	return out
}

// parcels cuts a face into parts with the given shares of its area.
func (s *site) parcels(f faceID, shares []int, kind class, d dice) []faceID {
	if len(shares) == 1 {
		return []faceID{f}
	}
	half := (len(shares) + 1) / 2
	ring := s.mesh.ring(f)
	b := boxOf(ring)
	u := cutAtShare(ring, b, float64(sum(shares[:half]))/float64(sum(shares)))
	for range 60 {
		at := b.point(u, 0)
		from, ok1 := s.landing(f, at, b.u.left().turned(heading(d.between(-0.03, 0.03))), kind)
		to, ok2 := s.landing(f, at, b.u.left().mul(-1), kind)
		if !ok1 || !ok2 {
			u += d.between(-4, 4)
			continue
		}
		w := s.addWay(kind, "")
		if g, ok := s.mesh.split(f, s.land(from), s.bend(from, to, d), s.land(to), w); ok {
			first, second := s.along(b, f, g)
			return append(s.parcels(first, shares[:half], kind, d), s.parcels(second, shares[half:], kind, d)...)
		}
	}
	return []faceID{f}
}

// cutAtShare returns how far along the box a cut across it leaves a share of the ring's area behind.
func cutAtShare(ring []vec, b box, share float64) float64 {
	lo, hi := -b.long/2, b.long/2
	for range 40 {
		mid := (lo + hi) / 2
		if area(clip(ring, b.point(mid, 0), b.u.mul(-1))) < share*area(ring) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// along puts two faces in their order along a box.
func (s *site) along(b box, f, g faceID) (first, second faceID) {
	uf, _ := b.coordinates(centroid(s.mesh.ring(f)))
	ug, _ := b.coordinates(centroid(s.mesh.ring(g)))
	if uf > ug {
		return g, f
	}
	return f, g
}
