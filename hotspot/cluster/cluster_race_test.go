package cluster

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/hotspot"
)

func TestAScanIsTheSameAgainAndStopsWhenAsked(t *testing.T) {
	c := lattice(t, false)
	calls := 0
	first, err := Scan(t.Context(), c, ScanOptions{Replicates: 50, Seed: 4}, func(done, of int) {
		calls++
		if of != 50 || done > 50 {
			t.Errorf("%d of %d maps drawn", done, of)
		}
	})
	second, _ := Scan(t.Context(), c, ScanOptions{Replicates: 50, Seed: 4}, nil)
	if diff := cmp.Diff(first, second); err != nil || diff != "" || calls == 0 {
		t.Errorf("%v, %d calls: %s", err, calls, diff)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = Scan(ctx, c, ScanOptions{Replicates: 100_000_000, Seed: 4}, func(done, of int) {
		if done >= 20 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a scan that is stopped: %v", err)
	}
	if s, err := newScanner(c, ScanOptions{}); err != nil || len(s.best(ctx, 5)) > 0 || len(s.best(t.Context(), 5)) == 0 {
		t.Errorf("a search that is stopped goes on: %v", err)
	}
}

// Maps are dealt and searched by several hands; the answer is that of one after the other.
func TestAScanOfCoursesIsTheSameAgain(t *testing.T) {
	c := unlikeTown(rand.New(rand.NewPCG(1, 1)), 5)
	options := ScanOptions{MostPlaces: 5, MostSteps: 3, Replicates: 19, Seed: 4}
	if diff := cmp.Diff(scanned(t, c, options), scanned(t, c, options)); diff != "" {
		t.Error(diff)
	}
}

func TestManyPointsAreClusteredTheSameAgain(t *testing.T) {
	dice := rand.New(rand.NewPCG(5, 1))
	at := make([]hotspot.Point, 20_000)
	for i := range at {
		at[i] = hotspot.Point{X: 1000 * dice.Float64(), Y: 1000 * dice.Float64()}
	}
	first, err := DBSCAN(at, 8, 5)
	second, _ := DBSCAN(at, 8, 5)
	if diff := cmp.Diff(first, second); err != nil || diff != "" {
		t.Error(err, diff)
	}
}
