package analysis_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"gewu/analysis"
	"gewu/hotspot"
)

// within returns which planted hot spots a window of a scan has a grid of: some of their land within 150 m of the middle.
func (town *demoTown) within(s *analysis.Spot) (held []string) {
	e, find := town.evidence, newFinder(town.evidence.Grounds)
	for _, h := range town.district.HotSpots {
		at := e.Plane.Metres(pointOf(h.Centre))
		for turn := range 9 { // the middle, and eight places about it
			angle, far := float64(turn)*math.Pi/4, 150*float64(min(1, turn))
			p := e.Plane.Position(hotspot.Point{X: at.X + far*math.Cos(angle), Y: at.Y + far*math.Sin(angle)})
			if ground := find.groundOf(p.Orb()); slices.Contains(s.Places, int(ground)) {
				held = append(held, h.ID)
				break
			}
		}
	}
	return held
}

// judgeScan returns how many planted hot spots a scan finds, and how many of its windows hold none.
func (town *demoTown) judgeScan(t *testing.T, a *analysis.Answer) (planted, others int) {
	t.Helper()
	var found []string
	for i := range a.Spots {
		held := town.within(&a.Spots[i])
		if len(held) == 0 {
			others++
		}
		t.Logf("%v: %s", held, a.Spots[i].Words.EN)
		found = append(found, held...)
	}
	slices.Sort(found)
	return len(slices.Compact(found)), others
}

// Self-built quarters, the embankment and restless blocks always have more by household than others: no
// cluster. The planted ones that began or ended within the year are.
func TestTheScanOfTheDemoNamesNothingButWhatWasPlanted(t *testing.T) {
	town := demoOf(t, 1)
	planted, others := town.judgeScan(t, answered(t, town.evidence, "scan", "replicates", "99"))
	if planted < 3 || others > 0 {
		t.Errorf("%d planted are found, and %d others", planted, others)
	}
}

// Windows grow with the square of the steps: a year day by day would take hours.
func TestAScanOfTooManyStepsIsRefusedWithTheStepThatWouldDo(t *testing.T) {
	e := newTown(1).people(3).noise(200, 0, 0, 3000, 3000, 300).evidence(t)
	_, err := ask(t, e, "scan", "step", "2", "days", "290", "replicates", "99")
	var refusal *analysis.Refusal
	if !errors.As(err, &refusal) || refusal.Field != "step" || !strings.Contains(refusal.Words.EN, "steps of 3 days or more") {
		t.Errorf("145 steps: %v", err)
	}
	if _, err := ask(t, e, "scan", "step", "3", "days", "290", "replicates", "99"); err != nil {
		t.Errorf("96 steps: %v", err)
	}
}
