package api

import (
	"gewu/analysis"
)

// How many densities are kept, and how many pixels they have together: 4 bytes each.
const (
	mostDensities = 24
	densityPixels = 24 << 20
)

// newDensities keeps the densities that were asked for last.
func newDensities() *kept[*analysis.Density] {
	return newKept(mostDensities, densityPixels, func(d *analysis.Density) int { return len(d.Values) })
}
