package report

import (
	"slices"
	"strings"

	"gewu/analysis"
)

// head says what the page is about.
func (m *making) head() {
	l, r := m.Language, &m.load.Provenance
	m.Area = m.areaName(r.Area)
	m.Above = m.above(r.Area)
	m.Period = l.sayf(word{ZH: "%s，共 %s 天；事件 %s 件，上报 %s 条", EN: "%s, %s days; %s incidents in %s reports"},
		l.period(r.From, r.Until), analysis.Grouped(r.Days), analysis.Grouped(r.Incidents), analysis.Grouped(r.Reports))
	if len(r.Kinds) > 0 {
		var kinds []string
		for _, kind := range r.Kinds {
			name := l.say(kind.Name)
			if name == "" {
				name = kind.Code
			}
			kinds = append(kinds, name)
		}
		m.Period += l.say(word{ZH: "；只看：", EN: "; only "}) + l.join(kinds)
	}
	if !m.evidence.DataUntil.IsZero() {
		until := m.evidence.DataUntil.In(m.zone)
		m.Data = l.sayf(word{ZH: "数据截至 %s %s", EN: "Data until %s, %s"}, l.day(until), until.Format("15:04"))
	}
}

// areaName is what an area is called; its code stands for a name that is missing.
func (m *making) areaName(a analysis.AreaName) string {
	if name := strings.TrimSpace(m.Language.say(a.Name)); name != "" {
		return name
	}
	return a.Code
}

// above names what an area lies in, the largest first.
func (m *making) above(a analysis.AreaName) (names []string) {
	e := m.evidence
	up := e.Area(a.ID)
	if up >= 0 {
		up = e.Areas[up].Parent
	} else if ground := e.Ground(a.ID); ground >= 0 {
		up = e.Grounds[ground].Parent
	}
	for ; up >= 0; up = e.Areas[up].Parent {
		names = append([]string{e.Areas[up].Name}, names...)
	}
	return names
}

// sentences says what is so: the rate, beside the periods before, and the hot spots.
func (m *making) sentences() {
	l := m.Language
	if m.rate.Answer != nil {
		m.Sentences = append(m.Sentences, m.rateWords())
	} else {
		m.Sentences = append(m.Sentences, l.say(word{ZH: "发生率：", EN: "Rate: "})+l.say(m.rate.why))
	}
	before := l.sayf(word{ZH: "与前 %s 天比", EN: "Against the %s days before"}, analysis.Grouped(m.load.Provenance.Days))
	m.compared(m.before, before, word{ZH: "（也可能只是季节不同）", EN: " (perhaps only the season)"})
	m.compared(m.year, l.say(word{ZH: "与去年同期比", EN: "Against the same days last year"}), word{})
	if len(m.Spots) > 0 {
		m.Sentences = append(m.Sentences, l.say(m.change.Summary.Words))
	}
}

// rateWords says the rate of the whole area with its limits, and how many places are beside chance; what the analysis
// says of it where there is no rate.
func (m *making) rateWords() string {
	rate := figureOf(m.rate.Answer, "rate")
	value, known := rate.Value.Value()
	lower, some := rate.Lower.Value()
	upper, both := rate.Upper.Value()
	if !known || !some || !both {
		return m.Language.say(m.rate.Summary.Words)
	}
	stands := map[Stand]int{}
	for i := range m.Places {
		stands[m.Places[i].Stands]++
	}
	words := m.Language.sayf(word{ZH: "每千户每月 %s 件（95%% 区间 %s–%s）；", EN: "%s incidents per 1,000 households a month (95%% interval %s–%s); "},
		figure(value), figure(lower), figure(upper))
	if stands[Above]+stands[Below] == 0 {
		return words + m.Language.sayf(word{ZH: "没有%s超出偶然可解释的范围。", EN: "none of the %s is beside what chance explains."}, m.Placed)
	}
	return words + m.Language.sayf(word{ZH: "%d 个%s高于偶然可解释的范围，%d 个低于。", EN: "above what chance explains: %d of the %s; below: %d."},
		stands[Above], m.Placed, stands[Below])
}

// compared adds a sentence about another period: first whether there is more, which may have a reason, then how many.
func (m *making) compared(a answer, against string, reason word) {
	l, colon := m.Language, m.Language.say(word{ZH: "：", EN: ": "})
	if a.Answer == nil {
		m.Sentences = append(m.Sentences, against+colon+l.say(a.why))
		return
	}
	found := verdict(figureOf(a.Answer, "ratio"))
	if found != more && found != less {
		reason = word{}
	}
	m.Sentences = append(m.Sentences, against+l.say(found)+l.say(reason)+colon+l.say(a.Summary.Words))
}

