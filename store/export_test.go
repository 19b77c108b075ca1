package store_test

import (
	"errors"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/store"
)

// export returns all rows.
func (w town) export(t testing.TB, noun string, f store.Filter) []district.Row {
	t.Helper()
	var rows []district.Row
	for row, err := range w.db.Export(t.Context(), noun, f) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

// values are the properties of rows that have a name.
func values(rows []district.Row, name string) []any {
	list := []any{}
	for _, row := range rows {
		for _, p := range row.Properties {
			if p.Name == name {
				list = append(list, p.Value)
			}
		}
	}
	return list
}

func TestAnExportOfGridsHasTheNamesThatAnImportReads(t *testing.T) {
	w := newTown(t)
	w.exec(t, `update boundary set attributes = '{"people": 7, "ratio": 0.5, "name": "old", "note": null}', kind = 'dedicated' where area_id = $1`, w.ids["B2"])
	rows := w.export(t, "grids", store.Filter{Day: spring, Community: "B"})
	square := func(west, east float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{west, 31.19}, {east, 31.19}, {east, 31.20}, {west, 31.20}, {west, 31.19}}}}
	}
	id := func(code string) string { return strconv.FormatInt(w.ids[code], 10) }
	want := []district.Row{
		{ID: id("B1"), Geometry: square(121.42, 121.43), Properties: []district.Property{
			{Name: "code", Value: "B1"}, {Name: "name", Value: "Grid one"}, {Name: "parent", Value: "B"}, {Name: "dedicated", Value: false},
		}},
		{ID: id("B2"), Geometry: square(121.43, 121.44), Properties: []district.Property{
			{Name: "code", Value: "B2"},
			{Name: "name", Value: "Grid two"},
			{Name: "parent", Value: "B"},
			{Name: "dedicated", Value: true},
			{Name: "source_name", Value: "old"},
			{Name: "note", Value: nil},
			{Name: "people", Value: int64(7)},
			{Name: "ratio", Value: 0.5},
		}},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
}

