package analysis_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gewu/analysis"
	"gewu/hotspot"
)

// whats are all questions, with parameters that make them quick.
var whats = [][]string{
	{"load"},
	{"load", "level", "cell"},
	{"rate"},
	{"rate", "level", "community"},
	{"rate", "level", "cell"},
	{"hot", "level", "cell", "robust", "yes"},
	{"hot", "level", "grid"},
	{"hot", "counts", "yes"},
	{"compare", "days", "30"},
	{"compare", "level", "cell", "days", "40"},
	{"compare", "against", "year"},
	{"change"},
	{"change", "seasonal", "yes"},
	{"change", "level", "cell"},
	{"ended", "level", "grid"},
	{"clusters"},
	{"clusters", "within", "3"},
	{"scan", "replicates", "99"},
	{"silence"},
	{"reach"},
	{"balance"},
	{"coverage"},
	{"score"},
}

// badTowns are evidence that statistics stumble over.
func badTowns(t *testing.T) map[string]*analysis.Evidence {
	alike := func(e *analysis.Evidence) { // three grids that all touch
		e.Grounds, e.Borders = e.Grounds[:3], [][2]int32{{0, 1}, {1, 2}, {0, 2}}
	}
	estate := newTown(10) // three squares, each other's neighbours
	for i := range 3 {
		estate.home(1500+float64(i%2)*60, 1500+float64(i/2)*60, 100)
	}
	unknown := newTown(3) // buildings of which nobody knows how many live there, and one in which nobody does
	unknown.home(700, 700, -1)
	unknown.home(1700, 700, 0)
	one, point := newTown(1).people(10), newTown(1).people(10)
	one.issue(700, 700, 1, today-20)
	days := newTown(1).people(10)
	for i := range 300 {
		point.issue(700, 700, 1, today-20)
		days.issue(1000, 1000, 0, today-1-hotspot.Day(i))
	}
	all := map[string]*town{
		"no issues":                newTown(1).people(10),
		"nothing at all":           newTown(1),
		"one issue":                one,
		"all at one point":         point,
		"a point day by day":       days,
		"no households":            newTown(1).noise(300, 0, 0, 3000, 3000, 300),
		"unknown households":       unknown.noise(300, 0, 0, 3000, 3000, 300),
		"one household a house":    newTown(1).people(1).noise(20, 0, 0, 3000, 3000, 300),
		"all grids neighbours":     newTown(1, alike).noise(100, 0, 0, 1799, 599, 300),
		"all squares neighbours":   estate.noise(200, 1480, 1480, 1600, 1600, 300),
		"before the first grids":   newTown(14, func(e *analysis.Evidence) { e.FirstEdition = today - 10 }).people(10).noise(600, 0, 0, 3000, 3000, 300),
		"grids of tomorrow":        newTown(15, func(e *analysis.Evidence) { e.FirstEdition = today }).people(10),
		"no kinds":                 newTown(1, func(e *analysis.Evidence) { e.Kinds = nil }).people(10),
		"no district":              newTown(1, func(e *analysis.Evidence) { e.Areas, e.Grounds, e.Borders = nil, nil, nil }),
		"a zone that is not known": newTown(1, func(e *analysis.Evidence) { e.Zone = "Mars/Olympus" }).people(10).noise(50, 0, 0, 3000, 3000, 300),
		"usual":                    newTown(1).people(10).noise(1500, 0, 0, 3000, 3000, 800),
	}
	made := map[string]*analysis.Evidence{}
	for name, town := range all {
		made[name] = town.evidence(t)
	}
	return made
}

// home adds a building with so many households; −1: unknown.
func (t *town) home(x, y float64, households int32) {
	p, ground := t.at(x, y)
	piece, _ := t.Piece(p, ground)
	t.next++
	t.AddHome(analysis.Home{ID: t.next, At: p, Households: households, Piece: piece, Visited: -1})
	t.next--
}

