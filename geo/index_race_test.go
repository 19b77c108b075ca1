package geo_test

import (
	"math/rand/v2"
	"sync"
	"testing"

	"gewu/geo"
	"gewu/internal/nation"
)

// Readers take the index that is in force, look points up in it and in the R-tree of the same
// edition, while it is replaced over and over.
func TestReadersGoOnWhileIndicesAreSwapped(t *testing.T) {
	n := nation.New(240, 3)
	a := atlasOf(t, groupsOf(n))
	var mutex sync.RWMutex
	x := indexAtlas(t, a)
	current := func() *geo.Index {
		mutex.RLock()
		defer mutex.RUnlock()
		return x
	}
	var readers sync.WaitGroup
	done := make(chan struct{})
	for reader := range uint64(2) {
		readers.Go(func() { readOn(t, n, reader, current, done) })
	}
	for round := range uint64(20) {
		id, areas := n.Edited(int(round)%n.Communities(), round)
		var err error
		if a, err = a.With(geo.Group{ID: geo.GroupID(id), Areas: areas}); err != nil {
			t.Fatal(err)
		}
		next, err := current().With(a)
		if err != nil {
			t.Fatal(err)
		}
		mutex.Lock()
		x = next
		mutex.Unlock()
	}
	close(done)
	readers.Wait()
}

// readOn asks for points that keep their communities in every edition: an edit leaves
// outlines alone.
func readOn(t *testing.T, n *nation.Nation, seed uint64, current func() *geo.Index, done chan struct{}) {
	random := rand.New(rand.NewPCG(seed, 12))
	ids := make([]geo.AreaID, 64)
	for {
		select {
		case <-done:
			return
		default:
		}
		x := current()
		points := anywhereIn(random, n.Box(), len(ids))
		x.LocateAll(points, ids)
		for i, p := range points {
			near, _ := x.Nearest(p)
			if ids[i] != 0 && x.BorderMetres(p, ids[i]) > 0 && near != (geo.Near{Area: ids[i]}) {
				t.Errorf("%v is in %d and nearest to %v", p, ids[i], near)
				return
			}
		}
	}
}
