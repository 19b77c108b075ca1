package analysis

import (
	"context"
	"maps"
	"slices"
	"strings"

	"gewu/hotspot"
	"gewu/hotspot/balance"
)

// A balanceMore is what only balance tells.
type balanceMore struct {
	Mean         Figure        `json:"mean"`
	MostOverMean Figure        `json:"most_over_mean"`
	CV           Figure        `json:"cv"`
	Gini         Figure        `json:"gini"`
	Theil        Figure        `json:"theil"`
	Jain         Figure        `json:"jain"`
	Weights      []kindWeight  `json:"weights"`
	Posts        []postBalance `json:"posts"` // of grids
}

// A kindWeight is how much work an incident of a kind or of a large class counts as. Without a code: of all others.
type kindWeight struct {
	Class  KindName `json:"class"`
	Weight Figure   `json:"weight"`
}

// A postBalance is what a grid has beside what the rules ask for.
type postBalance struct {
	Place        int `json:"place"`
	Band         int `json:"band"` // households missing to the band (below 0) or above it
	Staff        int `json:"staff"`
	ByHouseholds int `json:"by_households"`
	ByGrid       int `json:"by_grid"`
	Missing      int `json:"missing"`
}

// fair tells whether the work is shared out fairly: households against the band, people against the rules, and
// loads against what chance alone would make of equal shares.
func fair(_ context.Context, s *Study, _ Progress) (*Answer, error) {
	a := s.answer()
	if a.Provenance.Incidents == 0 {
		return nil, NotTestable("期间内没有事件。", "the period has no incident.")
	}
	if refusal := s.nobodyLivesThere(); refusal != nil {
		return nil, refusal
	}
	weighed, refusal := s.weighed()
	if refusal != nil {
		return nil, refusal
	}
	shares, phi, err := s.shares(weighed)
	if err != nil {
		return nil, err
	}
	why, loads := s.judge(a, shares)
	if refusal := noneTested(why); refusal != nil {
		return nil, refusal
	}
	a.Untest(why)
	uneven, err := balance.Measure(loads)
	if err != nil {
		return nil, err
	}
	s.tellRules(a, phi)
	more := balanceMore{
		Known(uneven.Mean), Known(uneven.MostOverMean), Known(uneven.CV), Known(uneven.Gini), Known(uneven.Theil), Known(uneven.Jain),
		s.weightsTold(), s.posts(a),
	}
	a.More = more
	a.Legend = &Legend{Unit: Text{"与应担份额相比", "beside an equal share"}, Breaks: []Figure{}, Classes: classesOf(a.Places, fairWords)}
	a.Summary = fairSummary(a, uneven, more.Posts)
	s.Note("chance_is_not_unfair", "只有超出漏斗界限（99.8%%）的才算不均衡：同样的份额，偶然也会有多有少，成串上报更甚（起伏为逐件发生的 %.2f 倍，由各处自身的起落算出）。",
		"Only what lies outside of the funnel (99.8%%) is unbalanced: of equal shares chance makes more and fewer, and the more so the more incidents come in bunches (they vary %.2f times as much as one by one, told from each place's own ups and downs).", phi)
	s.noteWeights()
	return s.finish(a, "count", "households", "load", "expected", "lower", "upper", "class", "staff", "why"), nil
}

// judge puts beside every place what it has, what its share would be and what chance makes of that. It returns why
// places are not tested, and the loads of the others.
func (s *Study) judge(a *Answer, shares []balance.Share) (why []hotspot.Untested, loads []float64) {
	counts := s.Count(s.Question.From, s.Question.Until)
	why = make([]hotspot.Untested, len(s.Units))
	for i := range a.Places {
		p := &a.Places[i]
		p.Count, p.Class = counts[i], "untestable"
		if !s.Tested[i] || shares[i].Expected == 0 {
			why[i] = hotspot.NoHouseholds
			continue
		}
		limits := shares[i].Limits(balance.Usual)
		loads = append(loads, shares[i].Load)
		p.Load, p.Expected, p.Lower, p.Upper = Known(shares[i].Load), Known(shares[i].Expected), Known(limits.Lower), Known(limits.Upper)
		p.Class = limits.Judgement.String()
	}
	return why, loads
}

// tellRules notes by which rules the work was judged.
func (s *Study) tellRules(a *Answer, phi float64) {
	a.Provenance.Dispersion = new(Known(phi))
	bands := s.bands()
	if a.Provenance.Settings["bands"] = bands; len(bands) == 1 {
		a.Provenance.Settings["band"] = bands[0]
	}
	a.Provenance.Settings["households_per_post"] = s.Question.PerPost
	a.Provenance.Settings["confidence"] = Known(balance.Usual)
}

// shares weighs the incidents of every unit against its households.
func (s *Study) shares(weighed map[float64]*hotspot.KindSet) ([]balance.Share, float64, error) {
	var incidents [][]int
	weights := slices.Sorted(maps.Keys(weighed))
	for _, weight := range weights {
		only := s.only(weighed[weight])
		counted, _ := only.overHouseholds(only.Count(s.Question.From, s.Question.Until), 0)
		incidents = append(incidents, counted)
	}
	_, households := s.overHouseholds(s.Count(s.Question.From, s.Question.Until), 0)
	phi := s.bunching()
	shares, err := balance.Shares(incidents, weights, households, max(1, phi))
	return shares, phi, err
}

// leastSteps is in how many steps a period is seen at least: a long one month by month.
const leastSteps = 4

