package reach

import (
	"github.com/paulmach/orb"

	"gewu/geo"
)

// waters are the sides of all water, and whether each is of a line.
type waters struct {
	sides [][2]int32
	line  []bool
	areas []geo.Area
	tree  sidesTree
}

// readWaters takes the vertices and sides of waters.
func (d *drawing) readWaters(list []Water) error {
	d.waters = &waters{}
	for i, w := range list {
		for _, polygon := range w.Surface {
			for _, ring := range polygon {
				if err := d.addShore(ring); err != nil {
					return err
				}
			}
		}
		for _, line := range w.Lines {
			d.addWater(line, true)
		}
		if w.Surface != nil {
			d.waters.areas = append(d.waters.areas, geo.Area{ID: geo.AreaID(i), Boundary: w.Surface})
		}
	}
	if len(d.waters.areas) == 0 {
		return nil
	}
	var err error
	d.surface, err = geo.NewIndex(d.waters.areas)
	return err
}

func (d *drawing) addShore(ring orb.Ring) error {
	points := make([]geo.Point, len(ring))
	for i, p := range ring {
		var err error
		if points[i], err = geo.PointAt(p[0], p[1]); err != nil {
			return err
		}
	}
	d.addWater(points, false)
	return nil
}

func (d *drawing) addWater(points []geo.Point, line bool) {
	for i := 1; i < len(points); i++ {
		a, b := d.vertex(points[i-1]), d.vertex(points[i])
		if a == b {
			continue
		}
		low, high := boxAround(points[i-1], points[i], 0, 0)
		d.waters.tree.Insert(low, high, int32(len(d.waters.sides)))
		d.waters.sides, d.waters.line = append(d.waters.sides, [2]int32{a, b}), append(d.waters.line, line)
	}
}

// dry leaves out the strips of ways on the ground that lie in water.
func (d *drawing) dry() {
	if d.surface == nil {
		return
	}
	kept := d.strips[:0]
	for _, s := range d.strips {
		if d.ways[s.way].onGround() && d.inWater(s) {
			d.bank[s.ends[0]], d.bank[s.ends[1]] = true, true
			d.cut(s.way, d.points[s.ends[0]])
			continue
		}
		kept = append(kept, s)
	}
	d.strips = kept
}

// inWater reports whether the middle of a strip lies in water and the strip is not the end of a bridge's ramp.
func (d *drawing) inWater(s strip) bool {
	a, b := d.points[s.ends[0]], d.points[s.ends[1]]
	if _, _, err := d.surface.Locate(middle(a, b)); err != nil {
		return false
	}
	return !d.bridge[s.ends[0]] && !d.bridge[s.ends[1]] || geo.DistanceMetres(a, b) > BankMetres
}

func middle(a, b geo.Point) geo.Point {
	return geo.Point{Lon: int32((int64(a.Lon) + int64(b.Lon)) / 2), Lat: int32((int64(a.Lat) + int64(b.Lat)) / 2)}
}

// parted reports whether water lies between two points near each other: its edge crosses or touches the line between them.
func (d *drawing) parted(p, q geo.Point) bool {
	low, high := boxAround(p, q, 0, 0)
	found := false
	d.waters.tree.Search(low, high, func(_, _ [2]float64, i int32) bool {
		a, b := d.points[d.waters.sides[i][0]], d.points[d.waters.sides[i][1]]
		found = geo.Turn(a, b, p)*geo.Turn(a, b, q) <= 0 && geo.Turn(p, q, a)*geo.Turn(p, q, b) <= 0
		return !found
	})
	return found
}
