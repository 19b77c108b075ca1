package api

import (
	"fmt"
	"net/http"

	"gewu/geo"
	"gewu/plan"
)

type publishedAnswer struct {
	Kept      bool               `json:"kept"` // false: it was only tried
	Editions  []publishedEdition `json:"editions"`
	Lineage   []lineageAnswer    `json:"lineage"`
	Moved     []movedAnswer      `json:"moved"`
	Vacancies []vacancyAnswer    `json:"vacancies"`
	Warnings  []string           `json:"warnings"`
	Version   int64              `json:"version"` // of the data with it
}

// publish answers POST /v1/plans/{id}/publish.
func (s *server) publish(r *http.Request) (any, error) {
	f, err := readForm(r, "from", "title", "note", "dry_run")
	if err != nil {
		return nil, err
	}
	record, known, err := s.writeFrom(r)
	if err != nil {
		return nil, err
	}
	p, err := f.publication()
	if err != nil {
		return nil, err
	}
	if s.Editions == nil {
		return nil, noPlansHere()
	}
	done, err := s.Editions.Publish(r.Context(), actorOf(r), record.ID, known, p)
	s.plansLive.ring(record.ID)
	return published(r, done, p, err)
}

// restore answers POST /v1/editions/{id}/restore: an old division, once more.
func (s *server) restore(r *http.Request) (any, error) {
	f, err := readForm(r, "from", "title", "note", "dry_run")
	if err != nil {
		return nil, err
	}
	e, err := s.readEdition(r)
	if err != nil {
		return nil, planProblem(err)
	}
	if !covering(r, planWriters, []geo.AreaID{e.Community}) {
		return nil, mayNot()
	}
	p, err := f.publication()
	if err != nil {
		return nil, err
	}
	done, err := s.Editions.RestoreEdition(r.Context(), actorOf(r), e.ID, p)
	return published(r, done, p, err)
}

// publication reads how to publish: from is today when it is not given.
func (f *form) publication() (plan.Publication, error) {
	p := plan.Publication{Title: f.text("title", 1, longestTitle)}
	if !f.null("from") {
		p.From = f.day("from")
	}
	if f.has("note") {
		p.Note = f.lines("note", longestNote)
	}
	if f.has("dry_run") {
		p.DryRun = f.flag("dry_run")
	}
	return p, f.err()
}

func published(r *http.Request, done plan.Published, p plan.Publication, err error) (any, error) {
	if err != nil {
		return nil, planProblem(err)
	}
	a := publishedAnswer{
		Kept: !p.DryRun, Editions: []publishedEdition{}, Lineage: lineageOf(done.Lineage), Moved: []movedAnswer{},
		Vacancies: []vacancyAnswer{}, Warnings: listed(done.Warnings), Version: done.Version,
	}
	for _, e := range done.Editions {
		a.Editions = append(a.Editions, editionAnswerOf(r, e, inForce(done.Editions, viewOf(r).Day) == e.ID))
	}
	for _, e := range done.Editions[:min(1, len(done.Editions))] {
		a.Moved = movedOf(r, done.Moved, e.Community)
	}
	for _, v := range done.Vacancies {
		a.Vacancies = append(a.Vacancies, vacancyAnswer{areaRef{v.Area.ID, v.Area.Code, v.Area.Name}, v.Post})
	}
	header := http.Header{}
	if done.Version > 0 {
		header.Set("X-Dataset-Version", fmt.Sprint(done.Version))
	}
	return reply{http.StatusOK, header, a}, nil
}

type flawAnswer struct {
	Kind         plan.FlawKind `json:"kind"`
	Grids        []string      `json:"grids"`
	At           *position     `json:"at"`
	SquareMetres metres        `json:"square_metres"`
	Count        int           `json:"count"`
}

// flawed is the problem of a plan that checks stopped.
func flawed(failed *plan.ChecksFailed) error {
	list := []flawAnswer{}
	for _, f := range failed.Flaws {
		a := flawAnswer{Kind: f.Kind, Grids: listed(f.Grids), SquareMetres: metres(f.SquareMetres), Count: f.Count}
		if f.At != (geo.Point{}) {
			a.At = new(position(f.At))
		}
		list = append(list, a)
	}
	return checksFailed.because("检查发现 %d 处问题，方案未发布。", "The checks found %d flaws, and the plan is not published.", len(list)).with("flaws", list)
}
