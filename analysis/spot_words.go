package analysis

import (
	"cmp"
	"fmt"
	"strings"
)

// patternWords name the courses of hot spots.
var patternWords = map[string]Text{
	patternNew:        {"新出现", "new"},
	patternGrowing:    {"在增长", "growing"},
	patternPersistent: {"持续", "persistent"},
	patternCooling:    {"在消退", "cooling"},
	patternEnded:      {"已结束", "ended"},
	patternOther:      {"曾短暂出现", "a short burst"},
}

// spotWords tells a spot in plain sentences: what, where, since when, compared with what, how sure, who covers it.
func (c *course) spotWords(spot *Spot, found *courseSpot) Text {
	var zh, en strings.Builder
	for _, part := range []Text{
		c.whatWords(spot), c.sinceWords(spot), c.muchWords(spot, found), seasonWords(found.year), sureWords(spot, found), coverWords(spot),
	} {
		zh.WriteString(part.ZH)
		if part.EN != "" && en.Len() > 0 {
			en.WriteByte(' ')
		}
		en.WriteString(part.EN)
	}
	return Text{zh.String(), en.String()}
}

// mostKindsNamed is how many kinds a sentence names.
const mostKindsNamed = 4

// whatWords says what and where.
func (c *course) whatWords(spot *Spot) Text {
	what, pattern := kindWords(spot.Kinds), patternWords[spot.Pattern]
	return Text{
		fmt.Sprintf("%s：%s（%s）。", spot.Name.ZH, what.ZH, pattern.ZH),
		fmt.Sprintf("%s: %s (%s).", spot.Name.EN, what.EN, pattern.EN),
	}
}

// kindWords names the most frequent kinds.
func kindWords(kinds []KindPart) Text {
	var zh, en []string
	for _, kind := range kinds[:min(len(kinds), mostKindsNamed)] {
		zh, en = append(zh, named(kind.Name.ZH, kind.Code, "未分类")), append(en, named(kind.Name.EN, kind.Code, "no kind"))
	}
	what := Text{strings.Join(zh, "、"), strings.Join(en, ", ")}
	if more := len(kinds) - mostKindsNamed; more > 0 {
		what.ZH += fmt.Sprintf("等 %d 类", len(kinds))
		what.EN += fmt.Sprintf(" and %d more kinds", more)
	}
	return what
}

// named is a name, or what stands for it where there is none.
func named(name, code, none string) string { return cmp.Or(strings.TrimSpace(name), code, none) }

// sinceWords says since when and until when.
func (c *course) sinceWords(spot *Spot) Text {
	first := dayWords(date(c.days[0]))
	switch {
	case spot.Since == nil && spot.Until == nil:
		return Words("%s以来一直如此。", "It has been so at least since %s.", first)
	case spot.Since == nil:
		return Words("%[1]s之前已开始，约%[2]s起不再高于预期。", "It began before %s and has not been above expectation since about %s.", first, dayWords(*spot.Until))
	case spot.Until == nil:
		return Words("约%s开始，至今未停。", "It began about %s and goes on.", dayWords(*spot.Since))
	}
	return Words("约%s开始，约%s起不再高于预期。", "It began about %s and has not been above expectation since about %s.", dayWords(*spot.Since), dayWords(*spot.Until))
}

// muchWords says how many, and compared with what.
func (c *course) muchWords(spot *Spot, found *courseSpot) Text {
	days := found.turn.To - found.turn.From
	words := Words("其间 %d 天共 %s 件；按本辖区同类事件的季节和该处的户数、楼栋推算，约应有 %s 件，为 %s 倍（95%% 区间 %s 至 %s 倍）。",
		"In these %d days there were %s incidents; by the season of these kinds in the area and the households and buildings here about %s were to be expected: %s times as many (95%% interval %s to %s).",
		days, Grouped(found.count), short(spot.Expected), short(spot.Ratio), short(spot.RatioLower), short(spot.RatioUpper))
	if before, known := spot.Before.Value(); known {
		words.ZH += fmt.Sprintf("此前同样长的 %d 天有 %.0f 件。", days, before)
		words.EN += fmt.Sprintf(" In the %d days before there were %.0f.", days, before)
	}
	return words
}

