package demo_test

import (
	"testing"

	"gewu/district"
	"gewu/internal/demo"
)

func TestSomeHousesHaveNotBeenVisitedForLong(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		homes, staff, last := map[string]bool{}, map[string]bool{}, map[string]int{}
		for _, b := range d.Buildings {
			if b.Households.N != nil && *b.Households.N > 0 {
				homes[b.ID] = true
			}
		}
		for _, x := range d.Duties {
			staff[x.ID] = true
		}
		named := 0
		for i, v := range d.Visits {
			switch {
			case v.Staff != "" && !staff[v.Staff]:
				t.Errorf("%s was by %q", v.ID, v.Staff)
			case v.From != demo.Source || !v.At.Before(today):
				t.Errorf("%s was at %s of %q", v.ID, v.At, v.From)
			case i > 0 && v.At.Before(d.Visits[i-1].At):
				t.Errorf("%s is out of order", v.ID)
			}
			if v.Staff != "" {
				named++
			}
			last[v.Building] = int(today.Sub(v.At).Hours() / 24)
		}
		long, never := 0, 0
		for id := range homes {
			if days, visited := last[id]; !visited {
				never++
			} else if days > 120 {
				long++
			}
		}
		t.Logf("%d visits at %d of %d houses, %d not for 120 days, %d never", len(d.Visits), len(last), len(homes), long, never)
		if all := len(homes); never == 0 || never > all/20 || long < all/200 || long > all/5 || named < len(d.Visits)*9/10 {
			t.Errorf("of %d houses %d not for 120 days, %d never; %d of %d visits by somebody", all, long, never, named, len(d.Visits))
		}
	})
}

// What was planted is planted among incidents: those that report one again change none of them.
func TestDuplicatesReportWhatIsThere(t *testing.T) {
	t.Parallel()
	byID, duplicates := map[string]district.Issue{}, 0
	for _, x := range generate(1).Issues {
		byID[x.ID] = x
	}
	for _, x := range byID {
		if !x.Duplicate {
			continue
		}
		duplicates++
		o, ok := byID[x.DuplicateOf]
		if !ok || o.Duplicate || o.Status == "void" || o.Kind != x.Kind || o.Point != x.Point || x.OpenedAt.Before(o.OpenedAt) {
			t.Errorf("%s is said to be a duplicate of %q", x.ID, x.DuplicateOf)
		}
	}
	if share := float64(duplicates) / float64(len(byID)); share < 0.01 || share > 0.05 {
		t.Errorf("%d of %d issues are duplicates", duplicates, len(byID))
	}
}
