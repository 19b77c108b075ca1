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

	"gewu/access"
	"gewu/district"
	"gewu/geo"
	"gewu/plan"
)

// ErrMerger is wrapped by errors about communities that cannot be merged as asked.
var ErrMerger = errors.New("the communities cannot be merged so")

// MergeCommunities merges communities: from the publication's day each merger's communities are one,
// with the land of all, and with all of their grids, which keep their codes and holders. A merger may
// go into one of its own communities, which then goes on, or into a new code. The codes that end still
// answer for the days before. All is one transaction. Errors wrap [ErrMerger], with the merger and why.
func (db *DB) MergeCommunities(ctx context.Context, actor *access.Actor, mergers []plan.Merger, with plan.Publication) (plan.Published, error) {
	m := &merging{mergers: mergers}
	in := Import{
		Actor: actor, Operation: operationOf(actor, "POST /v1/communities/merge", "gewu merge"), Source: "merger of communities",
		Level: string(district.RoleCommunity), Replace: true, From: with.From, Title: with.Title,
	}
	_, err := db.take(ctx, in, "area", func(ctx context.Context, k *intake) error {
		m.publisher = &publisher{intake: k, Publication: with}
		if err := m.run(ctx); err != nil {
			return err
		}
		if with.DryRun {
			return errDryRun
		}
		return nil
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return plan.Published{}, err
	}
	return m.out, nil
}

// A merging merges communities, and then publishes the division of each that came of it.
type merging struct {
	*publisher
	mergers []plan.Merger
	before  []communityRow // in force in the scopes concerned
	grids   []mergedGrid
}

// A communityRow is a community in force.
type communityRow struct {
	id            int64
	code, name    string
	parent, scope int64
	parentCode    string
	profile       string
	land          orb.MultiPolygon
	attributes    district.Attributes
	into          *plan.Merger
}

// A mergedGrid is a grid that is now of another community.
type mergedGrid struct {
	district.Area
	level, profile string
}

func (m *merging) run(ctx context.Context) error {
	for _, step := range []func(context.Context) error{
		m.gatherInForce, m.readCommunities, m.readGrids, m.mergeLand, m.release, m.divideAgain, m.keepKin, m.tellEditions,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// readCommunities reads the communities of all scopes that a merger touches, and checks the mergers.
func (m *merging) readCommunities(ctx context.Context) error {
	var codes []string
	for _, one := range m.mergers {
		codes = append(codes, one.From...)
	}
	var err error
	if m.before, err = communitiesBeside(ctx, m.tx, codes); err != nil {
		return err
	}
	if err := m.assignMergers(); err != nil {
		return err
	}
	return m.keepToProfile()
}

// keepToProfile leaves alone the communities of other profiles than that of the mergers: they are of another level, and
// would be taken for new ones of this.
func (m *merging) keepToProfile() error {
	for _, c := range m.before {
		switch {
		case c.into == nil:
		case m.Profile != "" && m.Profile != c.profile:
			return fmt.Errorf("%w: communities with the levels of %s and of %s are merged one after the other", ErrMerger, m.Profile, c.profile)
		default:
			m.Profile = c.profile
		}
	}
	m.before = slices.DeleteFunc(m.before, func(c communityRow) bool { return c.profile != m.Profile })
	return nil
}

// communitiesBeside reads the communities in force in the scopes of those with codes.
func communitiesBeside(ctx context.Context, tx pgx.Tx, codes []string) ([]communityRow, error) {
	rows, err := tx.Query(ctx, query("merge_communities"), args{"codes": codes})
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c communityRow, err error) {
		var shape []byte
		if err := row.Scan(&c.id, &c.code, &c.name, &c.parent, &c.scope, &c.parentCode, &c.profile, &c.attributes, &shape); err != nil {
			return c, err
		}
		c.land, err = polygonsFrom(shape)
		return c, err
	})
}

// assignMergers finds the merger of each community.
func (m *merging) assignMergers() error {
	byCode := map[string]*communityRow{}
	for i := range m.before {
		byCode[m.before[i].code] = &m.before[i]
	}
	for i := range m.mergers {
		one := &m.mergers[i]
		if len(one.From) == 0 {
			return fmt.Errorf("%w: nothing is merged into %s", ErrMerger, one.Code)
		}
		first := byCode[one.From[0]]
		for _, code := range one.From {
			c := byCode[code]
			switch {
			case c == nil:
				return fmt.Errorf("%w: there is no community %s in force on %s", ErrMerger, code, m.intake.From.Format(time.DateOnly))
			case c.into != nil:
				return fmt.Errorf("%w: community %s is named twice", ErrMerger, code)
			case c.parent != first.parent || c.scope != first.scope || c.profile != first.profile:
				return fmt.Errorf("%w: %s and %s do not lie in the same area, or have different levels", ErrMerger, first.code, code)
			}
			c.into = one
		}
	}
	for i := range m.mergers {
		if c := byCode[m.mergers[i].Code]; c != nil && c.into != &m.mergers[i] {
			return fmt.Errorf("%w: %s is the code of a community that is not part of the merger", ErrMerger, c.code)
		}
	}
	return nil
}

// readGrids reads what lies below the communities that are merged, before they end.
func (m *merging) readGrids(ctx context.Context) error {
	into, ids := map[int64]*plan.Merger{}, []int64{}
	for _, c := range m.before {
		if c.into != nil {
			into[c.id] = c.into
			ids = append(ids, c.id)
		}
	}
	rows, err := m.tx.Query(ctx, query("merge_grids"), args{"communities": ids})
	if err != nil {
		return err
	}
	m.grids, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (g mergedGrid, err error) {
		var scope int64
		var shape []byte
		if err := row.Scan(&scope, &g.level, &g.profile, &g.Code, &g.Name, &g.Parent, &g.Dedicated, &g.Attributes, &shape); err != nil {
			return g, err
		}
		if g.Parent == "" {
			g.Parent = into[scope].Code
		}
		g.ID = g.Code
		g.Boundary, err = polygonsFrom(shape)
		return g, err
	})
	return err
}

