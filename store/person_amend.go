package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"gewu/access"
	"gewu/geo"
)

// An amendment is a transaction that changes who may do what. Only one is under way at a time, so
// what it finds stays true until its end.
type amendment struct {
	tx     pgx.Tx
	today  time.Time // in the district's time zone, at midnight UTC
	author access.Author
}

// amend changes who may do what in one transaction with its entry in the audit trail. The author's
// own rights are read again in it: an administrator who lost that role a moment ago is none. The
// entry names the operation by its route, or by its command when the console acts.
func (db *DB) amend(
	ctx context.Context, actor *access.Actor, route, command string, do func(amendment) (access.Entry, error),
) error {
	operation := operationOf(actor, route, command)
	return named(db.write(ctx, actor, operation, func(tx pgx.Tx) (access.Entry, error) {
		if _, err := tx.Exec(ctx, query("access_lock")); err != nil {
			return access.Entry{}, err
		}
		today, err := today(ctx, tx)
		if err != nil {
			return access.Entry{}, err
		}
		author, err := authorOf(ctx, tx, actor, today)
		if err != nil {
			return access.Entry{}, err
		}
		return do(amendment{tx, today, author})
	}))
}

// An asker runs statements that answer: a pool or a transaction.
type asker interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// today is the day in the district's time zone, at midnight UTC, by the clock of the database.
func today(ctx context.Context, from asker) (day time.Time, err error) {
	err = from.QueryRow(ctx, query("access_today"), args{"zone": DefaultSettings().TimeZone}).Scan(&day)
	return day, err
}

// authorOf returns who acts, and where they are administrators as the database has it now.
func authorOf(ctx context.Context, from asker, actor *access.Actor, today time.Time) (access.Author, error) {
	if actor.Kind == access.Console || actor.Kind == access.Service {
		return access.Author{Scope: access.Everything}, nil
	}
	who := args{"person": int64(0), "token": int64(0), "today": today}
	switch actor.Kind {
	case access.Person:
		who["person"] = actor.ID
	case access.Machine:
		who["token"] = actor.ID
	}
	rows, err := from.Query(ctx, query("access_author"), who)
	if err != nil {
		return access.Author{}, err
	}
	grantee := access.Actor{Kind: access.Person}
	author := access.Author{}
	var area, person *int64
	_, err = pgx.ForEachRow(rows, []any{&area, &person}, func() error {
		g := access.Grant{Role: access.Administrator, From: today}
		if area != nil {
			g.Area = geo.AreaID(*area)
		}
		if person != nil {
			author.Person = *person
		}
		grantee.Grants = append(grantee.Grants, g)
		return nil
	})
	if actor.Kind == access.Person {
		author.Person = actor.ID
	}
	author.Scope = grantee.Scope(today, access.Administrator)
	return author, err
}

// chain returns the chain of an area, or access.ErrNoArea. Area 0 is the whole district.
func (a amendment) chain(ctx context.Context, area geo.AreaID) (access.Chain, error) {
	if area == 0 {
		return nil, nil
	}
	var chain access.Chain
	err := a.tx.QueryRow(ctx, query("access_chain"), args{"area": area}).Scan(&chain)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, access.ErrNoArea
	}
	return chain, err
}

// held returns the chains of the areas in which a person has roles, now or later.
func (a amendment) held(ctx context.Context, person int64) ([]access.Chain, error) {
	rows, err := a.tx.Query(ctx, query("person_held"), args{"person": person, "today": a.today})
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[access.Chain])
}

// A subject is the person whom an amendment is about, as they are before it.
type subject struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	FullName string `json:"full_name"`
	Email    string `json:"email"`
	Disabled bool   `json:"disabled"`
}

// subject returns a person, or access.ErrNobody.
func (a amendment) subject(ctx context.Context, id int64) (subject, error) {
	s := subject{ID: id}
	err := a.tx.QueryRow(ctx, query("person_find"), args{"person": id}).Scan(&s.Name, &s.FullName, &s.Email, &s.Disabled)
	if errors.Is(err, pgx.ErrNoRows) {
		return s, access.ErrNobody
	}
	return s, err
}

// changeable returns a person whom the author may change, or why not: access.ErrNobody,
// access.ErrOwn or access.ErrBeyond.
func (a amendment) changeable(ctx context.Context, id int64) (subject, error) {
	s, err := a.subject(ctx, id)
	if err != nil {
		return s, err
	}
	held, err := a.held(ctx, id)
	if err != nil {
		return s, err
	}
	return s, a.author.MayChange(id, held)
}

// administrators is how many people administer the whole district.
func (a amendment) administrators(ctx context.Context) (n int, err error) {
	err = a.tx.QueryRow(ctx, query("access_administrators"), args{"today": a.today}).Scan(&n)
	return n, err
}

// keepingOne makes a change, and returns access.ErrLastAdministrator when nobody administers the whole
// district after it although somebody did before.
func (a amendment) keepingOne(ctx context.Context, change func() error) error {
	before, err := a.administrators(ctx)
	if err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	after, err := a.administrators(ctx)
	if err == nil && after == 0 && before > 0 {
		return access.ErrLastAdministrator
	}
	return err
}

// exec runs a statement.
func (a amendment) exec(ctx context.Context, name string, values args) error {
	_, err := a.tx.Exec(ctx, query(name), values)
	return err
}

// named puts the words of package access to errors of the database that a caller can do something about.
func named(err error) error {
	switch constraintOf(err) {
	case "person_name_key":
		return fmt.Errorf("%w: %w", access.ErrNameTaken, err)
	case "role_grant_once":
		return fmt.Errorf("%w: %w", access.ErrDouble, err)
	default:
		return err
	}
}

// constraintOf is the constraint that an error of the database names, "" for none.
func constraintOf(err error) string {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return ""
	}
	return pg.ConstraintName
}
