package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"

	"gewu/tiles"
)

// hashedFolder holds the files whose names change with their content.
const hashedFolder = "assets/"

// A pageFile is one file of the page, in memory.
type pageFile struct {
	body      []byte
	zipped    func() []byte // nil, or the file compressed; empty when that does not pay
	mediaType string
	tag       string
}

// pageTypes are the types that a system's own tables may lack or have wrong.
var pageTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm",
	".webmanifest": "application/manifest+json", ".woff2": "font/woff2", ".pbf": "application/x-protobuf", ".map": "application/json",
}

// loadPage reads the files of the page. Names that begin with a dot are left out, and name.gz
// is the compressed form of name.
func loadPage(site fs.FS) (map[string]*pageFile, error) {
	files := map[string]*pageFile{}
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") {
			return err
		}
		body, err := fs.ReadFile(site, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(body)
		files[name] = &pageFile{body: body, mediaType: typeOf(name), tag: hex.EncodeToString(sum[:8])}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	for name, f := range files {
		if zipped, ok := files[name+".gz"]; ok {
			f.zipped = func() []byte { return zipped.body }
		} else if compressible(f.mediaType) {
			f.zipped = sync.OnceValue(func() []byte { return zip(f.body) })
		}
	}
	return files, nil
}

func typeOf(name string) string {
	ext := path.Ext(name)
	if known, ok := pageTypes[ext]; ok {
		return known
	}
	if known := mime.TypeByExtension(ext); known != "" {
		return known
	}
	return "application/octet-stream"
}

func compressible(mediaType string) bool {
	kind, _, _ := strings.Cut(mediaType, ";")
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "json") || strings.HasSuffix(kind, "+xml") ||
		kind == "application/wasm" || kind == "application/x-protobuf"
}

// zip compresses a file once, for all requests to come. It is empty when nothing is saved.
func zip(body []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant and valid
	}
	_, _ = w.Write(body) // a buffer takes everything
	_ = w.Close()
	if out.Len() >= len(body) {
		return nil
	}
	return out.Bytes()
}

// page returns the handler of the page: its files, and index.html for each of its own paths,
// which have no extension.
func (s *server) page() http.Handler {
	var files map[string]*pageFile
	if s.Site != nil {
		var err error
		if files, err = loadPage(s.Site); err != nil {
			s.Log.Error("the page cannot be read", "err", err)
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			allowing(http.MethodGet, http.MethodHead).ServeHTTP(w, r)
			return
		}
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		f, ok := files[name]
		if !ok && path.Ext(name) == "" {
			name = "index.html"
			f, ok = files[name]
		}
		switch {
		case ok:
			maps.Copy(w.Header(), pageSecurity)
			w.Header().Set("Content-Security-Policy", pagePolicy(s.Districts.Today()))
			f.serve(w, r, strings.HasPrefix(name, hashedFolder))
		case name == "index.html":
			s.fail(w, r, errNoPage)
		default:
			s.notFound(w, r)
		}
	})
}

var errNoPage error = noPage.because("此程序未带页面；请先运行 make build。", "This program was built without the page. Run make build.")

// serve answers with the file. A file whose name changes with its content is kept for ever.
func (f *pageFile) serve(w http.ResponseWriter, r *http.Request, hashed bool) {
	h := w.Header()
	h.Set("Content-Type", f.mediaType)
	h.Set("Cache-Control", "no-cache")
	if hashed {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body, tag := f.body, f.tag
	if f.zipped != nil {
		h.Add("Vary", "Accept-Encoding")
		if zipped := f.zipped(); len(zipped) > 0 && tiles.AcceptsGzip(r) && r.Header.Get("Range") == "" {
			body, tag = zipped, tag+".gzip"
			h.Set("Content-Encoding", "gzip")
		}
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}
