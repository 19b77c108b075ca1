package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"gewu/district"
	"gewu/interchange"
	"gewu/plan"
	"gewu/plan/propose"
)

// readCommunity makes the cells of a community, with the grid in force of each, as a plan has them.
func (p *proposing) readCommunity(ctx context.Context) (_ *proposalGround, err error) {
	day, err := dayOf("--at", p.at)
	if err != nil {
		return nil, usage(err)
	}
	db, closeDB, err := p.place.share(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, closeDB()) }()
	s, err := db.Snapshot(ctx, day)
	if err != nil {
		return nil, err
	}
	community := communityOf(s, p.community)
	if community == nil {
		return nil, fmt.Errorf("there is no community with the code %s", p.community)
	}
	made, err := db.PlanInForce(ctx, community.ID, s.Day)
	if err != nil {
		return nil, err
	}
	return p.draftOf(made)
}

func communityOf(s *district.Snapshot, code string) *district.Place {
	for _, place := range s.ByCode(code) {
		if place.Level.Role == district.RoleCommunity {
			return place
		}
	}
	return nil
}

// draftOf makes the request of a plan, as the service does, with the band that was asked for.
func (p *proposing) draftOf(made *plan.Plan) (*proposalGround, error) {
	rules := plan.DefaultRules()
	rules.Bands[plan.Ordinary] = plan.Band(p.request.Band)
	draft, err := made.Draft(rules)
	if err != nil {
		return nil, err
	}
	g := newProposalGround("community " + p.community)
	g.plan, g.draft, g.graph = made, draft, draft.Request.Graph
	for i, id := range draft.Cells {
		name := fmt.Sprint(id)
		g.names, g.cellOf[name] = append(g.names, name), int32(i)
	}
	for _, id := range draft.Grids {
		grid, _ := made.Grid(id)
		g.grid(grid.Code)
	}
	if len(draft.Grids) > 0 {
		g.current = draft.Request.Current
	}
	p.request.Exempt, p.request.Locked = draft.Request.Exempt, draft.Request.Locked
	return g, nil
}

// writeDissolved writes the land of each grid of a proposal, with its households.
func writeDissolved(out io.Writer, g *proposalGround, chosen propose.Proposal) error {
	after := g.plan
	if operations := g.draft.Operations(chosen.Assignment); len(operations) > 0 {
		var err error
		if after, _, err = g.plan.ApplyAll(operations); err != nil {
			return err
		}
	}
	fresh := len(g.draft.Grids)
	return interchange.WriteGeoJSON(out, func(yield func(district.Row, error) bool) {
		for id, grid := range after.Grids() {
			code, tally := grid.Code, after.Tally(id)
			if _, was := g.plan.Grid(id); !was { // new ones get their numbers in the order of the proposal's
				code = g.codes[fresh]
				fresh++
			}
			row := district.Row{ID: code, Geometry: after.Boundary(id), Properties: []district.Property{
				{Name: "code", Value: code},
				{Name: "households", Value: int64(tally.Households)},
				{Name: "area_m2", Value: tally.SquareMetres},
			}}
			if !yield(row, nil) {
				return
			}
		}
	})
}
