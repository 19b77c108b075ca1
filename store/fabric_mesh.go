package store

import (
	"context"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"gewu/geo"
	"gewu/plan"
)

// A mesh is the coverage of the faces between lines, before they are put together.
type mesh struct {
	coverage *geo.Coverage
	index    *geo.Index  // its area i+1 is the face i
	inside   []orb.Point // a point of each face
	rim      []bool      // the face is a piece of the rim along the community's border
	classes  []plan.Class
	part     []int // of the land, that the face is in
}

// readMesh parts the community's land by lines.
func (l *loom) readMesh(ctx context.Context, lines []orb.MultiLineString) (*mesh, error) {
	rawLines, err := encodeAll(lines)
	if err != nil {
		return nil, err
	}
	land, err := wkb.Marshal(l.land)
	if err != nil {
		return nil, err
	}
	rows, err := l.tx.Query(ctx, query("fabric_faces"), args{"land": land, "lines": rawLines})
	if err != nil {
		return nil, err
	}
	m := &mesh{}
	areas, err := m.collect(rows)
	if err != nil {
		return nil, err
	}
	if err := m.build(areas, l.classes); err != nil {
		return nil, err
	}
	m.part = l.parts.of(m)
	return m, nil
}

// collect reads faces as areas in degrees.
func (m *mesh) collect(rows pgx.Rows) ([]geo.Area, error) {
	var areas []geo.Area
	var raw []byte
	var inside orb.Point
	var rim bool
	_, err := pgx.ForEachRow(rows, []any{&raw, &inside[0], &inside[1], &rim}, func() error {
		boundary, err := polygonsFrom(raw)
		if err != nil {
			return err
		}
		areas = append(areas, geo.Area{ID: geo.AreaID(len(areas) + 1), Boundary: degrees(boundary)})
		m.inside = append(m.inside, inside)
		m.rim = append(m.rim, rim)
		return nil
	})
	return areas, err
}

func (m *mesh) build(areas []geo.Area, classify *classifier) error {
	coverage, problems, err := geo.BuildCoverage(areas)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return fmt.Errorf("the faces are no coverage: %v", problems[0])
	}
	m.coverage = coverage
	m.classes = classify.arcs(coverage)
	m.index, err = geo.NewIndex(areas)
	return err
}

// faceAt returns the face that owns a point, -1 for none.
func (m *mesh) faceAt(p geo.Point) int {
	id, _, err := m.index.Locate(p)
	if err != nil {
		return -1
	}
	return int(id) - 1
}

// degrees turns units into degrees, in place.
func degrees(boundary orb.MultiPolygon) orb.MultiPolygon {
	for _, polygon := range boundary {
		for _, ring := range polygon {
			for i := range ring {
				ring[i] = orb.Point{ring[i][0] / 1e7, ring[i][1] / 1e7}
			}
		}
	}
	return boundary
}

// units turns degrees into units, in place.
func units(boundary orb.MultiPolygon) orb.MultiPolygon {
	for _, polygon := range boundary {
		for _, ring := range polygon {
			for i := range ring {
				ring[i] = orb.Point{math.Round(ring[i][0] * 1e7), math.Round(ring[i][1] * 1e7)}
			}
		}
	}
	return boundary
}

// pointOf rounds a position in units.
func pointOf(p orb.Point) geo.Point {
	return geo.Point{Lon: int32(math.Round(p[0])), Lat: int32(math.Round(p[1]))}
}
