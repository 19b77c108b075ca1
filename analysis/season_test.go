package analysis_test

import (
	"errors"
	"strings"
	"testing"

	"gewu/analysis"
	"gewu/hotspot"
)

// seasonal is a town of three years. At 900, 900 there are many issues every autumn, at 2,100, 2,100 in this autumn alone. At 900, 2,100 there
// are more from month to month every year.
func seasonal() *town {
	town := newTown(21).people(10).noise(6000, 0, 0, 3000, 3000, 3*365)
	for back := range hotspot.Day(3) {
		for n := range hotspot.Day(60) {
			town.issue(900+float64(n%7), 900, 0, today-1-back*365-n)
			if back == 0 {
				town.issue(2100+float64(n%7), 2100, 0, today-1-n)
			}
			for range n % 12 {
				town.issue(900+float64(n%7), 2100, 1, today-360-back*365+(n%12)*30+n/12*6)
			}
		}
	}
	return town
}

// spotAt returns the spot that lies at a point of the town.
func spotAt(t *testing.T, e *analysis.Evidence, a *analysis.Answer, x, y float64) *analysis.Spot {
	t.Helper()
	for i := range a.Spots {
		if at := e.Plane.Metres(pointAt(a.Spots[i].At)); (at.X-x)*(at.X-x)+(at.Y-y)*(at.Y-y) < 200*200 {
			return &a.Spots[i]
		}
	}
	t.Fatalf("nothing is found at %.0f, %.0f among %d spots", x, y, len(a.Spots))
	return nil
}

func TestWhatReturnsWithItsSeasonIsToldFromWhatCameOnce(t *testing.T) {
	e := seasonal().evidence(t)
	once, asked := answered(t, e, "change"), answered(t, e, "change", "seasonal", "yes")
	if spot := spotAt(t, e, once, 900, 900); spot.LastYear != nil || !noted(once, "one_year") || noted(asked, "one_year") {
		t.Errorf("without being asked for, the year before is told: %+v", spot.LastYear)
	}
	returns, new := spotAt(t, e, asked, 900, 900), spotAt(t, e, asked, 2100, 2100)
	if returns.LastYear.More || !strings.Contains(returns.Words.EN, "may return every year") || returns.LastYear.Count < 50 {
		t.Errorf("what returns is %+v: %s", returns.LastYear, returns.Words.EN)
	}
	if !new.LastYear.More || !strings.Contains(new.Words.EN, "does not merely return") || new.LastYear.Count > 5 {
		t.Errorf("what came once is %+v: %s", new.LastYear, new.Words.EN)
	}
	for _, spot := range []*analysis.Spot{returns, new} {
		y := spot.LastYear
		want := hotspot.Compare(hotspot.Period{Incidents: spot.Count, Days: 60}, hotspot.Period{Incidents: y.Count, Days: 60}, 0.95)
		if got := valueOf(t, y.P); got-want.P > 1e-12 || want.P-got > 1e-12 {
			t.Errorf("P is %v, want %v", got, want.P)
		}
	}
	if !strings.Contains(asked.Summary.Words.EN, "not clearly less in the same days") {
		t.Error(asked.Summary.Words.EN)
	}
}

func TestARiseThatReturnsEveryYearIsNoGrowth(t *testing.T) {
	e := seasonal().evidence(t)
	if spot := spotAt(t, e, answered(t, e, "change"), 900, 2100); spot.Pattern != "growing" {
		t.Fatalf("in the course of a year it is %s", spot.Pattern)
	}
	spot := spotAt(t, e, answered(t, e, "change", "seasonal", "yes"), 900, 2100)
	if spot.Pattern == "growing" || spot.LastYear.More {
		t.Errorf("beside the year before it is %s, %+v", spot.Pattern, spot.LastYear)
	}
}

func TestSeasonsAreNotToldOfDataThatDoNotReachBack(t *testing.T) {
	e := newTown(22).people(10).noise(2000, 0, 0, 3000, 3000, 500).evidence(t)
	_, err := ask(t, e, "change", "seasonal", "yes")
	var refusal *analysis.Refusal
	if !errors.As(err, &refusal) || !strings.Contains(refusal.Words.EN, "the same days of the year before have no data") {
		t.Error(err)
	}
	if _, err := ask(t, e, "score", "seasonal", "yes"); !errors.As(err, &refusal) || refusal.Field != "seasonal" {
		t.Error(err)
	}
}
