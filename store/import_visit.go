package store

import (
	"context"
	"iter"

	"gewu/district"
)

// ImportVisits takes over visits, by source and ID. A building is known by its ID in its source, or else
// by its address; a member of staff by ID, or else by name. What is nobody's, or of several, is
// rejected. A visit goes when its building does.
func (db *DB) ImportVisits(ctx context.Context, in Import, records iter.Seq2[district.Visit, error]) (Report, error) {
	return db.take(ctx, in, "visit", func(ctx context.Context, k *intake) error {
		if err := stage(ctx, k, visits, records); err != nil {
			return err
		}
		for _, statement := range []string{"import_reject_twice", "import_visit_reject_building", "import_visit_reject_staff"} {
			if err := k.rejectStaged(ctx, statement, args{}); err != nil {
				return err
			}
		}
		if err := k.allowed(); err != nil {
			return err
		}
		m, err := k.merge(ctx, "import_visit_merge", args{"source": k.Source, "replace": k.Replace})
		if err != nil {
			return err
		}
		return k.counted(ctx, m)
	})
}

var visits = cargo[district.Visit]{
	table:   "import_visit_stage",
	columns: []string{"building", "building_source", "address", "visited_at", "staff"},
	origin:  func(v *district.Visit) district.Origin { return v.Origin },
	values: func(v *district.Visit, r *row) error {
		switch {
		case v.At.IsZero():
			return refusef("the visit does not say when it was")
		case v.Building == "" && v.Address == "":
			return refusef("the visit names no building")
		}
		return firstError(
			r.text(v.Building, "building", maxID),
			r.text(v.From, "source of the building", maxID),
			r.text(v.Address, "address", maxText),
			r.moment(&v.At, "time"),
			r.text(v.Staff, "member of staff", maxText),
		)
	},
}
