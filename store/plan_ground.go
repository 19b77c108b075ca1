package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/geo"
	"gewu/plan"
)

// A ground is what a plan begins from.
type ground struct {
	snapshot    *district.Snapshot
	communities []*district.Place
	bases       []int64 // the last edition of each community, 0: it has none
	grids       []groundGrid
	version     int64 // of the data, at which the ground changed last
	notes       []plan.StartNote
}

// A groundGrid is a grid that a plan begins with.
type groundGrid struct {
	plan.Grid
	land orb.MultiPolygon // degrees
}

// findGround finds what a plan of communities would begin from: the last division of each, which may
// take force on a day to come.
func (db *DB) findGround(ctx context.Context, communities []geo.AreaID) (*ground, error) {
	communities = slices.Clone(communities)
	slices.Sort(communities)
	communities = slices.Compact(communities)
	bases, day, err := db.lastEditions(ctx, communities)
	if err != nil {
		return nil, err
	}
	g := &ground{bases: bases}
	if g.snapshot, err = db.Snapshot(ctx, day); err != nil {
		return nil, err
	}
	for _, id := range communities {
		place, ok := g.snapshot.Place(id)
		if !ok || place.Level.Role != district.RoleCommunity {
			return nil, fmt.Errorf("community %d: %w", id, ErrNoCommunity)
		}
		g.communities = append(g.communities, place)
	}
	var pieces int
	if err := db.loader.QueryRow(ctx, query("plan_clusters"), g.place()).Scan(&pieces); err != nil {
		return nil, err
	}
	if pieces > 1 && len(communities) > 1 {
		return nil, plan.ErrNotBeside
	}
	return g, db.loader.QueryRow(ctx, query("plan_ground"), g.place()).Scan(&g.version)
}

// lastEditions returns the last edition of each community, and the day on which all are in force.
func (db *DB) lastEditions(ctx context.Context, communities []geo.AreaID) (bases []int64, day time.Time, err error) {
	if day, err = db.Today(ctx); err != nil {
		return nil, day, err
	}
	rows, err := db.loader.Query(ctx, query("plan_bases"), args{"communities": communities})
	if err != nil {
		return nil, day, err
	}
	bases = make([]int64, len(communities))
	var community geo.AreaID
	var edition int64
	var from time.Time
	_, err = pgx.ForEachRow(rows, []any{&community, &edition, &from}, func() error {
		bases[slices.Index(communities, community)] = edition
		if from.After(day) {
			day = from
		}
		return nil
	})
	return bases, day, err
}

func (g *ground) ids() []int64 {
	ids := make([]int64, len(g.communities))
	for i, place := range g.communities {
		ids[i] = int64(place.ID)
	}
	return ids
}

// place is the arguments of statements about the communities.
func (g *ground) place() args {
	var editions []int64
	for _, place := range g.communities {
		editions = append(editions, place.Edition.ID)
	}
	return args{"communities": g.ids(), "editions": editions}
}

// takeGrids makes the grids of the communities those of the plan.
func (g *ground) takeGrids(ctx context.Context, db *DB) error {
	var places []*district.Place
	var editions, ids []int64
	for _, community := range g.communities {
		for _, place := range g.snapshot.Grids(community.ID) {
			places, editions, ids = append(places, place), append(editions, place.Edition.ID), append(ids, int64(place.ID))
		}
	}
	rows, err := db.loader.Query(ctx, query("plan_grids"), args{"editions": editions, "grids": ids})
	if err != nil {
		return err
	}
	var one plan.Grid
	var dedicated bool
	var raw []byte
	_, err = pgx.ForEachRow(rows, []any{&one.Area, &one.Name, &dedicated, &one.Colour, &one.Exempt, &raw}, func() error {
		place := places[len(g.grids)]
		one.Code, one.Kind = place.Code, plan.Ordinary
		one.Community = int64(place.Above(district.RoleCommunity).ID)
		if dedicated {
			one.Kind = plan.Dedicated
		}
		land, err := polygonsFrom(raw)
		g.grids = append(g.grids, groundGrid{one, land})
		return err
	})
	return err
}

