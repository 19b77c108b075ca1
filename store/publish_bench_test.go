package store_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"gewu/access"
	"gewu/district"
	"gewu/plan"
	"gewu/store"
)

// wavy is a square of the board whose sides are wavy lines of n points, which its neighbours share.
func wavy(x, y float64, n int, swing float64) orb.MultiPolygon {
	corners := [4][2]float64{{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}}
	var ring orb.Ring
	for side := range 4 {
		a, b := corners[side], corners[(side+1)%4]
		for i := range n {
			f := float64(i) / float64(n)
			east, north := a[0]+(b[0]-a[0])*f, a[1]+(b[1]-a[1])*f
			wave := swing * math.Sin(2*math.Pi*(east-math.Floor(east)+north-math.Floor(north)))
			if side%2 == 0 {
				north += wave
			} else {
				east += wave
			}
			ring = append(ring, orb.Point{math.Round((118.4+east/100)*1e7) / 1e7, math.Round((31.3+north/100)*1e7) / 1e7})
		}
	}
	return orb.MultiPolygon{{append(ring, ring[0])}}
}

// BenchmarkPublish publishes a community of 155 grids, of 52 vertices and 40 buildings each, again and
// again: by turns one of two divisions between which all borders differ.
func BenchmarkPublish(b *testing.B) {
	const wide, high = 31, 5
	db := open(b)
	community := area("A", "", land(-1, -1, wide+1, high+1))
	take := func(swing float64, from time.Time) {
		var grids []district.Area
		for i := range wide * high {
			grids = append(grids, area(fmt.Sprintf("A-%03d", i), "A", wavy(float64(i%wide), float64(i/wide), 13, swing)))
		}
		if _, err := db.ImportAreas(b.Context(), store.Import{Source: "grids", Level: "grid", From: from}, rows(grids...)); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := db.ImportAreas(b.Context(), store.Import{Source: "community", Level: "community", From: spring2026}, rows(community)); err != nil {
		b.Fatal(err)
	}
	var buildings []district.Building
	for i := range 40 * wide * high {
		households := 10
		at := at(0.1+float64(i%1240)*(wide-0.2)/1240, float64(i/1240)+0.1+0.02*float64(i%40))
		buildings = append(buildings, district.Building{
			Origin: district.Origin{ID: fmt.Sprint(i)}, Point: at, Households: district.Count{N: &households},
		})
	}
	if _, err := db.ImportBuildings(b.Context(), store.Import{Source: "buildings"}, rows(buildings...)); err != nil {
		b.Fatal(err)
	}
	take(0.05, spring2026)
	take(-0.05, spring2026)
	s, err := db.Snapshot(b.Context(), summer2026)
	if err != nil {
		b.Fatal(err)
	}
	id := s.ByCode("A")[0].ID
	for b.Loop() {
		editions, err := db.Editions(b.Context(), id, access.Everything)
		if err != nil {
			b.Fatal(err)
		}
		out, err := db.RestoreEditions(b.Context(), console, []int64{editions[1].ID}, plan.Publication{From: summer2026})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(out.Moved)), "moved")
	}
}
