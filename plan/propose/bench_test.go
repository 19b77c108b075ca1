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
	"testing"

	"gewu/plan/propose"
)

// BenchmarkProposeTown draws the grids of synthetic towns from nothing, beside METIS's k-way
// partitioning with as many parts, and says what both reach.
func BenchmarkProposeTown(b *testing.B) {
	for _, name := range []string{"S200", "T250", "M2000"} {
		r := propose.Request{Graph: town(b, "testdata", name), Band: usual, Mode: propose.Redraw, Seed: 1}
		parts := 0
		b.Run(name+"/gewu", func(b *testing.B) {
			var p propose.Proposal
			for b.Loop() {
				all, err := propose.Run(b.Context(), r, nil)
				if err != nil {
					b.Fatal(err)
				}
				p = all.Proposals[0]
			}
			parts = p.Metrics.Grids
			report(b, p.Metrics)
		})
		b.Run(name+"/gewu-first", func(b *testing.B) {
			var p propose.Proposal
			for b.Loop() {
				var err error
				if p, err = propose.First(b.Context(), r); err != nil {
					b.Fatal(err)
				}
			}
			parts = p.Metrics.Grids
			report(b, p.Metrics)
		})
		b.Run(name+"/metis", func(b *testing.B) {
			path := writeMetis(b, r.Graph)
			for b.Loop() {
				out, err := exec.CommandContext(b.Context(), "gpmetis", "-contig", "-ufactor=250", "-seed=1", path, strconv.Itoa(parts)).CombinedOutput()
				if err != nil {
					b.Fatalf("gpmetis, of the package metis: %v: %s", err, out)
				}
			}
			m, err := propose.Measure(r, readMetis(b, fmt.Sprintf("%s.part.%d", path, parts)))
			if err != nil {
				b.Fatal(err)
			}
			report(b, m)
		})
	}
}

func report(b *testing.B, m propose.Metrics) {
	b.ReportMetric(m.Cost/1000, "cost")
	b.ReportMetric(100*m.InBandShare(), "in-band-%")
	b.ReportMetric(100*m.OnRoadShare(), "on-road-%")
	b.ReportMetric(float64(m.Detached), "detached")
}

// BenchmarkRepairTown repairs a town after households changed.
func BenchmarkRepairTown(b *testing.B) {
	for _, name := range []string{"T250", "M2000"} {
		b.Run(name+"/gewu", func(b *testing.B) {
			r := propose.Request{Graph: town(b, "testdata", name), Band: usual, Mode: propose.Redraw, Seed: 1}
			all, err := propose.Run(b.Context(), r, nil)
			if err != nil {
				b.Fatal(err)
			}
			r.Graph, r.Mode, r.Current = grown(r.Graph, third), propose.Repair, all.Proposals[0].Assignment
			for b.Loop() {
				if all, err = propose.Run(b.Context(), r, nil); err != nil {
					b.Fatal(err)
				}
			}
			report(b, all.Proposals[0].Metrics)
			b.ReportMetric(100*all.Proposals[0].Metrics.MovedShare(), "moved-%")
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
