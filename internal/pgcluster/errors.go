package pgcluster

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"syscall"
)

// What can be wrong with a machine or a directory. Errors of this package wrap these and say
// which path and what to do.
var (
	ErrNoPostgres    = errors.New("PostgreSQL is not installed")
	ErrNoPostGIS     = errors.New("PostGIS is not installed")
	ErrOtherVersion  = errors.New("data directory of another PostgreSQL version")
	ErrInUse         = errors.New("directory is in use")
	ErrFull          = errors.New("disk is full")
	ErrUnwritable    = errors.New("directory cannot be written")
	ErrClosedParent  = errors.New("directory cannot be entered by the database's user")
	ErrPathTooLong   = errors.New("path is too long for a unix socket")
	ErrNotADirectory = errors.New("not a directory")
	ErrNoTool        = errors.New("a program of PostgreSQL is missing")
	ErrNotEmpty      = errors.New("directory is not empty")
	ErrUnfinished    = errors.New("directory holds what was restored only in part")
)

// An InUseError names the program that owns a cluster. It matches ErrInUse.
type InUseError struct {
	Dir string
	PID int // 0: not known
}

func (e *InUseError) Error() string {
	return fmt.Sprintf("%s: %s is served by process %d; stop that one first, or use another directory", ErrInUse, e.Dir, e.PID)
}

// Is makes an InUseError match ErrInUse.
func (e *InUseError) Is(target error) bool { return target == ErrInUse }

// onPath turns an error of the operating system about a path into one that says what to do.
func onPath(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fullAt(path)
	case errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("%w: %s or a part of it is a file; name a directory", ErrNotADirectory, path)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: %s: %w; make it writable for this user, or use another directory", ErrUnwritable, path, reason(err))
	}
	return fmt.Errorf("prepare %s: %w", path, err)
}

// reason takes the operation and the path from an error of package os.
func reason(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

func fullAt(path string) error {
	return fmt.Errorf("%w: nothing more can be written to %s; free some space there, or use another directory", ErrFull, path)
}

// complaint matches the line in which a program of PostgreSQL says why it gives up. What a
// server answered a client has the database's name before the severity, and does not match.
var complaint = regexp.MustCompile(`(?m)(?:\] (?:FATAL|PANIC)|^initdb: error|^postgres): +(.*)$`)

// noRoom matches what PostgreSQL says of a full disk. Its hint stands beside short writes,
// which come without the system's own words.
var noRoom = regexp.MustCompile(`No space left on device|Disk quota exceeded|HINT:  Check free disk space`)

// diagnose says why a program of PostgreSQL ended, from what it wrote and the state of the
// disk. End is how it ended when it did not say.
func (l layout) diagnose(doing, output string, end error) error {
	if noRoom.MatchString(output) || full(l.dir) {
		return fullAt(l.dir)
	}
	said := complaint.FindAllStringSubmatch(output, -1)
	if len(said) == 0 {
		return fmt.Errorf("%s in %s: %w; see %s", doing, l.dir, end, l.log)
	}
	return fmt.Errorf("%s in %s: %s; see %s", doing, l.dir, said[len(said)-1][1], l.log)
}

// full reports whether a directory's file system has less room than one segment of
// PostgreSQL's log needs. A server on a full disk often cannot even write that it is full.
func full(dir string) bool {
	const segment = 16 << 20
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return false
	}
	return s.Bavail*uint64(s.Bsize) < segment
}
