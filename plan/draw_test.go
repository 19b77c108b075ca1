package plan

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// square is the side of a square of a drawing, in units: about 10 m.
const square = 1000

// at is the point x squares east and y squares north of a drawing's south-western corner.
func at(x, y float64) geo.Point {
	return geo.Point{Lon: 1_163_900_000 + int32(x*square), Lat: 399_000_000 + int32(y*square)}
}

// line makes a line of pairs x, y.
func line(xy ...float64) []geo.Point {
	var points []geo.Point
	for i := 0; i < len(xy); i += 2 {
		points = append(points, at(xy[i], xy[i+1]))
	}
	return points
}

// A drawing is a fabric in squares, north up. Each character is a square, and squares of one
// character are a cell; a dot is land of no cell. Cells are numbered in the order in which they
// are first met, line by line from the north.
//
//	aab
//	acb
type drawing struct {
	rows    []string
	corner  func(x, y int) geo.Point // where a corner of squares lies
	source  Source
	cells   map[byte]CellID
	letters []byte
}

// draw reads a drawing, without spaces around its lines.
func draw(sketch string) *drawing {
	d := &drawing{cells: map[byte]CellID{}, corner: func(x, y int) geo.Point { return at(float64(x), float64(y)) }}
	for _, row := range strings.Fields(sketch) {
		d.rows = append(d.rows, row)
		for i := range len(row) {
			if _, known := d.cells[row[i]]; !known && row[i] != '.' {
				d.cells[row[i]] = CellID(len(d.letters))
				d.letters = append(d.letters, row[i])
			}
		}
	}
	return d
}

// building puts a building into the square that holds a point; its footprint is size squares wide.
func (d *drawing) building(id int64, x, y, size float64, households int) *drawing {
	ring := orb.Ring{}
	for _, p := range line(x-size/2, y-size/2, x+size/2, y-size/2, x+size/2, y+size/2, x-size/2, y+size/2, x-size/2, y-size/2) {
		ring = append(ring, p.Orb())
	}
	b := Building{ID: id, At: at(x, y), Households: households, Residents: 2 * households}
	if size > 0 {
		b.Footprint = orb.MultiPolygon{{ring}}
	}
	d.source.Buildings = append(d.source.Buildings, b)
	return d
}

// fabric makes the fabric.
func (d *drawing) fabric(t testing.TB) *Fabric {
	t.Helper()
	d.source.Coverage = d.coverage(t)
	d.source.Cells = make([]Cell, len(d.letters))
	for i := range d.source.Cells {
		d.source.Cells[i].Community = 1
	}
	for n, b := range d.source.Buildings {
		if id, held := d.cellAt(b.At); held {
			c := &d.source.Cells[id]
			c.Buildings = append(c.Buildings, int32(n))
			c.Households += b.Households
			c.Residents += b.Residents
		}
	}
	f, err := NewFabric(d.source)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// coverage makes an area of each cell, of the squares that it has.
func (d *drawing) coverage(t testing.TB) *geo.Coverage {
	t.Helper()
	areas := make([]geo.Area, len(d.letters))
	for i := range areas {
		areas[i].ID = geo.AreaID(i + 1)
	}
	for row, text := range d.rows {
		for x := range len(text) {
			if id, held := d.cells[text[x]]; held {
				areas[id].Boundary = append(areas[id].Boundary, orb.Polygon{d.square(x, len(d.rows)-1-row)})
			}
		}
	}
	c, problems, err := geo.BuildCoverage(areas)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	return c
}

func (d *drawing) square(x, y int) orb.Ring {
	a, b, c, e := d.corner(x, y), d.corner(x+1, y), d.corner(x+1, y+1), d.corner(x, y+1)
	return orb.Ring{a.Orb(), b.Orb(), c.Orb(), e.Orb(), a.Orb()}
}

// cellAt looks in which square a point is.
func (d *drawing) cellAt(p geo.Point) (CellID, bool) {
	for row, text := range d.rows {
		for x := range len(text) {
			y := len(d.rows) - 1 - row
			r := ring{points: []geo.Point{d.corner(x, y), d.corner(x+1, y), d.corner(x+1, y+1), d.corner(x, y+1)}}
			if r.surrounds(spotAt(p)) {
				id, held := d.cells[text[x]]
				return id, held
			}
		}
	}
	return NoCell, false
}

// plan makes a plan of the drawing. Grids are a second drawing of the same squares: the digit over
// a cell is its grid, 0 unassigned.
func (d *drawing) plan(t testing.TB, grids string) *Plan {
	t.Helper()
	f := d.fabric(t)
	assigned, most := make([]GridID, len(d.letters)), GridID(0)
	for row, text := range strings.Fields(grids) {
		for x := range len(text) {
			if id, held := d.cells[d.rows[row][x]]; held {
				assigned[id] = GridID(text[x] - '0')
				most = max(most, assigned[id])
			}
		}
	}
	p, err := New(f, make([]Grid, most), assigned)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
