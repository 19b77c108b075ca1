package analysis

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"gewu/hotspot"
)

// load tells where the work is: incidents of every place, by km², and month by month.
func load(_ context.Context, s *Study, _ Progress) (*Answer, error) {
	a := s.answer()
	q := &s.Question
	counts, again := s.Count(q.From, q.Until), s.count(s.Again, q.From, q.Until)
	for i := range a.Places {
		p := &a.Places[i]
		p.Count, p.Reports = counts[i], counts[i]+again[i]
		if km2, ok := p.SquareKM.Value(); ok && km2 > 0 {
			p.PerKM2 = Known(float64(p.Count) / km2)
		}
	}
	if q.Level == LevelCell {
		a.Places = slices.DeleteFunc(a.Places, func(p Place) bool { return p.Count == 0 })
	}
	bandwidth := Known(q.Bandwidth)
	a.Provenance.BandwidthM = &bandwidth
	a.Legend = &Legend{Unit: perKM2, Breaks: s.Breaks(), Classes: []ClassOf{}}
	a.Series = s.series()
	s.Note("load_not_risk", "住户多的地方事件也多：这是工作量，不是风险。", "Where more people live, more is reported: this is workload, not risk.")
	a.Summary = s.loadSummary(a)
	return s.finish(a, "count", "reports", "per_km2", "households", "square_km"), nil
}

func (s *Study) loadSummary(a *Answer) Summary {
	incidents, reports := a.Provenance.Incidents, a.Provenance.Reports
	perDay := float64(incidents) / float64(s.Question.Days())
	out := Summary{
		Words: Words("%d 天内 %s 件事件（%s 条上报），平均每天 %.1f 件。", "%d days, %s incidents (%s reports): %.1f a day.", s.Question.Days(), Grouped(incidents), Grouped(reports), perDay),
		Figures: []NamedFigure{
			{Name: "incidents", Value: Known(float64(incidents)), Unit: "incidents", Words: incidentsOf},
			{Name: "reports", Value: Known(float64(reports)), Unit: "reports", Words: reportsOf},
			{Name: "per_day", Value: Known(perDay), Unit: "incidents", Words: incidentsOf},
		},
	}
	if most := busiest(a.Places); most != nil && most.Count > 0 && len(a.Places) > 1 && most.Name.ZH != "" {
		name := Within(most.Community, most.Name)
		out.Words.ZH += fmt.Sprintf("最多的是%s，%s 件。", name.ZH, Grouped(most.Count))
		out.Words.EN += fmt.Sprintf(" Most in %s: %s.", name.EN, Grouped(most.Count))
	}
	return out
}

// busiest returns the place with most incidents, the first of equals; nil: there is none.
func busiest(places []Place) *Place {
	var most *Place
	for i := range places {
		if most == nil || places[i].Count > most.Count {
			most = &places[i]
		}
	}
	return most
}

// seriesMonths is how many months a series has: a year and the month of the year before.
const seriesMonths = 13

// series counts the incidents of the area month by month, for as many whole months before the end of the
// period as there are data of, by group of kinds.
func (s *Study) series() *Series {
	days := s.months()
	out := &Series{Months: []string{}, Total: []int{}, Groups: []GroupCounts{}}
	if len(days) < 2 {
		return out
	}
	for _, day := range days[:len(days)-1] {
		out.Months = append(out.Months, date(day))
	}
	out.Total = make([]int, len(out.Months))
	groupOf, groups := s.groups(len(out.Months))
	for piece, unit := range s.OfPiece {
		if unit >= 0 {
			s.addMonths(int32(piece), days, out.Total, groupOf, groups)
		}
	}
	out.Groups = slices.DeleteFunc(groups, func(g GroupCounts) bool { return !slices.ContainsFunc(g.Counts, positive) })
	return out
}

func positive(n int) bool { return n > 0 }

// addMonths adds the incidents of a piece to the months and to those of their groups.
func (s *Study) addMonths(piece int32, days []hotspot.Day, sums []int, groupOf []int32, groups []GroupCounts) {
	month := 0
	filter := hotspot.Filter{From: days[0], To: days[len(days)-1], Kinds: s.Set}
	for f := range s.Cube.Facts(piece, filter) {
		for f.Day >= days[month+1] {
			month++
		}
		sums[month] += int(f.Count)
		groups[groupOf[f.Kind]].Counts[month] += int(f.Count)
	}
}

// months returns the first days of the whole months before the end of the period, from the first that the
// data cover, and the end of the last.
func (s *Study) months() []hotspot.Day {
	end := DateOf(s.Question.Until)
	last := time.Date(end.Year(), end.Month(), 1, 0, 0, 0, 0, time.UTC)
	var days []hotspot.Day
	for back := seriesMonths; back >= 0; back-- {
		if day := dayOfDate(last.AddDate(0, -back, 0)); day >= s.DataFrom {
			days = append(days, day)
		}
	}
	return days
}

// groups returns the group of every kind, and the groups by code, with room for so many months. A kind
// without a group is in that with no code.
func (s *Study) groups(months int) (groupOf []int32, groups []GroupCounts) {
	for _, k := range s.Kinds {
		if !slices.ContainsFunc(groups, func(g GroupCounts) bool { return g.Code == k.Group }) {
			name := k.GroupName
			if k.Group == "" {
				name = Text{"其他", "Other"}
			}
			groups = append(groups, GroupCounts{k.Group, name, make([]int, months)})
		}
	}
	slices.SortFunc(groups, func(a, b GroupCounts) int { return cmp.Compare(a.Code, b.Code) })
	groupOf = make([]int32, len(s.Kinds))
	for k := range s.Kinds {
		groupOf[k] = int32(slices.IndexFunc(groups, func(g GroupCounts) bool { return g.Code == s.Kinds[k].Group }))
	}
	return groupOf, groups
}
