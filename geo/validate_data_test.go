//go:build data

package geo_test

import (
	"cmp"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/planar"

	"gewu/geo"
	"gewu/interchange"
)

// A published is a file of areas as it was published.
type published struct {
	file, layer string
	unit        float64 // metres in a unit of its plane; 0: degrees
	overlaps    int     // pairs of areas
	holes       int
}

const surveyFoot = 1200.0 / 3937

// GEOS finds overlaps as intersections of pairs, and holes as those of the union of all. Of
// 0.01 m² and more both find the same, with the same sizes.
func TestOverlapsAndHolesAreThoseThatGEOSFinds(t *testing.T) {
	for name, p := range map[string]published{
		"Denver as published":            {file: "denver/DenverCo_precincts2020_orig.zip", unit: surveyFoot, overlaps: 1, holes: 15},
		"Denver repaired":                {file: "denver/DenverCo_precincts2020_repaired.zip", unit: surveyFoot, holes: 10},
		"Colorado's region with gaps":    {file: "denver/CO_bad_gap_region.zip", unit: surveyFoot, overlaps: 2, holes: 3},
		"Boston's neighbourhoods":        {file: "boston/boston_neighborhoods.geojson.gz", overlaps: 1, holes: 1},
		"Singapore's subzones":           {file: "singapore-hdb/mp14_subzone.geojson.gz", overlaps: 0, holes: 21},
		"Taipei's areas of level 1":      {file: "taipei/taipei_code1.geojson.gz", overlaps: 3, holes: 1},
		"Taipei's base units":            {file: "taipei/taipei_base_households.geojson.gz", overlaps: 628, holes: 600},
		"Taipei's areas of level 2":      {file: "taipei/taipei_code2.geojson.gz", holes: 1},
		"the blocks of Ellis County":     {file: "ellis-ks/ks_ellis_county_block.gpkg", layer: "ks_ellis_county_vap_data_block", unit: 1},
		"the beats of Chicago's police":  {file: "chicago/chicago_beats.geojson.gz"},
		"Chicago's community areas":      {file: "chicago/chicago_community_areas.geojson.gz"},
		"San Francisco's blocks' groups": {file: "sf-downtown/blockgroups.geojson"},
	} {
		t.Run(name, func(t *testing.T) {
			list := p.read(t)
			problems, err := geo.Validate(list, geo.Surroundings{MetresInUnit: p.unit})
			if err != nil {
				t.Fatal(err)
			}
			overlaps, holes := map[[2]geo.AreaID]float64{}, []found(nil)
			for _, q := range problems {
				switch {
				case q.Kind == geo.Overlap && len(q.Areas) == 2:
					overlaps[[2]geo.AreaID(q.Areas)] = q.SquareMetres
				case q.Kind == geo.Hole:
					holes = append(holes, found{q.SquareMetres, q.Place})
				}
			}
			t.Logf("%d areas: %d overlaps, %d holes", len(list), len(overlaps), len(holes))
			p.compareOverlaps(t, list, overlaps)
			p.compareHoles(t, list, holes)
			if p.overlaps > 0 && len(overlaps) != p.overlaps || p.holes > 0 && len(holes) != p.holes {
				t.Errorf("%d overlaps and %d holes, want %d and %d", len(overlaps), len(holes), p.overlaps, p.holes)
			}
		})
	}
}

// A found is the size of a piece of land and a place in it.
type found struct {
	squareMetres float64
	place        orb.Point
}

func (p published) read(t *testing.T) (list []geo.Area) {
	t.Helper()
	path := filepath.Join(os.Getenv("GEWU_TEST_DATA"), p.file)
	file, err := interchange.Open(t.Context(), path, interchange.Options{Layer: p.layer})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for feature, err := range file.Features() {
		if err != nil {
			t.Fatal(err)
		}
		area := geo.Area{ID: geo.AreaID(len(list) + 1)}
		switch shape := feature.Geometry.(type) {
		case orb.Polygon:
			area.Boundary = orb.MultiPolygon{shape}
		case orb.MultiPolygon:
			area.Boundary = shape
		default:
			t.Fatalf("an area is a %T", shape)
		}
		list = append(list, area)
	}
	return list
}

