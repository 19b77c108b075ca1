package store

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
)

// Errors of the database that have nothing to do with what was asked of it.
var (
	// ErrFull is wrapped when the database has no more room on its disk.
	ErrFull = errors.New("the disk of the database is full; make room and try again")
	// ErrBusy is wrapped when others were in the way; trying again may help.
	ErrBusy = errors.New("the database is busy with other changes; try again")
	// ErrReadOnly is wrapped when the database takes no changes.
	ErrReadOnly = errors.New("the database is read-only")
	// ErrMemory is wrapped when the database lacks memory.
	ErrMemory = errors.New("the database has run out of memory")
	// ErrStopping is wrapped when the server was shut down meanwhile.
	ErrStopping = errors.New("the database was shut down; start it and try again")
)

// conditions are errors of PostgreSQL by code (appendix A of its manual) that a user can do
// something about.
var conditions = map[string]error{
	"53100": ErrFull,
	"53200": ErrMemory,
	"54000": errors.New("a record is larger than the database can hold"),
	"40001": ErrBusy, // serialization_failure
	"40P01": ErrBusy, // deadlock_detected
	"55P03": ErrBusy, // lock_not_available
	"23P01": ErrBusy, // exclusion_violation: another import gave a post a holder meanwhile
	"25006": ErrReadOnly,
	"42501": errors.New("the database user lacks the right to do that"),
	"57P01": ErrStopping, // admin_shutdown
	"57P02": ErrStopping, // crash_shutdown
	"57P03": ErrStopping, // cannot_connect_now
}

// explain puts a clear text before an error of PostgreSQL that has one, and leaves others alone.
func explain(err error) error {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return err
	}
	if condition, ok := conditions[pg.Code]; ok {
		return fmt.Errorf("%w: %w", condition, err)
	}
	return err
}
