package api_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"gewu/api"
)

func TestAStreamThatCannotBeginIsAProblem(t *testing.T) {
	tests := []struct {
		name, query, mediaType, body string
		status                       int
		problem                      string
	}{
		{"no type", "?crs=wgs84", "", "lon,lat\n", 415, "unsupported-media-type"},
		{"another type", "?crs=wgs84", "application/json", "{}", 415, "unsupported-media-type"},
		{"a broken type", "?crs=wgs84", "text/csv; charset", "lon,lat\n", 415, "unsupported-media-type"},
		{"another charset", "?crs=wgs84", "text/csv; charset=GBK", "lon,lat\n", 415, "unsupported-media-type"},
		{"an unknown parameter", "?csr=wgs84", "text/csv", "lon,lat\n", 400, "unknown-parameter"},
		{"an unknown system", "?crs=mars", "text/csv", "lon,lat\n", 400, "unknown-crs"},
		{"no system at all", "", "text/csv", "lon,lat\n1,2\n", 400, "missing-crs"},
		{"a day that is none", "?crs=wgs84&at=today", "text/csv", "lon,lat\n", 400, "bad-parameter"},
		{"the day before all days", "?crs=wgs84&at=0001-01-01", "text/csv", "lon,lat\n", 400, "bad-parameter"},
		{"columns of objects", "?crs=wgs84&lon=x&lat=y", "application/x-ndjson", `{"x":1,"y":2}`, 400, "bad-parameter"},
		{"nothing", "?crs=wgs84", "text/csv", "", 400, "bad-header"},
		{"no latitude", "?crs=wgs84", "text/csv", "lon,name\n", 400, "bad-header"},
		{"two longitudes", "?crs=wgs84", "text/csv", "lon,lon,lat\n", 400, "bad-header"},
		{"no such column", "?crs=wgs84&lon=east", "text/csv", "lon,lat\n", 400, "bad-header"},
		{"a header of a megabyte", "?crs=wgs84", "text/csv", strings.Repeat("lon,", 1<<19), 413, "body-too-large"},
		{"a body that says it is too large", "?crs=wgs84", "text/csv", "lon,lat\n" + strings.Repeat("1,2\n", 1<<19), 413, "body-too-large"},
	}
	h := townOf(t).handler()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := send(t, h, "POST", "/v1/locate"+tt.query, tt.body, "Content-Type", tt.mediaType)
			if w.Code != tt.status || problemType(t, w.Body.Bytes()) != "/problems/"+tt.problem {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
		})
	}
}

func TestACompressedBodyIsRefused(t *testing.T) {
	w := send(t, townOf(t).handler(), "POST", "/v1/locate?crs=wgs84", "x", "Content-Type", "text/csv", "Content-Encoding", "gzip")
	if w.Code != 415 {
		t.Errorf("got %d", w.Code)
	}
}

// serving starts a server of the town on a port of its own. The returned function waits until
// no request is being answered.
func serving(t *testing.T, change func(*api.Config)) (url string, idle func()) {
	t.Helper()
	c := townOf(t).config()
	change(&c)
	h := contracted(t, api.Handler(c))
	var busy sync.RWMutex // a WaitGroup must not be waited for before it is known to count
	ts := httptest.NewUnstartedServer(nil)
	ts.Config = api.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		busy.RLock()
		defer busy.RUnlock()
		h.ServeHTTP(w, r)
	}), c.Log)
	ts.Config.ConnContext = func(ctx context.Context, conn net.Conn) context.Context {
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetWriteBuffer(1 << 12) // little can be under way
		}
		return ctx
	}
	ts.Start()
	t.Cleanup(ts.Close)
	return ts.URL, func() {
		t.Helper()
		ended := make(chan bool)
		go func() {
			busy.Lock()
			defer busy.Unlock()
			close(ended)
		}()
		select {
		case <-ended:
		case <-time.After(time.Minute):
			t.Fatal("a request is still being answered")
		}
	}
}

func post(ctx context.Context, t *testing.T, url, mediaType string, body io.Reader) (*http.Response, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/v1/locate?crs=cgcs2000", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", mediaType)
	return http.DefaultClient.Do(r)
}

