package store_test

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gewu/district"
	"gewu/geo"
)

func TestASnapshotHoldsTheAreasInForceOnItsDay(t *testing.T) {
	w := newTown(t)
	for _, tt := range []struct {
		name   string
		day    time.Time
		number int
		from   string
		owner  string
	}{
		{"before the border moved", spring, 1, "2026-01-01", "A2"},
		{"on the day it moved", time.Date(2026, 6, 1, 23, 0, 0, 0, time.FixedZone("", 8*3600)), 2, "2026-06-01", "A1"},
		{"after the border moved", summer, 2, "2026-06-01", "A1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := w.snapshot(t, tt.day)
			a1 := w.place(t, s, "A1")
			want := district.EditionRef{ID: a1.Edition.ID, Number: tt.number, Title: "from " + tt.from}
			want.From, _ = time.Parse(time.DateOnly, tt.from)
			if diff := cmp.Diff(&want, a1.Edition); diff != "" {
				t.Error(diff)
			}
			answer, err := s.Locate(geo.Fix{Lon: 121.412, Lat: 31.195, CRS: "cgcs2000"})
			if err != nil || answer.Place == nil || answer.Place.Code != tt.owner {
				t.Errorf("the point between the borders is in %+v, %v; want %s", answer.Place, err, tt.owner)
			}
		})
	}
}

func TestASnapshotBeforeTheFirstEditionIsEmpty(t *testing.T) {
	w := newTown(t)
	s := w.snapshot(t, time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC))
	if n := len(s.Communities()); n != 0 {
		t.Errorf("%d communities in force", n)
	}
	if len(s.Levels) == 0 || len(s.Posts) == 0 {
		t.Error("levels and posts are missing")
	}
}

func TestAnAreaKnowsItsParentBoxAndLabel(t *testing.T) {
	w := newTown(t)
	p := w.place(t, w.snapshot(t, spring), "A1")
	if p.Name != "第1网格" || p.Level.Key != "grid" || p.Parent == nil || p.Parent.Code != "A" || *p.Level.Band != (district.Band{Min: 300, Max: 500}) {
		t.Errorf("A1 is %+v", p)
	}
	if p.Bound.Min != (geo.Point{Lon: 1214000000, Lat: 311900000}) || p.Bound.Max != (geo.Point{Lon: 1214100000, Lat: 312000000}) {
		t.Errorf("its box is %v", p.Bound)
	}
	if !p.Bound.Holds(p.Label) {
		t.Errorf("its label %v is outside", p.Label)
	}
}

func TestBuildingsCountOnceInTheTalliesAboveThem(t *testing.T) {
	w := newTown(t)
	w.building(t, "in A1", "", 10, 121.405, 31.195)
	w.building(t, "on the border of A1 and A2", "", 7, 121.41, 31.195)
	w.building(t, "on the corner of A2 and B1", "", 20, 121.42, 31.19)
	w.building(t, "in no area", "", 500, 121.50, 31.195)
	w.exec(t, `insert into building (source, source_id, point) values ('town', 'uncounted', st_setsrid(st_point(121.435, 31.195), 4490))`)
	w.change(t, "building")
	s := w.snapshot(t, spring)
	for code, want := range map[string]district.Tally{
		"A":  {Buildings: 2, Households: 17, Residents: 51, Estimated: 7},
		"A1": {Buildings: 1, Households: 10, Residents: 30},
		"A2": {Buildings: 1, Households: 7, Residents: 21, Estimated: 7},
		"B":  {Buildings: 2, Households: 20, Residents: 60},
		"B1": {Buildings: 1, Households: 20, Residents: 60},
		"B2": {Buildings: 1},
	} {
		if diff := cmp.Diff(want, w.place(t, s, code).Tally); diff != "" {
			t.Errorf("%s: %s", code, diff)
		}
	}
}

func TestABuildingInNoGridCountsInItsCommunity(t *testing.T) {
	w := newTown(t)
	all := w.edition(t, "", "2026-01-01")
	w.area(t, all, "street", "S", "Street", "", box(121.40, 121.50))
	w.area(t, all, "community", "C", "No grids yet", "S", box(121.44, 121.50))
	w.building(t, "in no grid", "", 30, 121.45, 31.195)
	s := w.snapshot(t, spring)
	for _, code := range []string{"C", "S"} {
		if got := w.place(t, s, code).Tally; got.Households != 30 || got.Buildings != 1 {
			t.Errorf("%s counts %+v", code, got)
		}
	}
}

