package analysis_test

import (
	"errors"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gewu/analysis"
	"gewu/hotspot"
)

func TestAQuestionThatMakesNoSenseIsRefusedWithWordsAndTheParameter(t *testing.T) {
	e := newTown(1).people(10).noise(300, 0, 0, 3000, 3000, 90).evidence(t)
	for _, asked := range []struct {
		what, query, field string
	}{
		{"nonsense", "", "what"},
		{"load", "colour=red", "colour"},
		{"load", "area=1&area=2", "area"},
		{"load", "area=x", "area"},
		{"load", "area=-1", "area"},
		{"load", "area=999999", "area"},
		{"load", "kind=99999", "kind"},
		{"load", "kind=06001%2C99999", "kind"},
		{"load", "kind=%5C", "kind"},
		{"load", "from=2026-11-01&until=2026-10-01", "until"},
		{"load", "from=2026-11-01&until=2026-11-01", "until"},
		{"load", "from=2027-01-01&until=2027-02-01", "until"},
		{"load", "until=2026-11-24", "until"},
		{"load", "from=2026-11-01T00:00:00%2B08:00", "from"},
		{"load", "from=2026-02-30", "from"},
		{"load", "from=1969-12-31", "from"},
		{"load", "from=1980-01-01&until=1980-02-01", "from"},
		{"load", "from=1980-01-01", "from"},
		{"load", "days=0", "days"},
		{"load", "days=1.5", "days"},
		{"load", "days=30&from=2026-01-01&until=2026-02-01", "days"},
		{"load", "bandwidth=0", "bandwidth"},
		{"load", "bandwidth=100000", "bandwidth"},
		{"load", "bandwidth=NaN", "bandwidth"},
		{"load", "cell=75", "cell"},
		{"load", "cell=0", "cell"},
		{"load", "cell=100&level=grid", "cell"},
		{"load", "level=town", "level"},
		{"balance", "level=cell", "level"},
		{"load", "level=section", "level"},
		{"hot", "q=0", "q"},
		{"hot", "q=1", "q"},
		{"hot", "counts=1", "counts"},
		{"hot", "format=xml", "format"},
		{"compare", "against=christmas", "against"},
		{"compare", "against=year", ""}, // not testable: there are no data then
		{"scan", "replicates=10", "replicates"},
		{"scan", "seed=99999999999999999999", "seed"},
		{"clusters", "metres=1", "metres"},
		{"reach", "minutes=600", "minutes"},
		{"coverage", "after=5", "after"},
		{"load", "kind=" + strings.Repeat("x", 9000), "kind"},
	} {
		values, err := url.ParseQuery(asked.query)
		if err != nil {
			t.Fatal(err)
		}
		q, err := analysis.Parse(asked.what, values, today)
		if err == nil {
			_, err = analysis.Ask(t.Context(), e, q, nil)
		}
		var refusal *analysis.Refusal
		if !errors.As(err, &refusal) || refusal.Field != asked.field || refusal.Words.ZH == "" || refusal.Words.EN == "" ||
			len(refusal.Words.EN) > 400 || strings.Contains(refusal.Error(), "%!") || strings.Contains(refusal.Words.ZH, "%!") {
			t.Errorf("%s?%.60s: %v, want a refusal of %s", asked.what, asked.query, err, asked.field)
		}
	}
}

func TestAPeriodIsWholeDaysOfTheDistrict(t *testing.T) {
	for _, asked := range []struct{ query, from, until string }{
		{"", "2026-08-24", "2026-11-22"},
		{"days=30", "2026-10-23", "2026-11-22"},
		{"from=2026-03-01", "2026-03-01", "2026-11-22"},
		{"from=2026-03-01&days=31", "2026-03-01", "2026-04-01"},
		{"until=2026-03-01&days=1", "2026-02-28", "2026-03-01"},
		{"from=2026-11-22&until=2026-11-23", "2026-11-22", "2026-11-23"},
		{"until=1970-01-10", "1970-01-01", "1970-01-10"},
	} {
		values, _ := url.ParseQuery(asked.query)
		q, err := analysis.Parse("load", values, today)
		if err != nil {
			t.Errorf("%s: %v", asked.query, err)
			continue
		}
		from, until := analysis.DateOf(q.From).Format(time.DateOnly), analysis.DateOf(q.Until).Format(time.DateOnly)
		if from != asked.from || until != asked.until {
			t.Errorf("%s: %s to %s, want %s to %s", asked.query, from, until, asked.from, asked.until)
		}
	}
}

