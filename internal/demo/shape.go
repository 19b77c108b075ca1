package demo

// Footprints are drawn in a frame whose origin is the middle of the front wall; u runs along the
// front, v to the back.

func corners(f frame, points ...vec) []vec {
	out := make([]vec, len(points))
	for i, p := range points {
		out[i] = f.point(p.x, p.y)
	}
	return out
}

func rectangle(f frame, long, deep float64) []vec {
	return corners(f, vec{-long / 2, 0}, vec{long / 2, 0}, vec{long / 2, deep}, vec{-long / 2, deep})
}

// tower is a rectangle with its corners taken out, as towers of four flats a floor are.
func tower(f frame, long, deep float64) []vec {
	w, n, m := long/2, long*0.17, deep*0.2
	return corners(
		f, vec{-w + n, 0}, vec{w - n, 0}, vec{w - n, m}, vec{w, m}, vec{w, deep - m}, vec{w - n, deep - m},
		vec{w - n, deep}, vec{-w + n, deep}, vec{-w + n, deep - m}, vec{-w, deep - m}, vec{-w, m}, vec{-w + n, m},
	)
}

// slab is a rectangle whose stairwells stand out at the back, one for every stair.
func slab(f frame, long, deep float64, stairs int) []vec {
	w, out := long/2, 1.2
	points := []vec{{-w, 0}, {w, 0}, {w, deep - out}}
	step := long / float64(stairs)
	for k := stairs - 1; k >= 0; k-- {
		mid := -w + (float64(k)+0.5)*step
		points = append(points, vec{mid + 1.7, deep - out}, vec{mid + 1.7, deep}, vec{mid - 1.7, deep}, vec{mid - 1.7, deep - out})
	}
	return corners(f, append(points, vec{-w, deep - out})...)
}

// angle is an L of two wings; sign tells which end the wing stands on.
func angle(f frame, long, deep, wing, sign float64) []vec {
	w := long / 2
	if sign > 0 {
		return corners(f, vec{-w, 0}, vec{w, 0}, vec{w, deep + wing}, vec{w - deep, deep + wing}, vec{w - deep, deep}, vec{-w, deep})
	}
	return corners(f, vec{-w, 0}, vec{w, 0}, vec{w, deep}, vec{-w + deep, deep}, vec{-w + deep, deep + wing}, vec{-w, deep + wing})
}

// horseshoe is a U of three wings, open to the back.
func horseshoe(f frame, long, deep, wing float64) []vec {
	w := long / 2
	return corners(
		f, vec{-w, 0}, vec{w, 0}, vec{w, deep + wing}, vec{w - deep, deep + wing}, vec{w - deep, deep},
		vec{-w + deep, deep}, vec{-w + deep, deep + wing}, vec{-w, deep + wing},
	)
}

// courtyard takes a yard out of a four-sided plot: from a corner, or from the middle of a side.
func courtyard(q []vec, d dice) []vec {
	at := func(x, y float64) vec { return q[0].mix(q[1], x).mix(q[3].mix(q[2], x), y) }
	x, y := d.between(0.36, 0.5), d.between(0.4, 0.58)
	turn := d.IntN(4)
	q = append(append([]vec(nil), q[turn:]...), q[:turn]...)
	if d.chance(0.45) {
		return []vec{q[0], q[1], at(1, y), at(1-x, y), at(1-x, 1), q[3]}
	}
	l, r := d.between(0.24, 0.34), d.between(0.66, 0.76)
	return []vec{q[0], q[1], q[2], at(r, 1), at(r, y), at(l, y), at(l, 1), q[3]}
}
