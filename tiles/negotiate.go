package tiles

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// unchanged sets the headers by which a client keeps the document under the tag, and answers 304
// when the client already holds it. It returns whether it did.
func unchanged(w http.ResponseWriter, r *http.Request, tag, keep []string) bool {
	h := w.Header()
	h["Etag"] = tag
	h["Cache-Control"] = keep
	h.Add("Vary", "Accept-Encoding")
	if !Holds(r, tag[0]) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// answer answers with a document, compressed if the client takes that.
func answer(w http.ResponseWriter, r *http.Request, contentType string, plain []byte) {
	h := w.Header()
	if AcceptsGzip(r) {
		plain = compressed(plain)
		h.Set("Content-Encoding", gzipped.name())
	}
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(plain)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(plain) // the client has gone, if it fails
	}
}

// Holds reports whether a client holds what an ETag stands for: one of its lists of If-None-Match names it. Weak
// tags match their strong ones, and * matches all.
func Holds(r *http.Request, tag string) bool {
	for _, list := range r.Header["If-None-Match"] {
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

func (s Set) json() ([]byte, error) {
	body, err := json.Marshal(s.Document())
	if err != nil {
		return nil, fmt.Errorf("tilejson: %w", err)
	}
	return append(body, '\n'), nil
}
