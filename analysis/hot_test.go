package analysis_test

import (
	"errors"
	"strings"
	"testing"

	"gewu/analysis"
)

func TestAPlaceWithMoreThanItsHouseholdsExplainIsHotAndNothingElse(t *testing.T) {
	e := newTown(1).people(10).noise(2000, 0, 0, 3000, 3000, 90).noise(120, 1500, 1500, 1950, 1950, 90).evidence(t)
	a := answered(t, e, "hot", "level", "cell")
	for _, p := range a.Places {
		at := e.Plane.Metres(p.At)
		planted := at.X > 1300 && at.X < 2150 && at.Y > 1300 && at.Y < 2150
		if strings.HasPrefix(p.Class, "hot_9") && !planted {
			t.Errorf("square %v at %.0f, %.0f is %s", p.Square, at.X, at.Y, p.Class)
		}
		if inside := at.X > 1600 && at.X < 1900 && at.Y > 1600 && at.Y < 1900; inside && p.Class != "hot_99" {
			t.Errorf("square %v amid the planted hot spot is %s", p.Square, p.Class)
		}
	}
	if *a.Provenance.Tested != 400 || *a.Provenance.CellM != 150 {
		t.Errorf("%d squares of %d m were tested, want 400 of 150", *a.Provenance.Tested, *a.Provenance.CellM)
	}
}

func TestAHotPlaceThatIsSoHoweverTheLatticeLiesIsFirm(t *testing.T) {
	e := newTown(1).people(10).noise(2000, 0, 0, 3000, 3000, 90).noise(150, 1500, 1500, 1950, 1950, 90).evidence(t)
	a := answered(t, e, "hot", "level", "cell", "robust", "yes")
	if a.Provenance.Settings["layings"] != 75 {
		t.Errorf("%v layings", a.Provenance.Settings["layings"])
	}
	for _, p := range a.Places {
		at := e.Plane.Metres(p.At)
		share, told := p.Robust.Value()
		if !told {
			t.Errorf("square %v is not laid again", p.Square)
		}
		if inside := at.X > 1600 && at.X < 1850 && at.Y > 1600 && at.Y < 1850; inside != (share >= 0.8) && (inside || at.X < 1300 || at.X > 2150) {
			t.Errorf("square %v at %.0f, %.0f is hot in %.2f of the layings", p.Square, at.X, at.Y, share)
		}
	}
}

func TestRawCountsAreTestedOnlyWhenAskedFor(t *testing.T) {
	e := newTown(1).noise(500, 0, 0, 3000, 3000, 90).evidence(t)
	_, err := ask(t, e, "hot")
	var refusal *analysis.Refusal
	if !errors.As(err, &refusal) || !strings.Contains(refusal.Words.EN, "counts=yes") {
		t.Errorf("without households: %v", err)
	}
	a := answered(t, e, "hot", "counts", "yes", "level", "grid")
	if a.Provenance.Notes[0].Kind != "raw_counts" {
		t.Errorf("the first note is %v", a.Provenance.Notes[0])
	}
}

func TestHotPlacesAreCountedAtTheFalseDiscoveryRateThatIsAskedFor(t *testing.T) {
	e := newTown(1).people(10).noise(2000, 0, 0, 3000, 3000, 90).noise(120, 1500, 1500, 1950, 1950, 90).evidence(t)
	counts := map[string]float64{}
	for q, share := range map[string]string{"0.001": "0.1%", "0.05": "5%", "0.2": "20%"} {
		a := answered(t, e, "hot", "level", "cell", "q", q)
		rate, _ := a.Provenance.Q.Value()
		want := 0.0
		for _, p := range a.Places {
			adjusted, tested := p.Adjusted.Value()
			if z, _ := p.Z.Value(); tested && adjusted <= rate && z > 0 {
				want++
			}
		}
		counts[q], _ = a.Summary.Figures[0].Value.Value()
		if counts[q] != want || !strings.Contains(a.Summary.Words.EN, "(false discovery rate "+share+")") {
			t.Errorf("q=%s: %v hot places, want %v: %s", q, counts[q], want, a.Summary.Words.EN)
		}
	}
	if !(counts["0.001"] < counts["0.05"] && counts["0.05"] < counts["0.2"]) {
		t.Errorf("a larger q names no more places: %v", counts)
	}
}

func TestWithoutGridsAnAnswerSaysWhatToBringIn(t *testing.T) {
	ground := townGround()
	ground.Grounds, ground.Borders = nil, nil
	e, err := analysis.NewBuilder(ground).Evidence()
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{"load", "rate", "clusters", "coverage"} {
		_, err := ask(t, e.Located(), what)
		var refusal *analysis.Refusal
		if !errors.As(err, &refusal) || refusal.Field != "" || !strings.Contains(refusal.Words.EN, "Import grids first") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