// short writes a figure with two digits, or more where it is large.
func short(f Figure) string {
	v, known := f.Value()
	switch {
	case !known:
		return "?"
	case v >= 10:
		return fmt.Sprintf("%.0f", v)
	case v >= 0.095:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2g", v)
}

// sureWords says how sure it is.
func sureWords(spot *Spot, found *courseSpot) Text {
	class := Text{"在全部检验中，此类判断预计每十条约有一条属偶然。", "Of findings as sure as this about one in ten is expected to be chance."}
	switch spot.Class {
	case "hot_99":
		class = Text{"在全部检验中，此类判断预计每百条约有一条属偶然。", "Of findings as sure as this about one in a hundred is expected to be chance."}
	case "hot_95":
		class = Text{"在全部检验中，此类判断预计每二十条约有一条属偶然。", "Of findings as sure as this about one in twenty is expected to be chance."}
	}
	if found.layings == 0 {
		return class
	}
	laid := Words("方格换 %d 种铺法，%d 种仍能发现", "With the squares laid in %d ways it was found in %d", found.layings, found.hottest)
	if *spot.Firm {
		return Text{class.ZH + laid.ZH + "，结论稳固。", class.EN + " " + laid.EN + ": it is firm."}
	}
	return Text{class.ZH + laid.ZH + "，位置尚不稳固，先看现场。", class.EN + " " + laid.EN + ": it is not firm, look at the place first."}
}

// coverWords says who covers the grids of a spot.
func coverWords(spot *Spot) Text {
	if len(spot.Holders) == 0 {
		return Text{"所在网格没有登记岗位。", "No posts of its grids are recorded."}
	}
	zh, en := map[string][]string{}, map[string][]string{}
	var grids []AreaName
	for _, h := range spot.Holders {
		if zh[h.Grid.Code] == nil {
			grids = append(grids, h.Grid)
		}
		who := Text{"空缺", "vacant"}
		if h.Name != nil {
			who = Same(*h.Name)
		}
		zh[h.Grid.Code] = append(zh[h.Grid.Code], h.Duty.ZH+who.ZH)
		en[h.Grid.Code] = append(en[h.Grid.Code], h.Duty.EN+" "+who.EN)
	}
	out := Text{}
	for i, grid := range grids[:min(len(grids), 2)] {
		if i > 0 {
			out.EN += " "
		}
		out.ZH += fmt.Sprintf("%s由%s负责。", grid.Name.ZH, strings.Join(zh[grid.Code], "、"))
		out.EN += fmt.Sprintf("%s is covered by %s.", grid.Name.EN, strings.Join(en[grid.Code], ", "))
	}
	return out
}

// courseSummary counts the spots of the patterns that are told.
func courseSummary(spots []Spot, told []string) Summary {
	count := map[string]int{}
	for i := range spots {
		count[spots[i].Pattern]++
	}
	var zh, en []string
	var figures []NamedFigure
	for _, pattern := range told {
		n := count[pattern]
		figures = append(figures, NamedFigure{Name: pattern, Value: Known(float64(n)), Unit: "places", Words: placesOf})
		if n > 0 {
			zh = append(zh, fmt.Sprintf("%s %d 处", patternWords[pattern].ZH, n))
			en = append(en, fmt.Sprintf("%d %s", n, patternWords[pattern].EN))
		}
	}
	switch {
	case len(zh) == 0 && len(told) < len(patterns):
		return Summary{Text{"没有已结束或正在消退的热点。", "No hot spot has ended or is cooling."}, figures}
	case len(zh) == 0:
		return Summary{Text{"没有发现超出偶然的变化。", "No change beyond chance was found."}, figures}
	}
	season := seasonSummary(spots)
	return Summary{Text{"热点：" + strings.Join(zh, "，") + "。" + season.ZH, "Hot spots: " + strings.Join(en, ", ") + "." + season.EN}, figures}
}

// patternClasses counts places by the patterns that are told.
func (a *Answer) patternClasses(told []string) (classes []ClassOf) {
	for _, pattern := range told {
		of := ClassOf{Class: pattern, Words: patternWords[pattern]}
		for i := range a.Places {
			if a.Places[i].Pattern == pattern {
				of.Places++
			}
		}
		classes = append(classes, of)
	}
	return classes
}

// noteCourse says what a course of a year does not tell.
func (c *course) noteCourse() {
	c.Note("false_share", "所列热点中预计约 %.0f%% 属偶然。", "About %.0f%% of the hot spots named are expected to be chance.", 100*c.Question.Q)
	c.Note("chosen_for_excess", "热点的地点和起止日期是因事件多而选出的，所列倍数因此略偏高；是否属偶然，以所标把握为准。",
		"Places and days of hot spots were chosen because there was much there, so the times as many are somewhat too high; how sure they are is told by their class.")
	if days := c.steps() * c.Question.Step; days < 2*daysInYear && !c.Question.Seasonal {
		c.Note("one_year", "只看了 %d 天：每年同一季节重复出现的，与出现一次的分不开。", "%d days were looked at: what returns every year in its season cannot be told from what came once.", days)
	}
	if cut := c.days[0]; cut > c.Question.From {
		c.Note("course_from", "走势自%s起计算（完整时段）。", "The course is counted from %s on, in whole steps.", dayWords(date(cut)))
	}
}