// badQuestions are what may be asked that makes no sense, or hardly any.
var badQuestions = [][]string{
	{"kind", "99999"},
	{"kind", "06001,nothing of the kind"},
	{"kind", ""},
	{"bandwidth", "0"},
	{"bandwidth", "100000"},
	{"bandwidth", "5000"},
	{"weights", "06:-1"},
	{"weights", "06:0.125"},
	{"weights", "06:0,09:0"},
	{"weights", "06:1e999"},
	{"weights", "06:NaN"},
	{"from", "1970-01-01", "until", "1970-02-01"},
	{"from", "1899-12-31", "until", "1900-02-01"},
	{"days", "1"},
	{"days", "7320"},
	{"days", "-90"},
	{"until", "2026-11-23"},
	{"from", "2026-11-22"},
	{"from", "2026-03-29T02:30:00+01:00"},
	{"level", "cell", "cell", "1"},
	{"level", "section"},
	{"area", "1", "level", "street"},
	{"area", "-1"},
	{"area", "99999999999999999999"},
	{"q", "0"},
	{"step", "1", "days", "60"},
	{"step", "366"},
	{"metres", "0"},
	{"minutes", "0"},
	{"speed", "NaN"},
	{"per_post", "0"},
	{"facility", "nothing of the kind"},
	{"seed", "-1"},
}

func TestWhateverTheEvidenceAnAnswerIsNumbersOrWordsAndTheSameBytesAgain(t *testing.T) {
	answers := 0
	for name, e := range badTowns(t) {
		for _, what := range whats {
			if told(t, name, e, what) {
				answers++
			}
		}
	}
	if answers < 150 {
		t.Errorf("%d answers", answers)
	}
}

func TestWhateverIsAskedAnAnswerIsNumbersOrWords(t *testing.T) {
	towns, answers := badTowns(t), 0
	for _, name := range []string{"usual", "one issue", "nothing at all"} {
		for _, what := range []string{"load", "rate", "hot", "change", "ended", "compare", "clusters", "scan", "silence", "reach", "balance", "coverage", "score"} {
			for _, more := range badQuestions {
				asked := append([]string{what}, more...)
				if what == "scan" {
					asked = append(asked, "replicates", "99")
				}
				if told(t, name, towns[name], asked) {
					answers++
				}
			}
		}
	}
	if answers < 80 {
		t.Errorf("%d answers", answers)
	}
}

// A million squares of 50 m are refused with a size that does, whatever is asked, and larger ones are answered or refused in words.
func TestOfAMillionSquaresAnAnswerIsNumbersOrWords(t *testing.T) {
	e := millionSquares(t)
	for _, what := range []string{"load", "rate", "hot", "change", "ended", "compare", "silence", "score"} {
		_, err := ask(t, e, what, "cell", "50")
		var refusal *analysis.Refusal
		if !errors.As(err, &refusal) || refusal.Field != "cell" || !strings.Contains(refusal.Words.EN, "squares of 100 m") || refusal.Words.ZH == "" {
			t.Errorf("%s: %v", what, err)
		}
	}
	told(t, "a million squares", e, []string{"load", "cell", "250"})
}

// told asks a question and reports whether it has an answer; what it has must be numbers and words.
func told(t *testing.T, name string, e *analysis.Evidence, what []string) bool {
	t.Helper()
	a, err := ask(t, e, what[0], what[1:]...)
	name += ", " + strings.Join(what, " ")
	var refusal *analysis.Refusal
	switch {
	case errors.As(err, &refusal):
		words := refusal.Words.ZH + refusal.Words.EN
		if refusal.Words.ZH == "" || refusal.Words.EN == "" || strings.Contains(words, "%!") || refusal.Field == "" && ofTables.MatchString(words) || refusal.Field == "" && strings.Contains(words, "NaN") || len(words) > 1200 {
			t.Errorf("%s: refused with %+v", name, refusal)
		}
	case err != nil:
		t.Errorf("%s: %v", name, err)
	default:
		checkWritten(t, name, e, a, what)
	}
	return err == nil
}

func checkWritten(t *testing.T, name string, e *analysis.Evidence, a *analysis.Answer, what []string) {
	t.Helper()
	if a.Summary.Words.ZH == "" || a.Summary.Words.EN == "" {
		t.Errorf("%s: nothing is said first", name)
	}
	checkSentences(t, name, a)
	again := answered(t, e, what[0], what[1:]...)
	for _, format := range []analysis.Format{analysis.JSON, analysis.GeoJSON, analysis.CSV, analysis.Provenance} {
		text, err := a.Encode(format)
		if err != nil {
			t.Fatalf("%s as %s: %v", name, format, err)
		}
		if bytes.Contains(text, []byte("NaN")) || bytes.Contains(text, []byte("Inf")) || bytes.Contains(text, []byte("%!")) {
			t.Errorf("%s as %s has what is no number or no word: %.2000s", name, format, text)
		}
		if format != analysis.CSV && !json.Valid(text) {
			t.Errorf("%s as %s is no JSON", name, format)
		}
		if second, _ := again.Encode(format); !bytes.Equal(text, second) {
			t.Errorf("%s as %s is other bytes the second time: %s", name, format, cmp.Diff(string(text), string(second)))
		}
	}
}

