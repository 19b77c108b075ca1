package report

import (
	"strings"

	"gewu/analysis"
)

// What a page tells to do: most lines in all, and most of them about hot spots.
const (
	mostSteps     = 5
	mostSpotSteps = 3
)

var (
	stepIdle = word{ZH: "没有需要马上处理的热点，也没有发现盲区。", EN: "No hot spot needs action now, and no blind spot was found."}
	stepSpot = map[string]word{
		"new":        {ZH: "到热点 %d“%s”现场看一次：新出现，%s。", EN: `Go and see hot spot %d, "%s": new, %s.`},
		"growing":    {ZH: "热点 %d“%s”在增长，%s：定人、定期限。", EN: `Hot spot %d, "%s", is growing, %s: name a person and a date.`},
		"persistent": {ZH: "热点 %d“%s”持续不退，%s：换个办法。", EN: `Hot spot %d, "%s", persists, %s: try another way.`},
	}
	stepRest   = word{ZH: "其余 %s 处未消退的热点见下表，逐一落实到人。", EN: "Name a person for each of the %s other hot spots that go on: see below."}
	stepCovers = word{ZH: "由%s负责。", EN: " %s covers it."}
	stepNobody = word{ZH: "所在网格“%s”岗位空缺，先定人。", EN: ` The post "%s" of its grid is vacant: find someone first.`}
	spotCount  = word{ZH: "%s 件，约应有 %s 件", EN: "%s incidents where about %s were expected"}
	spotBare   = word{ZH: "%s 件", EN: "%s incidents"}
)

// steps says what to do now, the most pressing first: go and see, act on what grows, then look where nobody looks.
func (m *making) steps() {
	m.Steps = m.spotSteps()
	for _, gap := range []struct {
		kind  string
		words func() string
	}{{silentKind, m.silentStep}, {"vacant_post", m.vacantStep}, {"building_without_grid", m.homelessStep}, {"above", m.aboveStep}, {"unvisited_building", m.unvisitedStep}} {
		if words := gap.words(); words != "" && len(m.Steps) < mostSteps {
			m.Steps = append(m.Steps, Step{Kind: gap.kind, Words: words})
		}
	}
	m.Idle = m.Language.say(stepIdle)
	if m.change.Answer == nil || m.coverage.Answer == nil {
		m.Idle = m.Language.say(word{ZH: "能判断的各项没有需要马上处理的。", EN: "As far as can be told, nothing needs action now."})
	}
}

// spotSteps says what to do about hot spots that go on.
func (m *making) spotSteps() (steps []Step) {
	var open []*analysis.Spot
	if m.change.Answer != nil {
		for i := range m.change.Spots {
			if _, acts := stepSpot[m.change.Spots[i].Pattern]; acts {
				open = append(open, &m.change.Spots[i])
			}
		}
	}
	named := open
	if len(open) > mostSpotSteps {
		named = open[:mostSpotSteps-1]
	}
	for _, spot := range named {
		words := m.Language.sayf(stepSpot[spot.Pattern], spot.Number, m.spotName(spot), m.spotMuch(spot))
		steps = append(steps, Step{spot.Pattern, spot.Number, words + m.coverWords(spot)})
	}
	if rest := len(open) - len(named); rest > 0 {
		steps = append(steps, Step{Kind: "other_spots", Words: m.Language.sayf(stepRest, analysis.Grouped(rest))})
	}
	return steps
}

// spotName is where a hot spot is and what it is about first of all: one grid may have several.
func (m *making) spotName(spot *analysis.Spot) string {
	name := m.Language.say(spot.Name)
	if short := strings.TrimSpace(strings.TrimPrefix(name, m.Area)); short != "" { // the title names the area
		name = short
	}
	if len(spot.Kinds) > 0 {
		if kind := m.Language.say(spot.Kinds[0].Name); kind != "" {
			name += " · " + kind
		}
	}
	return name
}

// spotMuch says how many incidents a hot spot has, beside how many were to be expected.
func (m *making) spotMuch(spot *analysis.Spot) string {
	if expected, known := spot.Expected.Value(); known {
		return m.Language.sayf(spotCount, analysis.Grouped(spot.Count), figure(expected))
	}
	return m.Language.sayf(spotBare, analysis.Grouped(spot.Count))
}

// coverWords says who has the first duty of the grid with most of a hot spot's incidents, or that nobody has.
func (m *making) coverWords(spot *analysis.Spot) string {
	if len(spot.Holders) == 0 {
		return ""
	}
	first := spot.Holders[0]
	if first.Name == nil {
		return m.Language.sayf(stepNobody, m.Language.say(first.Duty))
	}
	return m.Language.sayf(stepCovers, *first.Name)
}