func TestARowIsAnsweredBeforeTheNextIsSent(t *testing.T) {
	url, idle := serving(t, func(*api.Config) {})
	out, in := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { _, _ = io.WriteString(in, `{"lon":121.0015,"lat":31.001}`+"\n") }()
	res, err := post(ctx, t, url, "application/x-ndjson", out)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	answers := bufio.NewScanner(res.Body)
	for i := range 3 {
		if !answers.Scan() || !strings.Contains(answers.Text(), `"grid_code":"310101001001001"`) {
			t.Fatalf("answer %d: %q, %v", i, answers.Text(), answers.Err())
		}
		if _, err := io.WriteString(in, `{"lon":121.0015,"lat":31.001}`+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	cancel() // the client goes away in the middle
	idle()
}

func TestMoreStreamsThanAllowedAreTurnedAway(t *testing.T) {
	url, _ := serving(t, func(c *api.Config) { c.MostStreams = 1 })
	out, in := io.Pipe()
	go func() { _, _ = io.WriteString(in, "lon,lat\n121.0015,31.001\n") }()
	first, err := post(t.Context(), t, url, "text/csv", out)
	if err != nil {
		t.Fatal(err)
	}
	second, err := post(t.Context(), t, url, "text/csv", strings.NewReader("lon,lat\n"))
	if err != nil {
		t.Fatal(err)
	}
	if second.StatusCode != 503 || second.Header.Get("Retry-After") == "" {
		t.Errorf("the second got %d", second.StatusCode)
	}
	_ = second.Body.Close()
	_ = in.Close()
	if _, err := io.Copy(io.Discard, first.Body); err != nil {
		t.Errorf("the first: %v", err)
	}
	_ = first.Body.Close()
}

// repeated is a body of so many copies of a line.
type repeated struct {
	line string
	n    int
	rest string
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.rest == "" {
		if r.n == 0 {
			return 0, io.EOF
		}
		r.n--
		r.rest = r.line
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func TestALongStreamIsAnsweredRowByRow(t *testing.T) {
	url, _ := serving(t, func(c *api.Config) { c.MaxStream = 1 << 30 })
	const n = 50_000
	body := io.MultiReader(strings.NewReader("lon,lat,memo\n"), &repeated{line: "121.0015,31.001,some text that takes space\n", n: n})
	res, err := post(t.Context(), t, url, "text/csv", body)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	rows, answers := 0, bufio.NewScanner(res.Body)
	for answers.Scan() {
		rows++
	}
	if answers.Err() != nil || rows != n+1 {
		t.Errorf("%d lines, %v", rows, answers.Err())
	}
}

func TestABodyBeyondTheLimitBreaksTheAnswerOff(t *testing.T) {
	url, _ := serving(t, func(c *api.Config) { c.MaxStream = 1 << 10 })
	res, err := post(t.Context(), t, url, "application/x-ndjson", &repeated{line: `{"lon":121.0015,"lat":31.001}` + "\n", n: 10_000})
	if err != nil {
		return // broken off before the head of the answer was read
	}
	defer func() { _ = res.Body.Close() }()
	if _, err := io.Copy(io.Discard, res.Body); err == nil {
		t.Error("the answer ended as if it were complete")
	}
}

func TestATruncatedStreamEnds(t *testing.T) {
	url, idle := serving(t, func(*api.Config) {})
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = fmt.Fprint(conn, "POST /v1/locate?crs=wgs84 HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\nlon,lat\n121.0015,31.001\n121.")
	if err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(line, "200 OK") {
		t.Errorf("got %q, %v", line, err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	idle()
}

func TestARefusalDoesNotWaitForTheRestOfTheBody(t *testing.T) {
	url, idle := serving(t, func(*api.Config) {})
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	_, err = fmt.Fprint(conn, "POST /v1/locate?crs=wgs84 HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nlon,name\n\r\n")
	if err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(line, "400 Bad Request") {
		t.Errorf("got %q, %v", line, err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	idle()
}

func TestABodyThatBreaksOffBeforeItsFirstRowIsTheClientsFault(t *testing.T) {
	url, idle := serving(t, func(c *api.Config) { c.StreamIdle = 500 * time.Millisecond })
	for name, head := range map[string]string{
		"falls silent":    "Content-Length: 1000\r\n\r\nlon,l",
		"is wrongly made": "Transfer-Encoding: chunked\r\n\r\nzz\r\nlon,lat\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(url, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			if _, err := fmt.Fprint(conn, "POST /v1/locate?crs=wgs84 HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"+head); err != nil {
				t.Fatal(err)
			}
			res, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = res.Body.Close() }()
			text, err := io.ReadAll(res.Body)
			if err != nil || res.StatusCode != 400 || problemType(t, text) != "/problems/broken-body" {
				t.Errorf("got %d %s, %v", res.StatusCode, text, err)
			}
		})
	}
	idle()
}

func TestAClientThatFallsSilentIsNotWaitedFor(t *testing.T) {
	url, idle := serving(t, func(c *api.Config) { c.StreamIdle = 500 * time.Millisecond })
	silent, in := io.Pipe()
	defer func() { _ = in.Close() }()
	go func() { _, _ = io.WriteString(in, "lon,lat\n121.0015,31.001\n") }()
	res, err := post(t.Context(), t, url, "text/csv", silent)
	if err == nil {
		defer func() { _ = res.Body.Close() }()
		_, err = io.Copy(io.Discard, res.Body)
	}
	if err == nil {
		t.Error("the answer ended as if it were complete")
	}
	idle()
}

func TestAClientThatReadsNothingIsNotWaitedFor(t *testing.T) {
	url, idle := serving(t, func(c *api.Config) { c.StreamIdle, c.MaxStream = 500*time.Millisecond, 1<<30 })
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetReadBuffer(1 << 12) // little can be under way
	}
	_, err = fmt.Fprint(conn, "POST /v1/locate?crs=wgs84 HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nContent-Length: 1000000000\r\n\r\n")
	for rows := strings.Repeat(`{"lon":121.0015,"lat":31.001}`+"\n", 1000); err == nil; {
		_, err = fmt.Fprint(conn, rows)
	}
	idle()
}
