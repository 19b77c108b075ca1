package main

import (
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

// askAll has every thread of wrk ask for its share of the paths in turn, again and again, and
// prints what came of it on one line. A path may be followed by an ETag.
const askAll = `
local paths, tags, threads, next = {}, {}, 0, 0
function setup(thread) thread:set("offset", threads); threads = threads + 1 end
function init(args)
  for line in io.lines(args[1]) do
    local path, tag = line:match("^(%S+) ?(.*)$")
    paths[#paths + 1] = path
    tags[#paths] = tag
  end
  next = offset * math.floor(#paths / 2)
end
function request()
  next = next % #paths + 1
  local headers = { ["Accept-Encoding"] = "gzip" }
  if tags[next] ~= "" then headers["If-None-Match"] = tags[next] end
  return wrk.format("GET", paths[next], headers)
end
function done(summary, latency)
  local e = summary.errors
  print(string.format("wrk: %d %d %d %d", summary.requests, summary.duration,
    e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(99)))
end
`

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
	b.Run("warm/gewu", func(b *testing.B) { benchmarkWrk(b, address, warm) })
	b.Run("warm/mux", func(b *testing.B) { benchmarkWrk(b, bareMux(b, length), warm) })
	b.Run("unchanged/gewu", func(b *testing.B) { benchmarkWrk(b, address, known) })
	b.Run("cold/gewu", func(b *testing.B) { benchmarkWrk(b, address, fresh) })
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
	cmd := exec.CommandContext(ctx, program, "serve", "--database-url", t.url, "--listen", "127.0.0.1:0")
	cmd.Stderr = log
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { stop(); _ = cmd.Wait(); _ = log.Close() })
	var line strings.Builder
	for one := make([]byte, 1); !strings.HasSuffix(line.String(), "\n"); line.Write(one) {
		if _, err := io.ReadFull(out, one); err != nil {
			b.Fatalf("%q: %v", line.String(), err)
		}
	}
	return readyLine.FindString(line.String())
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

// bareMux serves bytes at the addresses of tiles and nothing else.
func bareMux(b *testing.B, length int) string {
	b.Helper()
	body := make([]byte, length)
	r := mux.NewRouter()
	r.HandleFunc("/tiles/{layers}/{z}/{x}/{y}.mvt", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/vnd.mapbox-vector-tile")
		_, _ = w.Write(body)
	})
	server := httptest.NewServer(r)
	b.Cleanup(server.Close)
	return server.URL
}

// benchmarkWrk reports how many requests wrk got answered in a second, the 99th percentile of
// their time, and how many failed or were no success.
func benchmarkWrk(b *testing.B, address string, paths []string) {
	directory := b.TempDir()
	script, list := filepath.Join(directory, "ask.lua"), filepath.Join(directory, "paths")
	for file, text := range map[string]string{script: askAll, list: strings.Join(paths, "\n") + "\n"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	var requests, micros, failed, p99 float64
	for b.Loop() {
		cmd := exec.CommandContext(b.Context(), "wrk", "-t2", "-c64", fmt.Sprintf("-d%ds", wrkSeconds), "-s", script, address, "--", list)
		out, err := cmd.CombinedOutput()
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
