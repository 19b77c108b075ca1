package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sort"

	"gewu/hotspot"
)

// fewestHouseholds is below how many no rate is told: it would say more about chance than about the place.
const fewestHouseholds = 30

// confidence of limits.
const confidence = 0.95

// The funnel: a place outside these limits of what is expected is told from the others (Spiegelhalter 2005).
const (
	funnel  = 0.998
	funnelZ = 3.0902 // of the standard normal distribution at funnel
)

// rate tells incidents per 1,000 households a month, with exact limits.
func rate(_ context.Context, s *Study, _ Progress) (*Answer, error) {
	a := s.answer()
	counts := s.Count(s.Question.From, s.Question.Until)
	counted, households := s.overHouseholds(counts, fewestHouseholds)
	if total, ok := a.Provenance.Households.Total.Value(); !ok || total == 0 {
		return nil, NotTestable("没有户数，无法计算比率。请先导入带户数的建筑。", "there are no households to divide by. Import buildings with households first.")
	}
	scale := 1000 / s.Question.Months()
	smoothed, expected := hotspot.EmpiricalBayes(counted, households), hotspot.Expected(counted, households)
	phi := hotspot.DispersionOf(counted, expected).Phi
	limits, around := limitsOf(confidence), limitsOf(funnel)
	why := make([]hotspot.Untested, len(counts))
	for i := range a.Places {
		p := &a.Places[i]
		p.Count = counts[i]
		if why[i] = whyNoRate(s, i); why[i] != hotspot.Testable {
			continue
		}
		l := limits(counts[i])
		per := scale / households[i]
		p.Rate, p.Lower, p.Upper = Known(float64(counts[i])*per), Known(l.Lower*per), Known(l.Upper*per)
		p.Smoothed, p.Expected = Known(smoothed[i]*scale), Known(expected[i])
		p.Class = besideFunnel(counts[i], around(counts[i]), expected[i], phi)
	}
	a.Untest(why)
	rank(a.Places)
	s.rateWords(a, counted, households, phi)
	return s.finish(a, "count", "households", "rate", "lower", "upper", "smoothed", "expected", "class", "rank", "rank_first", "rank_last", "why"), nil
}

// whyNoRate returns why a place has no rate.
func whyNoRate(s *Study, unit int) hotspot.Untested {
	switch n := s.Households[unit]; {
	case n <= 0:
		return hotspot.NoHouseholds
	case n < fewestHouseholds:
		return hotspot.TooFewHouseholds
	case !s.Tested[unit]:
		return hotspot.OutsideArea
	default:
		return hotspot.Testable
	}
}

// overHouseholds returns the incidents and households of tested places with so many households at least, 0 of
// others: an incident where nobody lives is expected nowhere.
func (s *Study) overHouseholds(counts []int, fewest float64) (counted []int, households []float64) {
	counted, households = make([]int, len(counts)), make([]float64, len(counts))
	for i, n := range counts {
		if s.Tested[i] && s.Households[i] >= fewest {
			counted[i], households[i] = n, s.Households[i]
		}
	}
	return counted, households
}

// limitsOf returns the exact limits of counts; those of the same count are computed once.
func limitsOf(level float64) func(count int) hotspot.Limits {
	known := map[int]hotspot.Limits{}
	return func(count int) hotspot.Limits {
		l, ok := known[count]
		if !ok {
			l = hotspot.PoissonLimits(count, level)
			known[count] = l
		}
		return l
	}
}

// besideFunnel says whether a count lies outside the limits of what is expected, also where incidents come in
// bunches: both by the exact Poisson limits and by those widened by the dispersion.
func besideFunnel(count int, l hotspot.Limits, expected, phi float64) string {
	z := (float64(count) - expected) / math.Sqrt(expected*max(1, phi))
	switch {
	case expected < l.Lower && z > funnelZ:
		return "above"
	case expected > l.Upper && z < -funnelZ:
		return "below"
	default:
		return "within"
	}
}

// rank orders places with a rate from the highest smoothed rate, and says between which ranks chance leaves
// each: it is surely behind those whose lower limit is above its upper one.
func rank(places []Place) {
	var order []int
	var lowers, uppers []float64
	for i := range places {
		if places[i].Rate.known {
			order = append(order, i)
			lowers, uppers = append(lowers, places[i].Lower.value), append(uppers, places[i].Upper.value)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(places[b].Smoothed.value, places[a].Smoothed.value) })
	slices.Sort(lowers)
	slices.Sort(uppers)
	for at, i := range order {
		p := &places[i]
		ahead := len(lowers) - sort.Search(len(lowers), func(k int) bool { return lowers[k] > p.Upper.value })
		behind := sort.SearchFloat64s(uppers, p.Lower.value)
		p.Rank = Rank{at + 1, ahead + 1, len(order) - behind}
	}
}

