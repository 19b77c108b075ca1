package batch_test

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"gewu/geo"
	"gewu/internal/batch"
)

// locate is a district of two grids: west and east of the meridian 0, south of 60° N. Within one
// degree of the meridian the other grid is a candidate.
func locate(f geo.Fix) batch.Result {
	west := batch.Candidate{Code: "001", Name: "West", Metres: 5}
	east := batch.Candidate{Code: "002", Name: "East, sunny", Metres: 5}
	if f.Lat >= 60 {
		return batch.Result{Rule: "none", Reason: "outside every grid"}
	}
	here, there := east, west
	if f.Lon < 0 {
		here, there = west, east
	}
	r := batch.Result{Code: here.Code, Name: here.Name, Rule: "inside", BorderMetres: 12.34}
	if f.Accuracy > 0 {
		r.Candidates = []batch.Candidate{there}
	}
	return r
}

const longRow = 64

func runCSV(t *testing.T, in io.Reader, o batch.Options) (string, batch.Stats, error) {
	t.Helper()
	var out strings.Builder
	stats, err := batch.CSV(t.Context(), &out, in, locate, o)
	return out.String(), stats, err
}

const appended = ",grid_code,grid_name,rule,border_m,candidates,reason\n"

func TestCSVKeepsEveryRowAndColumn(t *testing.T) {
	east := `,002,"East, sunny",inside,12.3,,` + "\n"
	tests := []struct{ name, in, want string }{
		{"a row is located", "lon,lat\n1,2\n", "lon,lat" + appended + "1,2" + east},
		{"columns keep their order and text", "id,lat,memo,lng\n7,2,\"a, \"\"b\"\"\",1\n", "id,lat,memo,lng" + appended + "7,2,\"a, \"\"b\"\"\",1" + east},
		{"a field may hold a line feed", "lon,lat,memo\n1,2,\"a\nb\"\n1,2,c\n", "lon,lat,memo" + appended + "1,2,\"a\nb\"" + east + "1,2,c" + east},
		{"Chinese names of columns", "经度,纬度\n1,2\n", "经度,纬度" + appended + "1,2" + east},
		{"a byte order mark", "\ufeffLon,Lat\n1,2\n", "\ufeffLon,Lat" + appended + "1,2" + east},
		{"the last line is not ended", "lon,lat\n1,2", "lon,lat" + appended + "1,2" + east},
		{"the end comes inside a closed quote", "lon,lat\n1,\"2\"", "lon,lat" + appended + "1,\"2\"" + east},
		{"blank lines are copied", "lon,lat\n\n1,2\n", "lon,lat" + appended + "\n1,2" + east},
		{"quoted numbers with spaces", "lon,lat\n\" 1 \", 2\n", "lon,lat" + appended + "\" 1 \", 2" + east},
		{"the accuracy brings candidates", "lon,lat,accuracy\n1,2,30\n", "lon,lat,accuracy" + appended + `1,2,30,002,"East, sunny",inside,12.3,001,` + "\n"},
		{"a coordinate system per row", "lon,lat,crs\n1,2,GCJ-02\n1,2,mars\n", "lon,lat,crs" + appended + "1,2,GCJ-02" + east + "1,2,mars,,,,,,\"crs \"\"mars\"\" is not known\"\n"},
		{"outside every grid", "lon,lat\n1,61\n", "lon,lat" + appended + "1,61,,,none,,,outside every grid\n"},
		{"no longitude", "lon,lat\n,2\n", "lon,lat" + appended + ",2,,,,,,lon is empty\n"},
		{"no number", "lon,lat\n0x10,2\n", "lon,lat" + appended + "0x10,2,,,,,,\"lon \"\"0x10\"\" is not a number\"\n"},
		{"not a number", "lon,lat\n1,NaN\n", "lon,lat" + appended + "1,NaN,,,,,,\"lat \"\"NaN\"\" is not a number\"\n"},
		{"infinity", "lon,lat\n-Inf,1\n", "lon,lat" + appended + "-Inf,1,,,,,,\"lon \"\"-Inf\"\" is not a number\"\n"},
		{"too large for a number", "lon,lat\n1e999,1\n", "lon,lat" + appended + "1e999,1,,,,,,\"lon \"\"1e999\"\" is not a number\"\n"},
		{"swapped", "lon,lat\n31.2,121.5\n", "lon,lat" + appended + "31.2,121.5,,,,,,lon 31.2 and lat 121.5 look swapped\n"},
		{"off the earth", "lon,lat\n181,1\n", "lon,lat" + appended + "181,1,,,,,,lon 181 is not within -180 and 180\n"},
		{"an accuracy of no use", "lon,lat,acc\n1,2,10001\n", "lon,lat,acc" + appended + "1,2,10001,,,,,,accuracy 10001 is not within 0 and 10000 m\n"},
		{"a short row is filled up", "lon,lat,memo\n1,2\n", "lon,lat,memo" + appended + "1,2,,,,,,,\"the row has 2 columns, the header 3\"\n"},
		{"columns in excess come last", "lon,lat\n1,2,3,4\n", "lon,lat" + appended + "1,2,,,,,,\"the row has 4 columns, the header 2\",3,4\n"},
		{"a stray quote costs its own line", "lon,lat,memo\n1,2,\"a\n1,2,b\n", "lon,lat,memo" + appended + "1,2,\"\"\"a\",,,,,,a quote is never closed\n1,2,b" + east},
		{"a quote that the end cuts off", "lon,lat,memo\n1,2,\"a", "lon,lat,memo" + appended + "1,2,\"\"\"a\",,,,,,a quote is never closed\n"},
		{"a quote inside a field is text", "lon,lat,memo\n1,2,6\" pipe\n", "lon,lat,memo" + appended + "1,2,6\" pipe" + east},
		{"a long row loses its text", "lon,lat,memo\n1,2," + strings.Repeat("x", longRow) + "\n1,2,b\n", "lon,lat,memo" + appended + ",,,,,,,,the row is too long\n1,2,b" + east},
		{"a long row at the end", "lon,lat\n1,2" + strings.Repeat(" ", longRow), "lon,lat" + appended + ",,,,,,,the row is too long\n"},
		{
			"a stray quote before long text", "lon,lat,memo\n1,2,\"a\n1,2," + strings.Repeat("b", 40) + "\n1,2," + strings.Repeat("b", 40) + "\n",
			"lon,lat,memo" + appended + "1,2,\"\"\"a\",,,,,,a quote is never closed\n1,2," + strings.Repeat("b", 40) + east + "1,2," + strings.Repeat("b", 40) + east,
		},
		{"a header and nothing else", "lon,lat\n", "lon,lat" + appended},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := batch.Options{CRS: geo.WGS84, MaxLine: longRow}
			for how, in := range map[string]io.Reader{
				"whole":        strings.NewReader(tt.in),
				"byte by byte": iotest.OneByteReader(strings.NewReader(tt.in)),
			} {
				got, _, err := runCSV(t, in, o)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("read %s (-want +got):\n%s", how, diff)
				}
			}
		})
	}
}

