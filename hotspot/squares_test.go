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

func TestACubeCountsByUnits(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	var facts []hotspot.Fact
	of := make([]int32, 700)
	for place := range of {
		of[place] = int32(rng.IntN(5) - 1)
		for range rng.IntN(20) {
			facts = append(facts, hotspot.Fact{Place: int32(place), Kind: hotspot.Kind(rng.IntN(3)), Day: hotspot.Day(rng.IntN(50)), Count: 1})
		}
	}
	cube, err := hotspot.NewCube(len(of), slices.Values(facts))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []hotspot.Filter{{To: 50}, {From: 10, To: 20}, {From: 49, To: 49}, {From: 5, To: 45, Kinds: hotspot.KindsOf(1)}} {
		want, got := make([]int, 4), make([]int, 4)
		for place, unit := range of {
			if unit >= 0 {
				want[unit] += cube.CountAt(int32(place), f)
			}
		}
		cube.CountBy(f, of, got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", f, diff)
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
