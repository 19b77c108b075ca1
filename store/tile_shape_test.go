package store_test

import (
	"bytes"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"gewu/tiles"
)

func TestRingsWindAsTheFormatDemands(t *testing.T) {
	w := newTown(t)
	all := w.edition(t, "", "2026-02-01")
	w.area(t, all, "community", "R", "Ring", "", `MULTIPOLYGON(((121.40 31.19,121.44 31.19,121.44 31.20,121.40 31.20,121.40 31.19),
		(121.41 31.192,121.41 31.198,121.42 31.198,121.42 31.192,121.41 31.192)))`)
	for z := uint32(11); z <= 16; z++ {
		for _, a := range tilesAround(z) {
			for _, f := range w.tile(t, "communities", a)["communities"] {
				checkWinding(t, f.Geometry)
			}
		}
	}
}

// checkWinding demands that outlines have a positive area where y grows downwards, and holes a
// negative one, which is the rule of MVT 2.
func checkWinding(t testing.TB, g orb.Geometry) {
	t.Helper()
	polygons, many := g.(orb.MultiPolygon)
	if one, ok := g.(orb.Polygon); ok {
		polygons, many = orb.MultiPolygon{one}, true
	}
	if !many {
		t.Fatalf("an area is a %s", g.GeoJSONType())
	}
	for _, polygon := range polygons {
		for i, ring := range polygon {
			if (ring.Orientation() == orb.CCW) != (i == 0) {
				t.Errorf("ring %d of %v winds the wrong way", i, polygon)
			}
		}
	}
}

func TestGridsStillMeetInTiles(t *testing.T) {
	w := townOfNumbers(t)
	for z := uint32(11); z <= 15; z++ {
		a := tileAt(z, 121.43, 31.225)
		got := w.tile(t, "grids,communities", a)
		grids, communities := 0.0, 0.0
		for _, f := range got["grids"] {
			grids += planar.Area(f.Geometry)
		}
		for _, f := range got["communities"] {
			communities += planar.Area(f.Geometry)
		}
		if math.Abs(grids-communities) > 0.002*communities {
			t.Errorf("zoom %d: grids cover %.0f, their communities %.0f", z, grids, communities)
		}
	}
}

func TestTheSameDataGivesTheSameBytes(t *testing.T) {
	w := townOfNumbers(t)
	for _, layer := range tiles.Layers() {
		a := tileAt(max(layer.MinZoom, 13), 121.43, 31.22)
		first, err := w.db.Tile(t.Context(), layer.Name, a, spring, tiles.FullSight)
		if err != nil {
			t.Fatal(err)
		}
		w.exec(t, `update issue set title = 'moved in the file of the table' where id % 3 = 0`)
		w.change(t, "issue")
		second, err := w.db.Tile(t.Context(), layer.Name, a, spring, tiles.FullSight)
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("layer %s: %d bytes, then %d other ones, %v", layer.Name, len(first), len(second), err)
		}
	}
}

func TestATileReadsOnlyWhatIsNearIt(t *testing.T) {
	w := townOfNumbers(t)
	b := tileAt(16, 121.43, 31.22)
	bound := b.Bound()
	arguments := pgx.NamedArgs{
		"z": b.Z, "x": b.X, "y": b.Y,
		"west": bound.Min[0], "south": bound.Min[1], "east": bound.Max[0], "north": bound.Max[1],
	}
	for layer, index := range map[string]string{
		"roads": "road_geom", "water": "water_geom", "estates": "estate_geom", "greens": "facility_ground",
		"buildings": "building_footprint", "facilities": "facility_point", "issues": "issue_point",
	} {
		sql, err := os.ReadFile("queries/tile_" + layer + ".sql")
		if err != nil {
			t.Fatal(err)
		}
		rows, err := w.pool.Query(t.Context(), "explain "+string(sql), arguments)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		if plan := strings.Join(lines, "\n"); !strings.Contains(plan, index) {
			t.Errorf("layer %s does not use the index %s:\n%s", layer, index, plan)
		}
	}
}
