package cluster

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"gewu/hotspot"
)

// unlikeTown draws a year of a town of 100 places: six kinds with seasons of their own, which some places have
// three times as much of as others; some steps of places are busier than others by a gamma distribution of
// variance 1/bunch, 0: none.
func unlikeTown(dice *rand.Rand, bunch float64) Courses {
	c := Courses{}
	for place := range 100 {
		c.At = append(c.At, hotspot.Point{X: float64(place%10) + 0.3*dice.Float64(), Y: float64(place / 10)})
	}
	for kind := range 6 {
		level := make([]float64, len(c.At))
		for place := range level {
			level[place] = 0.7 * (0.5 + dice.Float64())
			if place*6/len(c.At) == kind {
				level[place] *= 3 // where this kind goes on
			}
		}
		steps := make([][]int, 12)
		for step := range steps {
			season := 1 + 0.8*math.Sin(2*math.Pi*float64(step+2*kind)/12)
			for place := range level {
				steps[step] = append(steps[step], poisson(dice, season*level[place]*busy(dice, bunch)))
			}
		}
		c.Cases = append(c.Cases, steps)
	}
	return c
}

func busy(dice *rand.Rand, bunch float64) float64 {
	if bunch == 0 {
		return 1
	}
	return distuv.Gamma{Alpha: bunch, Beta: bunch, Src: dice}.Rand()
}

func poisson(dice *rand.Rand, mean float64) int {
	return int(distuv.Poisson{Lambda: mean, Src: dice}.Rand())
}

// plant adds incidents to three places from a step until another, of two kinds.
func (c Courses) plant(dice *rand.Rand, from, until int, mean float64) {
	for step := from; step < until; step++ {
		for _, place := range []int{44, 45, 54} {
			c.Cases[1][step][place] += poisson(dice, mean)
			c.Cases[4][step][place] += poisson(dice, mean)
		}
	}
}

func TestPlacesAndSeasonsThatDifferRaiseFewAlarmsAndABurstIsFound(t *testing.T) {
	const maps, bursts = 100, 20
	for name, bunch := range map[string]float64{"one by one": 0, "in bunches, k = 5": 5} {
		t.Run(name, func(t *testing.T) {
			alarms, found, phi := 0, 0, 0.0
			for run := range maps {
				dice := rand.New(rand.NewPCG(uint64(run), 11))
				c := unlikeTown(dice, bunch)
				options := ScanOptions{MostPlaces: 6, MostSteps: 3, Replicates: 19, Seed: uint64(run), Most: 1}
				null := scanned(t, c, options)
				phi += null.Dispersion.Phi / maps
				if null.Windows[0].P <= 0.05 {
					alarms++
				}
				if run >= bursts {
					continue
				}
				c.plant(dice, 9, 12, 7)
				if w := scanned(t, c, options).Windows[0]; w.P <= 0.05 && w.To == 11 && slices.Contains(w.Places, 44) {
					found++
				}
			}
			t.Logf("%d of %d maps raise an alarm, %d of %d bursts are found, dispersion %.2f", alarms, maps, found, bursts, phi)
			if alarms*100 > maps*7 || found*100 < bursts*90 {
				t.Errorf("%d of %d maps raise an alarm, %d of %d bursts are found", alarms, maps, found, bursts)
			}
		})
	}
}

func scanned(t *testing.T, c Courses, options ScanOptions) Scanned {
	t.Helper()
	got, err := ScanCourses(t.Context(), c, options, nil)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestTheMarginsOfEveryKindAreWhatIsExpected(t *testing.T) {
	// Two kinds that swap seasons between two places: each place has its kind's season, and no excess.
	c := Courses{At: []hotspot.Point{{}, {X: 1}}, Cases: [][][]int{{{30, 3}, {10, 1}}, {{2, 20}, {6, 60}}}}
	sum := c.sum()
	for step, row := range sum.Cases {
		for place, n := range row {
			if math.Abs(sum.Expected[step][place]-float64(n)) > 1e-12 {
				t.Errorf("step %d of place %d: %d, expected %v", step, place, n, sum.Expected[step][place])
			}
		}
	}
	if got := scanned(t, c, ScanOptions{MostShare: 1, Replicates: 19}); len(got.Windows) != 0 {
		t.Errorf("%+v", got.Windows)
	}
}

// The statistic of Kulldorff et al. 2005 by hand: 12 of 40 incidents at a place, 10 of 40 in a step, 8 in both,
// where 3 are expected.
func TestTheRatioOfACourseIsThatOfThePaper(t *testing.T) {
	c := Courses{At: []hotspot.Point{{}, {X: 1}}, Cases: [][][]int{{{4, 26}, {8, 2}}}}
	want := 8*math.Log(8.0/3) + 32*math.Log(32.0/37)
	w := scanned(t, c, ScanOptions{MostShare: 0.5, MostSteps: 1, Replicates: 9}).Windows[0]
	if math.Abs(w.LLR-want) > 1e-12 || w.Centre != 0 || w.From != 1 || w.Cases != 8 || w.Expected != 3 {
		t.Errorf("%+v, want a ratio of %v", w, want)
	}
}

func TestShufflingKeepsWhatEveryPlaceAndStepHasAndBunchesWhatPlacesHave(t *testing.T) {
	c := unlikeTown(rand.New(rand.NewPCG(1, 11)), 5)
	s, err := newCourseScanner(c, ScanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, together := range []float64{0, 0.3} {
		deal, dealt := c.cards(together).dealer(s), s.newBatch(1)
		deal(dealt, 0, rand.New(rand.NewPCG(2, 2)))
		steps := make([]int, 12)
		for place := range c.At {
			seen := s.seen().prefixes[place*13 : place*13+13]
			got := dealt.prefixes[place*13 : place*13+13]
			if got[12] != seen[12] {
				t.Fatalf("place %d has %d, and had %d", place, got[12], seen[12])
			}
			for step := range steps {
				steps[step] += int(got[step+1]-got[step]) - int(seen[step+1]-seen[step])
			}
		}
		if none := slices.Max(steps) == 0 && slices.Min(steps) == 0; none != (together == 0) {
			t.Errorf("together %v: steps have so many more than before: %d", together, steps)
		}
	}
}

// What is dealt in bunches bunches as much: that is how much was found.
func TestBunchesAreDealtAsTheyWereFound(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 3))
	c := unlikeTown(dice, 4)
	phi, together := c.bunches()
	again := Courses{At: c.At}
	for _, h := range c.cards(together).kinds {
		dealt, kind := make([]uint16, len(h.places)), make([][]int, 12)
		h.bunched(dealt, together, dice)
		for step := range kind {
			kind[step] = make([]int, len(c.At))
		}
		for i, place := range h.places {
			kind[dealt[i]][place]++
		}
		again.Cases = append(again.Cases, kind)
	}
	phi2, together2 := again.bunches()
	t.Logf("φ %.3f, dealt %.3f; ρ %.4f, dealt %.4f", phi, phi2, together, together2)
	if phi < 1.2 || math.Abs(phi2-phi) > 0.15*phi || math.Abs(together2-together) > 0.4*together {
		t.Errorf("φ %v, dealt %v; ρ %v, dealt %v", phi, phi2, together, together2)
	}
}

