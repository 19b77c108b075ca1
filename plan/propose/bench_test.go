package propose_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gewu/plan/propose"
)

// BenchmarkProposeTown draws the grids of synthetic towns from nothing, beside METIS's k-way
// partitioning with as many parts, and says what both reach, and what METIS's costs are to ours.
func BenchmarkProposeTown(b *testing.B) {
	for _, at := range townsAtHand() {
		r := propose.Request{Graph: town(b, at.dir, at.name), Band: usual, Mode: propose.Redraw, Seed: 1}
		var drawn propose.Metrics
		b.Run(at.name+"/gewu-first", func(b *testing.B) {
			measured(b, func() error {
				p, err := propose.First(b.Context(), r)
				drawn = p.Metrics
				return err
			})
			report(b, drawn)
		})
		b.Run(at.name+"/gewu", func(b *testing.B) {
			measured(b, func() error {
				all, err := propose.Run(b.Context(), r, nil)
				if err == nil {
					drawn = all.Proposals[0].Metrics
				}
				return err
			})
			report(b, drawn)
		})
		b.Run(at.name+"/metis", func(b *testing.B) { runMetis(b, r, drawn) })
	}
}

// A townAtHand is a town whose tables lie in a directory.
type townAtHand struct{ dir, name string }

// townsAtHand are the small towns, and that of 20,000 cells where real data are.
func townsAtHand() []townAtHand {
	towns := []townAtHand{{"testdata", "S200"}, {"testdata", "T250"}, {"testdata", "M2000"}}
	dir := filepath.Join(os.Getenv("GEWU_TEST_DATA"), "towns")
	if _, err := os.Stat(filepath.Join(dir, "L20000.cells.csv")); err == nil {
		towns = append(towns, townAtHand{dir, "L20000"})
	}
	return towns
}

// runMetis divides a graph by METIS in as many parts as another division of it has, and compares their costs.
func runMetis(b *testing.B, r propose.Request, drawn propose.Metrics) {
	path, parts := writeMetis(b, r.Graph), strconv.Itoa(drawn.Grids)
	measured(b, func() error {
		out, err := exec.CommandContext(b.Context(), "gpmetis", "-contig", "-ufactor=250", "-seed=1", path, parts).CombinedOutput()
		if err != nil {
			return fmt.Errorf("gpmetis, of the package metis: %w: %s", err, out)
		}
		return nil
	})
	m, err := propose.Measure(r, readMetis(b, path+".part."+parts))
	if err != nil {
		b.Fatal(err)
	}
	report(b, m)
	b.ReportMetric(drawn.Cost/m.Cost, "gewu/metis-cost")
}

// measured reports the time of processors that work takes, that of what it starts included.
func measured(b *testing.B, work func() error) {
	before := processorTime()
	for b.Loop() {
		if err := work(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((processorTime()-before).Seconds()/float64(b.N), "cpu-s/op")
}

func processorTime() (total time.Duration) {
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var used syscall.Rusage
		if syscall.Getrusage(who, &used) == nil {
			total += time.Duration(used.Utime.Nano() + used.Stime.Nano())
		}
	}
	return total
}

func report(b *testing.B, m propose.Metrics) {
	b.ReportMetric(m.Cost/1000, "cost")
	b.ReportMetric(100*m.InBandShare(), "in-band-%")
	b.ReportMetric(100*m.OnRoadShare(), "on-road-%")
	b.ReportMetric(float64(m.Detached), "detached")
}

// BenchmarkRepairTown repairs towns after households changed: with one answer soon, and with several.
func BenchmarkRepairTown(b *testing.B) {
	for _, at := range townsAtHand()[1:] {
		r := propose.Request{Graph: town(b, at.dir, at.name), Band: usual, Mode: propose.Redraw, Seed: 1}
		drawn, err := propose.First(b.Context(), r)
		if err != nil {
			b.Fatal(err)
		}
		r.Graph, r.Mode, r.Current = grown(r.Graph, third), propose.Repair, drawn.Assignment
		var repaired propose.Metrics
		tell := func(b *testing.B) {
			report(b, repaired)
			b.ReportMetric(100*repaired.MovedShare(), "moved-%")
		}
		b.Run(at.name+"/gewu-first", func(b *testing.B) {
			measured(b, func() error {
				p, err := propose.First(b.Context(), r)
				repaired = p.Metrics
				return err
			})
			tell(b)
		})
		b.Run(at.name+"/gewu", func(b *testing.B) {
			measured(b, func() error {
				all, err := propose.Run(b.Context(), r, nil)
				if err == nil {
					repaired = all.Proposals[0].Metrics
				}
				return err
			})
			tell(b)
		})
	}
}

// writeMetis writes a graph as METIS reads it.
func writeMetis(b *testing.B, g propose.Graph) string {
	b.Helper()
	near := make([][]string, len(g.Cells))
	for _, e := range g.Borders {
		cost := strconv.Itoa(int(max(1, math.Round(e.Metres*e.Class.Cost()))))
		near[e.A] = append(near[e.A], strconv.Itoa(int(e.B)+1), cost)
		near[e.B] = append(near[e.B], strconv.Itoa(int(e.A)+1), cost)
	}
	var text bytes.Buffer
	fmt.Fprintf(&text, "%d %d 011 1\n", len(g.Cells), len(g.Borders))
	for c, cell := range g.Cells {
		fmt.Fprintln(&text, cell.Households, strings.Join(near[c], " "))
	}
	path := filepath.Join(b.TempDir(), "town.graph")
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

func readMetis(b *testing.B, path string) []int32 {
	b.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	var parts []int32
	for _, line := range strings.Fields(string(text)) {
		parts = append(parts, int32(number(b, line)))
	}
	return parts
}
