package api_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"gewu/access"
	"gewu/api"
	"gewu/geo"
	"gewu/internal/secret"
	"gewu/internal/testdb"
	"gewu/store"
)

// A hall is a service on a real database. River Street has two communities, A and B, of two grids
// each:
//
//	31.20 ┌────┬────┬────┬────┐
//	      │ A1 │ A2 │ B1 │ B2 │
//	31.19 └────┴────┴────┴────┘
//	    121.40  .41  .42  .43  .44
type hall struct {
	db      *store.DB
	pool    *pgxpool.Pool
	ids     map[string]geo.AreaID // of areas, by code
	live    *api.Live
	files   *api.Folder
	handler http.Handler
}

// A password that is good enough, and what is kept of it.
const password = "七月流火 九月授衣 2026"

var passwordHash = secret.Hash(password)

var consoleActor = &access.Actor{Kind: access.Console, Name: "test"}

func openHall(t testing.TB, alter ...func(*api.Config)) *hall {
	t.Helper()
	h := builtHall(t)
	h.serve(t, alter)
	return h
}

// builtHall is a hall that is not served yet.
func builtHall(t testing.TB) *hall {
	t.Helper()
	url := testdb.New(t)
	db, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	h := &hall{db: db, pool: testdb.Pool(t, url), ids: map[string]geo.AreaID{}}
	h.build(t)
	return h
}

// build adds the areas, and who holds the posts of A1.
func (h *hall) build(t testing.TB) {
	t.Helper()
	edition := func(scope string) int64 {
		return h.exec(t, `insert into edition (scope_id, number, in_force_from, title)
			values (nullif($1::bigint, 0), 1, '2026-01-01', 'first') returning id`, h.ids[scope])
	}
	division := edition("")
	area := func(level, code, name, parent string, west, east float64) {
		id := h.exec(t, `insert into area (level_id, code) select id, $2 from level
			where profile = 'street-grid' and key = $1 returning id`, level, code)
		h.ids[code] = geo.AreaID(id)
		h.exec(t, `insert into boundary (edition_id, area_id, parent_id, name, source, source_id, geom, label)
			select $1, $2::bigint, nullif($3::bigint, 0), $4, 'town', $2::text, geom, st_pointonsurface(geom)
			from st_geomfromtext($5, 4490) as geom`, division, id, h.ids[parent], name, fmt.Sprintf(
			"MULTIPOLYGON(((%[1]v 31.19,%[2]v 31.19,%[2]v 31.20,%[1]v 31.20,%[1]v 31.19)))", west, east))
	}
	area("street", "R", "河滨街道", "", 121.40, 121.44)
	area("community", "A", "东风社区", "R", 121.40, 121.42)
	area("community", "B", "西岸社区", "R", 121.42, 121.44)
	division = edition("A")
	area("grid", "A1", "第一网格", "A", 121.40, 121.41)
	area("grid", "A2", "第二网格", "A", 121.41, 121.42)
	division = edition("B")
	area("grid", "B1", "第一网格", "B", 121.42, 121.43)
	area("grid", "B2", "第二网格", "B", 121.43, 121.44)
	staff := h.exec(t, `insert into staff (source, source_id, name, work_phone) values ('town', 'li', '李强', '021 5550 0101') returning id`)
	h.exec(t, `insert into holder (area_id, post_id, is_first, staff_id, from_date)
		select $1, post.id, is_first, $2, '2026-01-01' from post join level on level.id = level_id
		where profile = 'street-grid' and level.key = 'grid' order by post.rank, post.id limit 1`, h.ids["A1"], staff)
	h.exec(t, `select record_change('area', null, null)`)
}

// exec runs a statement and returns the id it returns, if any.
func (h *hall) exec(t testing.TB, sql string, arguments ...any) (id int64) {
	t.Helper()
	rows, err := h.pool.Query(t.Context(), sql, arguments...)
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

// serve sets the service up, and waits until it has loaded the district.
func (h *hall) serve(t testing.TB, alter []func(*api.Config)) {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	ctx, stop := context.WithCancel(t.Context())
	callers := api.NewCallers(h.db, 12*time.Hour)
	h.live = api.NewLive(h.db, log)
	ended := make(chan error, 2)
	go func() { ended <- h.live.Run(ctx) }()
	go func() { ended <- callers.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		for range 2 {
			if err := <-ended; ctx.Err() == nil {
				t.Error(err)
			}
		}
	})
	select {
	case <-h.live.Ready():
	case err := <-ended:
		t.Fatal(err)
	}
	var err error
	if h.files, err = api.OpenFolder(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.files.Close() })
	c := api.Config{
		Districts: h.live, Search: h.db, Measure: h.db, Tiles: h.db, BaseURL: "http://gewu.example", Log: log,
		Callers: callers, People: h.db, Trail: h.db, Settings: h.db,
		Phones: h.db, IssueCounts: h.db, Attachments: h.db, Files: h.files,
		Plans: h.db, Editions: h.db, Evidence: evidenceOf(t, h), Jobs: h.db,
	}
	for _, a := range alter {
		a(&c)
	}
	h.handler = contracted(t, api.Handler(c))
}

// person adds a person with the password and a role in the area with a code ("": the whole district).
func (h *hall) person(t testing.TB, name string, role access.Role, code string) int64 {
	t.Helper()
	p, err := h.db.AddPerson(t.Context(), consoleActor, access.Account{Name: name, FullName: "人员 " + name}, passwordHash)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.db.SetPassword(t.Context(), consoleActor, p.ID, passwordHash, false); err != nil {
		t.Fatal(err)
	}
	if role != "" {
		h.grant(t, p.ID, role, code)
	}
	return p.ID
}

func (h *hall) grant(t testing.TB, person int64, role access.Role, code string) access.Grant {
	t.Helper()
	g, err := h.db.AddGrant(t.Context(), consoleActor, person, access.Grant{
		Role: role, Area: h.ids[code], From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// noted returns the newest entries of the audit trail: who, what was done, and to what.
func (h *hall) noted(t testing.TB, n int) []string {
	t.Helper()
	entries, err := h.db.Audit(t.Context(), access.AuditFilter{Limit: n, Scope: access.Everything})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range entries {
		lines = append(lines, fmt.Sprintf("%s %s: %s %s %s", e.Kind, e.Name, e.Operation, e.Noun, e.Object))
	}
	return lines
}

// reach waits until the service answers from all that was written so far.
func (h *hall) reach(t testing.TB) {
	t.Helper()
	version, err := h.db.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h.live.Await(t.Context(), version)
}
