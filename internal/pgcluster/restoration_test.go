package pgcluster_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"gewu/internal/pgcluster"
	"gewu/internal/testdb"
)

// begin begins to restore into a directory.
func begin(t *testing.T, dir string) *pgcluster.Restoration {
	t.Helper()
	r, err := pgcluster.BeginRestoration(t.Context(), dir, "begun today")
	must(t, err)
	return r
}

func TestADirectoryIsRefusedUntilItIsRestored(t *testing.T) {
	dir := testdb.Dir(t)
	r := begin(t, dir)
	copyCluster(t, preparedIn(t, dir))
	refused(t, pgcluster.Config{Dir: dir}, pgcluster.ErrUnfinished, dir, "begun today", "gewu restore")
	if _, err := pgcluster.Join(t.Context(), pgcluster.Config{Dir: dir}); !errors.Is(err, pgcluster.ErrUnfinished) {
		t.Errorf("a guest is told %v", err)
	}
	must(t, start(t, pgcluster.Config{Dir: dir, Unfinished: true, Scratch: true}).Stop())
	must(t, r.Finish())
	must(t, start(t, pgcluster.Config{Dir: dir, Scratch: true}).Stop())
}

// preparedIn has the cluster made that is copied, and returns dir.
func preparedIn(t *testing.T, dir string) string {
	t.Helper()
	dirWithCluster(t)
	return dir
}

func TestARestorationThatIsAbandonedLeavesNothing(t *testing.T) {
	parent := testdb.Dir(t)
	for _, name := range []string{"new", "there"} {
		dir := filepath.Join(parent, name)
		if name == "there" {
			must(t, os.Mkdir(dir, 0o700))
		}
		r := begin(t, dir)
		must(t, os.MkdirAll(filepath.Join(dir, "attachments", "ab"), 0o700))
		must(t, os.Mkdir(filepath.Join(dir, "pgdata.new"), 0o700))
		must(t, r.Abandon(t.Context()))
	}
	if left, err := filepath.Glob(filepath.Join(parent, "*", "*")); err != nil || left != nil {
		t.Errorf("there is %v: %v", left, err)
	}
	if _, err := os.Stat(filepath.Join(parent, "new")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the new directory: %v", err)
	}
	if _, err := os.Stat(filepath.Join(parent, "there")); err != nil {
		t.Errorf("the directory that was there: %v", err)
	}
}

func TestADirectoryIsRestoredIntoByOne(t *testing.T) {
	dir := testdb.Dir(t)
	r := begin(t, dir)
	if _, err := pgcluster.BeginRestoration(t.Context(), dir, "second"); !errors.Is(err, pgcluster.ErrInUse) {
		t.Errorf("the second is told %v", err)
	}
	must(t, r.Abandon(t.Context()))
	must(t, begin(t, dir).Finish())
}

// What is no remains of a restoration is never cleared away.
func TestOnlyRemainsOfARestorationAreClearedAway(t *testing.T) {
	dir := testdb.Dir(t)
	mark := filepath.Join(dir, "gewu.unfinished")
	must(t, os.WriteFile(mark, nil, 0o600))
	must(t, os.MkdirAll(filepath.Join(dir, "attachments", "ab"), 0o700))
	must(t, os.WriteFile(filepath.Join(dir, "letters.txt"), nil, 0o600))
	if _, err := pgcluster.BeginRestoration(t.Context(), dir, ""); !errors.Is(err, pgcluster.ErrNotEmpty) {
		t.Errorf("error is %v", err)
	} else {
		saysOnOneLine(t, err.Error(), "letters.txt")
	}
	must(t, os.Remove(filepath.Join(dir, "letters.txt")))
	must(t, begin(t, dir).Finish())
	must(t, os.MkdirAll(filepath.Join(dir, "pgdata"), 0o700))
	if _, err := pgcluster.BeginRestoration(t.Context(), dir, ""); !errors.Is(err, pgcluster.ErrNotEmpty) {
		t.Errorf("error is %v", err)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("a restoration that was refused left its mark")
	}
}
