package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gewu/access"
	"gewu/analysis"
	"gewu/frontend"
	"gewu/internal/secret"
)

// settling is how long nobody asks anything before it is said how much memory the program keeps.
const settling = 15 * time.Second

// BenchmarkDemoMemory has an administrator use all that the built program can do with the demo district:
// the page, tiles of all sheets, every analysis at several levels, maps of heat, plans with proposals, and the
// analyses again, three requests at a time. After each part it reports how much memory the program has, and in the end how
// much it had at most, and how much is left when nobody has asked anything for a while.
//
//	go test ./cmd/gewu -run '^$' -bench DemoMemory -benchtime 1x
func BenchmarkDemoMemory(b *testing.B) {
	t := newTown(b)
	t.enrol(b)
	u := signIn(b, t.program(b))
	b.ReportMetric(megabytes(b, t.pid, "VmRSS:"), "MB-started")
	for b.Loop() {
		for _, part := range []struct {
			name string
			use  func()
		}{{"page", u.lookAtPage}, {"tiles", u.lookAtTiles}, {"analysis", u.analyse}, {"heat", u.lookAtHeat}, {"plans", u.plan}, {"again", u.analyse}} {
			part.use()
			b.ReportMetric(megabytes(b, t.pid, "VmRSS:"), "MB-after-"+part.name)
		}
	}
	b.ReportMetric(processTime(b, t.pid).Seconds(), "s-cpu")
	b.ReportMetric(float64(u.answers), "answers")
	b.ReportMetric(float64(u.refused), "refused")
	rest(b, settling)
	b.ReportMetric(megabytes(b, t.pid, "VmRSS:"), "MB-settled")
	b.ReportMetric(megabytes(b, t.pid, "VmHWM:"), "MB-highest")
	b.ReportMetric(0, "ns/op")
}

// rest waits for a while.
func rest(b *testing.B, d time.Duration) {
	b.Helper()
	ctx, stop := context.WithTimeout(b.Context(), d)
	defer stop()
	<-ctx.Done()
}

// A visitor is somebody who is signed in to a program and asks it for things.
type visitor struct {
	b       *testing.B
	client  *http.Client
	address string
	answers int
	refused int // of the answers

	communities []int64
}

// The first administrator of a town in benchmarks.
const chief, chiefsFirst, chiefsOwn = "chief", "Quercus-lampyris-77-banjo", "Banjo-lampyris-78-quercus"

// enrol makes the first administrator.
func (t *town) enrol(b *testing.B) {
	b.Helper()
	service := &access.Actor{Kind: access.Service, Name: "gewu"}
	if added, err := t.db.FirstAdministrator(b.Context(), service, chief, secret.Hash(chiefsFirst)); err != nil || !added {
		b.Fatalf("there is an administrator already, or: %v", err)
	}
}

// signIn signs the first administrator in.
func signIn(b *testing.B, address string) *visitor {
	b.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	u := &visitor{b: b, client: &http.Client{Jar: jar}, address: address}
	u.send(http.MethodPost, "/v1/session", map[string]any{"name": chief, "password": chiefsFirst}, nil)
	u.send(http.MethodPut, "/v1/me/password", map[string]any{"old": chiefsFirst, "new": chiefsOwn}, nil)
	var all struct {
		Communities []struct{ ID int64 }
	}
	u.send(http.MethodGet, "/v1/communities", nil, &all)
	for _, c := range all.Communities {
		u.communities = append(u.communities, c.ID)
	}
	return u
}

