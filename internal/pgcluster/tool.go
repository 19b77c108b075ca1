package pgcluster

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
)

// A Tool is a client program of PostgreSQL, such as pg_dump.
type Tool struct {
	Path  string
	Major int // 15
}

// FindTool finds the tool called name in the directory bin or, where that is "", where servers are
// and on the path: of the major version given, else of the next that is newer. The error wraps
// ErrNoTool.
func FindTool(name, bin string, major int) (Tool, error) {
	dirs := []string{bin}
	if bin == "" {
		dirs = append(programDirs(name), usualDirs()...)
	}
	var good []Tool
	problem := errors.New("there is none")
	for _, dir := range dirs {
		tool, err := inspectTool(filepath.Join(dir, name))
		switch {
		case err != nil && !errors.Is(err, os.ErrNotExist):
			problem = err
		case err == nil && tool.Major < major:
			problem = fmt.Errorf("%s is of version %d", tool.Path, tool.Major)
		case err == nil:
			good = append(good, tool)
		}
	}
	if len(good) > 0 {
		return slices.MinFunc(good, func(a, b Tool) int { return cmp.Compare(a.Major, b.Major) }), nil
	}
	where := "on this machine"
	if bin != "" {
		where = "in " + bin
	}
	return Tool{}, fmt.Errorf("%w: %s of PostgreSQL %d or newer is needed %s: %w; install postgresql-client-%[3]d (`make setup`)",
		ErrNoTool, name, major, where, problem)
}

func inspectTool(path string) (Tool, error) {
	if _, err := os.Stat(path); err != nil {
		return Tool{}, err
	}
	said, err := output(path, "--version")
	if err != nil {
		return Tool{}, fmt.Errorf("%s --version: %w", path, err)
	}
	version := number.FindStringSubmatch(said)
	if version == nil {
		return Tool{}, fmt.Errorf("%s --version says %q", path, said)
	}
	major, err := strconv.Atoi(version[1])
	return Tool{path, major}, err
}

// Run runs the tool on the database at url until it ends or ctx does. No password is seen in the
// system's list of processes. The error is what the tool says; it wraps ErrFull when a disk is full.
func (t Tool) Run(ctx context.Context, url string, in io.Reader, out io.Writer, args ...string) error {
	runtime.LockOSThread() // the kernel signals the tool when the thread that started it ends
	defer runtime.UnlockOSThread()
	address, password, err := splitPassword(url)
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(t.Path), err)
	}
	cmd := exec.CommandContext(ctx, t.Path, append(args, "--no-password", "--dbname="+address)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "PGAPPNAME=gewu")
	if password != "" {
		cmd.Env = append(cmd.Env, "PGPASSWORD="+password)
	}
	var said bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, out, &said
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	tellWhenOrphaned(cmd.SysProcAttr, syscall.SIGKILL)
	cmd.WaitDelay = patience
	err = cmd.Run()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		return t.complain(said.String(), err)
	}
	return nil
}

// toolComplaint matches the line in which a tool says what is wrong.
var toolComplaint = regexp.MustCompile(`(?m)^pg_[a-z]+: (?:error|fatal): +(.*)$`)

func (t Tool) complain(said string, end error) error {
	name := filepath.Base(t.Path)
	if noRoom.MatchString(said) {
		return fmt.Errorf("%w: %s could not write any more; free some space and try again", ErrFull, name)
	}
	if lines := toolComplaint.FindStringSubmatch(said); lines != nil {
		return fmt.Errorf("%s: %s", name, lines[1])
	}
	if last := strings.TrimSpace(said); last != "" {
		return fmt.Errorf("%s: %w: %s", name, end, last[strings.LastIndex(last, "\n")+1:])
	}
	return fmt.Errorf("%s: %w", name, end)
}

// wordPassword matches the password in an address of the form host=… password=….
var wordPassword = regexp.MustCompile(`(?:^|\s)password\s*=\s*(?:'(?:[^'\\]|\\.)*'|\S+)`)

// ours are parameters of an address that only this program's library knows.
var ours = regexp.MustCompile(`^(pool_|default_query_exec_mode$|statement_cache_|description_cache_)`)

// splitPassword returns an address as PostgreSQL's own programs read it, and apart from it the
// password.
func splitPassword(address string) (rest, password string, err error) {
	config, err := pgconn.ParseConfig(address)
	if err != nil {
		return "", "", err
	}
	if !strings.HasPrefix(address, "postgres://") && !strings.HasPrefix(address, "postgresql://") {
		return wordPassword.ReplaceAllString(address, ""), config.Password, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", "", err
	}
	query := u.Query()
	query.Del("password")
	for name := range query {
		if ours.MatchString(name) {
			query.Del(name)
		}
	}
	u.RawQuery = query.Encode()
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	return u.String(), config.Password, nil
}
