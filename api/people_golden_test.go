package api_test

import (
	"fmt"
	"regexp"
	"testing"

	"gewu/access"
	"gewu/api"
)

// passing is what differs from one run to the next: times, secrets and hashes.
var passing = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`"20\d\d-\d\d-\d\dT[0-9:.]+(Z|[+-]\d\d:\d\d)"`), `"2026-11-22T00:00:00Z"`},
	{regexp.MustCompile(`"last_used":"[0-9-]{10}"`), `"last_used":"2026-11-22"`},
	{regexp.MustCompile(`"gewu_[A-Za-z0-9_-]{43}"`), `"gewu_0123456789012345678901234567890123456789012"`},
	{regexp.MustCompile(`"password":"[^"]*"`), `"password":"abcd-efgh-ijkl-mnop-qrst"`},
	{regexp.MustCompile(`"hash":"[0-9a-f]{64}"`), `"hash":"0000000000000000000000000000000000000000000000000000000000000000"`},
	{regexp.MustCompile(`"[0-9a-f]{32}"`), `"00000000000000000000000000000000"`},
	{regexp.MustCompile(`"bytes":\d+`), `"bytes":1000`},
}

// The golden answers are read by the tests of the page as well.
func TestCallsAboutPeopleAnswerAsRecorded(t *testing.T) {
	h := openHall(t, func(c *api.Config) { c.Providers = []api.Provider{{Key: "oidc", Name: "市政务门户"}} })
	record := func(name string, g *guest, status int, method, address string, body any, headers ...string) {
		t.Helper()
		text := g.want(t, status, method, address, body, headers...).Body.Bytes()
		for _, p := range passing {
			text = p.pattern.ReplaceAll(text, []byte(p.instead))
		}
		goldenJSON(t, name+".json", text)
	}
	admin := h.enter(t, "admin", access.Administrator, "")
	li := h.enter(t, "li.qiang", access.Patrol, "A1")
	a1, until := h.ids["A1"], "2027-01-01T00:00:00+08:00"
	record("session_visitor", h.visitor(), 200, "GET", "/v1/session", nil)
	record("session_person", li, 200, "GET", "/v1/session", nil)
	record("session_administrator", admin, 200, "GET", "/v1/session", nil)
	record("my_sessions", li, 200, "GET", "/v1/me/sessions", nil)
	record("person_added", admin, 201, "POST", "/v1/people", `{"name":"zhang.san","full_name":"张三","email":"zhang@example.org"}`)
	record("grant_added", admin, 201, "POST", "/v1/people/3/grants", fmt.Sprintf(`{"role":"planner","area":%d,"from":"2026-01-01","until":"2099-01-01"}`, a1))
	record("grant_whole", admin, 201, "POST", "/v1/people/3/grants", `{"role":"viewer","area":null,"from":"2026-01-01","until":null}`)
	record("person", admin, 200, "GET", "/v1/people/3", nil)
	record("people", admin, 200, "GET", "/v1/people?limit=2", nil)
	record("token_made", admin, 201, "POST", "/v1/tokens", fmt.Sprintf(`{"name":"地图同步","role":"patrol","area":%d,"expires_at":%q}`, a1, until))
	record("tokens", admin, 200, "GET", "/v1/tokens", nil)
	record("settings", admin, 200, "GET", "/v1/settings", nil)
	record("phones", li, 200, "GET", fmt.Sprintf("/v1/areas/%d/phones", a1), nil)
	record("attachment_added", li, 201, "POST", fmt.Sprintf("/v1/areas/%d/attachments", a1), photo(t, 1), asJPEG...)
	record("attachments", li, 200, "GET", fmt.Sprintf("/v1/areas/%d/attachments", a1), nil)
	h.issues(t, "A1", "2026-08-10", 7)
	record("issue_counts", admin, 200, "GET", fmt.Sprintf("/v1/communities/%d/issue-counts?from=2026-07-01&until=2026-10-01", h.ids["A"]), nil)
	record("audit", admin, 200, "GET", "/v1/audit?limit=3&before=12", nil)
	record("problem_bad_field", admin, 400, "POST", "/v1/people", `{"name":"张三","email":"x"}`)
	record("problem_wrong_credentials", h.visitor(), 401, "POST", "/v1/session", `{"name":"li.qiang","password":"x"}`)
}
