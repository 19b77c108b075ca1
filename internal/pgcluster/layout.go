package pgcluster

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// port is part of the socket's name; nothing listens on a network.
const port = "5432"

// maxSocketPath is what fits into sockaddr_un with its final zero, on Linux.
const maxSocketPath = 107

// A layout is where everything of a cluster lies. All paths are absolute.
type layout struct {
	dir     string
	data    string
	sockets string
	log     string
}

func layoutOf(dir string) (layout, error) {
	if dir == "" {
		return layout{}, fmt.Errorf("%w: the name is empty; name a directory", ErrNotADirectory)
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return layout{}, fmt.Errorf("find directory %s: %w", dir, err)
	}
	return layout{
		dir:     dir,
		data:    filepath.Join(dir, "pgdata"),
		sockets: filepath.Join(dir, "run"),
		log:     filepath.Join(dir, "postgres.log"),
	}, nil
}

// check looks at what must hold before anything is written.
func (l layout) check() error {
	socket := filepath.Join(l.sockets, ".s.PGSQL."+port)
	if over := len(socket) - maxSocketPath; over > 0 {
		return fmt.Errorf("%w: %s is %d bytes, %d too many; use a directory with a shorter path", ErrPathTooLong, socket, len(socket), over)
	}
	about, err := os.Stat(l.dir)
	if err == nil && !about.IsDir() {
		return fmt.Errorf("%w: %s is a file; name a directory", ErrNotADirectory, l.dir)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return onPath(l.dir, err)
	}
	return nil
}

// major returns which PostgreSQL made the data directory, or 0 where there is none.
func (l layout) major() (int, error) {
	text, err := os.ReadFile(filepath.Join(l.data, "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, onPath(l.data, err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("%w: %s/PG_VERSION says %q; restore it from a backup, or use another directory", ErrOtherVersion, l.data, text)
	}
	return major, nil
}

// install finds the server that can read the data directory.
func (l layout) install(bin string) (Install, error) {
	major, err := l.major()
	if err != nil {
		return Install{}, err
	}
	newest, err := Find(bin)
	if err != nil || major == 0 || newest.Major == major {
		return newest, err
	}
	same, err := find(bin, major)
	if err != nil {
		return Install{}, fmt.Errorf("%w: %s was made by PostgreSQL %d and %d is installed; install postgresql-%d-postgis-3, or use another directory and import again",
			ErrOtherVersion, l.dir, major, newest.Major, major)
	}
	return same, nil
}
