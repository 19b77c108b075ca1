package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/internal/testdb"
)

// feature is an area named code: a rectangle in degrees, or on a plane.
func feature(code string, west, south, east, north float64) string {
	return fmt.Sprintf(`{"type":"Feature","properties":{"code":%q},"geometry":{"type":"Polygon","coordinates":`+
		`[[[%[2]v,%[3]v],[%[4]v,%[3]v],[%[4]v,%[5]v],[%[2]v,%[5]v],[%[2]v,%[3]v]]]}}`, code, west, south, east, north)
}

func collection(crs string, features ...string) string {
	stated := ""
	if crs != "" {
		stated = fmt.Sprintf(`"crs":{"type":"name","properties":{"name":%q}},`, crs)
	}
	return `{"type":"FeatureCollection",` + stated + `"features":[` + strings.Join(features, ",") + `]}`
}

// Two grids of 100 by 100 m that overlap by about 1 m.
func overlapping() string {
	return collection("", feature("G1", 117, 26, 117.00101, 26.001), feature("G2", 117.001, 26, 117.002, 26.001))
}

func TestCheckTellsOverlapsAsJSON(t *testing.T) {
	out, errs, code := gewu(t, "", "check", write(t, "grids.geojson", overlapping()), "--format", "json", "--kinds", "overlap")
	if code != exitProblems || errs != "" {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	square := got["problems"].([]any)[0].(map[string]any)["area_m2"].(float64)
	if square < 110 || square > 112 {
		t.Errorf("%v m², want 111", square)
	}
	want := map[string]any{"areas": 2.0, "problems": []any{map[string]any{
		"kind": "overlap", "areas": []any{"G1", "G2"}, "area_m2": square, "at": []any{117.001005, 26.0005},
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCheckOfSoundAreasEndsWithZero(t *testing.T) {
	file := write(t, "grids.geojson", collection("", feature("G1", 117, 26, 117.001, 26.001), feature("G2", 117.001, 26, 117.002, 26.001)))
	for format, want := range map[string]string{
		"text": "2 areas, no problem\n", "json": `{"areas":2,"problems":[]}` + "\n",
		"geojson": `{"features":[],"type":"FeatureCollection"}` + "\n",
	} {
		out, errs, code := gewu(t, "", "check", file, "--format", format, "--language", "en")
		if code != exitDone || out != want || errs != "" {
			t.Errorf("%s: exit code %d: %q, %s", format, code, out, errs)
		}
	}
}

func TestCheckTellsAPlannerWhatToDo(t *testing.T) {
	file := write(t, "grids.geojson", overlapping())
	for language, want := range map[string][]string{
		"en": {"2 areas, 1 problems", "Overlaps (overlap): 1, 11", "G1 + G2, 11", "at 117.0010050,26.0005000", "border of the other"},
		"zh": {"共 2 个辖区，发现 1 个问题", "重叠 (overlap): 1, 合计 11", "G1、G2,11", "逐点"},
	} {
		out, _, code := gewu(t, "", "check", file, "--language", language, "--ignore", "vertex_on_foreign_border")
		if code != exitProblems {
			t.Errorf("exit code %d", code)
		}
		for _, text := range want {
			if !strings.Contains(out, text) {
				t.Errorf("%s: no %q in\n%s", language, text, out)
			}
		}
	}
}

// The same land in zone 39 of CGCS2000, where the overlap is 1 m by 100 m.
func TestCheckComparesAreasOnTheirPlane(t *testing.T) {
	file := write(t, "grids.geojson", collection("EPSG:4548",
		feature("G1", 500_000, 2_877_000, 500_101, 2_877_100), feature("G2", 500_100, 2_877_000, 500_200, 2_877_100)))
	out, errs, code := gewu(t, "", "check", file, "--format", "geojson", "--kinds", "overlap")
	if code != exitProblems {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	var got struct {
		Features []struct {
			Geometry   struct{ Type string }
			Properties struct {
				Kind   string
				Square float64 `json:"area_m2"`
				At     [2]float64
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	p := got.Features[0].Properties
	if len(got.Features) != 1 || got.Features[0].Geometry.Type != "MultiPolygon" || p.Kind != "overlap" || p.Square < 99.9 || p.Square > 100.1 {
		t.Errorf("%+v", got)
	}
	if p.At[0] < 117.0010 || p.At[0] > 117.0011 || p.At[1] < 25.9 || p.At[1] > 26.1 {
		t.Errorf("at %v", p.At)
	}
}

func TestCheckReadsTablesWithWKT(t *testing.T) {
	file := write(t, "grids.csv", "code,wkt\n"+
		"G1,\"POLYGON((117 26,117.00101 26,117.00101 26.001,117 26.001,117 26))\"\n"+
		"G2,\"POLYGON((117.001 26,117.002 26,117.002 26.001,117.001 26.001,117.001 26))\"\n")
	out, errs, code := gewu(t, "", "check", file, "--crs", "cgcs2000", "--format", "json")
	if code != exitProblems || !strings.Contains(out, `"areas":["G1","G2"]`) {
		t.Errorf("exit code %d: %s%s", code, out, errs)
	}
}

func TestCheckListsTheKindsThatAreWanted(t *testing.T) {
	file := write(t, "grids.geojson", overlapping())
	for flags, want := range map[string]int{
		"--kinds overlap": exitProblems, "--kinds hole,inlet": exitDone, "--ignore overlap,vertex_on_foreign_border": exitDone, "--ignore hole": exitProblems,
	} {
		if _, errs, code := gewu(t, "", append([]string{"check", file}, strings.Fields(flags)...)...); code != want {
			t.Errorf("%s: exit code %d: %s", flags, code, errs)
		}
	}
}

func TestCheckTellsWhatSnappingWouldDo(t *testing.T) {
	file := write(t, "grids.geojson", overlapping())
	for tolerance, want := range map[string]string{
		"2":   "snapping within 2 m heals borders",
		"0.1": "snapping within 0.1 m does not make the areas fit: 1 overlaps",
	} {
		out, errs, code := gewu(t, "", "check", file, "--tolerance", tolerance, "--language", "en")
		if code != exitProblems || !strings.Contains(out, want) {
			t.Errorf("exit code %d: no %q in %s%s", code, want, out, errs)
		}
	}
}

func TestCheckCallsAreasByWhatTellsThemApart(t *testing.T) {
	row := func(properties string, west, east float64) string {
		area := feature("", west, 26, east, 26.001)
		return strings.Replace(area, `{"code":""}`, properties, 1)
	}
	for name, c := range map[string]struct {
		first, second, flags string
		want                 string
	}{
		"the usual column":           {`{"CODE":7,"NAME":"a"}`, `{"CODE":8,"NAME":"b"}`, "", `["7","8"]`},
		"the column that is asked":   {`{"CODE":7,"NAME":"a"}`, `{"CODE":8,"NAME":"b"}`, "--id-field NAME", `["a","b"]`},
		"a column that is like one":  {`{"PRECID":"x","TOWNCODE":"1"}`, `{"PRECID":"y","TOWNCODE":"1"}`, "", `["x","y"]`},
		"a name, where no code is":   {`{"名称":"东","x":1}`, `{"名称":"西","x":1}`, "", `["东","西"]`},
		"rows, where nothing is":     {`{"x":1}`, `{"x":2}`, "", `["row 1","row 2"]`},
		"a number for a second name": {`{"code":"a"}`, `{"code":"a"}`, "", `["a","a #2"]`},
		"pieces of one area":         {`{"code":"a"}`, `{"code":"a"}`, "--pieces", `["a"]`},
	} {
		t.Run(name, func(t *testing.T) {
			file := write(t, "a.geojson", collection("", row(c.first, 117, 117.00101), row(c.second, 117.001, 117.002)))
			args := append([]string{"check", file, "--format", "json", "--kinds", "overlap"}, strings.Fields(c.flags)...)
			out, errs, code := gewu(t, "", args...)
			if code != exitProblems || !strings.Contains(out, `"areas":`+c.want) {
				t.Errorf("exit code %d, no %s: %s%s", code, c.want, out, errs)
			}
		})
	}
}

func TestWhatCannotBeCheckedIsAnErrorThatSaysWhy(t *testing.T) {
	broken := strings.Replace(overlapping(), "[117,26],", "[117,126],", 1)
	for name, c := range map[string]struct {
		file, text string
		flags      string
		code       int
		want       string
	}{
		"no file":               {"", "", "", exitUsage, "needs a file"},
		"two things":            {"a.geojson", overlapping(), "--community C1", exitUsage, "one at a time"},
		"a kind that is none":   {"a.geojson", overlapping(), "--kinds gap", exitUsage, "overlap"},
		"a format that is none": {"a.geojson", overlapping(), "--format xml", exitUsage, "geojson"},
		"a language":            {"a.geojson", overlapping(), "--language fr", exitUsage, "zh"},
		"a bad tolerance":       {"a.geojson", overlapping(), "--tolerance -1", exitUsage, "--tolerance"},
		"a day of a file":       {"a.geojson", overlapping(), "--at 2026-01-01", exitUsage, "--at"},
		"no GeoJSON":            {"a.geojson", "no", "", exitError, "a.geojson"},
		"empty":                 {"a.geojson", "", "", exitError, "empty"},
		"off the earth":         {"a.geojson", broken, "", exitError, "row 1"},
		"points":                {"a.csv", "lon,lat\n117,26\n", "--crs wgs84", exitError, "no row has a polygon"},
		"no such column":        {"a.geojson", overlapping(), "--id-field NR", exitError, "NR"},
		"no system":             {"a.csv", "code,wkt\nG,\"POLYGON((0 0,1 0,1 1,0 0))\"\n", "", exitError, "--crs"},
	} {
		t.Run(name, func(t *testing.T) {
			args := []string{"check"}
			if c.file != "" {
				args = append(args, write(t, c.file, c.text))
			}
			_, errs, code := gewu(t, "", append(args, strings.Fields(c.flags)...)...)
			if code != c.code || !strings.Contains(errs, c.want) {
				t.Errorf("exit code %d, want %d: %s", code, c.code, errs)
			}
		})
	}
}

// A community whose second grid stops 1 m short of its boundary.
func TestCheckOfACommunityKnowsItsBoundaryAndBuildings(t *testing.T) {
	t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	must(t, "", "import", "areas", file("c.geojson", collection("", feature("C1", 117, 26, 117.002, 26.001))), "--level", "community")
	must(t, "", "import", "grids", "--community", "C1", file("g.geojson", collection("",
		feature("G1", 117, 26, 117.001, 26.001), feature("G2", 117.001, 26, 117.00199, 26.001))))
	must(t, "", "import", "buildings", file("b.geojson", collection("",
		feature("across", 117.0009, 26.0002, 117.0011, 26.0004), feature("within", 117.0001, 26.0002, 117.0003, 26.0004))), "--id-field", "code")
	out, errs, code := gewu(t, "", "check", "--community", "C1", "--format", "json")
	if code != exitProblems {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	var got checkAnswer
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, p := range got.Problems {
		kinds = append(kinds, p.Kind+" "+strings.Join(p.Areas, " "))
	}
	if diff := cmp.Diff([]string{"inlet G2", "building_cut G1 G2"}, kinds); diff != "" || got.Areas != 2 {
		t.Errorf("%d areas: %s", got.Areas, diff)
	}
	if _, errs, code := gewu(t, "", "check", "--community", "C2"); code != exitError || !strings.Contains(errs, "C2") {
		t.Errorf("a community that is not there: exit code %d: %s", code, errs)
	}
}
