//go:build data

package geo_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"gewu/geo"
	"gewu/internal/nation"
)

// A million points: what the raster says is what the R-tree says, and agrees with ST_Covers.
func TestTheRasterAgreesWithPostGISOnAMillionPoints(t *testing.T) {
	taipei, _ := readAreas(t, "taipei/taipei_code1.geojson.gz", "CODE1")
	chicago, _ := readAreas(t, "chicago/chicago_beats.geojson.gz", "beat_num")
	drawn := inOrderOfIDs(groupsOf(nation.New(12_000, 6)))
	for name, c := range map[string]struct {
		list   []geo.Area
		group  int
		points int
	}{
		"Taipei's code1 areas": {taipei, 100, 400_000},
		"Chicago's beats":      {chicago, 12, 200_000},
		"a nation":             {drawn, 24, 400_000},
	} {
		t.Run(name, func(t *testing.T) {
			points := probesOf(rand.New(rand.NewPCG(51, 52)), c.list, c.points)
			x := indexAtlas(t, atlasOf(t, groupsOfTown(c.list, c.group)))
			sameAnswers(t, x, c.list, points)
			conn := connect(t)
			fill(t, conn, c.list, points)
			border := 0
			for i, cover := range coversOf(t, conn, len(points)) {
				checkOwner(t, x, points[i], cover)
				if len(cover.contains) < len(cover.covers) {
					border++
				}
			}
			t.Logf("%d points, %d of them on a border", len(points), border)
		})
	}
}

// checkOwner compares a look-up with PostGIS where areas may overlap: the owner covers the
// point, comes no later than those that have it inside, and says whether it has it so too.
func checkOwner(t *testing.T, x *geo.Index, p geo.Point, c cover) {
	t.Helper()
	got := locate(t, x, p)
	if got == nowhere && len(c.covers) == 0 {
		return
	}
	inside := slices.Contains(c.contains, int64(got.Area))
	if !slices.Contains(c.covers, int64(got.Area)) || inside != (got.Rule == "inside") ||
		len(c.contains) > 0 && int64(got.Area) > c.contains[0] {
		t.Errorf("%v belongs to %v: covered by %v, inside %v", p, got, c.covers, c.contains)
	}
}
