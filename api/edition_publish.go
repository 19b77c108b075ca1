package api

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"gewu/district"
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

	Communities []lineageAnswer     `json:"communities"` // whose border moved
	Problems    []planProblemAnswer `json:"problems"`    // of the plan, that do not stop it
}

// publish answers POST /v1/plans/{id}/publish.
func (s *server) publish(r *http.Request) (any, error) {
	f, err := readForm(r, "from", "title", "note", "dry_run", "confirm")
	if err != nil {
		return nil, err
	}
	record, known, err := s.writeFrom(r)
	if err != nil {
		return nil, err
	}
	confirmed := f.has("confirm") && f.flag("confirm")
	p, err := f.publication()
	if err != nil {
		return nil, err
	}
	if s.Editions == nil {
		return nil, noPlansHere()
	}
	problems, err := s.problemsToConfirm(r, record, known)
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 && !p.DryRun && !confirmed {
		return nil, needsConfirmation.because(
			"方案有%d处问题；确认后可以发布。", "The plan has %d problems. It can be published when they are confirmed.", len(problems),
		).with("problems", problems)
	}
	done, err := s.Editions.Publish(r.Context(), actorOf(r), record.ID, known, p)
	s.plansLive.ring(record.ID)
	return published(r, done, p, problems, err)
}

// problemsToConfirm are the problems of a plan that warn of something and do not stop its publication, at
// the revision that the caller knows. Of another revision, and of a plan that is closed, publishing
// says so.
func (s *server) problemsToConfirm(r *http.Request, record plan.Record, known int64) ([]planProblemAnswer, error) {
	list := []planProblemAnswer{}
	p, revision, err := s.Plans.OpenPlan(r.Context(), record.ID)
	if err != nil {
		return nil, planProblem(err)
	}
	if revision != known || record.State == plan.StatePublished || record.State == plan.StateDropped {
		return list, nil
	}
	for _, found := range p.Check(planRules(viewOf(r), p)) {
		switch found.Severity {
		case plan.Stops:
			return list[:0], nil // publishing refuses it, and lists them
		case plan.Warns:
			list = append(list, foundProblem(p, found))
		}
	}
	return list, nil
}

// restore answers POST /v1/editions/{id}/restore: an old division, once more; with: those of other
// communities together with it.
func (s *server) restore(r *http.Request) (any, error) {
	f, err := readForm(r, "from", "title", "note", "dry_run", "with")
	if err != nil {
		return nil, err
	}
	if s.Editions == nil {
		return nil, noPlansHere()
	}
	first, err := pathNumber(r, "id", missingEdition(clip(variable(r, "id"))))
	if err != nil {
		return nil, err
	}
	ids := append([]int64{first}, f.editions("with")...)
	for _, id := range ids {
		if err := s.restorable(r, id); err != nil {
			return nil, planProblem(err)
		}
	}
	p, err := f.publication()
	if err != nil {
		return nil, err
	}
	done, err := s.Editions.RestoreEditions(r.Context(), actorOf(r), ids, p)
	return published(r, done, p, []planProblemAnswer{}, err)
}

// restorable says why who asks cannot publish an edition again; nil: they can. Where they may look at it but
// not plan, it says so, and in which community; of what they may not see it says no more than that.
func (s *server) restorable(r *http.Request, id int64) error {
	seen := scopeBy(r, editionReaders)
	e, err := s.Editions.Edition(r.Context(), id, seen)
	if errors.Is(err, plan.ErrNoEdition) {
		return missingEdition(strconv.FormatInt(id, 10))
	}
	if err != nil {
		return err
	}
	may := covering(r, planWriters, []geo.AreaID{e.Community})
	community, now := viewOf(r).Place(e.Community)
	switch {
	case !may && (!now || !community.Within(seen)):
		return missingEdition(strconv.FormatInt(id, 10))
	case !may:
		return notAllowed.because("版本%d是%s（%s）的第%d版，您不能在该社区规划。请由该社区的规划员或管理员恢复。",
			"Edition %d is of %s (%s), its number %d, and you may not plan there. Ask a planner or an administrator of that community to restore it.",
			id, community.Name, community.Code, e.Number)
	case !now:
		return cannotPublish.because("版本%d所属的社区今天已不存在（已并入其他社区或撤销），其划分不能再发布。请在现属社区新建方案重新划分。",
			"The community of edition %d is no more: it was merged, or has ended. Begin a plan of the community that has its land now, and draw the grids there.", id)
	case community.Level.Role != district.RoleCommunity:
		return cannotPublish.because("版本%d是%s（%s）内各社区的界线，不是某个社区的网格划分。请恢复其中各社区的版本：界线移动过的，在 with 中一起给出。",
			"Edition %d is of the boundaries within %s (%s), and not of the grids of one community. Restore editions of the communities in it; those whose border has moved together, in `with`.",
			id, community.Name, community.Code)
	}
	return nil
}

// editions reads ids of editions; none where the member is not given.
func (f *form) editions(name string) (list []int64) {
	const zh, en, most = "最多100个版本编号的列表", "a list of at most 100 ids of editions", 100
	if !f.null(name) && f.read(name, &list, zh, en) && len(list) > most {
		f.fault(name, " 应为"+zh, " must be "+en)
		return nil
	}
	return list
}

// borderMoved is the problem of a restoration that needs other editions beside.
func borderMoved(moved *plan.BorderMoved) error {
	return borderHasMoved.because(
		"社区界线后来移动过；要恢复原界线，须与 with 中的%d个版本一起恢复。",
		"The border of the community has moved since. To move it back, restore the %d editions in `with` together with this one.", len(moved.With),
	).with("with", moved.With)
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

func published(r *http.Request, done plan.Published, p plan.Publication, problems []planProblemAnswer, err error) (any, error) {
	if err != nil {
		return nil, planProblem(err)
	}
	a := publishedAnswer{
		Kept: !p.DryRun, Editions: []publishedEdition{}, Lineage: lineageOf(done.Lineage), Moved: []movedAnswer{},
		Vacancies: []vacancyAnswer{}, Warnings: listed(done.Warnings), Version: done.Version,
		Communities: lineageOf(done.Communities), Problems: problems,
	}
	var communities []geo.AreaID
	for _, e := range done.Editions {
		communities = append(communities, e.Community)
		a.Editions = append(a.Editions, editionAnswerOf(r, e, !e.From.After(viewOf(r).Day)))
	}
	a.Moved = movedOf(r, done.Moved, communities...)
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
	return checksFailed.because("检查发现%d处问题，方案未发布。", "The checks found %d flaws, and the plan is not published.", len(list)).with("flaws", list)
}
