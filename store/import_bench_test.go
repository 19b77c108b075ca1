package store_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/internal/testdb"
	"gewu/store"
)

// BenchmarkImportBuildings imports a town of 50,000 buildings into a database that has none, as
// fast as records come. The unit to look at is buildings/s.
func BenchmarkImportBuildings(b *testing.B) {
	const number = 50_000
	records := scatter(number)
	for b.Loop() {
		b.StopTimer()
		db := open(b)
		b.StartTimer()
		report, err := db.ImportBuildings(b.Context(), store.Import{Source: "town"}, all(records))
		if err != nil || report.Added != number {
			b.Fatalf("%+v, %v", report, err)
		}
	}
	b.ReportMetric(float64(number*b.N)/b.Elapsed().Seconds(), "buildings/s")
}

// scatter draws buildings with eight corners, some with a name, in no order on the map.
func scatter(number int) []district.Building {
	dice := rand.New(rand.NewPCG(1, 2))
	buildings := make([]district.Building, number)
	for i := range buildings {
		lon, lat := 117.1+dice.Float64()*0.2, 32.1+dice.Float64()*0.2
		var ring orb.Ring
		for _, corner := range [][2]float64{{0, 0}, {20, 1}, {21, 10}, {12, 9}, {11, 14}, {1, 13}, {-1, 6}, {0, 0}} {
			ring = append(ring, orb.Point{lon + corner[0]*1e-5, lat + corner[1]*1e-5})
		}
		buildings[i] = district.Building{
			Origin:     district.Origin{Row: int64(i + 1), ID: fmt.Sprintf("b%d", i)},
			Address:    fmt.Sprintf("河滨路%d号%d幢", i%500, i%30),
			Households: district.Known(i % 60),
			Floors:     district.Known(i % 18),
			Footprint:  orb.MultiPolygon{{ring}},
			Attributes: district.Attributes{"built": 1990 + i%30},
		}
		if i%10 == 0 {
			buildings[i].Name = fmt.Sprintf("幸福楼%d", i)
		}
	}
	return buildings
}

// all yields records that are all good.
func all[R any](records []R) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		for _, record := range records {
			if !yield(record, nil) {
				return
			}
		}
	}
}

// open opens a fresh database.
func open(t testing.TB) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), testdb.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}
