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

// People returns those that the filter asks for, in the order of their names.
func (db *DB) People(ctx context.Context, f access.AccountFilter) ([]access.Account, error) {
	people, err := db.people(ctx, f, 0)
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	return people, nil
}

// Person returns a person, or access.ErrNobody where there is none, or none in the scope.
func (db *DB) Person(ctx context.Context, id int64, scope access.Scope) (access.Account, error) {
	people, err := db.people(ctx, access.AccountFilter{Scope: scope, Limit: 1}, id)
	if err == nil && len(people) == 0 {
		err = access.ErrNobody
	}
	if err != nil {
		return access.Account{}, fmt.Errorf("person %d: %w", id, err)
	}
	return people[0], nil
}

// people returns those that the filter asks for, and only the person with an id unless it is 0.
func (db *DB) people(ctx context.Context, f access.AccountFilter, person int64) ([]access.Account, error) {
	if f.Scope.None() || person < 0 {
		return nil, nil
	}
	day, err := today(ctx, db.service)
	if err != nil {
		return nil, err
	}
	rows, err := db.service.Query(ctx, query("person_list"), args{
		"person": person, "pattern": anywhere(f.Text), "disabled": f.Disabled, "role": string(f.Role), "area": f.Area,
		"after": f.After, "most": min(max(f.Limit, 1), access.MostAccounts), "today": day,
		"everything": f.Scope.All, "areas": areaIDs(f.Scope),
	})
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanAccount)
}

// anywhere is the pattern of SQL's like for what has the words of q anywhere, nil for none.
func anywhere(q string) *string {
	pattern := searchPattern(q)
	if pattern == "" {
		return nil
	}
	pattern = "%" + pattern + "%"
	return &pattern
}

// areaIDs are the areas of a scope as the database takes them: never null.
func areaIDs(s access.Scope) []geo.AreaID { return append([]geo.AreaID{}, s.Areas...) }

func scanAccount(row pgx.CollectableRow) (access.Account, error) {
	var a access.Account
	var locked, seen *time.Time
	var grants []storedGrant
	err := row.Scan(&a.ID, &a.Name, &a.FullName, &a.Email, &a.Created, &a.Disabled, &a.Local, &a.MustChange,
		&a.Identities, &locked, &seen, &grants, &a.Elsewhere)
	if err != nil {
		return a, err
	}
	a.LockedUntil, a.LastSeen = deref(locked), deref(seen)
	a.Grants, err = grantsOf(grants)
	return a, err
}

// AnyPerson reports whether there is any person at all.
func (db *DB) AnyPerson(ctx context.Context) (any bool, err error) {
	if err := db.service.QueryRow(ctx, query("person_any")).Scan(&any); err != nil {
		return false, fmt.Errorf("any person: %w", err)
	}
	return any, nil
}

// PersonNamed returns the id of who signs in as name, or access.ErrNobody.
func (db *DB) PersonNamed(ctx context.Context, name string) (id int64, err error) {
	err = db.service.QueryRow(ctx, query("person_named"), args{"name": name}).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		err = access.ErrNobody
	}
	if err != nil {
		return 0, fmt.Errorf("person %s: %w", name, err)
	}
	return id, nil
}

// AddPerson adds a person with a name, a full name and an e-mail address, and no role. The password of
// hash must be changed at the first sign-in; "" is none. Every administrator may: who has no role may
// nothing. It returns an error that wraps access.ErrName, ErrFullName, ErrEmail, ErrNameTaken or
// ErrBeyond.
func (db *DB) AddPerson(ctx context.Context, actor *access.Actor, person access.Account, hash string) (access.Account, error) {
	s, err := checked(person.Name, person.FullName, person.Email)
	if err != nil {
		return access.Account{}, fmt.Errorf("add person: %w", err)
	}
	err = db.amend(ctx, actor, "POST /v1/people", "gewu user add", func(a amendment) (access.Entry, error) {
		if a.author.Scope.None() {
			return access.Entry{}, access.ErrBeyond
		}
		added := args{"name": s.Name, "full_name": s.FullName, "email": s.Email, "hash": hash}
		if err := a.tx.QueryRow(ctx, query("person_add"), added).Scan(&s.ID); err != nil {
			return access.Entry{}, err
		}
		return access.Entry{Noun: "person", Object: s.Name, After: record(s)}, nil
	})
	if err != nil {
		return access.Account{}, fmt.Errorf("add person %s: %w", s.Name, err)
	}
	return db.Person(ctx, s.ID, access.Everything)
}

