package geo

import (
	"cmp"
	"slices"
	"sync/atomic"

	"github.com/paulmach/orb"
)

// A fault is why an area is odd.
type fault uint8

const (
	sound fault = iota
	crossing
	overlapping
)

// A parcel is the areas of a group as they were given, to make a sheet of them or of others
// beside them.
type parcel struct {
	source
	sheet  *Sheet // as it is to be, or as it stays
	faults []fault
	before []fault // what the faults were; nil for a group that changed

	crossings, overlaps []Problem
}

// newParcel reads a group. It returns nil for one without areas.
func newParcel(group Group) (*parcel, error) {
	if len(group.Areas) == 0 {
		return nil, nil
	}
	p := &parcel{source: newSource(len(group.Areas)), faults: make([]fault, len(group.Areas))}
	for _, area := range group.Areas {
		if err := p.add(area); err != nil {
			return nil, &AreaError{area.ID, err}
		}
		if p.sidesOf(p.len()-1) == 0 {
			return nil, &AreaError{area.ID, errNoLand}
		}
	}
	p.points = slices.Clip(p.points)
	box := p.boxes[0]
	for _, b := range p.boxes {
		box = box.Union(b)
	}
	p.sheet = &Sheet{Group: group.ID, Box: box, memo: new(atomic.Pointer[Memo])}
	return p, nil
}

// parcel gives back the areas that the sheet was made of.
func (s *Sheet) parcel() *parcel {
	n := s.Coverage.Len() + len(s.Odd)
	p := &parcel{source: newSource(n), sheet: s, faults: make([]fault, n)}
	odd, given, cuts := s.odd, s.given, s.cuts
	for i, face := int32(0), int32(0); i < int32(n); i++ {
		if len(odd) > 0 && odd[0].order == i {
			p.addAgain(s.Odd[len(s.odd)-len(odd)])
			p.faults[i], odd = odd[0].fault, odd[1:]
			continue
		}
		k := 0
		for k < len(cuts) && cuts[k].face == face {
			k++
		}
		if len(given) > 0 && given[0].face == face {
			p.addAgain(given[0].area)
			given = given[1:]
		} else {
			p.addFace(s.Coverage, face, cuts[:k])
		}
		cuts = cuts[k:]
		face++
	}
	return p
}

// addAgain adds an area that has been a parcel's before.
func (p *parcel) addAgain(area Area) {
	if err := p.add(area); err != nil {
		panic(err)
	}
}

// addFace adds the area of a face, without the points at which only neighbours cut its sides.
func (p *parcel) addFace(c *Coverage, face int32, cuts []faceCut) {
	first, polygon := len(p.points), int32(-1)
	for ring := range c.Rings(int(face)) {
		begin := len(p.points)
		p.points = c.AppendPoints(p.points, ring)
		if len(cuts) > 0 {
			kept := slices.DeleteFunc(p.points[begin:], func(at Point) bool { return isCut(cuts, at) })
			p.points = p.points[:begin+len(kept)]
		}
		if !ring.Hole {
			polygon++
		}
		p.endRing(polygon, ring.Hole)
	}
	p.end(c.ids[face], p.points[first:])
}

func isCut(cuts []faceCut, at Point) bool {
	_, ok := slices.BinarySearchFunc(cuts, at, func(c faceCut, at Point) int { return comparePoints(c.at, at) })
	return ok
}

// flipped returns the boxes of areas of which it is news that they are odd, or are not.
func (p *parcel) flipped(news func(before, now fault) bool) []Box {
	var boxes []Box
	for i, before := range p.before {
		if news(before, p.faults[i]) {
			boxes = append(boxes, p.boxes[i])
		}
	}
	return boxes
}

// normalArea returns an area in degrees that does not tell where its rings began, which way
// they ran or in which order they were.
func (p *parcel) normalArea(i int) Area {
	area := p.area(i)
	for _, polygon := range area.Boundary {
		for k, ring := range polygon {
			if len(ring) > 0 {
				polygon[k] = normalRing(ring, k > 0)
			}
		}
		slices.SortStableFunc(polygon[1:], compareRings)
	}
	slices.SortStableFunc(area.Boundary, func(p, q orb.Polygon) int { return compareRings(p[0], q[0]) })
	return area
}

// normalRing begins a ring at its lowest point, and lets it run clockwise if it is a hole.
func normalRing(ring orb.Ring, hole bool) orb.Ring {
	points := ring[:len(ring)-1]
	if o := ring.Orientation(); hole && o == orb.CCW || !hole && o == orb.CW {
		slices.Reverse(points)
	}
	low := 0
	for i, p := range points {
		if compareDegrees(p, points[low]) < 0 {
			low = i
		}
	}
	turned := append(append(make(orb.Ring, 0, len(ring)), points[low:]...), points[:low]...)
	return append(turned, turned[0])
}

func compareRings(r, s orb.Ring) int {
	if len(r) == 0 || len(s) == 0 {
		return len(r) - len(s)
	}
	return compareDegrees(r[0], s[0])
}

// compareDegrees is comparePoints of positions in degrees.
func compareDegrees(p, q orb.Point) int {
	return cmp.Or(cmp.Compare(p[1], q[1]), cmp.Compare(p[0], q[0]))
}
