package analysis

import (
	"context"
	"fmt"

	"gewu/hotspot"
)

// leastEarlier is how much of the earlier period the data must cover at least.
const leastEarlier = 0.5

// compare tells whether there is more than in the period before, place by place.
func compare(_ context.Context, s *Study, _ Progress) (*Answer, error) {
	q := &s.Question
	from, until, err := s.earlier()
	if err != nil {
		return nil, err
	}
	later, before := s.Count(q.From, q.Until), s.Count(from, until)
	if total(later)+total(before) == 0 {
		return nil, NotTestable("两个期间都没有事件。", "neither period has an incident.")
	}
	a := s.answer()
	ratio := ratios(float64(q.Days()), float64(until-from))
	local := hotspot.Local{P: make([]float64, len(later)), Why: make([]hotspot.Untested, len(later))}
	for i := range a.Places {
		r := ratio(later[i], before[i])
		local.P[i], local.Why[i] = r.P, r.Why
		a.Places[i].compare(r, later[i], before[i])
	}
	a.Untest(local.Why)
	s.notePeriods(a, later, before)
	level := Known(q.Q)
	a.Provenance.Q = &level
	a.classify(hotspot.BH(local.P, local.Why), local.Why, q.Q)
	a.Provenance.Settings["earlier"] = map[string]any{"from": date(from), "until": date(until), "days": int(until - from)}
	a.Legend = &Legend{Unit: Text{"与早前期间之比", "ratio to the earlier period"}, Breaks: []Figure{}, Classes: classesOf(a.Places, compareWords)}
	a.Summary = s.compareSummary(a, ratio(total(later), total(before)), total(later), total(before))
	return s.finish(a, "count", "before", "households", "ratio", "ratio_lower", "ratio_upper", "p", "adjusted", "class", "why"), nil
}

// earlier returns the period to compare with: as many days before, or the same days of the year before.
// Where the data begin later, the earlier period is shortened to them; rates are compared, so that is fair.
func (s *Study) earlier() (from, until hotspot.Day, err error) {
	q := &s.Question
	from, until = q.From-hotspot.Day(q.Days()), q.From
	if q.Against == AgainstYear {
		from = dayOfDate(DateOf(q.From).AddDate(-1, 0, 0))
		until = dayOfDate(DateOf(q.Until).AddDate(-1, 0, 0))
		s.Note("same_season", "与去年同期比较，季节相同。", "Compared with the same days of the year before: the season is the same.")
	} else {
		s.Note("other_season", "与紧接之前的期间比较：差别也可能只是季节不同；可与去年同期比较（against=year）。", "Compared with the days just before: the difference may be the season. Compare with the year before, too (against=year).")
	}
	days := until - from
	if begun := max(from, s.DataFrom); begun > from {
		if float64(until-begun) < leastEarlier*float64(days) {
			return 0, 0, NotTestable("早前期间（%s起）没有数据，事件记录自%s开始。", "the earlier period begins on %s, and issues are recorded from %s on.", dayWords(date(from)), dayWords(date(s.DataFrom)))
		}
		s.Note("earlier_shortened", "早前期间只有%s起的数据，按天数折算。", "Of the earlier period there are data from %s on only; rates a day are compared.", dayWords(date(begun)))
		from = begun
	}
	return from, until, nil
}

// ratios returns the comparison of two counts; the same counts are compared once.
func ratios(laterDays, earlierDays float64) func(later, earlier int) hotspot.Ratio {
	known := map[[2]int]hotspot.Ratio{}
	return func(later, earlier int) hotspot.Ratio {
		key := [2]int{later, earlier}
		r, ok := known[key]
		if !ok {
			r = hotspot.Compare(hotspot.Period{Incidents: later, Days: laterDays}, hotspot.Period{Incidents: earlier, Days: earlierDays}, confidence)
			known[key] = r
		}
		return r
	}
}

// compare writes the ratio of two periods. Without an incident in the earlier one there is a lower limit only.
func (p *Place) compare(r hotspot.Ratio, later, before int) {
	p.Count, p.Before = later, Known(float64(before))
	if r.Why != hotspot.Testable {
		return
	}
	p.P, p.RatioLower = Known(r.P), Known(r.Lower)
	if !r.Open {
		p.Ratio, p.RatioUpper = Known(r.Value), Known(r.Upper)
	}
}

