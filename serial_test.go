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

// What scripts/test-go runs without the race detector must leave it nothing to find: the package
// starts no goroutine, and either shares nothing that needs a lock, or its tests start none either.
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
		checkSerial(t, dir)
	}
}

// checkSerial checks a package's files, and those of its tests where it has locks.
func checkSerial(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Errorf("%s: %d files, %v", dir, len(files), err)
	}
	var tests []*ast.File
	locks := false
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			tests = append(tests, parsed)
			continue
		}
		locks = locks || imports(parsed, "sync", "golang.org/x/sync/errgroup")
		if what := concurrent(parsed, "Go"); what != "" {
			t.Errorf("%s has %s: test its package with the race detector", file, what)
		}
	}
	for _, test := range tests {
		if what := concurrent(test, "Go", "Parallel", "RunParallel"); locks && what != "" {
			t.Errorf("%s has locks and its tests have %s: test it with the race detector", dir, what)
		}
	}
}

func imports(file *ast.File, paths ...string) bool {
	return slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool {
		path, _ := strconv.Unquote(i.Path.Value)
		return slices.Contains(paths, path)
	})
}

// concurrent returns what in a file starts a goroutine: the statement, or a call of one of methods.
func concurrent(file *ast.File, methods ...string) (what string) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			what = "a go statement"
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains(methods, f.Sel.Name) {
				what = "a call of " + f.Sel.Name
			}
		}
		return what == ""
	})
	return what
}
