package geo_test

import (
	"testing"

	"gewu/geo"
)

// A town of 60 × 60 cells with about 120 vertices each: 216,000 sides.
func BenchmarkBuildCoverage(b *testing.B) {
	list := newTown(1, 60, 60, 40_000, 30).areas(false)
	for b.Loop() {
		if c, problems, err := geo.BuildCoverage(list); c == nil {
			b.Fatal(problems, err)
		}
	}
}

// Its cells become columns of 60.
func BenchmarkDissolve(b *testing.B) {
	c := build(b, newTown(1, 60, 60, 40_000, 30).areas(false))
	for b.Loop() {
		c.Dissolve(func(id geo.AreaID) geo.AreaID { return id / 60 })
	}
}
