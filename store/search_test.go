package store_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/district"
	"gewu/geo"
	"gewu/store"
)

// search returns what is found, as "kind name".
func (w town) search(t testing.TB, q string) []string {
	t.Helper()
	found, err := w.db.Search(t.Context(), q, 20, spring)
	if err != nil {
		t.Fatalf("search %q: %v", q, err)
	}
	list := []string{}
	for _, f := range found {
		list = append(list, string(f.Kind)+" "+f.Name)
	}
	return list
}

func searchTown(t testing.TB) town {
	t.Helper()
	w := newTown(t)
	w.building(t, "东风大厦", "人民路 12号", 3, 121.405, 31.195)
	w.building(t, "", "人民路 120号", 3, 121.425, 31.195)
	w.building(t, "A1 100%_\\ House", "Main Road 7", 3, 121.425, 31.195)
	w.exec(t, `insert into facility (source, source_id, kind, name, point)
		values ('town', '1', 'clinic', '新东风卫生站', st_setsrid(st_point(121.405, 31.195), 4490))`)
	w.exec(t, `insert into estate (source, source_id, name, geom) values ('town', '1', '东风小区', st_geomfromtext($1, 4490))`, box(121.401, 121.402))
	w.change(t, "building")
	return w
}

func TestSearchFindsTheBestFirst(t *testing.T) {
	w := searchTown(t)
	for _, tt := range []struct {
		name, q string
		want    []string
	}{
		{"the very code, then the start of a name", "a1", []string{"grid 第1网格", `building A1 100%_\ House`}},
		{"the start of a code, then the start of a name", "A", []string{
			"community 东风社区", "grid 第1网格", "grid 第2网格", `building A1 100%_\ House`,
		}},
		{"Chinese: areas, estates, facilities and buildings by name", "东风", []string{
			"community 东风社区", "estate 东风小区", "building 东风大厦", "facility 新东风卫生站",
		}},
		{"one character", "风", []string{"community 东风社区", "estate 东风小区", "facility 新东风卫生站", "building 东风大厦"}},
		{"an address", "人民路 12", []string{"building 东风大厦", "building 人民路 120号"}},
		{"a part of an address, in any case", "ROAD 7", []string{`building A1 100%_\ House`}},
		{"words with something between", "main 7", []string{`building A1 100%_\ House`}},
		{"spaces around", "  B2\t", []string{"grid Grid two"}},
		{"a percent sign is one", "0%", []string{`building A1 100%_\ House`}},
		{"an underscore is one", "_", []string{`building A1 100%_\ House`}},
		{"a backslash is one", `\`, []string{`building A1 100%_\ House`}},
		{"a quote", "'; drop table area; --", []string{}},
		{"a byte that is no text", "A1\x00\xff 100", []string{`building A1 100%_\ House`}},
		{"nothing", "", []string{}},
		{"only spaces", " \n", []string{}},
		{"far too much", strings.Repeat("东", 10_000), []string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, w.search(t, tt.q)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnAnswerSaysWhereItIs(t *testing.T) {
	w := searchTown(t)
	first := func(q string) district.Found {
		found, err := w.db.Search(t.Context(), q, 1, spring)
		if err != nil || len(found) != 1 {
			t.Fatalf("%q finds %v, %v", q, found, err)
		}
		return found[0]
	}
	s := w.snapshot(t, spring)
	grid := first("A2")
	a2 := w.place(t, s, "A2")
	want := district.Found{
		Kind: district.FoundGrid, ID: int64(a2.ID), Code: "A2", Name: "第2网格", Detail: "东风社区",
		At: a2.Label, Bound: &a2.Bound, Community: a2.Parent,
	}
	if diff := cmp.Diff(want, grid); diff != "" {
		t.Error(diff)
	}
	building := first("人民路 120")
	if building.Community == nil || building.Community.Code != "B" || building.Detail != "Riverside · Grid one" ||
		building.At != (geo.Point{Lon: 1214250000, Lat: 311950000}) || building.Bound != nil {
		t.Errorf("the building is %+v", building)
	}
	if estate := first("东风小区"); estate.Bound == nil || !estate.Bound.Holds(estate.At) {
		t.Errorf("the estate is %+v", estate)
	}
}

func TestSearchReturnsNoMoreThanItsLimit(t *testing.T) {
	w := townOfNumbers(t)
	for limit, want := range map[int]int{-5: 1, 1: 1, 7: 7, 1000: store.MaxFound} {
		found, err := w.db.Search(t.Context(), "1", limit, spring)
		if err != nil || len(found) != want {
			t.Errorf("limit %d: %d answers, %v", limit, len(found), err)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	w := townOfNumbers(b)
	for _, q := range []string{"310101001003", "人民路12", "号楼"} {
		b.Run(q, func(b *testing.B) {
			for b.Loop() {
				w.search(b, q)
			}
		})
	}
}
