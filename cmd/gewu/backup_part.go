package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"gewu/internal/pgcluster"
)

// A part is a file that is being written under another name, FILE.part, which only its owner may
// read. It gets its own when it is whole and on the disk.
type part struct {
	*os.File
	name string
	kept bool
}

// newPart refuses a name that is taken. What a program left behind that was killed is written anew.
func newPart(name string) (*part, error) {
	if _, err := os.Lstat(name); err == nil {
		return nil, taken(name)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the backup cannot be written: %w", err)
	}
	file, err := os.OpenFile(name+".part", os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the backup cannot be written: %w", err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, errors.Join(fmt.Errorf("another program is writing %s", file.Name()), file.Close())
	}
	p := &part{File: file, name: name}
	if err := errors.Join(file.Truncate(0), file.Chmod(0o600)); err != nil {
		return nil, p.end(fmt.Errorf("the backup cannot be written: %w", err))
	}
	return p, nil
}

func taken(name string) error {
	return fmt.Errorf("%s is there already, and a backup never takes the place of another file; name a new one", name)
}

// keep gives the file its name.
func (p *part) keep() error {
	if err := p.Sync(); err != nil {
		return err
	}
	err := os.Link(p.Name(), p.name)
	switch {
	case errors.Is(err, fs.ErrExist):
		return taken(p.name)
	case err == nil:
		err = os.Remove(p.Name())
	default: // files have only one name here
		if _, there := os.Lstat(p.name); there == nil {
			return taken(p.name)
		}
		err = os.Rename(p.Name(), p.name)
	}
	if err != nil {
		return err
	}
	p.kept = true
	return syncDir(filepath.Dir(p.name))
}

// syncDir has the names in a directory written to the disk.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// end removes what was not kept, and says of an error what to do about it.
func (p *part) end(err error) error {
	if !p.kept {
		err = errors.Join(roomFor(p.name, err), os.Remove(p.Name()))
	}
	return errors.Join(err, p.Close())
}

// roomFor says which disk is full where that is what is wrong.
func roomFor(name string, err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("the disk of %s is full; make room, or write to another disk", filepath.Dir(name))
	}
	return err
}

// reach is share without opening the database: it returns its address.
func (p *place) reach(ctx context.Context) (url string, stop func() error, err error) {
	if p.url != "" {
		return p.url, func() error { return nil }, nil
	}
	exists, err := pgcluster.Exists(pgcluster.Config{Dir: p.dir})
	if err == nil && !exists {
		err = fmt.Errorf("there is no district in %s; name its directory with --data", p.dir)
	}
	if err != nil {
		return "", nil, err
	}
	cluster, err := pgcluster.Join(ctx, pgcluster.Config{Dir: p.dir})
	if err != nil {
		return "", nil, err
	}
	return cluster.URL(pgcluster.Database), cluster.Stop, nil
}
