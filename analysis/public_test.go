package analysis_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gewu/analysis"
	"gewu/geo"
	"gewu/hotspot/veil"
)

// twoQuarters are a community of three grids in two quarters, parts before what they are parts of. In the
// second grid 4 is gone.
func twoQuarters(rule func([]int32, []int) []veil.Cell) *analysis.Public {
	day := func(month time.Month) time.Time { return time.Date(2026, month, 1, 0, 0, 0, 0, time.UTC) }
	area := func(id, parent geo.AreaID, level analysis.Level, count int) analysis.PublicArea {
		return analysis.PublicArea{ID: id, Parent: parent, Level: level, Code: string(rune('A' + id)), Name: "第" + string(rune('0'+id)), Count: count}
	}
	const grid = analysis.LevelGrid
	return analysis.NewPublic([]analysis.PublicQuarter{
		{From: day(1), Until: day(4), Areas: []analysis.PublicArea{area(2, 1, grid, 12), area(3, 1, grid, 30), area(4, 1, grid, 3), area(1, 9, analysis.LevelCommunity, 0)}},
		{From: day(4), Until: day(7), Areas: []analysis.PublicArea{area(2, 1, grid, 10), area(3, 1, grid, 0), area(1, 9, analysis.LevelCommunity, 0)}},
	}, rule)
}

func askPublic(what analysis.What, from, until time.Month) *analysis.PublicAnswer {
	return twoQuarters(analysis.Veil).Answer(analysis.PublicQuestion{
		What: what, Area: analysis.AreaName{ID: 1}, Level: analysis.LevelGrid,
		From: time.Date(2026, from, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, until, 1, 0, 0, 0, 0, time.UTC),
		Ground: func(id geo.AreaID) (analysis.PublicGround, bool) {
			return analysis.PublicGround{Households: map[geo.AreaID]int{2: 400, 3: 20}[id]}, id != 4
		},
	})
}

func TestEverybodyIsToldRatesOfWhatIsNotHiddenAndWhyThereIsNone(t *testing.T) {
	for name, c := range map[string]struct {
		what        analysis.What
		from, until time.Month
		want        string
	}{
		"a quarter with a small grid": {analysis.Rate, 1, 4, "2,C,第2,,400,,,,hidden\n3,D,第3,30,20,,,,too_few_households\n4,E,第4,,,,,,hidden\n"},
		"one without":                 {analysis.Rate, 4, 7, "2,C,第2,10,400,8.36195,4.00988,15.3779,\n3,D,第3,0,20,,,,too_few_households\n"},
		"both":                        {analysis.Load, 1, 7, "2,C,第2,,400,hidden\n3,D,第3,30,20,\n4,E,第4,,,hidden\n"},
		"days within":                 {analysis.Load, 2, 8, "2,C,第2,10,400,\n3,D,第3,0,20,\n"},
		"no whole quarter":            {analysis.Load, 2, 6, ""},
	} {
		t.Run(name, func(t *testing.T) {
			body, err := askPublic(c.what, c.from, c.until).Encode(analysis.CSV)
			if err != nil {
				t.Fatal(err)
			}
			_, rows, _ := strings.Cut(string(body), "\n")
			if diff := cmp.Diff(c.want, rows); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheWholeIsToldThoughItsPartsAreNot(t *testing.T) {
	a := askPublic(analysis.Load, 1, 7)
	if n := a.Provenance.Incidents; n == nil || *n != 55 {
		t.Errorf("the community had %v", n)
	}
	for i, want := range []int{45, 10} {
		if n := a.Series.Total[i]; n == nil || *n != want {
			t.Errorf("quarter %d: %v", i, n)
		}
	}
	body, err := a.Encode(analysis.JSON)
	if err != nil || !strings.Contains(string(body), `"code":"E","name":{"zh":"第4","en":"第4"},"at":null,"count":null,"households":null,"rate":null`) {
		t.Errorf("%v %s", err, body)
	}
	if n := analysis.PublicSum(twoQuarters(veil.Bare).Within(time.Time{}, time.Now()), 2); n == nil || *n != 22 {
		t.Errorf("by a rule that hides less: %v", n)
	}
}
