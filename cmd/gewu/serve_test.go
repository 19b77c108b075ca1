package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"gewu/internal/testdb"
)

// A service is a running `gewu serve`.
type service struct {
	t    *testing.T
	url  string
	said string     // until it was ready
	stop func() int // ends it and returns its exit code
}

var readyLine = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// serve starts the service and waits until it says where it is.
func serve(t *testing.T) *service {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	errs := new(strings.Builder)
	code := make(chan int, 1)
	go func() {
		c := Run(ctx, []string{"serve", "--listen", "127.0.0.1:0"}, Streams{In: strings.NewReader(""), Out: in, Err: errs})
		_ = in.Close() // cannot fail
		code <- c
	}()
	stop := func() int { cancel(); return <-code }
	said, url := untilReady(out)
	if url == "" {
		stop()
		t.Fatalf("the service does not say where it is: %q\n%s", said, errs)
	}
	s := &service{t: t, url: url, said: said, stop: stop}
	t.Cleanup(cancel)
	return s
}

// untilReady reads what a service says until it says where it is, "" when it does not.
func untilReady(out io.Reader) (said, url string) {
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		said += line
		if url := readyLine.FindString(line); url != "" || err != nil {
			return said, url
		}
	}
}

// get asks for a path and returns status and body.
func (s *service) get(path string) (int, string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// eventually asks again until a path answers with want in its body.
func (s *service) eventually(path, want string) {
	s.t.Helper()
	deadline, cancel := context.WithTimeout(s.t.Context(), time.Minute)
	defer cancel()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		_, body := s.get(path)
		if strings.Contains(body, want) {
			return
		}
		select {
		case <-deadline.Done():
			s.t.Fatalf("GET %s: no %q, but %s", path, want, body)
		case <-again.C:
		}
	}
}

// must runs a command that has to succeed and returns its output.
func must(t *testing.T, in string, args ...string) string {
	t.Helper()
	out, errs, code := gewu(t, in, args...)
	if code != exitDone {
		t.Fatalf("gewu %s: exit code %d\n%s", strings.Join(args, " "), code, errs)
	}
	return out
}

