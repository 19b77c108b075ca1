package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"gewu/internal/pgcluster"
	"gewu/store"
)

// A place is where the district's data live: a private PostGIS in a directory, or a server
// that the user runs.
type place struct{ dir, url string }

func (p *place) bind(cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.dir, "data", "data", "directory of the private PostGIS")
	cmd.Flags().StringVar(&p.url, "database-url", "", "use this PostgreSQL with PostGIS instead of the private one")
}

// share opens the database for one command. A private PostGIS that a running `gewu serve` owns
// is shared with it; otherwise it is started, and the returned function stops it.
func (p *place) share(ctx context.Context) (*store.DB, func() error, error) {
	return p.open(ctx, pgcluster.Join)
}

// own opens the database for a server: a private PostGIS is started, or refused with
// pgcluster.ErrInUse where another program has it.
func (p *place) own(ctx context.Context) (*store.DB, func() error, error) {
	return p.open(ctx, pgcluster.Start)
}

func (p *place) open(
	ctx context.Context, start func(context.Context, pgcluster.Config) (*pgcluster.Cluster, error),
) (*store.DB, func() error, error) {
	if p.url != "" {
		db, err := store.Open(ctx, p.url)
		if err != nil {
			return nil, nil, fmt.Errorf("%w; check --database-url", err)
		}
		return db, func() error { db.Close(); return nil }, nil
	}
	cluster, err := start(ctx, pgcluster.Config{Dir: p.dir})
	if err != nil {
		return nil, nil, err
	}
	db, err := store.Open(ctx, cluster.URL(pgcluster.Database))
	if err != nil {
		return nil, nil, errors.Join(err, cluster.Stop())
	}
	return db, func() error { db.Close(); return cluster.Stop() }, nil
}
