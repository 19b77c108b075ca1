package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gewu/analysis"
	"gewu/internal/demo"
)

// courseNames are what a planted hot spot's course may be called. One that grows from next to nothing may be
// found so late that it looks new, or before it clearly grew.
var courseNames = map[demo.Course][]string{
	demo.Lasting:  {"persistent", "growing", "cooling"},
	demo.Growing:  {"growing", "new", "persistent"},
	demo.Ended:    {"ended"},
	demo.Seasonal: {"cooling"},
	demo.Fresh:    {"new", "growing"},
}

// A named is what was found in a town: planted spots named with their course, and how many of the spots of
// the five first patterns, and of all, are no planted ones.
type named struct {
	planted              int
	wrong, spots, bursts int
	late                 time.Duration // the most by which a beginning or an end is wrong
}

// near reports whether a spot lies at a planted one and is of its kinds.
func (town *demoTown) near(s *analysis.Spot, h *demo.HotSpot) bool {
	at := town.evidence.Plane.Metres(pointOf(h.Centre))
	is := town.evidence.Plane.Metres(pointAt(s.At))
	dx, dy := at.X-is.X, at.Y-is.Y
	return dx*dx+dy*dy < 200*200 && slices.ContainsFunc(s.Kinds, func(k analysis.KindPart) bool { return slices.Contains(h.Kinds, k.Code) })
}

// judge compares the spots of an answer with what was planted.
func (town *demoTown) judge(t *testing.T, a *analysis.Answer) (n named) {
	t.Helper()
	for i := range town.district.HotSpots {
		h := &town.district.HotSpots[i]
		found := slices.IndexFunc(a.Spots, func(s analysis.Spot) bool {
			return town.near(&s, h) && slices.Contains(courseNames[h.Course], s.Pattern)
		})
		if found < 0 {
			t.Logf("%s (%s) is not named", h.ID, h.Course)
			continue
		}
		n.planted++
		n.late = max(n.late, lateness(h, &a.Spots[found]))
	}
	for i := range a.Spots {
		s := &a.Spots[i]
		n.spots++
		if slices.ContainsFunc(town.district.HotSpots, func(h demo.HotSpot) bool { return town.near(s, &h) }) {
			continue
		}
		t.Logf("no planted one: %s", s.Words.EN)
		if n.bursts++; s.Pattern != "other" {
			n.wrong++
		}
	}
	return n
}

// lateness is by how much the end of a spot that ended is wrong, and the beginning of one that came at once.
func lateness(h *demo.HotSpot, s *analysis.Spot) time.Duration {
	off := func(day *string, planted time.Time) time.Duration {
		if day == nil {
			return 999 * 24 * time.Hour
		}
		at, _ := time.ParseInLocation(time.DateOnly, *day, china)
		return at.Sub(planted).Abs()
	}
	switch h.Course {
	case demo.Ended, demo.Seasonal:
		return off(s.Until, *h.Until)
	case demo.Lasting:
		return off(s.Since, h.From)
	}
	return 0
}

// checkTown fails when a planted hot spot is not named, or something else is.
func checkTown(t *testing.T, seed uint64) named {
	t.Helper()
	town := demoOf(t, seed)
	n := town.judge(t, answered(t, town.evidence, "change"))
	if n.planted != len(town.district.HotSpots) || n.wrong > 0 || n.bursts > 1 {
		t.Errorf("seed %d: %d of %d planted are named; %d others, and %d of them more than a burst", seed, n.planted, len(town.district.HotSpots), n.bursts, n.wrong)
	}
	return n
}

func TestChangeNamesWhatWasPlantedAndNothingElse(t *testing.T) {
	for _, seed := range []uint64{1, 2} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			n := checkTown(t, seed)
			t.Logf("%d spots, beginnings and ends wrong by %.0f days at most", n.spots, n.late.Hours()/24)
		})
	}
}

func TestEndedNamesOnlyWhatIsOverOrAboutToBe(t *testing.T) {
	town := demoOf(t, 1)
	a := answered(t, town.evidence, "ended")
	over := 0
	for i := range a.Spots {
		if p := a.Spots[i].Pattern; p != "ended" && p != "cooling" {
			t.Errorf("%s is told as over", p)
		}
	}
	for _, h := range town.district.HotSpots {
		if h.Course == demo.Ended && slices.ContainsFunc(a.Spots, func(s analysis.Spot) bool { return town.near(&s, &h) && s.Pattern == "ended" && s.Until != nil }) {
			over++
		}
	}
	if over != 2 {
		t.Errorf("%d of two that ended are named", over)
	}
	for _, f := range a.Summary.Figures {
		if f.Name != "ended" && f.Name != "cooling" {
			t.Errorf("it counts what is %s, which it does not look for", f.Name)
		}
	}
	if n := len(a.Legend.Classes); n != 2 || len(a.Summary.Figures) != 2 || strings.Contains(a.Summary.Words.EN, "No ") {
		t.Errorf("%d classes, %s", n, a.Summary.Words.EN)
	}
	calm := answered(t, newTown(23).people(10).noise(2000, 0, 0, 3000, 3000, 400).evidence(t), "ended")
	if len(calm.Spots) > 0 || calm.Summary.Words.EN != "No hot spot has ended or is cooling." {
		t.Errorf("where nothing ended: %d spots, %s", len(calm.Spots), calm.Summary.Words.EN)
	}
}
