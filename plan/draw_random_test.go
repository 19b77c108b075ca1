package plan

import (
	"math/rand/v2"
	"testing"

	"gewu/geo"
)

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
