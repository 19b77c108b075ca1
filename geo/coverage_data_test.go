//go:build data

package geo_test

import (
	"database/sql"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/interchange"
)

// As published, areas reach into a neighbour at two places, by up to 0.36 m: at one, where
// three of them meet, their sides cross; at the other they do not. Without those five areas
// the rest is a coverage.
func TestTaipeisAreasAreACoverageButForTwoPlaces(t *testing.T) {
	list, _ := readAreas(t, "taipei/taipei_code1.geojson.gz", "CODE1")
	_, problems, err := geo.BuildCoverage(list)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []geo.ProblemKind
	bad := map[geo.AreaID]bool{}
	for _, p := range problems {
		t.Log(p)
		kinds = append(kinds, p.Kind)
		for _, id := range p.Areas {
			bad[id] = true
		}
	}
	if diff := cmp.Diff([]geo.ProblemKind{geo.Crossing, geo.Overlap}, kinds); diff != "" {
		t.Error(diff)
	}
	good := slices.DeleteFunc(slices.Clone(list), func(a geo.Area) bool { return bad[a.ID] })
	c := build(t, good)
	t.Logf("%d areas, %d arcs, %d nodes, %d neighbours", c.Len(), c.ArcCount(), len(c.Nodes()), len(c.Neighbours()))
	checkCoverage(t, c)
	for _, area := range good {
		// Vertices are published to the nanometre; rounding to a centimetre shows in small areas.
		if got, want := c.SquareMetres(area.ID), geo.AreaSquareMetres(area.Boundary); math.Abs(got/want-1) > 1e-3 {
			t.Errorf("area %d has %v m², want %v", area.ID, got, want)
		}
	}
}

func TestChicagosBeatsAreACoverage(t *testing.T) {
	list, _ := readAreas(t, "chicago/chicago_beats.geojson.gz", "beat_num")
	checkCoverage(t, build(t, list))
}

// The census publishes which blocks of Ellis county are neighbours. Its coordinates are metres
// on a plane; borders are shared there as anywhere, so centimetres are taken for units.
func TestEllisCountysBlocksHaveTheirPublishedNeighbours(t *testing.T) {
	path := filepath.Join(os.Getenv("GEWU_TEST_DATA"), "ellis-ks/ks_ellis_county_block.gpkg")
	list, names := ellisBlocks(t, path)
	var got [][2]string
	for _, n := range build(t, list).Neighbours() {
		got = append(got, pair(names[n.A], names[n.B]))
	}
	want := ellisNeighbours(t, path)
	slices.SortFunc(got, comparePairs)
	slices.SortFunc(want, comparePairs)
	t.Logf("%d blocks, %d pairs", len(list), len(got))
	if diff := cmp.Diff(want, got); diff != "" || len(got) != 5439 {
		t.Error(diff)
	}
}

func ellisBlocks(t *testing.T, path string) (list []geo.Area, names map[geo.AreaID]string) {
	t.Helper()
	file, err := interchange.Open(t.Context(), path, interchange.Options{Layer: "ks_ellis_county_vap_data_block"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	names = map[geo.AreaID]string{}
	for feature, err := range file.Features() {
		if err != nil {
			t.Fatal(err)
		}
		id := geo.AreaID(len(list))
		names[id], _ = feature.Properties["path"].(string)
		list = append(list, geo.Area{ID: id, Boundary: centimetres(t, feature.Geometry)})
	}
	return list, names
}

func centimetres(t *testing.T, shape orb.Geometry) orb.MultiPolygon {
	t.Helper()
	var boundary orb.MultiPolygon
	switch shape := shape.(type) {
	case orb.Polygon:
		boundary = orb.MultiPolygon{shape}
	case orb.MultiPolygon:
		boundary = shape
	default:
		t.Fatalf("a block is a %T", shape)
	}
	for _, polygon := range boundary {
		for _, r := range polygon {
			for i, p := range r {
				r[i] = orb.Point{math.Round(p[0]*100) / 1e7, math.Round(p[1]*100) / 1e7}
			}
		}
	}
	return boundary
}

func ellisNeighbours(t *testing.T, path string) (pairs [][2]string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro&immutable=1")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(t.Context(), "select path_1, path_2 from gerrydb_graph_edge")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var a, b string
		if err := rows.Scan(&a, &b); err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, pair(a, b))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return pairs
}

func pair(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

func comparePairs(p, q [2]string) int { return slices.Compare(p[:], q[:]) }
