package store_test

import (
	"iter"
	"testing"

	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/interchange"
	"gewu/store"
)

// features are the rows of an export as a file would hold them.
func features(rows []district.Row) iter.Seq2[interchange.Feature, error] {
	return func(yield func(interchange.Feature, error) bool) {
		for i, row := range rows {
			f := interchange.Feature{Row: int64(i + 1), ID: row.ID, Geometry: row.Geometry, Properties: map[string]any{}}
			for _, p := range row.Properties {
				f.Properties[p.Name] = p.Value
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}

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

func TestAnImportOfAnExportChangesNothing(t *testing.T) {
	w := newTown(t)
	ctx, in := t.Context(), store.Import{Source: "survey.geojson"}
	land := orb.MultiPolygon{{
		{{121.4012345678, 31.191}, {121.403, 31.191}, {121.403, 31.193}, {121.4012345678, 31.191}},
	}}
	line := orb.MultiLineString{{{121.401, 31.191}, {121.4020000001, 31.1923456789}}}
	spot := orb.Point{121.40123456789, 31.1956789}
	from := func(id string) district.Origin { return district.Origin{Row: 1, ID: id} }
	var m interchange.Mapping
	for _, tt := range []struct {
		noun  string
		first func() (store.Report, error)
		again func(iter.Seq2[interchange.Feature, error]) (store.Report, error)
	}{
		{"buildings", func() (store.Report, error) {
			return w.db.ImportBuildings(ctx, in, each(
				district.Building{
					Origin: from("1"), Name: "塔楼", Address: "人民路 1号", Households: count(40, district.Estimated), Residents: count(90, district.Given),
					Floors: count(11, district.Given), Footprint: land, Attributes: district.Attributes{"owner type": "city", "built": 1999, "score": 0.25},
				},
				district.Building{Origin: from("2"), Point: &spot}))
		}, func(f iter.Seq2[interchange.Feature, error]) (store.Report, error) {
			return w.db.ImportBuildings(ctx, in, m.Buildings(f))
		}},
		{"estates", func() (store.Report, error) {
			return w.db.ImportEstates(ctx, in, each(district.Estate{Origin: from("1"), Name: "花园", Class: "closable", Ground: land}))
		}, func(f iter.Seq2[interchange.Feature, error]) (store.Report, error) {
			return w.db.ImportEstates(ctx, in, m.Estates(f))
		}},
		{"roads", func() (store.Report, error) {
			return w.db.ImportRoads(ctx, in, each(district.Road{Origin: from("1"), Name: "大道", Class: "arterial", Bridge: true, OneWay: true, Line: line}))
		}, func(f iter.Seq2[interchange.Feature, error]) (store.Report, error) {
			return w.db.ImportRoads(ctx, in, m.Roads(f))
		}},
		{"water", func() (store.Report, error) {
			return w.db.ImportWaters(ctx, in, each(
				district.Water{Origin: from("1"), Class: "lake", Surface: land}, district.Water{Origin: from("2"), Class: "stream", Line: line}))
		}, func(f iter.Seq2[interchange.Feature, error]) (store.Report, error) {
			return w.db.ImportWaters(ctx, in, m.Waters(f))
		}},
		{"facilities", func() (store.Report, error) {
			return w.db.ImportFacilities(ctx, in, each(
				district.Facility{Origin: from("1"), Kind: "park", Name: "公园", Ground: land},
				district.Facility{Origin: from("2"), Kind: "clinic", Address: "Main Road 1", Point: &spot}))
		}, func(f iter.Seq2[interchange.Feature, error]) (store.Report, error) {
			return w.db.ImportFacilities(ctx, in, m.Facilities(f))
		}},
	} {
		t.Run(tt.noun, func(t *testing.T) {
			first, err := tt.first()
			if err != nil || first.Added == 0 {
				t.Fatalf("%+v, %v", first, err)
			}
			for _, table := range []bool{false, true} {
				rows := w.export(t, tt.noun, store.Filter{Source: in.Source, Table: table})
				again, err := tt.again(features(rows))
				if err != nil || again.Unchanged != first.Added || again.Version != first.Version {
					t.Errorf("%d were added; then %+v, %v", first.Added, again, err)
				}
			}
		})
	}
}
