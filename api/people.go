package api

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"gewu/access"
	"gewu/geo"
	"gewu/internal/secret"
)

type personAnswer struct {
	ID          int64         `json:"id"`
	Name        string        `json:"name"`
	FullName    string        `json:"full_name"`
	Email       string        `json:"email"`
	Disabled    bool          `json:"disabled"`
	Local       bool          `json:"local"`      // has a password here
	Identities  int           `json:"identities"` // at providers
	LockedUntil *time.Time    `json:"locked_until"`
	LastSeen    *time.Time    `json:"last_seen"`
	Grants      []grantAnswer `json:"grants"`
	Mine        bool          `json:"mine_to_change"` // who asks may change them
}

func (s *server) personOf(r *http.Request, a access.Account) personAnswer {
	who, scope := actorOf(r), scopeOf(r)
	self := who.Kind == access.Person && who.ID == a.ID
	answer := personAnswer{
		ID: a.ID, Name: a.Name, FullName: a.FullName, Email: a.Email, Disabled: a.Disabled, Local: a.Local,
		Identities: a.Identities, Grants: grantsOf(viewOf(r), a.Grants), Mine: !self && (scope.All || !a.Elsewhere),
		LastSeen: instantOf(a.LastSeen),
	}
	if a.LockedUntil.After(time.Now()) {
		answer.LockedUntil = instantOf(a.LockedUntil)
	}
	return answer
}

// instantOf returns nil for the zero time.
func instantOf(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return new(at.UTC())
}

// people answers GET /v1/people: those with a role in the areas that who asks administers, and
// those without any.
func (s *server) people(r *http.Request) (any, error) {
	q, err := parseQuery(r, "q", "role", "area", "disabled", "after", "limit")
	if err != nil {
		return nil, err
	}
	f, err := accountFilter(q)
	if err != nil {
		return nil, err
	}
	limit := f.Limit
	f.Limit, f.Scope = limit+1, scopeOf(r)
	if f.After != 0 {
		if _, err := s.People.Person(r.Context(), f.After, f.Scope); err != nil {
			return nil, refusal(err, wrong("after", "不是名单中的人员", "is nobody of the list", q.text("after")))
		}
	}
	found, err := s.People.People(r.Context(), f)
	if err != nil {
		return nil, err
	}
	answer := struct {
		People []personAnswer `json:"people"`
		Next   *int64         `json:"next"` // to go on after; null: that is all
	}{People: []personAnswer{}}
	for _, one := range found[:min(limit, len(found))] {
		answer.People = append(answer.People, s.personOf(r, one))
	}
	if len(found) > limit {
		answer.Next = &found[limit-1].ID
	}
	return reply{http.StatusOK, nil, answer}, nil
}

func accountFilter(q query) (f access.AccountFilter, err error) {
	if f.Text, err = q.line("q"); err != nil {
		return f, err
	}
	if f.Role, err = choiceOf(q, "role", access.Roles); err != nil {
		return f, err
	}
	var area int64
	if area, err = q.id("area"); err != nil {
		return f, err
	}
	f.Area = geo.AreaID(area)
	if f.After, err = q.id("after"); err != nil {
		return f, err
	}
	disabled, err := choiceOf(q, "disabled", []string{"true", "false"})
	if err != nil {
		return f, err
	}
	if disabled != "" {
		f.Disabled = new(disabled == "true")
	}
	f.Limit, err = q.whole("limit", 50, 1, access.MostAccounts-1)
	return f, err
}

// personID returns the person that the path names, and the problem that there is none.
func personID(r *http.Request) (int64, *problem, error) {
	missing := noPerson.because("没有编号为 %s 的人员，或不在您的管理范围内。", "There is no person %s among those you may see.", clip(variable(r, "id")))
	id, err := numbered(r, "id", missing)
	return id, missing, err
}

// person answers GET /v1/people/{id}.
func (s *server) person(r *http.Request) (any, error) {
	id, missing, err := personID(r)
	if err != nil {
		return nil, err
	}
	found, err := s.People.Person(r.Context(), id, scopeOf(r))
	if err != nil {
		return nil, refusal(err, missing)
	}
	return reply{http.StatusOK, nil, s.personOf(r, found)}, nil
}

