package store

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"

	"gewu/geo"
	"gewu/plan"
)

// leastShared is how many square metres two grids must share to be told of as kin, unless a
// building says so: borders are rounded to about a centimetre.
const leastShared = 1

// A kinship is what an old and a new grid have in common. Zero stands for no grid.
type kinship struct {
	old, new             geo.AreaID
	same                 bool // the land is the same
	households, building int
	squareMetres         float64
}

// A dwelling is a building as far as a new division concerns it.
type dwelling struct {
	id            int64
	name, address string
	households    int
	at            geo.Point
}

// A genealogy finds out which grid came from which.
type genealogy struct {
	names    map[geo.AreaID]plan.AreaRef
	kin      map[[2]geo.AreaID]*kinship
	old, new *geo.Index
	moved    []plan.MovedBuilding
}

// traceLineage finds what the grids of the editions have of those before, and the buildings whose
// grid changes, and keeps both.
func (p *publisher) traceLineage(ctx context.Context) error {
	g := &genealogy{names: map[geo.AreaID]plan.AreaRef{0: {}}, kin: map[[2]geo.AreaID]*kinship{}}
	if err := g.readLand(ctx, p); err != nil {
		return err
	}
	if err := g.readShared(ctx, p.tx, "lineage_shared", args{"editions": p.made}); err != nil {
		return err
	}
	if err := g.readBuildings(ctx, p.tx, "lineage_buildings", args{"editions": p.made}); err != nil {
		return err
	}
	p.out.Lineage, p.out.Moved = g.lineage(), g.moved
	if err := p.keepLineage(ctx); err != nil {
		return err
	}
	return p.nameCommunities(ctx)
}

// readLand reads the land of the grids before and after.
func (g *genealogy) readLand(ctx context.Context, p *publisher) (err error) {
	if g.old, err = g.index(ctx, p.tx, "lineage_before", args{"editions": p.made}); err != nil {
		return err
	}
	g.new, err = g.index(ctx, p.tx, "lineage_after", args{"editions": p.made})
	return err
}

func (g *genealogy) index(ctx context.Context, tx pgx.Tx, statement string, about args) (*geo.Index, error) {
	rows, err := tx.Query(ctx, query(statement), about)
	if err != nil {
		return nil, err
	}
	areas, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (a geo.Area, err error) {
		var ref plan.AreaRef
		var shape []byte
		if err := row.Scan(&ref.ID, &ref.Code, &ref.Name, &shape); err != nil {
			return a, err
		}
		g.names[ref.ID] = ref
		a.ID = ref.ID
		a.Boundary, err = polygonsFrom(shape)
		return a, err
	})
	if err != nil {
		return nil, err
	}
	return geo.NewIndex(areas)
}

// readShared reads how much land each pair shares.
func (g *genealogy) readShared(ctx context.Context, tx pgx.Tx, statement string, about args) error {
	rows, err := tx.Query(ctx, query(statement), about)
	if err != nil {
		return err
	}
	var k kinship
	_, err = pgx.ForEachRow(rows, []any{&k.old, &k.new, &k.same, &k.squareMetres}, func() error {
		if k.squareMetres >= leastShared {
			one := k
			g.kin[[2]geo.AreaID{k.old, k.new}] = &one
		}
		return nil
	})
	return err
}

// readBuildings counts the buildings of each pair, and lists those that move.
func (g *genealogy) readBuildings(ctx context.Context, tx pgx.Tx, statement string, about args) error {
	rows, err := tx.Query(ctx, query(statement), about)
	if err != nil {
		return err
	}
	var d dwelling
	var lon, lat float64
	_, err = pgx.ForEachRow(rows, []any{&d.id, &d.name, &d.address, &d.households, &lon, &lat}, func() (err error) {
		if d.at, err = geo.PointAt(lon, lat); err != nil {
			return err
		}
		return g.count(d)
	})
	return err
}

