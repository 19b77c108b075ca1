package analysis

import (
	"context"

	"gewu/hotspot"
)

// A readiness is how readily people of a place report again what is still open.
type readiness struct {
	Place  int     `json:"place"` // of the answer's places
	Again  int     `json:"again"` // further reports
	Days   int     `json:"days"`  // that incidents were open
	PerDay Figure  `json:"per_day"`
	Lower  Figure  `json:"lower"`
	Upper  Figure  `json:"upper"`
	Ratio  Figure  `json:"ratio"` // to the rest of the area
	P      Figure  `json:"p"`
	Why    *string `json:"why"`
}

// A silentClass is a large class of which a place reports nothing.
type silentClass struct {
	Place    int      `json:"place"`
	Class    KindName `json:"class"` // without a code: all kinds
	Expected Figure   `json:"expected"`
	Adjusted Figure   `json:"adjusted"`
}

// A silenceMore is what only silence tells.
type silenceMore struct {
	Silent    []silentClass `json:"silent"`
	Reporting []readiness   `json:"reporting"`
}

// silence tells where something should have been reported and nothing was, by large class and altogether, and how
// readily people report again what is open.
func silence(_ context.Context, s *Study, _ Progress) (*Answer, error) {
	a := s.answer()
	if a.Provenance.Incidents == 0 {
		return nil, NotTestable("期间内没有事件，各处都一样安静。", "the period has no incident: all places are silent alike.")
	}
	if refusal := s.nobodyLivesThere(); refusal != nil {
		return nil, refusal
	}
	classes := s.classes()
	var family hotspot.Local
	var expected []float64
	for i, class := range classes {
		local, e, phi := s.silentIn(class.set)
		if i == 0 {
			a.Provenance.Dispersion = new(Known(phi))
			a.Untest(local.Why)
		}
		family.P, family.Why, expected = append(family.P, local.P...), append(family.Why, local.Why...), append(expected, e...)
	}
	more := silenceMore{Silent: []silentClass{}, Reporting: s.reporting()}
	adjusted := hotspot.BH(family.P, family.Why)
	tests := 0
	for k := range family.P {
		class, i := classes[k/len(s.Units)], k%len(s.Units)
		if family.Why[k] != hotspot.Testable {
			continue
		}
		tests++
		a.Places[i].hush(expected[k], adjusted[k], s.Question.Q, k < len(s.Units))
		if adjusted[k] <= s.Question.Q {
			more.Silent = append(more.Silent, silentClass{i, class.name, Known(expected[k]), Known(adjusted[k])})
		}
	}
	s.finishSilence(a, more, tests)
	return s.finish(a, "count", "households", "expected", "adjusted", "class", "why"), nil
}

// hush writes what a test of a place found. The figures are those of all kinds; the class is that of the surest test.
func (p *Place) hush(expected, adjusted, q float64, all bool) {
	if all {
		p.Expected = Known(expected)
	}
	if !p.Adjusted.known || adjusted < p.Adjusted.value {
		p.Adjusted = Known(adjusted)
	}
	p.Why = ""
	if adjusted <= q {
		p.Class = "silent"
	}
}

func (s *Study) finishSilence(a *Answer, more silenceMore, tests int) {
	counts, silent := s.Count(s.Question.From, s.Question.Until), 0
	for i := range a.Places {
		p := &a.Places[i]
		p.Count = counts[i]
		switch {
		case p.Class == "silent":
			silent++
		case p.Why != "":
			p.Class = "untestable"
		default:
			p.Class = "none"
		}
	}
	q := Known(s.Question.Q)
	a.More, a.Provenance.Q, a.Provenance.Settings["tests"] = more, &q, tests
	a.Legend = &Legend{Unit: Text{"沉默检验", "silence test"}, Breaks: []Figure{}, Classes: classesOf(a.Places, silenceWords)}
	a.Summary = Summary{
		silenceSays(tests, silent),
		[]NamedFigure{{Name: "silent", Value: Known(float64(silent)), Unit: "places", Words: placesOf}},
	}
	s.Note("no_fault", "没有上报不等于没有问题，也不是谁的过错：可能无人巡查，也可能无人知道该向谁报。", "No report is not no problem, and nobody's fault: perhaps nobody looks, or nobody knows whom to tell.")
}

