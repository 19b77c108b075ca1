package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gorilla/mux"

	"gewu/tiles"
)

// wrkSeconds is how long wrk asks in each case.
const wrkSeconds = 5

// BenchmarkTilesHTTP has wrk ask the built program, all middleware and its log on, for tiles of the
// demo district over 64 connections: tiles that are kept, the same by a client that has them
// already, and tiles that nobody asked for before. Beside it a handler of the same router that
// answers with bytes of the same length and does nothing else.
//
//	go test ./cmd/gewu -run '^$' -bench TilesHTTP
func BenchmarkTilesHTTP(b *testing.B) {
	t := newTown(b)
	address := t.program(b)
	warm := existing(b, address, addressesOf("communities,grids,labels", 11))
	var fresh, known []string
	var length int
	for _, path := range warm {
		_, tag, n := head(b, address+path)
		known = append(known, path+" "+tag)
		length += n
	}
	length /= len(warm)
	for _, layers := range orders([]string{"communities", "grids", "labels", "buildings", "roads", "facilities"}) {
		fresh = append(fresh, addressesOf(layers, 16)...)
	}
	b.Run("warm/gewu", func(b *testing.B) { benchmarkPaths(b, address, warm) })
	b.Run("warm/mux", func(b *testing.B) { benchmarkPaths(b, bareMux(b, length), warm) })
	b.Run("unchanged/gewu", func(b *testing.B) {
		benchmarkPaths(b, address, known)
		b.ReportMetric(megabytes(b, t.pid, "VmRSS:"), "MB-resident")
	})
	b.Run("cold/gewu", func(b *testing.B) { benchmarkPaths(b, address, fresh) })
}

// BenchmarkLocateHTTP has wrk look up random positions of the demo district, one a request, over 64
// connections; beside it the bare handler. Then many are looked up in one stream of CSV.
//
//	go test ./cmd/gewu -run '^$' -bench LocateHTTP
func BenchmarkLocateHTTP(b *testing.B) {
	t := newTown(b)
	address := t.program(b)
	const one = "/v1/locate?lon=117.63&lat=26.27&crs=cgcs2000&accuracy=20"
	length := len(get(b, address+one))
	box := []string{"117.605", "26.259", "117.655", "26.281"}
	b.Run("one/gewu", func(b *testing.B) { benchmarkWrk(b, address, "fixes.lua", box...) })
	b.Run("one/mux", func(b *testing.B) { benchmarkWrk(b, bareMux(b, length), "fixes.lua", box...) })
	b.Run("stream/gewu", func(b *testing.B) { t.stream(b, address) })
}

// streamedRows is how many positions are looked up in one stream.
const streamedRows = 500_000

// stream reports how many rows a second are answered.
func (t *town) stream(b *testing.B, address string) {
	rows := []byte("id,lon,lat\n")
	for i := range streamedRows {
		fix := t.fixes[i%len(t.fixes)]
		rows = fmt.Appendf(rows, "%d,%.6f,%.6f\n", i, fix.Lon, fix.Lat)
	}
	for b.Loop() {
		r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, address+"/v1/locate?crs=cgcs2000", bytes.NewReader(rows))
		if err != nil {
			b.Fatal(err)
		}
		r.Header.Set("Content-Type", "text/csv")
		if answered := bytes.Count(bodyOf(b, r), []byte("\n")); answered != streamedRows+1 {
			b.Fatalf("%d lines were answered, want %d", answered, streamedRows+1)
		}
	}
	b.ReportMetric(float64(streamedRows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func get(b *testing.B, url string) []byte {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, nil)
	if err != nil {
		b.Fatal(err)
	}
	return bodyOf(b, r)
}

func bodyOf(b *testing.B, r *http.Request) []byte {
	b.Helper()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		b.Fatalf("%s: %v: %.200s", answer.Status, err, body)
	}
	return body
}

