package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/geo"
	"gewu/plan"
)

// moveBorders gives the communities of a division their new land, where that is another: it publishes
// the level of the communities, in the edition of what they are parts of, before their grids. What a
// person who plans in all of the communities may do is to move the border between them: all of them
// together keep the land that they have.
func (p *publisher) moveBorders(ctx context.Context) error {
	if p.lands == nil {
		return nil
	}
	for _, step := range []func(context.Context) error{
		p.gatherInForce, p.checkBase, p.stageCommunities, p.checkCommunities, p.traceCommunities, p.beginAgain,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// stageCommunities publishes the communities with their new land. They must be parts of one area,
// whose own border does not move.
func (p *publisher) stageCommunities(ctx context.Context) error {
	codes, err := p.codesOf(ctx, p.communities)
	if err != nil {
		return err
	}
	before, err := p.communitiesInForce(ctx, codes)
	if err != nil {
		return err
	}
	grids := p.Level
	p.Level = string(district.RoleCommunity)
	defer func() { p.Level = grids }()
	to, err := p.findLevel(ctx)
	if err != nil {
		return err
	}
	var records []district.Area
	for _, c := range before {
		land := p.lands[geo.AreaID(c.id)]
		if len(land) == 0 {
			return &plan.ChecksFailed{Flaws: []plan.Flaw{{Kind: plan.FlawEmpty, Grids: []string{c.code}, At: middleOf(c.land)}}}
		}
		records = append(records, district.Area{
			Origin: district.Origin{ID: c.code}, Code: c.code, Name: c.name, Parent: c.parentCode, Boundary: land, Attributes: c.attributes,
		})
	}
	if err := stage(ctx, p.intake, areas(to, ""), each(records)); err != nil {
		return err
	}
	if err := p.siftAreas(ctx, to); err != nil {
		return err
	}
	return p.makeEdition(ctx)
}

// communitiesInForce reads the communities of the division as they are, all parts of one area.
func (p *publisher) communitiesInForce(ctx context.Context, codes map[geo.AreaID]string) ([]communityRow, error) {
	var wanted []string
	for _, code := range codes {
		wanted = append(wanted, code)
	}
	all, err := communitiesBeside(ctx, p.tx, wanted)
	if err != nil {
		return nil, err
	}
	mine := slices.DeleteFunc(all, func(c communityRow) bool { return !slices.Contains(p.communities, geo.AreaID(c.id)) })
	if len(mine) != len(p.communities) {
		return nil, ErrNoCommunity
	}
	for _, c := range mine {
		if c.scope != mine[0].scope || c.parent != mine[0].parent {
			return nil, fmt.Errorf("%s and %s: %w", mine[0].code, c.code, plan.ErrOtherParent)
		}
	}
	return mine, p.checkLater(ctx, mine[0].scope)
}

// checkLater refuses to move borders before a day from which they are given otherwise.
func (p *publisher) checkLater(ctx context.Context, scope int64) error {
	var later int
	var example string
	err := p.tx.QueryRow(ctx, query("edition_later"), args{"scopes": []int64{scope}, "day": p.intake.From}).Scan(&later, &example)
	if err == nil && later > 0 {
		err = plan.ErrTooEarly
	}
	return err
}

// checkCommunities lets the database look, by itself, whether the communities together have the land
// that they had.
func (p *publisher) checkCommunities(ctx context.Context) error {
	rows, err := p.tx.Query(ctx, query("publish_border_land"), args{"editions": p.made, "communities": p.communities})
	if err != nil {
		return err
	}
	flaws, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (f plan.Flaw, err error) {
		var lon, lat float64
		if err := row.Scan(&f.Kind, &f.Grids, &f.SquareMetres, &lon, &lat); err != nil {
			return f, err
		}
		f.At, err = geo.PointAt(lon, lat)
		return f, err
	})
	if err == nil && len(flaws) > 0 {
		err = &plan.ChecksFailed{Flaws: flaws}
	}
	return err
}

// traceCommunities finds and keeps which community has land of which.
func (p *publisher) traceCommunities(ctx context.Context) (err error) {
	g := &genealogy{names: map[geo.AreaID]plan.AreaRef{0: {}}, kin: map[[2]geo.AreaID]*kinship{}}
	about := args{"editions": p.made, "communities": p.communities}
	if g.old, err = g.index(ctx, p.tx, "publish_border_before", about); err != nil {
		return err
	}
	if g.new, err = g.index(ctx, p.tx, "publish_border_after", about); err != nil {
		return err
	}
	if err := g.readShared(ctx, p.tx, "publish_border_shared", about); err != nil {
		return err
	}
	if err := g.readBuildings(ctx, p.tx, "lineage_buildings", args{"editions": p.made}); err != nil {
		return err
	}
	p.out.Lineage, p.out.Moved = slices.DeleteFunc(g.lineage(), func(l plan.Lineage) bool { return l.Kind == plan.Kept }), nil
	return p.keepLineage(ctx)
}

// beginAgain forgets the working tables, so that the grids can be published.
func (p *publisher) beginAgain(ctx context.Context) error {
	_, err := p.tx.Exec(ctx, query("merge_again"))
	p.out.Communities, p.out.Lineage = p.out.Lineage, nil
	p.above, p.made = p.made, nil
	p.report.Editions, p.report.Warnings, p.out.Warnings, p.area = nil, nil, nil, 0
	return err
}

// landsOfPlan is the land of the communities of a plan, if it gives cells of one to a grid of another
// and did not begin so: the cells of their grids, and their own that are in none; nil: as it was.
func (d *division) landsOfPlan(drawn *plan.Plan) (err error) {
	if !movesBorder(drawn) {
		return nil
	}
	d.lands = map[geo.AreaID]orb.MultiPolygon{}
	parts := map[geo.AreaID][]geo.Area{}
	for i, g := range d.grids {
		parts[g.community] = append(parts[g.community], geo.Area{ID: geo.AreaID(i + 1), Boundary: g.land})
	}
	for id, land := range d.bare {
		parts[id] = append(parts[id], geo.Area{ID: geo.AreaID(len(d.grids) + 1), Boundary: land})
	}
	for _, id := range d.communities {
		if d.lands[id], err = together(parts[id]); err != nil {
			return err
		}
	}
	return nil
}

// movesBorder reports whether a plan gives cells of a community to a grid of another one.
func movesBorder(drawn *plan.Plan) bool {
	base := drawn.Base()
	for id, cell := range drawn.Fabric().Cells() {
		g, in := drawn.Grid(drawn.GridOf(id))
		if !in || g.Community == cell.Community {
			continue
		}
		if was, in := base.Grid(base.GridOf(cell.Parent)); !in || was.Community != g.Community {
			return true
		}
	}
	return false
}

// bareLands is the land in no grid of each of a plan's communities.
func bareLands(communities []geo.AreaID, drawn *plan.Plan) (map[geo.AreaID]orb.MultiPolygon, error) {
	lands, cells := map[geo.AreaID]orb.MultiPolygon{}, map[geo.AreaID][]plan.CellID{}
	if len(communities) == 1 {
		if land := drawn.Boundary(plan.NoGrid); len(land) > 0 {
			lands[communities[0]] = land
		}
		return lands, nil
	}
	for id, cell := range drawn.Fabric().Cells() {
		if drawn.GridOf(id) == plan.NoGrid {
			cells[geo.AreaID(cell.Community)] = append(cells[geo.AreaID(cell.Community)], id)
		}
	}
	for community, ids := range cells {
		filled, change, err := drawn.Apply(plan.Operation{Kind: plan.AssignCells, Cells: ids, New: true})
		if err != nil {
			return nil, err
		}
		lands[community] = filled.Boundary(change.Grids[len(change.Grids)-1])
	}
	return lands, nil
}

// middleOf is the middle of the box of some land.
func middleOf(land orb.MultiPolygon) geo.Point {
	at, _ := geo.PointAt(land.Bound().Center()[0], land.Bound().Center()[1])
	return at
}
