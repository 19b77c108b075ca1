package store_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/internal/testdb"
	"gewu/store"
)

// openBoth opens a fresh database, also for the test's own questions.
func openBoth(t testing.TB) (*store.DB, *pgxpool.Pool) {
	t.Helper()
	url := testdb.New(t)
	db, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db, testdb.Pool(t, url)
}

// ask returns the rows of a question as text.
func ask(t testing.TB, pool *pgxpool.Pool, sql string, arguments ...any) []string {
	t.Helper()
	rows, err := pool.Query(t.Context(), sql, arguments...)
	if err != nil {
		t.Fatal(err)
	}
	answers, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return answers
}

func building(id string, footprint orb.MultiPolygon) district.Building {
	return district.Building{Origin: district.Origin{ID: id}, Footprint: footprint}
}

func TestBuildingsAreKnownAgainBySourceAndID(t *testing.T) {
	db, pool := openBoth(t)
	first := []district.Building{
		building("a", land(0, 0, 0.1, 0.1)),
		building("b", land(0.2, 0, 0.3, 0.1)),
		{Origin: district.Origin{ID: "c"}, Point: at(0.5, 0.5), Households: district.Count{N: new(12), Basis: district.Estimated}},
	}
	second := []district.Building{first[0], first[1], building("d", land(0.6, 0, 0.7, 0.1))}
	second[1].Name = "二号楼"
	for _, step := range []struct {
		name    string
		in      store.Import
		records []district.Building
		want    store.Report
	}{
		{"all are new", store.Import{Source: "s"}, first, store.Report{Read: 3, Added: 3, Version: 1}},
		{"the same again changes nothing", store.Import{Source: "s"}, first, store.Report{Read: 3, Unchanged: 3, Version: 1}},
		{"one changed, one new, one absent stays", store.Import{Source: "s"}, second, store.Report{Read: 3, Added: 1, Changed: 1, Unchanged: 1, Version: 2}},
		{"replacing removes what is absent", store.Import{Source: "s", Replace: true}, second, store.Report{Read: 3, Unchanged: 3, Removed: 1, Version: 3}},
		{"another source has its own ids", store.Import{Source: "z", Replace: true}, first, store.Report{Read: 3, Added: 3, Version: 4}},
	} {
		report, err := db.ImportBuildings(t.Context(), step.in, rows(step.records...))
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if diff := cmp.Diff(step.want, report); diff != "" {
			t.Errorf("%s: %s", step.name, diff)
		}
	}
	got := ask(t, pool, `select format('%s %s %s %s %s', source, source_id, name, households, households_estimated) from building order by 1`)
	want := []string{"s a   f", "s b 二号楼  f", "s d   f", "z a   f", "z b   f", "z c  12 t"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A change is told with the box of what was and what is.
func TestAChangeSaysWhichLandItTouched(t *testing.T) {
	db, pool := openBoth(t)
	for _, east := range []float64{0, 2} {
		if _, err := db.ImportBuildings(t.Context(), store.Import{Source: "s"}, rows(building("a", land(east, 0, east+1, 1)))); err != nil {
			t.Fatal(err)
		}
	}
	got := ask(t, pool, `select noun || ' ' || st_astext(touched, 7) from change order by version`)
	want := []string{
		"building POLYGON((118.4 31.3,118.4 31.31,118.41 31.31,118.41 31.3,118.4 31.3))",
		"building POLYGON((118.4 31.3,118.4 31.31,118.43 31.31,118.43 31.3,118.4 31.3))",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The point of an L-shaped building is inside, though its centre of gravity is not.
//
//	┌─┐
//	│ └───┐
//	└─────┘
func TestABuildingWithoutAPointGetsOneInside(t *testing.T) {
	db, pool := openBoth(t)
	l := land(0, 0, 3, 0.2)
	l[0][0] = orb.Ring{{118.40, 31.30}, {118.43, 31.30}, {118.43, 31.302}, {118.402, 31.302}, {118.402, 31.33}, {118.40, 31.33}, {118.40, 31.30}}
	if _, err := db.ImportBuildings(t.Context(), store.Import{Source: "s"}, rows(building("l", l), building("box", land(5, 5, 6, 6)))); err != nil {
		t.Fatal(err)
	}
	got := ask(t, pool, `select source_id || st_covers(footprint, point) from building order by 1`)
	if diff := cmp.Diff([]string{"boxtrue", "ltrue"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestUnfitBuildingsAreRejectedAndTheOthersTaken(t *testing.T) {
	db := open(t)
	bad := []district.Building{
		{Origin: district.Origin{Row: 2, ID: "nowhere"}},
		{Origin: district.Origin{Row: 3, ID: "many"}, Point: at(1, 1), Households: district.Known(-1)},
		{Origin: district.Origin{Row: 4, ID: "nul"}, Point: at(1, 1), Name: "a\x00b"},
		{Origin: district.Origin{Row: 5, ID: "latin"}, Point: at(1, 1), Address: "Stra\xdfe"},
		{Origin: district.Origin{Row: 6, ID: "first"}, Point: at(1, 1)},
		{Origin: district.Origin{Row: 7, ID: strings.Repeat("x", 2000)}, Point: at(1, 1)},
		{Origin: district.Origin{Row: 8, ID: "odd"}, Point: at(1, 1), Attributes: district.Attributes{"a": "\x00"}},
	}
	records := append([]district.Building{{Origin: district.Origin{Row: 1, ID: "first"}, Point: at(0, 0)}}, bad...)
	reasons := map[int64]string{}
	report, err := db.ImportBuildings(t.Context(), store.Import{
		Source: "s", MaxRejects: len(bad) + 1,
		OnReject: func(r store.Reject) error { reasons[r.Row] = r.Reason; return nil },
	}, withReject(records, district.Reject{Row: 9, Reason: "the line is no JSON"}))
	if err != nil || report.Added != 1 || report.Rejected != 8 || report.Read != 9 {
		t.Errorf("%+v, %v", report, err)
	}
	want := map[int64]string{
		2: "the building has neither a footprint nor a point",
		3: "-1 households: it must be 0 to 100000",
		4: "its name has a NUL character",
		5: "its address is not UTF-8 text; state the encoding of the file",
		6: "row 1 has the same id: name a column that tells rows apart",
		7: "its id is longer than 1000 bytes",
		8: "its attributes have a NUL character",
		9: "the line is no JSON",
	}
	if diff := cmp.Diff(want, reasons); diff != "" {
		t.Error(diff)
	}
}

// withReject yields records, then a row that the reader refused.
func withReject[R any](records []R, reject district.Reject) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		for _, record := range records {
			if !yield(record, nil) {
				return
			}
		}
		var none R
		yield(none, fmt.Errorf("reading: %w", &reject))
	}
}

// bowtie crosses itself in the middle; its halves are equal, so its signed area is none.
var bowtie = orb.MultiPolygon{{{{118.40, 31.30}, {118.41, 31.31}, {118.41, 31.30}, {118.40, 31.31}, {118.40, 31.30}}}}

func TestInvalidShapesAreMendedOnlyWhenAsked(t *testing.T) {
	db, pool := openBoth(t)
	unclosed := building("open", orb.MultiPolygon{{{{118.5, 31.3}, {118.51, 31.3}, {118.51, 31.31}}}})
	records := []district.Building{{Origin: district.Origin{Row: 4, ID: "tie"}, Footprint: bowtie}, unclosed}
	report, err := db.ImportBuildings(t.Context(), store.Import{Source: "s"}, rows(records...))
	if !errors.Is(err, store.ErrRejects) || report.Rejected != 2 || report.Version != 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	for _, mended := range []int64{1, 1} { // the second time it is known
		report, err = db.ImportBuildings(t.Context(), store.Import{Source: "s", Repair: true}, rows(records...))
		if err != nil || report.Repaired != mended || report.Version != 1 {
			t.Fatalf("%+v, %v", report, err)
		}
	}
	if len(report.Repairs) != 1 {
		t.Fatalf("repairs = %+v", report.Repairs)
	}
	repair := report.Repairs[0]
	if repair.Row != 4 || repair.ID != "tie" || repair.MovedMetres < 500_000 || !strings.Contains(repair.Reason, "self-intersection at 118.405") {
		t.Errorf("repair = %+v", repair)
	}
	if got := ask(t, pool, `select st_numgeometries(footprint) || source_id from building order by 1`); !cmp.Equal(got, []string{"1open", "2tie"}) {
		t.Errorf("got %v", got)
	}
}

// EPSG:32650 is UTM zone 50 north: its origin of eastings is 117° E.
func TestShapesOfOtherCoordinateSystemsAreConverted(t *testing.T) {
	db, pool := openBoth(t)
	records := []district.Building{
		{Origin: district.Origin{ID: "a"}, Point: &orb.Point{500_000, 3_500_000}},
		{Origin: district.Origin{ID: "lost"}, Point: &orb.Point{1e30, 1e30}},
	}
	var rejects []store.Reject
	in := store.Import{Source: "s", SRID: 32650, MaxRejects: 1, OnReject: func(r store.Reject) error { rejects = append(rejects, r); return nil }}
	if _, err := db.ImportBuildings(t.Context(), in, rows(records...)); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, pool, `select st_astext(point, 6) from building`); !cmp.Equal(got, []string{"POINT(117 31.635186)"}) {
		t.Errorf("got %v", got)
	}
	if len(rejects) != 1 || !strings.Contains(rejects[0].Reason, "EPSG:32650") {
		t.Errorf("rejects = %+v", rejects)
	}
	in.SRID = 999_111
	if _, err := db.ImportBuildings(t.Context(), in, rows(records...)); !errors.Is(err, store.ErrImport) {
		t.Errorf("an unknown SRID: %v", err)
	}
}

// Two points half a millimetre apart fall together, and a polygon that would touch itself then is
// noded: what was valid in the file is never rejected for rounding.
func TestRoundingMakesNothingInvalid(t *testing.T) {
	db := open(t)
	spike := orb.MultiPolygon{{{
		{118.40, 31.30}, {118.41, 31.30}, {118.41, 31.31}, {118.405, 31.30000001}, {118.40, 31.31}, {118.40, 31.30},
	}}}
	report, err := db.ImportBuildings(t.Context(), store.Import{Source: "s"}, rows(building("spike", spike)))
	if err != nil || report.Added != 1 || report.Repaired != 0 {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestTheSameFileImportedAtOnceIsTakenOnce(t *testing.T) {
	db := open(t)
	records := scatter(500)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var added, unchanged int64
	for range 4 {
		wg.Go(func() {
			report, err := db.ImportBuildings(t.Context(), store.Import{Source: "s"}, rows(records...))
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			added, unchanged = added+report.Added, unchanged+report.Unchanged
		})
	}
	wg.Wait()
	if version, err := db.Version(t.Context()); added != 500 || unchanged != 1500 || version != 1 || err != nil {
		t.Errorf("%d added, %d unchanged, version %d, %v", added, unchanged, version, err)
	}
}

func TestAnImportThatIsBrokenOffLeavesNothing(t *testing.T) {
	for name, breakOff := range map[string]func(cancel context.CancelFunc) error{
		"by its caller": func(cancel context.CancelFunc) error { cancel(); return nil },
		"by its file":   func(context.CancelFunc) error { return errors.New("unexpected end of file") },
	} {
		t.Run(name, func(t *testing.T) {
			db, pool := openBoth(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			records := func(yield func(district.Building, error) bool) {
				for i, record := range scatter(5000) {
					var err error
					if i == 3000 {
						err = breakOff(cancel)
					}
					if !yield(record, err) {
						return
					}
				}
			}
			if _, err := db.ImportBuildings(ctx, store.Import{Source: "s"}, records); err == nil {
				t.Error("there is no error")
			}
			if got := ask(t, pool, `select count(*) || ' ' || (select version from dataset) from building`); !cmp.Equal(got, []string{"0 0"}) {
				t.Errorf("buildings and version are %v", got)
			}
			if _, err := db.ImportBuildings(t.Context(), store.Import{Source: "s"}, rows(scatter(10)...)); err != nil {
				t.Errorf("the next import: %v", err)
			}
		})
	}
}
