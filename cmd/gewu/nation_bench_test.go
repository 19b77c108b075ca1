package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/ewkb"

	"gewu/internal/nation"
	"gewu/internal/testdb"
	"gewu/store"
)

// BenchmarkNation starts the service on the nation of [nation.Sized] and says how long that takes,
// how much memory it has then, and how soon the publish of one community is served. Filling the
// database with 1.2 million grids takes minutes: GEWU_NATION_URL names one that is kept for the
// next time, empty at first.
func BenchmarkNation(b *testing.B) {
	land, err := nation.Sized(os.Getenv(nation.BenchmarkGrids))
	if err != nil {
		b.Fatal(err)
	}
	url := os.Getenv("GEWU_NATION_URL")
	if url == "" {
		url = testdb.New(b)
	}
	prepareNation(b, url, land)
	program := filepath.Join(b.TempDir(), "gewu")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	for b.Loop() {
		benchmarkService(b, program, url, land)
	}
}

func benchmarkService(b *testing.B, program, url string, land *nation.Nation) {
	conn := connect(b, url)
	started, busy := time.Now(), databaseTime(b, conn)
	service, address := startService(b, program, url)
	waitFor(b, address+"/readyz", 0)
	b.ReportMetric(time.Since(started).Seconds(), "s-start")
	b.ReportMetric(processTime(b, service.Process.Pid).Seconds(), "s-cpu-start")
	b.ReportMetric((databaseTime(b, conn) - busy).Seconds(), "s-cpu-start-postgres")
	b.ReportMetric(megabytes(b, service.Process.Pid, "VmRSS:"), "MB-resident")
	b.ReportMetric(megabytes(b, service.Process.Pid, "VmHWM:"), "MB-highest")

	const publishes = 10
	busy = processTime(b, service.Process.Pid)
	var slowest, all time.Duration
	for i := range publishes {
		version := publish(b, conn, land, (land.Communities()/2+i*997)%land.Communities(), uint64(time.Now().UnixNano()))
		from := time.Now()
		waitFor(b, address+"/v1/district", version)
		took := time.Since(from)
		slowest, all = max(slowest, took), all+took
	}
	b.ReportMetric(float64(all.Milliseconds())/publishes, "ms-publish")
	b.ReportMetric(float64(slowest.Milliseconds()), "ms-slowest-publish")
	b.ReportMetric(float64((processTime(b, service.Process.Pid)-busy).Milliseconds())/publishes, "ms-cpu-publish")
	b.ReportMetric(megabytes(b, service.Process.Pid, "VmRSS:"), "MB-resident-after")
	b.ReportMetric(megabytes(b, service.Process.Pid, "VmHWM:"), "MB-highest-after")
	if err := service.Process.Signal(os.Interrupt); err != nil {
		b.Fatal(err)
	}
	_ = service.Wait()
}

func startService(b *testing.B, program, url string) (*exec.Cmd, string) {
	b.Helper()
	listener, err := (&net.ListenConfig{}).Listen(b.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		b.Fatal(err)
	}
	var log bytes.Buffer
	cmd := exec.CommandContext(b.Context(), program, "serve", "--database-url", url, "--listen", address)
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		for line := range strings.Lines(log.String()) {
			if !strings.Contains(line, `"msg":"request"`) {
				b.Log(strings.TrimSpace(line))
			}
		}
	})
	return cmd, "http://" + address
}

// waitFor asks until the answer is 200 and of a version or a later one.
func waitFor(b *testing.B, address string, version int64) {
	b.Helper()
	for {
		answer, err := http.Get(address) //nolint:noctx // a benchmark has no deadline
		if err == nil {
			_, _ = io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
			now, _ := strconv.ParseInt(answer.Header.Get("X-Dataset-Version"), 10, 64)
			if answer.StatusCode == http.StatusOK && now >= version {
				return
			}
		}
		time.Sleep(time.Millisecond)
	}
}

// megabytes reads a line of /proc about the memory of a process.
func megabytes(b *testing.B, pid int, name string) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); fields[0] == name {
			kilobytes, _ := strconv.ParseFloat(fields[1], 64)
			return kilobytes / 1024
		}
	}
	b.Fatalf("no %s", name)
	return 0
}

