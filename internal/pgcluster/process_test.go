package pgcluster_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/internal/pgcluster"
	"gewu/internal/testdb"
)

// programVariable makes this test program serve a cluster in the directory it names until its
// standard input ends. Such a program can be killed.
const programVariable = "GEWU_PGCLUSTER_PROGRAM"

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	if dir := os.Getenv(programVariable); dir != "" {
		os.Exit(program(dir))
	}
	code := m.Run()
	if prepared != "" {
		_ = os.RemoveAll(prepared)
	}
	os.Exit(code)
}

func program(dir string) int {
	cluster, err := pgcluster.Start(context.Background(), pgcluster.Config{Dir: dir})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("ready")
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := cluster.Stop(); err != nil {
		return 1
	}
	return 0
}

// A process is another program that serves a cluster.
type process struct {
	cmd   *exec.Cmd
	stdin io.Closer
	said  string // its first line
}

// run starts a program on a directory, as another user when attributes say so.
func run(t *testing.T, executable, dir string, attributes *syscall.SysProcAttr) *process {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), executable)
	cmd.Env = append(os.Environ(), programVariable+"="+dir)
	cmd.Dir = "/"
	cmd.SysProcAttr = attributes
	stdin, err := cmd.StdinPipe()
	must(t, err)
	stdout, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("the program said %q: %v", line, err)
	}
	return &process{cmd, stdin, strings.TrimSpace(line)}
}

// kill is kill -9, and waits until the kernel has taken the process away.
func (p *process) kill(t *testing.T) {
	t.Helper()
	must(t, p.cmd.Process.Kill())
	_ = p.cmd.Wait() // "signal: killed"
}

var (
	prepared string
	prepare  sync.Once
)

// dirWithCluster returns a directory with a cluster that was stopped in order: a copy of one
// that is made once.
func dirWithCluster(t *testing.T) string {
	t.Helper()
	prepare.Do(func() {
		dir, err := os.MkdirTemp("", "gewu-") //nolint:usetesting // it outlives this test, and the server's user must enter it
		must(t, err)
		must(t, os.Chmod(dir, 0o755))
		prepared = dir
		cluster, err := pgcluster.Start(t.Context(), pgcluster.Config{Dir: dir, Scratch: true})
		must(t, err)
		must(t, cluster.Stop())
	})
	dir := testdb.Dir(t)
	copyCluster(t, dir)
	return dir
}

func copyCluster(t *testing.T, dir string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), "cp", "-a", filepath.Join(prepared, "pgdata"), dir).CombinedOutput(); err != nil {
		t.Fatalf("copy: %v: %s", err, out)
	}
}

// start starts a cluster that is stopped when the test ends.
func start(t *testing.T, c pgcluster.Config) *pgcluster.Cluster {
	t.Helper()
	cluster, err := pgcluster.Start(t.Context(), c)
	must(t, err)
	t.Cleanup(func() {
		if err := cluster.Stop(); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	return cluster
}

func connect(t *testing.T, cluster *pgcluster.Cluster) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), cluster.URL(pgcluster.Database))
	must(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

// one returns the only value that a query has.
func one(t *testing.T, cluster *pgcluster.Cluster, sql string) string {
	t.Helper()
	var value string
	must(t, connect(t, cluster).QueryRow(t.Context(), sql).Scan(&value))
	return value
}

// eventually tries until there is no error, for at most half a minute.
func eventually(t *testing.T, try func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		err := try(ctx)
		if err == nil {
			return
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			t.Fatalf("still after half a minute: %v", err)
		}
	}
}

// postmaster returns the server's process id from the data directory's pid file.
func postmaster(t *testing.T, dir string) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "pgdata", "postmaster.pid"))
	must(t, err)
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	must(t, err)
	return pid
}

// alive reports whether a process exists and is not just waiting to be taken note of.
func alive(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return !errors.Is(err, os.ErrNotExist) && !errors.Is(err, syscall.ESRCH)
	}
	_, state, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(state, "Z")
}

// refused tests that a cluster does not start: with an error of one line that wraps a
// sentinel and tells what is named.
func refused(t *testing.T, c pgcluster.Config, sentinel error, tells ...string) {
	t.Helper()
	cluster, err := pgcluster.Start(t.Context(), c)
	if err == nil {
		t.Fatalf("started, want %v; stop: %v", sentinel, cluster.Stop())
	}
	if !errors.Is(err, sentinel) {
		t.Fatalf("error is %q, want %q", err, sentinel)
	}
	saysOnOneLine(t, err.Error(), tells...)
}

func saysOnOneLine(t *testing.T, text string, tells ...string) {
	t.Helper()
	if strings.Contains(text, "\n") {
		t.Errorf("%q is not one line", text)
	}
	for _, tell := range tells {
		if !strings.Contains(text, tell) {
			t.Errorf("%q does not tell %q", text, tell)
		}
	}
	t.Log(text)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