func silenceSays(tests, silent int) Text {
	switch {
	case tests == 0:
		return Words("各处预期都太少，没有一处可以检验：请放长期间。", "Too little is expected anywhere to be tested: ask for a longer period.")
	case silent == 0:
		return Words("没有一处该报没报（检验 %d 项）。", "Nowhere is it silent where something should have been reported (%d tests).", tests)
	}
	return Words("%d 处有应报而未报的类别（检验 %d 项）。", "Places where something should have been reported and nothing was: %d (%d tests).", silent, tests)
}

var silenceWords = []ClassOf{
	{Class: "silent", Words: Text{"应报未报", "silent"}},
	{Class: "none", Words: Text{"正常", "as usual"}},
	{Class: "untestable", Words: Text{"预期太少，无法检验", "too little expected"}},
}

// A class is a set of kinds with a name.
type class struct {
	name KindName
	set  *hotspot.KindSet
}

// classes returns all kinds that are asked for, and each of their large classes where there are several.
func (s *Study) classes() []class {
	list := []class{{KindName{Name: Text{"全部", "all kinds"}}, s.Set}}
	byGroup, order := map[string][]hotspot.Kind{}, []string{}
	for k := range s.Kinds {
		group := s.Kinds[k].Group
		if group == "" || !s.Set.Has(hotspot.Kind(k)) {
			continue
		}
		if byGroup[group] == nil {
			order = append(order, group)
		}
		byGroup[group] = append(byGroup[group], hotspot.Kind(k))
	}
	if len(order) < 2 {
		return list
	}
	for _, group := range order {
		list = append(list, class{s.kindName(group), hotspot.KindsOf(byGroup[group]...)})
	}
	return list
}

// silentIn tests every unit for silence of some kinds.
func (s *Study) silentIn(set *hotspot.KindSet) (local hotspot.Local, expected []float64, phi float64) {
	only := s.only(set)
	counted, households := only.overHouseholds(only.Count(s.Question.From, s.Question.Until), 0)
	expected = hotspot.Expected(counted, households)
	dispersion := hotspot.DispersionOf(counted, expected)
	local = hotspot.Silence(counted, expected, dispersion)
	for i := range local.Why {
		if !s.Tested[i] {
			local.Why[i] = hotspot.NoHouseholds
		}
	}
	return local, expected, dispersion.Phi
}

// reporting tells how readily people of every unit report again what is open. Incidents of the period count from
// their first report until they were closed, or the period ended.
func (s *Study) reporting() []readiness {
	q := &s.Question
	exposures := make([]hotspot.Exposure, len(s.Units))
	for i, n := range s.count(s.Again, q.From, q.Until) {
		exposures[i].Again = n
	}
	for position, i := range s.Issues.All() {
		if unit := s.OfPiece[i.Piece]; unit >= 0 && i.Incident(position) && i.Opened >= q.From && i.Opened < q.Until && s.Set.Has(i.Kind) {
			end := q.Until
			if i.Closed >= 0 {
				end = min(end, i.Closed)
			}
			exposures[unit].Days += max(0.5, float64(end-i.Opened)) // within a day: half of one
		}
	}
	list := []readiness{}
	for i, r := range hotspot.Reporting(exposures, confidence) {
		one := readiness{Place: i, Again: exposures[i].Again, Days: int(exposures[i].Days)}
		if r.Why != hotspot.Testable {
			one.Why = new(r.Why.String())
		} else {
			one.PerDay, one.Lower, one.Upper, one.P = Known(r.PerDay), Known(r.Lower), Known(r.Upper), Known(r.Against.P)
			if !r.Against.Open && r.Against.Why == hotspot.Testable {
				one.Ratio = Known(r.Against.Value)
			}
		}
		list = append(list, one)
	}
	return list
}
