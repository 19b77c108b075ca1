package cluster

import (
	"math"
	"math/rand/v2"
	"testing"

	"gewu/hotspot"
)

// A table is incidents and what is expected of them, [step][place], and the places: what a scan is defined on. The scans of
// this file are made straight from the definitions, without anything of the package.
type table struct {
	at       []hotspot.Point
	cases    [][]int
	expected [][]float64 // as many as there are cases
	share    []float64   // of each place, of what is expected in all steps
}

// byExpected is the table of Kulldorff 1997: E_zt = C e_zt / Σ e; where nothing is expected there are no cases.
func byExpected(c Case) table {
	t := table{at: c.At}
	sum, all := 0.0, 0
	for step, row := range c.Expected {
		t.cases = append(t.cases, make([]int, len(row)))
		for place, e := range row {
			if sum += e; e > 0 {
				t.cases[step][place] = c.Cases[step][place]
				all += t.cases[step][place]
			}
		}
	}
	for _, row := range c.Expected {
		t.expected = append(t.expected, make([]float64, len(row)))
		for place, e := range row {
			t.expected[len(t.expected)-1][place] = float64(all) * e / sum
		}
	}
	return t.shared()
}

// byMargins is the table of the space-time permutation scan, Kulldorff et al. 2005, of each kind and summed up:
// E_zt = Σ_k n_kz n_kt / n_k.
func byMargins(c Courses) table {
	t := table{at: c.At}
	for range c.Cases[0] {
		t.cases, t.expected = append(t.cases, make([]int, len(c.At))), append(t.expected, make([]float64, len(c.At)))
	}
	for _, kind := range c.Cases {
		for step := range kind {
			for place := range c.At {
				ofStep, ofPlace, all := 0, 0, 0
				for s := range kind {
					for p, n := range kind[s] {
						all += n
						if s == step {
							ofStep += n
						}
						if p == place {
							ofPlace += n
						}
					}
				}
				t.cases[step][place] += kind[step][place]
				if all > 0 {
					t.expected[step][place] += float64(ofStep) * float64(ofPlace) / float64(all)
				}
			}
		}
	}
	return t.shared()
}

func (t table) shared() table {
	t.share = make([]float64, len(t.at))
	all := 0.0
	for _, row := range t.expected {
		for place, e := range row {
			t.share[place] += e
			all += e
		}
	}
	for place := range t.share {
		t.share[place] /= all
	}
	return t
}

// ratio is c ln(c/E) + (C−c) ln((C−c)/(C−E)) of places and steps, where c > E; else 0.
func (t table) ratio(inside []bool, from, to int) (llr, cases, expected float64) {
	all := 0.0
	for step := range t.cases {
		for place, n := range t.cases[step] {
			all += float64(n)
			if inside[place] && from <= step && step <= to {
				cases, expected = cases+float64(n), expected+t.expected[step][place]
			}
		}
	}
	if cases <= expected+1e-9 {
		return 0, cases, expected
	}
	llr = cases * math.Log(cases/expected)
	if all > cases {
		llr += (all - cases) * math.Log((all-cases)/(all-expected))
	}
	return llr, cases, expected
}

// best is the largest ratio of all circles of all radii about all places, of all steps that may be, without the used places.
func (t table) best(o ScanOptions, limits, used []float64) (best float64) {
	for centre := range t.at {
		for edge := range t.at {
			inside, held, meets := make([]bool, len(t.at)), 0.0, false
			for place := range t.at {
				if inside[place] = apart(t.at[centre], t.at[place]) <= apart(t.at[centre], t.at[edge])+1e-9; inside[place] {
					held += limits[place]
					meets = meets || used[place] > 0
				}
			}
			if meets || held > o.MostShare+1e-9 {
				continue
			}
			for from := range t.cases {
				for to := from; to < len(t.cases); to++ {
					if to-from < o.MostSteps && (!o.Prospective || to == len(t.cases)-1) {
						llr, _, _ := t.ratio(inside, from, to)
						best = max(best, llr)
					}
				}
			}
		}
	}
	return best
}

