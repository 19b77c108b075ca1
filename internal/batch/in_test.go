package batch_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/geo"
	"gewu/internal/batch"
)

// One grid of about 100 m × 110 m, far from where longitude and latitude are alike.
func block(t *testing.T) *district.Snapshot {
	t.Helper()
	land := orb.Bound{Min: orb.Point{21, 42}, Max: orb.Point{21.001, 42.001}}
	s, err := district.FromAreas([]district.Area{{Code: "G1", Name: "Block", Boundary: orb.MultiPolygon{land.ToPolygon()}}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAFixIsAnsweredFromASnapshot(t *testing.T) {
	tests := []struct {
		name     string
		lon, lat float64
		want     batch.Result
	}{
		{"inside", 21.0005, 42.0005, batch.Result{Code: "G1", Name: "Block", Rule: "inside"}},
		{"beside", 21.0025, 42.0005, batch.Result{Code: "G1", Name: "Block", Rule: "nearest", Reason: "outside every grid; the nearest is 124 m away"}},
		{"far away", 25, 42, batch.Result{Rule: "none", Reason: "no grid within 5000 m"}},
		{"swapped", 42.0005, 21.0005, batch.Result{Rule: "none", Reason: "lon 42.0005 and lat 21.0005 look swapped"}},
		{"no position", 200, 21, batch.Result{Reason: "the position cannot be used"}},
	}
	locate := batch.In(block(t))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := locate(geo.Fix{Lon: tt.lon, Lat: tt.lat, CRS: geo.WGS84})
			got.BorderMetres = 0
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestARowHasOnlyTheNearestCandidates(t *testing.T) {
	var areas []district.Area
	for i := range 2 * batch.MostCandidates {
		west := 21 + float64(i)/1000
		land := orb.Bound{Min: orb.Point{west, 42}, Max: orb.Point{west + 0.001, 42.001}}
		areas = append(areas, district.Area{Code: string(rune('A' + i)), Boundary: orb.MultiPolygon{land.ToPolygon()}})
	}
	s, err := district.FromAreas(areas)
	if err != nil {
		t.Fatal(err)
	}
	got := batch.In(s)(geo.Fix{Lon: 21.0005, Lat: 42.0005, CRS: geo.WGS84, Accuracy: 5000})
	if len(got.Candidates) != batch.MostCandidates || got.Candidates[0].Code != "B" {
		t.Errorf("%d candidates, %+v first", len(got.Candidates), got.Candidates[0])
	}
}

func TestASnapshotWithoutLandHasNoBox(t *testing.T) {
	empty, err := district.FromAreas(nil)
	if err != nil {
		t.Fatal(err)
	}
	if box, ok := batch.Land(empty); ok {
		t.Errorf("box %v", box)
	}
	got := batch.In(empty)(geo.Fix{Lon: 1, Lat: 2, CRS: geo.WGS84})
	if !strings.Contains(got.Reason, "no grid") {
		t.Errorf("got %+v", got)
	}
}
