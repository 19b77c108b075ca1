package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"gewu/district"
	"gewu/geo"
	"gewu/store"
)

// A town is a database for tests that read. Its communities A and B, of two grids each, lie
// side by side; on 1 June the border between A1 and A2 moves east.
//
//	31.20 ┌────┬─┬──┬────┬────┐
//	      │ A1 ┆→│A2│ B1 │ B2 │
//	31.19 └────┴─┴──┴────┴────┘
//	    121.40  .41 .42  .43  .44
type town struct {
	db   *store.DB
	pool *pgxpool.Pool
	ids  map[string]int64 // of areas, by code
}

// The days of the two editions of community A.
var (
	spring = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	summer = time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
)

func emptyTown(t testing.TB) town {
	t.Helper()
	db, pool := openBoth(t)
	return town{db, pool, map[string]int64{}}
}

func newTown(t testing.TB) town {
	t.Helper()
	w := emptyTown(t)
	all := w.edition(t, "", "2026-01-01")
	w.area(t, all, "community", "A", "东风社区", "", box(121.40, 121.42))
	w.area(t, all, "community", "B", "Riverside", "", box(121.42, 121.44))
	first := w.edition(t, "A", "2026-01-01")
	w.area(t, first, "grid", "A1", "第1网格", "A", box(121.40, 121.41))
	w.area(t, first, "grid", "A2", "第2网格", "A", box(121.41, 121.42))
	second := w.edition(t, "A", "2026-06-01")
	w.area(t, second, "grid", "A1", "第1网格", "A", box(121.40, 121.415))
	w.area(t, second, "grid", "A2", "第2网格", "A", box(121.415, 121.42))
	other := w.edition(t, "B", "2026-01-01")
	w.area(t, other, "grid", "B1", "Grid one", "B", box(121.42, 121.43))
	w.area(t, other, "grid", "B2", "Grid two", "B", box(121.43, 121.44))
	w.change(t, "area")
	return w
}

// box is a rectangle of the town between two meridians, as WKT.
func box(west, east float64) string {
	return fmt.Sprintf("MULTIPOLYGON(((%[1]v 31.19,%[2]v 31.19,%[2]v 31.20,%[1]v 31.20,%[1]v 31.19)))", west, east)
}

// exec runs a statement and returns the id it returns, if any.
func (w town) exec(t testing.TB, sql string, arguments ...any) (id int64) {
	t.Helper()
	rows, err := w.pool.Query(t.Context(), sql, arguments...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return id
}

// change adds a version, as every write does.
func (w town) change(t testing.TB, noun string) int64 {
	t.Helper()
	return w.exec(t, `select record_change($1, null, null)`, noun)
}

// edition adds an edition of the area with the code scope, or of the whole district.
func (w town) edition(t testing.TB, scope, from string) int64 {
	t.Helper()
	return w.exec(t, `insert into edition (scope_id, number, in_force_from, title)
		select nullif($1::bigint, 0), count(*) + 1, $2::date, 'from ' || $2
		from edition where scope_id is not distinct from nullif($1::bigint, 0) returning id`, w.ids[scope], from)
}

// area adds an area of the profile street-grid to an edition.
func (w town) area(t testing.TB, edition int64, level, code, name, parent, wkt string) {
	t.Helper()
	id := w.exec(t, `insert into area (level_id, code)
		select id, $2 from level where profile = 'street-grid' and key = $1
		on conflict (level_id, code) do update set code = excluded.code returning id`, level, code)
	w.ids[code] = id
	w.exec(t, `insert into boundary (edition_id, area_id, parent_id, name, source, source_id, geom, label)
		select $1, $2::bigint, nullif($3::bigint, 0), $4, 'town', $2::text, geom, st_pointonsurface(geom)
		from st_geomfromtext($5, 4490) as geom`, edition, id, w.ids[parent], name, wkt)
}

// building adds a building that is a point.
func (w town) building(t testing.TB, name, address string, households int, lon, lat float64) int64 {
	t.Helper()
	return w.exec(t, `insert into building (source, source_id, name, address, households, households_estimated, residents, point)
		values ('town', $1, $1, $2, $3, $3 % 2 = 1, $3 * 3, st_setsrid(st_point($4, $5), 4490)) returning id`,
		name, address, households, lon, lat)
}

// issue adds an issue.
func (w town) issue(t testing.TB, name string, lon, lat float64) int64 {
	t.Helper()
	return w.exec(t, `insert into issue (source, source_id, kind, title, opened_at, fix_crs, point)
		values ('town', $1, 'litter', $1, '2026-03-01T08:00:00Z', 'wgs84', st_setsrid(st_point($2, $3), 4490)) returning id`,
		name, lon, lat)
}

func (w town) snapshot(t testing.TB, day time.Time) *district.Snapshot {
	t.Helper()
	s, err := w.db.Snapshot(t.Context(), day)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// place returns the only place with a code.
func (w town) place(t testing.TB, s *district.Snapshot, code string) *district.Place {
	t.Helper()
	p, ok := s.Place(geo.AreaID(w.ids[code]))
	if !ok {
		t.Fatalf("%s is not in the snapshot", code)
	}
	return p
}