// classify says which places clearly have more or fewer, of those that were tested.
func (a *Answer) classify(adjusted []float64, why []hotspot.Untested, q float64) {
	for i := range a.Places {
		p := &a.Places[i]
		if why[i] != hotspot.Testable {
			p.Class = "untestable"
			continue
		}
		p.Adjusted, p.Class = Known(adjusted[i]), "same"
		switch {
		case adjusted[i] > q:
		case !p.Ratio.known || p.Ratio.value > 1:
			p.Class = "up"
		default:
			p.Class = "down"
		}
	}
}

// compareWords are the classes of a comparison.
var compareWords = []ClassOf{
	{Class: "up", Words: Text{"明显增加", "clearly more"}},
	{Class: "same", Words: Text{"无明显变化", "not clearly different"}},
	{Class: "down", Words: Text{"明显减少", "clearly fewer"}},
	{Class: "untestable", Words: Text{"无法检验", "cannot be tested"}},
}

// notePeriods says how much more than chance places differ in how they changed: the tests take incidents for
// independent of each other, and are too sure where they come in bunches.
//
//	φ = Σ (x − n p)²/(n p (1 − p))/(m − 1) of m places with n incidents in both periods, p the later period's share of all
func (s *Study) notePeriods(a *Answer, later, before []int) {
	all, chi, places := float64(total(later)+total(before)), 0.0, 0
	p := float64(total(later)) / all
	if p == 0 || p == 1 {
		return
	}
	for i := range later {
		if n := float64(later[i] + before[i]); n > 0 {
			d := float64(later[i]) - n*p
			chi += d * d / (n * p * (1 - p))
			places++
		}
	}
	if places < 2 {
		return
	}
	phi := chi / float64(places-1)
	dispersion := Known(phi)
	a.Provenance.Dispersion = &dispersion
	if phi >= bunched {
		s.Note("bunched", "各处变化的差异超过偶然（离散度 %.1f）：事件成串发生时，检验会显得过于确定。", "Places changed more unlike each other than chance has it (dispersion %.1f): where incidents come in bunches, the tests are too sure.", phi)
	}
}

// compareSummary compares the whole area. Counts below ten are not told as a percentage.
func (s *Study) compareSummary(a *Answer, r hotspot.Ratio, later, before int) Summary {
	words := Words("%s 件，早前期间 %s 件；", "%s incidents, %s in the earlier period; ", Grouped(later), Grouped(before))
	earlier := hotspot.Period{Incidents: before}
	if hotspot.Percent(hotspot.Period{Incidents: later}, earlier) {
		change := func(ratio float64) string { return fmt.Sprintf("%+.0f", 100*(ratio-1)) }
		words.ZH += fmt.Sprintf("按天折算 %s%%（95%% 区间 %s%% 至 %s%%）；", change(r.Value), change(r.Lower), change(r.Upper))
		words.EN += fmt.Sprintf("by the day %s%% (95%%: %s to %s%%); ", change(r.Value), change(r.Lower), change(r.Upper))
	}
	up, down := a.Legend.count("up"), a.Legend.count("down")
	places := Words("%d 处明显增加，%d 处明显减少。", "places with clearly more: %d; with clearly fewer: %d.", up, down)
	figure := NamedFigure{Name: "ratio", Lower: Known(r.Lower), Unit: "times", Words: timesOf}
	if !r.Open {
		figure.Value, figure.Upper = Known(r.Value), Known(r.Upper)
	}
	return Summary{
		Words: Text{words.ZH + places.ZH, words.EN + places.EN},
		Figures: []NamedFigure{
			figure,
			{Name: "incidents", Value: Known(float64(later)), Unit: "incidents", Words: incidentsOf},
			{Name: "before", Value: Known(float64(before)), Unit: "incidents", Words: incidentsOf},
			{Name: "up", Value: Known(float64(up)), Unit: "places", Words: placesOf},
			{Name: "down", Value: Known(float64(down)), Unit: "places", Words: placesOf},
		},
	}
}
