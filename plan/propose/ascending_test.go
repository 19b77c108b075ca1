package propose

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestKeysAscendByTheirUpperHalvesAndKeepTheirOrderBelow(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 1))
	var spare []uint64
	for _, n := range []int{0, 1, fewKeys - 1, fewKeys, 500, 3000} {
		for _, most := range []uint64{1, 9, 1 << 9, 1 << 27, 1 << 32} {
			keys := make([]uint64, n)
			for i := range keys {
				keys[i] = random.Uint64N(most)<<32 | uint64(i)
			}
			want := slices.SortedStableFunc(slices.Values(keys), func(a, b uint64) int { return cmp.Compare(a>>32, b>>32) })
			if keys, spare = ascending(keys, spare); !slices.Equal(keys, want) {
				t.Fatalf("%d keys below %d", n, most)
			}
		}
	}
}
