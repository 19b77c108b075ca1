package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"gewu/access"
	"gewu/internal/demo"
	"gewu/store"
)

const demoHelp = `Make the demo district: an invented county town of 27 communities and 161 grids, with a river and bridges,
streets, estates, buildings, facilities, staff in posts and a year of issues. Nothing in it is real.

The same seed on the same day makes the same district. It goes into an empty data directory only:
boundaries of your own are never mixed with it.`

func demoCommand(std Streams) *cobra.Command {
	var p place
	var seed uint64
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Make an invented district to look at",
		Long:  demoHelp,
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			db, closeDB, err := p.share(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, closeDB()) }()
			return makeDemo(cmd.Context(), db, seed, std.Err)
		},
	}
	p.bind(cmd)
	cmd.Flags().Uint64Var(&seed, "seed", firstSeed, "another number makes another district")
	return cmd
}

// firstSeed makes the district that the documentation shows.
const firstSeed = 1

// makeDemo makes the demo district of a seed in a database without areas of another source.
func makeDemo(ctx context.Context, db *store.DB, seed uint64, out io.Writer) error {
	state, err := demoState(ctx, db)
	if err != nil {
		return err
	}
	if state == foreign {
		return errors.New("the data directory holds a district already; make the demo in another one with --data")
	}
	return loadDemo(ctx, db, seed, out)
}

// demoWhenEmpty makes the demo district where there is no district yet, and completes one that
// was broken off.
func demoWhenEmpty(ctx context.Context, db *store.DB, out io.Writer) error {
	state, err := demoState(ctx, db)
	if err != nil || state == foreign || state == whole {
		return err
	}
	return loadDemo(ctx, db, firstSeed, out)
}

// A stateOfDemo says how far a database holds the demo district.
type stateOfDemo int

const (
	absent  stateOfDemo = iota // no area at all
	partial                    // its loading was broken off
	whole
	foreign // areas from elsewhere
)

// demoState looks what a database holds. The name of the district is set last, so a default
// name beside areas of the demo means that the rest is missing.
func demoState(ctx context.Context, db *store.DB) (stateOfDemo, error) {
	all, err := holds(db.Export(ctx, "areas", store.Filter{}))
	if err != nil || !all {
		return absent, err
	}
	ours, err := holds(db.Export(ctx, "areas", store.Filter{Source: demo.Source}))
	if err != nil || !ours {
		return foreign, err
	}
	settings, err := db.Settings(ctx)
	if err != nil {
		return absent, err
	}
	if settings.Name != store.DefaultSettings().Name {
		return whole, nil
	}
	return partial, nil
}

// holds reports whether a sequence yields anything.
func holds[T any](seq iter.Seq2[T, error]) (bool, error) {
	for _, err := range seq {
		return err == nil, err
	}
	return false, nil
}

// loadDemo imports the demo district, noun by noun, as files of its own would be.
func loadDemo(ctx context.Context, db *store.DB, seed uint64, out io.Writer) error {
	started := time.Now()
	zone, err := zoneOf(ctx, db)
	if err != nil {
		return err
	}
	d := demo.Generate(seed, started.In(zone))
	steps := demoSteps(db, d, started, console())
	bar := newProgress(out, "making the demo district", int64(len(steps)))
	defer bar.end()
	for i, step := range steps {
		if err := step(ctx); err != nil {
			return fmt.Errorf("demo district: %w", err)
		}
		bar.set(int64(i+1), int64(len(steps)))
	}
	bar.end()
	fmt.Fprintf(out, "demo district: %d buildings, %d issues, made in %s\n",
		len(d.Buildings), len(d.Issues), time.Since(started).Round(100*time.Millisecond))
	return nil
}

type demoStep func(context.Context) error

func demoSteps(db *store.DB, d *demo.District, started time.Time, actor *access.Actor) []demoStep {
	in := store.Import{Source: demo.Source, Actor: actor, Operation: "gewu demo"}
	var steps []demoStep
	for _, layer := range d.Layers {
		areas := in
		areas.Level, areas.Profile, areas.From = layer.Level, layer.Profile, started.AddDate(-1, -1, 0)
		steps = append(steps, stepOf(areas, layer.Areas, db.ImportAreas))
	}
	coded := in
	table := store.CodeTable{Standard: d.Codes.Standard, Version: d.Codes.Version, Kind: d.Codes.Kind}
	coded.Codes = table
	return append(steps,
		stepOf(in, d.Waters, db.ImportWaters),
		stepOf(in, d.Roads, db.ImportRoads),
		stepOf(in, d.Estates, db.ImportEstates),
		stepOf(in, d.Buildings, db.ImportBuildings),
		stepOf(in, d.Facilities, db.ImportFacilities),
		func(ctx context.Context) error {
			_, err := db.ImportCodes(ctx, in, table, records(d.Codes.Codes))
			return err
		},
		stepOf(in, d.Duties, db.ImportDuties),
		stepOf(in, d.Visits, db.ImportVisits),
		stepOf(coded, d.Issues, db.ImportIssues),
		func(ctx context.Context) error {
			settings, err := db.Settings(ctx)
			if err != nil {
				return err
			}
			settings.Name, settings.Attribution = d.Name, "演示数据，纯属虚构 · Invented demo data"
			return db.SetSettings(ctx, actor, settings)
		},
	)
}

// stepOf imports a slice of records.
func stepOf[T any](
	in store.Import, all []T, load func(context.Context, store.Import, iter.Seq2[T, error]) (store.Report, error),
) demoStep {
	return func(ctx context.Context) error {
		var first *store.Reject
		in := in
		in.OnReject = func(r store.Reject) error {
			if first == nil {
				first = &r
			}
			return nil
		}
		if _, err := load(ctx, in, records(all)); err != nil && first != nil {
			return fmt.Errorf("%w: %w", err, first)
		} else if err != nil {
			return err
		}
		return nil
	}
}

// records yields a slice as a file's rows are.
func records[T any](all []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for one := range slices.Values(all) {
			if !yield(one, nil) {
				return
			}
		}
	}
}
