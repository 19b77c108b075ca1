package pgcluster_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"gewu/internal/pgcluster"
	"gewu/internal/testdb"
)

func TestADirectoryOfAnotherVersionIsRefused(t *testing.T) {
	dir := dirWithCluster(t)
	must(t, os.WriteFile(filepath.Join(dir, "pgdata", "PG_VERSION"), []byte("13\n"), 0o600))
	refused(t, pgcluster.Config{Dir: dir}, pgcluster.ErrOtherVersion, dir, "PostgreSQL 13", "install postgresql-13-postgis-3")
}

func TestAnUnreadableVersionIsRefused(t *testing.T) {
	dir := dirWithCluster(t)
	must(t, os.WriteFile(filepath.Join(dir, "pgdata", "PG_VERSION"), []byte("?"), 0o600))
	refused(t, pgcluster.Config{Dir: dir}, pgcluster.ErrOtherVersion, dir)
}

// programs returns a directory with PostgreSQL's programs, some replaced by scripts.
func programs(t *testing.T, scripts map[string]string) string {
	t.Helper()
	install, err := pgcluster.Find("")
	must(t, err)
	bin := testdb.Dir(t)
	for _, name := range []string{"postgres", "initdb", "pg_config"} {
		path := filepath.Join(bin, name)
		if script, replaced := scripts[name]; replaced {
			must(t, os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o755))
		} else {
			must(t, os.Symlink(filepath.Join(install.Bin, name), path))
		}
	}
	return bin
}

func TestAMachineThatLacksSomethingIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	old := filepath.Join(testdb.Dir(t), "extension")
	must(t, os.Mkdir(old, 0o755))
	must(t, os.WriteFile(filepath.Join(old, "postgis.control"), []byte("default_version = '3.1.4'\n"), 0o600))
	tests := []struct {
		name    string
		scripts map[string]string
		want    error
		tells   string
	}{
		{"no PostGIS for this server", map[string]string{"pg_config": "echo /nowhere"}, pgcluster.ErrNoPostGIS, "install postgresql-"},
		{"a PostGIS that is too old", map[string]string{"pg_config": "echo " + filepath.Dir(old)}, pgcluster.ErrNoPostGIS, "3.1.4"},
		{"a PostgreSQL that is too old", map[string]string{"postgres": "echo 'postgres (PostgreSQL) 14.1'"}, pgcluster.ErrNoPostgres, "14.1"},
		{"a PostgreSQL that does not run", map[string]string{"postgres": "exit 127"}, pgcluster.ErrNoPostgres, "exit status 127"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(testdb.Dir(t), "data")
			refused(t, pgcluster.Config{Dir: dir, Bin: programs(t, tt.scripts)}, tt.want, tt.tells)
			if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the directory was made: %v", err)
			}
		})
	}
	t.Run("no PostgreSQL at all", func(t *testing.T) {
		refused(t, pgcluster.Config{Dir: testdb.Dir(t), Bin: testdb.Dir(t)}, pgcluster.ErrNoPostgres, "install PostgreSQL 15")
	})
}

func TestAPathThatCannotServeIsRefused(t *testing.T) {
	dir := testdb.Dir(t)
	file := filepath.Join(dir, "file")
	must(t, os.WriteFile(file, nil, 0o600))
	tests := []struct {
		name, dir string
		want      error
	}{
		{"a file", file, pgcluster.ErrNotADirectory},
		{"below a file", filepath.Join(file, "data"), pgcluster.ErrNotADirectory},
		{"no name", "", pgcluster.ErrNotADirectory},
		{"too long for a socket", filepath.Join(dir, strings.Repeat("long", 25)), pgcluster.ErrPathTooLong},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			refused(t, pgcluster.Config{Dir: tt.dir}, tt.want, tt.dir)
		})
	}
}

func TestTheLongestPathThatASocketAllowsServes(t *testing.T) {
	dir := testdb.Dir(t)
	dir = filepath.Join(dir, strings.Repeat("x", 107-len("/run/.s.PGSQL.5432")-len(dir)-1))
	must(t, os.Mkdir(dir, 0o755))
	dirWithCluster(t)
	copyCluster(t, dir)
	start(t, pgcluster.Config{Dir: dir, Scratch: true})
}

func TestADirectoryThatCannotBeWrittenIsRefused(t *testing.T) {
	dir := testdb.Dir(t)
	attributes := asNobody(t, testdb.Dir(t))
	must(t, os.Chmod(dir, 0o555))
	executable := programFor(t, testdb.Dir(t))
	for _, data := range []string{dir, filepath.Join(dir, "data")} {
		p := run(t, executable, data, attributes)
		if !strings.HasPrefix(p.said, pgcluster.ErrUnwritable.Error()) {
			t.Errorf("it said %q", p.said)
		}
		saysOnOneLine(t, p.said, data, "permission denied", "use another directory")
	}
}

