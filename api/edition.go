package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"gewu/access"
	"gewu/geo"
	"gewu/plan"
)

// Editions publishes plans, and tells of what was published. *store.DB does.
type Editions interface {
	Publish(ctx context.Context, actor *access.Actor, id, ifMatch int64, p plan.Publication) (plan.Published, error)
	RestoreEditions(ctx context.Context, actor *access.Actor, editions []int64, p plan.Publication) (plan.Published, error)
	Editions(ctx context.Context, community geo.AreaID, scope access.Scope) ([]plan.Edition, error)
	Edition(ctx context.Context, id int64, scope access.Scope) (plan.EditionDetail, error)

	// EditionChange tells what an edition made of the one before, whatever it came from.
	EditionChange(ctx context.Context, id int64) (plan.EditionChange, error)
	// EditionVacancies lists the posts that nobody held on the day of each edition.
	EditionVacancies(ctx context.Context, editions []plan.Edition) ([]plan.Vacancy, error)
}

type publishedEdition struct {
	ID          int64            `json:"id"`
	Community   areaRef          `json:"community"`
	Number      int              `json:"number"`
	From        string           `json:"from"`
	PublishedAt *time.Time       `json:"published_at"` // null: not known
	PublishedBy *publisherAnswer `json:"published_by"` // null: it was imported, or who asks is nobody to be told
	Plan        *int64           `json:"plan"`         // null: it came from no plan
	Title       string           `json:"title"`
	Note        string           `json:"note"`
	Grids       int              `json:"grids"`
	InForce     bool             `json:"in_force"` // today
}

// A publisherAnswer says who published an edition, and as what: a person, a program and an account on the
// server's machine may be called alike.
type publisherAnswer struct {
	authorAnswer
	Kind *plan.PublisherKind `json:"kind"` // null: not known
}

// publisherOf names who published an edition, with the full name if who asks works on plans there too.
func publisherOf(e plan.Edition, colleague bool) publisherAnswer {
	a := publisherAnswer{authorAnswer: authorAnswer{Name: e.PublishedBy}}
	if e.PublishedAs == plan.AsPerson {
		a.authorAnswer = authorOf(e.PublisherID, e.PublishedBy, e.Publisher, colleague)
	}
	if e.PublishedAs != "" {
		a.Kind = &e.PublishedAs
	}
	return a
}

type lineageAnswer struct {
	Kind         plan.LineageKind `json:"kind"`
	Old          *areaRef         `json:"old"` // null: the land was in no grid
	New          *areaRef         `json:"new"` // null: the land is in no grid
	Households   int              `json:"households"`
	Buildings    int              `json:"buildings"`
	SquareMetres metres           `json:"square_metres"`
}

type movedAnswer struct {
	Building   int64    `json:"building"`
	Name       string   `json:"name"`
	Address    string   `json:"address"`
	Households *int     `json:"households"` // null: who asks is not told of single buildings
	From       *areaRef `json:"from"`       // null: it was in no grid
	To         *areaRef `json:"to"`         // null: it is in no grid

	FromCommunity *areaRef `json:"from_community"` // of from
	ToCommunity   *areaRef `json:"to_community"`   // of to
}

type vacancyAnswer struct {
	Area areaRef `json:"area"`
	Post int64   `json:"post"`
}

// editions answers GET /v1/communities/{id}/editions, newest first.
func (s *server) editions(r *http.Request) (any, error) {
	if _, err := parseQuery(r); err != nil {
		return nil, err
	}
	if s.Editions == nil {
		return nil, noPlansHere()
	}
	c, err := planCommunity(r)
	if err != nil {
		return nil, err
	}
	if !seenIn(r, viewOf(r).Snapshot).names(c) {
		return nil, mayNot()
	}
	kept, err := s.Editions.Editions(r.Context(), c.ID, scopeOf(r))
	if err != nil {
		return nil, planProblem(err)
	}
	list := []publishedEdition{}
	for _, e := range kept {
		list = append(list, editionAnswerOf(r, e, inForce(kept, viewOf(r).Day) == e.ID))
	}
	return map[string]any{"editions": list}, nil
}

// editionReaders is who may look at editions.
var editionReaders = ruleOf("GET /v1/editions/{id}")

// inForce is the edition of a community that is in force on a day; 0: none.
func inForce(all []plan.Edition, day time.Time) int64 {
	var best plan.Edition
	for _, e := range all {
		later := e.From.After(best.From) || e.From.Equal(best.From) && e.Number > best.Number
		if !e.From.After(day) && (best.ID == 0 || later) {
			best = e
		}
	}
	return best.ID
}