// ofTables are days and counts as tables and files have them, and not as sentences do.
var ofTables = regexp.MustCompile(`\d{4}-\d\d-\d\d|\d{5}|\d %`)

// checkSentences checks that what is read as a sentence has its days in words and its thousands apart.
func checkSentences(t *testing.T, name string, a *analysis.Answer) {
	t.Helper()
	sentences := []analysis.Text{a.Summary.Words}
	for i := range a.Spots {
		sentences = append(sentences, a.Spots[i].Words)
	}
	for _, note := range a.Provenance.Notes {
		sentences = append(sentences, note.Words)
	}
	for _, one := range sentences {
		if found := ofTables.FindString(one.ZH + "\n" + one.EN); found != "" {
			t.Errorf("%s has %q in %s / %s", name, found, one.ZH, one.EN)
		}
	}
}

func TestAPeriodBeforeTheFirstEditionIsToldOf(t *testing.T) {
	e := badTowns(t)["before the first grids"]
	for _, what := range []string{"load", "rate", "hot", "change", "clusters", "scan", "silence", "balance"} {
		if a := answered(t, e, what); !noted(a, "before_first_edition") {
			t.Errorf("%s says nothing of grids that were not there yet", what)
		}
	}
}

// In Berlin 2026-03-29 has 23 hours and 2026-10-25 has 25: with one incident an hour they have as many, and so in all answers.
func TestADayWithMoreOrFewerHoursHasTheirIncidents(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	town := newTown(16, func(e *analysis.Evidence) { e.Zone = zone.String() }).people(10)
	for at := time.Date(2025, 11, 1, 0, 30, 0, 0, zone); at.Before(time.Date(2026, 11, 20, 0, 0, 0, 0, zone)); at = at.Add(time.Hour) {
		town.issue(float64(at.Unix()/3600*7%3000), float64(at.Unix()/3600*13%3000), 0, analysis.DayOf(at, zone))
	}
	e := town.evidence(t)
	for day, hours := range map[string]int{"2026-03-28": 24, "2026-03-29": 23, "2026-10-24": 24, "2026-10-25": 25, "2026-10-26": 24} {
		for _, what := range []string{"load", "rate", "compare", "clusters", "balance", "silence"} {
			if a := answered(t, e, what, "from", day, "days", "1"); a.Provenance.Incidents != hours || a.Provenance.Days != 1 {
				t.Errorf("%s of %s: %d incidents in %d days, want %d", what, day, a.Provenance.Incidents, a.Provenance.Days, hours)
			}
		}
	}
	for _, what := range whats {
		told(t, "daylight changes", e, what)
	}
	months := answered(t, e, "load").Series
	if i := slices.Index(months.Months, "2026-03-01"); i < 0 || months.Total[i] != 31*24-1 {
		t.Errorf("March has %v of %v", months.Total, months.Months)
	}
}

// millionSquares is a district of a million squares of 50 m, each with a piece of land of its own.
func millionSquares(t *testing.T) *analysis.Evidence {
	t.Helper()
	e := townGround()
	e.Lattice.Cols, e.Lattice.Rows = 1000, 1000
	b := analysis.NewBuilder(e)
	for i := range 1_000_000 {
		p := e.Plane.Position(e.Lattice.Middle(i))
		piece, _ := b.Piece(p, int32(i%25))
		if i%10_000 == 0 {
			b.AddHome(analysis.Home{ID: int64(i), At: p, Households: 10, Piece: piece, Visited: -1})
		}
		if i < 10 {
			b.AddIssue(analysis.Issue{ID: int64(i + 1), At: p, Piece: piece, Opened: today - 1, First: int32(i)})
		}
	}
	evidence, err := b.Evidence()
	if err != nil {
		t.Fatal(err)
	}
	return evidence
}
