package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"gewu/access"
)

// Attack: cache confusion. Many ask for the same tiles at the same time, each with another right; each
// gets what they get alone, in every coding, and nobody's browser or proxy may give it to another.
func TestAttackCacheConfusion(t *testing.T) {
	s := openSiege(t)
	all := []*guest{s.visitor(), s.root, s.attacker(t, access.Patrol, "A"), s.attacker(t, access.Leader, "B1"), s.attacker(t, access.Viewer, "A2"), s.attacker(t, "", "")}
	var addresses []string
	for _, layers := range []string{"buildings", "issues", "grids,buildings"} {
		for _, tile := range []string{tileAt(16, 121.425), tileAt(11, 121.405)} {
			addresses = append(addresses, "/tiles/"+layers+"/"+tile+".mvt", "/tiles/"+layers+"/v1/"+tile+".mvt?for=x")
		}
		addresses = append(addresses, "/tiles/"+layers+".json")
	}
	codings := []string{"identity", "gzip"}
	alone := map[string]string{}
	for i, g := range all {
		for _, address := range addresses {
			for _, coding := range codings {
				w := g.send(t, "GET", address, nil, "Accept-Encoding", coding)
				alone[fmt.Sprint(i, address, coding)] = told(w.Code, w.Header(), w.Body.String())
				if shared := strings.HasPrefix(w.Header().Get("Cache-Control"), "public"); shared && told(w.Code, w.Header(), w.Body.String()) != alone[fmt.Sprint(0, address, coding)] {
					t.Errorf("%d: %s may be kept by all, but is not what all see", i, address)
				}
			}
		}
	}
	var group sync.WaitGroup
	for i, g := range all {
		for round := range 2 {
			group.Go(func() {
				one := *g
				for j := range addresses {
					address := addresses[(j*7+round*5+i)%len(addresses)]
					coding := codings[(i+j+round)%len(codings)]
					w := one.send(t, "GET", address, nil, "Accept-Encoding", coding)
					if got := told(w.Code, w.Header(), w.Body.String()); got != alone[fmt.Sprint(i, address, coding)] {
						t.Errorf("%d gets %s as another: %s", i, address, got)
					}
				}
			})
		}
	}
	group.Wait()
}

func told(code int, header http.Header, body string) string {
	return fmt.Sprintf("%d %s %s %x", code, header.Get("ETag"), header.Get("Cache-Control"), body)
}

// Attack: conditions and ranges. Knowing the ETag of what somebody may not see tells nothing: it is
// refused before any condition is looked at.
func TestAttackConditionsOnPrivateAnswers(t *testing.T) {
	s := openSiege(t)
	eve, patrol := s.attacker(t, access.Planner, "A"), s.attacker(t, access.Patrol, "A")
	photo := "/v1/attachments/" + s.photos["B1"]
	issues := "/tiles/issues/" + tileAt(16, 121.425) + ".mvt"
	for _, address := range []string{photo, issues} {
		tag := s.root.get(t, address).Header().Get("ETag")
		if tag == "" {
			t.Fatalf("%s has no ETag", address)
		}
		for _, headers := range [][]string{
			{"If-None-Match", tag},
			{"If-None-Match", "*"},
			{"If-None-Match", "W/" + tag},
			{"If-Match", tag},
			{"Range", "bytes=0-"},
			{"Range", "bytes=0-0,-1"},
			{"If-Range", tag, "Range", "bytes=0-"},
			{"If-Modified-Since", "Mon, 01 Jan 2035 00:00:00 GMT"},
		} {
			for _, method := range []string{"GET", "HEAD"} {
				plain := s.visitor().send(t, method, address, nil)
				w := s.visitor().send(t, method, address, nil, headers...)
				if w.Code != http.StatusUnauthorized || w.Header().Get("ETag") != "" || w.Body.Len() != plain.Body.Len() {
					t.Errorf("a visitor, %s %s %v: %d %v", method, address, headers, w.Code, w.Header())
				}
			}
		}
		w := eve.send(t, "GET", address, nil, "If-None-Match", tag)
		if w.Code == http.StatusNotModified || w.Header().Get("ETag") == tag || w.Header().Get("Content-Range") != "" {
			t.Errorf("%s is told to be as it was: %d %v", address, w.Code, w.Header())
		}
	}
	w := patrol.send(t, "GET", "/v1/attachments/"+s.photos["A1"], nil, "Range", "bytes="+strings.Repeat("0-0,", 10_000)+"0-0")
	if w.Body.Len() > 1<<20 {
		t.Errorf("many ranges make an answer of %d bytes", w.Body.Len())
	}
	for _, address := range []string{"/v1/attachments/" + s.photos["A1"], "/v1/session", "/v1/people", "/v1/audit", "/v1/tokens", "/v1/settings", "/v1/me/sessions", issues} {
		if c := s.root.get(t, address).Header().Get("Cache-Control"); !strings.Contains(c, "private") && !strings.Contains(c, "no-store") {
			t.Errorf("%s may be kept by others: %q", address, c)
		}
	}
}

