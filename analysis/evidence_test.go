package analysis_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gewu/analysis"
	"gewu/geo"
	"gewu/hotspot"
)

func TestAPlaneIsTrueToWhatItSays(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for _, lat := range []float64{0, 26.27, 31.2, 45, 60} {
		middle, _ := geo.PointAt(117.63, lat)
		plane := analysis.NewPlane(middle)
		for range 300 {
			a := plane.Position(hotspot.Point{X: (rng.Float64() - 0.5) * 2e4, Y: (rng.Float64() - 0.5) * 2e4})
			b := plane.Position(hotspot.Point{X: (rng.Float64() - 0.5) * 2e4, Y: (rng.Float64() - 0.5) * 2e4})
			p, q := plane.Metres(a), plane.Metres(b)
			flat, ellipsoid := math.Hypot(p.X-q.X, p.Y-q.Y), geo.DistanceMetres(a, b)
			// tan φ/R a metre, within 10 km of the middle, and 0.1 % along the meridian.
			if allowed := (0.001 + math.Tan(lat*math.Pi/180)*1e4/6.35e6) * ellipsoid; math.Abs(flat-ellipsoid) > allowed+0.02 {
				t.Fatalf("at %v° N: %v to %v is %.2f m on the plane, %.2f m on the ellipsoid", lat, a, b, flat, ellipsoid)
			}
			if back := plane.Position(p); back != a {
				t.Fatalf("%v comes back as %v", a, back)
			}
		}
	}
}

func TestTheGridsOfACommunityCountWhatTheCommunityDoesAndSquaresTheSame(t *testing.T) {
	// Squares of 400 m cross the borders of the grids of 600 m, and those of the communities.
	town := newTown(2).people(3).noise(3000, 0, 0, 3000, 3000, 200)
	first := town.issue(1210, 1210, 0, today-3)
	for range 5 { // reported again
		town.SetFirst(town.issue(1211, 1211, 0, today-2), first)
	}
	town.SetFirst(town.issue(10, 10, 0, today-2), analysis.Void)
	e := town.evidence(t)
	count := func(area geo.AreaID, level string, more ...string) (incidents, reports int, households float64) {
		a := answered(t, e, "load", append([]string{"area", itoa(area), "level", level, "days", "100"}, more...)...)
		for _, p := range a.Places {
			incidents, reports = incidents+p.Count, reports+p.Reports
		}
		households, _ = a.Provenance.Households.Total.Value()
		if incidents != a.Provenance.Incidents || reports != a.Provenance.Reports {
			t.Errorf("area %d by %s: %d incidents and %d reports, but %d and %d in the record", area, level, incidents, reports, a.Provenance.Incidents, a.Provenance.Reports)
		}
		return incidents, reports, households
	}
	all, allReports, homes := count(districtID, "grid")
	if homes != 3600*3 || allReports != all+5 {
		t.Errorf("%v households, %d reports of %d incidents", homes, allReports, all)
	}
	for _, more := range [][]string{{"cell", "50"}, {"cell", "400"}} {
		if n, r, h := count(districtID, "cell", more...); n != all || r != allReports || h != homes {
			t.Errorf("%v: %d incidents, %d reports, %v households; by grid %d, %d, %v", more, n, r, h, all, allReports, homes)
		}
	}
	south, southReports, southHomes := count(southID, "grid")
	north, northReports, northHomes := count(northID, "cell", "cell", "400")
	if south+north != all || southReports+northReports != allReports || southHomes+northHomes != homes {
		t.Errorf("south %d, north %d, together %d", south, north, all)
	}
	if n, _, _ := count(districtID, "community"); n != all {
		t.Errorf("by community %d, by grid %d", n, all)
	}
	if n, _, _ := count(firstGrid+12, "cell", "cell", "50"); n == 0 || n >= all/10 {
		t.Errorf("one grid has %d", n)
	}
}

func TestIssuesOnLandThatNoGridHasAreToldOf(t *testing.T) {
	town := newTown(3).people(3).noise(100, 0, 0, 3000, 3000, 30)
	p, _ := town.at(1000, 1000)
	piece, _ := town.Piece(p, -1)
	town.AddIssue(analysis.Issue{ID: 101, At: p, Opened: today - 1, Piece: piece, First: 100})
	e := town.evidence(t)
	a := answered(t, e, "load", "level", "grid")
	if a.Provenance.Incidents != 100 || !noted(a, "without_grid") {
		t.Errorf("%d incidents, notes %v", a.Provenance.Incidents, a.Provenance.Notes)
	}
	if a := answered(t, e, "load", "level", "cell"); a.Provenance.Incidents != 101 || noted(a, "without_grid") {
		t.Errorf("by squares: %d incidents, notes %v", a.Provenance.Incidents, a.Provenance.Notes)
	}
	if a := answered(t, e, "load", "level", "cell", "area", itoa(southID)); noted(a, "without_grid") {
		t.Errorf("a community is told of others' land: %v", a.Provenance.Notes)
	}
}
