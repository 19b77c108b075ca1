package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/geo"
)

// AddGrant gives a person a role in an area and everything under it, or with area 0 in the whole
// district, from a day until a day, which is the first without it; from today when From is zero, and
// without an end when Until is. It returns an error that wraps access.ErrNobody, ErrOwn, ErrBeyond,
// ErrRole, ErrNoArea, ErrPeriod or ErrDouble.
func (db *DB) AddGrant(ctx context.Context, actor *access.Actor, person int64, grant access.Grant) (access.Grant, error) {
	err := db.amend(ctx, actor, "POST /v1/people/{id}/grants", "gewu user grant", func(a amendment) (access.Entry, error) {
		s, err := a.subject(ctx, person)
		if err != nil {
			return access.Entry{}, err
		}
		if grant, err = a.settle(grant); err != nil {
			return access.Entry{}, err
		}
		if err := a.mayGive(ctx, person, grant.Area); err != nil {
			return access.Entry{}, err
		}
		err = a.tx.QueryRow(ctx, query("grant_add"), args{
			"person": person, "role": string(grant.Role), "area": grant.Area,
			"from": grant.From, "until": timeOrNull(grant.Until), "by": actor.Name,
		}).Scan(&grant.ID)
		return access.Entry{Noun: "grant", Object: s.Name, Area: grant.Area, After: record(granted(grant))}, err
	})
	if err != nil {
		return access.Grant{}, fmt.Errorf("give person %d a role: %w", person, err)
	}
	return grant, nil
}

// settle checks a grant, and puts today where it has no beginning.
func (a amendment) settle(g access.Grant) (access.Grant, error) {
	if g.From.IsZero() {
		g.From = a.today
	}
	switch {
	case !g.Role.Known():
		return g, access.ErrRole
	case !g.Until.IsZero() && (!g.Until.After(g.From) || g.Ended(a.today)):
		return g, access.ErrPeriod
	}
	return g, nil
}

// mayGive returns nil when the author may give a role in an area to a person, 0: a token.
func (a amendment) mayGive(ctx context.Context, person int64, area geo.AreaID) error {
	chain, err := a.chain(ctx, area)
	if err != nil {
		return err
	}
	held, err := a.held(ctx, person)
	if err != nil {
		return err
	}
	return a.author.MayGive(person, held, chain)
}

// RevokeGrant takes a role from a person at once. It returns an error that wraps access.ErrNobody, ErrOwn,
// ErrBeyond or ErrLastAdministrator.
func (db *DB) RevokeGrant(ctx context.Context, actor *access.Actor, person, grant int64) error {
	operation := "DELETE /v1/people/{id}/grants/{grant}"
	err := db.amend(ctx, actor, operation, "gewu user revoke", func(a amendment) (access.Entry, error) {
		s, err := a.changeable(ctx, person)
		if err != nil {
			return access.Entry{}, err
		}
		g, err := a.grant(ctx, person, grant)
		if err != nil {
			return access.Entry{}, err
		}
		if chain, err := a.chain(ctx, g.Area); err != nil || !a.author.Scope.Covers(chain...) {
			return access.Entry{}, errors.Join(err, access.ErrBeyond)
		}
		err = a.keepingOne(ctx, func() error { return a.exec(ctx, "grant_revoke", args{"grant": grant}) })
		return access.Entry{Noun: "grant", Object: s.Name, Area: g.Area, Before: record(granted(g))}, err
	})
	if err != nil {
		return fmt.Errorf("revoke role %d of person %d: %w", grant, person, err)
	}
	return nil
}

// grant returns a role of a person that is not revoked, or access.ErrNobody.
func (a amendment) grant(ctx context.Context, person, grant int64) (access.Grant, error) {
	g := access.Grant{ID: grant}
	var until *time.Time
	err := a.tx.QueryRow(ctx, query("grant_find"), args{"person": person, "grant": grant}).Scan(&g.Role, &g.Area, &g.From, &until)
	if errors.Is(err, pgx.ErrNoRows) {
		return g, access.ErrNobody
	}
	g.Until = deref(until)
	return g, err
}

// A storedGrant is a grant as JSON of the database, and of the audit trail.
type storedGrant struct {
	ID    int64       `json:"id"`
	Role  access.Role `json:"role"`
	Area  *geo.AreaID `json:"area"` // null: the whole district
	From  string      `json:"from"` // "": since ever, of a token
	Until *string     `json:"until"`
}

// granted is the grant as JSON.
func granted(g access.Grant) storedGrant {
	s := storedGrant{ID: g.ID, Role: g.Role, From: g.From.Format(time.DateOnly)}
	if g.Area != 0 {
		s.Area = &g.Area
	}
	if !g.Until.IsZero() {
		until := g.Until.Format(time.DateOnly)
		s.Until = &until
	}
	return s
}

// grantsOf reads grants.
func grantsOf(stored []storedGrant) ([]access.Grant, error) {
	grants := make([]access.Grant, len(stored))
	for i, s := range stored {
		g := access.Grant{ID: s.ID, Role: s.Role, Area: deref(s.Area)}
		var err error
		if s.From != "" {
			if g.From, err = time.Parse(time.DateOnly, s.From); err != nil {
				return nil, err
			}
		}
		if s.Until != nil {
			if g.Until, err = time.Parse(time.DateOnly, *s.Until); err != nil {
				return nil, err
			}
		}
		grants[i] = g
	}
	return grants, nil
}