// rateWords adds the rate of the whole area, the legend and what must be said.
func (s *Study) rateWords(a *Answer, counted []int, households []float64, phi float64) {
	incidents, homes := total(counted), 0.0
	for _, n := range households {
		homes += n
	}
	if homes == 0 {
		s.Note("no_place_tested", "没有一处的户数达到 %d 户，不给出比率。", "No place has %d households; no rate is told.", fewestHouseholds)
		a.Summary.Words = Words("没有一处的户数达到 %d 户。", "No place has %d households.", fewestHouseholds)
		a.Legend = &Legend{Unit: perThousand, Breaks: []Figure{}, Classes: []ClassOf{}}
		return
	}
	scale := 1000 / s.Question.Months() / homes
	l := hotspot.PoissonLimits(incidents, confidence)
	all := float64(incidents) * scale
	dispersion := Known(phi)
	a.Provenance.Dispersion = &dispersion
	a.Legend = &Legend{Unit: perThousand, Breaks: breaksOfRate(all), Classes: classesOf(a.Places, funnelWords)}
	above := a.Legend.count("above")
	a.Summary = Summary{
		Words: Words("每千户每月 %.2f 件；%d 处高于偶然可解释的范围，%d 处低于。", "%.2f incidents per 1,000 households a month; %d places are above what chance explains, %d below.", all, above, a.Legend.count("below")),
		Figures: []NamedFigure{
			{"rate", Known(all), Known(l.Lower * scale), Known(l.Upper * scale), "per_1000_households_month", perThousand},
			{Name: "households", Value: Known(homes), Unit: "households", Words: householdsOf},
			{Name: "above", Value: Known(float64(above)), Unit: "places", Words: placesOf},
		},
	}
	s.Note("not_a_league_table", "名次之间的差别大多在偶然范围内；请看名次区间。", "Most differences of rank are chance: read the interval of ranks.")
	s.noteEvidence(total(counted), phi)
}

// rateSteps are what breaks of rates are times that of the area: most places lie between half and three times it.
var rateSteps = []float64{0.5, 0.75, 1, 1.5, 2, 3}

// breaksOfRate returns breaks about a rate, to two digits; none for no rate.
func breaksOfRate(rate float64) []Figure {
	breaks := []Figure{}
	for _, step := range rateSteps {
		if rate > 0 {
			breaks = append(breaks, Known(rounded(rate*step, 2)))
		}
	}
	return breaks
}

// funnelWords are the classes of rates.
var funnelWords = []ClassOf{
	{Class: "above", Words: Text{"高于偶然可解释的范围", "above what chance explains"}},
	{Class: "within", Words: Text{"与全区无明显差别", "not clearly different"}},
	{Class: "below", Words: Text{"低于偶然可解释的范围", "below what chance explains"}},
}

// classesOf counts the places of every class.
func classesOf(places []Place, classes []ClassOf) []ClassOf {
	times := map[string]int{}
	for i := range places {
		times[places[i].Class]++
	}
	out := slices.Clone(classes)
	for i := range out {
		out[i].Places = times[out[i].Class]
	}
	return out
}

// count returns how many places a class has.
func (l *Legend) count(class string) int {
	for _, c := range l.Classes {
		if c.Class == class {
			return c.Places
		}
	}
	return 0
}

// fewIncidents is below how many an answer is said to rest on little.
const fewIncidents = 50

// bunched is from which dispersion on incidents are said to come in bunches.
const bunched = 1.5

// noteEvidence says how much the figures rest on.
func (s *Study) noteEvidence(incidents int, phi float64) {
	if incidents < fewIncidents {
		s.Note("few_incidents", "期间内只有 %d 件事件，很难看出差别；请选更长的期间。", "Only %d incidents in the period: little can be told apart. Ask for a longer period.", incidents)
	}
	if phi >= bunched {
		s.Note("bunched", "事件比随机情形更成串（离散度 %.1f）。", "Incidents come in bunches more than chance would have it (dispersion %.1f).", phi)
	}
	if estimated := s.estimated(); estimated > 0 {
		s.Note("households_estimated", "户数中有 %s 户是估计的。", "%s of the households are estimated.", Grouped(int(math.Round(estimated))))
	}
}
