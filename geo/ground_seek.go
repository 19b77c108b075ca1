package geo

// A seeker looks for the point of lines nearest to the ground's origin, and brings best forward to
// it. It passes over the sides and pieces of lines that are further away than its reach, which is
// a little more than best, so that rounding loses none.
type seeker struct {
	*ground
	best  *nearestPoint
	reach float64 // square metres
}

func (g *ground) seek(best *nearestPoint) seeker { return seeker{g, best, reachOf(best)} }

func reachOf(best *nearestPoint) float64 { return best.square*(1+1e-6) + 1e-9 }

// line looks at the sides of a line. Nearly all are passed over because the straight line that
// they are on is too far away, or that one of their ends which is nearest: with p and q the ends
// and d = q − p, all seen from the origin, the square of the distance to the straight line is
// (p × d)² / d², and p is nearest where p·d ≥ 0, q where p·d ≤ −d².
func (s *seeker) line(points []Point) {
	reach := s.reach
	px, py := s.metresEast(points[0]), s.metresNorth(points[0])
	p2 := px*px + py*py
	for i, q := range points[1:] {
		qx, qy := s.metresEast(q), s.metresNorth(q)
		q2 := qx*qx + qy*qy
		dx, dy := qx-px, qy-py
		cross, along, d2 := px*dy-py*dx, px*dx+py*dy, dx*dx+dy*dy
		if cross*cross < reach*d2 && (along < 0 || p2 < reach) && (along > -d2 || q2 < reach) {
			s.nearestOn(edgeBetween(points[i], q), s.best)
			reach = reachOf(s.best)
		}
		px, py, p2 = qx, qy, q2
	}
	s.reach = reach
}