func connect(b *testing.B, url string) *pgx.Conn {
	b.Helper()
	conn, err := pgx.Connect(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// prepareNation fills the database, unless it is filled.
func prepareNation(b *testing.B, url string, land *nation.Nation) {
	b.Helper()
	db, err := store.Open(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	db.Close()
	conn := connect(b, url)
	var areas int
	if err := conn.QueryRow(b.Context(), `select count(*) from area`).Scan(&areas); err != nil || areas > 0 {
		if err != nil || areas < land.Grids() || areas > 2*land.Grids() {
			b.Fatalf("%d areas where a nation of %d grids is asked for: %v", areas, land.Grids(), err)
		}
		return
	}
	started := time.Now()
	n := nationRows{land: land}
	run(b, conn, `drop index boundary_geom, boundary_area, boundary_parent, boundary_name`)
	fill(b, conn, `area (level_id, id, code)`, n.areas)
	fill(b, conn, `edition (id, scope_id, number, in_force_from)`, n.editions)
	fill(b, conn, `boundary (edition_id, area_id, parent_id, name, source, geom, label)`, n.boundaries)
	run(b, conn, `select setval(pg_get_serial_sequence('area', 'id'), max(id)) from area`)
	run(b, conn, `select setval(pg_get_serial_sequence('edition', 'id'), max(id)) from edition`)
	run(b, conn, `create index boundary_geom on boundary using gist (geom)`)
	run(b, conn, `create index boundary_area on boundary (area_id)`)
	run(b, conn, `create index boundary_parent on boundary (parent_id)`)
	run(b, conn, `create index boundary_name on boundary using gin (name gin_trgm_ops)`)
	run(b, conn, `select record_change('area', null, null)`)
	run(b, conn, `vacuum analyze`)
	b.Logf("the database was filled in %s", time.Since(started).Round(time.Second))
}

func run(b *testing.B, conn *pgx.Conn, sql string, arguments ...any) {
	b.Helper()
	if _, err := conn.Exec(b.Context(), sql, arguments...); err != nil {
		b.Fatalf("%s: %v", sql, err)
	}
}

// fill copies rows into a table.
func fill(b *testing.B, conn *pgx.Conn, table string, rows func(io.Writer)) {
	b.Helper()
	out, in := io.Pipe()
	go func() {
		buffered := bufio.NewWriterSize(in, 1<<20)
		rows(buffered)
		_ = in.CloseWithError(buffered.Flush())
	}()
	if _, err := conn.PgConn().CopyFrom(b.Context(), out, "copy "+table+" from stdin"); err != nil {
		b.Fatalf("%s: %v", table, err)
	}
}

// publish makes a new edition of a community, with its grids drawn anew, and returns the version.
func publish(b *testing.B, conn *pgx.Conn, land *nation.Nation, community int, round uint64) (version int64) {
	b.Helper()
	id, grids := land.Edited(community, round)
	tx, err := conn.Begin(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = tx.Rollback(b.Context()) }()
	var edition int64
	err = tx.QueryRow(b.Context(), `insert into edition (scope_id, number, in_force_from)
		select $1, max(number) + 1, '2026-01-01' from edition where scope_id = $1 returning id`, id).Scan(&edition)
	if err != nil {
		b.Fatal(err)
	}
	for g, grid := range grids {
		wkb, err := ewkb.Marshal(grid.Boundary, 4490)
		if err != nil {
			b.Fatal(err)
		}
		run(b, conn, `insert into boundary (edition_id, area_id, parent_id, name, source, geom, label)
			select $1, $2, $3, $4, 'nation', geom, st_pointonsurface(geom) from st_geomfromewkb($5) as geom`,
			edition, int64(grid.ID), int64(id), fmt.Sprintf("第%d网格", g+1), wkb)
	}
	err = tx.QueryRow(b.Context(), `select record_change('area', $1, box_outline(st_extent(geom)))
		from boundary where edition_id = $2`, id, edition).Scan(&version)
	if err != nil {
		b.Fatal(err)
	}
	if err := tx.Commit(b.Context()); err != nil {
		b.Fatal(err)
	}
	return version
}