func TestAnExportTakesWhatItsFilterSays(t *testing.T) {
	w := newTown(t)
	w.building(t, "west", "", 1, 121.405, 31.195)
	w.building(t, "east", "", 2, 121.435, 31.195)
	w.exec(t, `insert into building (source, source_id, name, point) values ('other', 'far', 'far', st_setsrid(st_point(121.6, 31.195), 4490))`)
	for _, tt := range []struct {
		name, noun, property string
		filter               store.Filter
		want                 []any
	}{
		{"every area in force", "areas", "code", store.Filter{Day: spring}, []any{"A", "A1", "A2", "B", "B1", "B2"}},
		{"areas of a level by its key", "areas", "code", store.Filter{Day: spring, Level: "community"}, []any{"A", "B"}},
		{"areas of a profile", "areas", "code", store.Filter{Day: spring, Profile: "four-level"}, []any{}},
		{"grids of a community", "grids", "code", store.Filter{Day: spring, Community: "A"}, []any{"A1", "A2"}},
		{"areas today", "grids", "code", store.Filter{}, []any{"A1", "A2", "B1", "B2"}},
		{"every building", "buildings", "name", store.Filter{}, []any{"west", "east", "far"}},
		{"buildings in a community", "buildings", "name", store.Filter{Community: "B"}, []any{"east"}},
		{"buildings of a source", "buildings", "name", store.Filter{Source: "other"}, []any{"far"}},
		{"no issue", "issues", "kind", store.Filter{}, []any{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, values(w.export(t, tt.noun, tt.filter), tt.property)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnExportOfNothingThereIsIsAnError(t *testing.T) {
	w := newTown(t)
	for name, ask := range map[string]struct {
		noun   string
		filter store.Filter
	}{
		"an unknown noun":      {"secrets", store.Filter{}},
		"an unknown community": {"grids", store.Filter{Community: "Z"}},
		"a grid for community": {"grids", store.Filter{Community: "A1"}},
		"an unknown level":     {"areas", store.Filter{Level: "galaxy"}},
		"an unknown profile":   {"grids", store.Filter{Profile: "galaxy"}},
	} {
		t.Run(name, func(t *testing.T) {
			n := 0
			for _, err := range w.db.Export(t.Context(), ask.noun, ask.filter) {
				n++
				if !errors.Is(err, store.ErrExport) {
					t.Errorf("got %v", err)
				}
			}
			if n != 1 {
				t.Errorf("%d errors", n)
			}
		})
	}
}

func TestATableHasTheSameColumnsInEveryRow(t *testing.T) {
	w := newTown(t)
	w.building(t, "plain", "", 1, 121.405, 31.195)
	w.exec(t, `insert into building (source, source_id, attributes, point) values
		('town', 'a', '{"z": true, "b": 12345678901234567}', st_setsrid(st_point(121.405, 31.195), 4490)),
		('town', 'b', '{"b": "two"}', st_setsrid(st_point(121.405, 31.195), 4490))`)
	columns := func(row district.Row) (list []string) {
		for _, p := range row.Properties {
			list = append(list, p.Name)
		}
		return list
	}
	rows := w.export(t, "buildings", store.Filter{Table: true})
	want := []string{
		"name", "address", "households", "households_estimated", "residents", "residents_estimated",
		"floors", "floors_estimated", "b", "z",
	}
	for _, row := range rows {
		if diff := cmp.Diff(want, columns(row)); diff != "" {
			t.Errorf("%s: %s", row.ID, diff)
		}
	}
	if diff := cmp.Diff([]any{nil, int64(12345678901234567), "two"}, values(rows, "b")); diff != "" {
		t.Error(diff)
	}
	if got := columns(w.export(t, "buildings", store.Filter{})[0]); slices.Contains(got, "z") {
		t.Errorf("without Table the first row has %v", got)
	}
}

func TestAnExportOfStaffKeepsPrivatePhonesBack(t *testing.T) {
	w := newTown(t)
	w.exec(t, `insert into staff (source, source_id, name, work_phone, phone_public) values
		('town', '1', 'Zhang', '5555 0001', true), ('town', '2', 'Wang', '5555 0002', false)`)
	w.exec(t, `insert into holder (area_id, post_id, is_first, staff_id, duty, from_date)
		select $1, post.id, is_first, staff.id, 'doors', '2026-01-01'
		from staff, post join level on level.id = level_id
		where staff.name = 'Zhang' and profile = 'street-grid' and level.key = 'grid' and post.key = 'police'`, w.ids["A1"])
	rows := w.export(t, "staff", store.Filter{})
	for name, want := range map[string][]any{
		"id": {"1", "2"}, "name": {"Zhang", "Wang"}, "work_phone": {"5555 0001", ""}, "public": {true, false},
		"area": {"A1", ""}, "post": {"police", ""}, "task": {"doors", ""}, "from": {"2026-01-01", nil}, "until": {nil, nil},
	} {
		if diff := cmp.Diff(want, values(rows, name)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	rows = w.export(t, "staff", store.Filter{PrivatePhones: true})
	if diff := cmp.Diff([]any{"5555 0001", "5555 0002"}, values(rows, "work_phone")); diff != "" {
		t.Error(diff)
	}
}

func TestAnExportOfIssuesHasTimesInUTC(t *testing.T) {
	w := newTown(t)
	w.issue(t, "bin", 121.405, 31.195)
	rows := w.export(t, "issues", store.Filter{})
	if diff := cmp.Diff([]any{"2026-03-01T08:00:00Z"}, values(rows, "opened")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]any{nil}, values(rows, "closed")); diff != "" {
		t.Error(diff)
	}
}

func TestAnExportOfCodesTakesOneTable(t *testing.T) {
	w := emptyTown(t)
	w.exec(t, `with t as (insert into code_table (standard, version, kind) values ('GB/T 47678.5', '2026', 'component'), ('GB/T 47678.5', '2026', 'matter') returning id, kind)
		insert into code (table_id, code, name_zh, name_en) select id, '0101', kind, '' from t`)
	all := w.export(t, "codes", store.Filter{})
	one := w.export(t, "codes", store.Filter{Standard: "GB/T 47678.5", Kind: "matter", Table: true})
	if len(all) != 2 || len(one) != 1 || one[0].Geometry != nil {
		t.Errorf("%d codes in all, %v of one table", len(all), one)
	}
	if diff := cmp.Diff([]any{"matter"}, values(one, "name")); diff != "" {
		t.Error(diff)
	}
}

func TestAnExportThatIsBrokenOffLeavesNoConnectionBehind(t *testing.T) {
	w := townOfNumbers(t)
	for range 50 {
		for _, err := range w.db.Export(t.Context(), "issues", store.Filter{}) {
			if err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	if got := len(w.export(t, "issues", store.Filter{})); got != 20000 {
		t.Errorf("%d issues", got)
	}
}
