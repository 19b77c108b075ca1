package geo_test

import (
	"os"
	"runtime"
	"syscall"
	"testing"
	"time"

	"gewu/geo"
	"gewu/internal/nation"
)

// nationOf draws the nation of the benchmarks, see [nation.Sized].
func nationOf(b *testing.B) *nation.Nation {
	b.Helper()
	n, err := nation.Sized(os.Getenv(nation.BenchmarkGrids))
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func groupOf(n *nation.Nation, community int, round uint64) geo.Group {
	id, areas := n.Edited(community, round)
	return geo.Group{ID: geo.GroupID(id), Areas: areas}
}

// readNation also returns how many sides there are, and how long rounding them took.
func readNation(b *testing.B, n *nation.Nation) (builder *geo.AtlasBuilder, sides int, took time.Duration) {
	b.Helper()
	builder = new(geo.AtlasBuilder)
	for i := range n.Communities() {
		group := groupOf(n, i, 0)
		for _, area := range group.Areas {
			sides += len(area.Boundary[0][0]) - 1
		}
		start := time.Now()
		if err := builder.Add(group); err != nil {
			b.Fatal(err)
		}
		took += time.Since(start)
	}
	return builder, sides, took
}

// The grids of a nation, from areas in degrees to sheets. It says how much of a processor's
// time each side takes, on however many there are: to round it, and to build with it; and what
// is held then.
func BenchmarkAtlas(b *testing.B) {
	n := nationOf(b)
	for range b.N {
		b.StopTimer()
		before := heldMB()
		builder, sides, took := readNation(b, n)
		start := processorTime(b)
		b.StartTimer()
		a, err := builder.Build()
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		b.ReportMetric(float64(took.Nanoseconds())/float64(sides), "ns-read/side")
		b.ReportMetric(float64((processorTime(b)-start).Nanoseconds())/float64(sides), "ns-cpu/side")
		b.ReportMetric(heldMB()-before, "MB-held")
		b.ReportMetric(float64(n.Grids()), "grids")
		b.ReportMetric(float64(sides), "sides")
		runtime.KeepAlive(a)
		b.StartTimer()
	}
}

// processorTime is what this process has used of all processors.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func heldMB() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}

// One community of a nation is edited.
func BenchmarkAtlasWith(b *testing.B) {
	n := nationOf(b)
	builder, _, _ := readNation(b, n)
	a, err := builder.Build()
	if err != nil {
		b.Fatal(err)
	}
	round, took := uint64(0), time.Duration(0)
	for b.Loop() {
		b.StopTimer()
		round++
		group := groupOf(n, int(round*7919)%n.Communities(), round)
		start := processorTime(b)
		b.StartTimer()
		if _, err := a.With(group); err != nil {
			b.Fatal(err)
		}
		took += processorTime(b) - start
	}
	b.ReportMetric(took.Seconds()*1e3/float64(round), "ms-cpu/op")
}
