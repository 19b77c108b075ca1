package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/district"
	"gewu/geo"
)

// mostAnew is the share of the communities above which it takes longer to change them than to
// read all.
const mostAnew = 4 // a quarter

// A difference is what must be read again for the snapshot of a day to become another.
type difference struct {
	all       bool                // everything
	divided   map[geo.AreaID]bool // communities whose division changed
	built     []geo.Box           // where buildings changed
	held      map[geo.AreaID]bool // areas whose holders changed
	heldAll   bool                // any area's did
	heldBelow map[geo.AreaID]bool // communities with such areas
}

// readNext makes the snapshot of a day from another that is as new or older, of which it shares all
// that is the same. It returns false when everything must be read.
func readNext(ctx context.Context, tx pgx.Tx, base madeSnapshot, day time.Time) (madeSnapshot, bool, error) {
	if !base.regular {
		return madeSnapshot{}, false, nil
	}
	changes, err := readChanges(ctx, tx, base.Version)
	if err != nil {
		return madeSnapshot{}, false, fmt.Errorf("changes: %w", err)
	}
	version := base.Version
	var d difference
	turns := base.Turns
	for _, c := range changes {
		d.add(c)
		version = c.Version
	}
	if d.all || len(d.divided) > 0 {
		if turns, err = readTurns(ctx, tx); err != nil {
			return madeSnapshot{}, false, fmt.Errorf("turns: %w", err)
		}
	}
	if err := d.addDates(ctx, tx, base.Day, day); err != nil {
		return madeSnapshot{}, false, fmt.Errorf("dates: %w", err)
	}
	if d.all || len(d.divided)*mostAnew > len(base.Communities())+mostAnew*mostAnew {
		return madeSnapshot{}, false, nil
	}
	n := following{loading{tx: tx, day: day, draft: base.Next(version, day)}, base.Snapshot}
	regular, err := n.take(ctx, d)
	if err != nil || !regular {
		return madeSnapshot{}, false, err
	}
	return made(n.draft, turns, true), true, nil
}

// add adds what a change touched. What has no part in a snapshot is left out.
func (d *difference) add(c district.Change) {
	switch c.Noun {
	case "area":
		d.divide(c.Community)
	case "building":
		d.built = append(d.built, c.Box)
	case "staff", "holder":
		if c.Community == 0 {
			d.heldAll = true
			return
		}
		note(&d.heldBelow, c.Community)
	case "estate", "road", "water", "facility", "issue", "code", "setting":
	default:
		d.all = true
	}
}

// divide notes that a community was divided anew; 0 stands for what is above communities.
func (d *difference) divide(community geo.AreaID) {
	if community == 0 {
		d.all = true
		return
	}
	note(&d.divided, community)
}

func note(set *map[geo.AreaID]bool, id geo.AreaID) {
	if *set == nil {
		*set = map[geo.AreaID]bool{}
	}
	(*set)[id] = true
}

// addDates adds what another day makes different: editions and holders whose time begins or ends.
func (d *difference) addDates(ctx context.Context, tx pgx.Tx, from, to time.Time) error {
	if from.Equal(to) {
		return nil
	}
	if to.Before(from) {
		from, to = to, from
	}
	rows, err := tx.Query(ctx, query("snapshot_dates"), args{"first": from, "last": to})
	if err != nil {
		return err
	}
	var what string
	var id *geo.AreaID
	var role district.Role
	_, err = pgx.ForEachRow(rows, []any{&what, &id, &role}, func() error {
		switch {
		case what == "holder":
			note(&d.held, *id)
		case role == district.RoleCommunity:
			d.divide(*id)
		default:
			d.divide(0)
		}
		return nil
	})
	return err
}

// A following makes the snapshot that follows a base.
type following struct {
	loading
	base *district.Snapshot
}

// take reads a difference. It returns false when it does not fit.
func (n *following) take(ctx context.Context, d difference) (regular bool, err error) {
	boxes := d.built
	if len(d.divided) > 0 {
		communities := n.standing(d.divided)
		if regular, err = n.divide(ctx, communities); err != nil || !regular {
			return regular, err
		}
		for _, c := range communities {
			boxes = append(boxes, n.base.Land(c.ID), n.draft.Land(c.ID))
			note(&d.heldBelow, c.ID)
		}
	}
	if err := n.refill(ctx, d); err != nil {
		return false, fmt.Errorf("holders: %w", err)
	}
	if len(boxes) > 0 {
		err = n.recount(ctx, n.draft.Recount(boxes))
	}
	return err == nil, err
}

// standing returns the communities that are in the base, in order of identity.
func (n *following) standing(set map[geo.AreaID]bool) []*district.Place {
	var standing []*district.Place
	for id := range set {
		if p, ok := n.base.Place(id); ok {
			standing = append(standing, p)
		}
	}
	slices.SortFunc(standing, func(a, b *district.Place) int { return cmp.Compare(a.ID, b.ID) })
	return standing
}

// divide reads the divisions of communities and lays their land.
func (n *following) divide(ctx context.Context, communities []*district.Place) (regular bool, err error) {
	ids := make([]geo.AreaID, len(communities))
	for i, c := range communities {
		ids[i] = c.ID
	}
	editions, err := readEditions(ctx, n.tx, "snapshot_editions_of", args{"day": n.day, "scopes": ids})
	if err != nil {
		return false, err
	}
	byScope := map[geo.AreaID]*district.EditionRef{}
	for i, e := range editions {
		byScope[e.scope] = &editions[i].EditionRef
	}
	list := make([]divisionRows, len(communities))
	for i, c := range communities {
		list[i] = divisionRows{community: areaRow{Place: *c}, edition: byScope[c.ID]}
		if c.Parent != nil {
			list[i].community.parent = c.Parent.ID
		}
	}
	reading := divisionReading{tx: n.tx, draft: n.draft, levels: n.base.Levels, keep: true}
	if regular, err = reading.read(ctx, list); err != nil || !regular {
		return regular, err
	}
	return true, n.draft.Lay()
}

// refill reads the holders of areas whose holders changed.
func (n *following) refill(ctx context.Context, d difference) error {
	if d.heldAll {
		return n.readHolders(ctx, nil, n.draft.Held())
	}
	var areas []geo.AreaID
	for id := range d.held {
		areas = append(areas, id)
	}
	for id := range d.heldBelow {
		areas = append(areas, n.draft.Members(id)...)
	}
	if len(areas) == 0 {
		return nil
	}
	return n.readHolders(ctx, areas, areas)
}

// boxesAtOnce is how many boxes are asked for one by one.
const boxesAtOnce = 1000

// recount counts the buildings in boxes.
func (n *following) recount(ctx context.Context, boxes []geo.Box) error {
	if len(boxes) > boxesAtOnce {
		return n.countBuildings(ctx, "snapshot_buildings", args{})
	}
	var west, south, east, north []float64
	for _, b := range boxes {
		wide := b.Orb().Pad(1e-7) // what is on the edge must not be lost by rounding
		west, south = append(west, wide.Min[0]), append(south, wide.Min[1])
		east, north = append(east, wide.Max[0]), append(north, wide.Max[1])
	}
	return n.countBuildings(ctx, "snapshot_buildings_in", args{"west": west, "south": south, "east": east, "north": north})
}
