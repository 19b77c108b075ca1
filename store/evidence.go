package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/analysis"
	"gewu/district"
	"gewu/geo"
	"gewu/hotspot"
)

// mostSquares is how many squares evidence has at most: a district is about 300 km across then.
const mostSquares = 40_000_000

// An evidenceReader reads evidence from one state of the database.
type evidenceReader struct {
	db       *DB
	tx       pgx.Tx
	snapshot *district.Snapshot
	settings district.Settings
	zone     *time.Location
	land     *landing
	known    analysis.Evidence // all that is not made by a builder
	homes    []analysis.Home
	home     map[int64]int32 // by the building's identity
}

// errNewerLand says that the land of a snapshot is not that of the transaction.
var errNewerLand = errors.New("the land has changed since the snapshot")

// readEvidence has read make evidence of one state of the database, as the district stands on a day.
func (db *DB) readEvidence(ctx context.Context, day time.Time,
	read func(context.Context, *evidenceReader) (*analysis.Evidence, error),
) (*evidenceMade, error) {
	for attempt := 0; ; attempt++ {
		made, err := db.tryEvidence(ctx, day, read)
		if !errors.Is(err, errNewerLand) || attempt == 9 {
			return made, err
		}
	}
}

// tryEvidence has read make evidence of one state of the database and the snapshot of a day. It fails with
// errNewerLand when an edition or a holder came between the two.
func (db *DB) tryEvidence(ctx context.Context, day time.Time,
	read func(context.Context, *evidenceReader) (*analysis.Evidence, error),
) (*evidenceMade, error) {
	r := &evidenceReader{db: db}
	var err error
	if r.settings, err = db.Settings(ctx); err != nil {
		return nil, err
	}
	if r.zone, err = time.LoadLocation(r.settings.TimeZone); err != nil {
		return nil, fmt.Errorf("time zone of the district: %w", err)
	}
	if r.snapshot, err = db.Snapshot(ctx, day); err != nil {
		return nil, err
	}
	var made *evidenceMade
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err = pgx.BeginTxFunc(ctx, db.loader, options, func(tx pgx.Tx) error {
		r.tx = tx
		if err := r.begin(ctx); err != nil {
			return err
		}
		e, err := read(ctx, r)
		made = &evidenceMade{e, r.snapshot, r.settings}
		return err
	})
	return made, err
}

// begin reads the version of the data and the span of issues, and checks that the land is that of the snapshot.
func (r *evidenceReader) begin(ctx context.Context) error {
	var first, last *time.Time
	if err := r.tx.QueryRow(ctx, query("evidence_span")).Scan(&first, &last, &r.known.Version); err != nil {
		return err
	}
	changes, err := readChanges(ctx, r.tx, r.snapshot.Version)
	if err != nil {
		return err
	}
	for _, c := range changes {
		if landNouns[c.Noun] {
			return errNewerLand
		}
	}
	r.known.Today, r.known.Zone = analysis.DayOf(r.snapshot.Day, time.UTC), r.settings.TimeZone
	r.known.DataFrom = r.known.Today
	if first != nil {
		r.known.DataFrom, r.known.DataUntil = analysis.DayOf(*first, r.zone), last.UTC()
	}
	r.known.FirstEdition = r.known.Today
	if len(r.snapshot.Turns) > 0 {
		r.known.FirstEdition = analysis.DayOf(r.snapshot.Turns[0], time.UTC)
	}
	return nil
}

// landNouns are those of changes after which a snapshot is another one, but for what stands on its land.
var landNouns = map[string]bool{"level": true, "area": true, "staff": true, "holder": true, "setting": true, district.Anything: true}

// readAll reads all evidence.
func (r *evidenceReader) readAll(ctx context.Context) (*analysis.Evidence, error) {
	if err := r.readKnown(ctx); err != nil {
		return nil, err
	}
	b := analysis.NewBuilder(r.known)
	r.addHomes(b)
	issues := &issueReader{reader: r, builder: b, days: dayCounter{zone: r.zone}, kinds: map[string]hotspot.Kind{}}
	if err := issues.read(ctx); err != nil {
		return nil, fmt.Errorf("issues: %w", err)
	}
	kinds, order := issues.sortedKinds(r)
	b.SetKinds(kinds, order)
	e, err := b.Evidence()
	if err != nil {
		return nil, err
	}
	e.DataFrom = r.known.DataFrom
	return e.Located(), nil
}

// readKnown reads all but buildings on their pieces of land, and issues. A district that cannot be laid out is
// refused before anything of it is read: a nation's borders alone would take a gigabyte.
func (r *evidenceReader) readKnown(ctx context.Context) (err error) {
	if err := r.layOut(ctx); err != nil {
		return err
	}
	if r.land, err = landOn(ctx, r.tx, r.snapshot, r.settings, &r.known); err != nil {
		return fmt.Errorf("land: %w", err)
	}
	if err := r.readUnassigned(ctx); err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		read func(context.Context) error
	}{{"codes", r.readCodes}, {"buildings", r.readHomes}, {"visits", r.readVisits}, {"facilities", r.readFacilities}, {"ways", r.readWays}} {
		if err := part.read(ctx); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return nil
}

// layOut chooses the plane and the lattice: over the district, or else over all that there is. The error wraps a
// refusal where that is too vast.
func (r *evidenceReader) layOut(ctx context.Context) error {
	_, _, around := r.snapshot.Extent()
	if around == nil {
		var edges [4]*float64
		if err := r.tx.QueryRow(ctx, query("summary_bound")).Scan(&edges[0], &edges[1], &edges[2], &edges[3]); err != nil {
			return err
		}
		var err error
		if around, err = boxOf(edges); err != nil {
			return err
		}
	}
	if around == nil {
		around = &geo.Box{}
	}
	r.known.Plane = analysis.NewPlane(middleOfBox(*around))
	r.known.Lattice = analysis.LatticeOver(r.known.Plane, *around)
	if n := float64(r.known.Lattice.Cols) * float64(r.known.Lattice.Rows); !(n <= mostSquares) {
		return fmt.Errorf("lay out %.0f squares: %w", n, analysis.TooVast())
	}
	return nil
}
