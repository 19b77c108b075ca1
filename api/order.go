package api

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"gewu/district"
	"gewu/geo"
	"gewu/internal/order"
	"gewu/plan"
)

// An orderCall finds what an order is about.
type orderCall func(r *http.Request, q query) (order.Order, error)

// An orderSubject is a plan to be printed; edition is that which it was published as, zero while it is
// a draft.
type orderSubject struct {
	language order.Language
	record   plan.Record
	plan     *plan.Plan
	edition  plan.Edition
}

// printed answers with the change order of what a call finds, as PDF: ?lang=zh or en, or else the
// language that the request prefers.
func (s *server) printed(find orderCall) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q, err := parseQuery(r, "lang")
		if err != nil {
			s.fail(w, r, err)
			return
		}
		pdf, err := s.orderPDF(r, q, find)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		h := w.Header()
		h.Set("Content-Type", "application/pdf")
		h.Set("Content-Disposition", `inline; filename="order-`+variable(r, "id")+`.pdf"`)
		h.Set("Cache-Control", "private, no-cache")
		h.Add("Vary", "Accept-Language")
		_, _ = w.Write(pdf) // the client has gone, if it fails
	})
}

func (s *server) orderPDF(r *http.Request, q query, find orderCall) ([]byte, error) {
	o, err := find(r, q)
	if err != nil {
		return nil, err
	}
	font, err := s.printFont(r)
	if err != nil {
		return nil, err
	}
	pdf, err := order.PDF(o, font)
	if errors.Is(err, order.ErrFont) {
		s.Log.WarnContext(r.Context(), "the font cannot be printed with", "err", err)
		return nil, noFontHere()
	}
	return pdf, err
}

// printFont returns the font that is printed with.
func (s *server) printFont(r *http.Request) ([]byte, error) {
	if s.Font == nil {
		return nil, noFontHere()
	}
	font, err := s.Font()
	if err != nil {
		s.Log.WarnContext(r.Context(), "there is no font to print with", "err", err)
		return nil, noFontHere()
	}
	return font, nil
}

func noFontHere() *problem {
	return noFont.because("服务器没有可用的中文字体：请安装 Debian 软件包 fonts-droid-fallback，或用 --font 指定 TrueType 字体。",
		"The server has no font with Chinese to print with: install the Debian package fonts-droid-fallback, or name a TrueType font with --font.")
}

func orderLanguage(r *http.Request, q query) (order.Language, error) {
	switch text := q.text("lang"); {
	case text == string(order.Chinese), text == "" && languageOf(r) == chinese:
		return order.Chinese, nil
	case text == string(order.English), text == "":
		return order.English, nil
	default:
		return "", wrong("lang", "应为 zh 或 en", "must be zh or en", text).with("choices", []string{"zh", "en"})
	}
}

// planOrder finds what GET /v1/plans/{id}/order.pdf prints: the plan as it is, or as it was published.
func (s *server) planOrder(r *http.Request, q query) (order.Order, error) {
	record, err := s.readPlanPast(r)
	if err != nil {
		return order.Order{}, err
	}
	language, err := orderLanguage(r, q)
	if err != nil {
		return order.Order{}, err
	}
	return s.orderOn(r, orderSubject{language: language, record: record})
}

// orderOn opens the plan of a subject, and finds the edition that it was published as.
func (s *server) orderOn(r *http.Request, subject orderSubject) (order.Order, error) {
	p, _, err := s.Plans.OpenPlan(r.Context(), subject.record.ID)
	if err != nil {
		return order.Order{}, planProblem(err)
	}
	subject.plan = p
	if editions := subject.record.Editions; subject.edition.ID == 0 && len(editions) > 0 && s.Editions != nil {
		detail, err := s.Editions.Edition(r.Context(), editions[0], scopeOf(r))
		if err != nil {
			return order.Order{}, planProblem(err)
		}
		subject.edition = detail.Edition
	}
	return s.orderOf(r, subject)
}

// orderOf fills an order with what a plan makes of what it began with.
func (s *server) orderOf(r *http.Request, subject orderSubject) (order.Order, error) {
	view, record := viewOf(r), subject.record
	before := subject.plan.Base()
	found, err := plan.Compare(before, subject.plan)
	if err != nil {
		return order.Order{}, planProblem(err)
	}
	d := orderDraft{before: before, after: subject.plan, found: found, rules: planRules(view, subject.plan), view: view, language: subject.language}
	o := order.Order{
		Language: subject.language, District: d.say(view.Settings.Name), Community: d.communities(record.Communities),
		Edition: subject.edition.Number, Draft: subject.edition.ID == 0, From: subject.edition.From,
		Title: record.Title, Note: record.Note, Author: authorCalled(r, record), Printed: view.Day,
		Before: outlinesOf(before), After: outlinesOf(subject.plan), Moved: d.moved(),
		Grids: d.grids(), Lineage: d.lineage(), Buildings: d.buildings(),
	}
	if subject.edition.ID == 0 {
		o.Vacancies = d.vacancies()
	} else if o.Vacancies, err = s.vacanciesOf(r, d, editionsOf(subject)...); err != nil {
		return o, err
	}
	if band, ok := d.rules.Bands[plan.Ordinary]; ok {
		o.Band = order.Band(band)
	}
	return o, nil
}

// editionsOf are the editions that a plan was published as, all of the same day.
func editionsOf(subject orderSubject) (list []plan.Edition) {
	for _, id := range subject.record.Editions {
		list = append(list, plan.Edition{ID: id, From: subject.edition.From})
	}
	return list
}

// communities names those of a plan: all in one name.
func (d *orderDraft) communities(ids []geo.AreaID) order.Area {
	var all order.Area
	var names []string
	for i, id := range ids {
		ref := communityRef(d.view, id)
		names = append(names, cmp.Or(ref.Name, fmt.Sprint(id)))
		if i == 0 {
			all.Code = ref.Code
		}
	}
	if len(ids) > 1 {
		all.Code = ""
	}
	all.Name = strings.Join(names, d.say(district.Text{ZH: "、", EN: ", "}))
	return all
}

// outlinesOf returns the land of the grids of a plan, in the order of their ids.
func outlinesOf(p *plan.Plan) []order.Outline {
	boundaries := p.Boundaries()
	var list []order.Outline
	for id, g := range p.Grids() {
		if land := boundaries[id]; len(land) > 0 {
			list = append(list, order.Outline{Label: shortOf(g), Land: land})
		}
	}
	return list
}

// shortOf is what the map calls a grid.
func shortOf(g plan.Grid) string { return cmp.Or(g.Name, g.Code) }

// authorCalled is what the author of a plan is called, for who may know it, or else signs in with.
func authorCalled(r *http.Request, p plan.Record) string {
	if p.AuthorFullName != "" && colleague(r, p.Communities) {
		return p.AuthorFullName
	}
	return p.Author
}
