package analysis_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/analysis"
	"gewu/hotspot"
)

// neglected gives a town's communities boundaries and leaves things undone: grid 1 keeps 100 m from its eastern border up from the
// middle (a hole), grid 4 ends 50 m before the border of the town (an inlet), grid 6 has 20 m of grid 7's land, and the posts of
// grid 0 are vacant but for one.
func neglected(e *analysis.Evidence) {
	onFoot(e)
	point := func(x, y float64) orb.Point { return e.Plane.Position(hotspot.Point{X: x, Y: y}).Orb() }
	land := func(xy ...float64) orb.MultiPolygon {
		var ring orb.Ring
		for i := 0; i < len(xy); i += 2 {
			ring = append(ring, point(xy[i], xy[i+1]))
		}
		return orb.MultiPolygon{{append(ring, ring[0])}}
	}
	e.Areas[2].Boundary, e.Areas[2].Middle = land(0, 0, 3000, 0, 3000, 1200, 0, 1200), e.Plane.Position(hotspot.Point{X: 1500, Y: 600})
	e.Areas[3].Boundary = land(0, 1200, 3000, 1200, 3000, 3000, 0, 3000)
	e.Grounds[1].Boundary = land(600, 0, 1200, 0, 1200, 300, 1100, 300, 1100, 400, 1200, 400, 1200, 600, 600, 600)
	e.Grounds[4].Boundary = land(2400, 0, 2950, 0, 2950, 600, 2400, 600)
	e.Grounds[6].Boundary = land(600, 600, 1220, 600, 1220, 1200, 600, 1200)
	e.Grounds[0].Posts = []analysis.Post{
		{Key: "manager", Name: analysis.Text{ZH: "管理员", EN: "manager"}, First: true, Holders: []string{"林"}},
		{Key: "police", Name: analysis.Text{ZH: "警务员", EN: "police"}},
		{Key: "messenger", Name: analysis.Text{ZH: "信息员", EN: "messenger"}},
	}
	e.Unassigned = []analysis.Land{{Community: 3, At: e.Plane.Position(hotspot.Point{X: 100, Y: 2000}), SquareMetres: 250}}
}

// neglectedTown has two buildings without a grid, in the inlet of the south and beyond the town; the buildings of grid 0 were visited
// 10 days ago, those of grid 1 in part 200 days ago, and no others.
func neglectedTown(t *testing.T) *analysis.Evidence {
	visited := func(e *analysis.Evidence) {
		for i := range 60 * 60 {
			x, y := i%60*50+25, i/60*50+25
			switch {
			case x < 600 && y < 600:
				e.Visits = append(e.Visits, analysis.Visit{Home: int32(i), Day: today - 300}, analysis.Visit{Home: int32(i), Day: today - 10})
			case x < 800 && y < 600:
				e.Visits = append(e.Visits, analysis.Visit{Home: int32(i), Day: today - 200})
			}
		}
	}
	w := newTown(1, neglected, visited).people(10)
	for _, x := range []float64{2990, 3020} {
		at := w.known.Plane.Position(hotspot.Point{X: x, Y: 300})
		if piece, ok := w.Piece(at, -1); ok {
			w.AddHome(analysis.Home{ID: int64(x), Name: "无网格楼", At: at, Households: 7, Piece: piece, Visited: -1})
		}
	}
	e := w.evidence(t)
	for _, v := range e.Visits {
		e.Homes[v.Home].Visited = v.Day
	}
	return e
}

// found is how much a list has.
type found struct {
	Count, Items int
	Words        bool
}

func foundIn(a *analysis.Answer) map[string]found {
	got := map[string]found{}
	for _, l := range a.Lists {
		got[l.Kind] = found{l.Count, len(l.Items), l.Words != nil}
	}
	return got
}

func TestCoverageListsWhatNobodySees(t *testing.T) {
	e := neglectedTown(t)
	lonely := len(e.Homes) - 3600
	a := answered(t, e, "coverage", "days", "90")
	want := map[string]found{
		"hole": {1, 1, false}, "inlet": {1, 1, false}, "overlap": {1, 1, false}, "unassigned_cell": {1, 1, false},
		"building_without_grid": {lonely, lonely, false}, "vacant_post": {2, 2, false}, "unvisited_building": {3600 - 144, 200, false},
		"facility_missing": {2, 2, false}, "beyond_reach": {a.Lists[8].Count, 200, false},
	}
	if diff := cmp.Diff(want, foundIn(a)); diff != "" {
		t.Error(diff)
	}
	if words := a.Summary.Words; !strings.HasPrefix(words.ZH, "1 处空洞，1 处缺口，1 处重叠，1 个单元未划入网格，") || !strings.HasPrefix(words.EN, "1 hole, 1 inlet, 1 overlap, 1 cell given to no grid, ") ||
		!strings.Contains(words.EN, "2 vacant posts, 3,456 buildings not visited in the period") {
		t.Error(words)
	}
	if a.Lists[8].Count != more(t, answered(t, e, "reach")).Buildings.Without {
		t.Errorf("%d buildings are beyond reach", a.Lists[8].Count)
	}
	overlap, hole := a.Lists[2].Items[0], a.Lists[0].Items[0]
	if overlap.Grid == nil || overlap.Name.ZH != "第7网格、第8网格" || value(overlap.SquareMetres) < 11_900 || value(overlap.SquareMetres) > 12_100 {
		t.Errorf("overlap %+v", overlap)
	}
	if hole.Community == nil || hole.Community.Code != "S" || value(hole.SquareMetres) < 9_900 || value(hole.SquareMetres) > 10_100 {
		t.Errorf("hole %+v", hole)
	}
	if item := a.Lists[4].Items[0]; item.Community == nil || item.Community.Code != "S" || item.Grid != nil || value(item.Households) != 7 {
		t.Errorf("building without a grid %+v", item)
	}
	if item := a.Lists[5].Items[0]; item.Post == nil || item.Post.EN != "police" || item.Grid.Code != "G00" || *item.ID != int64(firstGrid) {
		t.Errorf("vacant post %+v", item)
	}
	if item := a.Lists[7].Items[0]; item.Name.EN != "clinics" || item.Community.Code != "S" {
		t.Errorf("missing facility %+v", item)
	}
}