// bunching tells from the courses of places how far incidents come in bunches. How far places differ from each other for
// good is no chance, but what the question is about.
func (s *Study) bunching() float64 {
	q := &s.Question
	steps := min(q.Days(), max(leastSteps, q.Days()/30))
	days := make([]hotspot.Day, steps+1)
	for i := range days {
		days[i] = q.From + hotspot.Day(i*q.Days()/steps)
	}
	counts := s.Steps(days)
	for _, step := range counts {
		for i := range step {
			if !s.Tested[i] {
				step[i] = 0
			}
		}
	}
	return hotspot.Bunching(counts)
}

// posts compares grids with the rules.
func (s *Study) posts(a *Answer) []postBalance {
	list := []postBalance{}
	for i, u := range s.Units {
		if u.Ground < 0 || u.Square != nil {
			continue
		}
		staff := s.staff(u.Ground)
		a.Places[i].Staff = Known(float64(staff))
		posts := s.ruleOf(u.Ground).Against(int(s.Households[i]), staff)
		list = append(list, postBalance{i, posts.Band, staff, posts.ByHouseholds, posts.ByGrid, posts.Missing})
	}
	return list
}

// ruleOf returns what a grid is compared with: the band of its level, which binds ordinary grids, and how many
// households one full-time member of staff serves.
func (s *Study) ruleOf(ground int32) balance.Rule {
	g, rule := &s.Grounds[ground], balance.Rule{PerPost: s.Question.PerPost}
	if !g.Dedicated {
		rule.Fewest, rule.Most = int(g.Fewest), int(g.Most)
	}
	return rule
}

// bands returns the bands that bind grids of the study.
func (s *Study) bands() [][2]int32 {
	list := [][2]int32{}
	for _, u := range s.Units {
		if u.Ground < 0 || u.Square != nil || s.Grounds[u.Ground].Dedicated || s.Grounds[u.Ground].Most == 0 {
			continue
		}
		if band := [2]int32{s.Grounds[u.Ground].Fewest, s.Grounds[u.Ground].Most}; !slices.Contains(list, band) {
			list = append(list, band)
		}
	}
	return list
}

// staff counts the people who have the first post of a grid.
func (s *Study) staff(ground int32) (n int) {
	for _, post := range s.Grounds[ground].Posts {
		if post.First {
			n += len(post.Holders)
		}
	}
	return n
}

var fairWords = []ClassOf{
	{Class: balance.More.String(), Words: Text{"多于偶然可解释", "more than chance explains"}},
	{Class: balance.Fair.String(), Words: Text{"在偶然范围内", "within what chance explains"}},
	{Class: balance.Less.String(), Words: Text{"少于偶然可解释", "less than chance explains"}},
	{Class: "untestable", Words: Text{"无法检验", "cannot be tested"}},
}

func fairSummary(a *Answer, uneven balance.Unevenness, posts []postBalance) Summary {
	more, less := a.Legend.count(balance.More.String()), a.Legend.count(balance.Less.String())
	outside, missing := 0, 0
	for _, p := range posts {
		if p.Band != 0 {
			outside++
		}
		missing += p.Missing
	}
	return Summary{
		fairWordsOf(more, less, len(posts), outside, missing),
		[]NamedFigure{
			{Name: "more", Value: Known(float64(more)), Unit: "places", Words: placesOf},
			{Name: "less", Value: Known(float64(less)), Unit: "places", Words: placesOf},
			{Name: "gini", Value: Known(uneven.Gini), Unit: "", Words: Text{"基尼系数", "Gini coefficient"}},
			{Name: "most_over_mean", Value: Known(uneven.MostOverMean), Unit: "times", Words: timesOf},
			{Name: "outside_band", Value: Known(float64(outside)), Unit: "places", Words: placesOf},
			{Name: "staff_missing", Value: Known(float64(missing)), Unit: "people", Words: Text{"人", "people"}},
		},
	}
}

// fairWordsOf says whether the work and the households are shared out fairly; what there is none of is not counted.
func fairWordsOf(more, less, grids, outside, missing int) Text {
	var work, rules []Text
	say := func(to []Text, n int, zh, one, many string) []Text {
		if n == 0 {
			return to
		}
		if n > 1 {
			one = many
		}
		return append(to, Words(zh, one, Grouped(n)))
	}
	work = say(work, more, "%s 处的工作量明显多于应担份额", "%s place has clearly more work than its share", "%s places have clearly more work than their share")
	work = say(work, less, "%s 处的工作量明显少于应担份额", "%s place has clearly less work than its share", "%s places have clearly less work than their share")
	rules = say(rules, outside, "%s 个网格户数不在区间内", "%s grid is outside of the band of households", "%s grids are outside of the band of households")
	rules = say(rules, missing, "按规则缺 %s 人", "%s person is missing by the rules", "%s people are missing by the rules")
	if len(work) == 0 {
		work = []Text{{"各处的工作量与应担份额没有明显差别", "No place has clearly more or less work than its share"}}
	}
	if len(rules) == 0 && grids > 0 {
		rules = []Text{{"各网格户数都在区间内，按规则不缺人", "all grids are within the band of households, and nobody is missing by the rules"}}
	}
	all := slices.Concat(work, rules)
	zh, en := make([]string, len(all)), make([]string, len(all))
	for i, one := range all {
		zh[i], en[i] = one.ZH, one.EN
	}
	return Text{strings.Join(zh, "；") + "。", strings.Join(en, "; ") + "."}
}