// In Berlin 2026-03-29 has 23 hours and 2026-10-25 has 25; on 1986-05-04 China put its clocks forward too.
func TestADayIsThatOfTheCalendarWhateverTheClocksDo(t *testing.T) {
	for _, place := range []struct{ zone, first, last string }{
		{"Europe/Berlin", "2026-03-27", "2026-03-31"},
		{"Europe/Berlin", "2026-10-23", "2026-10-27"},
		{"Asia/Shanghai", "1986-05-02", "1986-05-06"},
		{"Asia/Shanghai", "1986-09-12", "1986-09-16"},
		{"America/Sao_Paulo", "2018-11-02", "2018-11-06"}, // midnight of the 4th did not exist
	} {
		zone, err := time.LoadLocation(place.zone)
		if err != nil {
			t.Fatal(err)
		}
		first, _ := time.Parse(time.DateOnly, place.first)
		last, _ := time.Parse(time.DateOnly, place.last)
		at := time.Date(first.Year(), first.Month(), first.Day(), 0, 0, 0, 0, zone)
		for day := analysis.DayOf(at, zone); !at.After(time.Date(last.Year(), last.Month(), last.Day(), 0, 0, 0, 0, zone)); at = at.Add(17 * time.Minute) {
			got := analysis.DayOf(at, zone)
			if want := analysis.DateOf(got).Format(time.DateOnly); at.Format(time.DateOnly) != want || got < day || got > day+1 {
				t.Fatalf("%s: day %d is %s", at, got, want)
			}
			day = got
		}
	}
}

func TestTheSameQuestionHasTheSameKeyAndTheKeyAsksIt(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	whats := []string{"load", "rate", "hot", "change", "ended", "compare", "clusters", "scan", "silence", "reach", "balance", "coverage", "score"}
	choices := map[string][]string{
		"area": {"0", "7"}, "from": {"2026-01-05"}, "until": {"2026-05-01", "2026-11-22"}, "kind": {"b,a", "a,b,a", `x\,y,\\`, "", ","},
		"level": {"grid", "community"}, "q": {"0.05", "0.10"}, "counts": {"no"}, "robust": {"yes"}, "against": {"year"}, "bandwidth": {"200", "87.5"},
		"step": {"30"}, "metres": {"60"}, "least": {"5"}, "within": {"0", "7"}, "replicates": {"99"}, "seed": {"0", "42"}, "minutes": {"15"},
		"speed": {"3.6"}, "facility": {"clinic,police"}, "list": {"hole"}, "format": {"csv"},
	}
	for range 500 {
		what := whats[rng.IntN(len(whats))]
		values := map[string][]string{}
		for _, name := range analysis.ParametersOf(analysis.What(what)) {
			if c := choices[name]; len(c) > 0 && rng.IntN(2) == 0 {
				values[name] = []string{c[rng.IntN(len(c))]}
			}
		}
		q, err := analysis.Parse(what, values, today)
		if err != nil {
			t.Fatalf("%s %v: %v", what, values, err)
		}
		key := analysis.Key(q)
		address, err := url.Parse(key)
		if err != nil {
			t.Fatal(err)
		}
		again, err := analysis.Parse(what, address.Query(), today)
		if err != nil {
			t.Fatalf("%s: %v", key, err)
		}
		again.Format = q.Format
		if diff := cmp.Diff(q, again); diff != "" || analysis.Key(again) != key {
			t.Fatalf("%v has the key %s, which asks (-want +got):\n%s", values, key, diff)
		}
	}
}

func TestAKindMayBeAskedForByItsLargeClass(t *testing.T) {
	town := newTown(1)
	for i := range 10 {
		town.issue(100, 100, hotspot.Kind(i%4), today-5)
	}
	e := town.evidence(t)
	for kind, want := range map[string]int{"": 10, "06": 3, "06001": 3, "09": 3, "06,09": 6, `06\,\\`: 2, ",": 2, "06001,09009": 6} {
		if got := answered(t, e, "load", "kind", kind).Provenance.Incidents; got != want {
			t.Errorf("kind %q: %d incidents, want %d", kind, got, want)
		}
	}
}
