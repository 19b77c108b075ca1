package hotspot

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// randomFacts draws facts of some places; one in ten takes back the fact before it.
func randomFacts(dice *rand.Rand, places, n int) []Fact {
	out := make([]Fact, 0, n)
	for range n {
		f := Fact{int32(dice.IntN(places)), Kind(dice.IntN(5) * 250), Day(20000 + dice.IntN(40)), 1}
		if len(out) > 0 && dice.IntN(10) == 0 {
			f = out[len(out)-1]
			f.Count = -f.Count
			if f.Count > 0 {
				continue
			}
		}
		out = append(out, f)
	}
	return out
}

// slowCount counts facts one by one.
func slowCount(facts []Fact, places int, f Filter) []int {
	out := make([]int, places)
	for _, fact := range facts {
		if fact.Day >= f.From && fact.Day < f.To && f.Kinds.Has(fact.Kind) {
			out[fact.Place] += int(fact.Count)
		}
	}
	return out
}

func TestACubeCountsAsFactsAreCountedOneByOne(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 1))
	for _, places := range []int{1, 255, 256, 257, 700} {
		facts := randomFacts(dice, places, 3000)
		whole, err := NewCube(places, slices.Values(facts))
		if err != nil {
			t.Fatal(err)
		}
		half, err := NewCube(places, slices.Values(facts[:1500]))
		if err != nil {
			t.Fatal(err)
		}
		before := half.Count(Filter{To: lastDay})
		grown := half
		for at := 1500; at < len(facts); at += 100 {
			if grown, err = grown.With(slices.Clone(facts[at:min(at+100, len(facts))])); err != nil {
				t.Fatal(err)
			}
		}
		for range 30 {
			f := Filter{From: Day(19990 + dice.IntN(40)), To: Day(20000 + dice.IntN(50))}
			if dice.IntN(2) == 0 {
				f.Kinds = KindsOf(0, 250, Kind(250*dice.IntN(5)))
			}
			want := slowCount(facts, places, f)
			if diff := cmp.Diff(want, whole.Count(f)); diff != "" {
				t.Fatalf("%d places at once: %s", places, diff)
			}
			if diff := cmp.Diff(want, grown.Count(f)); diff != "" {
				t.Fatalf("%d places by and by: %s", places, diff)
			}
		}
		if diff := cmp.Diff(before, half.Count(Filter{To: lastDay})); diff != "" {
			t.Errorf("the cube before was changed: %s", diff)
		}
		if whole.Total() != grown.Total() || whole.Total() != sumOf(whole.Count(Filter{To: lastDay})) {
			t.Errorf("%d incidents at once, %d by and by", whole.Total(), grown.Total())
		}
	}
}

func sumOf(counts []int) (sum int64) {
	for _, n := range counts {
		sum += int64(n)
	}
	return sum
}

func TestStepsAreCountsOfTheirPeriods(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 2))
	facts := randomFacts(dice, 300, 4000)
	c, err := NewCube(300, slices.Values(facts))
	if err != nil {
		t.Fatal(err)
	}
	days := []Day{20003, 20004, 20010, 20010, 20031, 20090}
	for _, kinds := range []*KindSet{nil, KindsOf(250)} {
		steps := c.Steps(days, kinds)
		if len(steps) != len(days)-1 {
			t.Fatalf("%d steps", len(steps))
		}
		for i, step := range steps {
			if diff := cmp.Diff(c.Count(Filter{days[i], days[i+1], kinds}), whole(step)); diff != "" {
				t.Errorf("step %d: %s", i, diff)
			}
		}
	}
	if got := c.Steps(days[:1], nil); got != nil {
		t.Errorf("one day bounds no step: %v", got)
	}
}

func TestFactsThatCannotBeAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		fact Fact
		want error
	}{
		"a place that is not there": {Fact{Place: 2, Count: 1}, ErrPlace},
		"a place below 0":           {Fact{Place: -1, Count: 1}, ErrPlace},
		"a kind too many":           {Fact{Kind: Kinds, Count: 1}, ErrKind},
		"a day before 1970":         {Fact{Day: -1, Count: 1}, ErrDay},
		"a day after 2149":          {Fact{Day: lastDay + 1, Count: 1}, ErrDay},
		"fewer than none":           {Fact{Count: -1}, ErrCount},
	} {
		if _, err := NewCube(2, slices.Values([]Fact{c.fact})); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		empty, _ := NewCube(2, slices.Values([]Fact{}))
		if _, err := empty.With([]Fact{c.fact}); !errors.Is(err, c.want) {
			t.Errorf("%s, later: %v, want %v", name, err, c.want)
		}
	}
}

