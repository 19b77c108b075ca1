package pgcluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// An account is the user that the server runs as: this program's own, or an unprivileged one
// when this program is root, as whom PostgreSQL refuses to run.
type account struct {
	name string
	uid  int
	gid  int
	drop bool // this program is root, and the server must not be
}

// accountFor returns the account that owns the data directory where there is one already,
// else postgres or nobody when this program is root.
func accountFor(l layout) (account, error) {
	me := account{uid: os.Geteuid(), gid: os.Getegid()}
	owner, group := ownerOf(l.data)
	if me.uid != 0 {
		if owner >= 0 && owner != me.uid {
			return me, fmt.Errorf("%w: %s belongs to user %s; run as that user or as root, or use another directory", ErrUnwritable, l.dir, nameOf(owner))
		}
		return me, nil
	}
	if owner > 0 {
		return account{nameOf(owner), owner, group, true}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if a, err := lookUp(name); err == nil {
			return a, nil
		}
	}
	return me, errors.New("PostgreSQL cannot run as root and there is no user postgres or nobody; make one, or run as another user")
}

func lookUp(name string) (account, error) {
	u, err := user.Lookup(name)
	if err != nil {
		return account{}, err
	}
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	return account{name, uid, gid, true}, errors.Join(err1, err2)
}

// ownerOf returns the user and group of a path, or -1 where there is nothing.
func ownerOf(path string) (uid, gid int) {
	about, err := os.Stat(path)
	if err != nil {
		return -1, -1
	}
	s := about.Sys().(*syscall.Stat_t) // on every unix
	return int(s.Uid), int(s.Gid)
}

func nameOf(uid int) string {
	id := strconv.Itoa(uid)
	if u, err := user.LookupId(id); err == nil {
		return u.Username
	}
	return id
}

// command prepares a program to run as the account, in a process group of its own (so that
// an interrupt from the keyboard reaches only this program) and in the C locale (so that what
// it says can be understood). It starts in dir, which the account must be able to enter.
func (a account) command(ctx context.Context, dir, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if a.drop {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
	}
	return cmd
}

// own makes a directory that only the account may enter, or gives it to the account.
func (a account) own(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return onPath(dir, err)
	}
	if a.drop {
		if err := os.Chown(dir, a.uid, a.gid); err != nil {
			return onPath(dir, err)
		}
	}
	return onPath(dir, os.Chmod(dir, 0o700))
}

// admit lets the account into the cluster's own directory, which root may have made for
// itself alone. A directory that also holds other things is left as it is.
func (a account) admit(l layout) error {
	about, err := os.Stat(l.dir)
	if err != nil {
		return onPath(l.dir, err)
	}
	entries, err := os.ReadDir(l.dir)
	if err != nil {
		return onPath(l.dir, err)
	}
	if !a.drop || about.Mode()&0o001 != 0 || slices.ContainsFunc(entries, isForeign) {
		return nil
	}
	if err := os.Chown(l.dir, -1, a.gid); err != nil {
		return onPath(l.dir, err)
	}
	return onPath(l.dir, os.Chmod(l.dir, about.Mode().Perm()|0o010))
}

// isForeign reports whether something in a cluster's directory is neither the cluster's nor the
// service's own.
func isForeign(entry os.DirEntry) bool {
	return entry.Name() != markName && !slices.Contains(ownNames, entry.Name())
}

// enter tries whether the account can enter a directory, and says which parent keeps it out.
func (a account) enter(ctx context.Context, dir string) error {
	if !a.drop || a.try(ctx, dir) == nil {
		return nil
	}
	if ctx.Err() != nil {
		return fmt.Errorf("enter %s: %w", dir, context.Cause(ctx))
	}
	closed := "/"
	for _, part := range strings.Split(dir, "/") {
		closed = filepath.Join(closed, part)
		if err := a.try(ctx, closed); err != nil {
			break
		}
	}
	return fmt.Errorf("%w: %s must pass %s to reach %s; use a directory outside, such as /var/lib/gewu, or run `chmod o+x %s`",
		ErrClosedParent, a.name, closed, dir, closed)
}

func (a account) try(ctx context.Context, dir string) error {
	return a.command(ctx, dir, "/bin/sh", "-c", ":").Run()
}