// digest stands for all that a fabric of the ground follows from.
func (g *ground) digest() [sha256.Size]byte {
	h := sha256.New()
	put := func(numbers ...int64) { _ = binary.Write(h, binary.LittleEndian, numbers) } // a hash never fails
	put(fabricForm, g.version, int64(len(g.communities)))
	for i, place := range g.communities {
		put(int64(place.ID), place.Edition.ID, g.bases[i])
	}
	for _, grid := range g.grids {
		fmt.Fprintf(h, "%#v", grid.Grid)
		for _, polygon := range grid.land {
			for _, ring := range polygon {
				put(int64(len(ring)))
				_ = binary.Write(h, binary.LittleEndian, pointsOf(ring))
			}
			put(0)
		}
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// fabricForm changes whenever fabrics are made otherwise.
const fabricForm = 1

func pointsOf(ring orb.Ring) [][2]float64 {
	points := make([][2]float64, len(ring))
	for i, p := range ring {
		points[i] = p
	}
	return points
}

// weave makes the plan that begins from the ground, and notes what is not as it was given.
func (g *ground) weave(ctx context.Context, db *DB) (*plan.Plan, []plan.Note, error) {
	lands, err := db.landsOf(ctx, g)
	if err != nil {
		return nil, nil, err
	}
	grids := make([]orb.MultiPolygon, len(g.grids))
	for i, grid := range g.grids {
		grids[i] = grid.land
	}
	p, err := newParts(lands, grids)
	if err != nil {
		return nil, nil, err
	}
	f, err := db.weave(ctx, g.snapshot, g.communities, p)
	if err != nil {
		return nil, nil, err
	}
	if len(f.Cells) == 0 {
		return nil, nil, plan.ErrNoFabric
	}
	return g.begin(ctx, db, f, p)
}

// begin makes the plan on a fabric.
func (g *ground) begin(ctx context.Context, db *DB, f *Fabric, p *parts) (*plan.Plan, []plan.Note, error) {
	source, err := db.sourceOf(ctx, g, f, p)
	if err != nil {
		return nil, nil, err
	}
	fabric, err := plan.NewFabric(source)
	if err != nil {
		return nil, nil, err
	}
	grids := make([]plan.Grid, len(g.grids))
	for i, grid := range g.grids {
		grids[i] = grid.Grid
	}
	assigned := make([]plan.GridID, len(f.Cells))
	for i, part := range f.parts {
		assigned[i] = plan.GridID(p.grid(part) + 1)
	}
	made, err := plan.New(fabric, grids, assigned)
	if err != nil {
		return nil, nil, err
	}
	return made, g.notesOn(made), nil
}

// leastNoteSquareMetres is what rounding may take from a grid: less is not noted.
const leastNoteSquareMetres = 1

// notesOn notes which grids have not the land they were given.
func (g *ground) notesOn(p *plan.Plan) []plan.Note {
	var notes []plan.Note
	for i, grid := range g.grids {
		id := plan.GridID(i + 1)
		more := p.Tally(id).SquareMetres - geo.AreaSquareMetres(grid.land)
		if cmp.Compare(more, -leastNoteSquareMetres) > 0 && more < leastNoteSquareMetres {
			continue
		}
		note := plan.Note{Kind: plan.Snapped, Grid: id, SquareMetres: more}
		if bound := grid.land.Bound(); !bound.IsEmpty() {
			note.At, _ = geo.PointAt(bound.Center()[0], bound.Center()[1])
		}
		notes = append(notes, note)
	}
	return notes
}

// landsOf reads the land of the communities, in degrees.
func (db *DB) landsOf(ctx context.Context, g *ground) ([]orb.MultiPolygon, error) {
	rows, err := db.loader.Query(ctx, query("plan_lands"), g.place())
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (orb.MultiPolygon, error) {
		var raw []byte
		if err := row.Scan(&raw); err != nil {
			return nil, err
		}
		return polygonsFrom(raw)
	})
}
