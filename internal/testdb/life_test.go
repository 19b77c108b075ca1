package testdb_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"gewu/internal/testdb"
)

// Several test programs that begin at once share one server, and it goes when they have gone.
func TestTheServerIsSharedAndStopsByItself(t *testing.T) {
	temp := testdb.Dir(t) // apart from the server of this run
	var programs []*exec.Cmd
	for range 3 {
		programs = append(programs, startProgram(t, temp))
	}
	for _, program := range programs {
		if err := program.Wait(); err != nil {
			t.Errorf("%v: %s", err, program.Stdout)
		}
	}
	clusters, err := filepath.Glob(filepath.Join(temp, "gewu-test-*", "cluster"))
	if err != nil || len(clusters) != 1 {
		t.Fatalf("clusters: %v, %v; want one", clusters, err)
	}
	waitUntilGone(t, clusters[0])
}

// A killed test program cannot say goodbye: the kernel takes its lock back.
func TestTheServerStopsThoughItsOnlyUserIsKilled(t *testing.T) {
	temp := testdb.Dir(t)
	program := startProgram(t, temp)
	cluster := waitFor(t, filepath.Join(temp, "gewu-test-*", "cluster"))
	if err := program.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = program.Wait() // "signal: killed"
	waitUntilGone(t, cluster)
}

// startProgram runs one test of this package in a program of its own, whose place is in temp.
func startProgram(t *testing.T, temp string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, "-test.run", "^TestADatabaseHasTheCurrentSchemaAndNoData$")
	cmd.Env = append(os.Environ(), "TMPDIR="+temp, "GEWU_TEST_LINGER=500ms", "GEWU_TEST_DATABASE_URL=")
	cmd.Stdout = &bytes.Buffer{}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

func waitFor(t *testing.T, pattern string) (path string) {
	t.Helper()
	until(t, func() bool {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) > 0 {
			path = found[0]
		}
		return path != ""
	})
	return path
}

func waitUntilGone(t *testing.T, path string) {
	t.Helper()
	until(t, func() bool {
		_, err := os.Stat(path)
		return errors.Is(err, os.ErrNotExist)
	})
}

// until waits for a condition, for at most a minute.
func until(t *testing.T, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for !holds() {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			t.Fatal("still not so after a minute")
		}
	}
}
