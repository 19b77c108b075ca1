package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"gewu/internal/pgcluster"
	"gewu/internal/testdb"
)

// A killing is a community whose two divisions are published by turns, while programs are killed.
type killing struct {
	t       *testing.T
	dir     string
	cluster *pgcluster.Cluster
	conn    *pgx.Conn
	took    time.Duration // by a publication that nobody disturbs, from the beginning of its transaction
	holders [2]string     // after a publication of either division
}

// stripes is a community's land in six grids side by side, with the borders between them moved east
// (degrees). Those in the middle have codes with a prefix.
func stripes(prefix string, east float64) string {
	var features []string
	for i := range 6 {
		west, until := 100+float64(i)/3, 100+float64(i+1)/3
		code := fmt.Sprint(prefix, i)
		if i == 0 || i == 5 {
			code = fmt.Sprint("E", i)
		}
		if i > 0 && i < 5 {
			west += east
		}
		if i < 4 {
			until += east
		}
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"code":%q},"geometry":{"type":"Polygon",
			"coordinates":[[[%.6f,0],[%.6f,0],[%.6f,1],[%.6f,1],[%.6f,0]]]}}`, code, west, until, until, west, west))
	}
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

// newKilling makes a community with two divisions that differ in all but one grid, with buildings, and
// a holder in every grid; and publishes each division once.
func newKilling(t *testing.T) *killing {
	t.Helper()
	k := &killing{t: t, dir: filepath.Join(testdb.Dir(t), "data")}
	var err error
	if k.cluster, err = pgcluster.Start(t.Context(), pgcluster.Config{Dir: k.dir, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.cluster.Stop() })
	t.Setenv("GEWU_DATA", k.dir)
	must(t, "", "import", "areas", write(t, "c.geojson", oneCommunity), "--level", "community", "--from", "2020-01-01")
	must(t, "", "import", "grids", write(t, "a.geojson", stripes("A", 0)), "--community", "C", "--from", "2020-01-01")
	must(t, "", "import", "grids", write(t, "b.geojson", stripes("B", 0.1)), "--community", "C", "--from", "2021-01-01")
	buildings, staff := "id,households,lon,lat\n", "id,name,area,post,from\n"
	for i := range 48 {
		buildings += fmt.Sprintf("%d,10,%.4f,0.5\n", i, 100.01+float64(i)/24)
	}
	for i, code := range []string{"E0", "B1", "B2", "B3", "B4", "E5"} {
		staff += fmt.Sprintf("%d,Holder %d,%s,manager,2021-01-01\n", i, i, code)
	}
	must(t, "", "import", "buildings", write(t, "b.csv", buildings), "--crs", "cgcs2000")
	must(t, "", "import", "staff", write(t, "s.csv", staff))
	k.connect()
	for i := range k.holders {
		left := k.strike(beginning, func(p *publication, release func()) {
			began := time.Now()
			release()
			p.wait(p.acknowledged)
			k.took = time.Since(began)
			p.wait(p.ended)
		})
		if now := k.whole(); left == "" && strings.Count(now.holders, "Holder") == 6 {
			k.holders[i] = now.holders
		} else {
			t.Fatalf("publication %d without trouble leaves %+v", i, now)
		}
	}
	return k
}

// connect connects anew to the server, which may first have to recover.
func (k *killing) connect() {
	k.t.Helper()
	if k.conn != nil {
		_ = k.conn.Close(k.t.Context()) // the server may be gone
	}
	ctx, cancel := context.WithTimeout(k.t.Context(), time.Minute)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		conn, err := pgx.Connect(ctx, k.cluster.URL(pgcluster.Database))
		if err == nil {
			k.conn = conn
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			k.t.Fatalf("the server does not come back: %v", err)
		}
	}
}

func (k *killing) exec(sql string) {
	k.t.Helper()
	if _, err := k.conn.Exec(k.t.Context(), sql); err != nil {
		k.t.Fatalf("%s: %v", sql, err)
	}
}

// A state is all that a publication changes.
type state struct {
	editions []string // the content of each
	holders  string
	audited  int
	recorded bool // the version of the data is that of the last change
}

// whole reads the state.
func (k *killing) whole() (s state) {
	k.t.Helper()
	err := k.conn.QueryRow(k.t.Context(), `
		select array(
				select coalesce((select string_agg(code || ' ' || st_astext(geom), ', ' order by code)
					from boundary join area on area.id = area_id where edition_id = edition.id), '')
				|| coalesce((select string_agg(concat_ws(' ', kind, old.code, new.code, households, buildings, square_metres), ', ' order by old.code, new.code)
					from lineage left join area as old on old.id = old_area left join area as new on new.id = new_area where edition_id = edition.id), '')
				|| coalesce((select string_agg(concat_ws(' ', building_id, from_area, to_area), ', ' order by building_id)
					from moved_building where edition_id = edition.id), '')
				|| coalesce(published_by, '') || coalesce(in_force_from > '2021-01-01', false)
				from edition where scope_id is not null order by number),
			(select coalesce(string_agg(code || ' ' || name, ', ' order by code, name), '')
				from holder join area on area.id = area_id join staff on staff.id = staff_id where until is null),
			(select count(*) from audit where operation = 'POST /v1/editions/{id}/restore'),
			(select version from dataset) = (select max(version) from change)`).
		Scan(&s.editions, &s.holders, &s.audited, &s.recorded)
	if err != nil {
		k.t.Fatal(err)
	}
	return s
}

// left says what a publication that began at a state has left of it. The first two are taken as they are;
// any later one must be as the second to last was.
func (k *killing) left(before state) string {
	k.t.Helper()
	after, n := k.whole(), len(before.editions)
	if cmp.Equal(before, after, cmp.AllowUnexported(state{})) {
		return oldEdition
	}
	want := state{append(slices.Clone(before.editions), before.editions[n-2]), k.holders[n%2], before.audited + 1, true}
	if k.holders[n%2] == "" {
		return ""
	}
	if diff := cmp.Diff(want, after, cmp.AllowUnexported(state{})); diff != "" {
		k.t.Fatalf("a part of an edition is left (-whole +left):\n%s", diff)
	}
	return newEdition
}

// strike publishes the division that is not in force in a process of its own, which waits for a lock until
// the blow releases it, or until after the blow. It returns what is left then.
func (k *killing) strike(lock string, blow func(p *publication, release func())) string {
	k.t.Helper()
	before := k.whole()
	var other string
	err := k.conn.QueryRow(k.t.Context(), `select id::text from edition where scope_id is not null order by number desc offset 1 limit 1`).Scan(&other)
	if err != nil {
		k.t.Fatal(err)
	}
	k.exec(lock)
	p := k.publish(other)
	p.seen(waitsForLock)
	blow(p, func() { k.exec(`select pg_advisory_unlock_all()`) })
	k.connect() // which gives back the lock
	p.wait(p.ended)
	k.keepWaiting(false)
	k.until(`select count(*) = 1 from pg_stat_activity where backend_type = 'client backend'`, nil)
	return k.left(before)
}

// keepWaiting makes transactions wait after their commit, as for a second server, or lets them go on.
func (k *killing) keepWaiting(on bool) {
	k.t.Helper()
	k.exec(fmt.Sprintf(`alter system set synchronous_standby_names = '%s'`, map[bool]string{true: "nobody"}[on]))
	k.exec(`select pg_reload_conf()`)
}

// killServer kills every process of the server.
func (k *killing) killServer() {
	k.t.Helper()
	text, err := os.ReadFile(filepath.Join(k.dir, "pgdata", "postmaster.pid"))
	if err != nil {
		k.t.Fatal(err)
	}
	var first int
	if _, err := fmt.Sscan(string(text), &first); err != nil {
		k.t.Fatal(err)
	}
	var others []int
	if err := k.conn.QueryRow(k.t.Context(), `select array_agg(pid) from pg_stat_activity`).Scan(&others); err != nil {
		k.t.Fatal(err)
	}
	for _, pid := range append([]int{first}, others...) {
		_ = syscall.Kill(pid, syscall.SIGKILL) // one may have ended meanwhile
	}
}

// statement is the first line of what the publication does, or did last, in its transaction.
func (k *killing) statement() (line string) {
	k.t.Helper()
	err := k.conn.QueryRow(k.t.Context(), `
		select coalesce(max(split_part(query, E'\n', 1)), 'after its end') from pg_stat_activity
		where application_name = 'gewu' and xact_start is not null`).Scan(&line)
	if err != nil {
		k.t.Fatal(err)
	}
	return line
}
