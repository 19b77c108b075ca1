package api_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gewu/access"
	"gewu/api"
	"gewu/plan"
)

// withFont has a service print with Debian's fonts-droid-fallback.
func withFont(c *api.Config) {
	c.Font = func() ([]byte, error) {
		return os.ReadFile("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")
	}
}

func TestAPlanIsPrintedAsAChangeOrder(t *testing.T) {
	h := openHall(t, withFont)
	aPageIsForThoseWhoMayAnalyse(t, h)
	h.person(t, "planner", access.Planner, "A")
	h.person(t, "patrol", access.Patrol, "A")
	q := h.startPlan(t, "A", "秋季调整")
	address := fmt.Sprintf("/v1/plans/%d/order.pdf", q.ID)
	planner := h.visitor()
	planner.signIn(t, "planner")
	for query, words := range map[string][]string{
		"?lang=zh": {"网格划分调整单", "秋季调整", "方案稿，尚未发布", "网格对照表"}, "?lang=en": {"Change of grids", "秋季调整", "Draft, not published"},
	} {
		w := planner.get(t, address+query)
		if w.Header().Get("Content-Type") != "application/pdf" || w.Header().Get("Cache-Control") != "private, no-cache" {
			t.Errorf("%s: %v", query, w.Header())
		}
		file := filepath.Join(t.TempDir(), "order.pdf")
		if err := os.WriteFile(file, w.Body.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output()
		if err != nil {
			t.Fatalf("pdftotext (Debian: poppler-utils): %v", err)
		}
		for _, word := range words {
			if !strings.Contains(string(text), word) {
				t.Errorf("%s: %q is missing in %s", query, word, text)
			}
		}
	}
	planner.refused(t, "bad-parameter", "GET", address+"?lang=fr", nil)
	h.visitor().refused(t, "sign-in-required", "GET", address, nil)
	patrol := h.visitor()
	patrol.signIn(t, "patrol")
	patrol.refused(t, "not-allowed", "GET", address, nil)
	imported := h.exec(t, `select edition_id from boundary where area_id = $1`, h.ids["A1"])
	planner.refused(t, "no-such-edition", "GET", fmt.Sprintf("/v1/editions/%d/order.pdf", imported), nil)
	second := h.divideAgain(t)
	file := filepath.Join(t.TempDir(), "order.pdf")
	if err := os.WriteFile(file, planner.get(t, fmt.Sprintf("/v1/editions/%d/order.pdf?lang=zh", second)).Body.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"网格划分调整单", "重新导入", "第三网格", "西二号楼", "60"} {
		if !strings.Contains(string(text), word) {
			t.Errorf("the order of an edition that came from no plan lacks %q: %s", word, text)
		}
	}
}

// divideAgain imports a second edition of A, from March on: A1 gives its eastern half with a house to A3, which
// has the land of A2. The first post of A1 is held since January, the second since June: in March it was vacant.
func (h *hall) divideAgain(t *testing.T) (edition int64) {
	t.Helper()
	edition = h.exec(t, `insert into edition (scope_id, number, in_force_from, title) values ($1, 2, '2026-03-01', '重新导入') returning id`, h.ids["A"])
	h.exec(t, `insert into area (level_id, code) select level_id, 'A3' from area where code = 'A2'`)
	for _, grid := range [][3]string{{"A1", "第一网格", "121.40 31.19,121.405 31.19,121.405 31.20,121.40 31.20,121.40 31.19"}, {"A3", "第三网格", "121.405 31.19,121.42 31.19,121.42 31.20,121.405 31.20,121.405 31.19"}} {
		h.exec(t, `insert into boundary (edition_id, area_id, parent_id, name, source, geom, label)
			select $1, area.id, $2, $3, 'town', geom, st_pointonsurface(geom)
			from area, st_geomfromtext('MULTIPOLYGON(((' || $5 || ')))', 4490) as geom where code = $4`, edition, h.ids["A"], grid[1], grid[0], grid[2])
	}
	h.exec(t, `insert into building (source, source_id, name, households, point) values
		('town', 'w2', '西二号楼', 60, st_setsrid(st_makepoint(121.407, 31.195), 4490)), ('town', 'w1', '西一号楼', 40, st_setsrid(st_makepoint(121.402, 31.195), 4490))`)
	late := h.exec(t, `insert into holder (area_id, post_id, is_first, staff_id, from_date)
		select $1, post.id, is_first, staff.id, '2026-06-01' from staff, post join level on level.id = level_id
		where profile = 'street-grid' and level.key = 'grid' order by post.rank, post.id limit 1 offset 1 returning post_id`, h.ids["A1"])
	h.exec(t, `select record_change('area', null, null)`)
	h.reach(t)
	vacant, err := h.db.EditionVacancies(t.Context(), []plan.Edition{{ID: edition, From: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}})
	if err != nil {
		t.Fatal(err)
	}
	ofA1 := 0
	for _, v := range vacant {
		if v.Area.Code == "A1" && v.Post == late {
			ofA1++
		}
	}
	if ofA1 != 1 {
		t.Errorf("the post that was vacant on the day of the edition is not told: %+v", vacant)
	}
	return edition
}

func TestWithoutAFontNothingIsPrintedAndItSaysWhatToInstall(t *testing.T) {
	for name, alter := range map[string]func(*api.Config){
		"no font is set up": func(*api.Config) {},
		"it cannot be read": func(c *api.Config) { c.Font = func() ([]byte, error) { return nil, errors.New("no such file") } },
		"it is none":        func(c *api.Config) { c.Font = func() ([]byte, error) { return []byte("text"), nil } },
	} {
		h := openHall(t, alter)
		h.person(t, "planner", access.Planner, "A")
		planner := h.visitor()
		planner.signIn(t, "planner")
		w := planner.refused(t, "no-font", "GET", fmt.Sprintf("/v1/plans/%d/order.pdf", h.startPlan(t, "A", "plan").ID), nil)
		if w.Code != 503 || !strings.Contains(w.Body.String(), "fonts-droid-fallback") {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
}
