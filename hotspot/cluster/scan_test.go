package cluster

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/stat/distuv"

	"gewu/hotspot"
	"gewu/internal/reference"
)

// A finding is what another program found.
type finding struct {
	LLR      float64 `json:"llr"`
	IDs      []int32 `json:"ids"`
	Cases    float64 `json:"cases"`
	Expected float64 `json:"expected"`
	Relative float64 `json:"rr"`
	P        float64 `json:"p"`
	From     int     `json:"t_from"`
	To       int     `json:"t_to"`
}

func readScans(t *testing.T) map[string]struct {
	Clusters []finding `json:"clusters"`
	Critical float64   `json:"crit_95"`
} {
	t.Helper()
	text, err := os.ReadFile("testdata/ref_scan.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]struct {
		Clusters []finding `json:"clusters"`
		Critical float64   `json:"crit_95"`
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// lattice is the reference's town of 100 squares, all twelve months as one step or month by month.
func lattice(t testing.TB, months bool) Case {
	c := Case{}
	grid := reference.Read(t, "../testdata/grid100.csv")
	x, y, households := grid.Column("x"), grid.Column("y"), grid.Column("households")
	var total []int
	for i, count := range grid.Column("count12") {
		c.At, total = append(c.At, hotspot.Point{X: x[i], Y: y[i]}), append(total, int(count))
	}
	if !months {
		c.Cases, c.Expected = [][]int{total}, [][]float64{households}
		return c
	}
	for range 12 {
		c.Cases, c.Expected = append(c.Cases, make([]int, 100)), append(c.Expected, households)
	}
	cube := reference.Read(t, "../testdata/cube100x12.csv")
	month, place := cube.Column("t"), cube.Column("id")
	for i, count := range cube.Column("count") {
		c.Cases[int(month[i])-1][int(place[i])-1] = int(count)
	}
	return c
}

func TestTheScanFindsTheReferencesWindows(t *testing.T) {
	all := readScans(t)
	for name, c := range map[string]struct {
		of      Case
		options ScanOptions
	}{
		"spatial":                 {lattice(t, false), ScanOptions{Replicates: 999, Seed: 1}},
		"spacetime_retrospective": {lattice(t, true), ScanOptions{MostSteps: 6, Replicates: 39, Seed: 1}},
		"spacetime_prospective":   {lattice(t, true), ScanOptions{MostSteps: 6, Prospective: true, Replicates: 199, Seed: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			want := all[name]
			got, err := Scan(t.Context(), c.of, c.options, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Windows) != len(want.Clusters) {
				t.Fatalf("%d windows, want %d", len(got.Windows), len(want.Clusters))
			}
			worst, phi := 0.0, max(1, got.Dispersion.Phi)
			for i, w := range got.Windows {
				ref := want.Clusters[i]
				var ids []int32
				for _, place := range w.Places {
					ids = append(ids, place+1)
				}
				if ref.From == 0 {
					ref.From, ref.To = 1, 1
				}
				if diff := cmp.Diff([]any{ref.IDs, int(ref.Cases), ref.From, ref.To}, []any{ids, w.Cases, w.From + 1, w.To + 1}); diff != "" {
					t.Errorf("window %d: %s", i, diff)
				}
				for _, pair := range [][2]float64{{w.LLR * phi, ref.LLR}, {w.Expected, ref.Expected}} {
					worst = max(worst, math.Abs(pair[0]-pair[1])/pair[1])
				}
				if ref.Relative > 0 {
					worst = max(worst, math.Abs(w.Relative-ref.Relative)/ref.Relative)
				}
			}
			t.Logf("dispersion %.2f, 95 %% critical ratio %.2f (reference %.2f), largest difference %.2g", got.Dispersion.Phi, got.Critical, want.Critical, worst)
			if worst > 1e-9 {
				t.Errorf("largest difference %v", worst)
			}
			if math.Abs(got.Critical-want.Critical) > 1.5 {
				t.Errorf("95 %% critical ratio %v, want about %v", got.Critical, want.Critical)
			}
		})
	}
}

// Three steps of two places, published with the package scanstatistics.
func TestTheScanOfThePublishedToyIsItsScore(t *testing.T) {
	got, err := Scan(t.Context(), Case{
		At: []hotspot.Point{{X: 0}, {X: 1}}, Cases: [][]int{{1, 0}, {2, 1}, {0, 20}}, Expected: [][]float64{{2, 1}, {4, 5}, {6, 6}},
	}, ScanOptions{Prospective: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	// The published zone lasts all three steps; the last alone is likelier.
	scanner, _ := newScanner(Case{
		At: []hotspot.Point{{X: 0}, {X: 1}}, Cases: [][]int{{1, 0}, {2, 1}, {0, 20}}, Expected: [][]float64{{2, 1}, {4, 5}, {6, 6}},
	}, ScanOptions{})
	if llr := scanner.llr(21, 12); math.Abs(llr-7.593048463284204) > 1e-12 {
		t.Errorf("21 where 12 are expected of 24: %v", llr)
	}
	if w := got.Windows[0]; w.Centre != 1 || w.From != 2 || w.Cases != 20 {
		t.Errorf("likeliest: %+v", w)
	}
}

func TestDealtCasesAreAsManyAsBeforeAndFallWhereTheyAreExpected(t *testing.T) {
	c := lattice(t, true)
	c.Expected[3] = make([]float64, 100)
	s, err := newScanner(c, ScanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	sums := make([]float64, 100)
	const maps = 200
	for r := range maps {
		dealt, all := s.newBatch(1), 0
		s.deal(dealt, 0, rand.New(rand.NewPCG(9, uint64(r))))
		for i := range sums {
			prefix := dealt.prefixes[i*13 : i*13+13]
			if prefix[4] != prefix[3] {
				t.Fatal("cases were dealt to a step that expects none")
			}
			sums[i] += float64(prefix[12])
			all += int(prefix[12])
		}
		if all != s.total {
			t.Fatalf("%d cases were dealt, want %d", all, s.total)
		}
	}
	chi := 0.0
	for i, p := range s.populations() {
		e := p * float64(s.total) * maps
		chi += (sums[i] - e) * (sums[i] - e) / e
	}
	if chi < 55 || chi > 160 { // 99 degrees of freedom: one in 10,000 lies outside
		t.Errorf("χ² of what was dealt: %v", chi)
	}
}

func TestFewOfManyFallAsOftenAsTheyShould(t *testing.T) {
	for _, c := range []struct {
		n int
		p float64
	}{{2, 0.5}, {40, 0.1}, {120_000, 1.0 / 30_000}, {1000, 0.019}} {
		dice := rand.New(rand.NewPCG(7, uint64(c.n)))
		const draws = 100_000
		seen := map[int]float64{}
		for range draws {
			seen[binomial(c.n, c.p, dice)]++
		}
		of := distuv.Binomial{N: float64(c.n), P: c.p}
		chi, free, rest := 0.0, 0.0, float64(draws)
		for k := range c.n + 1 {
			if e := draws * of.Prob(float64(k)); e >= 10 {
				chi += (seen[k] - e) * (seen[k] - e) / e
				rest -= e
				free++
			}
		}
		if most := free + 4*math.Sqrt(2*free) + rest; chi > most { // one in 10,000 lies beyond
			t.Errorf("%d with %v each: χ² %v of %v", c.n, c.p, chi, free)
		}
	}
}

func TestMapsSearchedTogetherAreEachAsSearchedAlone(t *testing.T) {
	s, err := newScanner(lattice(t, true), ScanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	const maps = 5
	all := s.newBatch(maps)
	for m := range maps {
		s.deal(all, m, rand.New(rand.NewPCG(4, uint64(m))))
	}
	together := s.search(t.Context(), all, nil)
	for m := range maps {
		one := s.newBatch(1)
		s.deal(one, 0, rand.New(rand.NewPCG(4, uint64(m))))
		if alone := s.search(t.Context(), one, nil)[0]; alone != together[m] {
			t.Errorf("map %d: %+v, alone %+v", m, together[m], alone)
		}
	}
}

func TestAScanOfNothingSaysWhy(t *testing.T) {
	at := []hotspot.Point{{}, {X: 1}}
	for name, c := range map[string]struct {
		of   Case
		want error
	}{
		"no steps":             {Case{At: at}, ErrShape},
		"other steps":          {Case{At: at, Cases: [][]int{{1, 2}}}, ErrShape},
		"other places":         {Case{At: at, Cases: [][]int{{1}}, Expected: [][]float64{{1, 2}}}, ErrShape},
		"fewer than none":      {Case{At: at, Cases: [][]int{{-1, 5}}, Expected: [][]float64{{1, 2}}}, ErrShape},
		"no number":            {Case{At: at, Cases: [][]int{{1, 5}}, Expected: [][]float64{{math.NaN(), 2}}}, ErrShape},
		"one case":             {Case{At: at, Cases: [][]int{{1, 0}}, Expected: [][]float64{{1, 2}}}, ErrNoCases},
		"no households":        {Case{At: at, Cases: [][]int{{3, 0}}, Expected: [][]float64{{0, 0}}}, ErrNoExpected},
		"cases where none are": {Case{At: at, Cases: [][]int{{3, 1}}, Expected: [][]float64{{0, 5}}}, ErrNoCases},
	} {
		if _, err := Scan(t.Context(), c.of, ScanOptions{}, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	same := Case{At: []hotspot.Point{{}, {}, {}}, Cases: [][]int{{5, 1, 1}}, Expected: [][]float64{{1, 1, 1}}}
	if got, err := Scan(t.Context(), same, ScanOptions{Replicates: 9}, nil); err != nil || len(got.Windows) != 0 {
		t.Errorf("all at one point: %+v, %v", got, err)
	}
}

// BenchmarkScan scans 2,500 grids over twelve steps for what goes on now, 250 nearest to each at the most.
func BenchmarkScan(b *testing.B) {
	dice := rand.New(rand.NewPCG(2, 2))
	c := Case{}
	for i := range 2500 {
		c.At = append(c.At, hotspot.Point{X: float64(i%50) + dice.Float64(), Y: float64(i/50) + dice.Float64()})
	}
	for range 12 {
		cases, expected := make([]int, 2500), make([]float64, 2500)
		for i := range cases {
			expected[i] = 300 + 200*dice.Float64()
			cases[i] = dice.IntN(9)
		}
		c.Cases, c.Expected = append(c.Cases, cases), append(c.Expected, expected)
	}
	for _, replicates := range []int{39, 999} {
		b.Run(fmt.Sprintf("%d-replicates/gewu", replicates), func(b *testing.B) {
			var got Scanned
			for b.Loop() {
				var err error
				if got, err = Scan(b.Context(), c, ScanOptions{MostPlaces: 250, Prospective: true, Replicates: replicates}, nil); err != nil {
					b.Fatal(err)
				}
			}
			want := map[int]string{39: "9.188966571 11.706666094", 999: "9.188966571 12.930104055"}[replicates]
			if sum := fmt.Sprintf("%.9f %.9f", got.Windows[0].LLR, got.Critical); sum != want {
				b.Fatalf("the likeliest window and the critical ratio are %s, and were %s", sum, want)
			}
		})
	}
}
