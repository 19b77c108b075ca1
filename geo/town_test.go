package geo_test

import (
	"math/rand/v2"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// A town is a coverage to test and measure with: a lattice of cells whose corners and sides
// are moved at random, with every side shared exactly by its two cells. All coordinates are
// multiples of 8 units, so that edges have lattice points between their ends.
type town struct {
	random     *rand.Rand
	cols, rows int
	cell       float64 // size of a cell in units
	steps      int     // edges in a side
	corners    [][]geo.Point
	across, up [][][]geo.Point // sides east and north of a corner, both ends included
}

// newTown makes a town of cols × rows cells; sides of the first row stay straight along the
// parallels and those of the first column along the meridians.
func newTown(seed uint64, cols, rows int, cell float64, steps int) *town {
	w := &town{random: rand.New(rand.NewPCG(seed, 1)), cols: cols, rows: rows, cell: cell, steps: steps}
	for i := range cols + 1 {
		w.corners = append(w.corners, nil)
		for j := range rows + 1 {
			w.corners[i] = append(w.corners[i], w.corner(i, j))
		}
	}
	for i := range cols + 1 {
		w.across, w.up = append(w.across, nil), append(w.up, nil)
		for j := range rows + 1 {
			w.across[i], w.up[i] = append(w.across[i], nil), append(w.up[i], nil)
			if i < cols {
				w.across[i][j] = w.side(w.corners[i][j], w.corners[i+1][j], j < 2)
			}
			if j < rows {
				w.up[i][j] = w.side(w.corners[i][j], w.corners[i][j+1], i < 2)
			}
		}
	}
	return w
}

func (w *town) corner(i, j int) geo.Point {
	x, y := float64(i)*w.cell, float64(j)*w.cell
	if i > 1 {
		x += w.shake(0.12)
	}
	if j > 1 {
		y += w.shake(0.12)
	}
	return lattice(x, y)
}

func (w *town) shake(share float64) float64 { return (w.random.Float64()*2 - 1) * share * w.cell }

func lattice(x, y float64) geo.Point { return at(int32(x/8)*8, int32(y/8)*8) }

// side winds from a to b. A straight one has its points exactly on the line.
func (w *town) side(a, b geo.Point, straight bool) []geo.Point {
	points := []geo.Point{a}
	for i := 1; i < w.steps; i++ {
		t := float64(i) / float64(w.steps)
		x := float64(a.Lon-originLon) + t*float64(b.Lon-a.Lon)
		y := float64(a.Lat-originLat) + t*float64(b.Lat-a.Lat)
		if !straight {
			slack := 0.16 * min(t, 1-t) / float64(max(1, w.steps/4))
			x, y = x+w.shake(slack), y+w.shake(slack)
		}
		points = append(points, lattice(x, y))
	}
	return append(points, b)
}

// outline is the ring of cell (i, j). Straight sides keep all their points in one of the two
// cells they part and only their ends in the other: the corners between are T-junctions.
func (w *town) outline(i, j int) orb.Ring {
	var points []geo.Point
	walk := func(side []geo.Point, back, thin bool) {
		n := len(side) - 1
		for k := range n {
			if thin && k > 0 && k < n {
				continue
			}
			if back {
				points = append(points, side[n-k])
			} else {
				points = append(points, side[k])
			}
		}
	}
	walk(w.across[i][j], false, j == 1)
	walk(w.up[i+1][j], false, i == 0)
	walk(w.across[i][j+1], true, false)
	walk(w.up[i][j], true, false)
	return closed(points)
}

func closed(points []geo.Point) orb.Ring {
	r := make(orb.Ring, 0, len(points)+1)
	for _, p := range points {
		r = append(r, p.Orb())
	}
	return append(r, r[0])
}

// areas returns a cell as an area each. With features, every fifth cell has a hole, filled by
// an area of its own in half of them, and every seventh is one area with the cell two columns on.
func (w *town) areas(features bool) []geo.Area {
	var boundaries []orb.MultiPolygon
	owner := map[[2]int]int{}
	for i := range w.cols {
		for j := range w.rows {
			n := i*w.rows + j
			shape := orb.Polygon{w.outline(i, j)}
			if features && n%5 == 4 {
				hole := w.hole(i, j)
				shape = append(shape, hole)
				if n%2 == 0 {
					boundaries = append(boundaries, polygon(hole))
				}
			}
			if at, ok := owner[[2]int{i - 2, j}]; features && ok && n%7 == 6 {
				boundaries[at] = append(boundaries[at], shape)
				continue
			}
			owner[[2]int{i, j}] = len(boundaries)
			boundaries = append(boundaries, orb.MultiPolygon{shape})
		}
	}
	return areas(boundaries...)
}

// hole is a diamond in the middle of a cell.
func (w *town) hole(i, j int) orb.Ring {
	x, y, r := (float64(i)+0.5)*w.cell, (float64(j)+0.5)*w.cell, w.cell/6
	return closed([]geo.Point{lattice(x-r, y), lattice(x, y-r), lattice(x+r, y), lattice(x, y+r)})
}

// probes returns every kind of point to ask for: each vertex and up to three points on each
// edge, all with their eight neighbours one unit away, and n points anywhere around.
func (w *town) probes(list []geo.Area, n int) []geo.Point {
	seen := map[geo.Point]bool{}
	for _, area := range list {
		for _, part := range area.Boundary {
			for _, r := range part {
				for k := 0; k+1 < len(r); k++ {
					w.probeEdge(seen, pointOf(r[k]), pointOf(r[k+1]))
				}
			}
		}
	}
	for range n {
		x := (w.random.Float64()*1.1 - 0.05) * w.cell * float64(w.cols)
		y := (w.random.Float64()*1.1 - 0.05) * w.cell * float64(w.rows)
		seen[at(int32(x), int32(y))] = true
	}
	points := make([]geo.Point, 0, len(seen))
	for p := range seen {
		points = append(points, p)
	}
	return points
}

func (w *town) probeEdge(seen map[geo.Point]bool, a, b geo.Point) {
	pieces := gcd(abs(b.Lon-a.Lon), abs(b.Lat-a.Lat))
	for range 3 {
		k := w.random.Int32N(pieces + 1)
		around(seen, geo.Point{Lon: a.Lon + (b.Lon-a.Lon)/pieces*k, Lat: a.Lat + (b.Lat-a.Lat)/pieces*k})
	}
	around(seen, a)
}

func around(seen map[geo.Point]bool, p geo.Point) {
	for dx := int32(-1); dx <= 1; dx++ {
		for dy := int32(-1); dy <= 1; dy++ {
			seen[geo.Point{Lon: p.Lon + dx, Lat: p.Lat + dy}] = true
		}
	}
}

func pointOf(p orb.Point) geo.Point {
	at, err := geo.PointAt(p[0], p[1])
	if err != nil {
		panic(err) // a town is on the earth
	}
	return at
}

func gcd(a, b int32) int32 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func abs(n int32) int32 { return max(n, -n) }
