package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/district"
	"gewu/geo"
)

// cgcs2000 is the SRID of all that is stored.
const cgcs2000 = 4490

// An intake is an import under way.
type intake struct {
	Import
	noun     string
	tx       pgx.Tx
	report   Report
	timeZone *time.Location
	area     geo.AreaID // the only one whose division is made anew; 0: none, or several
}

// take runs work in the transaction of an import of noun, and commits it when work did nothing
// wrong and rejected no more than is allowed. What changed is told in the audit trail.
func (db *DB) take(ctx context.Context, in Import, noun string, work func(context.Context, *intake) error) (Report, error) {
	k := &intake{Import: in, noun: noun}
	err := k.check()
	if err == nil {
		err = pgx.BeginFunc(ctx, db.service, func(tx pgx.Tx) error {
			k.tx = tx
			if err := k.begin(ctx); err != nil {
				return err
			}
			if err := work(ctx, k); err != nil {
				return err
			}
			if err := k.allowed(); err != nil {
				return err
			}
			return k.audit(ctx)
		})
	}
	if err != nil {
		return k.report, fmt.Errorf("import of %s from %s: %w", noun, in.Source, explain(err))
	}
	return k.report, nil
}

// check fills in what the caller left out.
func (k *intake) check() error {
	if k.SRID == 0 {
		k.SRID = cgcs2000
	}
	if k.Source == "" {
		return fmt.Errorf("%w: it names no source", ErrImport)
	}
	if k.Actor == nil {
		k.Actor = &access.Actor{Kind: access.Service, Name: "gewu"}
	}
	if k.Operation == "" {
		k.Operation = "import " + k.noun
	}
	return checkText(k.Source, k.Title, k.Level, k.Profile, k.Community, k.Parent, k.FixCRS)
}

// begin prepares the transaction: one import of a noun from a source at a time, others wait.
func (k *intake) begin(ctx context.Context) error {
	if _, err := k.tx.Exec(ctx, query("import_settings")); err != nil {
		return err
	}
	if _, err := k.tx.Exec(ctx, query("import_lock"), args{"key": k.lockKey()}); err != nil {
		return err
	}
	var known bool
	var zone *string
	err := k.tx.QueryRow(ctx, query("import_context"), args{"srid": k.SRID}).Scan(&known, &zone, &k.report.Version)
	if err != nil {
		return err
	}
	if !known {
		return fmt.Errorf("%w: EPSG:%d is not a coordinate system that the database knows", ErrImport, k.SRID)
	}
	return k.setDay(zone)
}

// lockKey names what imports may not do at once. Areas of any source share editions.
func (k *intake) lockKey() string {
	if k.noun == "area" {
		return "area"
	}
	return k.noun + " " + k.Source
}

// setDay finds the district's time zone, and today in it when the import has no date.
func (k *intake) setDay(zone *string) (err error) {
	name := DefaultSettings().TimeZone
	if zone != nil {
		name = *zone
	}
	if k.timeZone, err = time.LoadLocation(name); err != nil {
		return fmt.Errorf("time zone of the district: %w", err)
	}
	if k.From.IsZero() {
		k.From = time.Now().In(k.timeZone)
	}
	k.From = dateOf(k.From)
	return nil
}

// reject counts a reject and tells the caller.
func (k *intake) reject(r Reject) error {
	k.report.Rejected++
	if k.OnReject == nil {
		return nil
	}
	return k.OnReject(r)
}

// rejectRow is reject for what a row of a file is refused for, and err itself when it is more
// than that.
func (k *intake) rejectRow(err error) error {
	if r, ok := district.RejectOf(err); ok {
		return k.reject(r)
	}
	return err
}

// allowed returns an error if more records are rejected than may be.
func (k *intake) allowed() error {
	if k.report.Rejected > int64(k.MaxRejects) {
		return fmt.Errorf("%w: %d of %d records are rejected, %d may be",
			ErrRejects, k.report.Rejected, k.report.Read, k.MaxRejects)
	}
	return nil
}

// rejectStaged rejects the staged records that a statement finds, with row, ID and reason, and
// takes them out.
func (k *intake) rejectStaged(ctx context.Context, statement string, arguments args) error {
	rows, err := k.tx.Query(ctx, query(statement), arguments)
	if err != nil {
		return err
	}
	var r Reject
	_, err = pgx.ForEachRow(rows, []any{&r.Row, &r.ID, &r.Reason}, func() error { return k.reject(r) })
	return err
}

// audit adds an entry for the import, unless it changed nothing.
func (k *intake) audit(ctx context.Context) error {
	r := k.report
	if r.Added+r.Changed+r.Removed == 0 && len(r.Editions) == 0 {
		return nil
	}
	after := map[string]any{
		"read": r.Read, "added": r.Added, "changed": r.Changed, "unchanged": r.Unchanged, "removed": r.Removed,
		"rejected": r.Rejected, "repaired": r.Repaired, "version": r.Version,
	}
	if len(r.Editions) > 0 {
		after["editions"], after["from"] = len(r.Editions), k.From.Format(time.DateOnly)
	}
	return addEntry(ctx, k.tx, k.Actor, access.Entry{
		Operation: k.Operation, Noun: k.noun, Object: k.Source, Area: k.area, After: record(after),
	})
}

// counted adds up what a merge did and, when it changed anything, records the change.
func (k *intake) counted(ctx context.Context, m merged) error {
	k.report.Added += m.added
	k.report.Changed += m.changed
	k.report.Removed += m.removed
	k.report.Unchanged += m.staged - m.added - m.changed
	if m.added+m.changed+m.removed == 0 {
		return nil
	}
	return k.tx.QueryRow(ctx, query("import_record"), args{"noun": k.noun, "touched": m.box}).Scan(&k.report.Version)
}

// merged is what a merge of staged records did; box is the WKB of the land it touched, nil: none.
type merged struct {
	staged, added, changed, removed int64
	box                             []byte
}

// merge runs the statement that takes over staged records of a noun.
func (k *intake) merge(ctx context.Context, statement string, arguments args) (m merged, err error) {
	err = k.tx.QueryRow(ctx, query(statement), arguments).Scan(&m.staged, &m.added, &m.changed, &m.removed, &m.box)
	return m, err
}
