package analysis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A covering is what nobody sees of an area.
type covering struct {
	*Study
	communities []int32 // of Areas: those in the area, or that it lies in
	visits      visiting
	features    []Feature
}

// A lookout makes one list of what is not seen.
type lookout struct {
	kind  string
	title Text
	many  Text                                                         // so many of them, in a sentence
	one   string                                                       // a single one in English
	make  func(c *covering, ctx context.Context, l List) (List, error) // all items, or those of the page with their count
}

// lookouts are the lists of a coverage, in their order. The first five are the blind spots.
var lookouts = []lookout{
	{"hole", Text{"空洞：没有网格的土地", "Holes: land that no grid has"}, Text{"%s 处空洞", "%s holes"}, "%s hole", (*covering).blind},
	{"inlet", Text{"缺口：边界处没有网格的土地", "Inlets: land at the outer border that no grid has"}, Text{"%s 处缺口", "%s inlets"}, "%s inlet", (*covering).blind},
	{"overlap", Text{"重叠：两个网格都有的土地", "Overlaps: land that two grids have"}, Text{"%s 处重叠", "%s overlaps"}, "%s overlap", (*covering).blind},
	{"unassigned_cell", Text{"未划入网格的单元", "Cells given to no grid"}, Text{"%s 个单元未划入网格", "%s cells given to no grid"}, "%s cell given to no grid", (*covering).unassigned},
	{"building_without_grid", Text{"不在网格内的楼栋", "Buildings in no grid"}, Text{"%s 栋楼不在网格内", "%s buildings in no grid"}, "%s building in no grid", (*covering).lonely},
	{"vacant_post", Text{"空缺岗位", "Vacant posts"}, Text{"%s 个岗位空缺", "%s vacant posts"}, "%s vacant post", (*covering).vacant},
	{"unvisited_building", Text{"期间未走访的楼栋", "Buildings not visited in the period"}, Text{"%s 栋楼期间未走访", "%s buildings not visited in the period"}, "%s building not visited in the period", (*covering).unvisited},
	{"facility_missing", Text{"缺少的设施", "Facilities missing"}, Text{"缺 %s 处设施", "%s facilities missing"}, "%s facility missing", (*covering).missing},
	{"beyond_reach", Text{"步行到不了的楼栋", "Buildings beyond reach"}, Text{"%s 栋楼步行到不了服务设施", "%s buildings beyond reach"}, "%s building beyond reach", (*covering).beyond},
}

// lookoutOf returns the lookout of a list.
func lookoutOf(kind string) *lookout {
	return &lookouts[slices.IndexFunc(lookouts, func(l lookout) bool { return l.kind == kind })]
}

// counted says how many there are of what is not seen.
func (l *lookout) counted(n int) Text {
	words := Words(l.many.ZH, l.many.EN, Grouped(n))
	if n == 1 {
		words.EN = fmt.Sprintf(l.one, Grouped(n))
	}
	return words
}

// coverage tells what nobody sees: land and buildings without a grid, posts without a holder, buildings that
// nobody visited, and communities and buildings without a service. Each is a list.
func coverage(ctx context.Context, s *Study, progress Progress) (*Answer, error) {
	c := &covering{Study: s, communities: s.communities()}
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
		list, err := l.make(c, ctx, List{Kind: l.kind, Title: l.title, Items: []Item{}})
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
	var zh, en []string
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
		said := lookoutOf(l.Kind).counted(l.Count)
		zh, en = append(zh, said.ZH), append(en, said.EN)
	}
	out.Words = nothing
	if len(zh) > 0 {
		out.Words = Text{strings.Join(zh, "，") + "。", strings.Join(en, ", ") + "."}
	}
	share := over(c.visits.within, c.visits.within+c.visits.without)
	if len(c.Visits) == 0 {
		share = Figure{}
	}
	out.Figures = append(out.Figures, NamedFigure{Name: "visited", Value: share, Unit: "share", Words: Text{"占比", "share"}})
	return out
}

// beyond lists the buildings that reach no service in the time.
func (c *covering) beyond(ctx context.Context, l List) (List, error) {
	r, err := c.reaching(ctx, func(int, int) {})
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
