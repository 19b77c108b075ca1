package analysis

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"gewu/hotspot"
)

// A scoreMore is what only score tells.
type scoreMore struct {
	Score scoreRecord `json:"score"`
}

// A scoreRecord says how the hot spots that were named a step ago fared since, beside simpler guesses: as many
// places with most incidents in the same days a year ago, and in the step before.
type scoreRecord struct {
	NamedOn   string   `json:"named_on"`
	From      string   `json:"from"`
	Until     string   `json:"until"`
	Spots     int      `json:"spots"`
	Hit       int      `json:"hit"`      // of them, that are hot again
	HitRate   Figure   `json:"hit_rate"` // of incidents, the share that happened inside
	Incidents int      `json:"incidents"`
	Inside    int      `json:"inside"`
	AreaShare Figure   `json:"area_share"`
	PAI       Figure   `json:"pai"` // hit rate by area share: 1 is no better than anywhere
	LastYear  *guessed `json:"last_year"`
	Before    *guessed `json:"step_before"`
}

// A guessed is how as many other places fared.
type guessed struct {
	Inside  int    `json:"inside"`
	HitRate Figure `json:"hit_rate"`
	PAI     Figure `json:"pai"`
}

// heldLevel is up to which probability a spot's count since counts as hot again.
const heldLevel = 0.05

// score holds the hot spots that would have been named a step ago against what then happened.
func score(ctx context.Context, s *Study, progress Progress) (*Answer, error) {
	q := s.Question
	named := q.Until - hotspot.Day(q.Step)
	q.Until = named
	if q.Until <= q.From {
		s.Question.Until = named
		return nil, s.tooShort(fewestSteps)
	}
	then, err := Examine(s.Evidence, q)
	if err != nil {
		return nil, err
	}
	c, err := then.courseOf(ctx, progress)
	if err != nil {
		return nil, err
	}
	a := s.answer()
	record := scoreRecord{NamedOn: date(named), From: date(named), Until: date(s.Question.Until)}
	since := s.Count(named, s.Question.Until)
	inside := make([]bool, len(s.Units))
	for _, spot := range c.spots() {
		if !slices.Contains([]string{patternNew, patternGrowing, patternPersistent}, spot.pattern) {
			continue
		}
		for _, unit := range spot.units {
			inside[unit] = true
		}
		record.Spots++
		if c.hold(a, spot, named, s.Question.Until) {
			record.Hit++
		}
	}
	s.fillScore(a, c, &record, since, inside)
	a.More = scoreMore{record}
	a.Summary = scoreSummary(&record)
	return s.finish(a, "count", "households", "class"), nil
}

// hold tells what became of a spot, and reports whether it is hot again.
func (c *course) hold(a *Answer, spot courseSpot, from, until hotspot.Day) bool {
	c.tell(a, spot)
	told := &a.Spots[len(a.Spots)-1]
	count, expected, spread := 0, 0.0, 0.0
	for _, k := range spot.kinds {
		counts := c.only(hotspot.KindsOf(c.kinds[k].kind)).Count(from, until)
		weights, all := c.kinds[k].weights, 0.0
		whole := 0.0
		for unit, n := range counts {
			if c.exposed.unit[byBuildings][unit] > 0 {
				all += float64(n)
				whole += c.exposed.unit.At(weights, unit)
			}
		}
		for _, unit := range spot.units {
			count += counts[unit]
			if whole > 0 {
				expected += all * c.exposed.unit.At(weights, int(unit)) / whole
			}
		}
	}
	for _, number := range spot.subjects {
		spread = max(spread, c.subjects[number].spread)
	}
	held := count > 0 && hotspot.AtLeast(count, expected, spread) <= heldLevel
	told.Held, told.Count, told.Expected, told.Before = &held, count, Known(expected), Figure{}
	told.Ratio, told.RatioLower, told.RatioUpper = Figure{}, Figure{}, Figure{}
	if limits := hotspot.PoissonLimits(count, confidence); expected > 0 {
		told.Ratio, told.RatioLower, told.RatioUpper = Known(float64(count)/expected), Known(limits.Lower/expected), Known(limits.Upper/expected)
	}
	told.Words = c.heldWords(told, date(from), held)
	return held
}

