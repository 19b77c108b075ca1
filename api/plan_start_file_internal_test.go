package api

import (
	"strings"
	"testing"

	"gewu/district"
	"gewu/plan"
)

// What a note is about may have no name: land that no boundary reaches.
func TestNotesOfABeginningReadWellWithAndWithoutNames(t *testing.T) {
	for name, tt := range map[string]struct {
		note plan.StartNote
		want district.Text
	}{
		"land beside a grid": {
			plan.StartNote{Kind: plan.StartGap, Grids: []string{"A1"}, SquareMetres: 120.4},
			district.Text{ZH: "A1之间或旁边有120平方米不在任何边界内，留作未划入。", EN: "Between or beside A1, 120 square metres are in no boundary: they are in no grid."},
		},
		"land beside none": {
			plan.StartNote{Kind: plan.StartGap, SquareMetres: 120.4},
			district.Text{ZH: "社区有120平方米不在任何边界内，留作未划入。", EN: "120 square metres of the community are in no boundary: they are in no grid."},
		},
	} {
		got := startNoteWords(tt.note)
		if got != tt.want || strings.Contains(got.EN, " ,") {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
