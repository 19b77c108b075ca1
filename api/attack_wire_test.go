package api_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"gewu/access"
	"gewu/api"
)

// A port is a siege that is served over TCP, with short limits of time.
type port struct {
	*siege
	address string
	log     *locked
}

// locked is a log that several write to.
type locked struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// patience is how long the service of the tests waits for a client that is slow.
const patience = 300 * time.Millisecond

func openPort(t *testing.T, alter ...func(*api.Config)) *port {
	t.Helper()
	p := &port{log: &locked{}}
	logged := func(c *api.Config) {
		c.Log, c.StreamIdle = slog.New(slog.NewJSONHandler(p.log, nil)), patience
	}
	p.siege = openSiege(t, append(alter, logged)...)
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := api.NewServer(p.handler, slog.New(slog.DiscardHandler))
	if server.ReadHeaderTimeout <= 0 || server.ReadTimeout <= 0 || server.WriteTimeout <= 0 || server.IdleTimeout <= 0 || server.MaxHeaderBytes > 64<<10 {
		t.Errorf("the server waits without a limit: %+v", server)
	}
	server.ReadHeaderTimeout, server.ReadTimeout, server.WriteTimeout, server.IdleTimeout = 4*patience, 8*patience, time.Minute, patience
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- api.Serve(ctx, server, listener, time.Millisecond) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	p.address = listener.Addr().String()
	return p
}

// says opens a connection and sends a text as it is.
func (p *port) says(t *testing.T, text string) net.Conn {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", p.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(conn, text) // refused by a closed connection: what is read tells
	return conn
}

// hears returns the answers on a connection until the service closes it: status codes and bodies.
func hears(t *testing.T, conn net.Conn) (codes []int, all string) {
	t.Helper()
	lines := bufio.NewReader(conn)
	for {
		w, err := http.ReadResponse(lines, nil)
		if err != nil {
			return codes, all
		}
		body, _ := io.ReadAll(w.Body)
		_ = w.Body.Close()
		codes, all = append(codes, w.StatusCode), all+fmt.Sprint(w.Header)+string(body)
	}
}

// Attack: slowloris. Connections that send their head or their body by drops are closed by the service
// itself, and meanwhile everybody else signs in.
func TestAttackSlowClients(t *testing.T) {
	p := openPort(t)
	p.person(t, "honest", access.Viewer, "A")
	const many = 60
	var slow []net.Conn
	for i := range many {
		head := "POST /v1/session HTTP/1.1\r\nHost: gewu.example\r\nContent-Type: application/json\r\nContent-Length: 100\r\n"
		switch i % 3 {
		case 0:
			head += "X-A: b" // and the head never ends
		case 1:
			head += "\r\n{\"name\":" // and the body never ends
		default:
			head = "POST /v1/locate?crs=wgs84 HTTP/1.1\r\nHost: gewu.example\r\nContent-Type: text/csv\r\nContent-Length: 100\r\n\r\nlon,"
		}
		slow = append(slow, p.says(t, head))
	}
	body := fmt.Sprintf(`{"name":"honest","password":%q}`, password)
	honest := p.says(t, fmt.Sprintf("POST /v1/session HTTP/1.1\r\nHost: gewu.example\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", len(body), body))
	if codes, all := hears(t, honest); len(codes) != 1 || codes[0] != http.StatusOK {
		t.Errorf("while others are slow, somebody is answered %v %s", codes, all)
	}
	for _, conn := range slow {
		if codes, all := hears(t, conn); len(codes) > 1 || len(codes) == 1 && codes[0] < 400 {
			t.Errorf("a slow client is answered %v %s", codes, all)
		}
		if _, err := conn.Read(make([]byte, 1)); err == nil || isTimeout(err) {
			t.Fatal("the connection of a slow client is still open")
		}
	}
}

func isTimeout(err error) bool {
	timeout, ok := err.(net.Error) //nolint:errorlint // of the connection itself
	return ok && timeout.Timeout()
}

// Attack: request smuggling. Whatever is unclear about where a request ends closes the connection;
// nothing behind it is answered as a request.
func TestAttackRequestSmuggling(t *testing.T) {
	p := openPort(t)
	const hidden = "GET /v1/session HTTP/1.1\r\nHost: smuggled\r\n\r\n"
	for name, head := range map[string]string{
		"two lengths":           "Content-Length: 0\r\nContent-Length: 44\r\n",
		"a list of lengths":     "Content-Length: 0, 44\r\n",
		"a signed length":       "Content-Length: +0\r\n",
		"a negative length":     "Content-Length: -1\r\n",
		"a length in hex":       "Content-Length: 0x0\r\n",
		"chunked twice":         "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
		"chunked and more":      "Transfer-Encoding: chunked, identity\r\n",
		"an unknown coding":     "Transfer-Encoding: xchunked\r\n",
		"a space before colon":  "Content-Length : 0\r\n",
		"a NUL":                 "X: a\x00b\r\n",
		"no host":               "",
		"two hosts":             "Host: a\r\nHost: b\r\n",
		"coding with a control": "Transfer-Encoding: \x0bchunked\r\n",
	} {
		host := "Host: gewu.example\r\n"
		if strings.Contains(name, "host") {
			host = ""
		}
		codes, all := hears(t, p.says(t, "POST /v1/session HTTP/1.1\r\n"+host+head+"\r\n"+hidden))
		for _, code := range codes {
			if code < 400 {
				t.Errorf("%s: %v %s", name, codes, all)
			}
		}
		if len(codes) > 1 || strings.Contains(all, `"sign_in"`) {
			t.Errorf("%s: what is behind the request was answered: %v %s", name, codes, all)
		}
	}
	// A length beside chunks is left out: what the chunk holds is the body (RFC 9112, 6.1).
	both := "POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
	if codes, all := hears(t, p.says(t, fmt.Sprintf("%s%x\r\n%s\r\n0\r\n\r\n", both, len(hidden), hidden))); len(codes) != 1 || codes[0] != http.StatusBadRequest {
		t.Errorf("a length and chunks: %v %s", codes, all)
	}
}

