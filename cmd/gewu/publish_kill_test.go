package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"gewu/internal/pgcluster"
)

// kills is how often a publication is killed; 200 take some minutes.
var kills = flag.Int("kills", 2, "how often a publication is killed")

// A killing is a district whose editions are published while programs are killed.
type killing struct {
	t       *testing.T
	dir     string
	cluster *pgcluster.Cluster
	tries   *rand.Rand
	took    time.Duration // that a publication takes when nobody is in its way
}

// newKilling makes the demo district and, in one of its communities, two editions: as the demo has it,
// and with two grids merged.
func newKilling(t *testing.T) *killing {
	t.Helper()
	open, err := os.MkdirTemp("", "gewu") //nolint:usetesting // the database may not enter t.TempDir
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(open) })
	if err := os.Chmod(open, 0o755); err != nil {
		t.Fatal(err)
	}
	k := &killing{t: t, dir: filepath.Join(open, "data"), tries: rand.New(rand.NewPCG(5, 200))}
	if k.cluster, err = pgcluster.Start(t.Context(), pgcluster.Config{Dir: k.dir}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.cluster.Stop() })
	must(t, "", "demo", "--data", k.dir)
	code := k.ask(`select area.code from edition join area on area.id = scope_id join level on level.id = level_id
		where role = 'community' order by edition.id limit 1`)
	id := strings.TrimSpace(must(t, "", "plan", "start", code, "--title", "merged", "--data", k.dir))
	must(t, `[{"kind":"merge_grids","grids":[1,2],"grid":1}]`, "plan", "apply", id, "-", "--data", k.dir)
	must(t, "", "plan", "publish", id, "--data", k.dir)
	return k
}

// ask asks the database for one text.
func (k *killing) ask(sql string) string {
	k.t.Helper()
	var got string
	err := fmt.Errorf("never asked")
	for start := time.Now(); err != nil && time.Since(start) < time.Minute; { // a killed server needs a moment to recover
		got, err = k.askOnce(sql)
	}
	if err != nil {
		k.t.Fatal(err)
	}
	return got
}

func (k *killing) askOnce(sql string) (got string, err error) {
	ctx, cancel := context.WithTimeout(k.t.Context(), 10*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, k.cluster.URL(pgcluster.Database))
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close(ctx) }()
	return got, conn.QueryRow(ctx, sql).Scan(&got)
}

// whole describes every edition that there is of divided communities: number, grids, holders, lineage and
// the entries of the audit trail. A part of an edition would show in it.
func (k *killing) whole() string {
	return k.ask(`
		select coalesce(string_agg(format('%s: %s grids, land %s, told %s', edition.number,
			(select count(*) from boundary where edition_id = edition.id),
			(select round(sum(st_area(geom::geography))) from boundary where edition_id = edition.id),
			(select count(*) > 0 from lineage where edition_id = edition.id)), E'\n' order by edition.id), '')
			|| E'\naudited ' || (select count(*) from audit where operation in ('POST /v1/plans/{id}/publish', 'POST /v1/editions/{id}/restore'))
			|| E'\npublished ' || (select count(*) from edition where published_by <> '')
		from edition where published_by <> ''`)
}

// restore publishes an edition's division again in a process of its own, which is to be killed.
func (k *killing) restore(edition string) *exec.Cmd {
	k.t.Helper()
	cmd := exec.CommandContext(k.t.Context(), os.Args[0], "plan", "restore", edition, "--data", k.dir)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	return cmd
}

// next is the edition of the other division than that in force.
func (k *killing) next() string {
	return k.ask(`select id::text from edition
		where scope_id = (select scope_id from edition where published_by <> '' limit 1) order by number desc offset 1 limit 1`)
}

// strike waits a random part of the time that a publication takes, and kills.
func (k *killing) strike(kill func()) {
	timer := time.NewTimer(time.Duration(k.tries.Int64N(int64(k.took) * 5 / 4)))
	defer timer.Stop()
	select {
	case <-timer.C:
		kill()
	case <-k.t.Context().Done():
	}
}

// measure publishes once without trouble.
func (k *killing) measure() {
	began := time.Now()
	cmd := k.restore(k.next())
	if err := cmd.Wait(); err != nil {
		k.t.Fatal(err)
	}
	k.took = time.Since(began)
}

// TestAKilledPublicationLeavesTheOldEditionOrTheNewOneWhole kills, by turns, the program that publishes and
// the database server under it, at any moment.
func TestAKilledPublicationLeavesTheOldEditionOrTheNewOneWhole(t *testing.T) {
	k := newKilling(t)
	k.measure()
	published, old := 0, 0
	for try := range *kills {
		before := k.whole()
		cmd := k.restore(k.next())
		if try%2 == 0 {
			k.strike(func() { _ = cmd.Process.Kill() })
		} else {
			k.strike(func() { k.killServer() })
		}
		_ = cmd.Wait() // it was killed, or lost its server, or was faster
		after := k.whole()
		switch {
		case after == before:
			old++
		case isOneMore(before, after):
			published++
		default:
			t.Fatalf("try %d left a part of an edition: %s", try, cmp.Diff(before, after))
		}
	}
	t.Logf("%d tries: %d left the old edition, %d the new one", *kills, old, published)
	if old == 0 {
		t.Error("no publication was stopped: the test tells nothing")
	}
}

// killServer is kill -9 of the database server.
func (k *killing) killServer() {
	text, err := os.ReadFile(filepath.Join(k.dir, "pgdata", "postmaster.pid"))
	if err != nil {
		return // it is just starting again
	}
	if pid, err := strconv.Atoi(strings.SplitN(string(text), "\n", 2)[0]); err == nil {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
}

// isOneMore reports whether exactly one whole edition and its entry came on.
func isOneMore(before, after string) bool {
	was, is := strings.Split(before, "\n"), strings.Split(after, "\n")
	n := len(was) - 2
	if len(is) != len(was)+1 || strings.Join(was[:n], "\n") != strings.Join(is[:n], "\n") {
		return false
	}
	return strings.HasSuffix(is[n], "told t") && is[n+1] == fmt.Sprintf("audited %d", n+1) && is[n+2] == fmt.Sprintf("published %d", n+1)
}