// edition answers GET /v1/editions/{id}: with its lineage and the buildings that it moved.
func (s *server) edition(r *http.Request) (any, error) {
	if _, err := parseQuery(r); err != nil {
		return nil, err
	}
	e, err := s.readEdition(r)
	if err != nil {
		return nil, err
	}
	all, err := s.Editions.Editions(r.Context(), e.Community, scopeOf(r))
	if err != nil {
		return nil, planProblem(err)
	}
	return struct {
		publishedEdition
		Lineage     []lineageAnswer `json:"lineage"`
		Communities []lineageAnswer `json:"communities"`
		Moved       []movedAnswer   `json:"moved"`
	}{
		editionAnswerOf(r, e.Edition, inForce(all, viewOf(r).Day) == e.ID), lineageOf(e.Lineage), lineageOf(e.Communities),
		movedOf(r, e.Moved, e.Community),
	}, nil
}

// readEdition returns the edition that the path names, for who may see it.
func (s *server) readEdition(r *http.Request) (plan.EditionDetail, error) {
	if s.Editions == nil {
		return plan.EditionDetail{}, noPlansHere()
	}
	id, err := pathNumber(r, "id", missingEdition(clip(variable(r, "id"))))
	if err != nil {
		return plan.EditionDetail{}, err
	}
	return s.editionByID(r, id)
}

// editionByID returns an edition for who may see it.
func (s *server) editionByID(r *http.Request, id int64) (plan.EditionDetail, error) {
	e, err := s.Editions.Edition(r.Context(), id, scopeOf(r))
	if errors.Is(err, plan.ErrNoEdition) || err == nil && !limited(r, &e) {
		return e, missingEdition(strconv.FormatInt(id, 10))
	}
	return e, err
}

func missingEdition(id string) *problem {
	return noEdition.because("没有编号为%s的版本，或无权查看。请在社区的版本列表中查看编号（id，不是第几版）。",
		"There is no edition with the id %s among those you may see. Ids are in the list of a community's editions, beside the numbers that these are counted by.", id)
}

// editionAnswerOf tells of an edition. Visitors are not told who published it.
func editionAnswerOf(r *http.Request, e plan.Edition, now bool) publishedEdition {
	a := publishedEdition{
		ID: e.ID, Community: communityRef(viewOf(r), e.Community), Number: e.Number, From: date(e.From), PublishedAt: instantOf(e.PublishedAt),
		Title: e.Title, Note: e.Note, Grids: e.Grids, InForce: now,
	}
	if requestOf(r).who != nil {
		a.Plan = idOrNull(e.Plan)
		if e.PublishedBy != "" {
			a.PublishedBy = new(publisherOf(e, colleague(r, []geo.AreaID{e.Community})))
		}
	}
	return a
}

func lineageOf(rows []plan.Lineage) []lineageAnswer {
	list := []lineageAnswer{}
	for _, l := range rows {
		list = append(list, lineageAnswer{l.Kind, refOrNull(l.Old), refOrNull(l.New), l.Households, l.Buildings, metres(l.SquareMetres)})
	}
	return list
}

// movedOf lists buildings; households of single ones are told to those alone who see them on the map.
func movedOf(r *http.Request, rows []plan.MovedBuilding, communities ...geo.AreaID) []movedAnswer {
	list := []movedAnswer{}
	for _, m := range rows {
		a := movedAnswer{
			Building: m.Building, Name: m.Name, Address: m.Address, From: refOrNull(m.From), To: refOrNull(m.To),
			FromCommunity: refOrNull(m.FromCommunity), ToCommunity: refOrNull(m.ToCommunity),
		}
		around := communities
		if m.FromCommunity.ID != 0 && m.ToCommunity.ID != 0 {
			around = []geo.AreaID{m.FromCommunity.ID, m.ToCommunity.ID}
		}
		if covering(r, seeBuildings, around) {
			a.Households = &m.Households
		}
		list = append(list, a)
	}
	return list
}

// limited leaves of an edition what lies where who asks may see: all of it, or what concerns their
// own grids. It is false when they may not see the community at all.
func limited(r *http.Request, e *plan.EditionDetail) bool {
	view, seen := viewOf(r), seenIn(r, viewOf(r).Snapshot)
	c, ok := view.Place(e.Community)
	if !ok {
		return seen.scope.All
	}
	if c.Within(seen.scope) {
		return true
	}
	elsewhere := func(refs ...plan.AreaRef) bool {
		return !slices.ContainsFunc(refs, func(a plan.AreaRef) bool {
			p, ok := view.Place(a.ID)
			return ok && p.Within(seen.scope)
		})
	}
	e.Lineage = slices.DeleteFunc(e.Lineage, func(l plan.Lineage) bool { return elsewhere(l.Old, l.New) })
	e.Communities = nil
	e.Moved = slices.DeleteFunc(e.Moved, func(m plan.MovedBuilding) bool { return elsewhere(m.From, m.To) })
	return seen.names(c)
}

// refOrNull names an area; nil for none. One of a plan that is not published has no id yet.
func refOrNull(a plan.AreaRef) *areaRef {
	if a == (plan.AreaRef{}) {
		return nil
	}
	return &areaRef{a.ID, a.Code, a.Name}
}