func TestAClusterOfAnotherUserIsRefused(t *testing.T) {
	dir := testdb.Dir(t)
	executable := programFor(t, dir)
	attributes := asNobody(t, dir)
	data := filepath.Join(dir, "data", "pgdata")
	if attributes != nil { // root's, whom nobody is not
		must(t, os.MkdirAll(data, 0o700))
		must(t, os.Chmod(filepath.Dir(data), 0o777))
	} else { // a directory of root's that is on every machine
		must(t, os.Mkdir(filepath.Dir(data), 0o755))
		must(t, os.Symlink("/usr", data))
	}
	p := run(t, executable, filepath.Dir(data), attributes)
	if !strings.HasPrefix(p.said, pgcluster.ErrUnwritable.Error()) {
		t.Errorf("it said %q", p.said)
	}
	saysOnOneLine(t, p.said, "belongs to user root")
}

// Only root's server is another user, who may not be able to go where root goes.
func TestAParentThatTheServersUserCannotEnterIsNamed(t *testing.T) {
	closed := filepath.Join(testdb.Dir(t), "closed")
	must(t, os.Mkdir(closed, 0o700))
	config := pgcluster.Config{Dir: filepath.Join(closed, "gewu", "data"), Scratch: true}
	if os.Getuid() != 0 {
		start(t, config)
		return
	}
	refused(t, config, pgcluster.ErrClosedParent, "must pass "+closed+" ", "chmod o+x "+closed)
}

// mktemp and t.TempDir make such directories.
func TestADirectoryThatOnlyItsOwnerMayEnterServes(t *testing.T) {
	dir := dirWithCluster(t)
	must(t, os.Chmod(dir, 0o700))
	start(t, pgcluster.Config{Dir: dir, Scratch: true})
}

func TestADirectoryThatHoldsOtherThingsIsLeftAsItIs(t *testing.T) {
	dir := dirWithCluster(t)
	must(t, os.WriteFile(filepath.Join(dir, "diary"), nil, 0o600))
	must(t, os.Chmod(dir, 0o700))
	config := pgcluster.Config{Dir: dir, Scratch: true}
	if os.Getuid() != 0 {
		start(t, config)
		return
	}
	refused(t, config, pgcluster.ErrClosedParent, "must pass "+dir+" ")
	if about, err := os.Stat(dir); err != nil || about.Mode().Perm() != 0o700 {
		t.Errorf("mode is %v, %v", about.Mode(), err)
	}
}

func TestWhatTheServerComplainsOfIsTold(t *testing.T) {
	config := pgcluster.Config{Dir: dirWithCluster(t), Settings: map[string]string{"work_mem": "plenty"}}
	cluster, err := pgcluster.Start(t.Context(), config)
	if err == nil {
		t.Fatalf("started; stop: %v", cluster.Stop())
	}
	saysOnOneLine(t, err.Error(), `invalid value for parameter "work_mem": "plenty"`, filepath.Join(config.Dir, "postgres.log"))
}

func TestAFullDiskIsNamed(t *testing.T) {
	t.Run("when a cluster is made", func(t *testing.T) {
		config := pgcluster.Config{Dir: testdb.Dir(t)}
		if !mount(t, config.Dir, "size=20m") {
			config.Bin = programs(t, map[string]string{"initdb": "echo x >/dev/full"})
		}
		refused(t, config, pgcluster.ErrFull, config.Dir, "free some space")
	})
	t.Run("when a cluster is started", func(t *testing.T) {
		dirWithCluster(t)
		config := pgcluster.Config{Dir: testdb.Dir(t)}
		mounted := mount(t, config.Dir, "size=100m")
		copyCluster(t, config.Dir)
		if mounted {
			fill(t, config.Dir)
		} else {
			real, err := pgcluster.Find("")
			must(t, err)
			config.Bin = programs(t, map[string]string{
				"postgres": `[ "$1" = --version ] && exec ` + real.Bin + `/postgres --version; echo x >/dev/full`,
			})
		}
		refused(t, config, pgcluster.ErrFull, config.Dir, "free some space")
	})
}

// fill writes until nothing more can be written.
func fill(t *testing.T, dir string) {
	t.Helper()
	file, err := os.Create(filepath.Join(dir, "ballast"))
	must(t, err)
	defer file.Close()
	for _, size := range []int{1 << 20, 1 << 12, 1} {
		for block := make([]byte, size); err == nil; {
			_, err = file.Write(block)
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
		err = nil
	}
}
