package api_test

import (
	"net/http"
	"testing"

	"gewu/access"
)

// A grid that a draft gives a cell to has ended in the newer edition: who rebases the draft is told which
// row could not be made again, by whom it was, in full, and why.
func TestWhatARebaseCannotMakeAgainIsToldWithWhoMadeItAndWhy(t *testing.T) {
	s := openStudy(t)
	colleague := s.enter(t, "colleague.a", access.Planner, "A")
	merging, giving := s.start(t, "合并"), s.start(t, "调整")
	s.planner.operate(t, giving.ID, 0, assigning(1, s.planner.cellsOf(t, giving.ID, 2)[0]))
	colleague.operate(t, merging.ID, 0, map[string]any{"kind": "merge_grids", "grids": []int{1, 2}, "grid": 2})
	colleague.want(t, http.StatusOK, "POST", planPath(merging.ID, "/publish"), map[string]any{"title": "合并", "from": "2026-06-01", "confirm": true}, matching(1)...)
	s.reach(t)

	got := answer[struct {
		Revision         int64
		Applied, Already int
		Conflicts        []struct {
			Revision   int64
			Operations []struct{ Kind string }
			By         struct {
				Name     string
				FullName *string `json:"full_name"`
			}
			Refusal struct {
				Reason string
				Words  struct{ ZH, EN string }
			}
		}
	}](t, colleague.want(t, http.StatusOK, "POST", planPath(giving.ID, "/rebase"), nil, matching(1)...))
	if got.Revision != 2 || got.Applied != 0 || got.Already != 0 || len(got.Conflicts) != 1 {
		t.Fatalf("rebased: %+v", got)
	}
	c := got.Conflicts[0]
	if c.Revision != 1 || len(c.Operations) != 1 || c.Operations[0].Kind != "assign_cells" {
		t.Errorf("what could not be made again is %+v", c)
	}
	if c.By.Name != "planner.a" || c.By.FullName == nil || *c.By.FullName != "人员 planner.a" {
		t.Errorf("made by %+v", c.By)
	}
	if c.Refusal.Reason != "unknown_grid" || c.Refusal.Words.ZH == "" || c.Refusal.Words.EN == "" {
		t.Errorf("refused because of %+v", c.Refusal)
	}
}
