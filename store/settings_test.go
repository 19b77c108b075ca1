package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gewu/access"
	"gewu/district"
	"gewu/geo"
	"gewu/store"
)

func (w town) version(t testing.TB) int64 {
	t.Helper()
	version, err := w.db.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return version
}

func TestSettingsHaveDefaultsUntilTheyAreSet(t *testing.T) {
	w := emptyTown(t)
	want := district.Settings{Name: district.Text{ZH: "格物", EN: "Gewu"}, TimeZone: "Asia/Shanghai", Visibility: access.Grids}
	got, err := w.db.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSettingsAreKeptAndAddAVersionOnlyWhenTheyChange(t *testing.T) {
	w := emptyTown(t)
	want := district.Settings{
		Name: district.Text{ZH: "滨江区", EN: "Riverside"}, TimeZone: "Asia/Urumqi", Attribution: "Survey office",
		BaseMap:    &district.BaseMap{URL: "https://tiles.example.org/{z}/{x}/{y}.png", Attribution: "Example"},
		Visibility: access.Counts,
	}
	before := w.version(t)
	for range 2 {
		if err := w.db.SetSettings(t.Context(), clerk, want); err != nil {
			t.Fatal(err)
		}
	}
	if after := w.version(t); after != before+1 {
		t.Errorf("the version went from %d to %d", before, after)
	}
	got, err := w.db.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	want.BaseMap = nil
	if err := w.db.SetSettings(t.Context(), clerk, want); err != nil {
		t.Fatal(err)
	}
	if got, err := w.db.Settings(t.Context()); err != nil || got.BaseMap != nil {
		t.Errorf("the base map is still %+v, %v", got.BaseMap, err)
	}
}

func TestSettingsThatMakeNoSenseAreRefused(t *testing.T) {
	w := emptyTown(t)
	good := district.Settings{Name: district.Text{EN: "Town"}, TimeZone: "UTC"}
	for _, tt := range []struct {
		name   string
		change func(*district.Settings)
	}{
		{"no name", func(s *district.Settings) { s.Name.EN = " " }},
		{"no time zone", func(s *district.Settings) { s.TimeZone = "" }},
		{"an unknown time zone", func(s *district.Settings) { s.TimeZone = "Mars/Olympus" }},
		{"a base map without numbers", func(s *district.Settings) { s.BaseMap = &district.BaseMap{URL: "https://example.org/map.png"} }},
		{"an unknown visibility", func(s *district.Settings) { s.Visibility = "all" }},
		{"a base map from a script", func(s *district.Settings) { s.BaseMap = &district.BaseMap{URL: "javascript:{z}{x}{y}"} }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := good
			tt.change(&s)
			if err := w.db.SetSettings(t.Context(), clerk, s); !errors.Is(err, store.ErrSettings) {
				t.Errorf("got %v", err)
			}
		})
	}
	if err := w.db.SetSettings(t.Context(), clerk, good); err != nil {
		t.Error(err)
	}
}

func TestTodayIsTheDateInTheDistrict(t *testing.T) {
	w := emptyTown(t)
	for _, zone := range []string{"Pacific/Kiritimati", "Pacific/Pago_Pago"} { // 25 hours apart
		if err := w.db.SetSettings(t.Context(), clerk, district.Settings{Name: district.Text{EN: "Isle"}, TimeZone: zone}); err != nil {
			t.Fatal(err)
		}
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		before := time.Now().In(location).Format(time.DateOnly)
		today, err := w.db.Today(t.Context())
		after := time.Now().In(location).Format(time.DateOnly)
		if got := today.Format(time.DateOnly); err != nil || got != before && got != after {
			t.Errorf("today in %s is %s, %v; want %s", zone, got, err, after)
		}
	}
}

func TestASummaryCountsWhatTheDistrictHolds(t *testing.T) {
	w := newTown(t)
	w.building(t, "in A1", "", 10, 121.405, 31.195)
	w.building(t, "outside", "", 5, 121.50, 31.195)
	w.issue(t, "bin", 121.405, 31.195)
	got, err := w.db.Summary(t.Context(), spring)
	if err != nil {
		t.Fatal(err)
	}
	bound := geo.Box{Min: geo.Point{Lon: 1214000000, Lat: 311900000}, Max: geo.Point{Lon: 1214400000, Lat: 312000000}}
	want := district.Summary{Communities: 2, Grids: 4, Buildings: 2, Issues: 1, Households: 15, Bound: &bound}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestADistrictWithoutAreasIsBoundedByWhatStandsInIt(t *testing.T) {
	w := emptyTown(t)
	if got, err := w.db.Summary(t.Context(), time.Time{}); err != nil || got != (district.Summary{}) {
		t.Errorf("an empty district has %+v, %v", got, err)
	}
	w.building(t, "west", "", 1, 121.4, 31.1)
	w.issue(t, "east", 121.5, 31.2)
	got, err := w.db.Summary(t.Context(), time.Time{})
	want := geo.Box{Min: geo.Point{Lon: 1214000000, Lat: 311000000}, Max: geo.Point{Lon: 1215000000, Lat: 312000000}}
	if err != nil || got.Bound == nil || *got.Bound != want {
		t.Errorf("the box is %v, %v", got.Bound, err)
	}
}

func TestAnAreaIsMeasuredOnTheEllipsoid(t *testing.T) {
	w := newTown(t)
	id := geo.AreaID(w.ids["A1"])
	before, ok, err := w.db.SquareMetres(t.Context(), id, spring)
	if err != nil || !ok || before < 1.05e6 || before > 1.06e6 {
		t.Errorf("A1 has %.0f m², %v, %v", before, ok, err)
	}
	after, _, err := w.db.SquareMetres(t.Context(), id, summer)
	if ratio := after / before; err != nil || ratio < 1.4999 || ratio > 1.5001 {
		t.Errorf("A1 grew %f times, %v", ratio, err)
	}
	if _, ok, err := w.db.SquareMetres(t.Context(), 999_999, spring); ok || err != nil {
		t.Errorf("an area that is none was measured: %v", err)
	}
}
