package plan

import (
	"cmp"
	"maps"
	"slices"
)

// sorted lists a set in order; nil for an empty one.
func sorted[T cmp.Ordered](set map[T]bool) []T { return sortedKeys(set) }

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

func compareFloats(a, b float64) int { return cmp.Compare(a, b) }
