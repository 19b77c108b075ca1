package api_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gewu/access"
	"gewu/api"
)

// withFont has a service print with Debian's fonts-droid-fallback.
func withFont(c *api.Config) {
	c.Font = func() ([]byte, error) {
		return os.ReadFile("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")
	}
}

func TestAPlanIsPrintedAsAChangeOrder(t *testing.T) {
	h := openHall(t, withFont)
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
	planner.refused(t, "no-such-plan", "GET", fmt.Sprintf("/v1/editions/%d/order.pdf", imported), nil)
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