// addPerson answers POST /v1/people. The password is told this once, and must be changed first.
func (s *server) addPerson(r *http.Request) (any, error) {
	f, err := readForm(r, "name", "full_name", "email")
	if err != nil {
		return nil, err
	}
	a := access.Account{Name: f.signInName("name")}
	if f.has("full_name") {
		a.FullName = f.fullName("full_name")
	}
	if f.has("email") {
		a.Email = f.email("email")
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	password := secret.OneTime()
	a.MustChange = true
	added, err := s.People.AddPerson(r.Context(), actorOf(r), a, secret.Hash(password))
	if err != nil {
		return nil, refusal(err, nil)
	}
	body := map[string]any{"person": s.personOf(r, added), "password": password}
	return made("/v1/people/"+strconv.FormatInt(added.ID, 10), body), nil
}

// changePerson answers PATCH /v1/people/{id}.
func (s *server) changePerson(r *http.Request) (any, error) {
	id, missing, err := personID(r)
	if err != nil {
		return nil, err
	}
	f, err := readForm(r, "full_name", "email", "disabled")
	if err != nil {
		return nil, err
	}
	var c access.AccountChange
	if f.has("full_name") {
		c.FullName = new(f.fullName("full_name"))
	}
	if f.has("email") {
		c.Email = new(f.email("email"))
	}
	if f.has("disabled") {
		c.Disabled = new(f.flag("disabled"))
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	if err := s.seen(r, id, missing); err != nil {
		return nil, err
	}
	changed, err := s.People.ChangePerson(r.Context(), actorOf(r), id, c)
	if err != nil {
		return nil, refusal(err, missing)
	}
	s.forget()
	return reply{http.StatusOK, nil, s.personOf(r, changed)}, nil
}

// seen returns missing for a person whom who asks may not even see: whether there is such a person
// is nothing to tell them.
func (s *server) seen(r *http.Request, id int64, missing *problem) error {
	_, err := s.People.Person(r.Context(), id, scopeOf(r))
	return refusal(err, missing)
}

// resetPassword answers POST /v1/people/{id}/password with a password for one use. Nobody does that
// to their own, for which the old one is asked.
func (s *server) resetPassword(r *http.Request) (any, error) {
	id, missing, err := personID(r)
	if err != nil {
		return nil, err
	}
	if err := s.seen(r, id, missing); err != nil {
		return nil, err
	}
	if who := actorOf(r); who.Kind == access.Person && who.ID == id {
		return nil, refusal(access.ErrOwn, missing)
	}
	password := secret.OneTime()
	if err := s.People.SetPassword(r.Context(), actorOf(r), id, secret.Hash(password), true); err != nil {
		return nil, refusal(err, missing)
	}
	s.forget()
	return reply{http.StatusOK, nil, map[string]string{"password": password}}, nil
}

// endSessionsOf answers DELETE /v1/people/{id}/sessions.
func (s *server) endSessionsOf(r *http.Request) (any, error) {
	id, missing, err := personID(r)
	if err != nil {
		return nil, err
	}
	if err := s.seen(r, id, missing); err != nil {
		return nil, err
	}
	if err := s.People.EndSessions(r.Context(), actorOf(r), id, 0); err != nil {
		return nil, refusal(err, missing)
	}
	s.forget()
	return done, nil
}

// refusal turns the reasons of package access into problems. missing is told where there is no such
// thing; it may be nil where nothing is looked for. Other errors, and nil, are returned as they are.
func refusal(err error, missing *problem) error {
	switch {
	case errors.Is(err, access.ErrNobody) && missing != nil:
		return missing
	case errors.Is(err, access.ErrOwn):
		return ownAccount.because("不能更改自己的权限、停用自己或重置自己的密码；请由另一名管理员操作。", "Nobody changes their own roles, disables themselves, or gives themselves a password. Ask another administrator.")
	case errors.Is(err, access.ErrBeyond):
		return notAllowed.because("此人在您的管理范围之外另有角色，或所选辖区不在您的管理范围内。", "That person has roles beyond the areas you administer, or the area is beyond them.")
	case errors.Is(err, access.ErrNameTaken):
		return nameTaken.because("已有人使用该用户名，请另选一个。", "Another person signs in with that name. Choose another.").with("field", "name")
	case errors.Is(err, access.ErrDouble):
		return grantExists.because("此人在该辖区的这段时间内已有该角色。", "The person has that role in that area on some of those days already.")
	case errors.Is(err, access.ErrLastAdministrator):
		return lastAdministrator.because("至少保留一名全区管理员；请先授权他人。", "One administrator of the whole district must remain. Give that role to another person first.")
	case errors.Is(err, access.ErrNoArea):
		return oneFault("area", "没有该辖区", "names no area")
	case errors.Is(err, access.ErrRole):
		return oneFault("role", "没有该角色", "is no role")
	}
	return err
}

// oneFault is the problem of a single member of a form.
func oneFault(field, zh, en string) error {
	f := form{faults: &[]fieldFault{}}
	f.fault(field, "："+zh, fmt.Sprintf(" %s", en))
	return f.err()
}
