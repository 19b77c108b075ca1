package demo_test

import (
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb/geo"

	"gewu/district"
	"gewu/internal/demo"
)

func TestIssuesFillTwelveMonthsBeforeToday(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		if n := len(d.Issues); n < 20000 || n > 32000 {
			t.Errorf("%d issues", n)
		}
		codes := map[string]bool{}
		for _, c := range d.Codes.Codes {
			codes[c.Code] = true
		}
		midnight := time.Date(2026, time.November, 21, 0, 0, 0, 0, china)
		for i, x := range d.Issues {
			switch {
			case !codes[x.Kind] || x.Title == "":
				t.Errorf("%s is of unknown kind %q", x.ID, x.Kind)
			case x.OpenedAt.Before(midnight.AddDate(-1, 0, 0)) || !x.OpenedAt.Before(midnight):
				t.Errorf("%s was opened at %s", x.ID, x.OpenedAt)
			case x.ClosedAt != nil && (x.ClosedAt.Before(x.OpenedAt) || x.ClosedAt.After(midnight)):
				t.Errorf("%s was opened at %s and closed at %s", x.ID, x.OpenedAt, x.ClosedAt)
			case (x.Status == "closed" || x.Status == "void") != (x.ClosedAt != nil):
				t.Errorf("%s is %s, closed at %v", x.ID, x.Status, x.ClosedAt)
			case i > 0 && x.OpenedAt.Before(d.Issues[i-1].OpenedAt):
				t.Errorf("%s is out of order", x.ID)
			}
		}
	})
}

func TestEveryIssueLiesInAGrid(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		f := newFinder(layer(d, "", "grid"))
		lost := 0
		for _, x := range d.Issues {
			if f.cover(x.Point) < 0 {
				lost++
			}
		}
		if lost > 0 {
			t.Errorf("%d issues lie outside of the district", lost)
		}
	})
}

// near counts the issues of a hot spot's kinds within twice its distance, from one day to another.
func near(d *demo.District, h demo.HotSpot, from, until time.Time) float64 {
	kinds := map[string]bool{}
	for _, k := range h.Kinds {
		kinds[k] = true
	}
	n := 0
	for _, x := range d.Issues {
		if kinds[x.Kind] && !x.OpenedAt.Before(from) && x.OpenedAt.Before(until) && geo.Distance(x.Point, h.Centre) < 2*h.Metres {
			n++
		}
	}
	return float64(n) / (until.Sub(from).Hours() / 24 / 30)
}

func TestHotSpotsAreThereWhenTheySayAndGoneAfter(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		courses := map[demo.Course]bool{}
		for _, h := range d.HotSpots {
			courses[h.Course] = true
			end := today
			if h.Until != nil {
				end = *h.Until
			}
			during := near(d, h, h.From, end)
			if during < 0.5*h.PerMonth {
				t.Errorf("%s: %.1f a month while hot, %.1f planted", h.Name.ZH, during, h.PerMonth)
			}
			if h.Until != nil {
				if after := near(d, h, end, today); after > during/2 {
					t.Errorf("%s: %.1f a month after its end, %.1f before", h.Name.ZH, after, during)
				}
			}
			if h.Course == demo.Growing {
				half := h.From.Add(today.Sub(h.From) / 2)
				if a, b := near(d, h, h.From, half), near(d, h, half, today); b < 1.4*a {
					t.Errorf("%s does not grow: %.1f, then %.1f a month", h.Name.ZH, a, b)
				}
			}
		}
		if len(d.HotSpots) < 4 || !courses[demo.Ended] || !courses[demo.Growing] || !courses[demo.Seasonal] {
			t.Errorf("%d hot spots of courses %v", len(d.HotSpots), courses)
		}
	})
}

func TestIssuesFollowTheSeasonsAndTheWeek(t *testing.T) {
	t.Parallel()
	barbecue, weekday := map[bool]int{}, map[bool]int{}
	for _, x := range generate(1).Issues {
		if x.Kind == "06029" {
			barbecue[x.OpenedAt.Month() >= time.June && x.OpenedAt.Month() <= time.September]++
		}
		day := x.OpenedAt.Weekday()
		weekday[day == time.Saturday || day == time.Sunday]++
	}
	if barbecue[true] < 2*barbecue[false] {
		t.Errorf("barbecues: %d in summer, %d in the rest of the year", barbecue[true], barbecue[false])
	}
	if a, b := float64(weekday[false])/5, float64(weekday[true])/2; math.Abs(a/b-1.57) > 0.25 {
		t.Errorf("a weekday has %.2f times the issues of a day of the weekend", a/b)
	}
}

func TestCodesAreThoseOfTheStandard(t *testing.T) {
	t.Parallel()
	d := generate(1)
	if d.Codes.Standard != "GB/T 47678.5" || d.Codes.Version != "2026" || d.Codes.Kind != "matter" {
		t.Errorf("code table is %s-%s %s", d.Codes.Standard, d.Codes.Version, d.Codes.Kind)
	}
	seen := map[string]district.Text{}
	for _, c := range d.Codes.Codes {
		if class := c.Code[:2]; len(c.Code) != 2 && (len(c.Code) != 5 || seen[class].ZH == "") {
			t.Errorf("code %q is of no class", c.Code)
		}
		if seen[c.Code].ZH != "" || c.Name.ZH == "" || c.Name.EN == "" {
			t.Errorf("code %q named %v", c.Code, c.Name)
		}
		seen[c.Code] = c.Name
	}
	if got := seen["06001"].ZH; got != "私搭乱建" {
		t.Errorf("06001 is %q", got)
	}
}
