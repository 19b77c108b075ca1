package interchange_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"gewu/interchange"
)

// The origin of zone 39 of CGCS2000 is at 117° E on the equator.
func TestPositionsOfAPlaneBecomeDegrees(t *testing.T) {
	got, err := interchange.Degrees(t.Context(), "EPSG:4548", []orb.Point{{500_000, 0}, {500_000, 4_429_529.03}})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []orb.Point{{117, 0}, {117, 40}} {
		if math.Abs(got[i][0]-want[0]) > 1e-7 || math.Abs(got[i][1]-want[1]) > 1e-7 {
			t.Errorf("%v, want %v", got[i], want)
		}
	}
}

func TestDegreesStayAsTheyAre(t *testing.T) {
	for _, crs := range []interchange.CRS{"wgs84", "gcj02", "EPSG:4269"} {
		got, err := interchange.Degrees(t.Context(), crs, []orb.Point{{116.39, 39.9}})
		if err != nil || got[0] != (orb.Point{116.39, 39.9}) {
			t.Errorf("%s: %v, %v", crs, got, err)
		}
	}
}

func TestAnUnknownSystemIsNamed(t *testing.T) {
	if _, err := interchange.Degrees(t.Context(), "EPSG:999999", []orb.Point{{1, 2}}); err == nil {
		t.Error("no error")
	}
}
