package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"regexp"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/district"
	"gewu/geo"
)

// The states of an issue; the first stands for none.
var issueStates = []string{"open", "accepted", "handling", "checking", "closed", "void"}

// maxYear is the last year whose days are believed.
const maxYear = 9999

// ImportIssues takes over issues. Each is located to the grid in force when it was opened, by
// the rules of [geo.Index]; a warning counts those that lie in none.
func (db *DB) ImportIssues(ctx context.Context, in Import, records iter.Seq2[district.Issue, error]) (Report, error) {
	return db.take(ctx, in, "issue", func(ctx context.Context, k *intake) error {
		crs, err := k.fixCRS()
		if err != nil {
			return err
		}
		if err := stage(ctx, k, issues(crs), records); err != nil {
			return err
		}
		if err := k.sift(ctx); err != nil {
			return err
		}
		table, err := k.codesOfIssues(ctx)
		if err != nil {
			return err
		}
		if err := k.rejectDuplicates(ctx); err != nil {
			return err
		}
		if err := k.placeStaged(ctx); err != nil {
			return err
		}
		m, err := k.mergeIssues(ctx, table)
		if err != nil {
			return err
		}
		return k.counted(ctx, m)
	})
}

var epsgName = regexp.MustCompile(`^EPSG:[0-9]+$`)

// fixCRS is the name of the coordinate system in which positions were reported.
func (k *intake) fixCRS() (string, error) {
	if k.FixCRS == "" && k.SRID != cgcs2000 {
		return "EPSG:" + strconv.Itoa(k.SRID), nil
	}
	if k.FixCRS == "" {
		return string(geo.CGCS2000), nil
	}
	if epsgName.MatchString(k.FixCRS) {
		return k.FixCRS, nil
	}
	crs, err := geo.ParseCRS(k.FixCRS)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrImport, err)
	}
	return string(crs), nil
}

// codesOfIssues finds the table of the issues' kinds, nil when they are the source's own words,
// and rejects issues of a kind that the table does not have.
func (k *intake) codesOfIssues(ctx context.Context) (*int64, error) {
	if k.Codes == (CodeTable{}) {
		return nil, nil
	}
	var id int64
	err := k.tx.QueryRow(ctx, query("code_table"), args{
		"standard": k.Codes.Standard, "version": k.Codes.Version, "kind": k.Codes.Kind,
	}).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, fmt.Errorf("%w: there is no code table %s %s (%s); import its codes first",
			ErrImport, k.Codes.Standard, k.Codes.Version, k.Codes.Kind)
	}
	if err != nil {
		return nil, err
	}
	if err := k.rejectStaged(ctx, "import_reject_kind", args{"table": id}); err != nil {
		return nil, err
	}
	return &id, k.allowed()
}

// placeStaged locates the staged issues. An import of areas relocates only issues that it sees, so
// neither may begin before the other is done.
func (k *intake) placeStaged(ctx context.Context) error {
	for _, statement := range []string{"import_lock_areas", "edition_spots", "edition_spots_staged"} {
		if _, err := k.tx.Exec(ctx, query(statement)); err != nil {
			return err
		}
	}
	lost, err := k.place(ctx)
	if err != nil {
		return err
	}
	if lost.number > 0 {
		k.report.Warnings = append(k.report.Warnings, Warning{Kind: NoGrid, Count: lost.number, Example: lost.hint()})
	}
	return nil
}

// lost counts issues in no grid.
type lost struct {
	number, early int64
	first         *time.Time // on which the first edition with grids takes force; nil: there is none
}

// hint says why, as far as dates explain it.
func (l lost) hint() string {
	switch {
	case l.first == nil:
		return "there are no grids yet"
	case l.early > 0:
		return fmt.Sprintf("%d were opened before the first edition with grids, from %s; import grids with an earlier date",
			l.early, l.first.Format(time.DateOnly))
	default:
		return "their positions are outside"
	}
}

func issues(crs string) cargo[district.Issue] {
	return cargo[district.Issue]{
		table: "import_issue_stage",
		columns: []string{
			"spot", "kind", "title", "address", "opened_at", "due_at", "closed_at", "status",
			"fix_crs", "fix_accuracy", "duplicate", "duplicate_of", "attributes",
		},
		origin: func(i *district.Issue) district.Origin { return i.Origin },
		values: func(i *district.Issue, r *row) error {
			if i.OpenedAt.IsZero() {
				return refusef("the issue does not say when it was opened")
			}
			if i.Accuracy != nil && !(*i.Accuracy >= 0 && *i.Accuracy < math.MaxInt32) {
				return refusef("its accuracy is %v metres", *i.Accuracy)
			}
			if i.ClosedAt != nil && i.ClosedAt.Before(i.OpenedAt) {
				return refusef("it was closed at %s, before it was opened at %s",
					i.ClosedAt.Format(time.RFC3339), i.OpenedAt.Format(time.RFC3339))
			}
			if i.Status == "" && i.ClosedAt != nil {
				i.Status = "closed"
			}
			err := firstError(
				r.point(&i.Point),
				r.text(i.Kind, "kind", maxText),
				r.text(i.Title, "title", maxText),
				r.text(i.Address, "address", maxText),
				r.moment(&i.OpenedAt, "opening"),
				r.moment(i.DueAt, "due time"),
				r.moment(i.ClosedAt, "closing"),
				r.choice(i.Status, "status", issueStates),
			)
			r.add(crs, i.Accuracy, i.Duplicate || i.DuplicateOf != "")
			return firstError(err, r.text(i.DuplicateOf, "original", maxID), r.attributes(i.Attributes))
		},
	}
}

// moment adds a time, or null for none.
func (r *row) moment(t *time.Time, what string) error {
	if t == nil {
		r.add(nil)
		return nil
	}
	if y := t.Year(); y < 1 || y > maxYear {
		return refusef("the year of its %s is %d", what, y)
	}
	r.add(*t)
	return nil
}