func TestCSVKeepsLineEndsAndSeparator(t *testing.T) {
	got, stats, err := runCSV(t, strings.NewReader("lon;lat;memo\r\n1;2;a,b\r\n1;x;c\r\n"), batch.Options{CRS: geo.WGS84})
	want := "lon;lat;memo;grid_code;grid_name;rule;border_m;candidates;reason\r\n" +
		"1;2;a,b;002;East, sunny;inside;12.3;;\r\n" +
		"1;x;c;;;;;;\"lat \"\"x\"\" is not a number\"\r\n"
	if err != nil || got != want {
		t.Errorf("got %q, %v", got, err)
	}
	if want := (batch.Stats{Rows: 2, Located: 1, Refused: 1}); stats != want {
		t.Errorf("stats = %+v, want %+v", stats, want)
	}
}

func TestAFormulaInANameIsDisarmed(t *testing.T) {
	evil := func(geo.Fix) batch.Result { return batch.Result{Code: "1", Name: `=cmd|"x"`, Rule: "inside"} }
	var out strings.Builder
	if _, err := batch.CSV(t.Context(), &out, strings.NewReader("lon,lat\n1,2\n"), evil, batch.Options{CRS: geo.WGS84}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), `,1,"'=cmd|""x""",inside,0.0,,`) {
		t.Errorf("got %q", out.String())
	}
}

func TestAHeaderThatCannotBeUsedIsRefused(t *testing.T) {
	tests := []struct {
		name, in string
		o        batch.Options
		want     string
	}{
		{"no header", "", batch.Options{}, "the input is empty"},
		{"no latitude", "lon,name\n", batch.Options{}, "the header has no column for lat: its columns are lon, name"},
		{"two longitudes", "lon,LON,lat\n", batch.Options{}, "the header has two columns named lon: its columns are lon, LON, lat"},
		{"not the column asked for", "lon,lat\n", batch.Options{Lon: "east"}, "the header has no column for east: its columns are lon, lat"},
		{"no coordinate system", "lon,lat\n", batch.Options{}, batch.ErrCRS.Error()},
		{"too long", strings.Repeat("x", 3*batch.DefaultMaxLine), batch.Options{}, "the first line is too long for a header"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, _, err := runCSV(t, strings.NewReader(tt.in), tt.o)
			if err == nil || err.Error() != tt.want || out != "" {
				t.Errorf("got %q, %v, want %q", out, err, tt.want)
			}
		})
	}
}

