package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"gewu/access"
	"gewu/geo"
)

// AddAttachment keeps what a picture of an area is; its bytes are kept elsewhere. It gives it an id
// that cannot be guessed, and returns access.ErrNoArea for an area that does not exist.
func (db *DB) AddAttachment(ctx context.Context, actor *access.Actor, a access.Attachment) (access.Attachment, error) {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails
	a.ID, a.By, a.Person = hex.EncodeToString(id[:]), actor.Name, 0
	if actor.Kind == access.Person {
		a.Person = actor.ID
	}
	err := db.write(ctx, actor, "POST /v1/areas/{id}/attachments", func(tx pgx.Tx) (access.Entry, error) {
		err := tx.QueryRow(ctx, query("attachment_add"), args{
			"id": a.ID, "area": int64(a.Area), "kind": a.Kind, "bytes": a.Bytes, "sha256": a.SHA256[:],
			"width": a.Width, "height": a.Height, "person": orNull(a.Person), "by": a.By,
		}).Scan(&a.Created)
		return access.Entry{Noun: "attachment", Object: a.ID, Area: a.Area, After: record(describe(a))}, err
	})
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.ConstraintName == "attachment_area_id_fkey" {
		err = access.ErrNoArea
	}
	if err != nil {
		return a, fmt.Errorf("add attachment to area %d: %w", a.Area, err)
	}
	return a, nil
}

// describe is an attachment as the audit trail tells it.
func describe(a access.Attachment) map[string]any {
	return map[string]any{
		"kind": a.Kind, "bytes": a.Bytes, "sha256": hex.EncodeToString(a.SHA256[:]), "width": a.Width, "height": a.Height,
	}
}

// Attachment returns an attachment of an area in the scope, or access.ErrNoAttachment.
func (db *DB) Attachment(ctx context.Context, id string, scope access.Scope) (a access.Attachment, err error) {
	err = db.readIn(ctx, scope, func(tx pgx.Tx) error {
		a, err = findAttachment(ctx, tx, "attachment", id)
		return err
	})
	if err != nil {
		return a, fmt.Errorf("attachment: %w", explain(err))
	}
	return a, nil
}

func findAttachment(ctx context.Context, tx pgx.Tx, statement, id string) (access.Attachment, error) {
	rows, err := tx.Query(ctx, query(statement), args{"id": entryText(id)})
	if err != nil {
		return access.Attachment{}, err
	}
	a, err := pgx.CollectExactlyOneRow(rows, scanAttachment)
	if errors.Is(err, pgx.ErrNoRows) {
		err = access.ErrNoAttachment
	}
	return a, err
}

// Attachments returns the attachments of an area when it is in the scope, the newest first.
func (db *DB) Attachments(ctx context.Context, area geo.AreaID, scope access.Scope) (all []access.Attachment, err error) {
	err = db.readIn(ctx, scope, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, query("attachments"), args{"area": int64(area)})
		if err == nil {
			all, err = pgx.CollectRows(rows, scanAttachment)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("attachments of area %d: %w", area, explain(err))
	}
	return all, nil
}

func scanAttachment(row pgx.CollectableRow) (a access.Attachment, err error) {
	var hash []byte
	var person *int64
	err = row.Scan(&a.ID, &a.Area, &a.Kind, &a.Bytes, &hash, &a.Width, &a.Height, &person, &a.By, &a.Created)
	copy(a.SHA256[:], hash)
	if person != nil {
		a.Person = *person
	}
	return a, err
}

// RemoveAttachment removes an attachment from its area, or returns access.ErrNoAttachment. That it
// was there stays known. It reports whether no other attachment has the same bytes, so that they may go.
func (db *DB) RemoveAttachment(ctx context.Context, actor *access.Actor, id string) (last bool, err error) {
	err = db.write(ctx, actor, "DELETE /v1/attachments/{id}", func(tx pgx.Tx) (access.Entry, error) {
		a, err := findAttachment(ctx, tx, "attachment_locked", id)
		if err == nil {
			err = tx.QueryRow(ctx, query("attachment_remove"), args{"id": a.ID, "sha256": a.SHA256[:]}).Scan(&last)
		}
		return access.Entry{Noun: "attachment", Object: a.ID, Area: a.Area, Before: record(describe(a))}, err
	})
	if err != nil {
		return false, fmt.Errorf("remove attachment: %w", err)
	}
	return last, nil
}
