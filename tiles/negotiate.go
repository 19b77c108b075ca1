package tiles

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// etag names a state of one document; the encoding is added later.
func etag(s State, layers, what string) string {
	return fmt.Sprintf("%d.%s.%s.%s", s.Version, s.Day.Format("20060102"), strings.ReplaceAll(layers, ",", "+"), what)
}

// encoded returns the ETag of the encoding that r will get.
func encoded(r *http.Request, tag string) string {
	if AcceptsGzip(r) {
		return `"` + tag + `.gzip"`
	}
	return `"` + tag + `"`
}

// unchanged sets the headers by which a client keeps the document, and answers 304 when the client already
// holds the document. It returns whether it did.
func unchanged(w http.ResponseWriter, r *http.Request, tag string) bool {
	h := w.Header()
	h.Set("ETag", encoded(r, tag))
	h.Set("Cache-Control", "public, no-cache") // keep it, but ask each time
	h.Add("Vary", "Accept-Encoding")
	if !matches(r.Header.Values("If-None-Match"), encoded(r, tag)) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// answer answers with a body, compressed if the client takes that; 204 for none.
func answer(w http.ResponseWriter, r *http.Request, contentType string, body []byte) {
	if len(body) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	h := w.Header()
	if AcceptsGzip(r) {
		body = compressed(body)
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client has gone, if it fails
	}
}

// matches reports whether one of the lists of If-None-Match names the ETag. Weak tags match
// their strong ones, and * matches all.
func matches(lists []string, tag string) bool {
	for _, list := range lists {
		for rest := strings.TrimSpace(list); rest != ""; rest = strings.TrimLeft(rest, " \t,") {
			if rest[0] == '*' {
				return true
			}
			start := strings.TrimPrefix(rest, "W/")
			if start == "" || start[0] != '"' {
				break // not a list of tags
			}
			end := strings.IndexByte(start[1:], '"')
			if end < 0 {
				break
			}
			if start[:end+2] == tag {
				return true
			}
			rest = start[end+2:]
		}
	}
	return false
}

// AcceptsGzip reports whether the client of r takes gzip: it names it, or *, with a weight over 0.
func AcceptsGzip(r *http.Request) bool {
	accepted := false
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		name, parameters, _ := strings.Cut(part, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		switch name {
		case "gzip", "x-gzip":
			return wanted(parameters)
		case "*":
			accepted = wanted(parameters)
		}
	}
	return accepted
}

// wanted reports whether a weight such as "q=0.5" is over 0. None is 1, nonsense is 0.
func wanted(parameters string) bool {
	q, found := strings.CutPrefix(strings.ToLower(strings.TrimSpace(parameters)), "q=")
	if !found {
		return strings.TrimSpace(parameters) == ""
	}
	weight, err := strconv.ParseFloat(q, 64)
	return err == nil && weight > 0
}

// level is the compression of tiles: they are compressed on the way, so speed counts.
const level = 4

var compressors = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, level)
	if err != nil {
		panic(err) // the level is a constant and valid
	}
	return w
}}

func compressed(body []byte) []byte {
	var out bytes.Buffer
	w, ok := compressors.Get().(*gzip.Writer)
	if !ok {
		panic("tiles: a pool of compressors holds something else")
	}
	defer compressors.Put(w)
	w.Reset(&out)
	_, _ = w.Write(body) // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

func (s Set) json() ([]byte, error) {
	body, err := json.Marshal(s.Document())
	if err != nil {
		return nil, fmt.Errorf("tilejson: %w", err)
	}
	return append(body, '\n'), nil
}
