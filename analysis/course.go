package analysis

import (
	"context"
	"slices"

	"gewu/hotspot"
)

// fewestSteps is how many steps of time a course has at least.
const fewestSteps = 10

// A course is what was looked at to tell new from lasting and ended: the incidents of every kind, step by
// step, beside what is expected of them, and the excesses found.
type course struct {
	*Study
	days     []hotspot.Day // step i begins at days[i]
	exposed  exposed
	kinds    []kindCourse
	subjects []subject // the excesses' subjects
	excesses []hotspot.Excess
	cut      float64 // the largest probability that counted as an excess; −1: there is none
	tests    int
	pieces   [][]int32 // of each unit
	links    *hotspot.Weights
	words    string // of links
}

// A kindCourse says what is expected of a kind: where, by weights of the exposures, and when, by the kind's
// own share of each step in the whole area.
type kindCourse struct {
	kind    hotspot.Kind
	weights []float64
	share   []float64 // of each step; they sum to 1
}

// A subject is what excesses are looked for in: a kind, a large class, or all kinds.
type subject struct {
	kinds  []int // of course.kinds
	spread float64
	depth  int // 0: one kind; 1: a large class; 2: all
}

// steps returns how many steps the course has.
func (c *course) steps() int { return len(c.days) - 1 }

// courseOf looks at the whole steps of the period that have data, back from its end.
func (s *Study) courseOf(ctx context.Context, progress Progress) (*course, error) {
	c := &course{Study: s, exposed: s.exposures(), cut: -1}
	if err := c.layDays(); err != nil {
		return nil, err
	}
	if err := c.askSeason(); err != nil {
		return nil, err
	}
	if refusal := noneTested(c.exposed.why()); refusal != nil {
		return nil, refusal
	}
	c.links, c.words = s.Weights()
	c.pieces = make([][]int32, len(s.Units))
	for piece, unit := range s.OfPiece {
		if unit >= 0 {
			c.pieces[unit] = append(c.pieces[unit], int32(piece))
		}
	}
	if err := c.look(ctx, progress); err != nil {
		return nil, err
	}
	if len(c.kinds) == 0 {
		return nil, NotTestable("期间内没有事件。", "the period has no incident.")
	}
	return c, nil
}

// layDays divides the period.
func (c *course) layDays() error {
	q := &c.Question
	step, n := hotspot.Day(q.Step), c.wholeSteps()
	if n < fewestSteps {
		return c.tooShort(fewestSteps)
	}
	if n*len(c.Units) > mostCounts {
		return Refuse("step", "%[1]s 处 × %[2]d 个时段，最多 %[3]s 个计数；请用长一些的时段、大一些的方格，或选小一些的辖区。",
			"%[1]s places × %[2]d steps are more than %[3]s counts. Ask for longer steps, for larger squares, or for a smaller area.",
			Grouped(len(c.Units)), n, Grouped(mostCounts))
	}
	for i := range n + 1 {
		c.days = append(c.days, q.Until-step*hotspot.Day(n-i))
	}
	return nil
}

// mostCounts is how many places times steps are looked at: each of some tables takes eight bytes for every one.
const mostCounts = 16_000_000

// look tests every kind by itself, every large class of several kinds, and all of several classes, as one family.
func (c *course) look(ctx context.Context, progress Progress) error {
	var search hotspot.Excesses
	var all sum
	groups := c.byGroup()
	for i, group := range groups {
		var class sum
		for _, kind := range group {
			if err := ctx.Err(); err != nil {
				return err
			}
			class.take(c.lookAt(&search, kind))
		}
		if class.kinds > 1 {
			c.add(&search, class, 1)
		}
		all.take(class)
		progress(i+1, len(groups))
	}
	if all.classes > 1 {
		c.add(&search, all, 2)
	}
	c.tests = search.Tests()
	c.excesses, c.cut = search.Above(c.Question.Q)
	return nil
}

// byGroup returns the kinds that are asked for by their large class; a kind without a class is one.
func (c *course) byGroup() (groups [][]hotspot.Kind) {
	number := map[string]int{}
	for k := range c.Kinds {
		if !c.Set.Has(hotspot.Kind(k)) {
			continue
		}
		group := c.Kinds[k].Group
		i, known := number[group]
		if !known || group == "" {
			i = len(groups)
			number[group] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], hotspot.Kind(k))
	}
	return groups
}

// A sum is the counts of some kinds and what is expected of them.
type sum struct {
	counts, expected hotspot.Series
	of               []int
	kinds, classes   int
}

// take adds what another sum holds.
func (t *sum) take(other sum) {
	if other.kinds == 0 {
		return
	}
	t.kinds, t.classes, t.of = t.kinds+other.kinds, t.classes+1, append(t.of, other.of...)
	if t.counts == nil {
		t.counts, t.expected = zeros(other.counts), zeros(other.counts)
	}
	for step := range other.counts {
		for i, n := range other.counts[step] {
			t.counts[step][i] += n
			t.expected[step][i] += other.expected[step][i]
		}
	}
}

func zeros(like hotspot.Series) hotspot.Series {
	out := make(hotspot.Series, len(like))
	for step := range out {
		out[step] = make([]float64, len(like[step]))
	}
	return out
}

// mostSpread is up to which spread a kind goes by households and buildings at all. Others, such as rubbish in the
// river, are tested by themselves but would make a large class look restless or hot where they happen.
const mostSpread = 4

// lookAt finds out what is expected of a kind and tests it. A kind without incidents is passed over.
func (c *course) lookAt(search *hotspot.Excesses, kind hotspot.Kind) sum {
	counts := c.only(hotspot.KindsOf(kind)).Steps(c.days)
	whole, share, all := make([]float64, len(c.Units)), make([]float64, len(counts)), 0.0
	for step := range counts {
		for i, n := range counts[step] {
			if c.exposed.unit[byBuildings][i] > 0 {
				whole[i] += n
				share[step] += n
				all += n
			}
		}
	}
	if all == 0 {
		return sum{}
	}
	for step := range share {
		share[step] /= all
	}
	model := kindCourse{kind, c.exposed.unit.Fit(whole), share}
	c.kinds = append(c.kinds, model)
	t := sum{counts: counts, expected: make(hotspot.Series, len(counts)), of: []int{len(c.kinds) - 1}, kinds: 1, classes: 1}
	expected := c.exposed.unit.Expected(model.weights)
	for step := range counts {
		t.expected[step] = make([]float64, len(expected))
		for i, e := range expected {
			t.expected[step][i] = e * share[step]
		}
	}
	if c.add(search, t, 0) > mostSpread {
		return sum{}
	}
	return t
}

// add tests a subject and returns its spread.
func (c *course) add(search *hotspot.Excesses, t sum, depth int) (spread float64) {
	counts, expected := make([]float64, len(c.Units)), make([]float64, len(c.Units))
	for step := range t.counts {
		for i, n := range t.counts[step] {
			if c.exposed.unit[byBuildings][i] > 0 {
				counts[i] += n
			}
			expected[i] += t.expected[step][i]
		}
	}
	spread = hotspot.Spread(counts, expected)
	search.Add(int32(len(c.subjects)), t.counts, t.expected, spread)
	c.subjects = append(c.subjects, subject{slices.Clone(t.of), spread, depth})
	return spread
}
