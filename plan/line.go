package plan

import (
	"cmp"
	"slices"

	"gewu/geo"
)

// performLine does what an operation that cuts cells or moves borders asks for.
func (e *edit) performLine(op Operation) *Refusal {
	switch op.Kind {
	case SplitByLine:
		return e.splitByLine(op)
	case RedrawBorder:
		return e.redrawBorder(op)
	case FollowRoad:
		return e.followRoad(op)
	case MoveNode:
		return e.moveNode(op)
	case MoveVertex:
		return e.moveVertex(op)
	case CarveBuilding:
		return e.carveBuilding(op)
	case HealSliver:
		return e.healSlivers(op)
	default:
		return refuse(UnknownKind)
	}
}

// mostPoints is how many points a drawn line may have.
const mostPoints = 10_000

// clean leaves out points of a drawn line that repeat the one before. It refuses a line of one
// point or too many, one that crosses or touches itself, and one that leaves the earth.
func clean(points []geo.Point) ([]geo.Point, *Refusal) {
	if len(points) > mostPoints {
		return nil, refuse(BadMember).ofMember("line")
	}
	for _, p := range points {
		if p.Lon < -180e7 || p.Lon > 180e7 || p.Lat < -90e7 || p.Lat > 90e7 {
			return nil, refuse(NotOnEarth).ofMember("line")
		}
	}
	line := slices.Compact(slices.Clone(points))
	if len(line) < 2 {
		return nil, refuse(BadMember).ofMember("line")
	}
	if p, meets := meetsItself(line); meets {
		return nil, refuse(LineCrossesSelf).at(p)
	}
	return line, nil
}

// meetsItself returns where a line meets itself other than where one side follows the other. One
// that ends where it begins does.
func meetsItself(line []geo.Point) (geo.Point, bool) {
	order := make([]int, max(len(line)-1, 0))
	for i := range order {
		order[i] = i
	}
	sideAt := func(i int) side { return side{line[i], line[i+1]} }
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(sideAt(i).box().Min.Lon, sideAt(j).box().Min.Lon), cmp.Compare(i, j))
	})
	for k, i := range order {
		east := sideAt(i).box().Max.Lon
		for _, j := range order[k+1:] {
			if sideAt(j).box().Min.Lon > east {
				break
			}
			if p, meet := sidesMeet(line, min(i, j), max(i, j)); meet {
				return p, true
			}
		}
	}
	return geo.Point{}, false
}

// meetsAnew reports whether some sides of a line, from the first to the last of them, meet it, of which the
// others do not meet each other.
func meetsAnew(line []geo.Point, first, last int) bool {
	for i := first; i <= last; i++ {
		box := side{line[i], line[i+1]}.box()
		for j := range len(line) - 1 {
			if j == i || !box.Meets(boxAround(line[j], line[j+1])) {
				continue
			}
			if _, meet := sidesMeet(line, min(i, j), max(i, j)); meet {
				return true
			}
		}
	}
	return false
}

// sidesMeet reports where two sides of a line meet, the second of which comes later.
func sidesMeet(line []geo.Point, i, j int) (geo.Point, bool) {
	s, t := side{line[i], line[i+1]}, side{line[j], line[j+1]}
	switch {
	case s.cross(t):
		return s.crossing(t), true
	case s.meets(t):
		return t.a, true
	case j > i+1 && (s.a == t.a || s.b == t.a || s.b == t.b):
		return t.a, true
	case j > i+1 && s.a == t.b:
		return t.b, true
	default:
		return geo.Point{}, false
	}
}
