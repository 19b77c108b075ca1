package api_test

import (
	"compress/gzip"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"gewu/api"
)

func TestThePageIsServed(t *testing.T) {
	tests := []struct {
		name, method, path string
		status             int
		mediaType, cache   string
		begins             string
	}{
		{"the root", "GET", "/", 200, "text/html; charset=utf-8", "no-cache", "<!doctype html>"},
		{"a view of the page", "GET", "/communities/2", 200, "text/html; charset=utf-8", "no-cache", "<!doctype html>"},
		{"the head of it", "HEAD", "/communities/2", 200, "text/html; charset=utf-8", "no-cache", ""},
		{"a file whose name says its content", "GET", "/assets/app-1a2b3c.js", 200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", "export"},
		{"another file", "GET", "/favicon.svg", 200, "image/svg+xml", "no-cache", "<svg/>"},
		{"a file that is gone", "GET", "/assets/app-0.js", 404, "application/problem+json", "no-store", "{"},
		{"a folder", "GET", "/assets/", 200, "text/html; charset=utf-8", "no-cache", "<!doctype html>"},
		{"a hidden file", "GET", "/.gitkeep", 404, "application/problem+json", "no-store", "{"},
		{"a way out", "GET", "/assets/%2e%2e/%2e%2e/etc/passwd.txt", 404, "application/problem+json", "no-store", "{"},
		{"writing", "POST", "/communities/2", 405, "application/problem+json", "no-store", "{"},
	}
	h := townOf(t).handler()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := ask(t, h, tt.method, tt.path)
			if w.Code == 301 { // a path with dots is told its plain form
				w = ask(t, h, tt.method, w.Header().Get("Location"))
			}
			if w.Code != tt.status || !strings.HasPrefix(w.Body.String(), tt.begins) {
				t.Errorf("got %d %.60q", w.Code, w.Body)
			}
			if w.Header().Get("Content-Type") != tt.mediaType || w.Header().Get("Cache-Control") != tt.cache {
				t.Errorf("Content-Type: %s, Cache-Control: %s", w.Header().Get("Content-Type"), w.Header().Get("Cache-Control"))
			}
		})
	}
}

func TestAPageThatIsStillGoodIsNotSentAgain(t *testing.T) {
	h := townOf(t).handler()
	for _, encoding := range []string{"", "gzip"} {
		first := ask(t, h, "GET", "/", "Accept-Encoding", encoding)
		if first.Header().Get("Content-Encoding") != encoding {
			t.Errorf("Content-Encoding: %q", first.Header().Get("Content-Encoding"))
		}
		if w := ask(t, h, "GET", "/", "Accept-Encoding", encoding, "If-None-Match", first.Header().Get("ETag")); w.Code != 304 {
			t.Errorf("asked again: %d", w.Code)
		}
	}
}

func TestACompressedPageIsTheSamePage(t *testing.T) {
	c := townOf(t).config()
	c.Site = fstest.MapFS{
		"index.html":      {Data: []byte(strings.Repeat("page ", 500))},
		"assets/a.js":     {Data: []byte("not this")},
		"assets/a.js.gz":  {Data: zipped(t, "made before")},
		"assets/tiny.css": {Data: []byte("a{}")},
	}
	h := api.Handler(c)
	for path, want := range map[string]string{"/": strings.Repeat("page ", 500), "/assets/a.js": "made before"} {
		w := ask(t, h, "GET", path, "Accept-Encoding", "gzip")
		in, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(in); err != nil || string(got) != want {
			t.Errorf("%s: %.20q, %v", path, got, err)
		}
	}
	if w := ask(t, h, "GET", "/assets/tiny.css", "Accept-Encoding", "gzip"); w.Body.String() != "a{}" {
		t.Errorf("a file that compression makes longer: %q", w.Body)
	}
}

func zipped(t *testing.T, text string) []byte {
	t.Helper()
	var out strings.Builder
	w := gzip.NewWriter(&out)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return []byte(out.String())
}

func TestAProgramWithoutAPageSaysSo(t *testing.T) {
	c := townOf(t).config()
	c.Site = fstest.MapFS{".gitkeep": {}}
	w := ask(t, api.Handler(c), "GET", "/", "Accept-Language", "en")
	if w.Code != 404 || !strings.Contains(w.Body.String(), "make build") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}
