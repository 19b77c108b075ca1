package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/analysis"
)

// readCodes reads the names of kinds that are codes.
func (r *evidenceReader) readCodes(ctx context.Context) error {
	rows, err := r.tx.Query(ctx, query("evidence_codes"))
	if err != nil {
		return err
	}
	r.known.Kinds = nil
	var k analysis.Kind
	_, err = pgx.ForEachRow(rows, []any{&k.Code, &k.Name.ZH, &k.Name.EN, &k.Group, &k.GroupName.ZH, &k.GroupName.EN}, func() error {
		if k.Name.EN == "" {
			k.Name.EN = k.Name.ZH
		}
		if k.GroupName.EN == "" {
			k.GroupName.EN = k.GroupName.ZH
		}
		r.known.Kinds = append(r.known.Kinds, k)
		return nil
	})
	return err
}

// readHomes reads the buildings that lie on the lattice, and where their numbers of households come from.
func (r *evidenceReader) readHomes(ctx context.Context) error {
	rows, err := r.tx.Query(ctx, query("evidence_homes"))
	if err != nil {
		return err
	}
	r.homes, r.home = nil, map[int64]int32{}
	r.known.Dwellings = analysis.Dwellings{Source: "buildings"}
	var h analysis.Home
	var wkb []byte
	var households *int32
	var estimated bool
	_, err = pgx.ForEachRow(rows, []any{&h.ID, &h.Name, &wkb, &households, &estimated}, func() (err error) {
		if h.At, err = readPoint(wkb); err != nil {
			return err
		}
		if _, ok := r.known.Lattice.Square(r.known.Plane.Metres(h.At)); !ok {
			return nil
		}
		h.Households, h.Visited, h.Estimated = -1, -1, estimated
		if households != nil {
			h.Households = *households
			if estimated {
				r.known.Dwellings.Estimated += float64(*households)
			}
		}
		r.home[h.ID] = int32(len(r.homes))
		r.homes = append(r.homes, h)
		return nil
	})
	return err
}

// readVisits reads the visits of the buildings that were read.
func (r *evidenceReader) readVisits(ctx context.Context) error {
	rows, err := r.tx.Query(ctx, query("evidence_visits"), args{"zone": r.settings.TimeZone})
	if err != nil {
		return err
	}
	r.known.Visits = nil
	var building int64
	var date time.Time
	_, err = pgx.ForEachRow(rows, []any{&building, &date}, func() error {
		home, ok := r.home[building]
		if !ok {
			return nil
		}
		v := analysis.Visit{Home: home, Day: analysis.DayOf(date, time.UTC)}
		r.homes[v.Home].Visited = max(r.homes[v.Home].Visited, v.Day)
		r.known.Visits = append(r.known.Visits, v)
		return nil
	})
	return err
}

// readFacilities reads the facilities.
func (r *evidenceReader) readFacilities(ctx context.Context) error {
	rows, err := r.tx.Query(ctx, query("evidence_facilities"))
	if err != nil {
		return err
	}
	r.known.Facilities = nil
	var f analysis.Facility
	var wkb []byte
	_, err = pgx.ForEachRow(rows, []any{&f.ID, &f.Kind, &f.Name, &wkb}, func() (err error) {
		if f.At, err = readPoint(wkb); err != nil {
			return err
		}
		f.Ground = r.land.ground(f.At)
		r.known.Facilities = append(r.known.Facilities, f)
		return nil
	})
	return err
}

// readWays reads what is walked on.
func (r *evidenceReader) readWays(ctx context.Context) error {
	paths, changed, err := r.db.network(ctx, r.tx, r.settings.TimeZone)
	if err != nil {
		return err
	}
	r.known.Paths, r.known.PathsDay = paths, 0
	if !changed.IsZero() {
		r.known.PathsDay = analysis.DayOf(changed, time.UTC)
	}
	return nil
}

// addHomes gives a builder the buildings.
func (r *evidenceReader) addHomes(b *analysis.Builder) {
	for _, h := range r.homes {
		if piece, ok := b.Piece(h.At, r.land.ground(h.At)); ok {
			h.Piece = piece
			b.AddHome(h)
		}
	}
}
