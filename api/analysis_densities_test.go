package api

import (
	"context"
	"slices"
	"testing"

	"gewu/analysis"
	"gewu/geo"
	"gewu/hotspot"
)

// A density is brought up to date by the one that is kept of the data before a write, which it replaces.
func TestADensityTakesThePlaceOfThatBeforeAWrite(t *testing.T) {
	plane := analysis.NewPlane(geo.Point{Lon: 1_176_000_000, Lat: 262_700_000})
	at := func(x, y float64) geo.Point { return plane.Position(hotspot.Point{X: x, Y: y}) }
	b := analysis.NewBuilder(analysis.Evidence{
		Today: 20000, FirstEdition: 1, Plane: plane, Lattice: analysis.LatticeOver(plane, geo.Box{Min: at(0, 0), Max: at(9000, 9000)}), Kinds: []analysis.Kind{{Code: "a"}},
		Areas: []analysis.Area{{Parent: -1, Level: analysis.LevelDistrict}}, Grounds: []analysis.Ground{{ID: 7, Community: -1, Street: -1}},
	})
	for n := range int32(100) {
		p := at(float64(n%10)*900+5, float64(n/10)*900+5)
		piece, _ := b.Piece(p, 0)
		b.AddIssue(analysis.Issue{ID: int64(n) + 1, At: p, Opened: 19950, Closed: -1, Piece: piece, First: n})
	}
	before, err := b.Evidence()
	if err != nil {
		t.Fatal(err)
	}
	one := analysis.Arrival{Issue: before.Issues.At(44), Root: 500}
	one.ID = 500
	after, err := before.With(1, []analysis.Arrival{one}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &server{densities: newDensities()}
	q, err := analysis.Parse("load", map[string][]string{"days": {"90"}}, before.Today)
	if err != nil {
		t.Fatal(err)
	}
	var shown []*analysis.Density
	for _, e := range []*analysis.Evidence{before, after} {
		a := asked{e, q}
		d, err := s.densities.of(t.Context(), heatKey(a), func(context.Context) (*analysis.Density, error) { return s.density(a) })
		if err != nil {
			t.Fatal(err)
		}
		shown = append(shown, d)
	}
	anew, err := analysis.DensityOf(after, q)
	if err != nil || !slices.Equal(anew.Values, shown[1].Values) || slices.Equal(shown[0].Values, shown[1].Values) {
		t.Errorf("it is not that of the data after the write: %v", err)
	}
	if kept := s.densities.all(); len(kept) != 1 || kept[0] != shown[1] {
		t.Errorf("%d are kept", len(kept))
	}
}
