package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/geo"
)

// errUnchanged is returned by what is given to write when nothing is to be changed: then nothing
// is, and there is no entry.
var errUnchanged = errors.New("nothing changed")

// write runs do in a transaction and adds its entry to the audit trail in the same: both are kept
// or neither is. It is the way to write. The actor and the operation of the entry are those given
// here. Adding the entry comes last because it waits for other writers until they have committed.
func (db *DB) write(ctx context.Context, actor *access.Actor, operation string, do func(tx pgx.Tx) (access.Entry, error)) error {
	err := pgx.BeginFunc(ctx, db.service, func(tx pgx.Tx) error {
		e, err := do(tx)
		if err != nil {
			return err
		}
		e.Operation = operation
		return addEntry(ctx, tx, actor, e)
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return explain(err)
}

// Note adds an entry for what is no write: an export, a sign-in, a refusal. The actor of the entry
// is the one given.
func (db *DB) Note(ctx context.Context, actor *access.Actor, e access.Entry) error {
	err := pgx.BeginFunc(ctx, db.service, func(tx pgx.Tx) error { return addEntry(ctx, tx, actor, e) })
	if err != nil {
		return fmt.Errorf("note %s: %w", e.Operation, explain(err))
	}
	return nil
}

// addEntry adds an entry within a transaction.
func addEntry(ctx context.Context, tx pgx.Tx, actor *access.Actor, e access.Entry) error {
	kind := actor.Kind
	if kind == "" {
		kind = access.Visitor
	}
	_, err := tx.Exec(ctx, query("audit_add"), args{
		"kind": kind, "actor": orNull(actor.ID), "name": entryText(actor.Name), "from": entryText(actor.From),
		"operation": entryText(e.Operation), "noun": entryText(e.Noun), "object": entryText(e.Object),
		"area": orNull(int64(e.Area)), "before": entryJSON(e.Before), "after": entryJSON(e.After),
	})
	if err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}

// operationOf is how an operation is called that has a route, and a command on the server's machine.
func operationOf(actor *access.Actor, route, command string) string {
	if actor.Kind == access.Console || actor.Kind == access.Service {
		return command
	}
	return route
}

// orNull is nil for 0, which stands for none.
func orNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// mostEntryText is how many characters a text of an entry may have; it is cut where it has more.
const mostEntryText = 1000

// entryText is a text as the trail keeps it. Much of it comes from who asks: what the database
// cannot hold is replaced, so that nobody goes unnoticed by sending it.
func entryText(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "\ufffd")
	if len(s) <= mostEntryText {
		return s
	}
	if runes := []rune(s); len(runes) > mostEntryText {
		return string(runes[:mostEntryText]) + "…"
	}
	return s
}

// entryJSON is what is told in an entry as the trail keeps it.
func entryJSON(value json.RawMessage) any {
	if len(value) == 0 {
		return nil
	}
	return string(bytes.ReplaceAll(value, []byte(`\u0000`), []byte(`\ufffd`)))
}

// record is a value as an entry tells it.
func record(value any) json.RawMessage {
	text, err := json.Marshal(value)
	if err != nil {
		text, _ = json.Marshal(err.Error()) // a string always can be
	}
	return text
}

// Audit returns the entries that a filter asks for, the newest first.
func (db *DB) Audit(ctx context.Context, f access.AuditFilter) ([]access.Entry, error) {
	var entries []access.Entry
	err := db.readIn(ctx, f.Scope, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, query("audit"), auditArguments(f))
		if err != nil {
			return err
		}
		entries, err = pgx.CollectRows(rows, scanEntry)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("audit: %w", explain(err))
	}
	return entries, nil
}

// usualEntries is how many entries an answer has unless another number is asked for.
const usualEntries = 100

func auditArguments(f access.AuditFilter) args {
	limit := f.Limit
	if limit <= 0 {
		limit = usualEntries
	}
	var part *string
	if pattern := searchPattern(f.Text); pattern != "" {
		pattern = "%" + pattern + "%"
		part = &pattern
	}
	return args{
		"from": timeOrNull(f.From), "until": timeOrNull(f.Until), "actor": orNull(f.Actor), "kind": textOrNull(string(f.Kind)),
		"operation": textOrNull(f.Operation), "noun": textOrNull(f.Noun), "part": part, "area": orNull(int64(f.Area)),
		"below": orNull(f.Before), "most": min(limit, access.MostEntries),
	}
}

func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func textOrNull(s string) *string {
	if s == "" {
		return nil
	}
	s = entryText(s)
	return &s
}

func scanEntry(row pgx.CollectableRow) (e access.Entry, err error) {
	var actor, area *int64
	var before, after *string
	err = row.Scan(&e.ID, &e.At, &e.Kind, &actor, &e.Name, &e.From, &e.Operation, &e.Noun, &e.Object, &area, &before, &after, &e.Hash)
	if actor != nil {
		e.Actor = *actor
	}
	if area != nil {
		e.Area = geo.AreaID(*area)
	}
	e.Before, e.After = entryPart(before), entryPart(after)
	return e, err
}

func entryPart(text *string) json.RawMessage {
	if text == nil {
		return nil
	}
	return json.RawMessage(*text)
}
