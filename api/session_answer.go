package api

import (
	"net/http"
	"time"

	"gewu/access"
	"gewu/tiles"
)

type sessionAnswer struct {
	Me         *meAnswer         `json:"me"` // null: a visitor
	Visibility access.Visibility `json:"visibility"`
	SignIn     signInAnswer      `json:"sign_in"`
	Layers     []string          `json:"layers"` // of tiles that are shown
	May        []string          `json:"may"`    // what may be done somewhere
}

type signInAnswer struct {
	Local     bool             `json:"local"`
	Providers []providerAnswer `json:"providers"`
}

type providerAnswer struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

type meAnswer struct {
	Kind       access.Kind     `json:"kind"`
	ID         int64           `json:"id"`
	Name       string          `json:"name"`
	FullName   string          `json:"full_name"`
	MustChange bool            `json:"must_change_password"`
	Grants     []grantAnswer   `json:"grants"`
	Session    *currentSession `json:"session"` // null: a token
}

type currentSession struct {
	ID      int64     `json:"id"`
	Expires time.Time `json:"expires_at"`
	Idle    int       `json:"idle_minutes"`
}

type grantAnswer struct {
	ID      int64       `json:"id"`
	Role    access.Role `json:"role"`
	Area    *leveledRef `json:"area"` // null: the whole district
	From    string      `json:"from"`
	Until   *string     `json:"until"` // the first day without; null: no end
	InForce bool        `json:"in_force"`
}

func grantsOf(v *View, grants []access.Grant) []grantAnswer {
	answer := []grantAnswer{}
	for _, g := range grants {
		answer = append(answer, grantOf(v, g))
	}
	return answer
}

func grantOf(v *View, g access.Grant) grantAnswer {
	answer := grantAnswer{ID: g.ID, Role: g.Role, Area: areaOf(v, g.Area), From: date(g.From), InForce: g.InForce(v.Day)}
	if !g.Until.IsZero() {
		answer.Until = new(date(g.Until))
	}
	return answer
}

// getSession answers GET /v1/session: who asks, and what there is for them.
func (s *server) getSession(r *http.Request) (any, error) {
	if _, err := parseQuery(r); err != nil {
		return nil, err
	}
	answer, err := s.sessionAnswer(r)
	if err != nil {
		return nil, err
	}
	return reply{http.StatusOK, nil, answer}, nil
}

func (s *server) sessionAnswer(r *http.Request) (*sessionAnswer, error) {
	q := requestOf(r)
	if q.view == nil {
		return nil, stillLoading()
	}
	answer := &sessionAnswer{
		Visibility: access.Visibilities[q.view.visibility()],
		SignIn:     signInAnswer{s.People != nil, []providerAnswer{}},
		Layers:     s.layersShown(r), May: permissions(r),
	}
	for _, p := range s.reliers {
		answer.SignIn.Providers = append(answer.SignIn.Providers, providerAnswer{p.Key, p.Name})
	}
	if q.who == nil {
		return answer, nil
	}
	me, err := s.me(r)
	answer.Me = me
	return answer, err
}

// me tells who asks of themselves.
func (s *server) me(r *http.Request) (*meAnswer, error) {
	who := requestOf(r).who
	me := &meAnswer{
		Kind: who.Kind, ID: who.ID, Name: who.Name, MustChange: who.MustChange, Grants: grantsOf(viewOf(r), who.Grants),
	}
	if who.Kind != access.Person {
		return me, nil
	}
	account, err := s.People.Person(r.Context(), who.ID, access.Everything)
	if err != nil {
		return nil, err
	}
	me.FullName, me.Grants = account.FullName, grantsOf(viewOf(r), account.Grants)
	if caller := requestOf(r).caller; caller != nil {
		me.Session = &currentSession{caller.session.ID, caller.session.Expires.UTC(), int(s.idle() / time.Minute)}
	}
	return me, nil
}

// offered are the operations that the page offers to those who may somewhere, in the words of the
// answer.
var offered = []struct {
	word string
	rule *rule
}{
	{"people", ruleOf("GET /v1/people")},
	{"tokens", ruleOf("GET /v1/tokens")},
	{"settings", ruleOf("PATCH /v1/settings")},
	{"audit", ruleOf("GET /v1/audit")},
	{"attachments", ruleOf("POST /v1/areas/{id}/attachments")},
	{"phones", ruleOf("GET /v1/areas/{id}/phones")},
	{"issues", seeIssues},
}

// permissions says what of offered who asks may do in some area at least.
func permissions(r *http.Request) []string {
	may := []string{}
	for _, o := range offered {
		if maySomewhere(r, o.rule) {
			may = append(may, o.word)
		}
	}
	return may
}

func maySomewhere(r *http.Request, rule *rule) bool {
	q := requestOf(r)
	if q.who == nil || q.who.MustChange {
		return false
	}
	for where, roles := range rule.roles {
		if scope := q.who.Scope(q.view.Day, roles...); scope.All || where != wholeOnly && !scope.None() {
			return true
		}
	}
	return false
}

// layersShown names the layers of tiles that who asks sees something of.
func (s *server) layersShown(r *http.Request) []string {
	names := []string{}
	for _, layer := range tiles.Layers() {
		if !scopeBy(r, ruleOfLayer(layer.Name)).None() {
			names = append(names, layer.Name)
		}
	}
	return names
}

// ruleOfLayer says who sees a layer of tiles.
func ruleOfLayer(name string) *rule {
	switch name {
	case "issues":
		return seeIssues
	case "communities", "grids", "labels":
		return seeGrids
	default:
		return seeGround
	}
}
