package gewu_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// What scripts/test-go runs without the race detector must leave it nothing to find.
func TestPackagesTestedWithoutTheRaceDetectorStartNoGoroutine(t *testing.T) {
	script, err := os.ReadFile("scripts/test-go")
	if err != nil {
		t.Fatal(err)
	}
	list := regexp.MustCompile(`(?m)^serial=\$\(go list (.*)\)$`).FindSubmatch(script)
	if list == nil {
		t.Fatal("scripts/test-go names no serial packages")
	}
	for _, dir := range strings.Fields(string(list[1])) {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Errorf("%s: %d files, %v", dir, len(files), err)
		}
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				checkSerial(t, file)
			}
		}
	}
}

func checkSerial(t *testing.T, file string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, imported := range parsed.Imports { // an atomic number is no race
		path, _ := strconv.Unquote(imported.Path.Value)
		if slices.Contains([]string{"sync", "golang.org/x/sync/errgroup"}, path) {
			t.Errorf("%s imports %s: test its package with the race detector", file, path)
		}
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		if _, starts := n.(*ast.GoStmt); starts {
			t.Errorf("%s starts a goroutine: test its package with the race detector", file)
		}
		return true
	})
}
