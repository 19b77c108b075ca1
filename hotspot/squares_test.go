package hotspot_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/hotspot"
)

func TestSomeSquaresOfALatticeHaveTheNeighboursThatAllHave(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	for range 50 {
		cols, rows := 1+rng.IntN(9), 1+rng.IntN(9)
		var squares []int32
		for i := range cols * rows {
			if rng.IntN(3) > 0 {
				squares = append(squares, int32(i))
			}
		}
		all, some := hotspot.Queen(cols, rows), hotspot.Squares(cols, squares)
		for i, square := range squares {
			var want []int32
			for _, j := range all.Neighbours(int(square)) {
				if k, ok := slices.BinarySearch(squares, j); ok {
					want = append(want, int32(k))
				}
			}
			if diff := cmp.Diff(want, slices.Clip(append([]int32(nil), some.Neighbours(i)...))); diff != "" {
				t.Fatalf("%d×%d, square %d of %v (-want +got):\n%s", cols, rows, square, squares, diff)
			}
		}
	}
}

func TestACubeWalksWhatItCounts(t *testing.T) {
	facts := []hotspot.Fact{{1, 2, 10, 3}, {1, 1, 11, 1}, {1, 2, 12, 2}, {0, 2, 10, 7}}
	cube, err := hotspot.NewCube(2, slices.Values(facts))
	if err != nil {
		t.Fatal(err)
	}
	got := slices.Collect(cube.Facts(1, hotspot.Filter{From: 10, To: 12}))
	if diff := cmp.Diff(facts[:2], got); diff != "" {
		t.Errorf("all kinds (-want +got):\n%s", diff)
	}
	got = slices.Collect(cube.Facts(1, hotspot.Filter{From: 0, To: 100, Kinds: hotspot.KindsOf(2)}))
	if diff := cmp.Diff([]hotspot.Fact{facts[0], facts[2]}, got); diff != "" {
		t.Errorf("kind 2 (-want +got):\n%s", diff)
	}
}
