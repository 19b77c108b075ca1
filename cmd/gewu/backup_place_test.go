package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"gewu/geo"
	"gewu/internal/pgcluster"
	"gewu/internal/testdb"
	"gewu/store"
)

// A home is a district in a private PostGIS of its own.
type home struct {
	dir, url string
	db       *store.DB
	area     geo.AreaID // its community
}

// newHome makes a small district that a crash of the machine would destroy.
func newHome(t *testing.T) home {
	t.Helper()
	h := home{dir: filepath.Join(testdb.Dir(t), "data")}
	h.url = startCluster(t, pgcluster.Config{Dir: h.dir, Scratch: true})
	var err error
	if h.db, err = store.Open(t.Context(), h.url); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.db.Close)
	furnish(t, "--data", h.dir)
	h.area = community(t, h.url)
	return h
}

func startCluster(t *testing.T, c pgcluster.Config) (url string) {
	t.Helper()
	cluster, err := pgcluster.Start(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.Stop(); err != nil {
			t.Error(err)
		}
	})
	return cluster.URL(pgcluster.Database)
}

// furnish imports a community with two grids, a building and who answers for them.
func furnish(t *testing.T, place ...string) {
	t.Helper()
	for _, args := range [][]string{
		{"import", "areas", write(t, "c.geojson", oneCommunity), "--level", "community"},
		{"import", "grids", write(t, "g.geojson", twoGrids), "--code-field", "CODE", "--name-field", "title", "--community", "C"},
		{"import", "staff", write(t, "s.csv", "id,name,area,post,phone,public\n1,陈志强,A,manager,0598-5550001,yes\n2,林巧,A,police,0598-5550002,no\n")},
		{"user", "add", "boss"},
		{"user", "grant", "boss", "administrator", "--whole-district"},
	} {
		must(t, "", append(args, place...)...)
	}
}

func community(t *testing.T, url string) (id geo.AreaID) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if err := conn.QueryRow(t.Context(), `select id from area where code = 'C'`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

// execute runs a statement as the owner of a database.
func execute(t *testing.T, url, statement string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

// fake makes a directory with a program that says its version as PostgreSQL's does and does
// otherwise what the line of the shell says.
func fake(t *testing.T, name, line string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	script := "#!/bin/sh\n[ \"$1\" = --version ] && { echo \"" + name + " (PostgreSQL) 99.1\"; exit; }\n" + line + "\n"
	if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// killed runs gewu in a process of its own until its child makes the file called when, and kills it.
func killed(t *testing.T, when string, args ...string) {
	t.Helper()
	if err := syscall.Mkfifo(when, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // "signal: killed"
		_ = os.WriteFile(when, nil, 0o600)
	}()
	reached, err := os.ReadFile(when) // waits for the child, or for the end
	if err != nil || string(reached) != "here\n" {
		t.Fatalf("gewu %s did not come so far: %v\n%s", strings.Join(args, " "), err, said.String())
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	drain, err := os.OpenFile(when, os.O_RDONLY|syscall.O_NONBLOCK, 0) // so that the goroutine can say so
	if err != nil {
		t.Fatal(err)
	}
	<-ended
	_ = drain.Close()
}

// arrived is a line for fake which tells killed and then stays.
func arrived(when string) string { return "echo here >" + when + "; exec sleep 600" }
