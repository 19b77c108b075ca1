package interchange

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestTry(t *testing.T) {
	for _, p := range []string{
		"toa-payoh/hdb_blocks.geojson", "toa-payoh/subzones.geojson", "sf-downtown/blockgroups.geojson",
		"taipei/taipei_base_households.geojson.gz", "taipei/taipei_code1.geojson.gz", "boston/boston_neighborhoods.geojson.gz", "chicago/chicago_beats.geojson.gz", "classics/columbus/columbus.json",
		"singapore-hdb/hdb_blocks.geojson.gz", "chicago/incidents_2018.csv.gz", "boston/311_service_requests_2011.zip", "sf-downtown/incidents_2012H2.csv.gz", "towns/S200.cells.csv", "classics/stl/stl_hom.csv", "singapore-hdb/mp14_subzone.geojson.gz",
	} {
		start := time.Now()
		f, err := Open(t.Context(), "../../shared/data/"+p, Options{CRS: map[bool]string{true: "wgs84"}[strings.Contains(p, ".csv") || strings.Contains(p, ".zip")]})
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
