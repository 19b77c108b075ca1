package geo_test

import (
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// FuzzAtlas changes one group of three after the other, on a small lattice so that all that
// can coincide does. After each change the atlas is the one that is built of all groups anew;
// areas that it has and that are not odd are those of a coverage.
func FuzzAtlas(f *testing.F) {
	f.Add([]byte{0, 0, 9, 0, 9, 9, 0, 9}, []byte{9, 0, 18, 0, 18, 9, 9, 9}, []byte{0, 9, 18, 9, 9, 15}, []byte{4, 0, 18, 0, 18, 9, 4, 9}, byte(0b0110_1100))
	f.Add([]byte{0, 0, 9, 0, 9, 9, 0, 9}, []byte{3, 3, 5, 3, 5, 5, 3, 5}, []byte{0, 9, 5, 9, 9, 9, 9, 15}, []byte{}, byte(0b1110_0100))
	f.Add([]byte{0, 0, 5, 5, 0, 9}, []byte{0, 0, 5, 5, 9, 0}, []byte{5, 5, 9, 9, 9, 0}, []byte{5, 5, 5, 9, 0, 9, 5, 5}, byte(0b0001_1011))
	f.Fuzz(func(t *testing.T, first, second, third, fourth []byte, script byte) {
		shapes := [][]byte{first, second, third, fourth}
		groups := map[geo.GroupID]geo.Group{}
		a := newAtlas(t, nil)
		for step := range 8 {
			id := geo.GroupID(script >> (2 * (step % 4)) & 3 % 3)
			shape := shapes[(step+int(script)>>(step%3))%4]
			group := geo.Group{ID: id, Areas: []geo.Area{
				{ID: geo.AreaID(10 * id), Boundary: polygon(latticeRing(shape, 16))},
				{ID: geo.AreaID(10*id + 1), Boundary: orb.MultiPolygon{{latticeRing(shapes[(step+1)%4], 7)}}},
			}}
			if _, err := geo.NewAtlas([]geo.Group{group}); err != nil {
				group.Areas = group.Areas[:0]
			}
			groups[id] = group
			next, err := a.With(group)
			var all []geo.Group
			for _, g := range groups {
				all = append(all, g)
			}
			fresh, freshErr := geo.NewAtlas(all)
			if (err == nil) != (freshErr == nil) {
				t.Fatalf("with a change: %v; anew: %v", err, freshErr)
			}
			if err != nil {
				return
			}
			sameAtlas(t, fresh, next)
			checkWhole(t, next)
			a = next
		}
	})
}

// checkWhole: the sound areas of all sheets are a coverage, and have the land that they have
// in their sheets.
func checkWhole(t *testing.T, a *geo.Atlas) {
	t.Helper()
	var list []geo.Area
	for s := range a.Sheets() {
		list = append(list, boundaries(s.Coverage)...)
	}
	c := build(t, list)
	checkCoverage(t, c)
	for _, area := range list {
		near(t, "size", c.SquareMetres(area.ID), geo.AreaSquareMetres(area.Boundary))
	}
}
