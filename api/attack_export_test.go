package api

import (
	"maps"
	"slices"
)

// RuledOperations lists the operations that accessTable has a line for, in order.
func RuledOperations() []string { return slices.Sorted(maps.Keys(rules)) }
