package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"gewu/district"
	"gewu/geo"
)

// divisionBatch is how many communities are read at once.
const divisionBatch = 64

// A divisionReading reads how communities are divided, and tells a draft.
type divisionReading struct {
	tx     pgx.Tx
	draft  *district.Draft
	levels []district.Level
	keep   bool // the draft needs boundaries until it lays them, as one that follows a snapshot does
}

// A divisionRows is a community with its areas, in order of identity.
type divisionRows struct {
	community areaRow
	edition   *district.EditionRef // nil: it is not divided
	areas     []areaRow
	outlines  *outlines
}

// readAll reads all communities in an order in which neighbours follow on one another. It returns false when something in the edition
// of a community is not below it, or is elsewhere too.
func (r *divisionReading) readAll(ctx context.Context, communities []areaRow,
	editions map[geo.AreaID]*district.EditionRef,
) (regular bool, err error) {
	slices.SortFunc(communities, func(a, b areaRow) int {
		return cmp.Or(cmp.Compare(alongCurve(a.Bound), alongCurve(b.Bound)), cmp.Compare(a.ID, b.ID))
	})
	list := make([]divisionRows, len(communities))
	for i, c := range communities {
		list[i] = divisionRows{community: c, edition: editions[c.ID]}
	}
	return r.read(ctx, list)
}

// read reads communities batch by batch: while one is told to the draft, the database and a
// goroutine are busy with the next.
func (r *divisionReading) read(ctx context.Context, list []divisionRows) (regular bool, err error) {
	batches, free := make(chan []divisionRows), make(chan *outlines, 2)
	free <- &outlines{}
	free <- &outlines{}
	stop, fetched := make(chan struct{}), make(chan error, 1)
	go func() {
		defer close(batches)
		fetched <- r.fetchAll(ctx, list, free, batches, stop)
	}()
	regular = true
	for batch := range batches {
		if regular, err = r.tell(batch); err != nil || !regular {
			break
		}
		if r.keep {
			batch[0].outlines = &outlines{}
		}
		batch[0].outlines.reset()
		free <- batch[0].outlines
	}
	close(stop)
	return regular, cmp.Or(err, <-fetched)
}

// fetchAll sends the communities with their areas, batch by batch, until it shall stop.
func (r *divisionReading) fetchAll(ctx context.Context, list []divisionRows,
	free <-chan *outlines, batches chan<- []divisionRows, stop <-chan struct{},
) error {
	for batch := range slices.Chunk(list, divisionBatch) {
		var into *outlines
		select {
		case into = <-free:
		case <-stop:
			return nil
		}
		for i := range batch {
			batch[i].outlines = into
		}
		if err := r.fetch(ctx, batch); err != nil {
			return err
		}
		select {
		case batches <- batch:
		case <-stop:
			return nil
		}
	}
	return nil
}

// fetch reads the areas of a batch of communities.
func (r *divisionReading) fetch(ctx context.Context, batch []divisionRows) error {
	editions := []int64{} // not null
	byEdition := map[int64]*divisionRows{}
	for i := range batch {
		if e := batch[i].edition; e != nil {
			editions = append(editions, e.ID)
			byEdition[e.ID] = &batch[i]
		}
	}
	rows, err := r.tx.Query(ctx, query("snapshot_divisions"), args{"editions": editions})
	if err != nil {
		return err
	}
	scan := areaScan{levels: levelsByID(r.levels), outlines: batch[0].outlines}
	var edition int64
	var a areaRow
	_, err = pgx.ForEachRow(rows, append([]any{&edition}, scan.into(&a)...), func() error {
		into := byEdition[edition]
		a.Edition = into.edition
		err := scan.finish(&a)
		into.areas = append(into.areas, a)
		return err
	})
	return err
}

// tell tells the draft how communities are divided. It returns false when it does not fit.
func (r *divisionReading) tell(batch []divisionRows) (regular bool, err error) {
	for i := range batch {
		c := &batch[i]
		if r.draft.Divide(c.members()) != nil {
			return false, nil //nolint:nilerr // areas that do not fit a draft are read in another way
		}
		if err := r.draft.Bound(district.RoleGrid, c.community.ID, landOf(c.areas, district.RoleGrid)); err != nil {
			return false, err
		}
		c.areas = nil
	}
	return true, nil
}

// members adds the community to its areas, and returns the places and their parents.
func (c *divisionRows) members() ([]district.Place, []geo.AreaID) {
	at, _ := findArea(c.areas, c.community.ID)
	c.areas = slices.Insert(c.areas, at, c.community)
	places, parents := members(c.areas)
	compact(places)
	return places, parents
}

// compact puts the texts of places into one piece of memory.
func compact(places []district.Place) {
	var all strings.Builder
	for _, p := range places {
		all.WriteString(p.Code)
		all.WriteString(p.Name)
	}
	rest := all.String()
	for i := range places {
		p := &places[i]
		code, name := len(p.Code), len(p.Code)+len(p.Name)
		p.Code, p.Name, rest = rest[:code], rest[code:name], rest[name:]
	}
}

// alongCurve is where the middle of a box lies on a curve of order Z, which keeps neighbours
// together.
func alongCurve(b geo.Box) uint64 {
	lon := (int64(b.Min.Lon) + int64(b.Max.Lon)) / 2
	lat := (int64(b.Min.Lat) + int64(b.Max.Lat)) / 2
	return spread(uint32(lon+1<<31)) | spread(uint32(lat+1<<31))<<1
}
