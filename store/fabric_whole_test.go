package store_test

import (
	"context"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/internal/demo"
	"gewu/plan"
	"gewu/store"
)

// Whatever is drawn, at whatever angle, the cells are the community, exactly.
func TestRandomTownsHaveWholeFabrics(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			dice := rand.New(rand.NewPCG(seed, 1))
			var corners [][2]float64
			n := 3 + dice.IntN(12)
			for i := range n {
				sin, cos := math.Sincos(2 * math.Pi * (float64(i) + 0.8*dice.Float64()) / float64(n))
				r := 60 + 240*dice.Float64()
				corners = append(corners, [2]float64{300 + r*cos, 300 + r*sin})
			}
			p := newPlot(t, corners...)
			somewhere := func() [2]float64 { return [2]float64{600 * dice.Float64(), 600 * dice.Float64()} }
			for range dice.IntN(12) {
				class := []string{"road", "lane", "arterial"}[dice.IntN(3)]
				p.road(t, class, "{}", somewhere(), somewhere(), somewhere())
			}
			p.water(t, "MULTILINESTRING(("+metres(somewhere(), somewhere(), somewhere())+"))")
			for range dice.IntN(60) {
				p.house(t, dice.IntN(9), turned(dice, somewhere())...)
			}
			p.fabric(t)
		})
	}
}

// turned is a rectangle of any size around a place, at any angle.
func turned(dice *rand.Rand, at [2]float64) [][2]float64 {
	sin, cos := math.Sincos(2 * math.Pi * dice.Float64())
	long, wide := 2+20*dice.Float64(), 2+8*dice.Float64()
	var corners [][2]float64
	for _, c := range square(-long, -wide, long, wide) {
		corners = append(corners, [2]float64{at[0] + c[0]*cos - c[1]*sin, at[1] + c[0]*sin + c[1]*cos})
	}
	return corners
}

func TestTheFabricOfTheDemoIsWholeAndTheSameEachTime(t *testing.T) {
	w := emptyTown(t)
	d := demo.Generate(1, spring)
	loadGround(t, w, d)
	s := w.snapshot(t, spring)
	for _, code := range []string{"350420001003", "350420004005"} {
		community := s.ByCode(code)[0].ID
		f := checkedFabric(t, w, community)
		for _, cut := range f.Cuts {
			if cut.By != plan.Community && cut.By != plan.River {
				t.Errorf("%s: building %d is cut", code, cut.Building)
			}
		}
		again, err := w.db.Fabric(t.Context(), community, spring)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(f, again, cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
			t.Errorf("%s: the second time differs: %s", code, diff)
		}
	}
}

// loadGround imports of the demo what fabrics are made of.
func loadGround(t testing.TB, w town, d *demo.District) {
	t.Helper()
	for _, layer := range d.Layers {
		if layer.Level != "building" {
			in := store.Import{Source: demo.Source, Level: layer.Level, Profile: layer.Profile, From: spring}
			load(t, in, layer.Areas, w.db.ImportAreas)
		}
	}
	in := store.Import{Source: demo.Source}
	load(t, in, d.Waters, w.db.ImportWaters)
	load(t, in, d.Roads, w.db.ImportRoads)
	load(t, in, d.Estates, w.db.ImportEstates)
	load(t, in, d.Buildings, w.db.ImportBuildings)
}

func load[T any](t testing.TB, in store.Import, all []T, keep func(context.Context, store.Import, iter.Seq2[T, error]) (store.Report, error)) {
	t.Helper()
	if _, err := keep(t.Context(), in, each(all...)); err != nil {
		t.Fatal(err)
	}
}
