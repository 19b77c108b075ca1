package plan

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"
)

// sorted lists a set in order; nil for an empty one.
func sorted[T cmp.Ordered](set map[T]bool) []T { return sortedKeys(set) }

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// merged lists in order what is in one of two lists that are in order and name nothing twice; nil
// when both are empty.
func merged[T cmp.Ordered](a, b []T) []T {
	if len(a)+len(b) == 0 {
		return nil
	}
	list := make([]T, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			list, a = append(list, a[0]), a[1:]
		case b[0] < a[0]:
			list, b = append(list, b[0]), b[1:]
		default:
			list, a, b = append(list, a[0]), a[1:], b[1:]
		}
	}
	return append(append(list, a...), b...)
}

// ascending orders numbers below a bound, and leaves out those that come again. Of many it marks which
// there are.
func ascending[ID ~int32](list []ID, below int) []ID {
	if len(list) < below/64 {
		slices.Sort(list)
		return slices.Compact(list)
	}
	marks := make([]uint64, (below+63)/64)
	for _, id := range list {
		marks[id/64] |= 1 << (id % 64)
	}
	list = list[:0]
	for word, left := range marks {
		for ; left != 0; left &= left - 1 {
			list = append(list, ID(word*64+bits.TrailingZeros64(left)))
		}
	}
	return list
}

func compareFloats(a, b float64) int { return cmp.Compare(a, b) }
