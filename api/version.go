package api

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// leastVersion is the parameter by which a client asks for data that have seen its own write.
const leastVersion = "min-version"

// longestWait is how long a request waits for the version that it asks for.
const longestWait = 2 * time.Second

// An Awaiter can wait for a version of the data. *Live is one.
type Awaiter interface {
	// Await returns once Today is of that version or a later one, or ctx is done.
	Await(ctx context.Context, version int64)
}

// waited holds requests with ?min-version= until the district has come to that version, and takes
// the parameter off. Calls do not see it.
func (s *server) waited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.URL.RawQuery, leastVersion) || !isRead(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		version, rest, err := cutVersion(r.URL.RawQuery)
		if err == nil {
			err = s.await(r.Context(), version)
		}
		if err != nil {
			s.refuseVersion(w, r, err)
			return
		}
		r = r.WithContext(r.Context()) // a copy: the request of who called is left as it is
		address := *r.URL
		address.RawQuery = rest
		r.URL = &address
		next.ServeHTTP(w, r)
	})
}

// isRead reports whether a path is one of those that answer from the data.
func isRead(path string) bool {
	return strings.HasPrefix(path, "/v1/") || strings.HasPrefix(path, tilesRoute)
}

// cutVersion takes the parameter out of a query. The version is 0 for a query without it.
func cutVersion(query string) (version int64, rest string, err error) {
	var others []string
	seen := false
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(name); err != nil || plain != leastVersion {
			others = append(others, part)
			continue
		}
		if seen {
			return 0, "", badParameter.because("参数重复：%s。", "Given more than once: %s.", leastVersion).with("parameters", []string{leastVersion})
		}
		seen = true
		if version, err = strconv.ParseInt(value, 10, 64); err != nil || version < 0 {
			return 0, "", wrong(leastVersion, "不是版本号", "is not a version", value)
		}
	}
	return version, strings.Join(others, "&"), nil
}

// await waits until the district is of a version or a later one, but not for long.
func (s *server) await(ctx context.Context, version int64) error {
	if a, ok := s.Districts.(Awaiter); ok && !s.reached(version) {
		ctx, cancel := context.WithTimeout(ctx, longestWait)
		defer cancel()
		a.Await(ctx, version)
	}
	if !s.reached(version) {
		return stillBehind(version)
	}
	return nil
}

func (s *server) reached(version int64) bool {
	view := s.Districts.Today()
	return view != nil && view.Version >= version
}

// refuseVersion answers the error, also to pages of other sites where those may read the answer.
func (s *server) refuseVersion(w http.ResponseWriter, r *http.Request, err error) {
	h := w.Header()
	if view := s.Districts.Today(); view != nil {
		h["X-Dataset-Version"] = view.versionHeader()
	}
	if strings.HasPrefix(r.URL.Path, tilesRoute) {
		h.Set("Access-Control-Allow-Origin", "*")
	}
	s.fail(w, r, err)
}

func stillBehind(version int64) *problem {
	p := behind.because("数据尚未更新到版本 %d，请稍后再试。", "The data have not come to version %d yet. Try again in a moment.", version)
	p.retry = time.Second
	return p.with("min_version", version)
}
