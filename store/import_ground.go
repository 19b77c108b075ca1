package store

import (
	"context"
	"iter"

	"github.com/jackc/pgx/v5"

	"gewu/district"
)

// What stands on the ground comes in one way: staged, checked, merged by source and ID.

// ImportBuildings takes over buildings. One without a point gets an interior point of its footprint.
func (db *DB) ImportBuildings(ctx context.Context, in Import, records iter.Seq2[district.Building, error]) (Report, error) {
	return importGround(ctx, db, in, "building", buildings, records)
}

// ImportEstates takes over estates.
func (db *DB) ImportEstates(ctx context.Context, in Import, records iter.Seq2[district.Estate, error]) (Report, error) {
	return importGround(ctx, db, in, "estate", estates, records)
}

// ImportRoads takes over roads.
func (db *DB) ImportRoads(ctx context.Context, in Import, records iter.Seq2[district.Road, error]) (Report, error) {
	return importGround(ctx, db, in, "road", roads, records)
}

// ImportWaters takes over waters: surfaces or lines.
func (db *DB) ImportWaters(ctx context.Context, in Import, records iter.Seq2[district.Water, error]) (Report, error) {
	return importGround(ctx, db, in, "water", waters, records)
}

// ImportFacilities takes over facilities. One without a point gets an interior point of its ground.
func (db *DB) ImportFacilities(ctx context.Context, in Import, records iter.Seq2[district.Facility, error]) (Report, error) {
	return importGround(ctx, db, in, "facility", facilities, records)
}

// importGround takes over the records of a noun whose statements are import_<noun>_stage and _merge.
func importGround[R any](ctx context.Context, db *DB, in Import, noun string, c cargo[R], records iter.Seq2[R, error]) (Report, error) {
	return db.take(ctx, in, noun, func(ctx context.Context, k *intake) error {
		if err := stage(ctx, k, c, records); err != nil {
			return err
		}
		if err := k.sift(ctx); err != nil {
			return err
		}
		m, err := k.merge(ctx, "import_"+noun+"_merge", args{"source": k.Source, "replace": k.Replace})
		if err != nil {
			return err
		}
		return k.counted(ctx, m)
	})
}

// sift mends staged geometries if it may, and takes out what cannot be kept. It returns an error
// if too many records are rejected: then there is nothing more to do.
func (k *intake) sift(ctx context.Context) error {
	if err := k.mendOrReject(ctx, "import_reject_shape", "import_reject_twice"); err != nil {
		return err
	}
	return k.allowed()
}

// mendOrReject mends staged geometries if it may, and takes out what the statements find.
func (k *intake) mendOrReject(ctx context.Context, statements ...string) error {
	if k.Repair {
		if err := k.mend(ctx); err != nil {
			return err
		}
	}
	for _, statement := range statements {
		if err := k.rejectStaged(ctx, statement, args{}); err != nil {
			return err
		}
	}
	return nil
}

// mend repairs invalid geometries and lists the repairs that moved much.
func (k *intake) mend(ctx context.Context) error {
	rows, err := k.tx.Query(ctx, query("import_repair"))
	if err != nil {
		return err
	}
	var r Repair
	_, err = pgx.ForEachRow(rows, []any{&r.Row, &r.ID, &r.Reason, &r.MovedMetres}, func() error {
		k.report.Repaired++
		if r.MovedMetres > 1 && len(k.report.Repairs) < MaxRepairs {
			k.report.Repairs = append(k.report.Repairs, r)
		}
		return nil
	})
	return err
}
