package hotspot

import (
	"bytes"
	"fmt"
	"math"
	"os/exec"
	"strings"
	"testing"
)

// spdepScript reads the side of a square of cells and a figure of each, and says for the neighbours, Gi* and
// 999 conditional permutations how many seconds they took and what their z sum up to.
const spdepScript = `
suppressMessages(library(spdep))
input <- scan(file("stdin"), quiet = TRUE)
side <- input[1]; x <- input[-1]
clock <- function(work) system.time(work)[["elapsed"]]
t1 <- clock(lw <- nb2listw(include.self(cell2nb(side, side, type = "queen")), style = "B"))
t2 <- clock(z <- localG(x, lw))
cat("neighbours", t1, 0, "\n")
cat("getis-ord", t2, sprintf("%.12g", sum(abs(z))), "\n")
set.seed(1)
t3 <- clock(p <- localG_perm(x, nb2listw(cell2nb(side, side, type = "queen"), style = "B"), nsim = 999))
cat("permutation", t3, 0, "\n")
`

// BenchmarkBesideSpdep makes neighbours, Gi* and 999 conditional permutations for each of 10,000 cells, as R's spdep
// does (Debian's r-cran-spdep), and compares z.
func BenchmarkBesideSpdep(b *testing.B) {
	const side = 100
	f := newFlat(side, side)
	x := f.residuals()
	said := map[string][2]float64{}
	b.Run("neighbours/gewu", func(b *testing.B) {
		for b.Loop() {
			Queen(side, side).WithSelf()
		}
	})
	peer(b, "neighbours", said, side, x)
	var z float64
	b.Run("getis-ord/gewu", func(b *testing.B) {
		var local Local
		for b.Loop() {
			local = GiStar(x, f.weights)
		}
		z = 0
		for _, v := range local.Z {
			z += math.Abs(v)
		}
		same(b, sum(z), "47a62a482df42191")
	})
	peer(b, "getis-ord", said, side, x)
	if s, ran := said["getis-ord"]; ran && z > 0 && math.Abs(s[1]-z) > 1e-7*z {
		b.Errorf("the z of spdep sum up to %v, ours to %v", s[1], z)
	}
	b.Run("permutation/gewu", func(b *testing.B) {
		var drawn []Drawn
		for b.Loop() {
			drawn = Permute(x, f.weights, Permutation{Runs: 999, Seed: 1})
		}
		var figures []float64
		for _, d := range drawn {
			figures = append(figures, d.TwoSided)
		}
		same(b, sum(figures...), "b5fe33c231945e8e")
	})
	peer(b, "permutation", said, side, x)
}

// peer reports what spdep took for a task; it does them all the first time.
func peer(b *testing.B, task string, said map[string][2]float64, side int, x []float64) {
	b.Run(task+"/spdep", func(b *testing.B) {
		if len(said) == 0 {
			askSpdep(b, said, side, x)
		}
		b.ReportMetric(said[task][0]*1e9, "ns/op")
	})
}

func askSpdep(b *testing.B, said map[string][2]float64, side int, x []float64) {
	b.Helper()
	var input bytes.Buffer
	fmt.Fprintln(&input, side)
	for _, v := range x {
		fmt.Fprintf(&input, "%.17g\n", v)
	}
	cmd := exec.CommandContext(b.Context(), "Rscript", "--vanilla", "-e", spdepScript)
	cmd.Stdin = &input
	out, err := cmd.Output()
	if err != nil {
		b.Skipf("spdep is not installed (PEERS=1 make bench, or r-cran-spdep): %v", err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		var task string
		var took [2]float64
		if _, err := fmt.Sscan(line, &task, &took[0], &took[1]); err != nil {
			b.Fatalf("%q: %v", line, err)
		}
		said[task] = took
	}
}
