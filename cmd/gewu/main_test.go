package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// gewu runs the program with a standard input and returns what it printed and its exit code.
func gewu(t *testing.T, in string, args ...string) (out, errs string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = Run(t.Context(), args, Streams{In: strings.NewReader(in), Out: &stdout, Err: &stderr})
	return stdout.String(), stderr.String(), code
}

// write makes a file in a fresh directory and returns its path.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMistakesOfUsage(t *testing.T) {
	tests := []struct {
		name string
		args []string
		want []string // all of these are told
	}{
		{"a command that does not exist", []string{"sevre"}, []string{`"sevre"`}},
		{"a flag that does not exist", []string{"serve", "--prot", "80"}, []string{"--prot"}},
		{"a noun that does not exist", []string{"import", "houses", "x.csv"}, []string{`"houses"`, "buildings"}},
		{"a missing file", []string{"import", "grids"}, []string{"a file"}},
		{"all mistakes at once", []string{
			"import", "areas", "x.csv", "--max-rejects", "few", "--from", "tomorrow", "--field", "households",
		}, []string{"--max-rejects", `"few"`}},
		{"all mistakes of meaning at once", []string{
			"import", "areas", "x.csv", "--max-rejects", "-1", "--from", "tomorrow", "--field", "households",
		}, []string{"--max-rejects", "--from", "--field", "--level"}},
		{"a field that the noun does not have", []string{"import", "buildings", "x.csv", "--field", "age=AGE"}, []string{"age", "households"}},
		{"an address without a port", []string{"serve", "--listen", "localhost", "--log-level", "loud"}, []string{"--listen", "--log-level"}},
		{"an unknown coordinate system", []string{"locate", "-", "--crs", "mars"}, []string{"mars", "gcj02"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, errs, code := gewu(t, "", tt.args...)
			if code != exitUsage {
				t.Errorf("exit code %d, want %d", code, exitUsage)
			}
			for _, want := range tt.want {
				if !strings.Contains(errs, want) {
					t.Errorf("the message lacks %q:\n%s", want, errs)
				}
			}
		})
	}
}

func TestFlagsComeFromTheEnvironmentToo(t *testing.T) {
	t.Setenv("GEWU_CRS", "mars")
	if _, errs, code := gewu(t, "", "locate", "-"); code != exitUsage || !strings.Contains(errs, "mars") {
		t.Errorf("GEWU_CRS was not read: exit code %d, %s", code, errs)
	}
	t.Setenv("GEWU_MAX_REJECTS", "few")
	if _, errs, _ := gewu(t, "", "import", "grids", "x.csv"); !strings.Contains(errs, "GEWU_MAX_REJECTS") {
		t.Errorf("the message does not name the variable: %s", errs)
	}
}

func TestHelpTeaches(t *testing.T) {
	for _, command := range []string{"serve", "demo", "import", "export", "locate", "doctor", "version"} {
		out, _, code := gewu(t, "", command, "--help")
		if code != exitDone || !strings.Contains(out, "Usage:") {
			t.Errorf("%s --help: exit code %d\n%s", command, code, out)
		}
	}
	out, _, _ := gewu(t, "")
	if !strings.Contains(out, "gewu serve --demo") {
		t.Errorf("gewu alone does not say where to start:\n%s", out)
	}
}

//	101      102
//
// +----+----+  1
// | A  | B  |
// +----+----+  0      latitude
// 100  101  102       longitude.
const twoGrids = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"CODE":"A","title":"West"},"geometry":{"type":"Polygon","coordinates":[[[100,0],[101,0],[101,1],[100,1],[100,0]]]}},
{"type":"Feature","properties":{"CODE":"B","title":"East"},"geometry":{"type":"Polygon","coordinates":[[[101,0],[102,0],[102,1],[101,1],[101,0]]]}}]}`

func TestLocateInTheGridsOfAFile(t *testing.T) {
	grids := write(t, "grids.geojson", twoGrids)
	const points = "name,lon,lat\nwest,100.5,0.5\nborder,101,0.5\nswapped,0.5,100.5\n\"a, quoted\",101.5,0.5\nnot a number,x,0.5\n"
	out, errs, code := gewu(t, points, "locate", "-", "--crs", "wgs84", "--grids", grids, "--code-field", "CODE", "--name-field", "title")
	if code != exitDone {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 6 {
		t.Fatalf("%d lines, want 6:\n%s", len(lines), out)
	}
	for i, want := range []string{
		"name,lon,lat,grid_code,grid_name,rule,border_m,candidates,reason", "west,100.5,0.5,A,West,inside,",
		"border,101,0.5,B,East,border,0", "swapped,0.5,100.5,,", "\"a, quoted\",101.5,0.5,B,East,inside,", "not a number,x,0.5,,",
	} {
		if !strings.HasPrefix(lines[i], want) {
			t.Errorf("line %d is %q, want it to begin with %q", i+1, lines[i], want)
		}
	}
	if strings.HasSuffix(lines[3], ",") || strings.HasSuffix(lines[5], ",") {
		t.Errorf("a bad row has no reason:\n%s", out)
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	grids := write(t, "grids.geojson", twoGrids)
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"points that do not exist", []string{"locate", "absent.csv", "--crs", "wgs84", "--grids", grids}, "absent.csv"},
		{"a directory for points", []string{"locate", t.TempDir(), "--crs", "wgs84", "--grids", grids}, "directory"},
		{"a directory for grids", []string{"locate", "-", "--crs", "wgs84", "--grids", t.TempDir()}, "directory"},
		{"an empty file of points", []string{"locate", "-", "--crs", "wgs84", "--grids", grids, "--code-field", "CODE"}, "empty"},
		{"grids without that column", []string{"locate", "-", "--crs", "wgs84", "--grids", grids, "--code-field", "KODE"}, "KODE"},
		{"grids that are no GeoJSON", []string{"locate", "-", "--grids", write(t, "g.geojson", "<html>")}, "HTML"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, errs, code := gewu(t, "", tt.args...)
			if code != exitError || !strings.Contains(errs, tt.want) {
				t.Errorf("exit code %d, want %d and %q in: %s", code, exitError, tt.want, errs)
			}
			if strings.Count(strings.TrimSpace(errs), "\n") > 0 {
				t.Errorf("the error takes several lines:\n%s", errs)
			}
		})
	}
}
