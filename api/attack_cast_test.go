package api_test

import (
	"fmt"
	"testing"
	"time"

	"gewu/access"
	"gewu/internal/secret"
)

// A cast is a siege with everybody who may ask.
type cast struct {
	*siege
	t       *testing.T
	players []*player

	drafts, proposed map[string]int64 // plans, by community; nil: not started yet
}

// A player is somebody who asks.
type player struct {
	name   string
	group  string      // under which the matrix counts them
	role   access.Role // that counts today; "": none
	code   string      // of the area of the role; "": the whole district
	person bool        // signed in as a person
	early  bool        // has not changed the password that was given once
	void   bool        // shows a token that does not hold

	id    int64 // of the person
	token string
	seat  *guest
}

func newCast(t *testing.T) *cast {
	c := &cast{siege: openSiege(t), t: t}
	c.players = []*player{{name: "a visitor", group: "visitor"}}
	c.person(t, &player{name: "a person without a role", group: "signed in", person: true}, nil)
	for _, role := range access.Roles {
		c.holders(t, role)
		c.formers(t, role)
		c.programs(t, role)
	}
	return c
}

// holders are those who have a role today.
func (c *cast) holders(t *testing.T, role access.Role) {
	now := func(code string) []any { return []any{role, c.ids[code], -300, nil, false} }
	c.person(t, &player{name: string(role) + " of A", group: string(role), role: role, code: "A", person: true}, now("A"))
	c.person(t, &player{name: string(role) + " of the district", group: string(role), role: role, person: true}, now(""))
	fresh := &player{name: string(role) + " of A with a password given once", group: "first password", role: role, code: "A", person: true, early: true}
	c.person(t, fresh, now("A"))
	c.exec(t, `insert into credential (person_id, hash, must_change) values ($1, 'none', true)`, fresh.id)
}

// formers are those who have a role no more, or not yet.
func (c *cast) formers(t *testing.T, role access.Role) {
	for name, grant := range map[string][]any{
		"expired":       {role, c.ids["A"], -300, -1, false},
		"not yet begun": {role, c.ids["A"], 2, nil, false},
		"revoked":       {role, c.ids["A"], -300, nil, true},
	} {
		c.person(t, &player{name: string(role) + " of A, " + name, group: name, person: true}, grant)
	}
	gone := &player{name: string(role) + " of A, disabled", group: "disabled person"}
	c.person(t, gone, []any{role, c.ids["A"], -300, nil, false})
	gone.seat = c.seat(t, gone.id)
	if _, err := c.db.ChangePerson(t.Context(), consoleActor, gone.id, access.AccountChange{Disabled: new(true)}); err != nil {
		t.Fatal(err)
	}
}

// programs are tokens with a role.
func (c *cast) programs(t *testing.T, role access.Role) {
	in := time.Now().Add(time.Hour)
	for _, code := range []string{"A", ""} {
		p := &player{name: fmt.Sprintf("token of a %s of %q", role, code), group: "token", role: role, code: code}
		p.token, _ = c.robot(t, p.name, role, code, in)
		c.players = append(c.players, p)
	}
	expired := &player{name: "expired token of a " + string(role), group: "token, expired", void: true}
	var id int64
	expired.token, id = c.robot(t, expired.name, role, "A", in)
	c.exec(t, `update token set created_at = now() - interval '2 hours', expires_at = now() - interval '1 second' where id = $1`, id)
	revoked := &player{name: "revoked token of a " + string(role), group: "token, revoked", void: true}
	revoked.token, id = c.robot(t, revoked.name, role, "A", in)
	if err := c.db.RevokeToken(t.Context(), consoleActor, id); err != nil {
		t.Fatal(err)
	}
	c.players = append(c.players, expired, revoked)
	c.orphan(t, role)
}

// orphan is a token whose maker has lost every role.
func (c *cast) orphan(t *testing.T, role access.Role) {
	t.Helper()
	maker := c.hall.person(t, "maker."+string(role), access.Administrator, "")
	text, sum := secret.Token()
	_, err := c.db.AddToken(t.Context(), &access.Actor{Kind: access.Person, ID: maker}, access.Token{
		Name: "orphan", Role: role, Area: c.ids["A"], Expires: time.Now().Add(time.Hour),
	}, sum)
	if err != nil {
		t.Fatal(err)
	}
	c.exec(t, `update role_grant set revoked_at = now() where person_id = $1`, maker)
	c.players = append(c.players, &player{
		name: "token of a " + string(role) + " whose maker has no role", group: "token, maker without a role", code: "A", token: text,
	})
}

