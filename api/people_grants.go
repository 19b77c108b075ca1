package api

import (
	"errors"
	"fmt"
	"net/http"

	"gewu/access"
	"gewu/geo"
)

// areaOf names an area as it is called today; nil for the whole district. Of one that is no more,
// only the number is known.
func areaOf(v *View, id geo.AreaID) *leveledRef {
	if id == 0 {
		return nil
	}
	if p, ok := v.Place(id); ok {
		return &leveledRef{refOf(p), p.Level.Key}
	}
	return &leveledRef{areaRef: areaRef{ID: id}}
}

// role reads one of the roles.
func (f *form) role(name string) access.Role {
	var words []string
	for _, r := range access.Roles {
		words = append(words, string(r))
	}
	return access.Role(f.choice(name, words...))
}

// area reads an area of today by its id; null, which must be given, is the whole district.
func (f *form) area(name string, v *View) geo.AreaID {
	switch {
	case !f.has(name):
		f.fault(name, " 必填：辖区编号，或 null 表示全区", " is required: the id of an area, or null for the whole district")
		return 0
	case f.null(name):
		return 0
	}
	id := geo.AreaID(f.id(name))
	if _, ok := v.Place(id); id > 0 && !ok {
		f.fault(name, "：没有该辖区", " names no area of today")
	}
	return id
}

// addGrant answers POST /v1/people/{id}/grants.
func (s *server) addGrant(r *http.Request) (any, error) {
	person, missing, err := personID(r)
	if err != nil {
		return nil, err
	}
	f, err := readForm(r, "role", "area", "from", "until")
	if err != nil {
		return nil, err
	}
	g := access.Grant{Role: f.role("role"), Area: f.area("area", viewOf(r)), From: f.day("from")}
	if !f.null("until") {
		g.Until = f.day("until")
	}
	if !g.Until.IsZero() && !g.From.IsZero() && !g.From.Before(g.Until) {
		f.fault("until", " 应晚于 from", " must be later than from")
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	if err := s.seen(r, person, missing); err != nil {
		return nil, err
	}
	given, err := s.People.AddGrant(r.Context(), actorOf(r), person, g)
	if errors.Is(err, access.ErrPeriod) {
		return nil, oneFault("until", "应晚于 from 和今天", "must be later than from and than today")
	}
	if err != nil {
		return nil, refusal(err, missing)
	}
	s.forget()
	return made(fmt.Sprintf("/v1/people/%d/grants/%d", person, given.ID), grantOf(viewOf(r), given)), nil
}

// revokeGrant answers DELETE /v1/people/{id}/grants/{grant}.
func (s *server) revokeGrant(r *http.Request) (any, error) {
	person, missing, err := personID(r)
	if err != nil {
		return nil, err
	}
	if err := s.seen(r, person, missing); err != nil {
		return nil, err
	}
	missing = noGrant.because("此人没有编号为 %s 的授权。", "That person has no grant %s.", clip(variable(r, "grant")))
	grant, err := numbered(r, "grant", missing)
	if err != nil {
		return nil, err
	}
	if err := s.People.RevokeGrant(r.Context(), actorOf(r), person, grant); err != nil {
		return nil, refusal(err, missing)
	}
	s.forget()
	return done, nil
}
