package geo_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/geo"
)

func TestAreasThatAreNoCoverageAreReported(t *testing.T) {
	square := polygon(box(0, 0, 10, 10))
	for _, c := range []struct {
		name  string
		areas []geo.Area
		want  []geo.Problem
	}{
		{
			"sides that cross are reported where they do",
			areas(square, polygon(ring(2, 5, 15, 5, 15, 7))),
			[]geo.Problem{
				{Kind: geo.Crossing, Areas: []geo.AreaID{1, 2}, At: at(10, 5)},
				{Kind: geo.Crossing, Areas: []geo.AreaID{1, 2}, At: at(10, 6)},
			},
		},
		{
			"a ring that crosses itself",
			areas(polygon(ring(0, 0, 10, 10, 10, 0, 0, 10))),
			[]geo.Problem{{Kind: geo.Crossing, Areas: []geo.AreaID{1}, At: at(5, 5)}},
		},
		{
			"an overlap of other areas beside a crossing",
			areas(square, polygon(box(2, 2, 6, 6)), polygon(ring(20, 0, 30, 10, 30, 0, 20, 10))),
			[]geo.Problem{
				{Kind: geo.Crossing, Areas: []geo.AreaID{3}, At: at(25, 5)},
				{Kind: geo.Overlap, Areas: []geo.AreaID{1, 2}, At: at(4, 3)},
			},
		},
		{
			"an area within another that has no hole for it",
			areas(square, polygon(box(2, 2, 6, 6))),
			[]geo.Problem{{Kind: geo.Overlap, Areas: []geo.AreaID{1, 2}, At: at(4, 3)}},
		},
		{
			"an area that shares sides with the one it lies in",
			areas(polygon(box(5, 0, 10, 10)), square),
			[]geo.Problem{{Kind: geo.Overlap, Areas: []geo.AreaID{1, 2}, At: at(8, 4)}},
		},
		{
			"an area that is there twice",
			areas(square, square),
			[]geo.Problem{{Kind: geo.Overlap, Areas: []geo.AreaID{1, 2}, At: at(5, 4)}},
		},
		{
			"land that three claim beside land that two do",
			areas(square, polygon(box(0, 0, 4, 10)), polygon(box(0, 0, 2, 10))),
			[]geo.Problem{
				{Kind: geo.Overlap, Areas: []geo.AreaID{1, 2, 3}, At: at(1, 4)},
				{Kind: geo.Overlap, Areas: []geo.AreaID{1, 2}, At: at(3, 4)},
			},
		},
		{
			"two polygons of an area that overlap",
			areas(orb.MultiPolygon{{box(0, 0, 10, 10)}, {box(2, 2, 6, 6)}}),
			[]geo.Problem{{Kind: geo.Overlap, Areas: []geo.AreaID{1}, At: at(4, 3)}},
		},
		{
			"a hole outside its polygon",
			areas(polygon(box(0, 0, 10, 10), box(20, 0, 24, 10))),
			[]geo.Problem{{Kind: geo.Overlap, Areas: []geo.AreaID{1}, At: at(22, 4)}},
		},
		{
			"a hole in a hole",
			areas(polygon(box(0, 0, 20, 20), box(2, 2, 18, 18), box(4, 4, 8, 14))),
			[]geo.Problem{{Kind: geo.Overlap, Areas: []geo.AreaID{1}, At: at(6, 8)}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			cover, problems, err := geo.BuildCoverage(c.areas)
			if cover != nil || err != nil {
				t.Errorf("coverage %v, error %v", cover, err)
			}
			for i, p := range problems {
				if (p.SquareMetres > 0) != (p.Kind == geo.Overlap) {
					t.Errorf("%v has %v m²", p, p.SquareMetres)
				}
				problems[i].SquareMetres = 0
			}
			if diff := cmp.Diff(c.want, problems); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAProblemIsToldInAReadableLine(t *testing.T) {
	for want, p := range map[string]geo.Problem{
		"crossing of areas [3] at 116.3900005 39.9000005":            {Kind: geo.Crossing, Areas: []geo.AreaID{3}, At: at(5, 5)},
		"overlap of areas [3 7] at 116.3900005 39.9000005, 13.02 m²": {Kind: geo.Overlap, Areas: []geo.AreaID{3, 7}, At: at(5, 5), SquareMetres: 13.021},
	} {
		if got := p.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestAnOverlapIsMeasured(t *testing.T) {
	square := polygon(box(0, 0, 10_000, 10_000))
	_, problems, err := geo.BuildCoverage(areas(square, polygon(box(0, 0, 2_500, 10_000))))
	if err != nil || len(problems) != 1 {
		t.Fatal(problems, err)
	}
	if want := geo.AreaSquareMetres(square) / 4; math.Abs(problems[0].SquareMetres/want-1) > 1e-6 {
		t.Errorf("%v, want %v m²", problems[0], want)
	}
}

func TestAreasThatNothingCanBeBuiltFromAreErrors(t *testing.T) {
	square := polygon(box(0, 0, 10, 10))
	for _, c := range []struct {
		name string
		list []geo.Area
	}{
		{"an area that occurs twice", []geo.Area{{ID: 2, Boundary: square}, {ID: 2, Boundary: square}}},
		{"an area without polygons", areas(square, nil)},
		{"an area that is a line", areas(square, polygon(ring(20, 20, 24, 28, 22, 24)))},
		{"an area that rounds to a point", areas(square, polygon(orb.Ring{{1, 1}, {1.00000001, 1}, {1, 1.00000001}, {1, 1}}))},
		{"an open ring", areas(square, polygon(orb.Ring{{1, 1}, {2, 1}, {2, 2}}))},
		{"a vertex beyond the pole", areas(square, polygon(orb.Ring{{1, 1}, {2, 1}, {2, 91}, {1, 1}}))},
		{"a vertex that is no number", areas(square, polygon(orb.Ring{{1, 1}, {2, 1}, {2, math.NaN()}, {1, 1}}))},
	} {
		t.Run(c.name, func(t *testing.T) {
			cover, problems, err := geo.BuildCoverage(c.list)
			var areaError *geo.AreaError
			if !errors.As(err, &areaError) || areaError.ID != 2 || cover != nil || problems != nil {
				t.Errorf("%v, %v, %v", cover, problems, err)
			}
		})
	}
}