func TestANamedColumnIsTaken(t *testing.T) {
	got, _, err := runCSV(t, strings.NewReader("lon,lat,east,north\n9,9,-1,2\n"), batch.Options{CRS: geo.WGS84, Lon: "East", Lat: "north"})
	if err != nil || !strings.Contains(got, "9,9,-1,2,001,West") {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestAReadErrorEndsTheStreamAfterTheRowsBeforeIt(t *testing.T) {
	broken := errors.New("cable cut")
	in := io.MultiReader(strings.NewReader("lon,lat\n1,2\n1,"), iotest.ErrReader(broken))
	got, stats, err := runCSV(t, in, batch.Options{CRS: geo.WGS84})
	if !errors.Is(err, broken) || stats.Rows != 1 || strings.Count(got, "\n") != 2 {
		t.Errorf("got %q, %+v, %v", got, stats, err)
	}
}

// fullDisk takes one write.
type fullDisk struct{ writes int }

var errFull = errors.New("disk full")

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.writes++; d.writes > 1 {
		return 0, errFull
	}
	return len(p), nil
}

func TestAWriteErrorStopsTheReading(t *testing.T) {
	endless := io.MultiReader(strings.NewReader("lon,lat\n"), rows{})
	if _, err := batch.CSV(t.Context(), &fullDisk{}, endless, locate, batch.Options{CRS: geo.WGS84}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

// rows never ends.
type rows struct{}

func (rows) Read(p []byte) (int, error) { return copy(p, "1,2\n"), nil }

func TestACancelledContextStopsTheReading(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	o := batch.Options{CRS: geo.WGS84, Flush: func() error { cancel(); return nil }}
	endless := io.MultiReader(strings.NewReader("lon,lat\n1,2\n"), rows{})
	if _, err := batch.CSV(ctx, io.Discard, endless, locate, o); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestAPanicOfTheLocatorIsAnError(t *testing.T) {
	bug := func(geo.Fix) batch.Result { panic("bug") }
	_, err := batch.CSV(t.Context(), io.Discard, strings.NewReader("lon,lat\n1,2\n"), bug, batch.Options{CRS: geo.WGS84})
	if err == nil || !strings.Contains(err.Error(), "bug") {
		t.Errorf("got %v", err)
	}
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"1,2,a\n", "1,2,\"a\n1,2,b\"\n", "\"\"\"\n\"", "1,2,\"a\n", ",,,,\r\n", "\r", "1;2\t3", "\"a\"b\"c\",,\n\n\""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		in := "lon,lat,memo\n" + body
		if _, _, err := runCSV(t, strings.NewReader(in), batch.Options{CRS: geo.WGS84, MaxLine: 16}); err != nil {
			t.Fatal(err)
		}
		o := batch.Options{CRS: geo.WGS84}
		whole, stats, err := runCSV(t, strings.NewReader(in), o)
		if err != nil {
			t.Fatal(err)
		}
		pieces, _, err := runCSV(t, iotest.OneByteReader(strings.NewReader(in)), o)
		if err != nil || pieces != whole {
			t.Fatalf("%q gives\n%q whole and\n%q in pieces, %v", in, whole, pieces, err)
		}
		if strings.Contains(body, "\r") {
			return // a reader of CSV takes lone carriage returns in several ways
		}
		answers := csv.NewReader(strings.NewReader(whole))
		answers.FieldsPerRecord, answers.LazyQuotes = -1, true
		all, err := answers.ReadAll()
		if err != nil {
			t.Fatalf("%q: %v", whole, err)
		}
		if int64(len(all)-1) != stats.Rows && !strings.Contains(body, `"`) {
			t.Errorf("%q has %d rows, answered %d: %q", in, stats.Rows, len(all)-1, whole)
		}
	})
}

func BenchmarkCSV(b *testing.B) {
	const n = 100_000
	in := "id,address,lon,lat,memo\n" + strings.Repeat("1234567,\"12 Main Street, Springfield\",121.4737012,31.2304123,some text\n", n)
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		if _, err := batch.CSV(b.Context(), io.Discard, strings.NewReader(in), locate, batch.Options{CRS: geo.WGS84}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "rows/s")
}
