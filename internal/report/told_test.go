package report_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"gewu/analysis"
	"gewu/internal/report"
)

// told is what a page is told of an area.
func told(t *testing.T, e *analysis.Evidence, parameters ...string) (*report.Findings, report.Told) {
	t.Helper()
	q, err := asked(t, e, report.Chinese, parameters...)
	if err != nil {
		t.Fatal(err)
	}
	found, err := report.Ask(t.Context(), e, q, china)
	if err != nil {
		t.Fatal(err)
	}
	return found, found.Told()
}

// words are those that are told in a language, in the order in which they are printed.
func words(of report.Told, language report.Language) (all []string) {
	in := func(texts ...analysis.Text) {
		for _, text := range texts {
			all = append(all, map[report.Language]string{report.Chinese: text.ZH, report.English: text.EN}[language])
		}
	}
	in(*of.Data, of.Title, of.Period)
	for _, step := range of.Steps {
		in(step.Words)
	}
	in(of.Sentences...)
	for _, spot := range of.Spots {
		in(spot.Name, spot.Course, spot.Much, spot.More)
	}
	for _, unseen := range of.Unseen {
		in(unseen.Title)
	}
	in(of.UnseenNot...)
	in(of.Made...)
	return all
}

func TestThePageIsToldWhatIsPrinted(t *testing.T) {
	for name, e := range map[string]*analysis.Evidence{"traders": trading(t), "nothing": newTown(1).evidence(t)} {
		found, said := told(t, e, "days", "60")
		for _, language := range []report.Language{report.Chinese, report.English} {
			printed := closed(read(t, found.In(language))[0])
			for _, words := range words(said, language) {
				if words == "" || !strings.Contains(printed, closed(words)) {
					t.Errorf("%s, %s: %q is not printed in %s", name, language, words, printed)
				}
			}
		}
	}
}

func TestWhatIsToldIsNumbersOrNullWithTheCallThatMakesIt(t *testing.T) {
	_, said := told(t, trading(t), "area", "1000", "days", "30", "kind", "09")
	if want := "/v1/analysis/report?area=1000&from=2026-10-23&until=2026-11-22&kind=09&format=json"; said.Provenance.Query != want || said.Provenance.What != "report" {
		t.Errorf("the call is %s, want %s", said.Provenance.Query, want)
	}
	spots := slices.IndexFunc(said.Steps, func(step report.ToldStep) bool { return step.Spot != nil })
	if spots != 0 || said.Steps[0].Kind != "new" || *said.Steps[0].Spot != said.Spots[0].Number || said.Spots[0].At.Lon == 0 || said.Places[0].ID != firstGrid || said.Places[0].Class != "within" {
		t.Errorf("steps %+v, spots %+v, places %+v", said.Steps, said.Spots, said.Places)
	}
	_, none := told(t, newTown(1).evidence(t))
	text, err := json.Marshal(none)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"steps":[`, `"spots":[]`, `"breaks":[`, `"spots_of":null`, `"no_spots":{"zh":"`} {
		if !strings.Contains(string(text), part) {
			t.Errorf("%s is missing in %s", part, text)
		}
	}
	if strings.Contains(string(text), "NaN") || strings.Contains(string(text), "null,null") && none.Places == nil {
		t.Errorf("%s", text)
	}
}
