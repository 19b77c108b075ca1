package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/geo"
	"gewu/plan"
)

// A Fabric is the coverage of a community's cells. Nothing in it refers to the database, and
// nothing in it changes once it is made.
type Fabric struct {
	Community geo.AreaID
	Coverage  *geo.Coverage // of the cells: the face i is the land of Cells[i], and its area's ID is i+1
	Cells     []Cell
	Classes   []plan.Class // of the coverage's arcs
	Cuts      []Cut        // the buildings that are not wholly in their cell, in order of their IDs

	parts     []int            // of each cell: the part of the land it is in, see parts
	buildings []fabricBuilding // in order of their IDs
}

// A Cell is the smallest piece of land that a plan assigns: a building or a few that cannot be
// parted, with the land around them, or a block without buildings.
type Cell struct {
	Buildings  []int64 // whose points it has, in order
	Households int     // of these buildings
	Estate     int64   // the one with most of these buildings; 0: none
	Block      int     // from 0: which of the pieces of land between roads, rivers, walls and the community's border
}

// A Cut is a building of which a part lies in another cell than its point does, or in another
// community.
type Cut struct {
	Building     int64
	By           plan.Class // river, community, or none: another building or another grid has that part
	SquareMetres float64    // of that part
}

// ErrNoCommunity is wrapped by the error of Fabric for an area that is no community in force on
// the day.
var ErrNoCommunity = errors.New("no such community")

// Fabric makes the cells of a community as it stands on a day, of which only the date matters;
// the zero day is today. What is on the ground (buildings, roads, water, estates) is as it is
// known now. How cells are made, and what is certain of them, is told in docs/fabric.md. The
// same data give the same fabric.
func (db *DB) Fabric(ctx context.Context, community geo.AreaID, day time.Time) (*Fabric, error) {
	s, err := db.Snapshot(ctx, day)
	if err != nil {
		return nil, err
	}
	place, ok := s.Place(community)
	if !ok || place.Level.Role != district.RoleCommunity {
		return nil, fmt.Errorf("fabric of %d on %s: %w", community, s.Day.Format(time.DateOnly), ErrNoCommunity)
	}
	f, err := db.weave(ctx, s, []*district.Place{place}, nil)
	if err != nil {
		return nil, fmt.Errorf("fabric of %s: %w", place.Code, err)
	}
	return f, nil
}

// weave makes the fabric of communities of a snapshot, in which no cell crosses the border of a part.
func (db *DB) weave(ctx context.Context, s *district.Snapshot, communities []*district.Place, p *parts) (f *Fabric, err error) {
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err = pgx.BeginTxFunc(ctx, db.loader, options, func(tx pgx.Tx) error {
		l := loom{tx: tx, communities: communities, parts: p, owns: func(p geo.Point) bool { return ownPoint(s, communities, p) }}
		f, err = l.weave(ctx)
		return err
	})
	return f, err
}

// ownPoint reports whether a point counts for one of the communities, as in its tally.
func ownPoint(s *district.Snapshot, communities []*district.Place, p geo.Point) bool {
	owner := s.Owner(p)
	return owner != nil && slices.Contains(communities, owner.Above(district.RoleCommunity))
}

// A loom makes one fabric. Geometry is in units of 1e-7 degree, as in geo.
type loom struct {
	tx          pgx.Tx
	communities []*district.Place
	parts       *parts // nil: the land is of one
	owns        func(geo.Point) bool

	ground    []byte // the land in degrees
	land      orb.MultiPolygon
	scale     float64       // the length of a unit of longitude by that of latitude
	lines     []classedLine // what may part blocks
	classes   *classifier   // of the lines
	buildings []fabricBuilding
	groups    []int // of each building: the first building of those it must share a cell with
}

// weave goes the way from lines to cells.
func (l *loom) weave(ctx context.Context) (*Fabric, error) {
	if err := l.read(ctx); err != nil {
		return nil, err
	}
	blocks, err := l.findBlocks(ctx)
	if err != nil {
		return nil, fmt.Errorf("blocks: %w", err)
	}
	sites := l.layOutSites(blocks)
	middles, err := l.middleLines(ctx, blocks, sites)
	if err != nil {
		return nil, fmt.Errorf("lines between buildings: %w", err)
	}
	mesh, err := l.readMesh(ctx, slices.Concat(blocks.borders, blocks.openLines(), middles, l.outlines()))
	if err != nil {
		return nil, fmt.Errorf("cells: %w", err)
	}
	return l.cells(mesh, blocks, sites)
}
