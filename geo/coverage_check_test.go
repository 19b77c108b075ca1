package geo_test

import (
	"math"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/geo"
)

// checkCoverage holds a coverage to what is true of all.
func checkCoverage(t testing.TB, c *geo.Coverage) {
	t.Helper()
	checkArcs(t, c)
	checkRings(t, c)
	checkMetres(t, c)
	checkRebuilt(t, c)
}

// checkArcs: an arc runs from node to node and has different areas on its sides.
func checkArcs(t testing.TB, c *geo.Coverage) {
	t.Helper()
	for i := range c.ArcCount() {
		arc := c.Arc(i)
		first, last := arc.Points[0], arc.Points[len(arc.Points)-1]
		if c.Nodes()[arc.From] != first || c.Nodes()[arc.To] != last {
			t.Errorf("arc %d runs from %v to %v, not between its nodes", i, first, last)
		}
		if arc.Left == arc.Right {
			t.Errorf("arc %d has area %d on both sides", i, arc.Left)
		}
	}
}

// checkRings: each arc is walked once forwards by the area on its left, and once backwards by
// that on its right. Rings close, pass no point twice, and run the right way round.
func checkRings(t testing.TB, c *geo.Coverage) {
	t.Helper()
	left, right := map[int]int32{}, map[int]int32{}
	for f := range c.Len() {
		id := c.ID(f)
		for r := range c.Rings(f) {
			for i, ref := range r.Refs {
				side := left
				if ref.Reversed() {
					side = right
				}
				if _, ok := side[ref.Arc()]; ok {
					t.Errorf("arc %d is walked twice in one direction", ref.Arc())
				}
				side[ref.Arc()] = int32(f)
				if end(c, ref) != start(c, r.Refs[(i+1)%len(r.Refs)]) {
					t.Errorf("a ring of area %d has a gap", id)
				}
			}
			checkSimple(t, c.AppendPoints(nil, r))
		}
		for _, polygon := range c.Boundary(id) {
			for i, r := range polygon {
				if got := orientation(r); got != (i == 0) {
					t.Errorf("ring %d of area %d runs the wrong way", i, id)
				}
			}
		}
	}
	for i := range c.ArcCount() {
		arc := c.Arc(i)
		if !walked(left, i, arc.Left) || !walked(right, i, arc.Right) {
			t.Errorf("arc %d has areas %d and %d beside it, but others walk it", i, arc.Left, arc.Right)
		}
	}
}

func walked(by map[int]int32, arc int, face int32) bool {
	got, ok := by[arc]
	return ok == (face >= 0) && (!ok || got == face)
}

func start(c *geo.Coverage, ref geo.ArcRef) int32 {
	if ref.Reversed() {
		return c.Arc(ref.Arc()).To
	}
	return c.Arc(ref.Arc()).From
}

func end(c *geo.Coverage, ref geo.ArcRef) int32 {
	if ref.Reversed() {
		return c.Arc(ref.Arc()).From
	}
	return c.Arc(ref.Arc()).To
}

func checkSimple(t testing.TB, points []geo.Point) {
	t.Helper()
	seen := map[geo.Point]bool{}
	for _, p := range points {
		if seen[p] {
			t.Errorf("a ring passes %v twice", p)
		}
		seen[p] = true
	}
}

// orientation reports whether the ring runs counter-clockwise, by its size in whole units.
func orientation(r orb.Ring) bool {
	sum, base := 0.0, pointOf(r[0])
	for i := 1; i < len(r); i++ {
		p, q := pointOf(r[i-1]), pointOf(r[i])
		sum += float64(int64(p.Lon)-int64(base.Lon))*float64(int64(q.Lat)-int64(base.Lat)) -
			float64(int64(q.Lon)-int64(base.Lon))*float64(int64(p.Lat)-int64(base.Lat))
	}
	return sum > 0
}

// checkMetres: areas add up to their union, and perimeters to its rim and twice what
// neighbours share.
func checkMetres(t testing.TB, c *geo.Coverage) {
	t.Helper()
	union := c.Dissolve(func(geo.AreaID) geo.AreaID { return 1 })
	squares, perimeters, shared := 0.0, 0.0, 0.0
	for f := range c.Len() {
		squares += c.SquareMetres(c.ID(f))
		perimeters += c.PerimeterMetres(c.ID(f))
	}
	for _, n := range c.Neighbours() {
		shared += n.Metres
	}
	near(t, "areas", squares, union.SquareMetres(1))
	near(t, "perimeters", perimeters, union.PerimeterMetres(1)+2*shared)
}

// near allows for the rounding of sums: a ten-millionth, or a billionth of a metre.
func near(t testing.TB, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > math.Max(1e-9, 1e-7*math.Max(math.Abs(got), math.Abs(want))) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// checkRebuilt: a coverage built from boundaries is the one they come from.
func checkRebuilt(t testing.TB, c *geo.Coverage) {
	t.Helper()
	same(t, c, build(t, boundaries(c)))
}

// same compares all that coverages hold.
func same(t testing.TB, want, got *geo.Coverage) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
		t.Error(diff)
	}
}

func boundaries(c *geo.Coverage) []geo.Area {
	var list []geo.Area
	for f := range c.Len() {
		list = append(list, geo.Area{ID: c.ID(f), Boundary: c.Boundary(c.ID(f))})
	}
	return list
}

// checkEuler: nodes − arcs + fields = 1 + what hangs together, in a coverage without gaps,
// whose fields are its parts and the land around it.
func checkEuler(t testing.TB, c *geo.Coverage) {
	t.Helper()
	fields := 1
	for f := range c.Len() {
		for r := range c.Rings(f) {
			if !r.Hole {
				fields++
			}
		}
	}
	nodes, arcs, lots := len(c.Nodes()), c.ArcCount(), lotsOf(c)
	if nodes-arcs+fields != 1+lots {
		t.Errorf("%d nodes − %d arcs + %d fields is not 1 + %d", nodes, arcs, fields, lots)
	}
}

// lotsOf counts what hangs together.
func lotsOf(c *geo.Coverage) int {
	to := make([]int32, len(c.Nodes()))
	for i := range to {
		to[i] = int32(i)
	}
	find := func(i int32) int32 {
		for to[i] != i {
			i = to[i]
		}
		return i
	}
	lots := len(to)
	for i := range c.ArcCount() {
		arc := c.Arc(i)
		if a, b := find(arc.From), find(arc.To); a != b {
			to[a] = b
			lots--
		}
	}
	return lots
}

// checkSizes: areas are as large by their arcs as by their boundaries.
func checkSizes(t testing.TB, c *geo.Coverage) {
	t.Helper()
	for f := range c.Len() {
		near(t, "size", c.SquareMetres(c.ID(f)), geo.AreaSquareMetres(c.Boundary(c.ID(f))))
	}
}
