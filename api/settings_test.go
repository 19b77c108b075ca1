package api_test

import (
	"fmt"
	"strings"
	"testing"

	"gewu/access"
)

type settingsBody struct {
	Name        struct{ ZH, EN string }
	TimeZone    string `json:"time_zone"`
	Attribution string
	BaseMap     *struct{ URL, Attribution string } `json:"base_map"`
	Visibility  string
	Posts       []struct {
		ID     int64
		Notice bool
	}
}

func TestSettingsAreChangedOneByOneAndTheTrailTellsHowTheyWere(t *testing.T) {
	h := openHall(t)
	g := h.enter(t, "admin", access.Administrator, "")
	before := answer[settingsBody](t, g.get(t, "/v1/settings"))
	if before.TimeZone != "Asia/Shanghai" || before.Visibility != "grids" || before.BaseMap != nil || len(before.Posts) == 0 || !before.Posts[0].Notice {
		t.Fatalf("got %+v", before)
	}
	post := before.Posts[0].ID
	g.want(t, 200, "PATCH", "/v1/settings", `{"visibility":"counts"}`)
	after := answer[settingsBody](t, g.want(t, 200, "PATCH", "/v1/settings", fmt.Sprintf(
		`{"name":{"en":"River District"},"base_map":{"url":"https://t.example/{z}/{x}/{y}.png","attribution":"© T"},"posts":[{"id":%d,"notice":false}]}`, post)))
	if after.Name.EN != "River District" || after.Name.ZH != before.Name.ZH || after.Visibility != "counts" || after.BaseMap.Attribution != "© T" || after.Posts[0].Notice {
		t.Errorf("got %+v", after)
	}
	if again := answer[settingsBody](t, g.want(t, 200, "PATCH", "/v1/settings", `{"base_map":null}`)); again.BaseMap != nil || again.Name.EN != "River District" {
		t.Errorf("got %+v", again)
	}
	entries, err := h.db.Audit(t.Context(), access.AuditFilter{Noun: "setting", Scope: access.Everything})
	if err != nil || len(entries) != 3 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	first := entries[len(entries)-1]
	if first.Operation != "PATCH /v1/settings" || first.Name != "admin" || !strings.Contains(string(first.Before), "grids") || !strings.Contains(string(first.After), "counts") {
		t.Errorf("noted %+v", first)
	}
	n := len(h.noted(t, 100))
	g.want(t, 200, "PATCH", "/v1/settings", `{}`)
	if len(h.noted(t, 100)) != n {
		t.Error("a change that changes nothing is noted")
	}
}

func TestSettingsThatMakeNoSenseAreRefusedByName(t *testing.T) {
	h := openHall(t)
	g := h.enter(t, "admin", access.Administrator, "")
	for name, tt := range map[string]struct{ kind, body, field string }{
		"no name":               {"bad-field", `{"name":{"zh":"","en":" "}}`, "name"},
		"a name in one line":    {"bad-field", `{"name":"River"}`, "name"},
		"a third language":      {"unknown-field", `{"name":{"fr":"Rivière"}}`, "name.fr"},
		"a place for a zone":    {"bad-field", `{"time_zone":"Shanghai"}`, "time_zone"},
		"the server's own zone": {"bad-field", `{"time_zone":"Local"}`, "time_zone"},
		"a path for a zone":     {"bad-field", `{"time_zone":"../../etc/passwd"}`, "time_zone"},
		"a map without tiles":   {"bad-field", `{"base_map":{"url":"https://t.example/"}}`, "base_map.url"},
		"a map of scripts":      {"bad-field", `{"base_map":{"url":"javascript:{z}{x}{y}"}}`, "base_map.url"},
		"a map with a password": {"bad-field", `{"base_map":{"url":"https://u:p@t.example/{z}/{x}/{y}"}}`, "base_map.url"},
		"a map in words":        {"bad-field", `{"base_map":"osm"}`, "base_map"},
		"what nobody sees":      {"bad-field", `{"visibility":"everything"}`, "visibility"},
		"no array":              {"bad-field", `{"posts":{}}`, "posts"},
		"a post in words":       {"bad-field", `{"posts":["manager"]}`, "posts[0]"},
		"a post that is not":    {"bad-field", `{"posts":[{"id":9999,"notice":true}]}`, "posts[0].id"},
		"half a post":           {"bad-field", `{"posts":[{"id":1}]}`, "posts[0].notice"},
		"a setting too many":    {"unknown-field", `{"logo":"x"}`, "logo"},
		"a long attribution":    {"bad-field", `{"attribution":"` + strings.Repeat("©", 501) + `"}`, "attribution"},
	} {
		t.Run(name, func(t *testing.T) {
			w := g.refused(t, tt.kind, "PATCH", "/v1/settings", tt.body)
			if !strings.Contains(w.Body.String(), fmt.Sprintf("%q", tt.field)) {
				t.Errorf("%s is not named: %s", tt.field, w.Body)
			}
		})
	}
	if got := answer[settingsBody](t, g.get(t, "/v1/settings")); got.Visibility != "grids" || got.TimeZone != "Asia/Shanghai" {
		t.Errorf("a refused change was made: %+v", got)
	}
}

func TestSettingsBelongToWhoAdministersTheWholeDistrict(t *testing.T) {
	h := openHall(t)
	for _, g := range []*guest{h.enter(t, "admin.r", access.Administrator, "R"), h.enter(t, "leader", access.Leader, "")} {
		g.refused(t, "not-allowed", "GET", "/v1/settings", nil)
		g.refused(t, "not-allowed", "PATCH", "/v1/settings", `{"visibility":"counts"}`)
	}
	h.visitor().refused(t, "sign-in-required", "PATCH", "/v1/settings", `{"visibility":"counts"}`)
}
