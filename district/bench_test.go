package district_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"gewu/district"
	"gewu/geo"
	"gewu/internal/nation"
)

// nationMembers returns a community of the nation with its grids, in order of identity.
func nationMembers(n *nation.Nation, i int, round uint64) (places []district.Place, parents []geo.AreaID, land []geo.Area) {
	id, grids := n.Edited(i, round)
	for g, grid := range grids {
		around, _ := geo.BoxOf(grid.Boundary)
		places = append(places, district.Place{ID: grid.ID, Code: fmt.Sprintf("%012d%03d", i, g+1), Level: &gridLevel, Bound: around})
		parents = append(parents, id)
	}
	around := places[0].Bound
	for _, p := range places {
		around = around.Union(p.Bound)
	}
	community := district.Place{ID: id, Code: fmt.Sprintf("%012d", i), Level: &communityLevel, Bound: around}
	return append(places, community), append(parents, 0), grids
}

// divide tells a draft how a community of the nation is divided.
func divide(b *testing.B, d *district.Draft, n *nation.Nation, i int, round uint64) {
	b.Helper()
	places, parents, land := nationMembers(n, i, round)
	if err := d.Divide(places, parents); err != nil {
		b.Fatal(err)
	}
	if err := d.Bound(district.RoleGrid, places[len(places)-1].ID, land); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkNextSnapshot divides one community of a nation anew: what of a publish is done in
// memory.
func BenchmarkNextSnapshot(b *testing.B) {
	n, err := nation.Sized(os.Getenv(nation.BenchmarkGrids))
	if err != nil {
		b.Fatal(err)
	}
	d := district.NewDraft(1, someday, nil, nil)
	for i := range n.Communities() {
		divide(b, d, n, i, 0)
	}
	if err := d.Lay(); err != nil {
		b.Fatal(err)
	}
	s := d.Snapshot()
	b.Run("gewu", func(b *testing.B) {
		var took []time.Duration
		for round := uint64(1); b.Loop(); round++ {
			i := int(round*7919) % n.Communities()
			began := time.Now()
			d := s.Next(int64(round)+1, someday)
			divide(b, d, n, i, round)
			if err := d.Lay(); err != nil {
				b.Fatal(err)
			}
			d.Recount([]geo.Box{s.Land(geo.AreaID(n.Grids() + 1 + i))})
			s = d.Snapshot()
			took = append(took, time.Since(began))
		}
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-median")
		b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "ms-slowest")
	})
}
