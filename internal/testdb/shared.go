package testdb

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"github.com/jackc/pgx/v5"
)

// urlVariable names a server to use instead of a private one.
const urlVariable = "GEWU_TEST_DATABASE_URL"

// A server is where test databases are made.
type server struct {
	url   string   // of its database "postgres"
	share *os.File // this program's share of the users' lock, open until the program ends
}

// shared returns the server, which is found or started once per test program.
var shared = sync.OnceValues(func() (server, error) {
	if url := os.Getenv(urlVariable); url != "" {
		return server{url: url}, nil
	}
	p, err := placeOfModule()
	if err != nil {
		return server{}, err
	}
	share, err := p.join()
	if err != nil {
		return server{}, err
	}
	url, err := p.server()
	return server{url, share}, err
})

// A place is the directory in which the test programs of one user and one checkout meet.
// Each holds a shared lock on the file "users" while it lives. The keeper, who runs the
// server, tries for the exclusive lock, and stops when it has been free for a while.
type place string

func placeOfModule() (place, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	key := sha256.Sum256([]byte(root))
	name := fmt.Sprintf("gewu-test-%d-%s", os.Getuid(), hex.EncodeToString(key[:4]))
	return makePlace(filepath.Join(temp(), name))
}

// temp returns the directory for what lasts no longer than the tests: $TMPDIR where that is set,
// else one in memory, else the system's. A database has some 350 files; making them on a disk
// took almost a third of the processor time of the tests of store.
func temp() string {
	if dir := cmp.Or(os.Getenv("TMPDIR"), inMemoryDir()); dir != "" {
		return dir
	}
	return os.TempDir()
}

// makePlace makes the directory, and refuses one that another user has put there.
func makePlace(dir string) (place, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	about, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	if s := about.Sys().(*syscall.Stat_t); !about.IsDir() || int(s.Uid) != os.Getuid() {
		return "", fmt.Errorf("%s is not a directory of this user; remove it", dir)
	}
	return place(dir), nil
}

func (p place) path(name string) string { return filepath.Join(string(p), name) }

// open opens a lock file of the place and locks it: syscall.LOCK_SH, LOCK_EX, with LOCK_NB.
func (p place) open(name string, how int) (*os.File, error) {
	file, err := os.OpenFile(p.path(name), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := flock(file, how); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

func flock(file *os.File, how int) error {
	for {
		err := syscall.Flock(int(file.Fd()), how)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// join registers a user of the server. It waits while a keeper is stopping.
func (p place) join() (*os.File, error) { return p.open("users", syscall.LOCK_SH) }

// server returns the address of the running server, or starts a keeper. One user at a time.
func (p place) server() (string, error) {
	turn, err := p.open("turn", syscall.LOCK_EX)
	if err != nil {
		return "", err
	}
	defer turn.Close()
	if url, err := os.ReadFile(p.path("url")); err == nil && answers(string(url)) {
		return string(url), nil
	}
	return p.startKeeper()
}

func answers(url string) bool {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return false
	}
	return conn.Close(ctx) == nil
}

// startKeeper runs this same program as the keeper, in a session of its own so that it
// outlives it, and returns the address that the keeper tells.
func (p place) startKeeper() (string, error) {
	program, err := os.Executable()
	if err != nil {
		return "", err
	}
	log, err := os.OpenFile(p.path("keeper.log"), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return "", err
	}
	defer log.Close()
	cmd := exec.CommandContext(context.Background(), program)
	cmd.Env = append(os.Environ(), keeperVariable+"="+string(p))
	cmd.Dir = "/"
	cmd.Stderr = log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("start the keeper: %w", err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if url, ok := strings.CutPrefix(strings.TrimSpace(line), "ready "); ok && err == nil {
		return url, cmd.Process.Release()
	}
	said, _ := os.ReadFile(p.path("keeper.log")) // what it said before it ended, if anything
	return "", fmt.Errorf("the keeper of the test server ended: %s%s", line, said)
}
