package interchange_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gewu/interchange"
)

// A reading is all that came of a file.
type reading struct {
	crs      interchange.CRS
	srid     int
	features []interchange.Feature
	refused  []*interchange.RowError
	err      error // of Open, or the final one
}

// read writes content to a file called name and reads it.
func read(t *testing.T, name, content string, o interchange.Options) reading {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return readPath(t, path, o)
}

func readPath(t *testing.T, path string, o interchange.Options) (r reading) {
	t.Helper()
	f, err := interchange.Open(t.Context(), path, o)
	if err != nil {
		return reading{err: err}
	}
	defer func() {
		if err := f.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}()
	r.crs, r.srid = f.CRS(), f.SRID()
	for feature, err := range f.Features() {
		var refused *interchange.RowError
		switch {
		case errors.As(err, &refused):
			r.refused = append(r.refused, refused)
		case err != nil:
			r.err = err
		default:
			r.features = append(r.features, feature)
		}
	}
	return r
}

// good is read for a file in which nothing is wrong.
func good(t *testing.T, name, content string, o interchange.Options) reading {
	t.Helper()
	r := read(t, name, content, o)
	if r.err != nil || len(r.refused) > 0 {
		t.Fatalf("error %v, refused %v", r.err, r.refused)
	}
	return r
}

func mustContain(t *testing.T, what string, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("%s: no error; want one with %q", what, parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%s: error is %q, which lacks %q", what, err, part)
		}
	}
	if strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), os.TempDir()) {
		t.Errorf("%s: error is not one line without paths: %q", what, err)
	}
}

// collect takes all of a sequence: the records, and the errors.
func collect[T any](seq iter.Seq2[T, error]) (records []T, errs []error) {
	for one, err := range seq {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		records = append(records, one)
	}
	return records, errs
}

func gzipped(t *testing.T, content string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func point(lon, lat string) string {
	return `{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[` + lon + `,` + lat + `]}}`
}

func ring(positions string) string {
	return `{"type":"Feature","id":"p7","properties":{},"geometry":{"type":"Polygon","coordinates":[[` + positions + `]]}}`
}

func featureCollection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}
