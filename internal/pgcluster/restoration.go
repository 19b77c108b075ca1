package pgcluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// markName is the file that says that a directory is being filled from a backup.
const markName = "gewu.unfinished"

// Names of what a directory holds, the mark excepted.
var (
	clusterNames = []string{"gewu.lock", "share.lock", "pgdata", "pgdata.new", "run", "postgres.log", "postgres.log.1"}
	ownNames     = append(slices.Clone(clusterNames), "attachments")
)

// A Restoration is a directory that is being filled from a backup. Until it is finished, Start and
// Join refuse the directory with ErrUnfinished, however the program ends.
type Restoration struct {
	layout
	mark *os.File // locked as long as this program is at work
	made bool     // the directory was not there before
}

// BeginRestoration marks a directory, which is made where it is missing and must be empty, else the
// error wraps ErrNotEmpty. What an earlier restoration left there that was not finished is cleared
// away first. What is said in the mark is shown to whoever is refused.
func BeginRestoration(ctx context.Context, dir, what string) (*Restoration, error) {
	l, err := layoutOf(dir)
	if err != nil {
		return nil, err
	}
	if err := l.check(); err != nil {
		return nil, err
	}
	_, missing := os.Stat(l.dir)
	if err := os.MkdirAll(l.dir, 0o755); err != nil {
		return nil, onPath(l.dir, err)
	}
	r := &Restoration{layout: l, made: errors.Is(missing, os.ErrNotExist)}
	if err := r.vacant(); err != nil {
		return nil, err
	}
	if err := r.lock(); err != nil {
		return nil, err
	}
	err = r.clearAway(ctx)
	if err == nil {
		err = r.say(what)
	}
	if err != nil {
		return nil, errors.Join(err, r.mark.Close())
	}
	return r, nil
}

// vacant refuses a directory that holds anything but what an earlier restoration left.
func (r *Restoration) vacant() error {
	entries, err := os.ReadDir(r.dir)
	if err != nil {
		return onPath(r.dir, err)
	}
	marked := slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == markName })
	var names []string
	for _, entry := range entries {
		name := entry.Name()
		if name != markName && name != "lost+found" && (!marked || !slices.Contains(ownNames, name)) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	if slices.Contains(names, "pgdata") {
		return fmt.Errorf("%w: %s holds a district already; name a directory that is empty or not there yet", ErrNotEmpty, r.dir)
	}
	const most = 5
	if len(names) > most {
		names = append(names[:most], "…")
	}
	return fmt.Errorf("%w: %s holds %s; name a directory that is empty or not there yet", ErrNotEmpty, r.dir, strings.Join(names, ", "))
}

// lock takes the mark, which must be the one that the directory has now.
func (r *Restoration) lock() error {
	path := filepath.Join(r.dir, markName)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return onPath(r.dir, err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil && same(file, path) {
		r.mark = file
		return nil
	}
	if err == nil || errors.Is(err, syscall.EWOULDBLOCK) {
		err = fmt.Errorf("%w: %s is being filled from a backup by another program", ErrInUse, r.dir)
	} else {
		err = fmt.Errorf("lock %s: %w; use a directory on a local disk", path, err)
	}
	return errors.Join(err, file.Close())
}

func same(file *os.File, path string) bool {
	a, err1 := file.Stat()
	b, err2 := os.Stat(path)
	return err1 == nil && err2 == nil && os.SameFile(a, b)
}

// say writes the mark, and has it on the disk before anything else is.
func (r *Restoration) say(what string) error {
	if err := r.mark.Truncate(0); err != nil {
		return onPath(r.dir, err)
	}
	if _, err := r.mark.WriteAt([]byte(what+"\n"), 0); err != nil {
		return onPath(r.dir, err)
	}
	if err := r.mark.Sync(); err != nil {
		return onPath(r.dir, err)
	}
	return syncDir(r.dir)
}

// clearAway removes everything but the mark, servers that still run included.
func (r *Restoration) clearAway(ctx context.Context) error {
	if err := r.clear(ctx); err != nil {
		return err
	}
	for _, name := range ownNames {
		if err := os.RemoveAll(filepath.Join(r.dir, name)); err != nil {
			return onPath(r.dir, err)
		}
	}
	return nil
}

// Finish takes the mark away: from now on the directory is as any other.
func (r *Restoration) Finish() error {
	if err := os.Remove(filepath.Join(r.dir, markName)); err != nil {
		return errors.Join(onPath(r.dir, err), r.mark.Close())
	}
	return errors.Join(syncDir(r.dir), r.mark.Close())
}

// Abandon removes everything that was made. The cluster must have been stopped.
func (r *Restoration) Abandon(ctx context.Context) error {
	if err := r.clearAway(ctx); err != nil {
		return errors.Join(err, r.mark.Close())
	}
	err := r.Finish()
	if err == nil && r.made {
		err = onPath(r.dir, os.Remove(r.dir))
	}
	return err
}

// unfinished returns an error that wraps ErrUnfinished when the directory is marked.
func (l layout) unfinished() error {
	file, err := os.Open(filepath.Join(l.dir, markName))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return onPath(l.dir, err)
	}
	defer file.Close()
	text, _ := io.ReadAll(io.LimitReader(file, 1000)) // what cannot be read is not said
	return fmt.Errorf("%w: %s (%s); run `gewu restore` again, which clears it away, or remove the directory",
		ErrUnfinished, l.dir, strings.TrimSpace(string(text)))
}