// program builds the program, starts it on the town and returns where it is.
func (t *town) program(b *testing.B) string {
	b.Helper()
	program := filepath.Join(b.TempDir(), "gewu")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	log, err := os.Create(filepath.Join(b.TempDir(), "log"))
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(b.Context())
	cmd := exec.CommandContext(ctx, program, "serve", "--database-url", t.url, "--listen", "127.0.0.1:0", "--rate-limit", "10000000")
	cmd.Stderr = log
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	t.pid = cmd.Process.Pid
	b.Cleanup(func() { stop(); _ = cmd.Wait(); _ = log.Close() })
	said, url := untilReady(out)
	if url == "" {
		b.Fatalf("the service does not say where it is: %q", said)
	}
	return url
}

// addressesOf returns the paths of all tiles of the demo district's box from a zoom on.
func addressesOf(layers string, zoom uint32) []string {
	var paths []string
	for z := zoom; z <= 16; z++ {
		west, north := tileAt(z, 117.602, 26.284)
		east, south := tileAt(z, 117.658, 26.257)
		for x := west; x <= east; x++ {
			for y := north; y <= south; y++ {
				paths = append(paths, fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt", layers, z, x, y))
			}
		}
	}
	return paths
}

// tileAt returns the tile that a position is in.
func tileAt(z uint32, lon, lat float64) (x, y uint32) {
	x = uint32((lon + 180) / 360 * float64(uint32(1)<<z))
	for y = uint32(1) << z / 4; (tiles.Address{Z: z, X: x, Y: y}).Bound().Min[1] > lat; y++ {
	}
	return x, y
}

// existing returns the paths of the tiles that something is in, and has each of them made.
func existing(b *testing.B, address string, paths []string) []string {
	b.Helper()
	var some []string
	for _, path := range paths {
		if status, _, _ := head(b, address+path); status == http.StatusOK {
			some = append(some, path)
		}
	}
	return some
}

// head asks for a tile in gzip without its bytes.
func head(b *testing.B, url string) (status int, tag string, length int) {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodHead, url, nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode, answer.Header.Get("ETag"), int(answer.ContentLength)
}

// orders returns every order of the names, between commas.
func orders(names []string) []string {
	if len(names) == 1 {
		return names
	}
	var all []string
	for i, first := range names {
		rest := append(append([]string{}, names[:i]...), names[i+1:]...)
		for _, order := range orders(rest) {
			all = append(all, first+","+order)
		}
	}
	return all
}

// bareMux serves bytes at the addresses of tiles and look-ups and nothing else.
func bareMux(b *testing.B, length int) string {
	b.Helper()
	body := make([]byte, length)
	r := mux.NewRouter()
	for path, media := range map[string]string{
		"/tiles/{layers}/{z}/{x}/{y}.mvt": "application/vnd.mapbox-vector-tile",
		"/v1/locate":                      "application/json",
	} {
		r.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", media)
			_, _ = w.Write(body)
		})
	}
	server := httptest.NewServer(r)
	b.Cleanup(server.Close)
	return server.URL
}

// benchmarkPaths has wrk ask for paths in turn.
func benchmarkPaths(b *testing.B, address string, paths []string) {
	b.Helper()
	list := filepath.Join(b.TempDir(), "paths")
	if err := os.WriteFile(list, []byte(strings.Join(paths, "\n")+"\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	benchmarkWrk(b, address, "paths.lua", list)
}

// benchmarkWrk reports how many requests of a script wrk got answered in a second, the 99th
// percentile of their time, and how many failed or were no success.
func benchmarkWrk(b *testing.B, address, script string, arguments ...string) {
	b.Helper()
	arguments = append([]string{
		"-t2", "-c64", fmt.Sprintf("-d%ds", wrkSeconds), "-s", filepath.Join("testdata", script), address, "--",
	}, arguments...)
	var requests, micros, failed, p99 float64
	for b.Loop() {
		out, err := exec.CommandContext(b.Context(), "wrk", arguments...).CombinedOutput()
		if err != nil {
			b.Fatalf("%v (wrk is in the package wrk): %s", err, out)
		}
		_, line, found := strings.Cut(string(out), "wrk: ")
		if _, err := fmt.Sscan(line, &requests, &micros, &failed, &p99); err != nil || !found {
			b.Fatalf("%v: %s", err, out)
		}
	}
	b.ReportMetric(requests/(micros/1e6), "requests/s")
	b.ReportMetric(p99/1000, "ms-p99")
	b.ReportMetric(failed, "errors")
	b.ReportMetric(0, "ns/op")
}
