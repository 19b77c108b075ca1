package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"gewu/access"
	"gewu/district"
	"gewu/geo"
	"gewu/plan"
)

// errDryRun takes back a publication that was only tried.
var errDryRun = errors.New("this was only tried")

// A division is what is to become the next edition of some communities.
type division struct {
	communities []geo.AreaID
	bases       []int64 // the newest edition of any of them that it builds on; others since then stop it
	grids       []divisionGrid
	unassigned  orb.MultiPolygon // the land of the communities that is in no grid

	bare  map[geo.AreaID]orb.MultiPolygon // the same, of each community
	lands map[geo.AreaID]orb.MultiPolygon // the land of each community, when borders between them move
}

// A divisionGrid is one grid of a division.
type divisionGrid struct {
	community geo.AreaID
	code      string // "": it gets the next free one
	name      string // "": the code
	dedicated bool
	exempt    string // why the band does not bind it; "": it does
	land      orb.MultiPolygon
}

// A publisher publishes one division, within an import of areas.
type publisher struct {
	*intake
	division
	plan.Publication
	planID int64
	out    plan.Published
	made   []int64 // editions of the communities
	above  []int64 // the edition of the communities themselves, when borders between them move
}

// publish publishes a division: all of it, or nothing. The work before and after is done in the
// same transaction; the state of a plan is told there.
func (db *DB) publish(ctx context.Context, in Import, p *publisher, around func(tx pgx.Tx, p *publisher) error) (plan.Published, error) {
	profile, err := db.profileOf(ctx, p.communities)
	if err != nil {
		return plan.Published{}, err
	}
	in.Level, in.Profile, in.From, in.Title = string(district.RoleGrid), profile, p.From, p.Title
	_, err = db.take(ctx, in, "area", func(ctx context.Context, k *intake) error {
		p.intake = k
		if err := p.run(ctx); err != nil {
			return err
		}
		if err := around(k.tx, p); err != nil {
			return err
		}
		if err := db.namePublishers(ctx, p.out.Editions); err != nil {
			return err
		}
		if p.DryRun {
			return errDryRun
		}
		return nil
	})
	if errors.Is(err, errDryRun) {
		err = nil
	}
	return p.out, err
}

