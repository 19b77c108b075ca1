package geo_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"

	"gewu/geo"
)

// fullDetail is the zoom at which a coverage has all its vertices.
const fullDetail = 17

// drawn returns the points of an arc that a zoom keeps.
func drawn(arc geo.Arc, zoom uint8) []geo.Point {
	var kept []geo.Point
	for i, p := range arc.Points {
		if arc.Zooms[i] <= zoom {
			kept = append(kept, p)
		}
	}
	return kept
}

// drawnAreas are the areas of a coverage as a zoom shows them.
func drawnAreas(c *geo.Coverage, zoom uint8) []geo.Area {
	var list []geo.Area
	for f := range c.Len() {
		area := geo.Area{ID: c.ID(f)}
		for r := range c.Rings(f) {
			var points []geo.Point
			for _, ref := range r.Refs {
				line := drawn(c.Arc(ref.Arc()), zoom)
				if ref.Reversed() {
					slices.Reverse(line)
				}
				points = append(points, line[1:]...)
			}
			if !r.Hole {
				area.Boundary = append(area.Boundary, nil)
			}
			last := len(area.Boundary) - 1
			area.Boundary[last] = append(area.Boundary[last], closed(points))
		}
		list = append(list, area)
	}
	return list
}

// A drawnArc is an arc as a zoom shows it, by the areas beside it.
type drawnArc struct {
	Left, Right geo.AreaID
	Points      []geo.Point
}

func drawnArcs(c *geo.Coverage, zoom uint8) []drawnArc {
	side := func(face int32) geo.AreaID {
		if face < 0 {
			return 0
		}
		return c.ID(int(face))
	}
	var list []drawnArc
	for i := range c.ArcCount() {
		arc := c.Arc(i)
		a := drawnArc{side(arc.Left), side(arc.Right), arc.Points}
		if arc.Zooms != nil {
			a.Points = drawn(arc, zoom)
		}
		if a.Left > a.Right { // one that comes back to its node may now start the other way
			a.Left, a.Right, a.Points = a.Right, a.Left, slices.Clone(a.Points)
			slices.Reverse(a.Points)
		}
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b drawnArc) int {
		return slices.CompareFunc(a.Points, b.Points, func(p, q geo.Point) int {
			return cmp.Or(cmp.Compare(p.Lat, q.Lat), cmp.Compare(p.Lon, q.Lon))
		})
	})
	return list
}

// checkSimplified demands of a coverage at every zoom that what is drawn is itself a coverage,
// with the same nodes and the same borders between them: nothing crosses, touches or collapses.
func checkSimplified(t *testing.T, c *geo.Coverage) {
	t.Helper()
	for zoom := range uint8(fullDetail + 1) {
		again, problems, err := geo.BuildCoverage(drawnAreas(c, zoom))
		if err != nil || len(problems) > 0 {
			t.Fatalf("zoom %d: %v %v", zoom, err, problems)
		}
		if diff := gocmp.Diff(c.Nodes(), again.Nodes()); diff != "" {
			t.Errorf("zoom %d has other nodes: %s", zoom, diff)
		}
		if diff := gocmp.Diff(drawnArcs(c, zoom), drawnArcs(again, zoom)); diff != "" {
			t.Errorf("zoom %d has other borders: %s", zoom, diff)
		}
	}
}

func verticesAt(c *geo.Coverage, zoom uint8) (n int) {
	for i := range c.ArcCount() {
		n += len(drawn(c.Arc(i), zoom))
	}
	return n
}

func TestASimplifiedCoverageIsACoverageAtEveryZoom(t *testing.T) {
	for seed := range uint64(3) {
		for _, made := range []struct {
			of   string
			list []geo.Area
		}{
			{"tangled areas", newMosaic(seed, 16, 2+int(seed)).areas()},
			{"a town", newTown(seed, 4, 4, 300_000, 40).areas(true)},
			{"areas around each other", labyrinth(seed)},
		} {
			t.Run(fmt.Sprintf("%s %d", made.of, seed), func(t *testing.T) {
				c := geo.Simplify(build(t, made.list))
				checkSimplified(t, c)
				if verticesAt(c, 6) >= verticesAt(c, fullDetail) {
					t.Errorf("of %d vertices, zoom 6 has %d", verticesAt(c, fullDetail), verticesAt(c, 6))
				}
			})
		}
	}
}

