package store

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/analysis"
	"gewu/geo"
)

// keptPublic is what everybody may know, as it was counted last. The zero value is ready.
type keptPublic struct {
	mu      sync.Mutex
	version int64
	today   time.Time
	table   *analysis.Public
	at      time.Time     // when it was counted
	took    time.Duration // to count it
}

// Counting many millions of issues takes seconds, and anybody can ask for it: what took longer than
// quickCount stays for countRest times as long, though the data have changed.
const (
	quickCount = time.Second
	countRest  = 20
)

// rests reports whether the table is kept for now, whatever changed.
func (k *keptPublic) rests(now time.Time) bool {
	return k.table != nil && k.took > quickCount && now.Sub(k.at) < countRest*k.took
}

// PublicCounts returns what everybody may know of how much is reported. It is counted again when the data
// have changed, by one at a time, and no more often than it is worth.
func (db *DB) PublicCounts(ctx context.Context) (*analysis.Public, error) {
	k := &db.public
	k.mu.Lock()
	defer k.mu.Unlock()
	began := time.Now()
	if k.rests(began) {
		return k.table, nil
	}
	today, err := db.Today(ctx)
	if err != nil {
		return nil, fmt.Errorf("public counts: %w", err)
	}
	version, err := db.Version(ctx)
	if err != nil {
		return nil, fmt.Errorf("public counts: %w", err)
	}
	if k.table == nil || k.version != version || !k.today.Equal(today) {
		quarters, err := db.publicQuarters(ctx, today)
		if err != nil {
			return nil, fmt.Errorf("public counts: %w", explain(err))
		}
		k.table, k.version, k.today = analysis.NewPublic(quarters, analysis.Veil), version, today
		k.at, k.took = time.Now(), time.Since(began)
	}
	return k.table, nil
}

// publicQuarters reads the calendar quarters that are over, since there are divisions, with their areas.
func (db *DB) publicQuarters(ctx context.Context, today time.Time) (quarters []analysis.PublicQuarter, err error) {
	settings, err := db.Settings(ctx)
	if err != nil {
		return nil, err
	}
	err = db.readIn(ctx, access.Everything, func(tx pgx.Tx) error {
		var first *time.Time
		if err := tx.QueryRow(ctx, query("public_quarters")).Scan(&first); err != nil || first == nil {
			return err
		}
		var begins, ends []time.Time
		for _, t := range quartersIn(term{quarterOf(*first), today}, today) {
			begins, ends = append(begins, t.from), append(ends, t.until)
			quarters = append(quarters, analysis.PublicQuarter{From: t.from, Until: t.until})
		}
		if len(quarters) == 0 {
			return nil
		}
		if err := readPublicAreas(ctx, tx, quarters, args{"begins": begins, "ends": ends}); err != nil {
			return err
		}
		return readPublicCounts(ctx, tx, quarters, args{"zone": settings.TimeZone, "until": ends[len(ends)-1]})
	})
	return quarters, err
}

// quarterOf returns the first day of a day's quarter.
func quarterOf(day time.Time) time.Time {
	return time.Date(day.Year(), (day.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
}

// publicLevels are the levels of areas by the roles of theirs. What has no parent is the district.
var publicLevels = map[string]analysis.Level{
	"upper": analysis.LevelStreet, "community": analysis.LevelCommunity, "section": analysis.LevelSection, "grid": analysis.LevelGrid,
}

func readPublicAreas(ctx context.Context, tx pgx.Tx, quarters []analysis.PublicQuarter, arguments args) error {
	rows, err := tx.Query(ctx, query("public_areas"), arguments)
	if err != nil {
		return err
	}
	var number int
	var role string
	var a analysis.PublicArea
	_, err = pgx.ForEachRow(rows, []any{&number, &a.ID, &a.Parent, &role, &a.Code, &a.Name}, func() error {
		a.Level = publicLevels[role]
		if a.Parent == 0 && role == "upper" {
			a.Level = analysis.LevelDistrict
		}
		quarters[number].Areas = append(quarters[number].Areas, a)
		return nil
	})
	return err
}

// readPublicCounts fills in the counts of grids. An issue of a grid that was not in force in the quarter in
// which it was opened counts nowhere.
func readPublicCounts(ctx context.Context, tx pgx.Tx, quarters []analysis.PublicQuarter, arguments args) error {
	type cell struct {
		from time.Time
		grid geo.AreaID
	}
	at := map[cell]*int{}
	for _, q := range quarters {
		for i := range q.Areas {
			at[cell{q.From, q.Areas[i].ID}] = &q.Areas[i].Count
		}
	}
	rows, err := tx.Query(ctx, query("public_counts"), arguments)
	if err != nil {
		return err
	}
	var c cell
	var n int
	_, err = pgx.ForEachRow(rows, []any{&c.from, &c.grid, &n}, func() error {
		if count := at[cell{dateOf(c.from), c.grid}]; count != nil {
			*count = n
		}
		return nil
	})
	return err
}
