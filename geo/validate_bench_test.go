package geo_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// waves is a coverage of n × n areas, whose borders wave with eight vertices each.
func waves(n int) []geo.Area {
	const step, between = 10_000, 8
	wave := func(i, j, k int, upright bool) orb.Point {
		along, off := int32(k*step/between), int32(800*math.Sin(float64(k*i+j)))
		if k == 0 {
			off = 0
		}
		if upright {
			return at(int32(i*step)+off, int32(j*step)+along).Orb()
		}
		return at(int32(i*step)+along, int32(j*step)+off).Orb()
	}
	var list []geo.Area
	for i := range n {
		for j := range n {
			var r orb.Ring
			for k := range between {
				r = append(r, wave(i, j, k, false))
			}
			for k := range between {
				r = append(r, wave(i+1, j, k, true))
			}
			for k := between; k > 0; k-- {
				r = append(r, wave(i+(k/between), j+1, k%between, false))
			}
			for k := between; k > 0; k-- {
				r = append(r, wave(i, j+(k/between), k%between, true))
			}
			list = append(list, geo.Area{ID: geo.AreaID(len(list) + 1), Boundary: polygon(append(r, r[0]))})
		}
	}
	return list
}

// BenchmarkValidate validates 100,489 areas of 32 vertices, and snaps them.
func BenchmarkValidate(b *testing.B) {
	list := waves(317)
	b.Run("validate", func(b *testing.B) {
		for b.Loop() {
			if problems := validate(b, list, geo.Surroundings{}); len(problems) > 0 {
				b.Fatal(problems[0])
			}
		}
		b.ReportMetric(float64(len(list)*b.N)/b.Elapsed().Seconds(), "areas/s")
	})
	b.Run("snap", func(b *testing.B) {
		for b.Loop() {
			if c, _ := snap(b, list, 0.1); c.Len() != len(list) {
				b.Fatal(c.Len())
			}
		}
		b.ReportMetric(float64(len(list)*b.N)/b.Elapsed().Seconds(), "areas/s")
	})
}