// labyrinth is a spiral of two arms that wind around each other, cut into a few areas: there
// are long borders close to each other, and rings of two borders and of one.
func labyrinth(seed uint64) []geo.Area {
	const size = 31
	random := rand.New(rand.NewPCG(seed, 9))
	list := make([]geo.Area, 4)
	for i := range list {
		list[i].ID = geo.AreaID(i + 1)
	}
	x, y, dx, dy, leg := size/2, size/2, 1, 0, 1
	step := func(n int) {
		for range n {
			id := (x*dx + y*dy + leg) & 1
			if random.IntN(40) == 0 {
				id = 2 + random.IntN(2)
			}
			shape := orb.Polygon{box(int32(x*500), int32(y*500), int32(x*500+500), int32(y*500+500))}
			list[id].Boundary = append(list[id].Boundary, shape)
			x, y = x+dx, y+dy
		}
		dx, dy = -dy, dx
	}
	for ; leg < size; leg++ {
		step(leg)
		step(leg)
	}
	return slices.DeleteFunc(list, func(a geo.Area) bool { return len(a.Boundary) == 0 })
}

// A border that nothing is near to loses its vertices in the order of Visvalingam and Whyatt:
// always the one whose triangle is smallest, here looked for without a queue.
func TestALonelyBorderLosesItsLeastVertexFirst(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		c := geo.Simplify(build(t, areas(polygon(burst(random, 60)))))
		arc := c.Arc(0)
		for zoom := range uint8(fullDetail + 1) {
			if want := leastFirst(arc.Points, zoom); !slices.Equal(want, drawn(arc, zoom)) {
				t.Fatalf("zoom %d has %d points, not %d", zoom, len(drawn(arc, zoom)), len(want))
			}
		}
	}
}

// burst is a ring around the origin of the drawing at random distances, south of which nothing is.
func burst(random *rand.Rand, corners int) orb.Ring {
	points := []geo.Point{at(0, -2_000_000)}
	for i := 1; i < corners; i++ {
		sin, cos := math.Sincos((float64(i)/float64(corners) - 0.25) * 2 * math.Pi)
		r := 1_000_000 * (0.9 + random.Float64()/10)
		points = append(points, at(int32(r*cos), int32(r*sin)))
	}
	return closed(points)
}

// leastFirst returns what is left of a closed line when every triangle is gone that has less
// than 16 square units in a tile of the zoom.
func leastFirst(points []geo.Point, zoom uint8) []geo.Point {
	if zoom == fullDetail {
		return points
	}
	points = slices.Clone(points)
	for len(points) > 4 {
		least, size := 0, math.Inf(1)
		for i := 1; i < len(points)-1; i++ {
			if twice := twiceArea(points[i-1], points[i], points[i+1]); twice < size {
				least, size = i, twice
			}
		}
		scale := 4096 * math.Pow(2, float64(zoom)) / 3.6e9
		if size/2*scale*scale/math.Cos(float64(points[least].Lat)*1e-7*math.Pi/180) >= 16 {
			break
		}
		points = slices.Delete(points, least, least+1)
	}
	return points
}

func twiceArea(p, q, r geo.Point) float64 {
	return math.Abs(float64(q.Lon-p.Lon)*float64(r.Lat-p.Lat) - float64(r.Lon-p.Lon)*float64(q.Lat-p.Lat))
}

// On the equator a unit of zoom z has 3.6e9/4096/2^z units of 1e-7 degree: at zoom 16, 13.4.
// So 16 square units are 2,878 of them there, and four times as many a zoom before.
func TestAVertexIsKeptFromTheZoomThatShowsIt(t *testing.T) {
	for _, c := range []struct {
		name         string
		base, height int32 // of a triangle on the northern side of a square
		want         uint8
	}{
		{"in line with those beside it", 2000, 0, 17},
		{"not quite large enough for zoom 16", 1000, 5, 17},
		{"just large enough for zoom 16", 1000, 6, 16},
		{"not quite large enough for zoom 15", 1000, 22, 16},
		{"just large enough for zoom 15", 1000, 24, 15},
		{"not quite large enough for zoom 10", 20_000, 1176, 11},
		{"just large enough for zoom 10", 20_000, 1179, 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			tip := geo.Point{Lon: 500_000, Lat: 1_000_000 + c.height}
			south, north := geo.Point{Lon: 500_000 - c.base/2, Lat: 1_000_000}, geo.Point{Lon: 500_000 + c.base/2, Lat: 1_000_000}
			ring := closed([]geo.Point{{}, {Lon: 1_000_000}, {Lon: 1_000_000, Lat: 1_000_000}, north, tip, south, {Lat: 1_000_000}})
			arc := geo.Simplify(build(t, areas(polygon(ring)))).Arc(0)
			if got := arc.Zooms[slices.Index(arc.Points, tip)]; got != c.want {
				t.Errorf("zoom %d, want %d", got, c.want)
			}
		})
	}
}

