package pgcluster_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"gewu/internal/pgcluster"
)

// self is this test program.
func self(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	must(t, err)
	return path
}

func TestAClusterSurvivesThatItsProgramIsKilled(t *testing.T) {
	dir := dirWithCluster(t)
	p := run(t, self(t), dir, nil)
	guest, err := pgcluster.Join(t.Context(), pgcluster.Config{Dir: dir})
	must(t, err)
	write(t, guest)
	p.kill(t)
	if got := read(t, start(t, pgcluster.Config{Dir: dir})); got != "kept" {
		t.Errorf("note = %q", got)
	}
}

func TestTheServerGoesWhenItsProgramIsKilled(t *testing.T) {
	dir := dirWithCluster(t)
	p := run(t, self(t), dir, nil)
	pid := postmaster(t, dir)
	p.kill(t)
	eventually(t, func(context.Context) error {
		if alive(pid) {
			return fmt.Errorf("server %d lives", pid)
		}
		return nil
	})
}

func TestAnOrphanedServerIsStoppedFirst(t *testing.T) {
	dir := dirWithCluster(t)
	must(t, start(t, pgcluster.Config{Dir: dir}).Stop()) // makes the directory of the socket
	orphan := startOrphan(t, dir)
	cluster := start(t, pgcluster.Config{Dir: dir})
	if now := postmaster(t, dir); now == orphan.Process.Pid {
		t.Errorf("process %d still serves", now)
	}
	if got := one(t, cluster, `show cluster_name`); got != "gewu" {
		t.Errorf("cluster name = %q", got)
	}
	_ = orphan.Wait()
}

// startOrphan starts a server that no program looks after.
func startOrphan(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	install, err := pgcluster.Find("")
	must(t, err)
	data := filepath.Join(dir, "pgdata")
	cmd := exec.CommandContext(t.Context(), filepath.Join(install.Bin, "postgres"),
		"-D", data, "-k", filepath.Join(dir, "run"), "-c", "listen_addresses=", "-c", "cluster_name=orphan")
	about, err := os.Stat(data)
	must(t, err)
	if owner := about.Sys().(*syscall.Stat_t); os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}}
	}
	must(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	eventually(t, func(ctx context.Context) error {
		conn, err := pgx.Connect(ctx, "postgres://gewu@/gewu?sslmode=disable&port=5432&host="+filepath.Join(dir, "run"))
		if err != nil {
			return err
		}
		return conn.Close(ctx)
	})
	return cmd
}

func TestAServerThatIsKilledIsStartedAgain(t *testing.T) {
	dir := dirWithCluster(t)
	cluster := start(t, pgcluster.Config{Dir: dir})
	write(t, cluster)
	for range 3 {
		busy := connect(t, cluster) // a backend that outlives its server for a moment
		go func() { _, _ = busy.Exec(context.WithoutCancel(t.Context()), `select pg_sleep(600)`) }()
		must(t, syscall.Kill(postmaster(t, dir), syscall.SIGKILL))
		eventually(t, func(ctx context.Context) error { return readsNote(ctx, cluster) })
	}
}

func readsNote(ctx context.Context, cluster *pgcluster.Cluster) error {
	conn, err := pgx.Connect(ctx, cluster.URL(pgcluster.Database))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	var text string
	return conn.QueryRow(ctx, `select text from note`).Scan(&text)
}

func TestAClusterSurvivesThatProgramAndServerAreKilled(t *testing.T) {
	dir := dirWithCluster(t)
	p := run(t, self(t), dir, nil)
	guest, err := pgcluster.Join(t.Context(), pgcluster.Config{Dir: dir})
	must(t, err)
	write(t, guest)
	busy := connect(t, guest)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = busy.Exec(context.WithoutCancel(t.Context()), `select pg_sleep(600)`)
	}()
	t.Cleanup(func() { <-ended }) // with the server; then the connection may be closed
	server := postmaster(t, dir)
	must(t, p.cmd.Process.Signal(syscall.SIGSTOP)) // so that it does not start another
	must(t, syscall.Kill(server, syscall.SIGKILL))
	p.kill(t)
	if got := read(t, start(t, pgcluster.Config{Dir: dir})); got != "kept" {
		t.Errorf("note = %q", got)
	}
}

// A number in an old pid file may meanwhile be that of any process, even of this user.
func TestAStalePidFileThatNamesAnotherProcessIsNoTrouble(t *testing.T) {
	dir := dirWithCluster(t)
	data := filepath.Join(dir, "pgdata")
	for _, pid := range []int{1, os.Getpid(), 4_000_000} {
		t.Run(strconv.Itoa(pid), func(t *testing.T) {
			text := fmt.Sprintf("%d\n%s\n1700000000\n5432\n%s\n\n  1234567         0\nready   \n", pid, data, filepath.Join(dir, "run"))
			must(t, os.WriteFile(filepath.Join(data, "postmaster.pid"), []byte(text), 0o600))
			must(t, start(t, pgcluster.Config{Dir: dir, Scratch: true}).Stop())
		})
	}
}

func TestAStartIsGivenUpWhenItsContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	enough := errors.New("no more time")
	cancel(enough)
	_, err := pgcluster.Start(ctx, pgcluster.Config{Dir: dirWithCluster(t)})
	if !errors.Is(err, enough) {
		t.Errorf("error is %v", err)
	}
}
