package analysis_test

import (
	"errors"
	"net/url"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"gewu/analysis"
	"gewu/hotspot"
)

// FuzzParse asks any question in any words: it is understood, and then its key asks the same again, or
// refused with words in both languages. What is understood is answered by a small town, or refused.
func FuzzParse(f *testing.F) {
	for _, seed := range [][2]string{
		{"load", "area=3&from=2024-01-01&until=2024-04-01&kind=a,b%5C,c&cell=250&bandwidth=300"},
		{"hot", "q=0.05&counts=no&robust=yes&level=grid&days=90"},
		{"compare", "against=year&kind=,"},
		{"scan", "step=7&replicates=99&seed=9007199254740991"},
		{"clusters", "metres=60&least=10&within=30"},
		{"reach", "minutes=10&speed=4.8&facility=clinic&list=far&after=3"},
		{"issues", "bbox=116.3,39.9,116.4,40&limit=7&cursor=19800.4"},
		{"coverage", "format=csv"},
		{"score", "from=&until=%ff"},
	} {
		f.Add(seed[0], seed[1])
	}
	const today = hotspot.Day(19_800)
	evidence := newTown(1).people(10).noise(20, 0, 0, 300, 300, 30).evidence(f)
	f.Fuzz(func(t *testing.T, what, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		q, err := analysis.Parse(what, values, today)
		if err != nil {
			wantWords(t, err)
			return
		}
		key := analysis.Key(q)
		call, err := url.Parse(key)
		if err != nil {
			t.Fatalf("%s: %v", key, err)
		}
		again, err := analysis.Parse(what, call.Query(), today)
		if err != nil {
			t.Fatalf("%s: %v", key, err)
		}
		if again.Format = q.Format; analysis.Key(again) != key || !cmp.Equal(again, q) {
			t.Fatalf("%s asks another thing: %s", key, cmp.Diff(q, again))
		}
		if q.What == analysis.Listed {
			if _, err := evidence.ListIssues(q); err != nil {
				wantWords(t, err)
			}
		}
	})
}

func wantWords(t *testing.T, err error) {
	t.Helper()
	refusal := new(analysis.Refusal)
	if !errors.As(err, &refusal) {
		t.Fatalf("%T %v is no refusal", err, err)
	}
	if refusal.Words.ZH == "" || refusal.Words.EN == "" || !utf8.ValidString(refusal.Words.ZH+refusal.Words.EN) {
		t.Fatalf("refused with words that are none: %q", refusal.Words)
	}
}
