package main

import (
	"os"
	"path/filepath"
	"testing"

	"gewu/internal/testdb"
)

func TestAnExportThatFailsLeavesTheFileOfBefore(t *testing.T) {
	t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
	file := write(t, "grids.geojson", "what was there")
	_, errs, code := gewu(t, "", "export", "grids", "--community", "nowhere", "-o", file)
	if code != exitError {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "what was there" {
		t.Errorf("the file has %q, %v", text, err)
	}
	must(t, "", "export", "grids", "-o", file)
	if text, err := os.ReadFile(file); err != nil || string(text) == "what was there" {
		t.Errorf("after an export that works: %q, %v", text, err)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*")); err != nil || len(left) != 1 {
		t.Errorf("beside it there is %v, %v", left, err)
	}
}
