package api

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"

	"gewu/district"
	"gewu/geo"
	"gewu/internal/order"
	"gewu/plan"
)

// editionOrder prints GET /v1/editions/{id}/order.pdf: as the plan that it came from tells, or else from
// the boundaries of the edition and of the one before. The first edition of a community has no order.
func (s *server) editionOrder(r *http.Request, q query) (order.Order, error) {
	e, err := s.readEdition(r)
	if err != nil {
		return order.Order{}, err
	}
	if !covering(r, planReaders, []geo.AreaID{e.Community}) {
		return order.Order{}, mayNot()
	}
	language, err := orderLanguage(r, q)
	if err != nil {
		return order.Order{}, err
	}
	if e.Plan != 0 && s.Plans != nil {
		record, err := s.planByID(r, e.Plan)
		if err == nil {
			return s.orderOn(r, orderSubject{language, record, nil, e.Edition})
		}
	}
	c, err := s.Editions.EditionChange(r.Context(), e.ID)
	if errors.Is(err, plan.ErrFirstEdition) {
		return order.Order{}, noEdition.because("这是社区的首个版本，之前没有划分可比较，故没有调整单。",
			"This is the first edition of its community: there is nothing before it to compare it with, and so no order.")
	}
	if err != nil {
		return order.Order{}, planProblem(err)
	}
	return s.orderOfChange(r, language, c)
}

// orderOfChange is the order of an edition that came from no plan.
func (s *server) orderOfChange(r *http.Request, language order.Language, c plan.EditionChange) (order.Order, error) {
	view := viewOf(r)
	d := changeDraft{orderDraft{rules: plan.DefaultRules(), view: view, language: language}, c}
	if level := gridLevel(view, c.Edition.Community); level != nil {
		delete(d.rules.Bands, plan.Ordinary)
		if level.Band != nil {
			d.rules.Bands[plan.Ordinary] = plan.Band{Min: level.Band.Min, Max: level.Band.Max}
		}
	}
	o := order.Order{
		Language: language, District: d.say(view.Settings.Name), Community: d.communities([]geo.AreaID{c.Edition.Community}),
		Edition: c.Edition.Number, From: c.Edition.From, Title: c.Edition.Title, Note: c.Edition.Note, Author: d.publisher(r, c.Edition),
		Printed: view.Day, Before: outlinesOfGrids(c.Before), After: outlinesOfGrids(c.After), Moved: c.Shifted,
		Grids: d.grids(), Lineage: d.lineage(), Buildings: d.buildings(),
	}
	if band, ok := d.rules.Bands[plan.Ordinary]; ok {
		o.Band = order.Band(band)
	}
	vacancies, err := s.vacanciesOf(r, d.orderDraft, c.Edition)
	o.Vacancies = vacancies
	return o, err
}

// publisher is who published an edition, by the full name for who works on plans there. What is no
// person says so.
func (d *orderDraft) publisher(r *http.Request, e plan.Edition) string {
	if e.Publisher != "" && colleague(r, []geo.AreaID{e.Community}) {
		return e.Publisher
	}
	words, other := publisherWords[e.PublishedAs]
	if !other {
		return e.PublishedBy
	}
	return fmt.Sprintf(d.say(words), e.PublishedBy)
}

// publisherWords say of a name that it is no person's.
var publisherWords = map[plan.PublisherKind]district.Text{
	plan.AsToken:   {ZH: "%s（程序令牌）", EN: "%s (a program's token)"},
	plan.AsConsole: {ZH: "%s（服务器控制台）", EN: "%s (the server's console)"},
	plan.AsService: {ZH: "%s（服务程序）", EN: "%s (the service itself)"},
}

// vacanciesOf are the posts of the grids of editions that nobody held on the day of each.
func (s *server) vacanciesOf(r *http.Request, d orderDraft, editions ...plan.Edition) ([]order.Vacancy, error) {
	found, err := s.Editions.EditionVacancies(r.Context(), editions)
	if err != nil {
		return nil, planProblem(err)
	}
	var list []order.Vacancy
	for _, v := range found {
		list = append(list, order.Vacancy{Area: order.Area{Code: v.Area.Code, Name: v.Area.Name}, Post: d.postName(v.Post)})
	}
	return list, nil
}

// postName is what a post is called.
func (d *orderDraft) postName(id int64) string {
	for _, post := range d.view.Posts {
		if int64(post.ID) == id {
			return d.say(post.Name)
		}
	}
	return fmt.Sprint(id)
}

// A changeDraft fills the parts of an order of an edition that came from no plan.
type changeDraft struct {
	orderDraft
	plan.EditionChange
}

func outlinesOfGrids(grids []plan.DividedGrid) []order.Outline {
	list := make([]order.Outline, len(grids))
	for i, g := range grids {
		list[i] = order.Outline{Label: cmp.Or(g.Name, g.Code), Land: g.Land}
	}
	return list
}

func areaNamed(a plan.AreaRef) order.Area { return order.Area{Code: a.Code, Name: a.Name} }

// grids returns the rows of the table: those that are, then those that end.
func (d *changeDraft) grids() []order.Grid {
	rows := map[geo.AreaID]*order.Grid{}
	enter := func(g plan.DividedGrid) {
		if rows[g.ID] == nil {
			rows[g.ID] = &order.Grid{}
		}
		rows[g.ID].Area = areaNamed(g.AreaRef)
		_, bound := d.rules.BandOf(plan.Grid{Kind: g.Kind, Exempt: g.Exempt})
		rows[g.ID].Unbound = !bound
	}
	was, is := map[geo.AreaID]int{}, map[geo.AreaID]int{}
	for _, g := range d.Before {
		enter(g)
	}
	for _, g := range d.After {
		enter(g)
	}
	for _, l := range d.Lineage {
		was[l.Old.ID] += l.Households
		is[l.New.ID] += l.Households
		if l.Old.ID == l.New.ID {
			continue
		}
		if from := rows[l.Old.ID]; from != nil {
			from.Lost, from.Buildings = from.Lost+l.Households, from.Buildings+l.Buildings
		}
		if to := rows[l.New.ID]; to != nil {
			to.Gained, to.Buildings = to.Gained+l.Households, to.Buildings+l.Buildings
		}
	}
	for _, g := range d.Before {
		rows[g.ID].Was = d.counted(was[g.ID])
	}
	var list []order.Grid
	for _, g := range d.After {
		rows[g.ID].Is = d.counted(is[g.ID])
		list = append(list, *rows[g.ID])
	}
	for _, g := range d.Before {
		if rows[g.ID].Is == nil {
			list = append(list, *rows[g.ID])
		}
	}
	return list
}

func (d *changeDraft) counted(households int) *order.Count {
	per := max(d.rules.PerStaff, 1)
	return &order.Count{Households: households, ByHouseholds: (households + per - 1) / per, ByGrid: 1}
}

func (d *changeDraft) lineage() []order.Descent {
	var list []order.Descent
	for _, l := range d.Lineage {
		list = append(list, order.Descent{Kind: order.Kind(l.Kind), Old: areaNamed(l.Old), New: areaNamed(l.New), Households: l.Households})
	}
	return list
}

func (d *changeDraft) buildings() []order.Building {
	var list []order.Building
	for _, m := range d.Moved {
		name := cmp.Or(m.Name, m.Address, fmt.Sprintf("#%d", m.Building))
		list = append(list, order.Building{Name: name, From: areaNamed(m.From), To: areaNamed(m.To), Households: m.Households})
	}
	return list
}
