package geo

import "math"

// A seenSide is a side seen from the centre of a cell: how far away it is, and the way to its nearest
// point, in metres at first and, once it is turned to, as a vector of length 1.
type seenSide struct {
	number      uint16
	metres      float64
	east, north float64
}

// from returns the side as it is seen from a place.
func (s *flatSide) from(x, y float32) seenSide {
	x, y = s.x-x, s.y-y
	along := min(max(-x*s.east-y*s.north, -s.half), s.half)
	east, north := float64(x+along*s.east), float64(y+along*s.north)
	return seenSide{metres: math.Sqrt(east*east + north*north), east: east, north: north}
}

// turnTo makes the way to the side a vector of length 1.
func (s *seenSide) turnTo() {
	if s.metres > 0 {
		s.east, s.north = s.east/s.metres, s.north/s.metres
	}
}

// A front is some of the nearest sides of a cell, each with all points of the cell on one side of it: sides
// behind them are the nearest nowhere in it.
type front struct {
	radius   float64 // of the cell, metres
	rounding float64 // metres by which distances are wrong at most
	sides    [mostInFront]seenSide
	reaches  [mostInFront]float64 // see [front.hides]
	n        int
}

const (
	mostInFront = 8   // sides that others are compared with
	farInFront  = 1.5 // radii that such a side is away at least
)

// add takes a side in, if it is far enough away and nearer than others.
func (f *front) add(s seenSide) {
	if s.metres < farInFront*f.radius || f.n == mostInFront && s.metres >= f.sides[f.n-1].metres {
		return
	}
	f.n = min(f.n+1, mostInFront)
	at := f.n - 1
	for ; at > 0 && f.sides[at-1].metres > s.metres; at-- {
		f.sides[at], f.reaches[at] = f.sides[at-1], f.reaches[at-1]
	}
	f.sides[at] = s
	f.reaches[at] = s.metres + f.radius*f.radius/(2*(s.metres-f.radius))
}

// hides reports whether one of the sides is nearer than s everywhere within the radius r.
//
// The distance to a side is a convex function of the place. On the way from the centre it changes by one
// metre a metre at first, in the direction from the nearest point, and never by less later: along a
// vector v to s.metres + s·v at least. In no direction does its slope grow by more than 1/d a metre, where
// the side is d away: so t is no more than t.metres + t·v + r²/2(d−r) away, d being t.metres. The
// difference is least where v is along t − s:
//
//	s.metres − t.metres − r²/2(d−r) − r |s − t|
//
// Each measure may be wrong by the rounding, a direction by twice that at the radius.
func (f *front) hides(s *seenSide) bool {
	reserve := (s.metres+f.radius)*(wide-1) + 8*f.rounding
	for i := range f.n {
		t, rest := &f.sides[i], s.metres-f.reaches[i]-reserve
		east, north := (s.east-t.east)*f.radius, (s.north-t.north)*f.radius
		if rest > 0 && rest*rest > east*east+north*north {
			return true
		}
	}
	return false
}
