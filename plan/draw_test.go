package plan

import (
	"math/rand/v2"
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

// randomDrawing draws width by height squares with crooked sides, in cells of one to some squares
// that may have holes and touch themselves, and with buildings.
func randomDrawing(rng *rand.Rand, width, height int) *drawing {
	d := draw("")
	corners := make([]geo.Point, (width+1)*(height+1))
	for i := range corners {
		p := at(float64(i%(width+1)), float64(i/(width+1)))
		corners[i] = geo.Point{Lon: p.Lon + rng.Int32N(square*6/10) - square*3/10, Lat: p.Lat + rng.Int32N(square*6/10) - square*3/10}
	}
	d.corner = func(x, y int) geo.Point { return corners[y*(width+1)+x] }
	for y := range height {
		row := make([]byte, width)
		for x := range row {
			row[x] = d.randomLetter(rng, row, x, y)
		}
		d.rows = append(d.rows, string(row))
	}
	d.randomBuildings(rng, width, height)
	d.randomRoads(rng, width, height)
	return d
}

// randomRoads lays roads along rows and columns of corners, some of them beside.
func (d *drawing) randomRoads(rng *rand.Rand, width, height int) {
	for range 1 + rng.IntN(4) {
		road := Line{Class: Lane + Class(rng.IntN(3))}
		row, along, aside := rng.IntN(2) == 0, rng.IntN(min(width, height)+1), rng.Int32N(400)*rng.Int32N(2)
		for i := range max(width, height) + 1 {
			x, y := min(i, width), along
			if !row {
				x, y = along, min(i, height)
			}
			p := d.corner(x, y)
			road.Points = append(road.Points, geo.Point{Lon: p.Lon + aside, Lat: p.Lat + aside})
		}
		d.source.Roads = append(d.source.Roads, road)
	}
}

// randomLetter is that of the square to the west or to the north, often a new one, rarely none.
func (d *drawing) randomLetter(rng *rand.Rand, row []byte, x, y int) byte {
	switch k := rng.IntN(20); {
	case k == 0 && x+y > 0:
		return '.'
	case k < 5 && x > 0 && row[x-1] != '.':
		return row[x-1]
	case k < 9 && y > 0 && d.rows[y-1][x] != '.':
		return d.rows[y-1][x]
	case k < 11 && x > 0 && y > 0 && d.rows[y-1][x-1] != '.':
		return d.rows[y-1][x-1]
	case len(d.letters) > 180:
		return d.letters[rng.IntN(len(d.letters))]
	}
	letter := byte(len(d.letters) + '/')
	if len(d.letters) == 0 {
		letter = '-'
	}
	d.cells[letter] = CellID(len(d.letters))
	d.letters = append(d.letters, letter)
	return letter
}

func (d *drawing) randomBuildings(rng *rand.Rand, width, height int) {
	for n := range width * height {
		x, y := rng.Float64()*float64(width), rng.Float64()*float64(height)
		if _, held := d.cellAt(at(x, y)); held {
			d.building(int64(n+1), x, y, rng.Float64()*0.4, 1+rng.IntN(40))
		}
	}
}

// randomPlan is a plan of a random drawing, with grids of the cells around random points.
func randomPlan(t testing.TB, rng *rand.Rand, width, height, grids int) *Plan {
	t.Helper()
	f := randomDrawing(rng, width, height).fabric(t)
	seats := make([]geo.Point, grids)
	for i := range seats {
		seats[i] = at(rng.Float64()*float64(width), rng.Float64()*float64(height))
	}
	assigned := make([]GridID, f.cells.size)
	for id, c := range f.Cells() {
		best, corner := 0, f.arc(c.Arcs[0]).Points[0]
		for i, seat := range seats {
			if geo.DistanceMetres(seat, corner) < geo.DistanceMetres(seats[best], corner) {
				best = i
			}
		}
		assigned[id] = GridID(best + 1)
	}
	p, err := New(f, make([]Grid, grids), assigned)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// randomPoint is a point on the land or near it, sometimes beside a node.
func randomPoint(rng *rand.Rand, p *Plan) geo.Point {
	land := p.fabric.places.land
	width, height := land.Max.Lon-land.Min.Lon, land.Max.Lat-land.Min.Lat
	if n := p.fabric.nodes.at(rng.Int32N(int32(p.fabric.nodes.size))); n.Alive && rng.IntN(3) == 0 {
		return geo.Point{Lon: n.At.Lon + rng.Int32N(41) - 20, Lat: n.At.Lat + rng.Int32N(41) - 20}
	}
	return geo.Point{
		Lon: land.Min.Lon - width/8 + rng.Int32N(width+width/4+1), Lat: land.Min.Lat - height/8 + rng.Int32N(height+height/4+1),
	}
}

// randomLine is a line of two to six points.
func randomLine(rng *rand.Rand, p *Plan) []geo.Point {
	var points []geo.Point
	for range 2 + rng.IntN(5) {
		points = append(points, randomPoint(rng, p))
	}
	return points
}

// randomPick is one of some things that are there; false if luck has it that it is not.
func randomPick[T any](rng *rand.Rand, t table[T]) (int32, T) {
	i := rng.Int32N(int32(t.size))
	return i, t.at(i)
}

// randomLineOperation is an operation that cuts cells or moves borders. It may well be refused.
func randomLineOperation(rng *rand.Rand, p *Plan) Operation {
	grid := GridID(1 + rng.IntN(p.grids.size-1))
	cut := rng.IntN(2) == 0
	switch rng.IntN(8) {
	case 0:
		return Operation{Kind: SplitByLine, Grid: grid, Line: randomLine(rng, p), CutBuildings: cut}
	case 1, 2:
		return Operation{Kind: RedrawBorder, Grid: grid, Line: randomLine(rng, p), CutBuildings: cut}
	case 3:
		i, n := randomPick(rng, p.fabric.nodes)
		return Operation{Kind: MoveNode, Node: NodeID(i), To: nearby(rng, n.At), CutBuildings: cut}
	case 4:
		return randomBend(rng, p, cut)
	case 5:
		return Operation{Kind: FollowRoad, Grid: grid, At: randomPoint(rng, p), To: randomPoint(rng, p), CutBuildings: cut}
	case 6:
		if len(p.fabric.buildings) == 0 {
			return Operation{Kind: CarveBuilding, Grid: grid, Building: 1}
		}
		b := p.fabric.buildings[rng.IntN(len(p.fabric.buildings))]
		return Operation{Kind: CarveBuilding, Grid: grid, Building: b.ID, CutBuildings: cut}
	default:
		i, _ := randomPick(rng, p.fabric.cells)
		return Operation{Kind: HealSliver, Cells: []CellID{CellID(i)}}
	}
}

func nearby(rng *rand.Rand, p geo.Point) geo.Point {
	reach := int32(20) << rng.IntN(7)
	return geo.Point{Lon: p.Lon + rng.Int32N(2*reach) - reach, Lat: p.Lat + rng.Int32N(2*reach) - reach}
}

// randomBend moves a vertex, or makes one of the middle of a side.
func randomBend(rng *rand.Rand, p *Plan, cut bool) Operation {
	i, a := randomPick(rng, p.fabric.arcs)
	if !a.Alive() {
		return Operation{Kind: MoveVertex, Arc: ArcID(i), At: at(0, 0), To: at(0, 1)}
	}
	k := rng.IntN(len(a.Points) - 1)
	from := side{a.Points[k], a.Points[k+1]}.at(float64(rng.IntN(3)) / 2)
	return Operation{Kind: MoveVertex, Arc: ArcID(i), At: from, To: nearby(rng, from), CutBuildings: cut}
}
