package analysis

import (
	"slices"
	"strings"
	"testing"
)

// Answers of ten million issues, written as JSON: what a changed filter costs. The city has 640,000 pieces of
// ten households each.
func BenchmarkAskOfTenMillion(b *testing.B) {
	e := *tenMillion()
	e.Pieces.Households = slices.Repeat([]float64{10}, e.Pieces.Len())
	e.Grounds = slices.Clone(e.Grounds)
	for i := range e.Grounds {
		e.Grounds[i].Parent = 0
		if i%40 > 0 {
			e.Borders = append(e.Borders, [2]int32{int32(i - 1), int32(i)})
		}
	}
	for _, asked := range []string{
		"load", "load days=2500", "load level=cell&cell=200", "rate", "rate level=cell&cell=200", "hot level=cell&cell=200", "hot level=cell&cell=100",
		"hot level=grid", "compare", "compare level=cell&cell=200", "load area=700",
	} {
		what, query, _ := strings.Cut(asked, " ")
		values := map[string][]string{}
		for _, one := range strings.Split(query, "&") {
			if name, value, ok := strings.Cut(one, "="); ok {
				values[name] = []string{value}
			}
		}
		q, err := Parse(what, values, e.Today)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(strings.ReplaceAll(asked, " ", "?")+"/gewu", func(b *testing.B) {
			for range b.N {
				a, err := Ask(b.Context(), &e, q, nil)
				if err != nil {
					b.Fatal(err)
				}
				text, err := a.Encode(JSON)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(text))/1e6, "MB")
				b.ReportMetric(float64(len(a.Places)), "places")
			}
		})
	}
}
