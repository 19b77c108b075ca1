package gewu_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "gewu/"

// allowed lists, for each package, the packages of this module it may import.
// Tests may import anything. Nothing may import cmd, which may import everything.
var allowed = map[string][]string{
	"geo":                {"internal/disjoint"},
	"access":             {"geo"},
	"analysis":           {"geo", "hotspot", "hotspot/balance", "hotspot/cluster", "hotspot/reach", "hotspot/veil"},
	"district":           {"access", "geo"},
	"interchange":        {"district", "geo"},
	"tiles":              {"access", "geo"},
	"migrations":         {},
	"plan":               {"geo", "internal/disjoint", "plan/propose"},
	"plan/propose":       {"geo", "internal/disjoint"},
	"store":              {"access", "analysis", "district", "geo", "hotspot", "hotspot/reach", "migrations", "plan", "tiles"},
	"api":                {"access", "analysis", "district", "geo", "internal/batch", "internal/order", "internal/report", "internal/secret", "plan", "plan/propose", "tiles"},
	"frontend":           {},
	"hotspot":            {"geo"},
	"hotspot/balance":    {},
	"hotspot/cluster":    {"hotspot", "internal/disjoint"},
	"hotspot/reach":      {"geo"},
	"hotspot/veil":       {},
	"internal/archive":   {},
	"internal/batch":     {"district", "geo"},
	"internal/demo":      {"district", "geo"},
	"internal/disjoint":  {},
	"internal/nation":    {"geo"},
	"internal/order":     {"internal/sheet"},
	"internal/pgcluster": {},
	"internal/reference": {},
	"internal/report":    {"analysis", "geo", "hotspot", "internal/sheet"},
	"internal/secret":    {},
	"internal/sheet":     {},
	"internal/testdb":    {"internal/pgcluster", "migrations"},
}

// pure lists the packages that do no input or output: what they need comes as an argument.
var pure = []string{"geo", "access", "analysis", "district", "plan", "plan/propose", "hotspot", "hotspot/balance", "hotspot/cluster", "hotspot/reach", "hotspot/veil", "internal/demo", "internal/disjoint", "internal/nation", "internal/order", "internal/report", "internal/sheet"}

// outside lists the packages that reach out of a program. Time is passed, not read, in a pure
// package, and random numbers come from a seed, so math/rand with its global source is here.
var outside = []string{
	"database/sql", "embed", "io", "io/fs", "log", "log/slog", "math/rand", "net", "net/http", "os", "os/exec",
	"path/filepath", "syscall", "github.com/jackc/pgx/v5",
}

func TestPackagesImportOnlyWhatLiesBelowThem(t *testing.T) {
	eachImport(t, func(file, pkg, imported string) {
		may, known := allowed[pkg]
		if !known && !strings.HasPrefix(pkg, "cmd/") {
			t.Errorf("%s: package %s is not in the list", file, pkg)
		}
		if dep, ours := strings.CutPrefix(imported, module); known && ours && !slices.Contains(may, dep) {
			t.Errorf("%s: %s must not import %s", file, pkg, dep)
		}
	})
}

func TestPurePackagesDoNoInputOrOutput(t *testing.T) {
	eachImport(t, func(file, pkg, imported string) {
		if slices.Contains(pure, pkg) && slices.Contains(outside, imported) {
			t.Errorf("%s: %s is pure and must not import %s", file, pkg, imported)
		}
	})
}

// Only one package speaks to the database beside those that set it up.
func TestOnlyTheStoreHoldsSQL(t *testing.T) {
	may := []string{"store", "migrations", "internal/pgcluster", "internal/testdb"}
	eachImport(t, func(file, pkg, imported string) {
		if strings.HasPrefix(imported, "github.com/jackc/pgx") && !slices.Contains(may, pkg) {
			t.Errorf("%s: %s must not import %s", file, pkg, imported)
		}
	})
}

// eachImport visits the imports of every file of the module that is not a test. Reading the
// files here, not through `go list`, lets go test know when to run again.
func eachImport(t *testing.T, visit func(file, pkg, imported string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && file != ".") {
			return fs.SkipDir
		}
		if err != nil || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			visit(file, path.Dir(filepath.ToSlash(file)), name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
