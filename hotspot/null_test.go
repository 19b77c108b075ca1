package hotspot

import (
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// A chance draws maps of the reference's town: counts that follow households, with so many incidents
// a household in each, and more in some squares.
type chance struct {
	town
	dice *rand.Rand
	risk []float64 // relative, of each square
	size float64   // of the negative binomial; 0: Poisson
}

func newChance(t *testing.T, seed uint64) chance {
	c := chance{town: readTown(t), dice: rand.New(rand.NewPCG(seed, 6)), risk: make([]float64, 100)}
	for i := range c.risk {
		c.risk[i] = 1
	}
	return c
}

func (c chance) draw(perHousehold float64) []int {
	out := make([]int, len(c.households))
	for i, n := range c.households {
		mean := n * perHousehold * c.risk[i]
		if c.size > 0 {
			mean *= distuv.Gamma{Alpha: c.size, Beta: c.size, Src: c.dice}.Rand()
		}
		out[i] = int(distuv.Poisson{Lambda: mean, Src: c.dice}.Rand())
	}
	return out
}

// residuals are what is tested by default.
func (c chance) residuals(counts []int) []float64 {
	return Residuals(counts, Expected(counts, c.households))
}

// alarms returns in which share of so many maps any square is hot, and which share of the planted
// squares is found.
func (c chance) alarms(maps int, perHousehold float64, figure func([]int) []float64) (any, found float64) {
	planted := 0
	for range maps {
		hot := false
		for i, class := range Classes(GiStar(figure(c.draw(perHousehold)), c.queen)) {
			if class >= Hot95 && class != NotTested {
				hot = true
				if c.risk[i] > 1 {
					found++
				}
			}
			if c.risk[i] > 1 {
				planted++
			}
		}
		if hot {
			any++
		}
	}
	return any / float64(maps), found / max(1, float64(planted))
}

// nullMaps are drawn for each figure: the standard error of a share of 0.05 is 0.005.
const nullMaps = 2000

func TestWhereRiskIsTheSameEverywhereFewMapsHaveAHotSpot(t *testing.T) {
	for _, c := range []struct {
		name         string
		perHousehold float64
		size, most   float64
	}{
		{"twelve months", 0.24, 0, 0.07},
		{"one month", 0.02, 0, 0.07},
		{"twelve months, reports in bunches (k = 20)", 0.24, 20, 0.075},
	} {
		draws := newChance(t, 11)
		draws.size = c.size
		share, _ := draws.alarms(nullMaps, c.perHousehold, draws.residuals)
		t.Logf("%s: a hot spot in %.1f %% of %d maps", c.name, 100*share, nullMaps)
		if share > c.most {
			t.Errorf("%s: a hot spot in %.1f %% of the maps, want at most %.1f %%", c.name, 100*share, 100*c.most)
		}
	}
}

func TestRawCountsCallTheTownCentreHotThoughNothingGoesOn(t *testing.T) {
	draws := newChance(t, 11)
	share, _ := draws.alarms(200, 0.24, func(counts []int) []float64 {
		out := make([]float64, len(counts))
		for i, n := range counts {
			out[i] = float64(n)
		}
		return out
	})
	if share < 0.99 {
		t.Errorf("%.1f %% of the maps of raw counts have a hot spot: that is why they are refused", 100*share)
	}
}

func TestDoubledRiskInSixSquaresIsFoundWithTwelveMonths(t *testing.T) {
	draws := newChance(t, 12)
	for _, square := range []int{16, 17, 26, 27, 36, 37} { // columns 6–7, rows 1–3
		draws.risk[square] = 2
	}
	_, found := draws.alarms(nullMaps, 0.24, draws.residuals)
	t.Logf("%.1f %% of the squares found in %d maps", 100*found, nullMaps)
	if found < 0.90 {
		t.Errorf("%.1f %% of the squares found, want 90 %%", 100*found)
	}
}

func TestWithoutATrendFewCoursesHaveOne(t *testing.T) {
	for _, steps := range []int{12, 24, 36} {
		draws := newChance(t, 13)
		rejected, courses := 0, 0
		for range 100 {
			x := make(Series, steps)
			for s := range x {
				x[s] = draws.residuals(draws.draw(0.02))
			}
			got, err := Emerge(x, draws.queen, EmergeOptions{})
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range got {
				courses++
				if e.Trend.P < 0.05 {
					rejected++
				}
			}
		}
		share := float64(rejected) / float64(courses)
		t.Logf("%d steps: a trend in %.1f %% of %d courses", steps, 100*share, courses)
		if share > 0.06 {
			t.Errorf("%d steps: a trend in %.1f %% of the courses, want at most 6 %%", steps, 100*share)
		}
	}
}
