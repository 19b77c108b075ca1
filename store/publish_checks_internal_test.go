package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/geo"
	"gewu/internal/testdb"
	"gewu/plan"
)

// A rectangle is land in hundredths of a degree from 118.40 E, 31.30 N.
func rectangle(west, south, east, north float64) orb.MultiPolygon {
	ring := orb.Ring{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}
	for i, p := range ring {
		ring[i] = orb.Point{118.40 + p[0]/100, 31.30 + p[1]/100}
	}
	return orb.MultiPolygon{{ring}}
}

// TestTheDatabaseFindsMistakesInADivisionByItself gives the database divisions that no plan comes to, of the
// community C with a house at h.
//
//	2 ┌─────┬─────┐
//	  │ C1  ┆h C2 │
//	0 └─────┴─────┘
//	  0     2     4
func TestTheDatabaseFindsMistakesInADivisionByItself(t *testing.T) {
	db, community := dividedInTwo(t)
	const centimetre = 1e-5 // hundredths of a degree
	grid := func(code string, land orb.MultiPolygon) divisionGrid {
		return divisionGrid{community: community, code: code, land: land}
	}
	for name, d := range map[string]struct {
		west, east orb.MultiPolygon
		unassigned orb.MultiPolygon
		want       []string
	}{
		"a sound one":                 {rectangle(0, 0, 1, 2), rectangle(1, 0, 4, 2), nil, nil},
		"land in no grid, as said":    {rectangle(0, 0, 1, 2), rectangle(2, 0, 4, 2), rectangle(1, 0, 2, 2), nil},
		"a centimetre in no grid":     {rectangle(0, 0, 1, 2), rectangle(1+centimetre, 0, 4, 2), nil, nil},
		"a centimetre reaching out":   {rectangle(0, 0, 1, 2), rectangle(1, -centimetre, 4, 2), nil, nil},
		"grids that overlap":          {rectangle(0, 0, 2, 1), rectangle(1, 0, 4, 2), rectangle(0, 1, 1, 2), []string{"overlap C1 C2 1 1.5 0.5"}},
		"a grid within another":       {rectangle(1, 0, 2, 2), rectangle(0, 0, 4, 2), nil, []string{"overlap C1 C2 2 1.5 1.0"}},
		"land in no grid":             {rectangle(0, 0, 1, 2), rectangle(1, 0, 4, 1), rectangle(2, 1, 4, 2), []string{"hole 1 1.5 1.5"}},
		"two pieces in no grid":       {rectangle(2, 0, 2.5, 2), rectangle(2.5, 0, 3, 2), nil, []string{"hole 4 1.0 1.0", "hole 2 3.5 1.0"}},
		"five centimetres in no grid": {rectangle(0, 0, 1, 2), rectangle(1+5*centimetre, 0, 4, 2), nil, []string{"hole 0 1.0 1.0"}},
		"a grid that reaches out":     {rectangle(0, 0, 1, 2), rectangle(1, 0, 4, 3), nil, []string{"outside C2 3 2.5 2.5"}},
		"a house in no grid":          {rectangle(0, 0, 2, 2), rectangle(3, 0, 4, 2), rectangle(2, 0, 3, 2), []string{"building_without_grid 1 2.2 1.0"}},
		"overlap and gap, both told":  {rectangle(0, 0, 2, 2), rectangle(1, 0, 3, 2), nil, []string{"overlap C1 C2 2 1.5 1.0", "hole 2 3.5 1.0"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := &publisher{division: division{
				communities: []geo.AreaID{community}, bases: basesOf(t, db, community), unassigned: d.unassigned,
				grids: []divisionGrid{grid("C1", d.west), grid("C2", d.east)},
			}}
			p.Publication = plan.Publication{From: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), DryRun: d.want == nil}
			_, err := db.publish(t.Context(), Import{Source: "test"}, p, func(pgx.Tx, *publisher) error { return nil })
			var failed *plan.ChecksFailed
			if !errors.As(err, &failed) && (err != nil || d.want != nil) {
				t.Fatalf("error %v", err)
			}
			if diff := cmp.Diff(d.want, told(failed)); diff != "" {
				t.Error(diff)
			}
			if now := basesOf(t, db, community); !slices.Equal(now, p.bases) {
				t.Errorf("it is published nevertheless, as edition %v", now)
			}
		})
	}
}

// dividedInTwo is a district with one community, whose grids meet in its middle, and a house in the east.
func dividedInTwo(t *testing.T) (*DB, geo.AreaID) {
	t.Helper()
	db, err := Open(t.Context(), testdb.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	in := Import{Source: "test", From: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}
	households := 10
	house := district.Building{Origin: district.Origin{ID: "h"}, Point: &orb.Point{118.422, 31.31}, Households: district.Count{N: &households}}
	for _, areas := range [][]district.Area{
		{{Code: "C", Boundary: rectangle(0, 0, 4, 2)}},
		{{Code: "C1", Parent: "C", Boundary: rectangle(0, 0, 2, 2)}, {Code: "C2", Parent: "C", Boundary: rectangle(2, 0, 4, 2)}},
	} {
		in.Level = string(district.RoleCommunity)
		if areas[0].Parent != "" {
			in.Level = string(district.RoleGrid)
		}
		if _, err := db.ImportAreas(t.Context(), in, each(areas)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.ImportBuildings(t.Context(), Import{Source: "test"}, each([]district.Building{house})); err != nil {
		t.Fatal(err)
	}
	s, err := db.Snapshot(t.Context(), in.From)
	if err != nil {
		t.Fatal(err)
	}
	return db, s.ByCode("C")[0].ID
}

// basesOf is the last edition of a community.
func basesOf(t *testing.T, db *DB, community geo.AreaID) []int64 {
	t.Helper()
	var id int64
	if err := db.service.QueryRow(t.Context(), `select max(id) from edition where scope_id = $1`, community).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return []int64{id}
}

// told says of each flaw its kind, its grids, its land in squares of a hundredth of a degree or its number
// of buildings, and where it is.
func told(failed *plan.ChecksFailed) (flaws []string) {
	if failed == nil {
		return nil
	}
	for _, f := range failed.Flaws {
		size := fmt.Sprintf("%.0f", f.SquareMetres/1.0555e6)
		if f.Count > 0 {
			size = fmt.Sprint(f.Count)
		}
		lon, lat := f.At.Degrees()
		at := fmt.Sprintf("%.1f %.1f", (lon-118.40)*100, (lat-31.30)*100)
		flaws = append(flaws, strings.Join(append(append([]string{string(f.Kind)}, f.Grids...), size, at), " "))
	}
	return flaws
}