// mergeLand publishes the communities, each merger with the land of all.
func (m *merging) mergeLand(ctx context.Context) error {
	to, err := m.findLevel(ctx)
	if err != nil {
		return err
	}
	records, err := m.communityRecords()
	if err != nil {
		return err
	}
	if err := stage(ctx, m.intake, areas(to, ""), each(records)); err != nil {
		return err
	}
	if err := m.siftAreas(ctx, to); err != nil {
		return err
	}
	return m.makeEdition(ctx)
}

// communityRecords are the communities as they shall be.
func (m *merging) communityRecords() ([]district.Area, error) {
	land := map[*plan.Merger][]geo.Area{}
	var records []district.Area
	for _, c := range m.before {
		if c.into != nil {
			land[c.into] = append(land[c.into], geo.Area{ID: geo.AreaID(c.id), Boundary: c.land})
			continue
		}
		records = append(records, district.Area{
			Origin: district.Origin{ID: c.code}, Code: c.code, Name: c.name, Parent: c.parentCode, Boundary: c.land, Attributes: c.attributes,
		})
	}
	for i := range m.mergers {
		one := &m.mergers[i]
		whole, err := together(land[one])
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrMerger, one.Code, err)
		}
		at := slices.IndexFunc(m.before, func(c communityRow) bool { return c.into == one })
		records = append(records, district.Area{
			Origin: district.Origin{ID: one.Code}, Code: one.Code, Name: one.Name, Parent: m.before[at].parentCode, Boundary: whole,
		})
	}
	return records, nil
}

// together is the land of some areas as one.
func together(parts []geo.Area) (orb.MultiPolygon, error) {
	c, _, err := geo.BuildCoverage(parts)
	if err != nil {
		return nil, err
	}
	return c.Dissolve(func(geo.AreaID) geo.AreaID { return 1 }).Boundary(1), nil
}

func each[T any](values []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	}
}
