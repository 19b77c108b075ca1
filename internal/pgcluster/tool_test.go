package pgcluster_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gewu/internal/pgcluster"
)

// tool makes a directory with a tool of a version that otherwise runs a line of the shell.
func tool(t *testing.T, version, line string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	script := "#!/bin/sh\n[ \"$1\" = --version ] && { echo \"pg_dump (PostgreSQL) " + version + "\"; exit; }\n" + line + "\n"
	must(t, os.WriteFile(filepath.Join(dir, "pg_dump"), []byte(script), 0o700))
	return dir
}

func TestAToolIsFoundOrItIsSaidWhatToInstall(t *testing.T) {
	found, err := pgcluster.FindTool("pg_dump", "", 15)
	if err != nil || found.Major < 15 {
		t.Errorf("found %v, %v", found, err)
	}
	for _, bin := range []string{t.TempDir(), tool(t, "14.9", "")} {
		_, err := pgcluster.FindTool("pg_dump", bin, 15)
		if !errors.Is(err, pgcluster.ErrNoTool) {
			t.Fatalf("error is %v", err)
		}
		saysOnOneLine(t, err.Error(), bin, "postgresql-client-15")
	}
}

// A password must not be seen by other users of the machine, who may list what runs.
func TestAToolIsToldThePasswordInSecret(t *testing.T) {
	found, err := pgcluster.FindTool("pg_dump", tool(t, "15.1", `echo "$* $PGPASSWORD"`), 15)
	must(t, err)
	for _, url := range []string{
		"postgres://gewu:geheim@db.example.org/gewu?pool_max_conns=4&sslmode=disable",
		"postgres://gewu@db.example.org/gewu?password=geheim&sslmode=disable",
		"host=db.example.org user=gewu password=geheim dbname=gewu sslmode=disable",
		`host=db.example.org password = 'geheim' user=gewu sslmode=disable`,
	} {
		var out strings.Builder
		must(t, found.Run(t.Context(), url, nil, &out))
		before, after, _ := strings.Cut(out.String(), "geheim")
		if after != "\n" || !strings.Contains(before, "db.example.org") || strings.Contains(before, "pool_") {
			t.Errorf("%s: the tool is told %q", url, out.String())
		}
	}
}

func TestWhatAToolSaysIsToldOnOneLine(t *testing.T) {
	tests := []struct{ line, tells string }{
		{`echo 'pg_dump: warning: a' >&2; echo 'pg_dump: error: b' >&2; echo 'pg_dump: detail: c' >&2; exit 1`, "pg_dump: b"},
		{`echo 'sh: x: not found' >&2; exit 127`, "x: not found"},
		{`exit 3`, "exit status 3"},
		{`echo 'pg_dump: error: could not write: No space left on device' >&2; exit 1`, "disk is full"},
	}
	for _, tt := range tests {
		found, err := pgcluster.FindTool("pg_dump", tool(t, "15.1", tt.line), 15)
		must(t, err)
		err = found.Run(t.Context(), "host=/x user=gewu", nil, nil)
		if err == nil {
			t.Fatalf("%s: no error", tt.line)
		}
		saysOnOneLine(t, err.Error(), tt.tells)
	}
}

func TestAToolEndsWithItsContext(t *testing.T) {
	found, err := pgcluster.FindTool("pg_dump", tool(t, "15.1", "exec sleep 600"), 15)
	must(t, err)
	ctx, cancel := context.WithCancelCause(t.Context())
	enough := errors.New("no more time")
	cancel(enough)
	if err := found.Run(ctx, "host=/x user=gewu", nil, nil); !errors.Is(err, enough) {
		t.Errorf("error is %v", err)
	}
}
