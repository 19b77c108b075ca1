package store_test

import (
	"iter"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/interchange"
	"gewu/store"
)

func each[T any](records ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, record := range records {
			if !yield(record, nil) {
				return
			}
		}
	}
}

func count(n int, basis district.Basis) district.Count { return district.Count{N: &n, Basis: basis} }

func from(id string) district.Origin { return district.Origin{Row: 1, ID: id} }

// A shipment is a noun with the records that a source first brings, and the way that a file of
// them is imported.
type shipment struct {
	noun  string
	first func(store.Import) (store.Report, error)
	again func(store.Import, interchange.Features) (store.Report, error)
}

// ship is a shipment of a noun whose import is keep and whose mapping is read.
func ship[T any](
	noun string, read func(interchange.Mapping, interchange.Features) iter.Seq2[T, error],
	keep func(iter.Seq2[T, error], store.Import) (store.Report, error), records ...T,
) shipment {
	return shipment{
		noun:  noun,
		first: func(in store.Import) (store.Report, error) { return keep(each(records...), in) },
		again: func(in store.Import, f interchange.Features) (store.Report, error) {
			return keep(read(interchange.Mapping{}, f), in)
		},
	}
}

// everything is a shipment of every noun.
func everything(t *testing.T, w town) []shipment {
	land := orb.MultiPolygon{{{{121.4012345678, 31.191}, {121.403, 31.191}, {121.403, 31.193}, {121.4012345678, 31.191}}}}
	other := orb.MultiPolygon{{{{121.44, 31.19}, {121.45, 31.19}, {121.45, 31.20}, {121.44, 31.20}, {121.44, 31.19}}}}
	line := orb.MultiLineString{{{121.401, 31.191}, {121.4020000001, 31.1923456789}}}
	spot := orb.Point{121.40123456789, 31.1956789}
	opened := time.Date(2026, 3, 4, 5, 6, 7, 891_000_000, time.FixedZone("", 8*3600))
	closed, metres := opened.Add(50*time.Hour), 12.5
	codes := store.CodeTable{Standard: "GB/T 47678.5", Version: "2026", Kind: "matter"}
	ctx, db := t.Context(), w.db
	level := func(in store.Import, key string) store.Import {
		in.Level, in.Profile, in.From = key, "street-grid", spring
		return in
	}
	return []shipment{
		ship("areas", interchange.Mapping.Areas, func(r iter.Seq2[district.Area, error], in store.Import) (store.Report, error) {
			return db.ImportAreas(ctx, level(in, "community"), r)
		}, district.Area{Origin: from("c"), Code: "C", Name: "新村", Boundary: other, Attributes: district.Attributes{"people": "1200"}}),
		ship("grids", interchange.Mapping.Areas, func(r iter.Seq2[district.Area, error], in store.Import) (store.Report, error) {
			return db.ImportAreas(ctx, level(in, "grid"), r)
		}, district.Area{Origin: from("c1"), Code: "C1", Name: "第1网格", Parent: "C", Dedicated: true, Boundary: other}),
		ship("buildings", interchange.Mapping.Buildings, func(r iter.Seq2[district.Building, error], in store.Import) (store.Report, error) {
			return db.ImportBuildings(ctx, in, r)
		}, district.Building{
			Origin: from("1"), Name: "塔楼", Address: "人民路 1号", Households: count(40, district.Estimated),
			Residents: count(90, district.Given), Floors: count(11, district.Given), Footprint: land,
			Attributes: district.Attributes{"owner type": "city", "built": "1999"},
		}, district.Building{Origin: from("2"), Name: "=1+1", Point: &spot}),
		ship("estates", interchange.Mapping.Estates, func(r iter.Seq2[district.Estate, error], in store.Import) (store.Report, error) {
			return db.ImportEstates(ctx, in, r)
		}, district.Estate{Origin: from("1"), Name: "花园", Class: "closable", Ground: land}),
		ship("roads", interchange.Mapping.Roads, func(r iter.Seq2[district.Road, error], in store.Import) (store.Report, error) {
			return db.ImportRoads(ctx, in, r)
		}, district.Road{Origin: from("1"), Name: "大道", Class: "arterial", Bridge: true, OneWay: true, Line: line}),
		ship("water", interchange.Mapping.Waters, func(r iter.Seq2[district.Water, error], in store.Import) (store.Report, error) {
			return db.ImportWaters(ctx, in, r)
		}, district.Water{Origin: from("1"), Class: "lake", Surface: land}, district.Water{Origin: from("2"), Class: "stream", Line: line}),
		ship("facilities", interchange.Mapping.Facilities, func(r iter.Seq2[district.Facility, error], in store.Import) (store.Report, error) {
			return db.ImportFacilities(ctx, in, r)
		}, district.Facility{Origin: from("1"), Kind: "park", Name: "公园", Ground: land},
			district.Facility{Origin: from("2"), Kind: "clinic", Address: "Main Road 1", Point: &spot}),
		ship("issues", interchange.Mapping.Issues, func(r iter.Seq2[district.Issue, error], in store.Import) (store.Report, error) {
			return db.ImportIssues(ctx, in, r)
		}, district.Issue{Origin: from("1"), Kind: "litter", Title: "bin, \"full\"", OpenedAt: opened, ClosedAt: &closed, Point: spot, Accuracy: &metres},
			district.Issue{Origin: from("2"), Address: "Main Road 1", OpenedAt: opened, DueAt: &closed, Status: "handling", Point: spot},
			district.Issue{Origin: from("3"), OpenedAt: opened, Point: spot, Duplicate: true, DuplicateOf: "4"},
			district.Issue{Origin: from("4"), OpenedAt: opened, Point: spot},
			district.Issue{Origin: from("5"), OpenedAt: opened, Point: spot, Duplicate: true}),
		ship("staff", interchange.Mapping.Duties, func(r iter.Seq2[district.Duty, error], in store.Import) (store.Report, error) {
			return db.ImportDuties(ctx, in, r)
		}, district.Duty{Origin: from("z"), Name: "Zhang", WorkPhone: "+86 21 5555", Public: true, Area: "B1", Post: "police", Task: "doors", From: spring, Until: &summer},
			district.Duty{Origin: from("w"), Name: "Wang"}),
		ship("visits", interchange.Mapping.Visits, func(r iter.Seq2[district.Visit, error], in store.Import) (store.Report, error) {
			return db.ImportVisits(ctx, in, r)
		}, district.Visit{Origin: from("1"), Building: "1", At: opened, Staff: "Zhang"},
			district.Visit{Origin: from("2"), Address: "人民路 1号", At: closed}),
		ship("codes", interchange.Mapping.Codes, func(r iter.Seq2[district.Code, error], in store.Import) (store.Report, error) {
			return db.ImportCodes(ctx, in, codes, r)
		}, district.Code{Row: 1, Code: "0101", Name: district.Text{ZH: "井盖", EN: "Manhole"}, Attributes: district.Attributes{"class": "A"}}),
	}
}