// A border may not leave a bend while another vertex is in the triangle:
//
//	        ^
//	       /_\        The small square lies below the bend, and north of
//	      /|_|\       the straight line that would be left.
//	+----+     +----+
//	|               |
//	+---------------+
func TestABorderStaysOnItsSideOfAVertex(t *testing.T) {
	for _, c := range []struct {
		name   string
		square orb.Ring
		kept   bool
	}{
		{"a square below the bend", box(99_000, 201_000, 101_000, 202_000), true},
		{"one with a corner on the line", ring(100_000, 200_000, 99_000, 198_000, 100_000, 196_000, 101_000, 198_000), true},
		{"one with a corner a unit below", ring(100_000, 199_999, 99_000, 198_000, 100_000, 196_000, 101_000, 198_000), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			outer := ring(0, 0, 200_000, 0, 200_000, 200_000, 110_000, 200_000, 100_000, 210_000, 90_000, 200_000, 0, 200_000)
			cover := geo.Simplify(build(t, areas(polygon(outer, c.square), polygon(c.square))))
			for i := range cover.ArcCount() {
				arc := cover.Arc(i)
				bend := slices.Index(arc.Points, at(100_000, 210_000))
				if bend < 0 {
					continue
				}
				if kept := arc.Zooms[bend] == 0; kept != c.kept {
					t.Errorf("the bend has zoom %d", arc.Zooms[bend])
				}
			}
		})
	}
}

// A sheet decides about its borders as the coverage of all areas does; so two sheets that share
// one decide alike.
func TestSheetsSimplifyTheirBordersAsTheWholeDoes(t *testing.T) {
	for seed := range uint64(12) {
		list := newMosaic(seed, 20, 3+int(seed)).areas()
		if seed%3 == 0 {
			list = labyrinth(seed)
		}
		want := zoomsOf(geo.Simplify(build(t, list)))
		atlas := atlasBy(t, list, 2).Simplify()
		shared := 0
		for s := range atlas.Sheets() {
			for key, zooms := range zoomsOf(s.Coverage) {
				if diff := gocmp.Diff(want[key], zooms); diff != "" {
					t.Fatalf("seed %d: sheet %d: %s", seed, s.Group, diff)
				}
				shared++
			}
		}
		if shared <= len(want) {
			t.Errorf("seed %d: no border is in two sheets", seed)
		}
	}
}

// zoomsOf returns the zooms of all arcs by their first two points, which no other arc has.
func zoomsOf(c *geo.Coverage) map[[2]geo.Point][]uint8 {
	all := map[[2]geo.Point][]uint8{}
	for i := range c.ArcCount() {
		arc := c.Arc(i)
		all[[2]geo.Point{arc.Points[0], arc.Points[1]}] = arc.Zooms
	}
	return all
}

// atlasBy puts each so many areas into a group.
func atlasBy(t *testing.T, list []geo.Area, size int) *geo.Atlas {
	t.Helper()
	var groups []geo.Group
	for part := range slices.Chunk(list, size) {
		groups = append(groups, geo.Group{ID: geo.GroupID(len(groups)), Areas: part})
	}
	atlas, err := geo.NewAtlas(groups)
	if err != nil {
		t.Fatal(err)
	}
	return atlas
}

func TestAChangedAtlasIsSimplifiedAsIfItWereNew(t *testing.T) {
	for seed := range uint64(12) {
		before, after := newMosaic(seed, 12, 30).areas(), newMosaic(seed, 12, 30).areas()
		after[7].Boundary = after[7].Boundary[1:] // what it loses is nobody's land
		if len(after[7].Boundary) == 0 {
			continue
		}
		changed, err := atlasBy(t, before, 3).Simplify().With(geo.Group{ID: 2, Areas: after[6:9]})
		if err != nil {
			t.Fatal(err)
		}
		want := atlasBy(t, after, 3).Simplify()
		for s := range changed.Simplify().Sheets() {
			fresh, _ := want.Sheet(s.Group)
			if diff := gocmp.Diff(zoomsOf(fresh.Coverage), zoomsOf(s.Coverage)); diff != "" {
				t.Errorf("seed %d: sheet %d: %s", seed, s.Group, diff)
			}
		}
	}
}

func BenchmarkSimplify(b *testing.B) {
	list := newTown(1, 60, 60, 30_000, 8).areas(false)
	c, points := build(b, list), 0
	for i := range c.ArcCount() {
		points += len(c.Arc(i).Points)
	}
	perPoint := func(b *testing.B, n int) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/point")
	}
	b.Run("gewu", func(b *testing.B) {
		for b.Loop() {
			geo.Simplify(c)
		}
		perPoint(b, points)
	})
	// One threshold, each ring by itself: neighbours part, and lines may cross.
	b.Run("orb", func(b *testing.B) {
		for b.Loop() {
			points = 0
			for _, area := range list {
				points += len(area.Boundary[0][0])
				simplify.VisvalingamThreshold(1e-9).Ring(area.Boundary[0][0].Clone())
			}
		}
		perPoint(b, points)
	})
}