var (
	more  = word{ZH: "更多", EN: ", more"}
	less  = word{ZH: "更少", EN: ", less"}
	alike = word{ZH: "看不出差别", EN: ", no clear difference"}
)

// verdict says whether there is more: only an interval that does not hold 1 says so.
func verdict(ratio analysis.NamedFigure) word {
	_, known := ratio.Value.Value()
	lower, some := ratio.Lower.Value()
	upper, both := ratio.Upper.Value()
	switch {
	case !known || !some || !both:
		return word{}
	case lower > 1:
		return more
	case upper < 1:
		return less
	default:
		return alike
	}
}

// figureOf is a figure of the whole area by its name; without value when there is none.
func figureOf(a *analysis.Answer, name string) analysis.NamedFigure {
	for _, f := range a.Summary.Figures {
		if f.Name == name {
			return f
		}
	}
	return analysis.NamedFigure{}
}

// unseen counts what nobody sees, and says what was not found and what cannot be told.
func (m *making) unseen() {
	l := m.Language
	var none, not []string
	if m.coverage.Answer == nil {
		not = append(not, l.say(m.coverage.why))
	} else {
		for _, list := range m.coverage.Lists {
			switch title := l.say(list.Title); {
			case list.Words != nil:
				not = append(not, l.say(*list.Words))
			case list.Count > 0:
				m.Unseen = append(m.Unseen, Unseen{list.Kind, list.Count, title})
			default:
				none = append(none, brief(title))
			}
		}
	}
	silent := word{ZH: "反常安静的网格：应报未报", EN: "Strangely silent grids: something should have been reported"}
	switch n := len(m.silent()); {
	case m.silence.Answer == nil:
		not = append(not, l.say(word{ZH: "反常安静的网格：", EN: "Silent grids: "})+l.say(m.silence.why))
	case n > 0:
		m.Unseen = append(m.Unseen, Unseen{silentKind, n, l.say(silent)})
	default:
		none = append(none, brief(l.say(silent)))
	}
	if len(none) > 0 {
		m.UnseenNot = append(m.UnseenNot, l.say(word{ZH: "没有发现：", EN: "None found: "})+strings.Join(none, l.say(word{ZH: "、", EN: ", "}))+m.stop())
	}
	if len(not) > 0 {
		m.UnseenNot = append(m.UnseenNot, l.say(word{ZH: "无法判断：", EN: "Cannot be told: "})+strings.Join(not, l.say(word{ZH: "", EN: " "})))
	}
}

// brief is a title without its explanation.
func brief(title string) string {
	for _, colon := range []string{"：", ": "} {
		if head, _, cut := strings.Cut(title, colon); cut {
			return head
		}
	}
	return title
}

// made says how the page was made.
func (m *making) made() {
	l, r := m.Language, &m.load.Provenance
	m.Made = []string{
		l.sayf(word{
			ZH: "%s 编制；数据版本 %d；网格按 %s 的划分；户数 %s（%s，%s）。事件按件计，重复上报合并。",
			EN: "Made by %s from version %d of the data; grids as divided on %s; %s households (%s, %s). Incidents, not reports.",
		}, r.Program, r.DatasetVersion, l.dayOf(r.Division), households(r.Households.Total), m.source(r.Households.Source), l.dayOf(r.Households.Day)),
		m.question.In(l).Address(),
	}
	var notes []word
	for _, a := range []answer{m.change, m.rate} {
		if a.Answer == nil {
			continue
		}
		for _, note := range a.Provenance.Notes {
			if slices.Contains(mentioned, note.Kind) && (note.Kind != "false_share" || len(m.Spots) > 0) {
				notes = append(notes, note.Words)
			}
		}
	}
	var said []string
	for _, note := range unlike(append(notes, word{ZH: "没有上报不等于没有问题。", EN: "No report does not mean no problem."})) {
		said = append(said, l.say(note))
	}
	m.Made = append([]string{strings.Join(said, l.say(word{EN: " "}))}, m.Made...)
}

// silentKind is the kind of blind spot that the silence tells, as the coverage tells the others.
const silentKind = "silent_grid"

// mentioned are the kinds of notes that a page has.
var mentioned = []string{"false_share", "before_data", "few_incidents", "households_estimated", "today_included"}

// unlike leaves out what was said already.
func unlike(list []word) (out []word) {
	seen := map[word]bool{}
	for _, one := range list {
		if !seen[one] {
			out = append(out, one)
		}
		seen[one] = true
	}
	return out
}

// source is where the number of households comes from.
func (m *making) source(name string) string {
	if name == "buildings" {
		return m.Language.say(word{ZH: "按楼栋登记", EN: "of the buildings"})
	}
	return name
}

func households(f analysis.Figure) string {
	n, known := f.Value()
	if !known {
		return "–"
	}
	return analysis.Grouped(int(n))
}