// throughFile writes rows to a file and reads it again.
func throughFile(t *testing.T, name string, rows iter.Seq2[district.Row, error]) interchange.Features {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	write := interchange.WriteGeoJSON
	var options interchange.Options
	if filepath.Ext(name) == ".csv" {
		write, options.CRS = interchange.WriteCSV, "cgcs2000"
	}
	if err := write(file, rows); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	opened, err := interchange.Open(t.Context(), path, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	return opened.Features()
}

func TestAttributesKeepTheirTypesInGeoJSON(t *testing.T) {
	w := newTown(t)
	spot := orb.Point{121.405, 31.195}
	in := store.Import{Source: "survey"}
	first, err := w.db.ImportBuildings(t.Context(), in, each(district.Building{Origin: from("1"), Point: &spot, Attributes: district.Attributes{
		"built": 1999, "score": 0.25, "listed": true, "parts": []any{"a", 2.0}, "large": 9007199254740993.0,
	}}))
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.db.ImportBuildings(t.Context(), in, interchange.Mapping{}.Buildings(
		throughFile(t, "buildings.geojson", w.db.Export(t.Context(), "buildings", store.Filter{}))))
	if err != nil || again.Version != first.Version {
		t.Errorf("%+v, %v", again, err)
	}
}

func TestAnImportOfAnExportChangesNothing(t *testing.T) {
	w := newTown(t)
	for _, s := range everything(t, w) {
		in := store.Import{Source: "survey of " + s.noun}
		first, err := s.first(in)
		if err != nil || first.Added == 0 {
			t.Fatalf("%s: %+v, %v", s.noun, first, err)
		}
		for _, ext := range []string{".geojson", ".csv"} {
			t.Run(s.noun+ext, func(t *testing.T) {
				filter := store.Filter{Day: spring, Source: in.Source, Table: ext == ".csv"}
				again, err := s.again(in, throughFile(t, s.noun+ext, w.db.Export(t.Context(), s.noun, filter)))
				if err != nil || again.Unchanged != first.Added || again.Added+again.Changed+again.Removed != 0 || again.Version != first.Version {
					t.Errorf("%d were added; then %+v, %v", first.Added, again, err)
				}
			})
		}
	}
}
