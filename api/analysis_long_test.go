package api_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"gewu/access"
	"gewu/analysis"
	"gewu/api"
	"gewu/hotspot"
)

// A question that is foreseen to take too long is refused at once, with the call that asks for it in the background. It is
// asked of a town with a thousand kinds, in steps of a day.
func TestWhatTakesTooLongIsToBeAskedInTheBackground(t *testing.T) {
	h := builtHall(t)
	e := *evidenceOf(t, h).held
	for len(e.Kinds) < hotspot.Kinds {
		e.Kinds = append(e.Kinds[:len(e.Kinds):len(e.Kinds)], analysis.Kind{})
	}
	h.serve(t, []func(*api.Config){func(c *api.Config) { c.Evidence = fixedEvidence{&e} }})
	root := h.enter(t, "root2", access.Leader, "")
	const asked = "?days=170&level=cell&cell=50&step=1"
	for _, what := range []string{"change", "ended", "score"} {
		w := root.want(t, 422, "GET", "/v1/analysis/"+what+asked+"&format=csv", nil)
		var refused struct{ Type, Detail, Job string }
		if err := json.Unmarshal(w.Body.Bytes(), &refused); err != nil || refused.Type != "/problems/ask-as-job" {
			t.Fatalf("%s: %v %s", what, err, w.Body)
		}
		if !strings.HasPrefix(refused.Job, "/v1/analysis/"+what+"/jobs?") || !strings.Contains(refused.Job, "&format=csv") || !strings.Contains(refused.Detail, refused.Job) {
			t.Errorf("%s: %+v", what, refused)
		}
		root.want(t, 202, "POST", refused.Job, nil)
		root.want(t, 200, "GET", "/v1/analysis/"+what+asked+"&kind=06", nil)
	}
	x, y := tileOf(15, 121.405, 31.195)
	root.want(t, 422, "GET", fmt.Sprintf("/tiles/analysis/change/15/%d/%d.mvt%s", x, y, asked), nil)
}