func (c *course) heldWords(spot *Spot, named string, held bool) Text {
	what := kindWords(spot.Kinds)
	zh, en := "仍为热点", "it was hot again"
	if !held {
		zh, en = "不再高于预期", "it was not above expectation any more"
	}
	return Text{
		fmt.Sprintf("%s（%s）在%s被列为热点（%s）；此后 %d 件，预期约 %s 件：%s。", spot.Name.ZH, what.ZH, dayWords(named).ZH, patternWords[spot.Pattern].ZH, spot.Count, short(spot.Expected), zh),
		fmt.Sprintf("%s (%s) was named on %s as %s; since then %d incidents, about %s expected: %s.", spot.Name.EN, what.EN, dayWords(named).EN, patternWords[spot.Pattern].EN, spot.Count, short(spot.Expected), en),
	}
}

// fillScore compares the places of the spots with those of simpler guesses.
func (s *Study) fillScore(a *Answer, c *course, record *scoreRecord, since []int, inside []bool) {
	step := hotspot.Day(s.Question.Step)
	named := s.Question.Until - step
	land, places := 0.0, 0
	for i := range a.Places {
		p := &a.Places[i]
		p.Count, p.Class = since[i], "none"
		if c.exposed.unit[byBuildings][i] == 0 {
			p.Class = "untestable"
			continue
		}
		land += p.SquareKM.value
		record.Incidents += since[i]
		if inside[i] {
			p.Class = "hot_95"
			places++
		}
	}
	judge := func(in []bool) (n int, rate, pai, share Figure) {
		covered := 0.0
		for i, yes := range in {
			if yes && c.exposed.unit[byBuildings][i] > 0 {
				n += since[i]
				covered += a.Places[i].SquareKM.value
			}
		}
		if record.Incidents == 0 || covered == 0 || land == 0 {
			return n, Figure{}, Figure{}, Figure{}
		}
		r := float64(n) / float64(record.Incidents)
		return n, Known(r), Known(r / (covered / land)), Known(covered / land)
	}
	record.Inside, record.HitRate, record.PAI, record.AreaShare = judge(inside)
	guess := func(from, until hotspot.Day) *guessed {
		if from < s.DataFrom || places == 0 {
			return nil
		}
		n, rate, pai, _ := judge(s.busiest(c, from, until, places))
		return &guessed{n, rate, pai}
	}
	record.LastYear = guess(dayOfDate(DateOf(named).AddDate(-1, 0, 0)), dayOfDate(DateOf(s.Question.Until).AddDate(-1, 0, 0)))
	record.Before = guess(named-step, named)
	if record.LastYear == nil && places > 0 {
		s.Note("no_last_year", "没有去年同期的数据，无法与“去年同样的地方”比较。", "There are no data of the same days last year: the places of last year cannot be compared.")
	}
}

// busiest returns which units had most incidents in a period, so many of them.
func (s *Study) busiest(c *course, from, until hotspot.Day, places int) []bool {
	counts := s.Count(from, until)
	order := make([]int, 0, len(counts))
	for i := range counts {
		if c.exposed.unit[byBuildings][i] > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(counts[b], counts[a]) })
	in := make([]bool, len(counts))
	for _, i := range order[:min(places, len(order))] {
		in[i] = true
	}
	return in
}

func scoreSummary(r *scoreRecord) Summary {
	figures := []NamedFigure{
		{Name: "hit_rate", Value: r.HitRate, Unit: "share", Words: Text{"命中率", "share of incidents inside"}},
		{Name: "pai", Value: r.PAI, Unit: "times", Words: timesOf},
		{Name: "spots", Value: Known(float64(r.Spots)), Unit: "places", Words: placesOf},
		{Name: "hit", Value: Known(float64(r.Hit)), Unit: "places", Words: placesOf},
	}
	if r.Spots == 0 {
		return Summary{Words("%s没有正在发生的热点可供检验。", "On %s no hot spot went on that could be scored.", dayWords(r.NamedOn)), figures}
	}
	words := Words("%s所列 %d 处热点，此后 %d 处仍高于预期；它们占土地的 %s%%，发生了全部 %s 件事件中的 %s 件。",
		"Of %[2]d hot spots named on %[1]s %[3]d were above expectation since; they are %[4]s%% of the land, and %[6]s of %[5]s incidents happened there.",
		dayWords(r.NamedOn), r.Spots, r.Hit, percent(r.AreaShare), Grouped(r.Incidents), Grouped(r.Inside))
	return Summary{words, figures}
}

// percent writes a share as a percentage.
func percent(f Figure) string {
	if !f.known {
		return "?"
	}
	return short(Known(100 * f.value))
}
