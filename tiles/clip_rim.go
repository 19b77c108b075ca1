package tiles

// A place is one on the rim of the tile with its margin, from 0 at its north-western corner
// eastwards and around, below round. It is exact enough to tell cuts apart that are rounded to
// the same unit.
//
//	0 ------ side
//	|          |
//	|          |
//	3*side-- 2*side
type place float64

// round is once around.
const round place = 4 * rimSide

// placeOf returns the place of a point of the rim; that of others means nothing.
func placeOf(p XY) place {
	switch {
	case p.Y == rimLow && p.X < rimHigh:
		return place(p.X - rimLow)
	case p.X == rimHigh && p.Y < rimHigh:
		return rimSide + place(p.Y-rimLow)
	case p.Y == rimHigh && p.X > rimLow:
		return 2*rimSide + place(rimHigh-p.X)
	default:
		return 3*rimSide + place(rimHigh-p.Y)
	}
}

// placeAlong returns the place that is part of a unit further east or south than p, on an upright
// side or not.
func placeAlong(p XY, part float64, upright bool) place {
	var at place
	switch {
	case upright && p.X == rimHigh:
		at = rimSide + place(p.Y-rimLow) + place(part)
	case upright:
		at = 3*rimSide + place(rimHigh-p.Y) - place(part)
	case p.Y == rimLow:
		at = place(p.X-rimLow) + place(part)
	default:
		at = 2*rimSide + place(rimHigh-p.X) - place(part)
	}
	if at >= round {
		at -= round
	}
	return at
}

// appendCorners appends the corners of the rim that lie between two places: those truly beyond
// from and truly before to, and if it is the whole round between them, all.
func appendCorners(points []XY, from, to place, pastStart bool) []XY {
	corners := [4]XY{{rimLow, rimLow}, {rimHigh, rimLow}, {rimHigh, rimHigh}, {rimLow, rimHigh}}
	if !pastStart {
		for i := 1; i < 4; i++ {
			if at := place(i) * rimSide; from < at && at < to {
				points = append(points, corners[i])
			}
		}
		return points
	}
	points = appendCorners(points, from, round, false)
	points = append(points, corners[0])
	return appendCorners(points, 0, to, false)
}
