package store_test

import (
	"errors"
	"testing"

	"github.com/paulmach/orb/encoding/wkt"

	"gewu/analysis"
	"gewu/geo"
)

func TestADistrictThatIsTooVastHasNoEvidenceAndSaysSo(t *testing.T) {
	w := emptyTown(t)
	all := w.edition(t, "", "2026-01-01")
	w.area(t, all, "community", "W", "西", "", box(100, 100.01))
	w.area(t, all, "community", "E", "东", "", box(120, 120.01))
	w.area(t, all, "community", "N", "北", "", "MULTIPOLYGON(((100 40,100.01 40,100.01 40.01,100 40.01,100 40)))")
	w.change(t, "area")
	e, err := w.db.Evidence(t.Context())
	var refusal *analysis.Refusal
	if !errors.As(err, &refusal) || refusal.Field != "" {
		t.Errorf("%v, %v", e, err)
	}
}

// Where two communities both claim a strip, the grids there are in no coverage, and are land all the same.
func TestGridsThatOverlapHaveTheirLandInEvidence(t *testing.T) {
	w := newTown(t)
	w.exec(t, `update boundary set geom = st_setsrid(st_geomfromtext($1), 4490) from area where area.id = area_id and code = 'B1'`, box(121.419, 121.43))
	w.change(t, "area")
	e := w.evidence(t)
	for code, land := range map[string]string{"A2": box(121.415, 121.42), "B1": box(121.419, 121.43), "B2": box(121.43, 121.44)} {
		want, err := wkt.UnmarshalMultiPolygon(land)
		if err != nil {
			t.Fatal(err)
		}
		g := e.Grounds[e.Ground(geo.AreaID(w.ids[code]))]
		if size := geo.AreaSquareMetres(want) / 1e6; len(g.Boundary) != 1 || g.SquareKM < 0.999*size || g.SquareKM > 1.001*size {
			t.Errorf("%s has %.4f km², want %.4f, within %v", code, g.SquareKM, size, g.Boundary)
		}
	}
}
