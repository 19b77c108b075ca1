package geo_test

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"gewu/geo"
	"gewu/internal/nation"
)

// step changes some communities at random: edits, removes or brings back each.
func step(random *rand.Rand, n *nation.Nation, there map[int]bool) []geo.Group {
	var changed []geo.Group
	seen := make(map[int]bool)
	for range 1 + random.IntN(3) {
		i := random.IntN(n.Communities())
		if seen[i] {
			continue
		}
		seen[i] = true
		id, areas := n.Edited(i, random.Uint64())
		switch random.IntN(4) {
		case 0:
			areas = nil
		case 1: // an area overlaps its neighbours, which are at odds then
			areas = append(slices.Clone(areas), geo.Area{ID: 100_000 + geo.AreaID(i), Boundary: areas[1].Boundary})
		}
		there[i] = areas != nil
		changed = append(changed, geo.Group{ID: geo.GroupID(id), Areas: areas})
	}
	return changed
}

func TestAnIndexThatFollowsEditsIsTheOneBuiltAfresh(t *testing.T) {
	for _, grids := range []int{12, 300, 1500} {
		random := rand.New(rand.NewPCG(uint64(grids), 9))
		n := nation.New(grids, 9)
		groups := make(map[geo.GroupID]geo.Group)
		for _, group := range groupsOf(n)[:n.Communities()/2] {
			groups[group.ID] = group
		}
		a := atlasOf(t, valuesOf(groups))
		x := indexAtlas(t, a)
		for range 12 {
			changed := step(random, n, make(map[int]bool))
			for _, group := range changed {
				groups[group.ID] = group
			}
			var err error
			if a, err = a.With(changed...); err != nil {
				t.Fatal(err)
			}
			if x, err = x.With(a); err != nil {
				t.Fatal(err)
			}
			list := inOrderOfIDs(valuesOf(groups))
			if len(list) == 0 {
				continue
			}
			sameAnswers(t, x, list, probesOf(random, list, 1000))
			sameNearness(t, x, newIndex(t, list), probesOf(random, list, 25))
		}
	}
}

func valuesOf(groups map[geo.GroupID]geo.Group) []geo.Group {
	var all []geo.Group
	for _, group := range groups {
		all = append(all, group)
	}
	return all
}

// sameNearness holds all other answers of two indices against each other.
func sameNearness(t *testing.T, got, want *geo.Index, points []geo.Point) {
	t.Helper()
	for _, p := range points {
		near, ok := got.Nearest(p)
		wantNear, wantOK := want.Nearest(p)
		if near != wantNear || ok != wantOK {
			t.Fatalf("nearest to %v is %v, want %v", p, near, wantNear)
		}
		if a, b := got.Within(p, 3000), want.Within(p, 3000); !slices.Equal(a, b) {
			t.Fatalf("near %v are %v, want %v", p, a, b)
		}
		if a, b := got.BorderMetres(p, near.Area), want.BorderMetres(p, near.Area); a != b {
			t.Fatalf("the border of %d is %v m from %v, want %v", near.Area, a, p, b)
		}
		box := geo.Box{Min: p, Max: geo.Point{Lon: p.Lon + 300_000, Lat: p.Lat + 100_000}}
		if a, b := got.InBox(box), want.InBox(box); !slices.Equal(a, b) {
			t.Fatalf("in %v are %v, want %v", box, a, b)
		}
	}
}

func TestIndicesThatAreNotUsedAnyMoreTakeNoMemory(t *testing.T) {
	n := nation.New(1200, 5)
	a := atlasOf(t, groupsOf(n))
	x := indexAtlas(t, a)
	before := heldMB()
	for round := range uint64(60) {
		id, areas := n.Edited(int(round)%7, round)
		var err error
		a = mustWith(t, a, geo.Group{ID: geo.GroupID(id), Areas: areas})
		if x, err = x.With(a); err != nil {
			t.Fatal(err)
		}
	}
	if more := heldMB() - before; more > 1 {
		t.Errorf("%.1f MB more than before", more)
	}
	runtime.KeepAlive(x)
}

func TestASparseIndexAnswersAsOneWithARaster(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 9))
	n := nation.New(300, 9)
	groups := groupsOf(n)
	a := atlasOf(t, groups)
	x, err := geo.SparseIndex(a)
	if err != nil {
		t.Fatal(err)
	}
	sameAnswers(t, x, inOrderOfIDs(groups), probesOf(random, inOrderOfIDs(groups), 1000))
	for i := range 3 { // an area gone, one that overlaps, and both mended
		id, areas := n.Edited(7, uint64(i))
		switch i {
		case 0:
			areas = areas[1:]
		case 1:
			areas = append(areas, geo.Area{ID: 100_000, Boundary: areas[1].Boundary})
		}
		at := slices.IndexFunc(groups, func(g geo.Group) bool { return g.ID == geo.GroupID(id) })
		groups[at].Areas = areas
		if a, err = a.With(groups[at]); err != nil {
			t.Fatal(err)
		}
		if x, err = x.With(a); err != nil {
			t.Fatal(err)
		}
		list := inOrderOfIDs(groups)
		sameAnswers(t, x, list, probesOf(random, list, 1000))
		sameNearness(t, x, indexAtlas(t, a), probesOf(random, list, 25))
	}
}
