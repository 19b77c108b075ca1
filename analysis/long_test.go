package analysis_test

import (
	"strings"
	"testing"

	"gewu/analysis"
	"gewu/hotspot"
)

// foreseen is why a question is not answered at once.
func foreseen(t *testing.T, e *analysis.Evidence, what string, parameters ...string) analysis.Text {
	t.Helper()
	q, err := question(e, what, parameters...)
	if err != nil {
		t.Fatal(err)
	}
	s, err := analysis.Examine(e, q)
	if err != nil {
		t.Fatal(err)
	}
	why, instead := s.Long()
	if (why == analysis.Text{}) != (instead == analysis.Text{}) {
		t.Errorf("%s: %q, but %q", what, why.EN, instead.EN)
	}
	return why
}

func TestWhatTakesTooLongToWaitForIsForeseenByItsNumbers(t *testing.T) {
	town := newTown(1).people(10)
	town.noise(1500, 0, 0, 3000, 3000, 300)
	town.issue(700, 700, 0, today-359)
	e := town.evidence(t)
	for _, what := range whats {
		if why := foreseen(t, e, what[0], what[1:]...); why != (analysis.Text{}) {
			t.Errorf("%v of a town of 25 grids is not answered at once: %s", what, why.EN)
		}
	}
	why := foreseen(t, e, "scan", "step", "3", "days", "357", "replicates", "9999")
	if !strings.Contains(why.EN, "25 places × 119 steps 9,999 times") || !strings.Contains(why.ZH, "25 处 × 119 个时段扫描 9,999 遍") {
		t.Errorf("9,999 scans of 119 steps: %+v", why)
	}
	many := *e
	for len(many.Kinds) < hotspot.Kinds {
		many.Kinds = append(many.Kinds[:len(many.Kinds):len(many.Kinds)], analysis.Kind{})
	}
	for _, what := range []string{"change", "ended", "score"} {
		if why := foreseen(t, &many, what, "level", "cell", "cell", "50", "step", "5"); !strings.Contains(why.EN, "3,600 places × 1,024 kinds × 71 steps") {
			t.Errorf("%s of 3,600 squares, a thousand kinds and 72 steps: %+v", what, why)
		}
		if why := foreseen(t, &many, what, "level", "cell", "cell", "50", "step", "5", "kind", "06001"); why != (analysis.Text{}) {
			t.Errorf("%s of one of these kinds: %+v", what, why)
		}
	}
}

// What is missing is told in days, with what to ask for, and by the data where a longer period would not help.
func TestATooShortCourseSaysHowManyDaysItTakes(t *testing.T) {
	town := newTown(1).people(10)
	town.noise(800, 0, 0, 3000, 3000, 300)
	town.issue(700, 700, 0, today-400)
	e := town.evidence(t)
	young := newTown(1).people(10)
	young.issue(700, 700, 0, today-120)
	for _, asked := range []struct {
		of    *analysis.Evidence
		what  []string
		words string
	}{
		{e, []string{"change", "days", "90"}, "not testable: it takes a period of 300 days (10 steps of 30 days), and this one has 90. Ask for 300 days or more."},
		{e, []string{"ended", "days", "90", "step", "10"}, "a period of 100 days (10 steps of 10 days), and this one has 90"},
		{e, []string{"score", "days", "300"}, "a period of 330 days (11 steps of 30 days), and this one has 300"},
		{e, []string{"score", "days", "20"}, "a period of 330 days (11 steps of 30 days), and this one has 20"},
		{e, []string{"scan", "days", "30", "replicates", "99"}, "a period of 60 days (2 steps of 30 days), and this one has 30"},
		{young.evidence(t), []string{"change"}, "it takes 300 days with data (10 steps of 30 days); issues are recorded from Jul 25, 2026 on, and until Nov 22, 2026 there are 120 days of them"},
	} {
		_, err := ask(t, asked.of, asked.what[0], asked.what[1:]...)
		if err == nil || !strings.Contains(err.Error(), asked.words) {
			t.Errorf("%v: %v", asked.what, err)
		}
	}
	if _, err := ask(t, e, "change", "days", "300"); err != nil {
		t.Errorf("300 days: %v", err)
	}
	if _, err := ask(t, e, "score", "days", "330"); err != nil {
		t.Errorf("score of 330 days: %v", err)
	}
}