// send asks for something with a body, unless it is nil, and reads the answer into one, unless that is nil.
func (u *visitor) send(method, path string, body, answer any) {
	u.b.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		u.b.Fatal(err)
	}
	var sent io.Reader
	if body != nil {
		sent = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(u.b.Context(), method, u.address+path, sent)
	if err != nil {
		u.b.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	status, said := u.do(r)
	if status >= http.StatusBadRequest {
		u.b.Fatalf("%s %s: %d: %.300s", method, path, status, said)
	}
	if answer != nil {
		if err := json.Unmarshal(said, answer); err != nil {
			u.b.Fatalf("%s %s: %v", method, path, err)
		}
	}
}

func (u *visitor) do(r *http.Request) (int, []byte) {
	u.b.Helper()
	answer, err := u.client.Do(r)
	if err != nil {
		u.b.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		u.b.Fatal(err)
	}
	u.answers++
	return answer.StatusCode, body
}

// look asks for a path as browsers do, compressed in one way or another. What cannot be tested, as the year
// before the first issue, is refused, and that is an answer too.
func (u *visitor) look(path, coding string) {
	u.b.Helper()
	r, err := http.NewRequestWithContext(u.b.Context(), http.MethodGet, u.address+path, nil)
	if err != nil {
		u.b.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", coding)
	status, body := u.do(r)
	switch {
	case status == http.StatusUnprocessableEntity:
		u.refused++
	case status >= http.StatusBadRequest:
		u.b.Fatalf("GET %s: %d: %.300s", path, status, body)
	}
}

// lookAtPage asks for every file of the page and the lists beside the map.
func (u *visitor) lookAtPage() {
	for _, path := range []string{"/", "/v1/district", "/v1/communities", "/v1/openapi.json", "/v1/search?q=%E7%A4%BE"} {
		u.look(path, "gzip")
	}
	site := frontend.Site()
	err := fs.WalkDir(site, ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !strings.HasPrefix(path, ".") {
			u.look("/"+path, "zstd, gzip")
		}
		return err
	})
	if err != nil {
		u.b.Fatal(err)
	}
	for _, id := range u.communities {
		u.look(fmt.Sprintf("/v1/areas/%d", id), "gzip")
		u.look(fmt.Sprintf("/v1/communities/%d/grids", id), "gzip")
	}
}

// browsers is how many requests are under way at once.
const browsers = 3

// lookAtAll asks for paths, several at once.
func (u *visitor) lookAtAll(paths []string) {
	var all sync.WaitGroup
	one := make([]visitor, browsers)
	for n := range one {
		one[n] = visitor{b: u.b, client: u.client, address: u.address}
		all.Go(func() {
			for i := n; i < len(paths); i += browsers {
				one[n].look(paths[i], []string{"zstd, gzip", "gzip"}[i%2])
			}
		})
	}
	all.Wait()
	for n := range one {
		u.answers += one[n].answers
		u.refused += one[n].refused
	}
}

// lookAtTiles asks for the tiles of all zooms that the map page shows, sheet by sheet.
func (u *visitor) lookAtTiles() {
	for _, sheets := range []string{"water,greens,estates,roads,buildings,facilities", "communities,grids,labels", "issues"} {
		u.lookAtAll(addressesOf(sheets, 11))
	}
}

// analyses are all questions.
var analyses = []analysis.What{
	analysis.Load, analysis.Rate, analysis.Hot, analysis.Change, analysis.Ended, analysis.Compare, analysis.Clusters,
	analysis.Scan, analysis.Silence, analysis.Reach, analysis.Balance, analysis.Coverage, analysis.Score,
}

// analyse asks every question about the district and a community, at all levels that it has, in squares of several
// sizes, over a quarter and a year, and in every format. Scans are of fewer maps than usual, which are drawn one batch
// after another anyway: a busy machine would take longer for all than a connection is kept.
func (u *visitor) analyse() {
	paths := []string{"/v1/analysis/hot?robust=yes", "/v1/analysis/issues?limit=500", "/v1/analysis/kinds"}
	for _, what := range analyses {
		at := fmt.Sprintf("/v1/analysis/%s?", what)
		if what == analysis.Scan {
			at += "replicates=99&"
		}
		for _, levels := range levelsOf(what) {
			paths = append(paths, at+levels)
			if slices.Contains(analysis.ParametersOf(what), "from") {
				paths = append(paths, at+levels+"&days=360")
			}
		}
		for _, format := range []string{"geojson", "csv", "provenance"} {
			paths = append(paths, at+"format="+format)
		}
		paths = append(paths, fmt.Sprintf("%sarea=%d", at, u.communities[0]))
	}
	u.lookAtAll(paths)
}

// levelsOf returns the levels, and sizes of squares, at which a question is asked.
func levelsOf(what analysis.What) []string {
	levels := []string{""}
	for _, p := range analysis.ParametersOf(what) {
		switch p {
		case "level":
			levels = append(levels, "level=grid", "level=community", "level=street")
		case "cell":
			levels = append(levels, "cell=50", "cell=150", "cell=300", "cell=1000")
		}
	}
	return levels
}

// lookAtHeat asks for maps of heat of several periods and widths, at all zooms.
func (u *visitor) lookAtHeat() {
	var paths []string
	for _, question := range []string{"days=90", "days=30", "days=360", "days=90&bandwidth=50", "days=360&bandwidth=400"} {
		for _, path := range addressesOf("heat", 12) {
			paths = append(paths, strings.Replace(path, ".mvt", ".png?", 1)+question)
		}
	}
	u.lookAtAll(paths)
}

// plan opens plans for some communities and asks for proposals and what is wrong with them.
func (u *visitor) plan() {
	for i, community := range u.communities[:6] {
		var plan struct{ ID int64 }
		u.send(http.MethodPost, fmt.Sprintf("/v1/communities/%d/plans", community), map[string]any{"title": fmt.Sprint("方案", i), "from": "edition"}, &plan)
		at := fmt.Sprintf("/v1/plans/%d", plan.ID)
		for _, part := range []string{"", "/topology", "/problems", "/compare", "/log", "/grids.geojson"} {
			u.look(at+part, "gzip")
		}
		for _, mode := range []string{"repair", "redraw"} {
			u.send(http.MethodPost, at+"/proposals", map[string]any{"mode": mode}, nil)
		}
	}
}