// Attack: path and method confusion. No other spelling of a path or a method gets around the rule of a
// route: it is refused just the same, or is no route at all.
func TestAttackOtherSpellingsOfPathsAndMethods(t *testing.T) {
	s := openSiege(t)
	eve := s.attacker(t, access.Viewer, "A")
	before := s.contents(t)
	guarded := []string{"/v1/people", "/v1/settings", "/v1/audit", "/v1/tokens", fmt.Sprint("/v1/people/", s.people["B1"]), fmt.Sprintf("/v1/areas/%d/phones", s.ids["B1"]), "/v1/attachments/" + s.photos["B1"], "/tiles/issues/" + tileAt(16, 121.425) + ".mvt"}
	spellings := func(path string) []string {
		last := path[strings.LastIndexByte(path, '/'):]
		return []string{
			path, path + "/", "/" + path, strings.Replace(path, "/v1", "/V1", 1), strings.ToUpper(path), "/." + path, "/x/.." + path, strings.Replace(path, last, "/"+last, 1),
			path + "/.", path + "/x/..", strings.Replace(path, last, "%2f"+last[1:], 1), strings.Replace(path, "/v1", "/%76%31", 1), path + "%00", path + ";x=1", path + "%3f", path + "%20", path + ".json",
			strings.Replace(path, last, "/%2e"+last, 1), path + "%2f..", strings.Replace(path, last, `%5c`+last[1:], 1), path + "?%00", "/tiles/.." + path, "/healthz/.." + path, "/problems/..%2f.." + path,
		}
	}
	for _, g := range []*guest{s.visitor(), eve} {
		for _, path := range guarded {
			for _, spelling := range spellings(path) {
				for _, method := range []string{"GET", "HEAD", "OPTIONS", "get", "PROPFIND", "POST"} {
					if spelling != path && method != "GET" && method != "POST" {
						continue
					}
					w := g.send(t, method, spelling, nil, "X-HTTP-Method-Override", "GET", "X-Original-URL", path, "X-Rewrite-URL", path)
					for _, word := range append(private, `"entries"`, `"tokens":[`) {
						if strings.Contains(w.Body.String(), word) {
							t.Errorf("%s %s tells %s", method, spelling, word)
						}
					}
					open := w.Code == http.StatusNoContent || w.Header().Get("Content-Type") == "text/html; charset=utf-8"
					if w.Code < 400 && !open && w.Body.Len() > 0 || w.Code >= 500 {
						t.Errorf("%s %s: %d %.200s", method, spelling, w.Code, w.Body)
					}
				}
			}
		}
	}
	for _, override := range []string{"DELETE", "PATCH", "PUT", "POST"} {
		path := fmt.Sprint("/v1/tokens/", s.tokens["A1"])
		for _, header := range []string{"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"} {
			if w := s.root.send(t, "POST", path, "_method="+override, header, override, "Content-Type", "application/x-www-form-urlencoded"); w.Code != http.StatusMethodNotAllowed {
				t.Errorf("%s %s: %d %s", header, override, w.Code, w.Body)
			}
		}
	}
	for _, m := range []string{"HEAD", "OPTIONS"} { // neither changes anything, nor says more than GET
		for _, path := range slices.Concat(guarded, []string{"/v1/session"}) {
			s.root.send(t, m, path, nil)
			if w := s.visitor().send(t, m, path, nil); w.Body.Len() > 0 && m == "OPTIONS" && w.Code < 400 {
				t.Errorf("%s %s: %d %s", m, path, w.Code, w.Body)
			}
		}
	}
	if after := s.contents(t); after != before {
		t.Errorf("the database was altered: %s, before %s", after, before)
	}
}
