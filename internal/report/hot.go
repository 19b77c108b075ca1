package report

import (
	"strings"

	"gewu/analysis"
	"gewu/geo"
)

// hot fills the list of hot spots, in the order in which they are read.
func (m *making) hot() {
	l := m.Language
	if m.change.Answer == nil {
		m.NoSpots = l.say(m.change.why)
		return
	}
	r := &m.change.Provenance
	m.SpotsOf = l.sayf(word{ZH: "按一年看：%s", EN: "seen over a year: %s"}, l.period(r.From, r.Until))
	if len(m.change.Spots) == 0 {
		m.NoSpots = l.say(m.change.Summary.Words)
	}
	for i := range m.change.Spots {
		m.Spots = append(m.Spots, m.spot(&m.change.Spots[i]))
	}
}

func (m *making) spot(s *analysis.Spot) Spot {
	_, open := stepSpot[s.Pattern]
	spot := Spot{Number: s.Number, At: pointOf(geo.Point(s.At)), Name: m.spotName(s), Course: s.Pattern, Word: m.courseWord(s.Pattern), Much: m.timesWords(s), Open: open}
	parts := []string{m.sinceWords(s), m.Language.say(sureWords[s.Class])}
	if s.Firm != nil && !*s.Firm {
		parts = append(parts, m.Language.say(word{ZH: "位置不稳固，先看现场", EN: "not firm: look at the place first"}))
	}
	parts = append(parts, m.holderWords(s)...)
	var said []string
	for _, part := range parts {
		if part != "" {
			said = append(said, part)
		}
	}
	spot.More = strings.Join(said, m.Language.say(word{ZH: "；", EN: "; "}))
	return spot
}

// courseWord names the way that a hot spot goes, as its answer does.
func (m *making) courseWord(pattern string) string {
	for _, class := range m.change.Legend.Classes {
		if class.Class == pattern {
			return m.Language.say(class.Words)
		}
	}
	return pattern
}

// timesWords says how many times what was expected a hot spot has.
func (m *making) timesWords(s *analysis.Spot) string {
	ratio, known := s.Ratio.Value()
	lower, some := s.RatioLower.Value()
	upper, both := s.RatioUpper.Value()
	if !known || !some || !both {
		return m.spotMuch(s)
	}
	expected, _ := s.Expected.Value()
	return m.Language.sayf(word{ZH: "%s 件，约应有 %s 件：%s 倍（%s–%s）", EN: "%s incidents, about %s expected: %s times (%s–%s)"},
		analysis.Grouped(s.Count), figure(expected), figure(ratio), figure(lower), figure(upper))
}

// sinceWords says since when and until when.
func (m *making) sinceWords(s *analysis.Spot) string {
	l := m.Language
	switch {
	case s.Since == nil && s.Until == nil:
		return l.say(word{ZH: "一年前已有", EN: "there for a year and more"})
	case s.Since == nil:
		return l.sayf(word{ZH: "至 %s 为止", EN: "until about %s"}, l.dayOf(*s.Until))
	case s.Until == nil:
		return l.sayf(word{ZH: "约 %s 起", EN: "since about %s"}, l.dayOf(*s.Since))
	default:
		return l.sayf(word{ZH: "约 %s 至 %s", EN: "about %s until %s"}, l.dayOf(*s.Since), l.dayOf(*s.Until))
	}
}

// holderWords says who has the first duty of the grid with most of it, and which duties of its grids nobody has.
func (m *making) holderWords(s *analysis.Spot) (parts []string) {
	l := m.Language
	if len(s.Holders) == 0 {
		return nil
	}
	if first := s.Holders[0]; first.Name != nil {
		parts = append(parts, l.sayf(word{ZH: "%s %s", EN: "%s %s"}, l.say(first.Duty), *first.Name))
	}
	var vacant []string
	for _, h := range s.Holders {
		if h.Name == nil {
			vacant = append(vacant, m.areaName(h.Grid)+l.say(word{EN: " "})+l.say(h.Duty))
		}
	}
	if len(vacant) > 0 {
		parts = append(parts, l.say(word{ZH: "空缺：", EN: "vacant: "})+l.join(vacant))
	}
	return parts
}
