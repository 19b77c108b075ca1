package analysis

import (
	"context"
	"errors"
	"slices"
	"strings"
)

// A covering is what nobody sees of an area.
type covering struct {
	*Study
	ctx         context.Context
	progress    Progress
	communities []int32 // of Areas: those in the area, or that it lies in
	visits      visiting
	features    []Feature
}

// A lookout makes one list of what is not seen.
type lookout struct {
	kind  string
	title Text
	make  func(c *covering, l List) (List, error) // all items, or those of the page with their count
}

// lookouts are the lists of a coverage, in their order. The first five are the blind spots.
var lookouts = []lookout{
	{"hole", Text{"空洞：没有网格的土地", "Holes: land that no grid has"}, (*covering).blind},
	{"inlet", Text{"缺口：边界处没有网格的土地", "Inlets: land at the outer border that no grid has"}, (*covering).blind},
	{"overlap", Text{"重叠：两个网格都有的土地", "Overlaps: land that two grids have"}, (*covering).blind},
	{"unassigned_cell", Text{"未划入网格的单元", "Cells given to no grid"}, (*covering).unassigned},
	{"building_without_grid", Text{"不在网格内的楼栋", "Buildings in no grid"}, (*covering).lonely},
	{"vacant_post", Text{"空缺岗位", "Vacant posts"}, (*covering).vacant},
	{"unvisited_building", Text{"期间未走访的楼栋", "Buildings not visited in the period"}, (*covering).unvisited},
	{"facility_missing", Text{"缺少的设施", "Facilities missing"}, (*covering).missing},
	{"beyond_reach", Text{"步行到不了的楼栋", "Buildings beyond reach"}, (*covering).beyond},
}

// coverage tells what nobody sees: land and buildings without a grid, posts without a holder, buildings that
// nobody visited, and communities and buildings without a service. Each is a list.
func coverage(ctx context.Context, s *Study, progress Progress) (*Answer, error) {
	c := &covering{Study: s, ctx: ctx, progress: progress, communities: s.communities()}
	c.visits = s.visiting()
	after, chosen := s.Question.After, lookouts
	if one := s.Question.List; one != "" {
		chosen = slices.DeleteFunc(slices.Clone(lookouts), func(l lookout) bool { return l.kind != one })
		if len(chosen) == 0 {
			return nil, Refuse("list", "没有“%s”这份清单。可用：%s。", "There is no list “%s”. Known: %s.", clip(one), strings.Join(listKinds(), ", "))
		}
	}
	a := s.answer()
	for i, l := range chosen {
		progress(i, len(chosen))
		list, err := l.make(c, List{Kind: l.kind, Title: l.title, Items: []Item{}})
		if err != nil {
			return nil, err
		}
		a.Lists = append(a.Lists, list.page(after, mostItems))
	}
	c.fill(a.Places)
	a.Features = c.features
	a.Legend = &Legend{Unit: Text{"期间走访的住户占比", "share of households visited in the period"}, Breaks: []Figure{Known(0.5), Known(0.8), Known(0.95)}, Classes: []ClassOf{}}
	a.Summary = c.summary(a)
	s.Note("no_report_is_not_no_problem", "没有上报不等于没有问题。", "No report does not mean no problem.")
	return s.finish(a, "households", "within", "without", "share", "days", "why"), nil
}

func listKinds() []string {
	kinds := make([]string, len(lookouts))
	for i := range lookouts {
		kinds[i] = lookouts[i].kind
	}
	return kinds
}

// communities returns the communities in the area, or the one that the grid lies in.
func (s *Study) communities() []int32 {
	if s.Only >= 0 {
		if c := s.Grounds[s.Only].Community; c >= 0 {
			return []int32{c}
		}
		return nil
	}
	var out []int32
	for i := range s.Areas {
		if s.Areas[i].Level == LevelCommunity && s.under(int32(i), s.Within) {
			out = append(out, int32(i))
		}
	}
	return out
}

// under reports whether an area is another or lies in it.
func (e *Evidence) under(area, above int32) bool {
	for ; area >= 0; area = e.Areas[area].Parent {
		if area == above {
			return true
		}
	}
	return false
}

// summary says in one sentence what there is to be seen to, worst first: land, people, visits, services.
func (c *covering) summary(a *Answer) Summary {
	var out Summary
	nothing := Text{"没有发现盲区。", "No blind spot was found."}
	for _, l := range a.Lists {
		count := Known(float64(l.Count))
		if l.Words != nil {
			count, nothing = Figure{}, Text{"能判断的各项没有发现盲区。", "No blind spot was found where one can be told."}
		}
		out.Figures = append(out.Figures, NamedFigure{Name: l.Kind, Value: count, Unit: "places", Words: placesOf})
		if l.Count == 0 {
			continue
		}
		words := Words("%s：%d。", "%s: %d. ", "\x00", l.Count)
		words = withName(words, l.Title)
		out.Words = Text{out.Words.ZH + words.ZH, out.Words.EN + words.EN}
	}
	out.Words.EN = strings.TrimSpace(out.Words.EN)
	if out.Words.ZH == "" {
		out.Words = nothing
	}
	share := over(c.visits.within, c.visits.within+c.visits.without)
	if len(c.Visits) == 0 {
		share = Figure{}
	}
	out.Figures = append(out.Figures, NamedFigure{Name: "visited", Value: share, Unit: "share", Words: Text{"占比", "share"}})
	return out
}

// beyond lists the buildings that reach no service in the time.
func (c *covering) beyond(l List) (List, error) {
	r, err := c.reaching(c.ctx, func(int, int) {})
	var refusal *Refusal
	if errors.As(err, &refusal) {
		l.Words = &refusal.Words
		return l, nil
	}
	if err != nil {
		return l, err
	}
	var homes []int32
	for i := range c.Homes {
		if r.unit(int32(i)) >= 0 && !r.reaches(int32(i)) {
			homes = append(homes, int32(i))
		}
	}
	c.mostFirst(homes)
	return c.listHomes(l.Kind, r.titleOf(l.Kind), homes, 0, len(homes), r.tellNearest), nil
}
