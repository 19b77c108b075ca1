package store

import (
	"context"
	"fmt"
	"iter"
	"regexp"

	"gewu/district"
)

// A CodeTable names a table of codes: a kind of things in a version of a standard.
type CodeTable struct {
	Standard string // GB/T 47678.5
	Version  string // 2026
	Kind     string // component, matter
	Name     string // "": keeps the one it has
}

// tableCode is what an entry of a code table is written with.
var tableCode = regexp.MustCompile(`^[0-9A-Z]{2,20}$`)

// ImportCodes takes over entries of a code table, by code. The table is made if it is new. The
// same code may be in other tables, and mean something else there.
func (db *DB) ImportCodes(ctx context.Context, in Import, table CodeTable, records iter.Seq2[district.Code, error]) (Report, error) {
	return db.take(ctx, in, "code", func(ctx context.Context, k *intake) error {
		if err := table.check(); err != nil {
			return err
		}
		if err := stage(ctx, k, codes, records); err != nil {
			return err
		}
		if err := k.rejectStaged(ctx, "import_reject_twice", args{}); err != nil {
			return err
		}
		if err := k.allowed(); err != nil {
			return err
		}
		m, err := k.mergeCodes(ctx, table)
		if err != nil {
			return err
		}
		return k.counted(ctx, m)
	})
}

func (t CodeTable) check() error {
	if t.Standard == "" || t.Version == "" || t.Kind == "" {
		return fmt.Errorf("%w: a code table has a standard, a version and a kind", ErrImport)
	}
	return checkText(t.Standard, t.Version, t.Kind, t.Name)
}

func (k *intake) mergeCodes(ctx context.Context, table CodeTable) (m merged, err error) {
	var id int64
	err = k.tx.QueryRow(ctx, query("import_code_table"), args{
		"standard": table.Standard, "version": table.Version, "kind": table.Kind, "name": table.Name,
	}).Scan(&id)
	if err != nil {
		return m, err
	}
	return k.merge(ctx, "import_code_merge", args{"table": id, "replace": k.Replace})
}

var codes = cargo[district.Code]{
	table:   "import_code_stage",
	columns: []string{"name_zh", "name_en", "attributes"},
	origin:  func(c *district.Code) district.Origin { return district.Origin{Row: c.Row, ID: c.Code} },
	values: func(c *district.Code, r *row) error {
		if !tableCode.MatchString(c.Code) {
			return refusef("code %q: a code has 2 to 20 digits and capital letters", c.Code)
		}
		if c.Name.ZH == "" && c.Name.EN == "" {
			return refusef("code %s has no name", c.Code)
		}
		return firstError(
			r.text(or(c.Name.ZH, c.Name.EN), "name", maxText),
			r.text(c.Name.EN, "English name", maxText),
			r.attributes(c.Attributes),
		)
	},
}