// checked returns what is said of a person as it is kept, or everything that is wrong with it.
func checked(name, fullName, email string) (s subject, err error) {
	var wrong [3]error
	s.Name, wrong[0] = access.Name(name)
	s.FullName, wrong[1] = access.FullName(fullName)
	s.Email, wrong[2] = access.Email(email)
	return s, errors.Join(wrong[:]...)
}

// ChangePerson changes what is said of a person, disables them, which ends their sessions and has their
// tokens refused, or lets them in again. All but the disabling one may do to oneself. It returns an
// error that wraps access.ErrNobody, ErrOwn, ErrBeyond, ErrFullName, ErrEmail or ErrLastAdministrator.
func (db *DB) ChangePerson(
	ctx context.Context, actor *access.Actor, id int64, change access.AccountChange,
) (access.Account, error) {
	err := db.amend(ctx, actor, "PATCH /v1/people/{id}", consoleChange(change), func(a amendment) (access.Entry, error) {
		before, err := a.changeable(ctx, id)
		if errors.Is(err, access.ErrOwn) && (change.Disabled == nil || *change.Disabled == before.Disabled) {
			err = nil
		}
		if err != nil {
			return access.Entry{}, err
		}
		after, err := changed(before, change)
		if err != nil {
			return access.Entry{}, err
		}
		if after == before {
			return access.Entry{}, errUnchanged
		}
		err = a.keepingOne(ctx, func() error {
			return a.exec(ctx, "person_change", args{
				"person": id, "full_name": after.FullName, "email": after.Email, "disabled": after.Disabled,
			})
		})
		return access.Entry{Noun: "person", Object: before.Name, Before: record(before), After: record(after)}, err
	})
	if err != nil {
		return access.Account{}, fmt.Errorf("change person %d: %w", id, err)
	}
	return db.Person(ctx, id, access.Everything)
}

// consoleChange is the command that makes a change.
func consoleChange(change access.AccountChange) string {
	switch {
	case change.Disabled == nil:
		return "gewu user"
	case *change.Disabled:
		return "gewu user disable"
	default:
		return "gewu user enable"
	}
}

// changed is a person after a change.
func changed(s subject, change access.AccountChange) (subject, error) {
	if change.FullName != nil {
		s.FullName = *change.FullName
	}
	if change.Email != nil {
		s.Email = *change.Email
	}
	if change.Disabled != nil {
		s.Disabled = *change.Disabled
	}
	now, err := checked(s.Name, s.FullName, s.Email)
	now.ID, now.Disabled = s.ID, s.Disabled
	return now, err
}

// SetPassword sets the password of a person, who must change it at the next sign-in where mustChange
// says so, and ends all of their sessions. A person may set their own; the caller has them prove that
// they know the old one. It returns an error that wraps access.ErrNobody or ErrBeyond.
func (db *DB) SetPassword(ctx context.Context, actor *access.Actor, id int64, hash string, mustChange bool) error {
	operation := "POST /v1/people/{id}/password"
	own := actor.Kind == access.Person && actor.ID == id
	if own {
		operation = "PUT /v1/me/password"
	}
	err := db.amend(ctx, actor, operation, "gewu user reset", func(a amendment) (access.Entry, error) {
		s, err := a.changeable(ctx, id)
		if own && (errors.Is(err, access.ErrOwn) || errors.Is(err, access.ErrBeyond)) {
			err = nil
		}
		if err != nil {
			return access.Entry{}, err
		}
		err = a.exec(ctx, "person_password", args{"person": id, "hash": hash, "must_change": mustChange})
		return access.Entry{Noun: "password", Object: s.Name}, err
	})
	if err != nil {
		return fmt.Errorf("set the password of person %d: %w", id, err)
	}
	return nil
}

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
