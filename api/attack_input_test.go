package api_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// payloads are what attackers put into parameters.
var payloads = []string{
	`' or '1'='1`, `1; drop table person --`, `'||pg_sleep(9)||'`, `$1 @person %_\`, "a\x00b", "\xff\xfe", `NaN`, `-1`, `9223372036854775808`, `1e309`,
	`../../../../etc/passwd`, `<script>alert(1)</script>`, "a\r\nX-Evil: 1", strings.Repeat("A", 5000), `-infinity`, `10000-01-01`, `{1,2}`,
}

// parameters are those of every call that takes any.
var parameters = map[string][]string{
	"/v1/locate": {"lon", "lat", "crs", "accuracy", "at"}, "/v1/communities": {"at"}, "/v1/search": {"q", "limit", "at"},
	"/v1/changes": {"after"}, "/v1/people": {"q", "role", "area", "disabled", "after", "limit"},
	"/v1/audit":         {"from", "until", "person", "operation", "noun", "area", "q", "before", "limit"},
	"/tiles/grids.json": {"at", "for", "versioned"}, "/tiles/issues/14/13717/6690.mvt": {"at", "for"},
	"/v1/sign-in/none": {"to"}, "/v1/district": {"x"}, "/v1/settings": {"x"}, "/v1/tokens": {"x"}, "/v1/session": {"x"},
}

// besides are the parameters that a call needs beside the one that is attacked.
var besides = map[string]url.Values{
	"/v1/locate": {"lon": {"121.405"}, "lat": {"31.195"}, "crs": {"cgcs2000"}}, "/v1/search": {"q": {"A"}}, "/v1/audit": {"limit": {"1"}},
}

// betrayals are what no answer may hold: words of the database, of the file system and of the program.
var betrayals = regexp.MustCompile(`(?i)sqlstate|syntax error|pgx|postgres|select .* from|relation "|column "|/(tmp|var|work|root|home)/|goroutine|panic|\.go:\d|runtime error`)

// harmlessAnswer fails for an answer that is an error of the service or tells of its inside.
func harmlessAnswer(t *testing.T, what string, status int, header http.Header, body string) {
	t.Helper()
	if status >= http.StatusInternalServerError {
		t.Errorf("%.200q: %d %.300s", what, status, body)
	}
	if found := betrayals.FindString(body); found != "" {
		t.Errorf("%.200q: the answer tells %q: %.300s", what, found, body)
	}
	if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("X-Evil") != "" {
		t.Errorf("%.200q: headers %v", what, header)
	}
	if kind := header.Get("Content-Type"); strings.HasPrefix(kind, "text/html") {
		t.Errorf("%.200q: answered as %s", what, kind)
	}
}

// contents are how many rows every table has that nobody's reading or refused writing may alter.
func (s *siege) contents(t *testing.T) string {
	t.Helper()
	var text string
	err := s.pool.QueryRow(t.Context(), `select concat_ws(' ', (select count(*) from person), (select count(*) from role_grant),
		(select count(*) from area), (select count(*) from issue), (select count(*) from attachment where removed_at is null),
		(select count(*) from token), (select string_agg(key || value::text, ',' order by key) from setting))`).Scan(&text)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Attack: SQL, and whatever else, in every parameter of the query, in every part of every path, and in
// the headers that are read.
func TestAttackEveryParameter(t *testing.T) {
	s := openSiege(t)
	before := s.contents(t)
	ask := func(method, address string, headers ...string) {
		w := s.root.send(t, method, address, nil, append([]string{"Accept", "application/json"}, headers...)...)
		harmlessAnswer(t, method+" "+address+fmt.Sprint(headers), w.Code, w.Header(), w.Body.String())
	}
	for path, names := range parameters {
		for _, name := range names {
			for i, payload := range payloads {
				if text := name == "q" || name == "operation" || name == "noun" || name == "crs" || name == "to"; !text && i%3 != len(path+name)%3 {
					continue
				}
				query := url.Values{}
				for other, values := range besides[path] {
					query[other] = values
				}
				query[name] = []string{payload}
				ask("GET", path+"?"+query.Encode())
			}
		}
	}
	variable := regexp.MustCompile(`\{[a-z]+\}`)
	for _, m := range meanings {
		method, path, _ := strings.Cut(strings.Split(m.operation, " (")[0], " ")
		for i, payload := range payloads {
			if variable.MatchString(path) && i%3 == len(path)%3 {
				ask(method, variable.ReplaceAllString(path, url.PathEscape(payload)))
			}
		}
	}
	for _, payload := range payloads {
		var headers []string
		for _, header := range []string{"Accept-Language", "If-None-Match", "Range", "X-Request-Id", "User-Agent", "Last-Event-ID", "X-Forwarded-For", "Forwarded", "X-Http-Method-Override", "Host"} {
			headers = append(headers, header, payload)
		}
		ask("GET", "/v1/changes?after=0", headers...)
		ask("GET", "/v1/attachments/"+s.photos["A1"], headers...)
		ask("GET", "/v1/district", "Accept-Language", payload, "Accept", payload)
	}
	if after := s.contents(t); after != before {
		t.Errorf("the database was altered: %s, before %s", after, before)
	}
}

// fields are the bodies of every call that takes a form; %s is where an attack goes.
func (s *siege) fields() map[string][]string {
	person := fmt.Sprint("/v1/people/", s.people["A1"])
	return map[string][]string{
		"POST /v1/session":               {`{"name":%s,"password":"x"}`, `{"name":"x","password":%s}`},
		"PUT /v1/me/password":            {`{"old":%s,"new":"x"}`, `{"old":"x","new":%s}`},
		"POST /v1/people":                {`{"name":%s}`, `{"name":"?","full_name":%s}`, `{"name":"?","email":%s}`},
		"PATCH " + person:                {`{"full_name":%s,"x":1}`, `{"email":%s,"x":1}`, `{"disabled":%s,"x":1}`},
		"POST " + person + "/grants":     {`{"role":%s,"area":1,"from":"x"}`, `{"role":"viewer","area":%s,"from":"x"}`, `{"role":"x","area":1,"from":%s,"until":%[1]s}`},
		"POST /v1/tokens":                {`{"name":%s,"role":"x"}`, `{"name":"x","role":%s}`, `{"name":"x","role":"x","area":%s}`, `{"name":"x","role":"x","expires_at":%s}`},
		"PATCH /v1/settings":             {`{"name":{"zh":%s},"x":1}`, `{"time_zone":%s,"x":1}`, `{"base_map":%s,"x":1}`, `{"visibility":%s,"x":1}`, `{"posts":%s,"x":1}`, `{"posts":[{"id":%s}]}`},
		"POST /v1/locate?crs=cgcs2000":   {`{"lon":%s,"lat":31}`},
		"POST /v1/locate?crs=wgs84&at=x": {`%s`},
	}
}

// Attack: bodies that are no forms: bombs, nests, doubles, texts that are none.
func TestAttackEveryBody(t *testing.T) {
	s := openSiege(t)
	before := s.contents(t)
	values := map[string]string{
		"deep arrays": strings.Repeat("[", 30_000), "deep closed arrays": strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000),
		"deep objects":  strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_000),
		"a long number": strings.Repeat("9", 60_000), "a large exponent": "1e999999999", "a long text": `"` + strings.Repeat("A", 60_000) + `"`,
		"no UTF-8": "\"\xff\xfe\"", "half a character": `"\ud800"`, "NUL": `"\u0000"`, "raw NUL": "\"\x00\"", "a line": `"a\r\nX-Evil: 1"`,
		"escapes": `"\u001b[31m\u202e"`, "SQL": `"' or 1=1; drop table person --"`, "a script": `"<img src=x onerror=alert(1)>"`,
		"null": "null", "true": "true", "minus": "-1", "half": "1.5", "an object": `{"$ne":1}`, "an array": `[1,"x"]`, "nothing": "", "two values": `1,"z":2`,
	}
	for call, bodies := range s.fields() {
		method, path, _ := strings.Cut(call, " ")
		for i, body := range bodies {
			for name, value := range values {
				if i > 0 && len(value) > 1000 {
					continue // large once for each call
				}
				text := fmt.Sprintf(body, value)
				kind := "application/json"
				if strings.HasPrefix(path, "/v1/locate") {
					kind = "application/x-ndjson"
				}
				w := s.root.send(t, method, path, text, "Content-Type", kind)
				harmlessAnswer(t, call+" "+name, w.Code, w.Header(), w.Body.String())
				if w.Body.Len() > 64<<10 {
					t.Errorf("%s %s: the answer is %d bytes long", call, name, w.Body.Len())
				}
			}
		}
	}
	if w := s.visitor().send(t, "POST", "/v1/session", "{"+strings.Repeat(`"a":0,`, 1_000_000)+`"name":"x"}`); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a million members: %d %.300s", w.Code, w.Body)
	}
	for _, twice := range []string{`{"name":"ann","name":"eve"}`, `{"name":"ann","NAME":"eve"}`, `{"name":"ann"}{"name":"eve"}`, `{"name":"ann"} x`, "\ufeff{\"name\":\"ann\"}", `{"name":"ann","nam\u0065":"eve"}`} {
		if w := s.root.send(t, "POST", "/v1/people", twice); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d %s", twice, w.Code, w.Body)
		}
	}
	if after := s.contents(t); after != before {
		t.Errorf("the database was altered: %s, before %s", after, before)
	}
}

// Attack: bodies that are small on the way and large here.
func TestAttackCompressedBombs(t *testing.T) {
	s := openSiege(t)
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, _ = w.Write(bytes.Repeat([]byte(" "), 4<<20))
	_ = w.Close()
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	bombs := map[string][]byte{"gzip": zipped.Bytes(), "zstd": encoder.EncodeAll(bytes.Repeat([]byte(" "), 4<<20), nil), "deflate": zipped.Bytes(), "br": {0x1b}, "gzip, gzip": zipped.Bytes(), "GZIP": zipped.Bytes()}
	paths := []string{"POST /v1/session", "POST /v1/people", "PATCH /v1/settings", "POST /v1/tokens", "POST /v1/locate?crs=wgs84", fmt.Sprintf("POST /v1/areas/%d/attachments", s.ids["A1"])}
	for coding, bomb := range bombs {
		for _, call := range paths {
			method, path, _ := strings.Cut(call, " ")
			kind := map[bool]string{true: "text/csv", false: "application/json"}[strings.Contains(path, "locate")]
			if strings.Contains(path, "attachments") {
				kind = "image/png"
			}
			answered := s.root.send(t, method, path, bomb, "Content-Encoding", coding, "Content-Type", kind)
			if answered.Code != http.StatusUnsupportedMediaType {
				t.Errorf("%s as %s: %d %s", call, coding, answered.Code, answered.Body)
			}
		}
	}
	huge := pictureOf(t, 3)
	copy(huge[16:24], []byte{0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff}) // a PNG that says it is 2^31 pixels wide and high
	for _, picture := range [][]byte{huge, huge[:30], slices.Concat(pictureOf(t, 3)[:40], bytes.Repeat([]byte{0}, 1<<20))} {
		if w := s.root.send(t, "POST", paths[5][5:], picture, "Content-Type", "image/png"); w.Code < 400 || w.Code >= 500 {
			t.Errorf("a picture: %d %s", w.Code, w.Body)
		}
	}
}
