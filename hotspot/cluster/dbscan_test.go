package cluster

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/hotspot"
	"gewu/internal/reference"
)

func points300(t testing.TB) (at []hotspot.Point) {
	ref := reference.Read(t, "../testdata/points300.csv")
	x, y := ref.Column("x"), ref.Column("y")
	for i := range x {
		at = append(at, hotspot.Point{X: x[i], Y: y[i]})
	}
	return at
}

func TestDBSCANHasTheCoresTheNoiseAndTheClustersOfRAndPostGIS(t *testing.T) {
	at, r, postgis := points300(t), reference.Read(t, "testdata/ref_dbscan.csv"), reference.Read(t, "testdata/ref_dbscan_postgis.csv")
	for _, c := range []struct {
		metres, fewest                int
		clusters, noise, core, border int
	}{{100, 5, 4, 118, 157, 25}, {150, 5, 3, 97, 193, 10}, {200, 10, 3, 95, 187, 18}} {
		name := fmt.Sprintf("%d_%d", c.metres, c.fewest)
		got, err := DBSCAN(at, float64(c.metres), c.fewest)
		if err != nil {
			t.Fatal(err)
		}
		ofR, coreInR, ofPostGIS := r.Column("cl_"+name), r.Column("core_"+name), postgis.Column("c"+name)
		noise, core := 0, 0
		partition := map[[3]int32]bool{} // ours, R's and PostGIS' label of core points
		for i, label := range got.Label {
			if (label == Noise) != (ofR[i] == 0) || (label == Noise) != math.IsNaN(ofPostGIS[i]) {
				t.Errorf("%s: point %d has label %d, R %v, PostGIS %v", name, i, label, ofR[i], ofPostGIS[i])
			}
			if got.Core[i] != (coreInR[i] == 1) {
				t.Errorf("%s: point %d is core: %v", name, i, got.Core[i])
			}
			if label == Noise {
				noise++
			}
			if got.Core[i] {
				core++
				partition[[3]int32{label, int32(ofR[i]), int32(ofPostGIS[i])}] = true
			}
		}
		counts := []int{got.Count, noise, core, 300 - noise - core, len(partition)}
		if diff := cmp.Diff([]int{c.clusters, c.noise, c.core, c.border, c.clusters}, counts); diff != "" {
			t.Errorf("%s: clusters, noise, core, border, pairs of labels: %s", name, diff)
		}
	}
}

// slow does what DBSCAN says, comparing every two points.
func slow(at []hotspot.Point, day []int32, metres float64, days int32, fewest int) Clustering {
	near := func(i, j int) bool {
		dx, dy := at[i].X-at[j].X, at[i].Y-at[j].Y
		return dx*dx+dy*dy <= metres*metres && (day == nil || max(day[i]-day[j], day[j]-day[i]) <= days)
	}
	out := Clustering{Label: make([]int32, len(at)), Core: make([]bool, len(at))}
	for i := range at {
		out.Label[i] = Noise
		count := 0
		for j := range at {
			if near(i, j) {
				count++
			}
		}
		out.Core[i] = count >= fewest
	}
	for i := range at {
		if !out.Core[i] || out.Label[i] != Noise {
			continue
		}
		for todo := []int{i}; len(todo) > 0; {
			j := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			out.Label[j] = int32(out.Count)
			for k := range at {
				if out.Core[k] && out.Label[k] == Noise && near(j, k) {
					todo = append(todo, k)
				}
			}
		}
		out.Count++
	}
	for i := range at {
		least := math.Inf(1)
		for j := range at {
			if d := math.Hypot(at[i].X-at[j].X, at[i].Y-at[j].Y); !out.Core[i] && out.Core[j] && near(i, j) && d < least {
				least, out.Label[i] = d, out.Label[j]
			}
		}
	}
	return out
}

func TestClustersAreThoseFoundByComparingEveryTwoPoints(t *testing.T) {
	dice := rand.New(rand.NewPCG(5, 1))
	for try := range 400 {
		n := dice.IntN(120)
		at, day := make([]hotspot.Point, n), make([]int32, n)
		spread := []float64{3, 10, 40}[dice.IntN(3)]
		for i := range at {
			// Whole metres make many points equally far, and many that lie just as far as the distance.
			at[i] = hotspot.Point{X: math.Round(dice.Float64() * spread), Y: math.Round(dice.Float64() * spread)}
			day[i] = int32(dice.IntN(12))
		}
		metres, fewest := float64(1+dice.IntN(5)), 1+dice.IntN(6)
		got, err := DBSCAN(at, metres, fewest)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(slow(at, nil, metres, 0, fewest), got); diff != "" {
			t.Fatalf("try %d, %v m, %d: %s", try, metres, fewest, diff)
		}
		days := int32(dice.IntN(4))
		got, err = STDBSCAN(at, day, metres, days, fewest)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(slow(at, day, metres, days, fewest), got); diff != "" {
			t.Fatalf("try %d, %v m and %d days, %d: %s", try, metres, days, fewest, diff)
		}
	}
}

func TestPointsFarApartAndPointsInOnePlaceAreClustered(t *testing.T) {
	far := []hotspot.Point{{X: -1e7, Y: -1e7}, {X: 1e7, Y: 1e7}, {X: 1e7, Y: 1e7 - 0.05}}
	got, err := DBSCAN(far, 0.1, 2)
	if diff := cmp.Diff(Clustering{Label: []int32{Noise, 0, 0}, Core: []bool{false, true, true}, Count: 1}, got); err != nil || diff != "" {
		t.Errorf("far apart: %v %s", err, diff)
	}
	same := make([]hotspot.Point, 1000)
	got, err = DBSCAN(same, 30, 1000)
	if err != nil || got.Count != 1 || got.Label[999] != 0 {
		t.Errorf("in one place: %d clusters, %v", got.Count, err)
	}
	if got, err := DBSCAN(nil, 30, 3); err != nil || got.Count != 0 {
		t.Errorf("no points: %+v, %v", got, err)
	}
}

func TestWhatCannotBeClusteredIsRefused(t *testing.T) {
	one := []hotspot.Point{{}}
	for name, c := range map[string]struct {
		at     []hotspot.Point
		metres float64
		fewest int
		want   error
	}{
		"a distance of 0":       {one, 0, 3, ErrDistance},
		"a distance of nothing": {one, math.NaN(), 3, ErrDistance},
		"a distance below 0":    {one, -5, 3, ErrDistance},
		"an endless distance":   {one, math.Inf(1), 3, ErrDistance},
		"no point at all":       {one, 30, 0, ErrFewest},
		"a point nowhere":       {[]hotspot.Point{{X: math.NaN()}}, 30, 3, ErrPosition},
		"a point at infinity":   {[]hotspot.Point{{Y: math.Inf(-1)}}, 30, 3, ErrPosition},
	} {
		if _, err := DBSCAN(c.at, c.metres, c.fewest); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// town draws points as reports lie: half in bunches, half anywhere in a square of so many metres.
func town(n int, metres float64) []hotspot.Point {
	dice := rand.New(rand.NewPCG(1, 9))
	at := make([]hotspot.Point, n)
	var bunch hotspot.Point
	for i := range at {
		if i%200 == 0 {
			bunch = hotspot.Point{X: dice.Float64() * metres, Y: dice.Float64() * metres}
		}
		at[i] = hotspot.Point{X: dice.Float64() * metres, Y: dice.Float64() * metres}
		if i%2 == 0 {
			at[i] = hotspot.Point{X: bunch.X + dice.NormFloat64()*25, Y: bunch.Y + dice.NormFloat64()*25}
		}
	}
	return at
}
