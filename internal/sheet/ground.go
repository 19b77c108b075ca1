package sheet

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// A Ground turns degrees into millimetres of the page, without distorting a community.
type Ground struct {
	west, north float64 // degrees
	lon, lat    float64 // millimetres a degree
	left, top   float64 // of the drawing
	Metre       float64 // how long a metre is drawn
	Width       float64 // of the drawing
	Height      float64
}

// GroundOf returns the ground on which a box fits into a rectangle of the page, and how high it is there.
func GroundOf(b orb.Bound, left, top, width, height float64) Ground {
	const metresPerDegree = 111_320.0
	shrink := math.Cos(b.Center().Lat() * math.Pi / 180)
	wide := max((b.Max.Lon()-b.Min.Lon())*metresPerDegree*shrink, 1)
	high := max((b.Max.Lat()-b.Min.Lat())*metresPerDegree, 1)
	scale := min(width/wide, height/high)
	return Ground{
		west: b.Min.Lon(), north: b.Max.Lat(), lon: metresPerDegree * shrink * scale, lat: metresPerDegree * scale,
		left: left + (width-wide*scale)/2, top: top, Metre: scale, Width: wide * scale, Height: high * scale,
	}
}

// At is where a point of the ground is drawn.
func (g Ground) At(p orb.Point) orb.Point {
	return orb.Point{g.left + (p.Lon()-g.west)*g.lon, g.top + (g.north-p.Lat())*g.lat}
}

// Rings are the rings of land as they are drawn.
func (g Ground) Rings(land orb.MultiPolygon) []orb.Ring {
	var list []orb.Ring
	for _, polygon := range land {
		for _, ring := range polygon {
			drawn := make(orb.Ring, len(ring))
			for i, p := range ring {
				drawn[i] = g.At(p)
			}
			list = append(list, drawn)
		}
	}
	return list
}

// A Segment is a straight part of a border, of whichever side.
type Segment struct{ A, B orb.Point }

// SegmentsOf counts how many lands have each segment: one of the outer boundary is of one alone.
func SegmentsOf(lands ...orb.MultiPolygon) map[Segment]int {
	count := map[Segment]int{}
	for _, land := range lands {
		for _, polygon := range land {
			for _, ring := range polygon {
				for i := 1; i < len(ring); i++ {
					if ring[i-1] != ring[i] {
						count[segmentOf(ring[i-1], ring[i])]++
					}
				}
			}
		}
	}
	return count
}

func segmentOf(a, b orb.Point) Segment {
	if comparePoints(a, b) > 0 {
		a, b = b, a
	}
	return Segment{a, b}
}

func comparePoints(a, b orb.Point) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
}

// Chains joins segments to lines that are as long as they can be without choosing a way, in an order
// that depends on the segments alone.
func Chains(segments []Segment) []orb.LineString {
	slices.SortFunc(segments, func(x, y Segment) int { return cmp.Or(comparePoints(x.A, y.A), comparePoints(x.B, y.B)) })
	at := map[orb.Point][]int{}
	for i, s := range segments {
		at[s.A], at[s.B] = append(at[s.A], i), append(at[s.B], i)
	}
	used := make([]bool, len(segments))
	var lines []orb.LineString
	follow := func(from orb.Point, i int) {
		line := orb.LineString{from}
		for i >= 0 {
			used[i] = true
			if s := segments[i]; from == s.A {
				from = s.B
			} else {
				from = s.A
			}
			line = append(line, from)
			i = onward(at[from], used)
		}
		lines = append(lines, line)
	}
	for _, ends := range []bool{true, false} { // lines first, then what is closed
		for i, s := range segments {
			for _, p := range []orb.Point{s.A, s.B} {
				if !used[i] && (len(at[p]) != 2 || !ends) {
					follow(p, i)
				}
			}
		}
	}
	return lines
}

// onward is the only other segment at a point where two meet, or -1.
func onward(meeting []int, used []bool) int {
	if len(meeting) != 2 {
		return -1
	}
	for _, i := range meeting {
		if !used[i] {
			return i
		}
	}
	return -1
}

// Hatch returns the parts of slanting lines, so far apart, that lie in rings by the even-odd rule.
func Hatch(rings []orb.Ring, apart float64) []Segment {
	low, high := math.Inf(1), math.Inf(-1)
	for _, ring := range rings {
		for _, p := range ring {
			low, high = min(low, p[0]+p[1]), max(high, p[0]+p[1])
		}
	}
	var list []Segment
	for d := (math.Floor(low/apart) + 0.5) * apart; d < high; d += apart {
		var crossings []float64 // x where the line x + y = d meets a ring
		for _, ring := range rings {
			for i := 1; i < len(ring); i++ {
				from, to := ring[i-1][0]+ring[i-1][1]-d, ring[i][0]+ring[i][1]-d
				if (from < 0) != (to < 0) {
					crossings = append(crossings, ring[i-1][0]+(ring[i][0]-ring[i-1][0])*from/(from-to))
				}
			}
		}
		slices.Sort(crossings)
		for i := 0; i+1 < len(crossings); i += 2 {
			a, b := crossings[i], crossings[i+1]
			list = append(list, Segment{orb.Point{a, d - a}, orb.Point{b, d - b}})
		}
	}
	return list
}

// Inside returns a point in rings, in the middle of the widest stretch of some level lines.
func Inside(rings []orb.Ring) orb.Point {
	low, high := math.Inf(1), math.Inf(-1)
	for _, ring := range rings {
		for _, p := range ring {
			low, high = min(low, p[1]), max(high, p[1])
		}
	}
	var best orb.Point
	widest := -1.0
	for _, part := range []float64{0.5, 0.4, 0.6, 0.3, 0.7} {
		y := low + (high-low)*part
		crossings := levelCrossings(rings, y)
		for i := 0; i+1 < len(crossings); i += 2 {
			if wide := crossings[i+1] - crossings[i]; wide > widest*1.15 { // rather in the middle
				best, widest = orb.Point{(crossings[i] + crossings[i+1]) / 2, y}, wide
			}
		}
	}
	return best
}

func levelCrossings(rings []orb.Ring, y float64) []float64 {
	var crossings []float64
	for _, ring := range rings {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a[1] < y) != (b[1] < y) {
				crossings = append(crossings, a[0]+(b[0]-a[0])*(y-a[1])/(b[1]-a[1]))
			}
		}
	}
	slices.Sort(crossings)
	return crossings
}

// HatchAcross is as [Hatch], with lines that slant the other way.
func HatchAcross(rings []orb.Ring, apart float64) []Segment {
	mirrored := make([]orb.Ring, len(rings))
	for i, ring := range rings {
		mirrored[i] = make(orb.Ring, len(ring))
		for k, p := range ring {
			mirrored[i][k] = orb.Point{-p[0], p[1]}
		}
	}
	list := Hatch(mirrored, apart)
	for i, s := range list {
		list[i] = Segment{orb.Point{-s.A[0], s.A[1]}, orb.Point{-s.B[0], s.B[1]}}
	}
	return list
}
