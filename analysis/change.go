package analysis

import (
	"cmp"
	"context"
	"slices"

	"gewu/hotspot"
)

// The courses of hot spots that are told apart. Five are shown first; the rest is the last.
const (
	patternNew        = "new"        // it rose within the last three steps and is still there
	patternGrowing    = "growing"    // it is still there and rising
	patternPersistent = "persistent" // it is still there
	patternCooling    = "cooling"    // it is falling, or was over within the last three steps
	patternEnded      = "ended"      // three steps or more, and over for three or more
	patternOther      = "other"      // a burst that is over, shorter than three steps
)

var patterns = []string{patternNew, patternGrowing, patternPersistent, patternCooling, patternEnded, patternOther}

// change tells what is new, growing, lasting, cooling and ended.
func change(ctx context.Context, s *Study, progress Progress) (*Answer, error) {
	return s.courses(ctx, progress, patterns)
}

// ended tells what is over or about to be.
func ended(ctx context.Context, s *Study, progress Progress) (*Answer, error) {
	return s.courses(ctx, progress, []string{patternCooling, patternEnded})
}

// courses tells the hot spots of some patterns, and of no other how many there are.
func (s *Study) courses(ctx context.Context, progress Progress, told []string) (*Answer, error) {
	c, err := s.courseOf(ctx, progress)
	if err != nil {
		return nil, err
	}
	a := s.answer()
	c.recordIn(a)
	c.fillPlaces(a)
	for _, spot := range c.spots() {
		if slices.Contains(told, spot.pattern) {
			c.tell(a, spot)
		}
	}
	a.Legend = &Legend{Unit: Text{"热点的走势", "course of the hot spot"}, Breaks: []Figure{}, Classes: a.patternClasses(told)}
	a.Summary = courseSummary(a.Spots, told)
	c.noteCourse()
	return s.finish(a, "count", "households", "expected", "class", "pattern", "steps", "adjusted", "why"), nil
}

// A course's spot is a lump with what is known of it.
type courseSpot struct {
	lump
	pattern          string
	count            int
	expected         float64
	before           Figure    // incidents in as many days before it rose
	year             *LastYear // nil: it is not asked for
	series           []int
	layings, hottest int // of the lattice; in how many it was found
}

// spots returns what was found: by pattern, the surest first.
func (c *course) spots() []courseSpot {
	var out []courseSpot
	for _, l := range c.lumps() {
		if spot := c.spotOf(l); spot.foundIn(leastLaid) && (spot.depth == 0 || spot.firm()) {
			out = append(out, spot)
		}
	}
	slices.SortStableFunc(out, func(a, b courseSpot) int {
		return cmp.Or(cmp.Compare(slices.Index(patterns, a.pattern), slices.Index(patterns, b.pattern)), cmp.Compare(a.p, b.p))
	})
	return out
}

// leastLaid is in what share of the layings a spot is found at least. What few layings show is made by where
// the lines of the lattice happen to run.
const leastLaid = 1.0 / 3

// foundIn reports whether a spot is found in a share of the layings; grids cannot be laid otherwise.
func (s *courseSpot) foundIn(share float64) bool {
	return s.layings == 0 || float64(s.hottest) >= share*float64(s.layings)
}

// firm reports whether a spot is found however the lattice is laid. What only a large class shows is told
// when it is firm: a class is made of kinds that go by different things.
func (s *courseSpot) firm() bool { return s.foundIn(hotspot.Firm) }

func (c *course) spotOf(l lump) courseSpot {
	counts, expected := c.daily(&l)
	spot := courseSpot{lump: l, series: make([]int, c.steps())}
	rates := make([]float64, c.steps())
	byStep := binned(expected, c.Question.Step)
	for i, n := range binned(counts, c.Question.Step) {
		spot.series[i] = int(n)
		if byStep[i] > 0 {
			rates[i] = n / byStep[i]
		}
	}
	for day := l.turn.From; day < l.turn.To; day++ {
		spot.count += int(counts[day])
		spot.expected += expected[day]
	}
	if length := l.turn.To - l.turn.From; l.turn.From >= length {
		n := 0.0
		for _, v := range counts[l.turn.From-length : l.turn.From] {
			n += v
		}
		spot.before = Known(n)
	}
	if c.Question.Seasonal {
		rates, spot.year = c.yearOnYear(&l), c.lastYear(&l, spot.count)
	}
	spot.pattern = c.patternOf(l.turn, rates, counts)
	spot.layings, spot.hottest = c.robust(&l)
	return spot
}

