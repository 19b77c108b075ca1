package analysis

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/hotspot"
)

// wandering is evidence that changes: one issue is new, moved, void, gone, or the one of another's incident.
type wandering struct {
	*Evidence
	dice *rand.Rand
	next int64
}

func (w *wandering) step(t *testing.T) {
	t.Helper()
	pick := func() Arrival {
		i := w.Issues.At(w.dice.IntN(w.Issues.Len()))
		return Arrival{Issue: i, Root: i.ID}
	}
	anywhere := func() hotspot.Point {
		if w.dice.IntN(3) == 0 { // at the inner edge, within it or not
			return hotspot.Point{X: 1400 * w.dice.Float64(), Y: 20 - 40*w.dice.Float64()}
		}
		return hotspot.Point{X: -4400 + 4300*w.dice.Float64(), Y: -4400 + 8000*w.dice.Float64()}
	}
	a, gone := pick(), []int64(nil)
	switch w.dice.IntN(5) {
	case 0:
		w.next++
		a.ID, a.At, a.Opened = w.next, w.Plane.Position(anywhere()), 19_890+hotspot.Day(w.dice.IntN(100))
		a.Root = a.ID
	case 1:
		a.At = w.Plane.Position(anywhere())
	case 2:
		a.Root = 0
	case 3:
		gone = []int64{a.ID}
	case 4:
		a.Root = pick().ID
	}
	arrivals := []Arrival{a, pick()} // the second stays as it is
	if gone != nil {
		arrivals = nil
	}
	e, err := w.With(w.Version+1, arrivals, gone)
	if err != nil {
		t.Fatal(err)
	}
	w.Evidence = e
}

// Brought up to date over and over, a density is that made anew: to the last bit, and so is its legend.
func TestADensityBroughtUpToDateIsThatMadeAnew(t *testing.T) {
	const rounds = 15
	for _, asked := range []Question{
		{From: 19900, Until: 20000, Bandwidth: 50}, // pixels smaller than squares
		{From: 19900, Until: 20000, Bandwidth: 150},
		{From: 19900, Until: 19960, Bandwidth: 110, Kinds: []string{"a"}},
	} {
		first, _ := corneredOf(t, 3000+10*asked.Bandwidth)
		w := &wandering{first, rand.New(rand.NewPCG(3, uint64(asked.Bandwidth))), 20_000}
		d, err := DensityOf(first, asked)
		if err != nil {
			t.Fatal(err)
		}
		patched, moved := 0, 0
		for range rounds {
			for range 1 + w.dice.IntN(3) {
				w.step(t)
			}
			anew, err := DensityOf(w.Evidence, asked)
			if err != nil {
				t.Fatal(err)
			}
			next, ok := d.Since(w.Evidence, asked)
			if !ok {
				d = anew
				continue
			}
			patched++
			if !slices.Equal(next.Values, d.Values) {
				moved++
			}
			if !slices.Equal(anew.Values, next.Values) || !slices.Equal(anew.of.counts, next.of.counts) || !slices.Equal(anew.of.lent, next.of.lent) {
				t.Fatalf("σ %v m: it is another than that made anew", asked.Bandwidth)
			}
			if diff := cmp.Diff(anew.Breaks, next.Breaks, cmp.AllowUnexported(Figure{})); diff != "" || anew.of.incidents != next.of.incidents {
				t.Fatalf("σ %v m: breaks (-anew +brought up to date): %s, %d and %d incidents", asked.Bandwidth, diff, anew.of.incidents, next.of.incidents)
			}
			d = next
		}
		t.Logf("σ %v m: %d of %d brought up to date, %d changed by it", asked.Bandwidth, patched, rounds, moved)
		if patched < rounds/2 || moved < rounds/3 {
			t.Errorf("σ %v m: %d of %d were brought up to date, %d changed by it", asked.Bandwidth, patched, rounds, moved)
		}
	}
}

func TestADensityOfOtherEvidenceOrOfAnotherQuestionIsNotBroughtUpToDate(t *testing.T) {
	e, _ := corneredOf(t, 4500)
	asked := Question{From: 19900, Until: 20000, Bandwidth: 100}
	d, err := DensityOf(e, asked)
	if err != nil {
		t.Fatal(err)
	}
	more := func(e *Evidence, id int64) *Evidence {
		i := e.Issues.At(5)
		i.ID = id
		next, err := e.With(e.Version+1, []Arrival{{Issue: i, Root: id}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
	one, other := more(e, 30_000), more(e, 40_000)
	ofOne, ok := d.Since(one, asked)
	if !ok {
		t.Fatal("one incident more makes all anew")
	}
	if _, ok := ofOne.Since(more(other, 50_000), asked); ok {
		t.Error("it is brought up to date by evidence that did not come from its own")
	}
	if _, ok := ofOne.Since(e, asked); ok {
		t.Error("it is brought up to date by evidence before it")
	}
	elsewhen := asked
	elsewhen.From++
	if _, ok := d.Since(one, elsewhen); ok {
		t.Error("it is that of another period")
	}
	renamed, err := one.WithKinds(one.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := d.Since(renamed, asked); ok {
		t.Error("it is brought up to date though kinds changed")
	}
	for id := range int64(mostSteps) {
		one = more(one, 60_000+id)
	}
	if _, ok := d.Since(one, asked); ok {
		t.Error("it is brought up to date by more than is remembered")
	}
}
