package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gewu/geo"
	"gewu/internal/nation"
)

// Points are asked about by two indices, of which one remembers the sides near to them, and one
// searches for them each time.
func TestWhatAVicinityKnowsIsWhatASearchFinds(t *testing.T) {
	const most = 0.9 // of the owners' borders are known, where borders are not far away
	odd := groupsOfTown(newTown(72, 6, 6, 40_000, 12).areas(true), 10)
	odd[1].Areas = append(odd[1].Areas, geo.Area{ID: 100_000, Boundary: odd[2].Areas[1].Boundary})
	for name, c := range map[string]struct {
		groups []geo.Group
		share  float64 // of the owners' borders
		near   bool    // areas are found by their borders, too
	}{
		"a nation of large grids":               {groupsOf(nation.New(1500, 9)), 0.1, true},
		"a part of a district of long borders":  {groupsOf(nation.District(1))[:6], most, true},
		"a town with holes, enclaves and spits": {groupsOfTown(newTown(71, 9, 9, 40_000, 12).areas(true), 20), most, true},
		"a town where areas overlap":            {odd, 0.7, false},
	} {
		t.Run(name, func(t *testing.T) {
			list, random := inOrderOfIDs(c.groups), rand.New(rand.NewPCG(1, 2))
			atlas := atlasOf(t, c.groups)
			sparse, err := geo.SparseIndex(atlas)
			if err != nil {
				t.Fatal(err)
			}
			v := vicinityTest{known: indexAtlas(t, atlas), searched: sparse}
			for i, p := range probesOf(random, list, 1000) { // most are on borders, which are searched for
				geo.Remember(v.known, p)
				v.ask(t, p, list[i%len(list)].ID)
			}
			v.asked, v.borders = 0, 0
			for i, p := range anywhereIn(random, landAround(atlas), 1000) {
				geo.Remember(v.known, p)
				v.ask(t, p, list[i%len(list)].ID)
			}
			if share := float64(v.borders) / float64(v.asked); share < c.share {
				t.Errorf("the borders of %v of the owners are known", share)
			}
			if c.near != (v.nearest > 0) {
				t.Errorf("%d nearest areas are known", v.nearest)
			}
		})
	}
}

// landAround returns a box around all areas and some land around them.
func landAround(a *geo.Atlas) geo.Box {
	box, first := geo.Box{}, true
	for sheet := range a.Sheets() {
		if first {
			box, first = sheet.Box, false
		}
		box = box.Union(sheet.Box)
	}
	const margin = 20_000
	box.Min.Lon, box.Min.Lat = box.Min.Lon-margin, box.Min.Lat-margin
	box.Max.Lon, box.Max.Lat = box.Max.Lon+margin, box.Max.Lat+margin
	return box
}

// A vicinityTest counts what is known.
type vicinityTest struct {
	known, searched         *geo.Index
	asked, borders, nearest int
}

func (v *vicinityTest) ask(t *testing.T, p geo.Point, other geo.AreaID) {
	t.Helper()
	near, ok := v.known.Nearest(p)
	want, wantOK := v.searched.Nearest(p)
	if near.Area != want.Area || ok != wantOK || math.Abs(near.Metres-want.Metres) > 1e-9 {
		t.Fatalf("nearest to %v is %v, want %v", p, near, want)
	}
	if geo.KnowsNearest(v.known, p) {
		v.nearest++
	}
	for _, id := range []geo.AreaID{near.Area, other} {
		if got, want := v.known.BorderMetres(p, id), v.searched.BorderMetres(p, id); math.Abs(got-want) > 1e-9 {
			t.Fatalf("%v is %v m from the border of %d, want %v", p, got, id, want)
		}
	}
	if id, rule, err := v.known.Locate(p); err == nil && rule == geo.Inside {
		v.asked++
		if geo.KnowsBorder(v.known, p, id) {
			v.borders++
		}
	}
}

func TestAVicinityIsRememberedOnceItIsAskedForOften(t *testing.T) {
	x := indexAtlas(t, atlasOf(t, groupsOfTown(newTown(73, 4, 4, 40_000, 12).areas(false), 20)))
	p := at(55_000, 50_000)
	id, rule, err := x.Locate(p)
	if err != nil || rule != geo.Inside {
		t.Fatalf("%v, %v", rule, err)
	}
	first := x.BorderMetres(p, id)
	for range 2000 {
		if again := x.BorderMetres(p, id); math.Abs(again-first) > 1e-9 {
			t.Fatalf("%v m, and %v before", again, first)
		}
	}
	if !geo.Remembers(x, p) {
		t.Error("it is searched for still")
	}
	if n := testing.AllocsPerRun(100, func() { x.BorderMetres(p, id) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestAVicinityKnowsNothingWhereNoBorderIs(t *testing.T) {
	x := indexAtlas(t, atlasOf(t, groupsOf(nation.New(60, 4))))
	for _, p := range []geo.Point{{}, {Lon: 1_800_000_000, Lat: 900_000_000}, {Lon: -1_800_000_000, Lat: -900_000_000}, {Lon: 1_170_000_000, Lat: -300_000_000}} {
		geo.Remember(x, p)
		if geo.KnowsNearest(x, p) {
			t.Errorf("it knows what is nearest to %v", p)
		}
		if _, ok := x.Nearest(p); !ok {
			t.Errorf("nothing is nearest to %v", p)
		}
	}
}
