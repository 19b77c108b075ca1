package interchange_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gewu/interchange"
)

// A name that reads as another one is read as it is written, in every format; the user is told.
func TestCharactersThatTurnTextAreTakenOut(t *testing.T) {
	const turned, plain = "第\u202e一\u2066网\u200f格", "第一网格"
	files := map[string]string{
		"a.geojson": `{"type":"FeatureCollection","features":[{"type":"Feature","id":"x\u202e1","properties":{"na\u202eme":"` + turned +
			`","tags":{"of":["` + turned + `"]}},"geometry":{"type":"Point","coordinates":[121,31]}},` +
			`{"type":"Feature","properties":{"name":"“一”—Ø"},"geometry":{"type":"Point","coordinates":[121,31]}}]}`,
		"a.csv": "lon,lat,name\n121,31," + turned + "\n121,31,“一”—Ø\n",
	}
	paths := []string{geoPackage(t, `insert into "build""ings" (name) values ('`+turned+`'), ('“一”—Ø')`)}
	for name, content := range files {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	for _, path := range paths {
		o := interchange.Options{}
		if strings.HasSuffix(path, ".csv") {
			o.CRS = "wgs84"
		}
		f, err := interchange.Open(t.Context(), path, o)
		if err != nil {
			t.Fatal(err)
		}
		var names []any
		for feature, err := range f.Features() {
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			names = append(names, feature.Properties["name"])
			if tags, is := feature.Properties["tags"].(map[string]any); is && tags["of"].([]any)[0] != plain || strings.Contains(feature.ID, "\u202e") {
				t.Errorf("%s: %+v", path, feature)
			}
		}
		if len(names) != 2 || names[0] != plain || names[1] != "“一”—Ø" {
			t.Errorf("%s: names %q", path, names)
		}
		if notices := f.Notices(); len(notices) != 1 || !strings.HasPrefix(notices[0], "1 rows had characters that turn") {
			t.Errorf("%s: notices %q", path, notices)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Two columns that differ by such a character alone stay two: neither hides the other, whichever comes first.
func TestColumnsThatDifferByACharacterThatTurnsTextStayTwo(t *testing.T) {
	for name, content := range map[string]string{
		"a.geojson": `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"na\u202eme":"hidden","name":"seen","\u200fname":"too"},` +
			`"geometry":{"type":"Point","coordinates":[121,31]}}]}`,
		"a.csv": "lon,lat,\u200fname,name,na\u202eme\n121,31,too,seen,hidden\n",
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := interchange.Open(t.Context(), path, interchange.Options{CRS: "wgs84"})
		if err != nil {
			t.Fatal(err)
		}
		for feature, err := range f.Features() {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if p := feature.Properties; p["name"] != "seen" || p["name_2"] != "hidden" || p["name_3"] != "too" {
				t.Errorf("%s: %q", name, p)
			}
		}
		if notices := f.Notices(); len(notices) != 2 || !strings.Contains(notices[1], "name_2, name_3") {
			t.Errorf("%s: notices %q", name, notices)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}
