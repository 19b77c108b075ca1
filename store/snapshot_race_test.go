package store_test

import (
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/geo"
)

// Readers never stop and never see a snapshot change, however many follow on one another.
func TestSnapshotsAreReadWhileTheNextOnesAreMade(t *testing.T) {
	q := newQuarter(t, 3)
	var current atomic.Pointer[district.Snapshot]
	first := snapshot(t, q.db, summer2026)
	current.Store(first)
	before := describe(t, first)
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for i := range uint64(3) {
		readers.Go(func() {
			dice := rand.New(rand.NewPCG(i, 9))
			for version := int64(0); ; {
				select {
				case <-stop:
					return
				default:
				}
				s := current.Load()
				if s.Version < version {
					t.Errorf("version %d comes after %d", s.Version, version)
				}
				version = s.Version
				readAt(t, s, *at(6*dice.Float64(), 4*dice.Float64()))
			}
		})
	}
	for range 12 {
		q.write()
		current.Store(snapshot(t, q.db, summer2026))
	}
	close(stop)
	readers.Wait()
	if describe(t, first) != before {
		t.Error("a snapshot changed after it was made")
	}
}

// readAt asks a snapshot about a point, and checks that its answers belong together.
func readAt(t *testing.T, s *district.Snapshot, p orb.Point) {
	a, err := s.Locate(geo.Fix{Lon: p[0], Lat: p[1], CRS: geo.CGCS2000, Accuracy: 50})
	if err != nil || a.Community == nil {
		t.Errorf("%v: %+v, %v", p, a, err)
		return
	}
	chain := s.Chain(a.Place)
	if len(chain) != 3 || chain[1].Level.Role != district.RoleCommunity {
		t.Errorf("the chain of %s has %d places", a.Place.Code, len(chain))
	}
	households := 0
	for _, grid := range s.Grids(chain[1].ID) {
		households += grid.Tally.Households
	}
	if households > chain[1].Tally.Households || chain[1].Tally.Households > chain[0].Tally.Households {
		t.Errorf("the grids of %s count %d households, it %d, the street %d",
			chain[1].Code, households, chain[1].Tally.Households, chain[0].Tally.Households)
	}
	s.PostsOf(a.Place)
	if twins := s.ByCode(a.Place.Code); len(twins) != 1 || twins[0] != chain[2] {
		t.Errorf("%s is found as %v", a.Place.Code, twins)
	}
}