func TestCoverageTellsTheShareOfHouseholdsVisited(t *testing.T) {
	e := neglectedTown(t)
	for days, want := range map[string][3]float64{"90": {1, 0, 0}, "250": {1, 48.0 / 144, 0}} {
		a := answered(t, e, "coverage", "days", days)
		for i, share := range want {
			if got := value(a.Places[i].Share); got != share {
				t.Errorf("in %s days of grid %d %v were visited, want %v", days, i, got, share)
			}
		}
		if since := a.Places[0].Days; value(since) != 10 {
			t.Errorf("the middle household of grid 0 was visited %v days ago", since)
		}
		if _, ever := a.Places[1].Days.Value(); ever {
			t.Error("the middle household of grid 1 was never visited, and has a day")
		}
	}
	first := answered(t, e, "coverage", "list", "unvisited_building").Lists[0].Items[0]
	if _, ever := first.Days.Value(); ever {
		t.Errorf("first comes who was never visited, not %+v", first)
	}
	last := answered(t, e, "coverage", "list", "unvisited_building", "after", "3455").Lists[0]
	if len(last.Items) != 1 || last.More || last.Count != 3456 || value(last.Items[0].Days) != 200 {
		t.Errorf("the end of the list is %+v", last)
	}
}

func TestCoverageOfAPartIsOfThatPart(t *testing.T) {
	e := neglectedTown(t)
	north := foundIn(answered(t, e, "coverage", "area", "4"))
	for kind, want := range map[string]int{"hole": 0, "overlap": 0, "unassigned_cell": 1, "building_without_grid": 0, "vacant_post": 0, "facility_missing": 1, "unvisited_building": 2160} {
		if north[kind].Count != want {
			t.Errorf("the north has %d of %s, want %d", north[kind].Count, kind, want)
		}
	}
	grid := foundIn(answered(t, e, "coverage", "area", "5")) // grid 0
	for kind, want := range map[string]int{"hole": 0, "overlap": 0, "unassigned_cell": 0, "vacant_post": 2, "unvisited_building": 0} {
		if grid[kind].Count != want {
			t.Errorf("the first grid has %d of %s, want %d", grid[kind].Count, kind, want)
		}
	}
}

// The hole of the south is what the edition in force leaves to no grid: it is listed as that, and once.
func TestCoverageListsLandThatIsMeantToBeInNoGridOnce(t *testing.T) {
	e := newTown(1, neglected, func(e *analysis.Evidence) {
		e.Unassigned = []analysis.Land{{Community: 2, At: e.Plane.Position(hotspot.Point{X: 1150, Y: 350}), SquareMetres: 10_000}}
	}).evidence(t)
	got := foundIn(answered(t, e, "coverage"))
	for kind, want := range map[string]int{"hole": 0, "inlet": 1, "overlap": 1, "unassigned_cell": 1} {
		if got[kind].Count != want {
			t.Errorf("%d of %s, want %d", got[kind].Count, kind, want)
		}
	}
}

func TestCoverageWithoutTheDataSaysSo(t *testing.T) {
	e := newTown(1).people(10).evidence(t)
	got := foundIn(answered(t, e, "coverage"))
	for _, kind := range []string{"vacant_post", "unvisited_building", "facility_missing", "beyond_reach"} {
		if diff := cmp.Diff(found{0, 0, true}, got[kind]); diff != "" {
			t.Errorf("%s: %s", kind, diff)
		}
	}
	text, err := answered(t, e, "coverage", "list", "unvisited_building").Encode(analysis.JSON)
	if err != nil || !strings.Contains(string(text), `"count":null`) || strings.Contains(string(text), `"count":0`) {
		t.Errorf("without visits nobody knows how many buildings were not visited: %s, %v", text, err)
	}
	_, err = ask(t, e, "coverage", "list", "everything")
	var refusal *analysis.Refusal
	if !errors.As(err, &refusal) || refusal.Field != "list" || !strings.Contains(refusal.Words.EN, "vacant_post") {
		t.Errorf("a list that there is not: %v", err)
	}
}
