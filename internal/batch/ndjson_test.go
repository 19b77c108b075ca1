package batch_test

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"gewu/geo"
	"gewu/internal/batch"
)

func runNDJSON(t *testing.T, in io.Reader) (string, batch.Stats) {
	t.Helper()
	var out strings.Builder
	stats, err := batch.NDJSON(t.Context(), &out, in, locate, batch.Options{CRS: geo.WGS84, MaxLine: 128})
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), stats
}

func TestNamesOfColumnsAreRefusedForObjects(t *testing.T) {
	var out strings.Builder
	_, err := batch.NDJSON(t.Context(), &out, strings.NewReader(`{"x":121,"y":31}`), nil, batch.Options{Lon: "x", Lat: "y", CRS: geo.WGS84})
	if !errors.Is(err, batch.ErrNames) || out.Len() > 0 {
		t.Errorf("got %v after writing %q", err, &out)
	}
}

func TestDepthIsCountedOutsideOfTexts(t *testing.T) {
	nested := func(levels int) string { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }
	for text, want := range map[string]bool{
		``: false, `1`: false, `{"a":[1,{"b":2}]}`: false, strings.Repeat("{}", 100): false,
		nested(batch.MaxDepth): false, nested(batch.MaxDepth + 1): true, strings.Repeat("[", 1000): true,
		`"` + nested(100) + `"`: false, `["\"` + nested(100) + `"]`: false, `["\\",` + nested(batch.MaxDepth) + `]`: true,
	} {
		if got := batch.TooDeep([]byte(text)); got != want {
			t.Errorf("%.40s: too deep %t, want %t", text, got, want)
		}
	}
}

func TestNDJSONKeepsEveryMember(t *testing.T) {
	const east = `"grid_code":"002","grid_name":"East, sunny","rule":"inside","border_m":12.3,"candidates":[],"reason":""}`
	refused := func(reason string) string {
		text, _ := json.Marshal(reason)
		return `"grid_code":"","grid_name":"","rule":"","border_m":null,"candidates":[],"reason":` + string(text) + `}`
	}
	tests := []struct{ name, in, want string }{
		{"an object is located", `{"id":"a","lon":1,"lat":2}`, `{"id":"a","lon":1,"lat":2,` + east},
		{"numbers may stand in strings", `{"lon":"1","lat":" 2 ","tags":[{"x":null}]}`, `{"lon":"1","lat":" 2 ","tags":[{"x":null}],` + east},
		{"a candidate has a distance", `{"lon":1,"lat":2,"accuracy":9}`, `{"lon":1,"lat":2,"accuracy":9,` +
			`"grid_code":"002","grid_name":"East, sunny","rule":"inside","border_m":12.3,"candidates":[{"code":"001","name":"West","distance_m":5.0}],"reason":""}`},
		{"an object with nothing in it", `{ }`, `{ ` + refused("lon is empty")},
		{"null is nothing", `{"lon":null}`, `{"lon":null,` + refused("lon is empty")},
		{"true is no number", `{"lon":true,"lat":1}`, `{"lon":true,"lat":1,` + refused(`lon "true" is not a number`)},
		{"an unknown system", `{"lon":1,"lat":1,"crs":"x"}`, `{"lon":1,"lat":1,"crs":"x",` + refused(`crs "x" is not known`)},
		{"not an object", `[1,2]`, `{"input":"[1,2]",` + refused("the line is not a JSON object")},
		{"not JSON", `{"lon":1,`, `{"input":"{\"lon\":1,",` + refused("the line is not valid JSON")},
		{"two objects on a line", `{"lon":1}{"lon":2}`, `{"input":"{\"lon\":1}{\"lon\":2}",` + refused("the line is not valid JSON")},
		{"not UTF-8", "{\"lon\":1,\"n\":\"\xff\"}", `{"input":"{\"lon\":1,\"n\":\"` + `\ufffd` + `\"}",` + refused("the line is not UTF-8")},
		{"too deep", `{"a":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`, `{"input":"{\"a\":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}",` + refused("the line is nested deeper than 32")},
		{"too long", `{"a":"` + strings.Repeat("x", 128) + `"}`, `{` + refused("the row is too long")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for how, in := range map[string]io.Reader{
				"whole":        strings.NewReader("\n" + tt.in + "\r\n\n"),
				"byte by byte": iotest.OneByteReader(strings.NewReader(tt.in)),
			} {
				got, stats := runNDJSON(t, in)
				if diff := cmp.Diff(tt.want+"\n", got); diff != "" || stats.Rows != 1 {
					t.Errorf("read %s, %+v (-want +got):\n%s", how, stats, diff)
				}
			}
		})
	}
}

func FuzzNDJSON(f *testing.F) {
	for _, seed := range []string{`{"lon":1,"lat":2}`, `{"lon":"\u0031","crs":"gcj02"}`, "{}\n[]\nnull\n\"", `{"a":{"b":[1,{}]}}`, "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out, stats := runNDJSON(t, strings.NewReader(in))
		var n int64
		for line := range strings.Lines(out) {
			n++
			var object map[string]any
			if err := json.Unmarshal([]byte(line), &object); err != nil {
				t.Fatalf("%q is answered %q: %v", in, line, err)
			}
			for _, name := range batch.Columns {
				if _, ok := object[name]; !ok {
					t.Errorf("%q is answered %q, without %s", in, line, name)
				}
			}
		}
		if n != stats.Rows {
			t.Errorf("%d lines for %d rows", n, stats.Rows)
		}
	})
}

func BenchmarkNDJSON(b *testing.B) {
	const n = 100_000
	in := strings.Repeat(`{"id":"1234567","lon":121.4737012,"lat":31.2304123,"crs":"gcj02","accuracy":15}`+"\n", n)
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		if _, err := batch.NDJSON(b.Context(), io.Discard, strings.NewReader(in), locate, batch.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "rows/s")
}
