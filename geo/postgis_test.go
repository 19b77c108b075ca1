package geo_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"gewu/geo"
	"gewu/internal/testdb"
)

func connect(t *testing.T) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), testdb.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

// inUnits writes a boundary in integer units, which PostGIS reads exactly.
func inUnits(area geo.Area) string {
	var b strings.Builder
	b.WriteString("MULTIPOLYGON")
	nested(&b, len(area.Boundary), func(i int) {
		nested(&b, len(area.Boundary[i]), func(j int) {
			ring := area.Boundary[i][j]
			nested(&b, len(ring), func(k int) {
				p := pointOf(ring[k])
				fmt.Fprintf(&b, "%d %d", p.Lon, p.Lat)
			})
		})
	})
	return b.String()
}

func nested(b *strings.Builder, n int, item func(int)) {
	for i := range n {
		b.WriteByte("(,"[min(i, 1)])
		item(i)
	}
	b.WriteByte(')')
}

// fill puts areas and points into PostGIS in units, without a coordinate system, so that both
// sides compute with the same integers.
func fill(t *testing.T, conn *pgx.Conn, list []geo.Area, points []geo.Point) {
	t.Helper()
	const tables = `create temp table area (id bigint, geom geometry);
		create temp table probe (id bigint, x float8, y float8)`
	if _, err := conn.Exec(t.Context(), tables); err != nil {
		t.Fatal(err)
	}
	for _, area := range list {
		const insert = `insert into area values ($1, st_geomfromtext($2))`
		if _, err := conn.Exec(t.Context(), insert, int64(area.ID), inUnits(area)); err != nil {
			t.Fatal(err)
		}
	}
	rows := pgx.CopyFromSlice(len(points), func(i int) ([]any, error) {
		return []any{int64(i), float64(points[i].Lon), float64(points[i].Lat)}, nil
	})
	if _, err := conn.CopyFrom(t.Context(), pgx.Identifier{"probe"}, []string{"id", "x", "y"}, rows); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), `create index on area using gist (geom); analyze area; analyze probe`); err != nil {
		t.Fatal(err)
	}
	var invalid []int64
	if err := conn.QueryRow(t.Context(), `select array_agg(id) from area where not st_isvalid(geom)`).Scan(&invalid); err != nil || invalid != nil {
		t.Fatalf("areas %v are not valid: %v", invalid, err)
	}
}

// cover is what PostGIS says of a point: the areas that cover it, and those that have it
// inside and not on their boundary.
type cover struct{ covers, contains []int64 }

func coversOf(t *testing.T, conn *pgx.Conn, n int) []cover {
	t.Helper()
	rows, err := conn.Query(t.Context(), `select probe.id, area.id, st_contains(geom, st_point(x, y))
		from probe join area on st_covers(geom, st_point(x, y)) order by probe.id, area.id`)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]cover, n)
	var probe, area int64
	var contains bool
	_, err = pgx.ForEachRow(rows, []any{&probe, &area, &contains}, func() error {
		c := &all[probe]
		c.covers = append(c.covers, area)
		if contains {
			c.contains = append(c.contains, area)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestLocateAgreesWithPostGIS(t *testing.T) {
	for name, w := range map[string]*town{
		"a town":               newTown(11, 7, 7, 40_000, 7),
		"tiny cells":           newTown(12, 8, 8, 800, 4),
		"sides of many points": newTown(13, 5, 4, 400_000, 24),
	} {
		t.Run(name, func(t *testing.T) {
			list := w.areas(true)
			points := w.probes(list, 5_000)
			conn := connect(t)
			fill(t, conn, list, points)
			x, counts := newIndex(t, list), map[string]int{}
			raster := indexAtlas(t, atlasOf(t, groupsOfTown(list, 7)))
			for i, c := range coversOf(t, conn, len(points)) {
				counts[checkCover(t, x, points[i], c)]++
				checkCover(t, raster, points[i], c)
			}
			t.Logf("%d points: %v", len(points), counts)
			if len(points) < 20_000 || counts["shared border"] < 1000 || counts["outer border"] < 100 || counts["corner"] < 10 {
				t.Errorf("too few points of a kind")
			}
		})
	}
}

// checkCover compares the index with PostGIS in a coverage and returns the kind of the point.
func checkCover(t *testing.T, x *geo.Index, p geo.Point, c cover) string {
	t.Helper()
	got := locate(t, x, p)
	fail := func(why string) {
		t.Errorf("%v belongs to %v, %s: covered by %v, inside %v", p, got, why, c.covers, c.contains)
	}
	if got == nowhere {
		if len(c.covers) > 0 {
			fail("but is covered")
		}
		return "none"
	}
	if !slices.Contains(c.covers, int64(got.Area)) {
		fail("which does not cover it")
	}
	if wantInside := len(c.contains) > 0; wantInside != (got.Rule == "inside") {
		fail("by the wrong rule")
	}
	switch {
	case len(c.contains) == 1 && len(c.covers) == 1:
		return "inside"
	case len(c.contains) > 0:
		fail("in what is no coverage")
		return "overlap"
	case len(c.covers) == 1:
		return "outer border"
	case len(c.covers) == 2:
		return "shared border"
	default:
		return "corner"
	}
}
