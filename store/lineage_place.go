package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"gewu/geo"
	"gewu/plan"
)

// nameCommunities tells of the buildings that moved which communities their grids are of.
func (p *publisher) nameCommunities(ctx context.Context) error {
	if len(p.out.Moved) == 0 {
		return nil
	}
	rows, err := p.tx.Query(ctx, query("lineage_communities"), args{"editions": p.made})
	if err != nil {
		return err
	}
	of := map[geo.AreaID]plan.AreaRef{}
	var grid geo.AreaID
	var community plan.AreaRef
	_, err = pgx.ForEachRow(rows, []any{&grid, &community.ID, &community.Code, &community.Name}, func() error {
		of[grid] = community
		return nil
	})
	for i := range p.out.Moved {
		m := &p.out.Moved[i]
		m.FromCommunity, m.ToCommunity = of[m.From.ID], of[m.To.ID]
	}
	return err
}