func TestGridsEndWithTheirCommunity(t *testing.T) {
	w := newTown(t)
	merged := w.edition(t, "", "2026-09-01")
	w.area(t, merged, "community", "A", "东风社区", "", box(121.40, 121.44))
	s := w.snapshot(t, time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC))
	for _, code := range []string{"B", "B1", "B2"} {
		if places := s.ByCode(code); len(places) != 0 {
			t.Errorf("%s is still in force", code)
		}
	}
	w.place(t, s, "A1")
}

func TestASnapshotNamesTheHoldersOfItsDay(t *testing.T) {
	w := newTown(t)
	hold := func(name, phone string, public bool, post, from string, until *string) {
		staff := w.exec(t, `insert into staff (source, source_id, name, work_phone, phone_public)
			values ('town', $1, $1, $2, $3) returning id`, name, phone, public)
		w.exec(t, `insert into holder (area_id, post_id, is_first, staff_id, duty, from_date, until)
			select $1, post.id, is_first, $2, 'all of it', $4::date, $5::date
			from post join level on level.id = level_id
			where profile = 'street-grid' and level.key = 'grid' and post.key = $3`, w.ids["A1"], staff, post, from, until)
	}
	june := "2026-06-01"
	hold("Zhang", "021-5555 0001", true, "police", "2026-01-01", nil)
	hold("Wang", "021-5555 0002", false, "first_holder", "2026-01-01", &june)
	hold("Li", "", true, "first_holder", june, nil)

	type held struct{ name, phone, post, since string }
	holders := func(day time.Time) (got []held) {
		s := w.snapshot(t, day)
		for _, state := range s.PostsOf(w.place(t, s, "A1")) {
			for _, h := range state.Holders {
				got = append(got, held{h.Name, h.WorkPhone, state.Post.Key, h.From.Format(time.DateOnly)})
			}
		}
		return got
	}
	police := held{"Zhang", "021-5555 0001", "police", "2026-01-01"}
	w.change(t, "holder")
	if diff := cmp.Diff([]held{{"Wang", "", "first_holder", "2026-01-01"}, police}, holders(spring), cmp.AllowUnexported(held{})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]held{{"Li", "", "first_holder", june}, police}, holders(summer), cmp.AllowUnexported(held{})); diff != "" {
		t.Error(diff)
	}
}

func TestASnapshotIsSharedUntilTheDataChanges(t *testing.T) {
	w := newTown(t)
	first := w.snapshot(t, spring)
	if w.snapshot(t, spring.Add(9*time.Hour)) != first {
		t.Error("a second call on the same day made another snapshot")
	}
	if w.snapshot(t, summer) == first {
		t.Error("two days have one snapshot")
	}
	version := w.change(t, "building")
	if s := w.snapshot(t, spring); s == first || s.Version != version {
		t.Errorf("after a write the snapshot is of version %d, want %d", s.Version, version)
	}
}

// townOfNumbers is testdata/town.sql: 26 communities, 145 grids, 5,000 buildings, 20,000 issues.
func townOfNumbers(t testing.TB) town {
	t.Helper()
	w := emptyTown(t)
	sql, err := os.ReadFile("testdata/town.sql")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.pool.Exec(t.Context(), string(sql)+"; analyze"); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestTalliesAgreeWithPostGIS(t *testing.T) {
	w := townOfNumbers(t)
	s := w.snapshot(t, spring)
	grids, communities := 0, 0
	for _, c := range s.Communities() {
		communities += c.Tally.Households
		for _, g := range s.Grids(c.ID) {
			grids += g.Tally.Households
			var want int // no building of this town stands on a border
			err := w.pool.QueryRow(t.Context(), `select coalesce(sum(households), 0) from building
				join boundary on st_covers(geom, point) where area_id = $1`, int64(g.ID)).Scan(&want)
			if err != nil || g.Tally.Households != want {
				t.Fatalf("grid %s counts %d households, PostGIS %d, %v", g.Code, g.Tally.Households, want, err)
			}
		}
	}
	if grids != communities || grids == 0 {
		t.Errorf("grids count %d households, communities %d", grids, communities)
	}
}

func BenchmarkSnapshot(b *testing.B) {
	w := townOfNumbers(b)
	for b.Loop() {
		w.change(b, "building")
		w.snapshot(b, spring)
	}
}
