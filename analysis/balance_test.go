package analysis_test

import (
	"errors"
	"math"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/analysis"
	"gewu/hotspot"
)

// workTown has the same of two kinds everywhere, and 60 more of the second in the first grid.
func workTown(t *testing.T) *analysis.Evidence {
	town := newTown(21, func(e *analysis.Evidence) {
		e.Grounds[1].Fewest, e.Grounds[1].Most = 400, 450
		e.Grounds[2].Fewest, e.Grounds[2].Most = 0, 0
		e.Grounds[3].Dedicated = true
	})
	town.people(3).noise(2000, 0, 0, 3000, 3000, 90)
	for i := range 60 {
		town.issue(float64(10*i%600), 300, 1, today-1-hotspot.Day(i))
	}
	return town.evidence(t)
}

func TestWorkIsWeighedByKindAndByLargeClass(t *testing.T) {
	e := workTown(t)
	for weights, want := range map[string]struct {
		class        string
		load, others float64 // of the first grid's 09009, and of a 06001
	}{
		"": {"more", 1, 1}, "09009:0": {"fair", 0, 1}, "09:0.25": {"fair", 0.25, 1}, "09:7,09009:2": {"more", 2, 1}, "06:0": {"more", 1, 0},
	} {
		a := answered(t, e, "balance", "weights", weights)
		one := answered(t, e, "balance", "kind", "09009").Places[0].Count
		other := answered(t, e, "balance", "kind", "06001").Places[0].Count
		if load := value(a.Places[0].Load); load != want.load*float64(one)+want.others*float64(other) || a.Places[0].Class != want.class {
			t.Errorf("%q: the first grid has %v of %d and %d, %s, want %s", weights, load, one, other, a.Places[0].Class, want.class)
		}
		again, err := url.Parse(a.Provenance.Query)
		if err != nil {
			t.Fatal(err)
		}
		if b := answered(t, e, "balance", "weights", again.Query().Get("weights")); b.Provenance.Query != a.Provenance.Query {
			t.Errorf("%s asks %s again", a.Provenance.Query, b.Provenance.Query)
		}
	}
}

func TestWeightsThatAreNoneAreRefused(t *testing.T) {
	e := workTown(t)
	for _, weights := range []string{"06", "06:-1", "06:NaN", "06:1e3", "06:1001", "06:", ":", "06:1,06:2", "06:1,", "99:1", "06:1:2", "06:0.1.2"} {
		_, err := ask(t, e, "balance", "weights", weights)
		var refusal *analysis.Refusal
		if !errors.As(err, &refusal) || refusal.Field != "weights" {
			t.Errorf("%s: %v", weights, err)
		}
	}
	a := answered(t, e, "balance", "weights", `06\,\\:2.5`)
	if told := moreOf[struct {
		Weights []struct {
			Class  struct{ Code string }
			Weight float64
		}
	}](t, a).Weights; len(told) != 2 || told[0].Class.Code != `06,\` || told[0].Weight != 2.5 {
		t.Errorf("%+v", told)
	}
}

func TestGridsAreComparedWithTheBandOfTheirLevelAndTheRuleThatIsAskedFor(t *testing.T) {
	type posts struct{ Place, Band, Missing int }
	more := moreOf[struct{ Posts []posts }](t, answered(t, workTown(t), "balance", "per_post", "150"))
	// 432 households in each grid, nobody holds a post.
	if diff := cmp.Diff([]posts{{0, 0, 3}, {1, 0, 3}, {2, 0, 3}, {3, 0, 3}}, more.Posts[:4]); diff != "" {
		t.Error(diff)
	}
	e := newTown(22, func(e *analysis.Evidence) {
		for i := range e.Grounds {
			e.Grounds[i].Fewest, e.Grounds[i].Most = 440, 500
		}
		e.Grounds[1].Dedicated, e.Grounds[2].Most, e.Grounds[2].Fewest = true, 0, 0
		e.Grounds[3].Fewest, e.Grounds[3].Most = 100, 400
	}).people(3).noise(500, 0, 0, 3000, 3000, 90).evidence(t)
	more = moreOf[struct{ Posts []posts }](t, answered(t, e, "balance"))
	if diff := cmp.Diff([]posts{{0, -8, 2}, {1, 0, 2}, {2, 0, 2}, {3, 32, 2}}, more.Posts[:4]); diff != "" {
		t.Error(diff)
	}
}

// quantileOf is the quantile of a Poisson count of a mean, between whole numbers, from its probabilities summed up.
func quantileOf(mean, p float64) float64 {
	below, at := 0.0, math.Exp(-mean)
	for k := 0.0; ; k++ {
		if below+at >= p {
			return max(0, k-(below+at-p)/at)
		}
		below, at = below+at, at*mean/(k+1)
	}
}

// The limits of every grid are worked out from the issues themselves, straight from the formulas.
func TestFunnelLimitsAreThoseOfTheirFormula(t *testing.T) {
	e := workTown(t)
	a := answered(t, e, "balance", "days", "90")
	const steps, grids = 4, 25
	var table [steps][grids]float64
	from := today - 90
	for _, page := range e.Issues.Pages {
		for i, piece := range page.Piece {
			if at := int(page.Opened[i] - from); at >= 0 && at < 90 && a.Places[e.Pieces.Ground[piece]].Class != "untestable" {
				step := 0
				for step < steps-1 && at >= (step+1)*90/steps {
					step++
				}
				table[step][e.Pieces.Ground[piece]]++
			}
		}
	}
	var ofGrid [grids]float64
	var ofStep [steps]float64
	all, households := 0.0, 0.0
	for t := range table {
		for g, n := range table[t] {
			ofGrid[g], ofStep[t], all = ofGrid[g]+n, ofStep[t]+n, all+n
		}
	}
	chi, tested := 0.0, 0.0
	for g, n := range ofGrid {
		if n > 0 {
			tested, households = tested+1, households+value(a.Places[g].Households)
		}
		for t := range table {
			if expected := n * ofStep[t] / all; expected > 0 {
				chi += (table[t][g] - expected) * (table[t][g] - expected) / expected
			}
		}
	}
	phi := max(1, chi*(all-1)/(all*(tested-1)*(steps-1)))
	worst := math.Abs(value(*a.Provenance.Dispersion) - chi*(all-1)/(all*(tested-1)*(steps-1)))
	for g, p := range a.Places {
		if p.Class == "untestable" {
			continue
		}
		expected := all * value(p.Households) / households
		lower, upper := phi*quantileOf(expected/phi, 0.001), phi*quantileOf(expected/phi, 0.999)
		worst = max(worst, math.Abs(value(p.Lower)-lower), math.Abs(value(p.Upper)-upper), math.Abs(value(p.Expected)-expected))
		if want := map[bool]string{true: "more", false: map[bool]string{true: "less", false: "fair"}[ofGrid[g] < lower]}[ofGrid[g] > upper]; p.Class != want {
			t.Errorf("grid %d has %v between %v and %v: %s, want %s", g, ofGrid[g], lower, upper, p.Class, want)
		}
	}
	t.Logf("%v incidents in %v grids, φ %.3f, largest difference %.2g", all, tested, phi, worst)
	if worst > 1e-9 {
		t.Errorf("largest difference %v", worst)
	}
}

func TestWhatThereIsNoneOfIsNotCountedAmongWhatIsUnfair(t *testing.T) {
	words := answered(t, workTown(t), "balance").Summary.Words
	if words.ZH != "1 处的工作量明显多于应担份额；按规则缺 50 人。" {
		t.Error(words)
	}
}
