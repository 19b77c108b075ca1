package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// A State says what a database holds at one moment.
type State struct {
	Postgres    int      // major version of the server
	Schema      []string // the migrations that have run
	Version     int64    // of the data
	People      int64
	Head        AuditMark // of the audit trail; of an empty one, zero
	Rows        map[string]int64
	Attachments []AttachmentFile // by hash
}

// An AttachmentFile is a file that attachments of a state have.
type AttachmentFile struct {
	SHA256 [sha256.Size]byte
	Bytes  int64
	ID     string // of one of them
}

// A Frozen is a database as it was at one moment, for as long as it is held: others write on, and
// nothing of it is seen. It holds one connection, as the owner of the database.
type Frozen struct {
	State
	Snapshot string // the name by which pg_dump knows the moment

	conn *pgx.Conn
	tx   pgx.Tx
}

// Freeze reads the state of the database at url, whose schema must be up to date, and holds it.
// Close must be called in the end.
func Freeze(ctx context.Context, url string) (*Frozen, error) {
	conn, err := connectOwner(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("freeze the database: %w", explain(err))
	}
	f := &Frozen{conn: conn}
	if err := f.read(ctx); err != nil {
		f.Close(ctx)
		return nil, fmt.Errorf("freeze the database: %w", explain(err))
	}
	return f, nil
}

// connectOwner opens a connection as the user that url names, who owns the database.
func connectOwner(ctx context.Context, url string) (*pgx.Conn, error) {
	pool, err := pgxpool.ParseConfig(url) // it knows the parameters of pools, which are none of a connection
	if err != nil {
		return nil, err
	}
	config := pool.ConnConfig
	config.RuntimeParams["timezone"] = "UTC"
	config.RuntimeParams["application_name"] = "gewu"
	return pgx.ConnectConfig(ctx, config)
}

// Close lets the moment go, whether ctx has ended or not.
func (f *Frozen) Close(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	if f.tx != nil {
		_ = f.tx.Rollback(ctx) // it has read only
	}
	_ = f.conn.Close(ctx)
}

func (f *Frozen) read(ctx context.Context) (err error) {
	f.tx, err = f.conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return err
	}
	if _, err := f.tx.Exec(ctx, query("audit_patience")); err != nil {
		return err
	}
	if err := f.tx.QueryRow(ctx, query("frozen_export")).Scan(&f.Snapshot); err != nil {
		return err
	}
	f.State, err = readState(ctx, f.tx)
	return err
}

func readState(ctx context.Context, tx pgx.Tx) (s State, err error) {
	var hash []byte
	if err := tx.QueryRow(ctx, query("frozen_state")).Scan(&s.Postgres, &s.Version, &s.People, &s.Head.ID, &hash); err != nil {
		return s, err
	}
	copy(s.Head.Hash[:], hash)
	rows, err := tx.Query(ctx, query("frozen_schema"))
	if err != nil {
		return s, err
	}
	if s.Schema, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
		return s, err
	}
	if rows, err = tx.Query(ctx, query("frozen_rows")); err != nil {
		return s, err
	}
	s.Rows = map[string]int64{}
	var table string
	var count int64
	if _, err := pgx.ForEachRow(rows, []any{&table, &count}, func() error { s.Rows[table] = count; return nil }); err != nil {
		return s, err
	}
	if rows, err = tx.Query(ctx, query("frozen_attachments")); err != nil {
		return s, err
	}
	s.Attachments, err = pgx.CollectRows(rows, scanAttachmentFile)
	return s, err
}

func scanAttachmentFile(row pgx.CollectableRow) (f AttachmentFile, err error) {
	var hash []byte
	err = row.Scan(&hash, &f.Bytes, &f.ID)
	copy(f.SHA256[:], hash)
	return f, err
}

// ErrNotAsSaved is wrapped when what was restored is not what the backup says.
var ErrNotAsSaved = errors.New("what was restored is not what was saved")

// Compare returns an error that wraps ErrNotAsSaved and says what differs in a state from the one
// that was saved. Of a state whose schema is another one, rows are not compared.
func (s State) Compare(saved State) error {
	switch {
	case s.Version != saved.Version:
		return fmt.Errorf("%w: the data are at version %d instead of %d", ErrNotAsSaved, s.Version, saved.Version)
	case s.People != saved.People:
		return fmt.Errorf("%w: there are %d people instead of %d", ErrNotAsSaved, s.People, saved.People)
	case s.Head.ID != saved.Head.ID || !bytes.Equal(s.Head.Hash[:], saved.Head.Hash[:]):
		return fmt.Errorf("%w: the audit trail ends with %s instead of %s", ErrNotAsSaved, s.Head, saved.Head)
	case !slices.Equal(s.Schema, saved.Schema):
		return nil
	}
	for _, table := range slices.Sorted(maps.Keys(saved.Rows)) {
		if s.Rows[table] != saved.Rows[table] {
			return fmt.Errorf("%w: the table %s has %d rows instead of %d", ErrNotAsSaved, table, s.Rows[table], saved.Rows[table])
		}
	}
	return nil
}
