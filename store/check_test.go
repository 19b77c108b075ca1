package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gewu/geo"
	"gewu/store"
)

// The grids of community A are those of its edition on the day.
func TestADivisionIsThatOfItsDay(t *testing.T) {
	w := newTown(t)
	for _, c := range []struct {
		day  time.Time
		east float64 // of A1
	}{{spring, 121.41}, {summer, 121.412}} {
		d, err := w.db.Division(t.Context(), "A", c.day)
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, g := range d.Grids {
			codes = append(codes, d.Codes[g.ID])
		}
		if diff := cmp.Diff([]string{"A1", "A2"}, codes); diff != "" || d.Name != "东风社区" {
			t.Errorf("%s: %s", d.Name, diff)
		}
		bound := d.Grids[0].Boundary.Bound()
		if d.Around.Community.Bound().Max[0] != 121.42 || bound.Min[0] != 121.40 {
			t.Errorf("the community reaches to %v, A1 from %v", d.Around.Community.Bound(), bound)
		}
		problems, err := geo.Validate(d.Grids, d.Around)
		if err != nil || len(problems) > 0 {
			t.Errorf("problems %v, %v", problems, err)
		}
	}
	if _, err := w.db.Division(t.Context(), "Z", summer); !errors.Is(err, store.ErrNoCommunity) {
		t.Errorf("a community that is not there: %v", err)
	}
}