// run does the steps of a publication.
func (p *publisher) run(ctx context.Context) error {
	for _, step := range []func(context.Context) error{
		p.moveBorders, p.gatherInForce, p.checkBase, p.giveCodes, p.stageGrids, p.makeEdition, p.checkLand, p.checkBuildings,
		p.traceLineage, p.carryHolders, p.tellEditions,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// profileOf is the profile that communities follow, which must be one.
func (db *DB) profileOf(ctx context.Context, communities []geo.AreaID) (string, error) {
	s, err := db.Snapshot(ctx, time.Time{})
	if err != nil {
		return "", err
	}
	profile := ""
	for _, id := range communities {
		place, ok := s.Place(id)
		if !ok || place.Level.Role != district.RoleCommunity {
			return "", fmt.Errorf("community %d: %w", id, ErrNoCommunity)
		}
		if profile != "" && place.Level.Profile != profile {
			return "", fmt.Errorf("%w: the communities have different levels", ErrImport)
		}
		profile = place.Level.Profile
	}
	return profile, nil
}

// checkBase refuses a division when an edition of its communities is newer than what it builds on,
// and a day before that edition's own.
func (p *publisher) checkBase(ctx context.Context) error {
	rows, err := p.tx.Query(ctx, query("publish_newest"), args{"communities": p.communities, "day": p.intake.From})
	if err != nil {
		return err
	}
	var id int64
	var early bool
	_, err = pgx.ForEachRow(rows, []any{&id, &early}, func() error {
		if !slices.Contains(p.bases, id) {
			return plan.ErrPlanBehind
		}
		if early {
			return plan.ErrTooEarly
		}
		return nil
	})
	return err
}

// stageGrids makes the grids of the division the areas that the import is about.
func (p *publisher) stageGrids(ctx context.Context) error {
	codes, err := p.codesOf(ctx, p.communities)
	if err != nil {
		return err
	}
	to, err := p.findLevel(ctx)
	if err != nil {
		return err
	}
	if err := stage(ctx, p.intake, areas(to, ""), p.records(codes)); err != nil {
		return err
	}
	if _, err := p.tx.Exec(ctx, query("publish_keep"), args{"level": to.id}); err != nil {
		return err
	}
	return p.siftAreas(ctx, to)
}

// exemptAttribute is the attribute of a boundary that says why the band does not bind the grid.
const exemptAttribute = "exempt"

// records are the grids as an import has them.
func (p *publisher) records(codes map[geo.AreaID]string) iter.Seq2[district.Area, error] {
	return func(yield func(district.Area, error) bool) {
		for _, g := range p.grids {
			a := district.Area{
				Origin: district.Origin{ID: g.code}, Code: g.code, Name: g.name, Parent: codes[g.community],
				Dedicated: g.dedicated, Boundary: g.land,
			}
			if g.exempt != "" {
				a.Attributes = district.Attributes{exemptAttribute: g.exempt}
			}
			if !yield(a, nil) {
				return
			}
		}
	}
}

// codesOf are the codes of areas.
func (p *publisher) codesOf(ctx context.Context, ids []geo.AreaID) (map[geo.AreaID]string, error) {
	rows, err := p.tx.Query(ctx, query("publish_codes_of"), args{"areas": ids})
	if err != nil {
		return nil, err
	}
	codes := map[geo.AreaID]string{}
	var id geo.AreaID
	var code string
	_, err = pgx.ForEachRow(rows, []any{&id, &code}, func() error { codes[id] = code; return nil })
	return codes, err
}

// makeEdition writes the edition of each community in which anything differs.
func (p *publisher) makeEdition(ctx context.Context) error {
	to, err := p.findLevel(ctx)
	if err != nil {
		return err
	}
	if err := p.publish(ctx, to); err != nil {
		return err
	}
	if len(p.report.Editions) == 0 {
		return plan.ErrSameDivision
	}
	for _, e := range p.report.Editions {
		p.made = append(p.made, e.ID)
	}
	for _, w := range p.report.Warnings {
		p.out.Warnings = append(p.out.Warnings, w.String())
	}
	p.out.Version = p.report.Version
	return nil
}

// checkLand lets the database look, by itself, whether grids overlap, reach out of their
// community or leave land that the division does not name as unassigned.
func (p *publisher) checkLand(ctx context.Context) error {
	land, err := wkb.Marshal(p.unassigned)
	if err != nil {
		return err
	}
	var flaws []plan.Flaw
	// Inexact borders between communities, of files that were imported, are none of the plan's.
	around := args{"editions": p.made, "communities": p.communities, "day": p.intake.From, "each": p.lands != nil}
	within := args{"editions": p.made, "communities": p.communities, "day": p.intake.From, "unassigned": land}
	for _, check := range []struct {
		kind      plan.FlawKind
		statement string
		arguments args
	}{
		{plan.FlawOverlap, "publish_overlaps", args{"editions": p.made}},
		{plan.FlawGap, "publish_gaps", within},
		{plan.FlawOutside, "publish_outside", around},
	} {
		rows, err := p.tx.Query(ctx, query(check.statement), check.arguments)
		if err != nil {
			return err
		}
		found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (plan.Flaw, error) {
			f := plan.Flaw{Kind: check.kind}
			var lon, lat float64
			err := row.Scan(&f.Grids, &f.SquareMetres, &lon, &lat)
			f.At, _ = geo.PointAt(lon, lat)
			return f, err
		})
		if err != nil {
			return err
		}
		flaws = append(flaws, found...)
	}
	if len(flaws) > 0 {
		return &plan.ChecksFailed{Flaws: flaws}
	}
	return nil
}

// checkBuildings refuses a division that leaves a building with households in no grid.
func (p *publisher) checkBuildings(ctx context.Context) error {
	arguments := args{"editions": p.made, "communities": p.communities, "day": p.intake.From}
	var count int
	var lon, lat *float64
	if err := p.tx.QueryRow(ctx, query("publish_lost_buildings"), arguments).Scan(&count, &lon, &lat); err != nil || count == 0 {
		return err
	}
	at, err := geo.PointAt(*lon, *lat)
	if err != nil {
		return err
	}
	return &plan.ChecksFailed{Flaws: []plan.Flaw{{Kind: plan.FlawBuilding, At: at, Count: count}}}
}

// tellEditions completes the editions that were made, and what is answered of them.
func (p *publisher) tellEditions(ctx context.Context) error {
	for _, of := range []struct {
		editions []int64
		plan     any
	}{{p.made, orNull(p.planID)}, {p.above, nil}} {
		tell := args{
			"editions": of.editions, "plan": of.plan, "note": p.Note,
			"by": publisherName(p.Actor), "as": string(p.Actor.Kind), "publisher": orNull(p.Actor.ID),
		}
		if _, err := p.tx.Exec(ctx, query("publish_tell"), tell); err != nil {
			return err
		}
	}
	rows, err := p.tx.Query(ctx, query("editions"), args{"community": nil, "editions": p.made})
	if err != nil {
		return err
	}
	p.out.Editions, err = pgx.CollectRows(rows, scanEdition)
	return err
}

// publisherName is who an edition says has published it.
func publisherName(actor *access.Actor) string { return entryText(actor.Name) }
