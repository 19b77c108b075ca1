package interchange

import (
	"errors"
	"testing"
	"time"
)

func TestTry(t *testing.T) {
	for _, p := range []string{
		"toa-payoh/hdb_blocks.geojson", "toa-payoh/subzones.geojson", "sf-downtown/blockgroups.geojson",
		"taipei/taipei_base_households.geojson.gz", "taipei/taipei_code1.geojson.gz", "boston/boston_neighborhoods.geojson.gz", "chicago/chicago_beats.geojson.gz", "classics/columbus/columbus.json",
		"singapore-hdb/hdb_blocks.geojson.gz", "singapore-hdb/mp14_subzone.geojson.gz",
	} {
		start := time.Now()
		f, err := Open(t.Context(), "../../shared/data/"+p, Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		n, bad := 0, 0
		for _, err := range f.Features() {
			var re *RowError
			if errors.As(err, &re) {
				bad++
				t.Log(err)
			} else if err != nil {
				t.Error(err)
			}
			n++
		}
		d, tot := f.Progress()
		t.Log(p, f.CRS(), f.SRID(), n, bad, time.Since(start), d, tot, f.Close())
	}
}
