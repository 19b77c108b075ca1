package analysis

import (
	"context"
	"strconv"

	"gewu/hotspot"
)

// A Heat is which places are hot by Gi* of the residuals of a period's incidents.
type Heat struct {
	Counts     []int
	Expected   []float64 // if risk were the same for every household
	Local      hotspot.Local
	Adjusted   []float64 // by Benjamini and Hochberg
	Classes    []hotspot.Class
	Dispersion float64
}

// HeatOf tests the incidents from a day until another: which places and their neighbours have more, or
// fewer, than their households explain. The study area is where somebody lives.
func (s *Study) HeatOf(from, until hotspot.Day, w *hotspot.Weights) *Heat {
	h := &Heat{Counts: s.Count(from, until)}
	counted, households := s.overHouseholds(h.Counts, 0)
	h.Expected = hotspot.Expected(counted, households)
	h.Dispersion = hotspot.DispersionOf(counted, h.Expected).Phi
	h.test(hotspot.Residuals(counted, h.Expected), w.Within(s.Tested))
	return h
}

func (h *Heat) test(x []float64, w *hotspot.Weights) {
	h.Local = hotspot.GiStar(x, w)
	h.Adjusted = hotspot.BH(h.Local.P, h.Local.Why)
	h.Classes = hotspot.Classes(h.Local)
}

// countsHeat tests raw counts, as other programs do: it shows where people live.
func (s *Study) countsHeat(w *hotspot.Weights) *Heat {
	h := &Heat{Counts: s.Count(s.Question.From, s.Question.Until)}
	x := make([]float64, len(h.Counts))
	for i, n := range h.Counts {
		x[i] = float64(n)
	}
	h.test(x, w)
	return h
}

// hot tells which places are hot or cold beyond chance.
func hot(_ context.Context, s *Study, _ Progress) (*Answer, error) {
	w, words := s.Weights()
	h, err := s.heat(w)
	if err != nil {
		return nil, err
	}
	a := s.answer()
	words += ", itself included"
	q := Known(s.Question.Q)
	a.Provenance.Weights, a.Provenance.Q = &words, &q
	a.Untest(h.Local.Why)
	for i := range a.Places {
		h.fill(&a.Places[i], i)
	}
	if !s.Question.Counts {
		dispersion := Known(h.Dispersion)
		a.Provenance.Dispersion = &dispersion
		s.noteEvidence(a.Provenance.Incidents, h.Dispersion)
	}
	a.Legend = &Legend{Unit: Text{"显著性分级", "class of significance"}, Breaks: []Figure{}, Classes: classesOf(a.Places, heatWords)}
	a.Summary = heatSummary(a, s.Question.Q)
	if s.Question.Robust && s.Question.Level == LevelCell {
		if err := s.firmUp(a); err != nil {
			return nil, err
		}
	}
	s.Note("false_share", "所列热点中预计约 %.0f%% 属偶然。", "About %.0f%% of the places named are expected to be chance.", 100*s.Question.Q)
	return s.finish(a, "count", "households", "expected", "z", "p", "adjusted", "class", "robust", "why"), nil
}

// heat tests what the question asks to be tested.
func (s *Study) heat(w *hotspot.Weights) (*Heat, error) {
	homes := 0.0
	for _, n := range s.Households {
		homes += n
	}
	var h *Heat
	switch {
	case s.Question.Counts:
		s.Note("raw_counts", "检验的是件数而非按户比率：结果主要显示哪里人多，不能称为热点。", "Counts were tested, not rates: this mostly shows where people live, and is no finding.")
		h = s.countsHeat(w)
	case homes == 0:
		return nil, NotTestable("没有户数，无法区分人多与问题多。请先导入带户数的建筑；确要检验件数请加 counts=yes。", "without households, many people cannot be told from many problems. Import buildings with households first, or ask with counts=yes to test the counts all the same.")
	default:
		h = s.HeatOf(s.Question.From, s.Question.Until, w)
	}
	if total(h.Counts) == 0 {
		return nil, NotTestable("期间内没有事件。", "the period has no incident.")
	}
	if refusal := noneTested(h.Local.Why); refusal != nil {
		return nil, refusal
	}
	return h, nil
}

// fill writes what is known of a place.
func (h *Heat) fill(p *Place, i int) {
	p.Count, p.Class = h.Counts[i], classOf(h.Classes[i])
	if h.Local.Why[i] != hotspot.Testable {
		return
	}
	p.Z, p.P, p.Adjusted = Known(h.Local.Z[i]), Known(h.Local.P[i]), Known(h.Adjusted[i])
	if h.Expected != nil {
		p.Expected = Known(h.Expected[i])
	}
}

// classOf names a class as answers do.
func classOf(c hotspot.Class) string {
	switch c {
	case hotspot.NotSignificant:
		return "none"
	case hotspot.NotTested:
		return "untestable"
	default:
		return c.String()
	}
}

// heatWords are the classes of significance.
var heatWords = []ClassOf{
	{Class: "hot_99", Words: Text{"热点（99%）", "hot (99%)"}},
	{Class: "hot_95", Words: Text{"热点（95%）", "hot (95%)"}},
	{Class: "hot_90", Words: Text{"热点（90%）", "hot (90%)"}},
	{Class: "none", Words: Text{"不显著", "not significant"}},
	{Class: "cold_90", Words: Text{"冷点（90%）", "cold (90%)"}},
	{Class: "cold_95", Words: Text{"冷点（95%）", "cold (95%)"}},
	{Class: "cold_99", Words: Text{"冷点（99%）", "cold (99%)"}},
	{Class: "untestable", Words: Text{"无法检验", "cannot be tested"}},
}

// heatSummary counts the places that are hot or cold at the false discovery rate q that was asked for.
func heatSummary(a *Answer, q float64) Summary {
	hot, cold := beyondChance(a.Places, q)
	tested := *a.Provenance.Tested
	return Summary{
		Words: Words("检验了 %s 处：%d 处高于偶然可解释的范围，%d 处低于（错误发现率 %s%%）。", "%s places were tested: %d are higher than chance explains, %d lower (false discovery rate %s%%).",
			Grouped(tested), hot, cold, strconv.FormatFloat(100*q, 'g', 4, 64)),
		Figures: []NamedFigure{
			{Name: "hot_places", Value: Known(float64(hot)), Unit: "places", Words: placesOf},
			{Name: "cold_places", Value: Known(float64(cold)), Unit: "places", Words: placesOf},
			{Name: "tested", Value: Known(float64(tested)), Unit: "places", Words: placesOf},
		},
	}
}

// beyondChance counts the places whose adjusted p is q at most, by the side on which they lie.
func beyondChance(places []Place, q float64) (hot, cold int) {
	for i := range places {
		p := &places[i]
		if adjusted, ok := p.Adjusted.Value(); !ok || adjusted > q {
			continue
		}
		if z, _ := p.Z.Value(); z > 0 {
			hot++
		} else {
			cold++
		}
	}
	return hot, cold
}