// measure is the size of what GEOS found.
func (p published) measure(shape orb.Geometry) float64 {
	multi, ok := shape.(orb.MultiPolygon)
	if !ok {
		return 0
	}
	if p.unit == 0 {
		return geo.AreaSquareMetres(multi)
	}
	return planar.Area(multi) * p.unit * p.unit
}

// load brings areas into PostGIS as they are, and makes valid those that are not.
func load(t *testing.T, list []geo.Area) *pgx.Conn {
	t.Helper()
	conn := connect(t)
	if _, err := conn.Exec(t.Context(), `create temp table given (id bigint, geom geometry)`); err != nil {
		t.Fatal(err)
	}
	for _, area := range list {
		_, err := conn.Exec(t.Context(), `insert into given values ($1, st_makevalid(st_geomfromwkb($2)))`,
			int64(area.ID), wkb.MustMarshal(area.Boundary))
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := conn.Exec(t.Context(), `create index on given using gist (geom); analyze given`); err != nil {
		t.Fatal(err)
	}
	return conn
}

const geosOverlaps = `
	select a.id, b.id, st_asbinary(st_multi(st_collectionextract(st_intersection(a.geom, b.geom), 3)))
	from given a join given b on a.id < b.id and a.geom && b.geom and st_intersects(a.geom, b.geom)`

func (p published) compareOverlaps(t *testing.T, list []geo.Area, got map[[2]geo.AreaID]float64) {
	t.Helper()
	rows, err := load(t, list).Query(t.Context(), geosOverlaps)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	want := map[[2]geo.AreaID]float64{}
	for rows.Next() {
		var a, b int64
		var data []byte
		if err := rows.Scan(&a, &b, &data); err != nil {
			t.Fatal(err)
		}
		want[[2]geo.AreaID{geo.AreaID(a), geo.AreaID(b)}] = p.measure(unpack(t, data))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for pair, square := range want {
		if square >= 0.0101 && !alike(square, got[pair]) {
			t.Errorf("areas %v share %.4f m² by GEOS, %.4f m² by Validate", pair, square, got[pair])
		}
	}
	for pair, square := range got {
		if !alike(square, want[pair]) {
			t.Errorf("areas %v share %.4f m² by Validate, %.4f m² by GEOS", pair, square, want[pair])
		}
	}
}

func unpack(t *testing.T, data []byte) orb.Geometry {
	t.Helper()
	shape, err := wkb.Unmarshal(data)
	if err != nil {
		t.Fatal(err)
	}
	return shape
}

func alike(p, q float64) bool { return math.Abs(p-q) <= 1e-4+1e-3*max(p, q) }

const geosHoles = `
	with land as (select st_union(geom) as geom from given),
	part as (select (st_dump(geom)).geom from land),
	ring as (select (st_dumprings(geom)).* from part)
	select st_asbinary(st_multi(st_collectionextract(st_difference(ring.geom, land.geom), 3)))
	from ring, land where ring.path[1] > 0`

func (p published) compareHoles(t *testing.T, list []geo.Area, got []found) {
	t.Helper()
	rows, err := load(t, list).Query(t.Context(), geosHoles)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var want []float64
	for rows.Next() {
		var data []byte
		if err := rows.Scan(&data); err != nil {
			t.Fatal(err)
		}
		if square := p.measure(unpack(t, data)); square >= 0.01 {
			want = append(want, square)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(want)
	slices.SortFunc(got, func(a, b found) int { return cmp.Compare(a.squareMetres, b.squareMetres) })
	if len(got) != len(want) {
		t.Fatalf("%d holes by Validate: %v; %d by GEOS: %v", len(got), got, len(want), want)
	}
	for i, square := range want {
		if !alike(square, got[i].squareMetres) {
			t.Errorf("hole %d has %.4f m² by GEOS, %.4f m² by Validate", i, square, got[i].squareMetres)
		}
	}
}
