package reach

import (
	"cmp"
	"errors"
	"slices"

	"gewu/geo"
)

// ErrNoWays is the answer to ways none of which is walked.
var ErrNoWays = errors.New("there is no way to walk on")

// A side is a straight piece of a way between two vertices.
type side struct {
	ends   [2]int32
	way    int32
	ground bool
}

// A drawing is the work of Draw.
type drawing struct {
	ways    []Way
	waters  *waters
	number  map[geo.Point]int32
	points  []geo.Point
	ground  []bool // of vertices: a way on the ground has it, or one off the ground ends there
	bridge  []bool // of vertices: a way off the ground ends there
	sides   []side
	strips  []strip
	bank    map[int32]bool // vertices that are where they are because water cuts a way
	wet     map[int32]bool // ways that water cuts
	report  Drawn
	surface *geo.Index
}

// A strip is what becomes an edge: a side or a part of one.
type strip struct {
	ends [2]int32
	way  int32
	gap  bool
}

// Draw makes the network of the ways, which must be on one side of the antimeridian. See [Way], [Water]
// and the distances for how data are read. The same ways and waters in the same order give the same network.
func Draw(ways []Way, waters []Water, speeds Speeds) (*Paths, error) {
	d := &drawing{ways: ways, number: map[geo.Point]int32{}, bank: map[int32]bool{}, wet: map[int32]bool{}}
	if err := speeds.check(); err != nil {
		return nil, err
	}
	for i := range ways {
		d.addWay(int32(i))
	}
	if len(d.sides) == 0 {
		return nil, ErrNoWays
	}
	if err := d.readWaters(waters); err != nil {
		return nil, err
	}
	d.meet()
	d.dry()
	d.closeGaps()
	return d.paths(speeds)
}

func (s Speeds) check() error {
	for _, v := range s {
		if !(v >= 0.1 && v <= 100) {
			return ErrSpeed
		}
	}
	return nil
}

// ErrSpeed is the answer to a speed that nobody walks at.
var ErrSpeed = errors.New("a speed is between 0.1 and 100 km/h")

// addWay takes the sides of a way that is walked.
func (d *drawing) addWay(i int32) {
	w := &d.ways[i]
	if w.Class >= Rail {
		return
	}
	ground, before, sides := w.onGround(), int32(-1), len(d.sides)
	for k, p := range w.Points {
		v := d.vertex(p)
		end := k == 0 || k == len(w.Points)-1
		d.ground[v] = d.ground[v] || ground || end
		d.bridge[v] = d.bridge[v] || !ground && end
		if before >= 0 && before != v {
			d.sides = append(d.sides, side{[2]int32{before, v}, i, ground})
		}
		before = v
	}
	if len(d.sides) > sides {
		d.report.Ways++
	}
}

// vertex returns the number of a point.
func (d *drawing) vertex(p geo.Point) int32 {
	if v, ok := d.number[p]; ok {
		return v
	}
	v := d.fresh(p)
	d.number[p] = v
	return v
}

// fresh adds a vertex that is no other, whatever lies at the same point.
func (d *drawing) fresh(p geo.Point) int32 {
	d.points = append(d.points, p)
	d.ground, d.bridge = append(d.ground, false), append(d.bridge, false)
	return int32(len(d.points) - 1)
}

// A station is where a side is divided: at a vertex, or at the line of a river, where it is parted.
type station struct {
	side, vertex int32 // no vertex, -1: parted
	at           geo.Point
}

// meet divides the sides where they meet, and where they cross the edge of water.
func (d *drawing) meet() {
	ends := make([][2]int32, 0, len(d.sides)+len(d.waters.sides))
	for _, s := range d.sides {
		ends = append(ends, s.ends)
	}
	touches, crosses := geo.Meet(d.points, append(ends, d.waters.sides...))
	var stations []station
	for _, t := range touches {
		if d.onGround(t.Side) && d.ground[t.Vertex] {
			d.report.Touched++
			stations = append(stations, station{t.Side, t.Vertex, d.points[t.Vertex]})
		}
	}
	for _, c := range crosses {
		stations = d.cross(stations, c)
	}
	d.divide(stations)
}

// onGround reports whether a side is of a way on the ground.
func (d *drawing) onGround(i int32) bool { return int(i) < len(d.sides) && d.sides[i].ground }

// cross adds the stations of two sides that cross.
func (d *drawing) cross(stations []station, c geo.Cross) []station {
	a, b := c.Sides[0], c.Sides[1]
	switch {
	case d.onGround(a) && d.onGround(b):
		d.report.Crossed++
		v := d.vertex(c.At)
		return append(stations, station{a, v, c.At}, station{b, v, c.At})
	case d.onGround(b) && int(a) >= len(d.sides):
		a, b = b, a
	case !d.onGround(a) || int(b) < len(d.sides):
		return stations
	}
	if d.waters.line[int(b)-len(d.sides)] {
		d.cut(d.sides[a].way, c.At)
		return append(stations, station{a, -1, c.At})
	}
	return append(stations, station{a, d.vertex(c.At), c.At})
}

// cut remembers that water cuts a way.
func (d *drawing) cut(way int32, at geo.Point) {
	if d.wet[way] {
		return
	}
	d.wet[way] = true
	d.report.Cut++
	if len(d.report.CutAt) < 100 {
		d.report.CutAt = append(d.report.CutAt, at)
	}
}

// divide makes strips of the sides. Where a way crosses another on the line of a river it meets it on the near bank.
func (d *drawing) divide(stations []station) {
	slices.SortStableFunc(stations, func(s, t station) int {
		return cmp.Or(cmp.Compare(s.side, t.side), cmp.Compare(d.along(s), d.along(t)), cmp.Compare(t.vertex, -1)-cmp.Compare(s.vertex, -1))
	})
	for i, s := range d.sides {
		from := s.ends[0]
		for len(stations) > 0 && int(stations[0].side) == i {
			at := stations[0]
			stations = stations[1:]
			if at.vertex >= 0 {
				d.addStrip(from, at.vertex, s.way)
				from = at.vertex
				continue
			}
			near, far := d.fresh(at.at), d.fresh(at.at)
			d.bank[near], d.bank[far] = true, true
			d.addStrip(from, near, s.way)
			from = far
		}
		d.addStrip(from, s.ends[1], s.way)
	}
}

// along is how far from the beginning of its side a station is, as a product with the side.
func (d *drawing) along(s station) int64 {
	a, b := d.points[d.sides[s.side].ends[0]], d.points[d.sides[s.side].ends[1]]
	x, y := int64(b.Lon)-int64(a.Lon), int64(b.Lat)-int64(a.Lat)
	return (int64(s.at.Lon)-int64(a.Lon))*x + (int64(s.at.Lat)-int64(a.Lat))*y
}

func (d *drawing) addStrip(a, b, way int32) {
	if a != b {
		d.strips = append(d.strips, strip{[2]int32{a, b}, way, false})
	}
}