const oneCommunity = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"C","name":"三路社区"},"geometry":{"type":"Polygon","coordinates":[[[100,0],[102,0],[102,1],[100,1],[100,0]]]}}]}`

// A district is imported while it is served, and the service answers from it without a restart.
func TestFromFilesToAnAnswer(t *testing.T) {
	t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
	s := serve(t)
	if status, body := s.get("/v1/locate?lon=100.5&lat=0.5&crs=cgcs2000"); status != http.StatusOK || !strings.Contains(body, `"none"`) {
		t.Errorf("an empty district answers %d %s", status, body)
	}
	must(t, "", "import", "areas", write(t, "communities.geojson", oneCommunity), "--level", "community")
	grids := write(t, "grids.geojson", twoGrids)
	grid := []string{"import", "grids", grids, "--code-field", "CODE", "--name-field", "title", "--community", "C"}
	if out := must(t, "", grid...); !strings.Contains(out, "2 added") || !strings.Contains(out, "edition") {
		t.Errorf("the import of grids says: %s", out)
	}
	must(t, "", "import", "buildings", write(t, "b.csv", "id,address,households,lon,lat\n1,一号,320,100.5,0.5\n"), "--crs", "cgcs2000")
	must(t, "", "import", "staff", write(t, "s.csv", "id,name,area,post,phone,public\n1,陈志强,A,manager,0598-5550001,yes\n2,林巧,A,police,0598-5550002,no\n"))
	s.eventually("/v1/locate?lon=100.5&lat=0.5&crs=cgcs2000", "陈志强")
	_, body := s.get("/v1/locate?lon=100.5&lat=0.5&crs=cgcs2000")
	for _, want := range []string{`"inside"`, "三路社区", "0598-5550001"} {
		if !strings.Contains(body, want) {
			t.Errorf("the answer lacks %s: %s", want, body)
		}
	}
	if strings.Contains(body, "0598-5550002") {
		t.Errorf("the answer tells a phone that is not public: %s", body)
	}
	if out := must(t, "", grid...); !strings.Contains(out, "2 unchanged") || strings.Contains(out, "edition") {
		t.Errorf("the second import of the same grids says: %s", out)
	}
	if out := must(t, "lon,lat\n101.5,0.5\n", "locate", "-", "--crs", "cgcs2000"); !strings.Contains(out, ",B,East,inside,") {
		t.Errorf("locate says: %s", out)
	}
	if code := s.stop(); code != exitDone {
		t.Errorf("the service ends with exit code %d", code)
	}
}

// What is exported reads back without a change, in both formats.
func TestExportsReadBack(t *testing.T) {
	t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
	must(t, "", "import", "areas", write(t, "c.geojson", oneCommunity), "--level", "community")
	must(t, "", "import", "grids", write(t, "g.geojson", twoGrids), "--code-field", "CODE", "--name-field", "title", "--community", "C", "--source", "g")
	for _, format := range []string{"geojson", "csv"} {
		file := filepath.Join(t.TempDir(), "grids."+format)
		must(t, "", "export", "grids", "-o", file)
		out := must(t, "", "import", "grids", file, "--source", "g", "--crs", "cgcs2000")
		if !strings.Contains(out, "2 unchanged") {
			t.Errorf("%s comes back changed: %s", format, out)
		}
	}
}

// One refused row refuses the file, unless it is allowed; the report lists it.
func TestARefusedRowRefusesTheFile(t *testing.T) {
	t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
	rows := write(t, "b.csv", "id,households,lon,lat\n1,10,100.5,0.5\n2,ten,100.5,0.5\n")
	_, errs, code := gewu(t, "", "import", "buildings", rows, "--crs", "wgs84")
	if code != exitError || !strings.Contains(errs, "row 2") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	if out := must(t, "", "export", "buildings", "--format", "csv"); strings.Contains(out, "100.5") {
		t.Errorf("a refused file left something behind: %s", out)
	}
	report := filepath.Join(t.TempDir(), "rejects.csv")
	must(t, "", "import", "buildings", rows, "--crs", "wgs84", "--max-rejects", "1", "--report", report)
	if lines := must(t, "", "export", "buildings", "--format", "csv"); strings.Count(lines, "100.5") != 1 {
		t.Errorf("want one building: %s", lines)
	}
}

// Without a database URL everything works on a private PostGIS; other commands join it while it
// is served, and a second service is refused.
func TestThePrivateDatabase(t *testing.T) {
	t.Setenv("GEWU_DATA", filepath.Join(testdb.Dir(t), "data"))
	s := serve(t)
	must(t, "", "import", "areas", write(t, "c.geojson", oneCommunity), "--level", "community")
	s.eventually("/v1/communities", "三路社区")
	_, errs, code := gewu(t, "", "serve", "--listen", "127.0.0.1:0")
	if code != exitError || !strings.Contains(errs, strconv.Itoa(os.Getpid())) {
		t.Errorf("a second service: exit code %d: %s", code, errs)
	}
	if code := s.stop(); code != exitDone {
		t.Errorf("the service ends with exit code %d", code)
	}
	var answer struct{ Communities []struct{ Name string } }
	again := serve(t)
	_, body := again.get("/v1/communities")
	if err := json.Unmarshal([]byte(body), &answer); err != nil || len(answer.Communities) != 1 {
		t.Errorf("after a restart: %v, %s", err, body)
	}
	if code := again.stop(); code != exitDone {
		t.Errorf("the service ends with exit code %d", code)
	}
}

// The district's own settings are shown, changed, and told to the page.
func TestSettings(t *testing.T) {
	t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
	if out := must(t, "", "settings"); !strings.Contains(out, "time_zone=Asia/Shanghai") {
		t.Errorf("the settings of a new district: %s", out)
	}
	must(t, "", "settings", "name_zh=梅列区", "base_map_url=https://tiles.example.org/{z}/{x}/{y}.png")
	s := serve(t)
	_, body := s.get("/v1/district")
	if !strings.Contains(body, "梅列区") || !strings.Contains(body, "tiles.example.org") {
		t.Errorf("the district says: %s", body)
	}
	if _, errs, code := gewu(t, "", "settings", "colour=red", "name"); code != exitUsage || !strings.Contains(errs, "colour") || !strings.Contains(errs, `"name"`) {
		t.Errorf("settings that do not exist: exit code %d: %s", code, errs)
	}
	if _, errs, code := gewu(t, "", "settings", "time_zone=Mars/Olympus"); code != exitError || !strings.Contains(errs, "Mars") {
		t.Errorf("a time zone that does not exist: exit code %d: %s", code, errs)
	}
	s.stop()
}

// A point on the central meridian at 30° N lies 3,320,113.4 m from the equator on CGCS2000's
// ellipsoid. GCJ-02 lies some hundred metres off; without a system the file is refused.
func TestTheCoordinateSystemOfAFileCounts(t *testing.T) {
	tests := []struct {
		crs, row, want string
	}{
		{"EPSG:4547", "1,500000,3320113.398", "114,30,"},   // 3° zone at 114° E
		{"EPSG:4526", "1,38500000,3320113.398", "114,30,"}, // the same with its number, 38, before the easting
		{"EPSG:4508", "1,500000,3320113.398", "111,30,"},   // 6° zone at 111° E
		{"cgcs2000", "1,114,30", "114,30,"},
		{"gcj02", "1,114.0055046,29.9976096", "113.9999557,30.0001582,"},
	}
	for _, tt := range tests {
		t.Run(tt.crs, func(t *testing.T) {
			t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
			file := write(t, "b.csv", "id,x,y\n"+tt.row+"\n")
			columns := []string{"import", "buildings", file, "--lon", "x", "--lat", "y"}
			if _, errs, code := gewu(t, "", columns...); code != exitError || !strings.Contains(errs, "gcj02") {
				t.Errorf("without --crs: exit code %d: %s", code, errs)
			}
			must(t, "", append(columns, "--crs", tt.crs)...)
			if out := must(t, "", "export", "buildings", "--format", "csv"); !strings.Contains(out, "\n1,"+tt.want) {
				t.Errorf("want %q in: %s", tt.want, out)
			}
		})
	}
}

// A file that is cut off is refused whole, in words that are not the database's.
func TestAFileThatIsCutOff(t *testing.T) {
	t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
	file := write(t, "c.geojson", oneCommunity[:len(oneCommunity)-10])
	_, errs, code := gewu(t, "", "import", "areas", file, "--level", "community")
	if code != exitError || !strings.Contains(errs, "cut off") || strings.Contains(errs, "SQLSTATE") || strings.Contains(errs, "COPY") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	if out := must(t, "", "export", "areas"); strings.Contains(out, "三路社区") {
		t.Errorf("the file left something behind: %s", out)
	}
}
