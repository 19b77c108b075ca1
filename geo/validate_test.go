package geo_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"gewu/geo"
)

// A told problem is what tests look at. Drawings are in units of about a centimetre.
type told struct {
	Kind   string
	Areas  []geo.AreaID
	Square float64
	Places int
	Thing  string
}

func validate(t testing.TB, list []geo.Area, with geo.Surroundings) []geo.Problem {
	t.Helper()
	problems, err := geo.Validate(list, with)
	if err != nil {
		t.Fatal(err)
	}
	return problems
}

// compare leaves vertices on foreign borders out unless they are wanted, for most drawings have
// some.
func compare(t *testing.T, problems []geo.Problem, want []told) {
	t.Helper()
	var got []told
	for _, p := range problems {
		if p.Kind != geo.ForeignVertex {
			got = append(got, told{p.Kind.String(), p.Areas, p.SquareMetres, p.Places, p.Thing})
		}
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(1e-4, 1e-6), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

// square is the size of a rectangle.
func square(west, south, east, north int32) float64 {
	return geo.AreaSquareMetres(polygon(box(west, south, east, north)))
}

func TestWhatIsWrongWithAreasIsListed(t *testing.T) {
	left, right := polygon(box(0, 0, 2000, 2000)), polygon(box(2000, 0, 4000, 2000))
	for name, c := range map[string]struct {
		areas []geo.Area
		want  []told
	}{
		"neighbours with one border have no problem": {areas(left, right), nil},
		"no areas have no problem":                   {nil, nil},
		"two areas overlap": {
			areas(left, polygon(box(1900, 0, 4000, 2000))),
			[]told{{"overlap", []geo.AreaID{1, 2}, square(1900, 0, 2000, 2000), 1, ""}},
		},
		"each two of three overlap": {
			areas(left, polygon(box(1900, 0, 4000, 2000)), polygon(box(1900, 0, 2000, 3000))),
			[]told{
				{"crossing", []geo.AreaID{1, 3}, 0, 1, ""},
				{"crossing", []geo.AreaID{2, 3}, 0, 1, ""},
				{"overlap", []geo.AreaID{1, 2}, square(1900, 0, 2000, 2000), 1, ""},
				{"overlap", []geo.AreaID{1, 3}, square(1900, 0, 2000, 2000), 1, ""},
				{"overlap", []geo.AreaID{2, 3}, square(1900, 0, 2000, 2000), 1, ""},
			},
		},
		"an area twice overlaps itself whole": {
			areas(left, left),
			[]told{{"overlap", []geo.AreaID{1, 2}, square(0, 0, 2000, 2000), 1, ""}},
		},
		"a cross of two areas": { // +
			areas(polygon(box(0, 1000, 3000, 2000)), polygon(box(1000, 0, 2000, 3000))),
			[]told{
				{"crossing", []geo.AreaID{1, 2}, 0, 4, ""},
				{"overlap", []geo.AreaID{1, 2}, square(1000, 1000, 2000, 2000), 1, ""},
			},
		},
		"a bow tie": { // |><|
			areas(polygon(ring(0, 0, 4000, 2000, 4000, 0, 0, 2000))),
			[]told{
				{"crossing", []geo.AreaID{1}, 0, 1, ""},
				{"detached_part", []geo.AreaID{1}, square(0, 0, 1000, 2000), 1, ""},
			},
		},
		"two polygons of one area overlap": {
			areas(orb.MultiPolygon{left[0], {box(1900, 0, 4000, 2000)}}),
			[]told{{"overlap", []geo.AreaID{1}, square(1900, 0, 2000, 2000), 1, ""}},
		},
		"nobody has a hole": {
			areas(polygon(box(0, 0, 2000, 2000), box(500, 500, 700, 600))),
			[]told{{"hole", []geo.AreaID{1}, square(500, 500, 700, 600), 1, ""}},
		},
		"an enclave is no hole": {
			areas(polygon(box(0, 0, 2000, 2000), box(500, 500, 800, 800)), polygon(box(500, 500, 800, 800))), nil,
		},
		"a hole between four": { // a pinwheel
			areas(
				polygon(box(0, 0, 1020, 1000)), polygon(box(1020, 0, 2000, 1020)),
				polygon(box(1000, 1020, 2000, 2000)), polygon(box(0, 1000, 1000, 2000)),
			),
			[]told{{"hole", []geo.AreaID{1, 2, 3, 4}, square(1000, 1000, 1020, 1020), 1, ""}},
		},
		"a hole of less than a square decimetre is none": {
			areas(polygon(box(0, 0, 2000, 2000), box(500, 500, 510, 510))), nil,
		},
		"land in a hole leaves the rest of it": {
			areas(polygon(box(0, 0, 2000, 2000), box(500, 500, 1500, 1500)), polygon(box(600, 600, 800, 800))),
			[]told{{"hole", []geo.AreaID{1, 2}, square(500, 500, 1500, 1500) - square(600, 600, 800, 800), 1, ""}},
		},
		"a narrow inlet between neighbours": { // 50 wide, closed at its end
			areas(left, polygon(ring(2000, 0, 4000, 0, 4000, 2000, 2050, 2000, 2050, 500, 2000, 500))),
			[]told{{"inlet", []geo.AreaID{1, 2}, square(2000, 500, 2050, 2000), 1, ""}},
		},
		"a wedge between neighbours": {
			areas(left, polygon(ring(2000, 0, 4000, 0, 4000, 2000, 2060, 2000))),
			[]told{{"inlet", []geo.AreaID{1, 2}, square(2000, 0, 2060, 2000) / 2, 1, ""}},
		},
		"a bay wider than a metre is meant": {
			areas(left, polygon(ring(2000, 0, 4000, 0, 4000, 2000, 2300, 2000, 2300, 500, 2000, 500))), nil,
		},
		"a small area": {
			areas(polygon(box(0, 0, 100, 100))),
			[]told{{"sliver", []geo.AreaID{1}, square(0, 0, 100, 100), 1, ""}},
		},
		"a narrow area": {
			areas(polygon(box(0, 0, 40, 3000))),
			[]told{{"sliver", []geo.AreaID{1}, square(0, 0, 40, 3000), 1, ""}},
		},
		"an area without land": {
			areas(polygon(ring(0, 0, 10, 10, 20, 20))),
			[]told{{"sliver", []geo.AreaID{1}, 0, 1, ""}},
		},
		"a part apart": {
			areas(orb.MultiPolygon{left[0], {box(2500, 0, 3000, 500)}}),
			[]told{{"detached_part", []geo.AreaID{1}, square(2500, 0, 3000, 500), 1, ""}},
		},
		"a part that only touches": {
			areas(orb.MultiPolygon{left[0], {box(2000, 2000, 2500, 2500)}}),
			[]told{{"detached_part", []geo.AreaID{1}, square(2000, 2000, 2500, 2500), 1, ""}},
		},
		"a scrap apart is a sliver": {
			areas(orb.MultiPolygon{left[0], {box(2500, 0, 2600, 100)}}),
			[]told{{"sliver", []geo.AreaID{1}, square(2500, 0, 2600, 100), 1, ""}},
		},
		"a spike is nothing": {
			areas(polygon(ring(0, 0, 2000, 0, 2000, 1000, 3000, 1000, 2000, 1000, 2000, 2000, 0, 2000))), nil,
		},
	} {
		t.Run(name, func(t *testing.T) { compare(t, validate(t, c.areas, geo.Surroundings{}), c.want) })
	}
}

// The corner of 1 and 2 lies on the side of 3, exactly or a few millimetres beside it:
//
//	+-------+-------+
//	|   1   |   2   |
//	+-------+-------+
//	|       3       |
//	+---------------+
//
// Both are told.
func TestAVertexOnTheSideOfAnotherAreaIsListed(t *testing.T) {
	three := polygon(box(0, 0, 4000, 1000))
	corner := at(2000, 1000)
	for name, north := range map[string]float64{"on it": 0, "beside it": 3e-8} {
		t.Run(name, func(t *testing.T) {
			one, two := box(0, 1000, 2000, 2000), box(2000, 1000, 4000, 2000)
			one[1][1] += north
			two[0][1] += north
			two[4][1] += north
			var got []told
			for _, p := range validate(t, areas(polygon(one), polygon(two), three), geo.Surroundings{}) {
				if p.Kind == geo.ForeignVertex {
					got = append(got, told{p.Kind.String(), p.Areas, p.SquareMetres, p.Places, p.Thing})
					if p.At != corner {
						t.Errorf("at %v, not %v", p.At, corner)
					}
				}
			}
			want := []told{
				{"vertex_on_foreign_border", []geo.AreaID{1, 3}, 0, 1, ""},
				{"vertex_on_foreign_border", []geo.AreaID{2, 3}, 0, 1, ""},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The community is 4,000 by 2,000 without a square that is another's.
func TestACommunitySaysWhatShouldBeDivided(t *testing.T) {
	community := polygon(box(0, 0, 4000, 2000), box(500, 500, 700, 700))
	left := polygon(box(0, 0, 2000, 2000), box(500, 500, 700, 700))
	for name, c := range map[string]struct {
		right orb.MultiPolygon
		want  []told
	}{
		"all of it":     {polygon(box(2000, 0, 4000, 2000)), nil},
		"a strip short": {polygon(box(2000, 0, 3900, 2000)), []told{{"inlet", []geo.AreaID{2}, square(3900, 0, 4000, 2000), 1, ""}}},
		"a hole": {
			polygon(box(2000, 0, 4000, 2000), box(3000, 500, 3200, 700)),
			[]told{{"hole", []geo.AreaID{2}, square(3000, 500, 3200, 700), 1, ""}},
		},
		"a bay, however wide": {
			polygon(ring(2000, 0, 4000, 0, 4000, 2000, 3500, 2000, 3500, 1000, 2500, 1000, 2500, 2000, 2000, 2000)),
			[]told{{"inlet", []geo.AreaID{2}, square(2500, 1000, 3500, 2000), 1, ""}},
		},
		"too far":          {polygon(box(2000, 0, 4100, 2000)), []told{{"outside", []geo.AreaID{2}, square(4000, 0, 4100, 2000), 1, ""}}},
		"by rounding only": {polygon(ring(2000, 0, 3000, 1, 4000, 0, 4000, 2000, 2000, 2000)), nil},
	} {
		t.Run(name, func(t *testing.T) {
			compare(t, validate(t, areas(left, c.right), geo.Surroundings{Community: community}), c.want)
		})
	}
}

func TestBuildingsEstatesAndCellsBelongToOneArea(t *testing.T) {
	house := func(name string, west, south, east, north int32) geo.Standing {
		return geo.Standing{Name: name, Land: polygon(box(west, south, east, north)), Point: at(west/2+east/2, south/2+north/2).Orb()}
	}
	cell := func(name string, area geo.AreaID, assigned bool) geo.AssignedCell {
		return geo.AssignedCell{Name: name, Boundary: polygon(box(0, 0, 300, 300)), Area: area, Assigned: assigned}
	}
	list := areas(polygon(box(0, 0, 2000, 2000)), polygon(box(2000, 0, 4000, 2000)))
	with := geo.Surroundings{
		Buildings: []geo.Standing{
			house("within", 100, 100, 900, 900),
			house("along the border", 1000, 100, 2000, 900),
			house("a hand's breadth over the border", 1000, 1000, 2009, 1500),
			house("cut", 1500, 100, 2300, 900),
			house("beyond", 4100, 100, 4300, 900),
			{Name: "a point within", Point: at(10, 10).Orb()},
			{Name: "a point on the border", Point: at(4000, 10).Orb()},
			{Name: "a point beyond", Point: at(10, 2010).Orb()},
		},
		Estates: []geo.Standing{
			house("within", 0, 0, 1000, 1000),
			house("a hundredth over the border", 0, 0, 2015, 2000),
			house("cut", 1000, 0, 3000, 2000),
		},
		Cells: []geo.AssignedCell{cell("assigned", 1, true), cell("free", 0, false), cell("lost", 7, true)},
	}
	compare(t, validate(t, list, with), []told{
		{"building_cut", []geo.AreaID{1, 2}, square(2000, 100, 2300, 900), 1, "cut"},
		{"estate_cut", []geo.AreaID{1, 2}, square(2000, 0, 3000, 2000), 1, "cut"},
		{"unassigned_cell", nil, square(0, 0, 300, 300), 1, "free"},
		{"unassigned_cell", nil, square(0, 0, 300, 300), 1, "lost"},
		{"building_without_grid", nil, 0, 1, "a point beyond"},
		{"building_without_grid", nil, 0, 1, "beyond"},
	})
}

// A plane in feet has the same problems as the earth, and sizes in square metres.
func TestAreasOnAPlaneAreMeasuredInItsUnit(t *testing.T) {
	flat := func(west, south, east, north float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}}
	}
	list := areas(flat(3_000_000, 1_000_000, 3_000_100, 1_000_100), flat(3_000_090, 1_000_000, 3_000_200, 1_000_100))
	problems := validate(t, list, geo.Surroundings{MetresInUnit: 0.3048})
	compare(t, problems, []told{{"overlap", []geo.AreaID{1, 2}, 1000 * 0.3048 * 0.3048, 1, ""}})
	if p := problems[0]; p.Place != (orb.Point{3_000_095, 1_000_050}) || p.At != (geo.Point{}) {
		t.Errorf("at %v, %v", p.Place, p.At)
	}
}