// person adds a player who is a person, with a role: role, area, first day and first day without it
// from today on, and whether it is revoked.
func (c *cast) person(t *testing.T, p *player, grant []any) {
	t.Helper()
	made, err := c.db.AddPerson(t.Context(), consoleActor, access.Account{Name: fmt.Sprint("player.", len(c.players))}, "")
	if err != nil {
		t.Fatal(err)
	}
	p.id = made.ID
	if grant != nil {
		today := c.live.Today().Day
		c.exec(t, `insert into role_grant (person_id, role, area_id, from_day, until_day, granted_by, revoked_at)
			select $1, $2, nullif($3::bigint, 0), $4::date + $5::int, $4::date + $6::int, 'test', case when $7 then now() end`,
			append([]any{p.id, grant[0], grant[1], today}, grant[2:]...)...)
	}
	c.players = append(c.players, p)
}

// guest is the browser or the program of a player. Who was signed out by an earlier question is
// signed in again.
func (p *player) guest(t *testing.T, c *cast) *guest {
	t.Helper()
	switch {
	case p.token != "":
		return &guest{h: c.hall, token: p.token}
	case p.id == 0:
		return c.visitor()
	case p.seat == nil || p.seat.cookie == "":
		p.seat = c.seat(t, p.id)
	}
	return p.seat
}

// asksAbout are the grids that a player is made to ask a route about.
func (p *player) asksAbout(m meaning) []string {
	switch {
	case m.reach != inside:
		return []string{"B1"}
	case p.role == "" || p.early || p.void:
		return []string{"A1"} // where they would have the role
	}
	return []string{"A1", "B1"}
}

// What is asked of a route: about a grid, or the community that it lies in.

type inquiry = func(c *cast, code string) (method, path string, body any, headers []string)

func plain(path string, headers ...string) inquiry {
	return func(*cast, string) (string, string, any, []string) { return "GET", path, nil, headers }
}

func form(method, path string, body any) inquiry {
	return func(*cast, string) (string, string, any, []string) { return method, path, body, nil }
}

func ofGrid(method, path string, body any) inquiry {
	return func(c *cast, code string) (string, string, any, []string) {
		return method, fmt.Sprintf(path, c.ids[code]), body, nil
	}
}

func ofCommunity(path string) inquiry {
	return func(c *cast, code string) (string, string, any, []string) {
		return "GET", fmt.Sprintf(path, c.ids[code[:1]]), nil, nil
	}
}

func ofPerson(method, path string, body any) inquiry {
	return func(c *cast, code string) (string, string, any, []string) {
		return method, fmt.Sprint("/v1/people/", c.people[code], path), body, nil
	}
}

func ofToken(c *cast, code string) (string, string, any, []string) {
	return "DELETE", fmt.Sprint("/v1/tokens/", c.tokens[code]), nil, nil
}

// ofPhoto asks for a picture, or has one removed that is there for nothing else.
func ofPhoto(method string) inquiry {
	return func(c *cast, code string) (string, string, any, []string) {
		id := c.photos[code]
		if method == "DELETE" {
			id = c.anotherPhoto(code)
		}
		return method, "/v1/attachments/" + id, nil, nil
	}
}

func locating(_ *cast, code string) (string, string, any, []string) {
	lon := map[string]string{"A1": "121.4052", "B1": "121.4252"}[code]
	return "GET", "/v1/locate?lon=" + lon + "&lat=31.195&crs=cgcs2000", nil, nil
}

func locatingMany(*cast, string) (string, string, any, []string) {
	return "POST", "/v1/locate?crs=cgcs2000", "lon,lat\n121.4052,31.195\n", []string{"Content-Type", "text/csv"}
}

func granting(c *cast, code string) (string, string, any, []string) {
	body := fmt.Sprintf(`{"role":"viewer","area":%d,"from":"2026-01-01"}`, c.ids[code])
	return "POST", fmt.Sprint("/v1/people/", c.people[code], "/grants"), body, nil
}

func makingToken(c *cast, code string) (string, string, any, []string) {
	expires := time.Now().Add(time.Hour).Format(time.RFC3339)
	return "POST", "/v1/tokens", fmt.Sprintf(`{"name":"robot","role":"viewer","area":%d,"expires_at":%q}`, c.ids[code], expires), nil
}