// count counts one building.
func (g *genealogy) count(d dwelling) error {
	from, err := owner(g.old, d.at)
	if err != nil {
		return err
	}
	to, err := owner(g.new, d.at)
	if err != nil || from == 0 && to == 0 {
		return err
	}
	pair := [2]geo.AreaID{from, to}
	if g.kin[pair] == nil {
		g.kin[pair] = &kinship{old: from, new: to}
	}
	g.kin[pair].households += d.households
	g.kin[pair].building++
	if from != to {
		g.moved = append(g.moved, plan.MovedBuilding{
			Building: d.id, Name: d.name, Address: d.address, Households: d.households, From: g.names[from], To: g.names[to],
		})
	}
	return nil
}

// owner is the area of an index that a point is in; 0: none.
func owner(x *geo.Index, at geo.Point) (geo.AreaID, error) {
	id, _, err := x.Locate(at)
	if errors.Is(err, geo.ErrNoArea) {
		return 0, nil
	}
	return id, err
}

// lineage tells what each pair is to one another, in order of codes.
func (g *genealogy) lineage() []plan.Lineage {
	var all []plan.Lineage
	sources, heirs, goesOn := map[geo.AreaID]int{}, map[geo.AreaID]int{}, map[geo.AreaID]bool{}
	for _, k := range g.kin {
		sources[k.new]++
		heirs[k.old]++
		goesOn[k.old] = goesOn[k.old] || k.old == k.new
	}
	for _, k := range g.kin {
		all = append(all, plan.Lineage{
			Kind: kindOf(k, sources[k.new], heirs[k.old], goesOn[k.old]), Old: g.names[k.old], New: g.names[k.new],
			Households: k.households, Buildings: k.building, SquareMetres: k.squareMetres,
		})
	}
	slices.SortFunc(all, func(a, b plan.Lineage) int {
		return cmp.Or(cmp.Compare(a.Old.Code, b.Old.Code), cmp.Compare(a.New.Code, b.New.Code))
	})
	return all
}

// kindOf says what a pair is to one another: how many old grids the new one has land of, how many new
// ones have land of the old, and whether the old one goes on.
func kindOf(k *kinship, sources, heirs int, goesOn bool) plan.LineageKind {
	switch {
	case k.same:
		return plan.Kept
	case k.old == 0:
		return plan.Begun
	case k.new == 0:
		return plan.Ended
	case k.old == k.new:
		return plan.Reshaped
	case !goesOn && (sources > 1 || heirs == 1):
		return plan.Merged
	case sources == 1 || heirs > 1 && !goesOn:
		return plan.Divided
	}
	return plan.Reshaped
}

// keepLineage writes lineage and moved buildings of the editions.
func (p *publisher) keepLineage(ctx context.Context) error {
	var rows [][]any
	for _, l := range p.out.Lineage {
		rows = append(rows, []any{
			orNull(int64(l.Old.ID)), orNull(int64(l.New.ID)), string(l.Kind), l.Households, l.Buildings, l.SquareMetres,
		})
	}
	if err := p.fill(ctx, "lineage_stage", "kin", []string{"old_area", "new_area", "kind", "households", "buildings", "square_metres"}, rows); err != nil {
		return err
	}
	rows = nil
	for _, m := range p.out.Moved {
		rows = append(rows, []any{m.Building, orNull(int64(m.From.ID)), orNull(int64(m.To.ID))})
	}
	if err := p.fill(ctx, "lineage_stage_moved", "moved", []string{"building_id", "from_area", "to_area"}, rows); err != nil {
		return err
	}
	for _, statement := range []string{"lineage_keep", "lineage_keep_moved"} {
		if _, err := p.tx.Exec(ctx, query(statement), args{"editions": p.made}); err != nil {
			return err
		}
	}
	return nil
}

// fill makes a temporary table of rows.
func (p *publisher) fill(ctx context.Context, statement, table string, columns []string, rows [][]any) error {
	if _, err := p.tx.Exec(ctx, query(statement)); err != nil {
		return err
	}
	_, err := p.tx.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows))
	return err
}
