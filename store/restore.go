package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/migrations"
)

// Errors of a restoration.
var (
	// ErrNotVacant is wrapped when the database to restore into holds something.
	ErrNotVacant = errors.New("the database is not empty")
	// ErrUnfinished is wrapped by Open when a restoration into the database did not come to its end.
	ErrUnfinished = errors.New("the database was restored only in part; drop it, make an empty one, and restore again")
)

// A Vacancy is an empty database into which a backup is restored. Until Finish, Open refuses it
// with ErrUnfinished, however the program ends.
type Vacancy struct{ url string }

// BeginRestore marks an empty database, and makes the roles that a backup speaks of. The server must
// be of the major version of PostgreSQL that was saved, or newer.
func BeginRestore(ctx context.Context, url string, saved int) (*Vacancy, error) {
	v := &Vacancy{url: url}
	err := v.as(ctx, func(conn *pgx.Conn) error {
		var major int
		if err := conn.QueryRow(ctx, query("restore_major")).Scan(&major); err != nil {
			return err
		}
		if major < saved {
			return fmt.Errorf("the backup is of PostgreSQL %d, and the server is of %d; use one of %[1]d or newer", saved, major)
		}
		if err := vacant(ctx, conn); err != nil {
			return err
		}
		if err := migrations.Roles(ctx, conn); err != nil {
			return err
		}
		_, err := conn.Exec(ctx, query("restore_mark"))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("begin to restore: %w", explain(err))
	}
	return v, nil
}

// as runs do on a connection of the database's owner.
func (v *Vacancy) as(ctx context.Context, do func(conn *pgx.Conn) error) error {
	conn, err := connectOwner(ctx, v.url)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	return do(conn)
}

func vacant(ctx context.Context, conn *pgx.Conn) error {
	rows, err := conn.Query(ctx, query("restore_present"))
	if err != nil {
		return err
	}
	present, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
		var kind, name string
		err := row.Scan(&kind, &name)
		return kind + " " + name, err
	})
	if err != nil || len(present) == 0 {
		return err
	}
	const most = 5
	if len(present) > most {
		present = append(present[:most], "…")
	}
	return fmt.Errorf("%w: it has %s; make a new one", ErrNotVacant, strings.Join(present, ", "))
}

// Abandon takes the mark away when nothing was restored, and leaves it otherwise.
func (v *Vacancy) Abandon(ctx context.Context) error {
	err := v.as(ctx, func(conn *pgx.Conn) error {
		if err := vacant(ctx, conn); err != nil {
			return err
		}
		_, err := conn.Exec(ctx, query("restore_unmark"))
		return err
	})
	if errors.Is(err, ErrNotVacant) {
		return ErrUnfinished
	}
	return err
}

// Open is Open for a database that is being restored, when everything is in it. It checks that the
// schema does its work.
func (v *Vacancy) Open(ctx context.Context) (*DB, error) {
	err := v.as(ctx, func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, query("restore_flaws"))
		if err != nil {
			return err
		}
		flaws, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (flaw [2]string, err error) {
			return flaw, row.Scan(&flaw[0], &flaw[1])
		})
		if err == nil && len(flaws) > 0 {
			err = fmt.Errorf("%w: the %s %s does not work", ErrNotAsSaved, flaws[0][0], flaws[0][1])
		}
		if err == nil {
			_, err = conn.Exec(ctx, query("restore_analyse"))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("check the restored database: %w", explain(err))
	}
	return open(ctx, v.url, true)
}

// versionsLost is by how much the version of the data moves on when they were restored: more than
// there were writes after the backup. So no version means two things to who keeps tiles by it.
const versionsLost = 1_000_000

// Finish ends all sessions, unless they are kept, moves the version of the data on, tells of the
// restoration in the audit trail, and takes the mark away. It returns the version.
func (v *Vacancy) Finish(ctx context.Context, db *DB, actor *access.Actor, e access.Entry, keepSessions bool) (version int64, err error) {
	err = db.write(ctx, actor, "gewu restore", func(tx pgx.Tx) (access.Entry, error) {
		if !keepSessions {
			if _, err := tx.Exec(ctx, query("restore_sessions")); err != nil {
				return e, err
			}
		}
		return e, tx.QueryRow(ctx, query("restore_ahead"), args{"by": versionsLost}).Scan(&version)
	})
	if err == nil {
		err = v.as(ctx, func(conn *pgx.Conn) error {
			_, err := conn.Exec(ctx, query("restore_unmark"))
			return err
		})
	}
	if err != nil {
		return 0, fmt.Errorf("finish to restore: %w", explain(err))
	}
	return version, nil
}

// finished refuses a database in which a restoration was not finished.
func finished(ctx context.Context, conn *pgx.Conn) error {
	var marked bool
	if err := conn.QueryRow(ctx, query("restore_marked")).Scan(&marked); err != nil {
		return err
	}
	if marked {
		return ErrUnfinished
	}
	return nil
}

// UnknownSchema returns the first of the migrations that had run which this program does not have;
// "" when it has them all.
func UnknownSchema(ran []string) string {
	for _, name := range ran {
		if !migrations.Has(name) {
			return name
		}
	}
	return ""
}