// Attack: heads that are too large, methods and versions that are none, addresses that are odd.
func TestAttackOddHeads(t *testing.T) {
	p := openPort(t)
	for name, text := range map[string]string{
		"a large header":    "GET /v1/session HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("a", 100<<10) + "\r\n\r\n",
		"many headers":      "GET /v1/session HTTP/1.1\r\nHost: a\r\n" + strings.Repeat("X: a\r\n", 20_000) + "\r\n",
		"a large cookie":    "GET /v1/session HTTP/1.1\r\nHost: a\r\nCookie: gewu=" + strings.Repeat("a", 100<<10) + "\r\n\r\n",
		"a long address":    "GET /" + strings.Repeat("a", 100<<10) + " HTTP/1.1\r\nHost: a\r\n\r\n",
		"another method":    "TRACE /v1/session HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
		"a made up method":  "GRANT /v1/people HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
		"a tunnel":          "CONNECT 127.0.0.1:5432 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
		"a foreign host":    "GET http://evil.example/v1//people HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
		"another version":   "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
		"a request to TLS":  "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
		"a control in path": "GET /v1/\x01 HTTP/1.1\r\nHost: a\r\n\r\n",
	} {
		if codes, all := hears(t, p.says(t, text)); len(codes) > 1 || len(codes) == 1 && (codes[0] < 400 || codes[0] >= 500 && codes[0] != 505) {
			t.Errorf("%s: %v %.200s", name, codes, all)
		}
	}
}

// Attack: what a client says of itself in headers decides nothing: not where it comes from, not that
// its way is secure, not under which name the service is known; and it forges no line of the log.
func TestAttackSpoofedAndInjectedHeaders(t *testing.T) {
	p := openPort(t, func(c *api.Config) { c.Proxies = []netip.Prefix{netip.MustParsePrefix("10.9.9.0/24")} })
	p.person(t, "honest", access.Viewer, "A")
	get := func(path string, headers string) (int, string) {
		codes, all := hears(t, p.says(t, "GET "+path+" HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n"+headers+"\r\n"))
		if len(codes) != 1 {
			t.Fatalf("%s %s: %v", path, headers, codes)
		}
		return codes[0], all
	}
	for _, header := range []string{"X-Forwarded-For: 127.0.0.1", "X-Real-IP: 127.0.0.1", "Forwarded: for=127.0.0.1", "Via: 1.1 nginx", "X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example"} {
		if code, _ := get("/metrics", header+"\r\n"); code != http.StatusUnauthorized {
			t.Errorf("metrics are told to who comes by a server in front: %s: %d", header, code)
		}
	}
	for _, path := range []string{"/tiles/grids.json", "/v1/session", "/v1/district", "/v1/openapi.json", "/nothing"} {
		if _, all := get(path, "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nForwarded: host=evil.example\r\n"); strings.Contains(all, "evil.example") {
			t.Errorf("%s is told of the host that the client claims: %.300s", path, all)
		}
	}
	forged := `GET /v1/areas/1%0a%7b%22level%22:%22INFO%22,%22path%22:%22forged%22%7d%1b%5b2J%e2%80%ae HTTP/1.1` + "\r\nHost: a\r\nConnection: close\r\n" +
		"X-Request-Id: a{\"level\":\"forged\"}\r\nUser-Agent: \u202eforged\r\nX-Forwarded-For: 1.2.3.4\\n{\"forged\":1}\r\n\r\n"
	if codes, all := hears(t, p.says(t, forged)); len(codes) != 1 || codes[0] != http.StatusNotFound || strings.Contains(all, "\x1b") {
		t.Errorf("%v %q", codes, all)
	}
	for line := range strings.Lines(p.log.String()) {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil || entry["path"] == "forged" || entry["level"] == "forged" || entry["request"] == `a{"level":"forged"}` {
			t.Errorf("a line of the log is %q", line)
		}
		if strings.ContainsAny(strings.TrimSuffix(line, "\n"), "\x1b\r\n\x00") {
			t.Errorf("a line of the log holds controls: %q", line)
		}
	}
	body := fmt.Sprintf(`{"name":"honest","password":%q}`, password)
	_, all := hears(t, p.says(t, fmt.Sprintf("POST /v1/session HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\nUser-Agent: a\u202eb\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", len(body), body)))
	if !strings.Contains(all, "Set-Cookie:[gewu=") || strings.Contains(all, "Secure") {
		t.Errorf("the way is taken for secure, or nobody signed in: %s", all)
	}
	var from, agent string
	if err := p.pool.QueryRow(t.Context(), `select from_address, agent from session order by id desc limit 1`).Scan(&from, &agent); err != nil || from != "127.0.0.1" || strings.ContainsAny(agent, "\x1b\u202e") {
		t.Errorf("the session is from %q, %q, %v", from, agent, err)
	}
}
