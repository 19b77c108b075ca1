package api

import (
	"gewu/analysis"
)

// How many densities are kept, and how many pixels they have together: 8 bytes each.
const (
	mostDensities = 24
	densityPixels = 12 << 20
)

// newDensities keeps the densities that were asked for last.
func newDensities() *kept[*analysis.Density] {
	return newKept(mostDensities, densityPixels, func(d *analysis.Density) int { return len(d.Values) })
}

// density works out the density of a question: from the one that is kept of the data before a few writes, which it
// replaces, or else anew.
func (s *server) density(a asked) (*analysis.Density, error) {
	for _, before := range s.densities.all() {
		if d, ok := before.Since(a.evidence, a.question); ok {
			s.densities.forget(func(d *analysis.Density) bool { return d == before })
			return d, nil
		}
	}
	return analysis.DensityOf(a.evidence, a.question)
}
