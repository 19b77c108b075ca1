package pgcluster_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/internal/pgcluster"
	"gewu/internal/testdb"
)

func TestANewClusterIsPrivateAndSafe(t *testing.T) {
	cluster := start(t, pgcluster.Config{Dir: testdb.Dir(t)})
	got := map[string]string{}
	for _, name := range []string{"data_checksums", "fsync", "full_page_writes", "synchronous_commit", "listen_addresses", "server_encoding", "jit"} {
		got[name] = one(t, cluster, "show "+name)
	}
	got["tcp"] = one(t, cluster, `select count(*)::text from pg_hba_file_rules where type like 'host%' and auth_method <> 'reject'`)
	got["letters of Chinese"] = one(t, cluster, `select lower('ÄÖ') || (to_tsvector('simple', '社区')::text)`)
	want := map[string]string{
		"data_checksums": "on", "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on",
		"listen_addresses": "", "server_encoding": "UTF8", "jit": "off", "tcp": "0", "letters of Chinese": "äö'社区':1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}

func TestPostGISCanBeUsed(t *testing.T) {
	cluster := start(t, pgcluster.Config{Dir: dirWithCluster(t), Scratch: true})
	_, err := connect(t, cluster).Exec(t.Context(), `create extension postgis`)
	must(t, err)
	if got := one(t, cluster, `select st_astext(st_point(113, 23))`); got != "POINT(113 23)" {
		t.Errorf("point = %s", got)
	}
}

func TestNobodyElseMayEnterTheSocketAndTheServerIsNotRoot(t *testing.T) {
	dir := dirWithCluster(t)
	start(t, pgcluster.Config{Dir: dir, Scratch: true})
	for _, name := range []string{"run", "pgdata"} {
		about, err := os.Stat(filepath.Join(dir, name))
		must(t, err)
		if about.Mode().Perm() != 0o700 {
			t.Errorf("mode of %s is %v", name, about.Mode())
		}
	}
	about, err := os.Stat(fmt.Sprintf("/proc/%d", postmaster(t, dir)))
	must(t, err)
	if about.Sys().(*syscall.Stat_t).Uid == 0 {
		t.Error("the server runs as root")
	}
}

func TestDataOutlastsAStop(t *testing.T) {
	config := pgcluster.Config{Dir: dirWithCluster(t), Scratch: true}
	first := start(t, config)
	write(t, first)
	must(t, first.Stop())
	must(t, first.Stop()) // again is fine
	if got := read(t, start(t, config)); got != "kept" {
		t.Errorf("note = %q", got)
	}
}

func TestStopLeavesNoProcess(t *testing.T) {
	dir := dirWithCluster(t)
	cluster := start(t, pgcluster.Config{Dir: dir, Scratch: true})
	connect(t, cluster) // an open connection does not keep it
	pid := postmaster(t, dir)
	must(t, cluster.Stop())
	if alive(pid) {
		t.Errorf("process %d is still there", pid)
	}
}

func TestASecondStartIsRefusedWithTheFirstOnesProcess(t *testing.T) {
	config := pgcluster.Config{Dir: dirWithCluster(t), Scratch: true}
	start(t, config)
	refused(t, config, pgcluster.ErrInUse, strconv.Itoa(os.Getpid()), config.Dir)
	var inUse *pgcluster.InUseError
	if _, err := pgcluster.Start(t.Context(), config); !errors.As(err, &inUse) || inUse.PID != os.Getpid() {
		t.Errorf("error is %#v", err)
	}
}

func TestJoinSharesARunningClusterAndStartsAStoppedOne(t *testing.T) {
	config := pgcluster.Config{Dir: dirWithCluster(t), Scratch: true}
	owner, err := pgcluster.Join(t.Context(), config)
	must(t, err)
	guest, err := pgcluster.Join(t.Context(), config)
	must(t, err)
	if !owner.Owned() || guest.Owned() {
		t.Errorf("owned: owner %v, guest %v", owner.Owned(), guest.Owned())
	}
	write(t, guest)
	must(t, guest.Stop())
	if got := read(t, owner); got != "kept" {
		t.Errorf("note = %q after the guest has gone", got)
	}
	must(t, owner.Stop())
}

// Two imports at once: the one that came first ends first, and must not end the other.
func TestAnOwnerThatJoinedStopsWhenItsGuestsHaveGone(t *testing.T) {
	config := pgcluster.Config{Dir: dirWithCluster(t), Scratch: true}
	owner, err := pgcluster.Join(t.Context(), config)
	must(t, err)
	guest, err := pgcluster.Join(t.Context(), config)
	must(t, err)
	stopped := make(chan error, 1)
	go func() { stopped <- owner.Stop() }()
	write(t, guest)
	if got := read(t, guest); got != "kept" {
		t.Errorf("note = %q while the owner wants to stop", got)
	}
	select {
	case err := <-stopped:
		t.Errorf("the owner stopped before its guest: %v", err)
	default:
	}
	must(t, guest.Stop())
	must(t, <-stopped)
	next, err := pgcluster.Join(t.Context(), config)
	must(t, err)
	if !next.Owned() {
		t.Error("who joins after all have gone is no owner")
	}
	must(t, next.Stop())
}

func TestProgramsThatJoinANewClusterAtOnceShareIt(t *testing.T) {
	config := pgcluster.Config{Dir: testdb.Dir(t), Scratch: true}
	var programs sync.WaitGroup
	for range 5 {
		programs.Go(func() {
			cluster, err := pgcluster.Join(t.Context(), config)
			if err == nil {
				err = cluster.Stop()
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	programs.Wait()
}

func TestAHalfMadeClusterIsMadeAgain(t *testing.T) {
	dir := testdb.Dir(t)
	must(t, os.MkdirAll(filepath.Join(dir, "pgdata.new", "base"), 0o755))
	must(t, os.WriteFile(filepath.Join(dir, "pgdata.new", "PG_VERSION"), []byte("15\n"), 0o600))
	start(t, pgcluster.Config{Dir: dir, Scratch: true})
	if _, err := os.Stat(filepath.Join(dir, "pgdata.new")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("pgdata.new: %v", err)
	}
}

func TestALongLogIsPutAside(t *testing.T) {
	dir := dirWithCluster(t)
	log := filepath.Join(dir, "postgres.log")
	must(t, os.WriteFile(log, make([]byte, 9<<20), 0o600))
	start(t, pgcluster.Config{Dir: dir, Scratch: true})
	text, err := os.ReadFile(log)
	must(t, err)
	if len(text) > 1<<20 || !strings.Contains(string(text), "ready to accept connections") {
		t.Errorf("the log has %d bytes", len(text))
	}
	if about, err := os.Stat(log + ".1"); err != nil || about.Size() != 9<<20 {
		t.Errorf("the log put aside: %v, %v", about, err)
	}
}

func TestAnUnprivilegedUserCanHaveACluster(t *testing.T) {
	dir := testdb.Dir(t)
	p := run(t, programFor(t, dir), filepath.Join(dir, "data"), asNobody(t, dir))
	if p.said != "ready" {
		t.Fatal(p.said)
	}
	must(t, p.stdin.Close())
	must(t, p.cmd.Wait())
}

// programFor copies this program to where any user may run it.
func programFor(t *testing.T, dir string) string {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	program := filepath.Join(dir, "program")
	must(t, exec.CommandContext(t.Context(), "cp", self, program).Run())
	must(t, os.Chmod(program, 0o755))
	return program
}

// asNobody gives a directory to the user nobody and returns what makes a process be nobody,
// where the tests run as root; elsewhere the tests' own user is unprivileged already.
func asNobody(t *testing.T, dir string) *syscall.SysProcAttr {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	const nobody = 65534
	must(t, os.Chown(dir, nobody, nobody))
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

func write(t *testing.T, cluster *pgcluster.Cluster) {
	t.Helper()
	_, err := connect(t, cluster).Exec(t.Context(), `create table note as select 'kept' as text`)
	must(t, err)
}

func read(t *testing.T, cluster *pgcluster.Cluster) string {
	t.Helper()
	return one(t, cluster, `select text from note`)
}