// silentStep sends somebody to where nothing is reported.
func (m *making) silentStep() string {
	names := m.silent()
	if len(names) == 0 {
		return ""
	}
	return m.Language.many(len(names), word{ZH: "到 %s 个反常安静的网格问一问：", EN: "Ask in %s strangely silent grid: "},
		word{ZH: "到 %s 个反常安静的网格问一问：", EN: "Ask in %s strangely silent grids: "}) + m.Language.join(names) + m.stop()
}

// silent are the grids of which something should have been reported and nothing was.
func (m *making) silent() (names []string) {
	if m.silence.Answer == nil {
		return nil
	}
	for i := range m.silence.Places {
		if p := &m.silence.Places[i]; p.Class == "silent" {
			names = append(names, m.placeName(p))
		}
	}
	return names
}

// vacantStep has posts filled.
func (m *making) vacantStep() string {
	list, ok := m.list("vacant_post")
	if !ok {
		return ""
	}
	var names []string
	for _, item := range list.Items {
		name := m.within(item.Name, item.Community)
		if item.Post != nil {
			name += " " + m.Language.say(*item.Post)
		}
		names = append(names, name)
	}
	return m.Language.many(list.Count, word{ZH: "补上 %s 个空缺岗位：", EN: "Fill %s vacant post: "}, word{ZH: "补上 %s 个空缺岗位：", EN: "Fill %s vacant posts: "}) +
		m.listed(names, list.Count) + m.stop()
}

// homelessStep has buildings given to grids.
func (m *making) homelessStep() string {
	list, ok := m.list("building_without_grid")
	if !ok {
		return ""
	}
	return m.Language.many(list.Count, word{ZH: "给 %s 栋没有网格的楼定网格：", EN: "Give %s building without a grid to one: "},
		word{ZH: "给 %s 栋没有网格的楼定网格：", EN: "Give %s buildings without a grid to one: "}) + m.listed(m.itemNames(list), list.Count) + m.stop()
}

// aboveStep asks why there is more than chance explains where no hot spot says so.
func (m *making) aboveStep() string {
	if m.rate.Answer == nil {
		return ""
	}
	var names []string
	for i := range m.rate.Places {
		p := &m.rate.Places[i]
		if p.Class == "above" && !m.hasSpot(p) {
			names = append(names, m.placeName(p))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return m.Language.sayf(word{ZH: "问一问为什么这些%s的发生率高于偶然：", EN: "Ask why these %s have more than chance explains: "}, m.Placed) +
		m.Language.join(names) + m.stop()
}

// hasSpot reports whether a hot spot that goes on lies in a place.
func (m *making) hasSpot(p *analysis.Place) bool {
	if m.change.Answer == nil {
		return false
	}
	for i := range m.change.Spots {
		spot := &m.change.Spots[i]
		for _, grid := range spot.Grids {
			if _, acts := stepSpot[spot.Pattern]; acts && grid.ID == p.ID {
				return true
			}
		}
	}
	return false
}

// unvisitedStep has buildings visited, those never visited first.
func (m *making) unvisitedStep() string {
	list, ok := m.list("unvisited_building")
	if !ok {
		return ""
	}
	names := m.itemNames(list)
	line := m.Language.many(list.Count, word{ZH: "走访 %s 栋期间没有走访的楼", EN: "Visit %s building that nobody visited in the period"},
		word{ZH: "走访 %s 栋期间没有走访的楼", EN: "Visit %s buildings that nobody visited in the period"})
	if len(names) > 0 {
		line += m.Language.say(word{ZH: "，先去：", EN: ", first "}) + m.Language.join(names[:min(len(names), mostNames)])
	}
	return line + m.stop()
}

// list is a list of what is not seen that has anything.
func (m *making) list(kind string) (analysis.List, bool) {
	if m.coverage.Answer != nil {
		for _, list := range m.coverage.Lists {
			if list.Kind == kind && list.Words == nil && list.Count > 0 {
				return list, true
			}
		}
	}
	return analysis.List{}, false
}

// itemNames are what the items of a list are called; nothing stands for those without a name.
func (m *making) itemNames(list analysis.List) (names []string) {
	for _, item := range list.Items {
		if name := strings.TrimSpace(m.Language.say(item.Name)); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// listed names the first of so many.
func (m *making) listed(names []string, all int) string {
	if len(names) > mostNames || all > len(names) {
		text := m.Language.join(names[:min(len(names), mostNames)])
		return text + m.Language.say(word{ZH: "等", EN: " and others"})
	}
	return m.Language.join(names)
}

func (m *making) stop() string { return m.Language.say(word{ZH: "。", EN: "."}) }
