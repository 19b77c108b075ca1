package interchange

import (
	"iter"
	"testing"
	"time"
)

func tally[T any](t *testing.T, seq iter.Seq2[T, error]) (n, bad int, last T) {
	for v, err := range seq {
		if err != nil {
			bad++
			if bad < 5 {
				t.Log(err)
			}
			continue
		}
		n++
		last = v
	}
	return n, bad, last
}

func TestTry2(t *testing.T) {
	for _, c := range []struct{ p, layer, crs string }{
		{"monaco/monaco.osm.pbf", "", ""},
		{"sf-downtown/sf-downtown.osm.pbf", "", ""},
		{"ellis-ks/ks_ellis_county_block.gpkg", "", ""},
		{"ellis-ks/ks_ellis_county_block.gpkg", "ks_ellis_county_vap_data_block", ""},
		{"classics/columbus/columbus.shp", "", ""},
		{"classics/columbus/columbus.shp", "", "wgs84"},
		{"classics/stl/stl_hom.shp", "", "EPSG:4269"},
		{"classics/sids2/sids2.shp", "", "EPSG:4267"},
		{"classics/snow_maps/SohoPeople.shp", "", ""},
		{"classics/snow_maps/Soho_Network.shp", "", ""},
		{"denver/CO_bad_gap_region.zip", "", ""},
		{"denver/DenverCo_precincts2020_orig.zip", "", ""},
	} {
		for _, noun := range []string{"", Buildings, Estates, Roads, Waters, Facilities} {
			if noun != "" && c.p[len(c.p)-3:] != "pbf" {
				continue
			}
			start := time.Now()
			f, err := Open(t.Context(), "../../shared/data/"+c.p, Options{Layer: c.layer, CRS: c.crs, Noun: noun})
			if err != nil {
				t.Log(err)
				continue
			}
			var n, bad int
			m := Mapping{}
			switch noun {
			case "":
				n, bad, _ = tally(t, f.Features())
			case Buildings:
				n, bad, _ = tally(t, m.Buildings(f.Features()))
			case Estates:
				n, bad, _ = tally(t, m.Estates(f.Features()))
			case Roads:
				n, bad, _ = tally(t, m.Roads(f.Features()))
			case Waters:
				n, bad, _ = tally(t, m.Waters(f.Features()))
			case Facilities:
				n, bad, _ = tally(t, m.Facilities(f.Features()))
			}
			d, tot := f.Progress()
			t.Log(c.p, noun, f.CRS(), n, bad, time.Since(start), d, tot, f.Notices(), f.Close())
		}
	}
}
