// Package access holds who may do what, and where: roles, grants, and who asks. What each call
// demands is written in one table in package api; rows are guarded in package store as well.
package access

import (
	"slices"
	"time"

	"gewu/geo"
)

// A Role is what a person may be in an area. See Roles for all of them.
type Role string

// The roles. None contains another: what each may do is said call by call.
const (
	Viewer        Role = "viewer"        // reads
	Patrol        Role = "patrol"        // walks the grids: reads, reports, reaches holders by phone
	Planner       Role = "planner"       // redraws grids
	Leader        Role = "leader"        // looks at where issues cluster
	Administrator Role = "administrator" // gives roles to others, and answers for the audit trail
)

// Roles are all roles, in the order in which they are shown.
var Roles = []Role{Viewer, Patrol, Planner, Leader, Administrator}

// Known reports whether r is one of Roles.
func (r Role) Known() bool { return slices.Contains(Roles, r) }

// A Visibility is what visitors see who are not signed in. Each shows what the one before does.
type Visibility string

// What a district may show to visitors.
const (
	Nothing Visibility = "nothing" // the way to sign in
	Grids   Visibility = "grids"   // published grids, the ground they lie on, and the posts that are put on notice
	Counts  Visibility = "counts"  // and how many issues each grid had, small numbers hidden
)

// Visibilities are all of them, the most closed first.
var Visibilities = []Visibility{Nothing, Grids, Counts}

// Shows reports whether visitors of a district that shows v see what asks for least.
func (v Visibility) Shows(least Visibility) bool {
	return slices.Index(Visibilities, v) >= slices.Index(Visibilities, least)
}

// A Grant gives a role in an area and everything under it.
type Grant struct {
	ID          int64
	Role        Role
	Area        geo.AreaID // 0: the whole district
	From, Until time.Time  // days in the district's time zone, at midnight UTC; Until is the first day without, zero: no end

	// Maker is the role of who made the token that has the grant: what Maker may not do the token may
	// not do either. "": no token has it, or one that was made on the server's machine.
	Maker Role
}

// Allows reports whether the grant is of one of the roles, and that of a token's maker is, too.
func (g Grant) Allows(roles ...Role) bool {
	return slices.Contains(roles, g.Role) && (g.Maker == "" || slices.Contains(roles, g.Maker))
}

// InForce reports whether the grant counts on a day.
func (g Grant) InForce(day time.Time) bool {
	return !day.Before(g.From) && (g.Until.IsZero() || day.Before(g.Until))
}

// A Kind says what sort of caller an Actor is.
type Kind string

// The kinds of callers.
const (
	Visitor Kind = "visitor" // not signed in
	Person  Kind = "person"  // signed in
	Machine Kind = "token"   // a program with a token
	Console Kind = "console" // who works on the server's own machine; may do everything
	Service Kind = "service" // the service by itself
)

// An Actor is who asks. The zero value is a visitor from nowhere. It is never changed.
type Actor struct {
	Kind    Kind   // "": Visitor
	ID      int64  // of the person or token; 0: neither
	Name    string // the sign-in name, the token's name, or the account on the machine
	From    string // the address they call from; "": this machine
	Session int64  // 0: none
	Grants  []Grant

	MustChange bool // signed in with a password given once: nothing else is allowed until it is changed
}

// Signed reports whether the actor has proved to be somebody.
func (a *Actor) Signed() bool { return a.Kind != "" && a.Kind != Visitor }

// Bound reports whether the actor is a token that may do no more than the person who made it.
func (a *Actor) Bound() bool {
	return a.Kind == Machine && !slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Maker == "" })
}

// A Scope is a part of the district: every area that lies in one of Areas, or all of it.
// The zero value is no part.
type Scope struct {
	All   bool
	Areas []geo.AreaID // without doubles, in order
}

// Everything is the scope of the whole district.
var Everything = Scope{All: true}

// Scope returns where the actor has one of the roles on a day; a token, where its maker has one of them, too.
// The console and the service have every role everywhere.
func (a *Actor) Scope(day time.Time, roles ...Role) Scope {
	if a.Kind == Console || a.Kind == Service {
		return Everything
	}
	var s Scope
	for _, g := range a.Grants {
		if !g.InForce(day) || !g.Allows(roles...) {
			continue
		}
		if g.Area == 0 {
			return Everything
		}
		s.Areas = append(s.Areas, g.Area)
	}
	slices.Sort(s.Areas)
	s.Areas = slices.Compact(s.Areas)
	return s
}

// None reports whether nothing lies in the scope.
func (s Scope) None() bool { return !s.All && len(s.Areas) == 0 }

// Covers reports whether an area lies in the scope, given its chain: itself and all that it lies
// in, in any order. Area 0 stands for the whole district, which lies only in Everything.
func (s Scope) Covers(chain ...geo.AreaID) bool {
	if s.All {
		return true
	}
	return slices.ContainsFunc(chain, func(id geo.AreaID) bool {
		_, found := slices.BinarySearch(s.Areas, id)
		return found && id != 0
	})
}
