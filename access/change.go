package access

import (
	"errors"
	"time"

	"gewu/geo"
)

// Why a change of people, their roles or tokens is refused.
var (
	ErrOwn    = errors.New("nobody changes their own rights")
	ErrBeyond = errors.New("that reaches beyond the areas you administer")
)

// A Chain is an area and all that it lies in, in any order. The empty chain is that of the whole
// district.
type Chain []geo.AreaID

// An Author is who changes what others may do, as they stand when they do it.
type Author struct {
	Person int64 // who acts, or who made the token that acts; 0: the console or the service
	Scope  Scope // where they are administrators
}

// MayChange returns nil when the author may change a person: disable them, set their password, end
// their sessions, or take a role from them. held are the chains of the areas in which that person
// has roles, now or later. An author must be administrator of all of them, so that nobody takes
// over the account of a person who may do more; and of any area for a person without roles. It
// returns ErrOwn or ErrBeyond otherwise.
func (a Author) MayChange(person int64, held []Chain) error {
	if a.Person != 0 && a.Person == person {
		return ErrOwn
	}
	if a.Scope.None() {
		return ErrBeyond
	}
	for _, chain := range held {
		if !a.Scope.Covers(chain...) {
			return ErrBeyond
		}
	}
	return nil
}

// MayGive returns nil when the author may give a role in an area to a person who has roles in held
// already; person 0 is a token that is made. It returns ErrOwn or ErrBeyond otherwise.
func (a Author) MayGive(person int64, held []Chain, area Chain) error {
	if person != 0 {
		if err := a.MayChange(person, held); err != nil {
			return err
		}
	}
	if !a.Scope.Covers(area...) {
		return ErrBeyond
	}
	return nil
}

// Today is the day of an instant in a time zone, at midnight UTC, as grants count days.
func Today(now time.Time, zone *time.Location) time.Time {
	year, month, day := now.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// Ended reports whether the grant is over on a day, and will not count again.
func (g Grant) Ended(day time.Time) bool { return !g.Until.IsZero() && !day.Before(g.Until) }
