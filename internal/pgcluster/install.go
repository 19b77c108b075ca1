package pgcluster

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The oldest versions that will do.
const minPostgres = 15

var minPostGIS = []int{3, 3}

// An Install is a PostgreSQL server with PostGIS on this machine.
type Install struct {
	Bin     string // directory of postgres and initdb
	Major   int    // 15
	Version string // "15.20"
	PostGIS string // "3.3.2"
}

// Find returns the newest PostgreSQL that has PostGIS, among those in the usual places and on
// the path, or the one in the directory bin when that is not "".
func Find(bin string) (Install, error) { return find(bin, 0) }

// find is Find for one major version only, unless major is 0.
func find(bin string, major int) (Install, error) {
	dirs := []string{bin}
	if bin == "" {
		dirs = usualDirs()
	}
	var good []Install
	var problems []error
	for _, dir := range dirs {
		i, err := inspect(dir)
		switch {
		case err != nil:
			problems = append(problems, err)
		case major == 0 || i.Major == major:
			good = append(good, i)
		}
	}
	if len(good) == 0 {
		return Install{}, absent(bin, major, problems)
	}
	return slices.MaxFunc(good, func(a, b Install) int { return cmp.Compare(a.Major, b.Major) }), nil
}

// absent says what is missing: PostGIS where a server was found without it, else the server.
func absent(bin string, major int, problems []error) error {
	for _, err := range problems {
		if errors.Is(err, ErrNoPostGIS) {
			return err
		}
	}
	for _, err := range problems {
		if bin != "" || !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("%w: %w; install PostgreSQL %d or newer with PostGIS (`make setup`)", ErrNoPostgres, err, minPostgres)
		}
	}
	if major != 0 {
		return fmt.Errorf("%w: there is no PostgreSQL %d with PostGIS; install postgresql-%d-postgis-3", ErrNoPostgres, major, major)
	}
	return fmt.Errorf("%w: install PostgreSQL %d or newer with PostGIS (`make setup`, or apt-get install postgresql postgis postgresql-%d-postgis-3)",
		ErrNoPostgres, minPostgres, minPostgres)
}

// usualDirs returns where distributions put PostgreSQL's programs, and where the path has them.
func usualDirs() []string { return programDirs("postgres") }

// programDirs is usualDirs for the directories that have a program.
func programDirs(name string) []string {
	var dirs []string
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin", // Debian, Ubuntu
		"/usr/pgsql-*/bin", "/usr/local/pgsql/bin",
		"/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
		"/Applications/Postgres.app/Contents/Versions/*/bin",
	} {
		found, _ := filepath.Glob(pattern + "/" + name) // the patterns are well formed
		for _, program := range found {
			dirs = append(dirs, filepath.Dir(program))
		}
	}
	if dir, err := output("pg_config", "--bindir"); err == nil {
		dirs = append(dirs, dir)
	}
	if program, err := exec.LookPath(name); err == nil {
		dirs = append(dirs, filepath.Dir(program))
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

var number = regexp.MustCompile(`(\d+)[0-9.a-z]*`)

// inspect says which PostgreSQL and PostGIS the programs in dir are of.
func inspect(dir string) (Install, error) {
	postgres := filepath.Join(dir, "postgres")
	for _, program := range []string{postgres, filepath.Join(dir, "initdb")} {
		if _, err := os.Stat(program); err != nil {
			return Install{}, fmt.Errorf("%s: %w", program, reason(err))
		}
	}
	said, err := output(postgres, "--version")
	if err != nil {
		return Install{}, fmt.Errorf("%s --version: %w", postgres, err)
	}
	version := number.FindStringSubmatch(said)
	if version == nil {
		return Install{}, fmt.Errorf("%s --version says %q", postgres, said)
	}
	i := Install{Bin: dir, Version: version[0]}
	i.Major, _ = strconv.Atoi(version[1]) // digits only
	if i.Major < minPostgres {
		return Install{}, fmt.Errorf("%s is of version %s, older than %d", postgres, i.Version, minPostgres)
	}
	i.PostGIS, err = postgis(i)
	return i, err
}

var defaultVersion = regexp.MustCompile(`(?m)^\s*default_version\s*=\s*'([^']+)'`)

// postgis returns the version of PostGIS that belongs to a server.
func postgis(i Install) (string, error) {
	share, err := output(filepath.Join(i.Bin, "pg_config"), "--sharedir")
	if err != nil {
		share = fmt.Sprintf("/usr/share/postgresql/%d", i.Major)
	}
	control, err := os.ReadFile(filepath.Join(share, "extension", "postgis.control"))
	if err != nil {
		return "", fmt.Errorf("%w for the PostgreSQL %d in %s; install postgresql-%d-postgis-3 (`make setup`)", ErrNoPostGIS, i.Major, i.Bin, i.Major)
	}
	version := defaultVersion.FindSubmatch(control)
	if version == nil {
		return "", fmt.Errorf("%w: %s/extension/postgis.control names no version; install postgresql-%d-postgis-3 again", ErrNoPostGIS, share, i.Major)
	}
	if old(string(version[1])) {
		return "", fmt.Errorf("%w: PostGIS %s of the PostgreSQL %d in %s is older than %d.%d; install a newer one",
			ErrNoPostGIS, version[1], i.Major, i.Bin, minPostGIS[0], minPostGIS[1])
	}
	return string(version[1]), nil
}

// old reports whether a version such as "3.3.2" of PostGIS is too old.
func old(version string) bool {
	var numbers []int
	for part := range strings.SplitSeq(version, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			break // "3.4.0dev"
		}
		numbers = append(numbers, n)
	}
	return slices.Compare(numbers, minPostGIS) < 0
}

// output runs a program that prints one short thing.
func output(program string, args ...string) (string, error) {
	out, err := exec.Command(program, args...).Output() //nolint:noctx // it says its version and ends
	return strings.TrimSpace(string(out)), err
}