func TestACubeThatGrowsCountsAsBeforeAndTakesFactsOfItsNewPlaces(t *testing.T) {
	facts := randomFacts(rand.New(rand.NewPCG(3, 4)), 200, 500)
	c, err := NewCube(200, slices.Values(facts))
	if err != nil {
		t.Fatal(err)
	}
	if c.Grow(200) != c || c.Grow(3) != c {
		t.Error("a cube that has as many places became another")
	}
	for _, places := range []int{201, 256, 257, 1000} {
		grown := c.Grow(places)
		more := Fact{int32(places - 1), 7, 20005, 3}
		next, err := grown.With([]Fact{more})
		if err != nil || next.Len() != places || next.Total() != c.Total()+3 {
			t.Fatalf("%d places: %v", places, err)
		}
		if diff := cmp.Diff(slowCount(append(slices.Clone(facts), more), places, Filter{To: lastDay}), next.Count(Filter{To: lastDay})); diff != "" {
			t.Errorf("%d places: %s", places, diff)
		}
		if grown.Total() != c.Total() || sumOf(grown.Count(Filter{To: lastDay})) != c.Total() {
			t.Errorf("%d places: the new ones are not empty", places)
		}
	}
	if _, err := c.With([]Fact{{Place: 200, Count: 1}}); !errors.Is(err, ErrPlace) {
		t.Errorf("the cube before has grown: %v", err)
	}
}

func TestACubeCountsUpToWhatItHolds(t *testing.T) {
	const most = 1<<31 - 1
	c, err := NewCube(1, slices.Values([]Fact{{0, Kinds - 1, lastDay, most}, {0, Kinds - 1, lastDay, most}, {0, 0, 0, most}}))
	if err != nil || c.Total() != 3*most {
		t.Fatalf("%d incidents: %v", c.Total(), err)
	}
	next, err := c.With([]Fact{{0, Kinds - 1, lastDay, -most}, {0, 0, 0, -most}, {0, 0, 0, 0}})
	if err != nil || next.Total() != most || next.CountAt(0, Filter{lastDay, lastDay + 1, nil}) != most {
		t.Errorf("%d incidents: %v", next.Total(), err)
	}
	for name, count := range map[string]Fact{"more": {0, Kinds - 1, lastDay, most}, "fewer": {0, 0, 0, -most - 1}} {
		if _, err := c.With([]Fact{count}); !errors.Is(err, ErrCount) {
			t.Errorf("%s than it holds: %v", name, err)
		}
	}
}

func TestACubeOfNothingCountsNothing(t *testing.T) {
	c, err := NewCube(0, slices.Values([]Fact{}))
	if err != nil || c.Len() != 0 || len(c.Count(Filter{To: lastDay})) != 0 {
		t.Errorf("no places: %v", err)
	}
}

func BenchmarkCube(b *testing.B) {
	const places, n = 160_000, 10_000_000
	dice := rand.New(rand.NewPCG(1, 1))
	facts := func(yield func(Fact) bool) {
		for range n {
			place := int32(dice.IntN(places) * dice.IntN(places) / places)
			if !yield(Fact{place, Kind(dice.IntN(60)), Day(19000 + dice.IntN(1100)), 1}) {
				return
			}
		}
	}
	var c *Cube
	b.Run("10M/new", func(b *testing.B) {
		for b.Loop() {
			var err error
			if c, err = NewCube(places, facts); err != nil {
				b.Fatal(err)
			}
		}
	})
	if c == nil {
		return
	}
	b.Run("10M/one-more", func(b *testing.B) {
		for b.Loop() {
			if _, err := c.With([]Fact{{77, 3, 20101, 1}}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("10M/count-a-year-of-some-kinds", func(b *testing.B) {
		for b.Loop() {
			c.Count(Filter{19400, 19765, KindsOf(1, 4, 9, 16, 25)})
		}
	})
	b.Run("10M/36-steps", func(b *testing.B) {
		var days []Day
		for i := range 37 {
			days = append(days, Day(19000+30*i))
		}
		for b.Loop() {
			c.Steps(days, nil)
		}
	})
}