func TestAFurtherWindowIsNoEchoOfTheFirst(t *testing.T) {
	dice := rand.New(rand.NewPCG(5, 5))
	c := unlikeTown(dice, 0)
	for step := 3; step < 6; step++ { // so much that everywhere else other steps look busy
		c.Cases[2][step][0] += 1000
	}
	got := scanned(t, c, ScanOptions{MostPlaces: 9, MostSteps: 6, Replicates: 39, Seed: 1, Most: 2})
	if first := got.Windows[0]; !slices.Equal(first.Places, []int32{0}) || first.From != 3 || first.To != 5 || first.P > 0.05 {
		t.Errorf("the first is %+v", first)
	}
	if second := got.Windows[1]; second.P <= 0.05 {
		t.Errorf("the second is %+v", second)
	}
	if s, err := newCourseScanner(c, ScanOptions{MostPlaces: 9, MostSteps: 6}); err != nil || s.best(t.Context(), 2)[1].LLR < 2*got.Windows[1].LLR {
		t.Error("no place looks busy because of the first", err)
	}
}

func TestCoursesOfNothingSayWhy(t *testing.T) {
	at := []hotspot.Point{{}, {X: 1}}
	for name, c := range map[string]struct {
		cases [][][]int
		want  error
	}{
		"no kinds":        {nil, ErrShape},
		"no steps":        {[][][]int{{}}, ErrShape},
		"other steps":     {[][][]int{{{1, 2}}, {{1, 2}, {3, 4}}}, ErrShape},
		"other places":    {[][][]int{{{1}, {2}}}, ErrShape},
		"fewer than none": {[][][]int{{{1, -1}, {2, 2}}}, ErrShape},
		"none":            {[][][]int{{{0, 0}, {0, 0}}}, ErrNoCases},
		"one":             {[][][]int{{{0, 1}, {0, 0}}}, ErrNoCases},
	} {
		if _, err := ScanCourses(t.Context(), Courses{at, c.cases}, ScanOptions{}, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if got, err := ScanCourses(t.Context(), Courses{at, [][][]int{{{2, 0}, {0, 0}}}}, ScanOptions{Replicates: 9}, nil); err != nil || len(got.Windows) != 0 {
		t.Errorf("all at one place in one step: %+v, %v", got, err)
	}
}

// BenchmarkScanCourses scans 2,500 grids over twelve steps for what goes on now, 250 nearest to each at the most, 150,000
// incidents of ten kinds.
func BenchmarkScanCourses(b *testing.B) {
	dice := rand.New(rand.NewPCG(2, 2))
	c := Courses{}
	for i := range 2500 {
		c.At = append(c.At, hotspot.Point{X: float64(i%50) + dice.Float64(), Y: float64(i/50) + dice.Float64()})
	}
	for range 10 {
		steps := make([][]int, 12)
		for step := range steps {
			for range c.At {
				steps[step] = append(steps[step], dice.IntN(10)/5*dice.IntN(3))
			}
		}
		c.Cases = append(c.Cases, steps)
	}
	for _, replicates := range []int{39, 999} {
		b.Run(fmt.Sprintf("%d-replicates/gewu", replicates), func(b *testing.B) {
			for b.Loop() {
				got, err := ScanCourses(b.Context(), c, ScanOptions{MostPlaces: 250, Prospective: true, Replicates: replicates}, nil)
				if err != nil {
					b.Fatal(err)
				}
				if sum := fmt.Sprintf("%.9f %.9f", got.Windows[0].LLR, got.Critical); sum != benchedCourses[replicates] {
					b.Fatalf("the likeliest window and the critical ratio are %s, and were %s", sum, benchedCourses[replicates])
				}
			}
		})
	}
}

// benchedCourses are the ratio of the likeliest window and the critical one, by replicates.
var benchedCourses = map[int]string{39: "8.496333674 10.777207003", 999: "8.496333674 11.622744140"}
