package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/district"
	"gewu/geo"
)

// ErrExport is wrapped when an export is asked for in a way that makes no sense, for example of
// a community that does not exist.
var ErrExport = errors.New("the export makes no sense")

// exportNouns are the nouns that Export knows.
var exportNouns = []string{
	"areas", "grids", "buildings", "estates", "roads", "water", "facilities", "issues", "visits", "staff", "codes",
}

// A Filter says which rows to export. Its zero value takes all of them, as of today.
type Filter struct {
	// Actor is who is given the rows, and Operation what the audit trail calls it ("": "export" and
	// the noun). An entry is kept before the first row is yielded. nil: the rows do not leave the
	// program, and there is no entry.
	Actor     *access.Actor
	Operation string

	Day       time.Time // on which areas and the community are in force
	Source    string    // only what came from this source
	Community string    // code: only what meets the land of this community; not of staff and codes
	Level     string    // areas: only those of this level, by key or role
	Profile   string    // areas: only those of this profile

	Standard, Version, Kind string // codes: only those of such tables

	// PrivatePhones brings the work phones of staff that are not public too. Without them an
	// import of what was exported would take these phones away.
	PrivatePhones bool

	// Table gives every row the same properties in the same order, nil where it has none.
	// Without it a row has no property for an attribute that it lacks.
	Table bool
}

// Export yields the rows of a noun under the names that an import of the noun reads, so that
// an import of what was exported, from the same source, changes nothing. They are read as they
// are taken, from one state of the database; an error is the last thing yielded.
func (db *DB) Export(ctx context.Context, noun string, f Filter) iter.Seq2[district.Row, error] {
	return func(yield func(district.Row, error) bool) {
		if err := db.export(ctx, noun, f, yield); err != nil {
			yield(district.Row{}, fmt.Errorf("export %s: %w", noun, err))
		}
	}
}

// errStopped ends a transaction because nobody takes further rows.
var errStopped = errors.New("stopped")

func (db *DB) export(ctx context.Context, noun string, f Filter, yield func(district.Row, error) bool) error {
	if !slices.Contains(exportNouns, noun) {
		return fmt.Errorf("%w: there is no such noun", ErrExport)
	}
	statement, arguments, err := db.exportStatement(ctx, noun, f)
	if err != nil {
		return err
	}
	if err := db.noteExport(ctx, noun, f); err != nil {
		return err
	}
	pool := db.loader
	if f.PrivatePhones {
		pool = db.service
	}
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err = pgx.BeginTxFunc(ctx, pool, options, func(tx pgx.Tx) error {
		e := exporter{yield: yield}
		if f.Table && noun != "staff" && noun != "visits" {
			if err := e.readKeys(ctx, tx, statement, arguments); err != nil {
				return err
			}
		}
		return e.run(ctx, tx, statement, arguments)
	})
	if errors.Is(err, errStopped) {
		return nil
	}
	return err
}

// noteExport tells the audit trail who is given which rows.
func (db *DB) noteExport(ctx context.Context, noun string, f Filter) error {
	if f.Actor == nil {
		return nil
	}
	var area geo.AreaID
	if f.Community != "" {
		s, err := db.Snapshot(ctx, f.Day)
		if err != nil {
			return err
		}
		community, err := communityCalled(s, f.Community)
		if err != nil {
			return err
		}
		area = community.ID
	}
	return db.Note(ctx, f.Actor, access.Entry{
		Operation: or(f.Operation, "export "+noun), Noun: noun, Object: f.Community, Area: area, After: record(f.told()),
	})
}

// told is what was asked for, without what was not.
func (f Filter) told() map[string]any {
	asked := map[string]any{}
	for name, text := range map[string]string{
		"source": f.Source, "community": f.Community, "level": f.Level, "profile": f.Profile,
		"standard": f.Standard, "version": f.Version, "kind": f.Kind,
	} {
		if text != "" {
			asked[name] = text
		}
	}
	if !f.Day.IsZero() {
		asked["day"] = f.Day.Format(time.DateOnly)
	}
	if f.PrivatePhones {
		asked["private_phones"] = true
	}
	return asked
}

// exportStatement returns the statement that reads a noun, with its arguments.
func (db *DB) exportStatement(ctx context.Context, noun string, f Filter) (string, args, error) {
	switch noun {
	case "staff":
		if f.PrivatePhones {
			return "export_staff_phones", args{"source": f.Source}, nil
		}
		return "export_staff", args{"source": f.Source}, nil
	case "codes":
		return "export_codes", args{"standard": f.Standard, "version": f.Version, "kind": f.Kind}, nil
	}
	s, err := db.Snapshot(ctx, f.Day)
	if err != nil {
		return "", nil, err
	}
	community, err := communityCalled(s, f.Community)
	if err != nil {
		return "", nil, err
	}
	if noun == "areas" || noun == "grids" {
		return exportAreas(s, noun, f, community)
	}
	arguments := args{"source": f.Source, "community": nil, "edition": nil}
	if community != nil {
		arguments["community"], arguments["edition"] = int64(community.ID), community.Edition.ID
	}
	return "export_" + noun, arguments, nil
}

// communityCalled returns the community with a code, nil for no code.
func communityCalled(s *district.Snapshot, code string) (*district.Place, error) {
	if code == "" {
		return nil, nil
	}
	for _, p := range s.ByCode(code) {
		if p.Level.Role == district.RoleCommunity {
			return p, nil
		}
	}
	return nil, fmt.Errorf("%w: no community has the code %q on %s", ErrExport, code, s.Day.Format(time.DateOnly))
}

// exportAreas names the areas of the snapshot that pass the filter.
func exportAreas(s *district.Snapshot, noun string, f Filter, community *district.Place) (string, args, error) {
	if noun == "grids" && f.Level == "" {
		f.Level = string(district.RoleGrid)
	}
	if err := checkLevel(s, f); err != nil {
		return "", nil, err
	}
	areas, editions := []int64{}, []int64{}
	for _, p := range s.Meeting(wholeEarth) {
		if f.Level != "" && f.Level != p.Level.Key && f.Level != string(p.Level.Role) ||
			f.Profile != "" && f.Profile != p.Level.Profile ||
			community != nil && p.Above(district.RoleCommunity) != community {
			continue
		}
		areas, editions = append(areas, int64(p.ID)), append(editions, p.Edition.ID)
	}
	return "export_areas", args{"areas": areas, "editions": editions, "source": f.Source}, nil
}

// checkLevel refuses a level or a profile that is unknown.
func checkLevel(s *district.Snapshot, f Filter) error {
	for _, level := range s.Levels {
		if (f.Level == "" || f.Level == level.Key || f.Level == string(level.Role)) &&
			(f.Profile == "" || f.Profile == level.Profile) {
			return nil
		}
	}
	return fmt.Errorf("%w: there is no level %q in profile %q", ErrExport, f.Level, f.Profile)
}
