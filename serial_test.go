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

// Where goroutines run in some tests only, the race detector sees those that are in files *_race_test.go.
func TestWhatRunsAtOnceIsTestedWithTheRaceDetector(t *testing.T) {
	script, err := os.ReadFile("scripts/test-go")
	if err != nil {
		t.Fatal(err)
	}
	list := regexp.MustCompile(`(?m)^partly=\$\(go list (.*)\)$`).FindSubmatch(script)
	if list == nil {
		t.Fatal("scripts/test-go names no packages that are partly tested with the race detector")
	}
	for _, dir := range strings.Fields(string(list[1])) {
		files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
		if err != nil || len(files) == 0 {
			t.Errorf("%s: %d files, %v", dir, len(files), err)
		}
		racing := 0
		for _, file := range files {
			if strings.HasSuffix(file, "_race_test.go") {
				racing++
			} else if what := concurrent(parse(t, file), "Go", "Parallel"); what != "" {
				t.Errorf("%s has %s: it belongs in a file *_race_test.go", file, what)
			}
		}
		if racing == 0 {
			t.Errorf("%s has no file *_race_test.go: nothing of it is tested with the race detector", dir)
		}
	}
}

func parse(t *testing.T, file string) *ast.File {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
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
		parsed := parse(t, file)
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