func apart(a, b hotspot.Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

// check compares the windows of a scan, the ratios times by, with all circles and steps, and returns the largest difference.
// Before each further window, rest makes the table that it is looked for in.
func (t table) check(test *testing.T, got Scanned, by float64, o ScanOptions, rest func(used []float64) table) (worst float64) {
	test.Helper()
	used, limits := make([]float64, len(t.at)), t.share
	off := func(got, want float64) { worst = max(worst, math.Abs(got-want)/max(1, want)) }
	for turn := 0; turn <= len(got.Windows) && turn < o.Most; turn++ {
		want := t.best(o, limits, used)
		if turn == len(got.Windows) {
			off(0, want)
			return worst
		}
		w, inside := got.Windows[turn], make([]bool, len(t.at))
		for _, place := range w.Places {
			inside[place], used[place] = true, 1
		}
		llr, cases, expected := t.ratio(inside, w.From, w.To)
		off(w.LLR*by, want)
		off(w.LLR*by, llr)
		off(float64(w.Cases), cases)
		off(w.Expected, expected)
		t = rest(used)
	}
	return worst
}

func drawCase(dice *rand.Rand) (c Case) {
	places, steps := 2+dice.IntN(8), 1+dice.IntN(4)
	for range places {
		c.At = append(c.At, hotspot.Point{X: float64(dice.IntN(4)), Y: float64(dice.IntN(4))})
	}
	for step := range steps {
		c.Cases, c.Expected = append(c.Cases, nil), append(c.Expected, nil)
		for range places {
			c.Cases[step] = append(c.Cases[step], dice.IntN(6))
			c.Expected[step] = append(c.Expected[step], float64(dice.IntN(4)))
		}
	}
	return c
}

func drawCourses(dice *rand.Rand) (c Courses) {
	one := drawCase(dice)
	c.At = one.At
	for range 1 + dice.IntN(3) {
		kind := make([][]int, len(one.Cases))
		for step := range kind {
			for range c.At {
				kind[step] = append(kind[step], dice.IntN(5)*dice.IntN(2))
			}
		}
		c.Cases = append(c.Cases, kind)
	}
	return c
}

// Each window is the best of all circles, all radii and all steps, by the formula: in space, of the past and of what goes on now.
func TestScansAreTheBestOfAllCirclesAndStepsByTheirDefinition(t *testing.T) {
	dice, worst, courses, windows := rand.New(rand.NewPCG(19, 97)), 0.0, 0.0, 0
	for range 300 {
		o := ScanOptions{MostShare: []float64{0.5, 1}[dice.IntN(2)], MostSteps: 1 + dice.IntN(4), Prospective: dice.IntN(2) == 0, Most: 3}
		c := drawCase(dice)
		if got, err := Scan(t.Context(), c, o, nil); err == nil {
			of := byExpected(c)
			worst = max(worst, of.check(t, got, max(1, got.Dispersion.Phi), o, func([]float64) table { return of }))
			windows += len(got.Windows)
		}
		k := drawCourses(dice)
		if got, err := ScanCourses(t.Context(), k, o, nil); err == nil {
			courses = max(courses, byMargins(k).check(t, got, 1, o, func(used []float64) table { return byMargins(k.emptied(used)) }))
			windows += len(got.Windows)
		}
	}
	t.Logf("%d windows, largest difference by what is expected %.2g, by margins %.2g", windows, worst, courses)
	if max(worst, courses) > 1e-9 || windows < 800 {
		t.Errorf("%d windows, largest difference %g, %g", windows, worst, courses)
	}
}

// emptied is the courses as if used places had no incident.
func (c Courses) emptied(used []float64) Courses {
	out := Courses{At: c.At}
	for _, kind := range c.Cases {
		var steps [][]int
		for _, row := range kind {
			left := append([]int{}, row...)
			for place := range left {
				if used[place] > 0 {
					left[place] = 0
				}
			}
			steps = append(steps, left)
		}
		out.Cases = append(out.Cases, steps)
	}
	return out
}

// Seven incidents swap their steps in 5,040 ways, each as likely as any: P by drawing comes near the share of those whose best
// window is as good as the one seen.
func TestTheProbabilityOfACourseIsItsShareOfAllPermutations(t *testing.T) {
	c := Courses{At: []hotspot.Point{{}, {X: 1}, {X: 3}}, Cases: [][][]int{{{0, 1, 1}, {3, 0, 0}, {0, 1, 1}}}}
	o := ScanOptions{MostShare: 0.5, MostSteps: 1, Replicates: 9999, Seed: 5, Most: 1}
	seen := scanned(t, c, o).Windows[0]
	var place, step []int
	for s, row := range c.Cases[0] {
		for p, n := range row {
			for range n {
				place, step = append(place, p), append(step, s)
			}
		}
	}
	as, all := 0.0, 0.0
	var permute func(k int)
	permute = func(k int) {
		if k == len(step) {
			dealt := [][]int{make([]int, 3), make([]int, 3), make([]int, 3)}
			for i, p := range place {
				dealt[step[i]][p]++
			}
			of := byMargins(Courses{At: c.At, Cases: [][][]int{dealt}})
			if all++; of.best(o, of.share, make([]float64, 3)) >= seen.LLR-1e-9 {
				as++
			}
			return
		}
		for i := k; i < len(step); i++ {
			step[k], step[i] = step[i], step[k]
			permute(k + 1)
			step[k], step[i] = step[i], step[k]
		}
	}
	permute(0)
	checkShare(t, seen.P, as/all, o.Replicates)
}

// Six incidents fall in 46,656 ways on three places and two steps, each as likely as what is expected there.
func TestTheProbabilityOfAScanIsThatOfAllWaysToFall(t *testing.T) {
	c := Case{At: []hotspot.Point{{}, {X: 1}, {X: 3}}, Cases: [][]int{{1, 0, 1}, {3, 1, 0}}, Expected: [][]float64{{1, 2, 3}, {1, 2, 1}}}
	o := ScanOptions{MostShare: 0.5, MostSteps: 2, Replicates: 9999, Seed: 5, Most: 1}
	got, err := Scan(t.Context(), c, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	as, all := 0.0, 0.0
	for way := range 46_656 {
		dealt, chance := [][]int{make([]int, 3), make([]int, 3)}, 1.0
		for range 6 {
			cell := way % 6
			way /= 6
			dealt[cell/3][cell%3]++
			chance *= c.Expected[cell/3][cell%3] / 10
		}
		of := byExpected(Case{At: c.At, Cases: dealt, Expected: c.Expected})
		if all += chance; of.best(o, of.share, make([]float64, 3)) >= got.Windows[0].LLR-1e-9 {
			as += chance
		}
	}
	if math.Abs(all-1) > 1e-9 {
		t.Fatalf("all ways together have %v", all)
	}
	checkShare(t, got.Windows[0].P, as, o.Replicates)
}

// checkShare fails when a share of maps drawn lies more than four standard errors off the probability.
func checkShare(t *testing.T, got, want float64, maps int) {
	t.Helper()
	most := 4*math.Sqrt(want*(1-want)/float64(maps)) + 1/float64(maps)
	t.Logf("P by drawing %.4f, of all ways %.4f", got, want)
	if math.Abs(got-want) > most || want < 0.005 || want > 0.5 {
		t.Errorf("P by drawing %.4f, of all ways %.4f", got, want)
	}
}
