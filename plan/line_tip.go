package plan

// tip finds where two borders come together that a line crosses one after the other within the
// clearance, or one of which it crosses within the clearance of the other. The line is bent to go
// through there, as the piece between would be too little.
//
//	    |/
//	----+----
//	   /|          (the tip is above)
func (w *weaver) tip(a, b station, crossings []station, near []border) (best station, found bool) {
	list := append(append([]station{a}, crossings...), b)
	for i := 1; i < len(list); i++ {
		p, q := list[i-1], list[i]
		if p.arc == noArc || q.arc == noArc || p.vertex || q.vertex || w.distance(p.Point, q.Point) >= clearance {
			continue
		}
		if p.arc == q.arc && p.side == q.side {
			continue // the line goes along it
		}
		for k := range 2 {
			for l := range 2 {
				s, t := w.stationAt(p.arc, p.side+k), w.stationAt(q.arc, q.side+l)
				if s.Point == t.Point && !w.passed[s.Point] && s.Point != a.Point && s.Point != b.Point {
					w.noteSnap(p.Point, s.Point)
					return s, true
				}
			}
		}
	}
	for _, p := range crossings {
		if s, narrow := w.wedge(p, near); narrow && !w.passed[s.Point] && s.Point != a.Point && s.Point != b.Point {
			w.noteSnap(p.Point, s.Point)
			return s, true
		}
	}
	return station{}, false
}

// wedge finds where the side that a station is on comes together, within a metre of it, with another
// that is within the clearance of the station.
func (w *weaver) wedge(p station, near []border) (station, bool) {
	const reach = 1 // metres
	if p.arc == noArc || p.vertex {
		return station{}, false
	}
	for k := range 2 {
		s := w.stationAt(p.arc, p.side+k)
		if w.distance(p.Point, s.Point) > reach {
			continue
		}
		for _, b := range near {
			if own := b.arc == p.arc && b.first == p.side; own || b.a != s.Point && b.b != s.Point {
				continue
			}
			if _, metres := w.foot(b.side, p.Point); metres < clearance {
				return s, true
			}
		}
	}
	return station{}, false
}