// lately is how many steps back counts as lately.
const lately = 3

// patternOf names the course of a hot spot by when it rose and fell and, while it is there, by its trend.
func (c *course) patternOf(turn hotspot.Turn, rates, counts []float64) string {
	step, end := c.Question.Step, c.steps()*c.Question.Step
	switch {
	case !c.goesOn(turn) && 2*(turn.To-turn.From) < (2*lately-1)*step:
		return patternOther
	case !c.goesOn(turn) && end-turn.To < lately*step:
		return patternCooling
	case !c.goesOn(turn):
		return patternEnded
	case end-turn.From <= 2*step:
		return patternNew
	}
	switch moved(rates, counts[turn.From:turn.To]) {
	case 1:
		return patternGrowing
	case -1:
		return patternCooling
	}
	if end-turn.From <= lately*step {
		return patternNew
	}
	return patternPersistent
}

// goesOn reports whether a turn lasts to the last step.
func (c *course) goesOn(turn hotspot.Turn) bool {
	return 2*(c.steps()*c.Question.Step-turn.To) < c.Question.Step
}

// trendLevel is at which one-sided probability a trend is one.
const trendLevel = 0.05

// moved reports whether a hot spot gets stronger (1) or weaker (−1): it has a trend by Mann and Kendall's test of
// each step's own rate, and the second half of its days has clearly more, or fewer, than the first. What rose
// once and stayed has the first but not the second.
func moved(rates, counts []float64) int {
	trend := hotspot.MannKendall(rates)
	half := len(counts) / 2
	sums := cumulated(counts)
	first := hotspot.Period{Incidents: int(sums[half]), Days: float64(half)}
	second := hotspot.Period{Incidents: int(sums[len(counts)] - sums[half]), Days: float64(len(counts) - half)}
	if trend.P > 2*trendLevel || trend.S == 0 || half == 0 {
		return 0
	}
	if ratio := hotspot.Compare(second, first, confidence); ratio.P > 2*trendLevel || (ratio.Value > 1 || ratio.Open) != (trend.S > 0) {
		return 0
	}
	return trend.S / max(trend.S, -trend.S)
}

func cumulated(x []float64) []float64 {
	sums := make([]float64, len(x)+1)
	for i, v := range x {
		sums[i+1] = sums[i] + v
	}
	return sums
}

// fillPlaces writes what is known of every place.
func (c *course) fillPlaces(a *Answer) {
	a.Untest(c.exposed.why())
	counts := c.Count(c.Question.From, c.Question.Until)
	for i := range a.Places {
		p := &a.Places[i]
		p.Count, p.Class = counts[i], "none"
		if p.Why != "" {
			p.Class = "untestable"
			continue
		}
		expected := 0.0
		for k := range c.kinds {
			expected += c.exposed.unit.At(c.kinds[k].weights, i)
		}
		p.Expected = Known(expected)
	}
	for _, x := range c.excesses {
		p := &a.Places[x.Place]
		if p.Steps == nil {
			p.Steps = make([]int, c.steps())
		}
		p.Steps[x.Step] = 1
		if known := p.Adjusted; !known.known || x.Adjusted < known.value {
			p.Adjusted = Known(x.Adjusted)
		}
		p.Class = classOfQ(p.Adjusted.value)
	}
}

// classOfQ names how surely something is hot by its adjusted probability.
func classOfQ(adjusted float64) string {
	switch {
	case adjusted <= 0.01:
		return "hot_99"
	case adjusted <= 0.05:
		return "hot_95"
	case adjusted <= 0.10:
		return "hot_90"
	}
	return "none"
}

// recordIn says how the answer was made.
func (c *course) recordIn(a *Answer) {
	r := &a.Provenance
	q := Known(c.Question.Q)
	r.Q, r.Weights = &q, &c.words
	r.Settings["method"] = "negative binomial excess by kind and large class against households, buildings and low houses, and against the place's own other steps; one family by Benjamini and Hochberg"
	r.Settings["steps"] = c.steps()
	r.Settings["step_days"] = c.Question.Step
	r.Settings["tests"] = c.tests
	if c.Question.Seasonal {
		r.Settings["seasonal"] = "trend of each step over the same days of the year before; spots beside the same days of the year before by the exact conditional test"
	}
	r.Settings["fewest_incidents"] = hotspot.FewestInExcess
	spread := 0.0
	for i := range c.subjects {
		if c.subjects[i].depth == 2 || len(c.subjects) == 1 {
			spread = c.subjects[i].spread
		}
	}
	r.Settings["spread"] = Known(spread)
}
