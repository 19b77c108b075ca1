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

// A classedLine is a line that may become a border.
type classedLine struct {
	class plan.Class
	line  orb.MultiLineString
}

type fabricBuilding struct {
	id           int64
	point        geo.Point
	footprint    orb.MultiPolygon // nil: only the point is known
	name         string
	households   int
	residents    int
	estate       int64
	part         int     // that owns its point
	squareMetres float64 // of the footprint
}

// at is where the building's point is on the plane of units.
func (b fabricBuilding) at() orb.Point { return orb.Point{float64(b.point.Lon), float64(b.point.Lat)} }

// metresPerUnit is the length of a unit of latitude, and what it is rounded to is of no weight here.
const metresPerUnit = 0.0111195

// read fetches what the fabric is made of.
func (l *loom) read(ctx context.Context) error {
	if err := l.readLand(ctx); err != nil {
		return fmt.Errorf("land: %w", err)
	}
	if err := l.readLines(ctx); err != nil {
		return fmt.Errorf("lines: %w", err)
	}
	if err := l.readBuildings(ctx); err != nil {
		return fmt.Errorf("buildings: %w", err)
	}
	return l.groupBuildings(ctx)
}

func (l *loom) readLand(ctx context.Context) error {
	var communities, editions []int64
	for _, place := range l.communities {
		communities, editions = append(communities, int64(place.ID)), append(editions, place.Edition.ID)
	}
	var raw []byte
	var number int
	place := args{"communities": communities, "editions": editions}
	if err := l.tx.QueryRow(ctx, query("fabric_land"), place).Scan(&l.ground, &raw, &number); err != nil {
		return err
	}
	if number < len(communities) {
		return ErrNoCommunity
	}
	land, err := polygonsFrom(raw)
	l.land = l.parts.pin(land)
	l.scale = math.Cos(land.Bound().Center()[1] / 1e7 * math.Pi / 180)
	return err
}

func (l *loom) readLines(ctx context.Context) error {
	rows, err := l.tx.Query(ctx, query("fabric_lines"), args{"land": l.ground})
	if err != nil {
		return err
	}
	var name string
	var raw []byte
	_, err = pgx.ForEachRow(rows, []any{&name, &raw}, func() error {
		class, err := plan.ParseClass(name)
		if err != nil {
			return err
		}
		line, err := linesFrom(raw)
		l.lines = append(l.lines, classedLine{class, line})
		return err
	})
	for _, polygon := range l.land {
		l.lines = append(l.lines, classedLine{plan.Community, ringLines(polygon)})
	}
	l.classes = newClassifier(l.lines)
	for _, line := range l.parts.lines() {
		l.lines = append(l.lines, classedLine{plan.None, line})
	}
	return err
}

func (l *loom) readBuildings(ctx context.Context) error {
	rows, err := l.tx.Query(ctx, query("fabric_buildings"), args{"land": l.ground})
	if err != nil {
		return err
	}
	var b fabricBuilding
	var lon, lat float64
	var raw []byte
	_, err = pgx.ForEachRow(rows, []any{&b.id, &lon, &lat, &raw, &b.name, &b.households, &b.residents, &b.estate}, func() (err error) {
		if b.point, err = geo.PointAt(lon, lat); err != nil || !l.owns(b.point) {
			return err
		}
		b.footprint, b.squareMetres, b.part = nil, 0, l.parts.at(b.point)
		if raw != nil {
			b.footprint, err = polygonsFrom(raw)
			b.squareMetres = geo.AreaSquareMetres(degrees(b.footprint.Clone()))
		}
		l.buildings = append(l.buildings, b)
		return err
	})
	return err
}

// outlines are the outlines of all footprints.
func (l *loom) outlines() []orb.MultiLineString {
	var outlines []orb.MultiLineString
	for _, b := range l.buildings {
		for _, polygon := range b.footprint {
			outlines = append(outlines, ringLines(polygon))
		}
	}
	return outlines
}

// ringLines are the rings of a polygon as lines.
func ringLines(polygon orb.Polygon) orb.MultiLineString {
	lines := make(orb.MultiLineString, len(polygon))
	for i, ring := range polygon {
		lines[i] = orb.LineString(ring)
	}
	return lines
}

// polygonsFrom reads a polygon or several.
func polygonsFrom(raw []byte) (orb.MultiPolygon, error) {
	g, err := wkb.Unmarshal(raw)
	if err != nil {
		return nil, err
	}
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}, nil
	case orb.MultiPolygon:
		return g, nil
	default:
		return nil, fmt.Errorf("a polygon was expected, not a %s", g.GeoJSONType())
	}
}

// linesFrom reads a line or several.
func linesFrom(raw []byte) (orb.MultiLineString, error) {
	g, err := wkb.Unmarshal(raw)
	if err != nil {
		return nil, err
	}
	switch g := g.(type) {
	case orb.LineString:
		return orb.MultiLineString{g}, nil
	case orb.MultiLineString:
		return g, nil
	default:
		return nil, fmt.Errorf("a line was expected, not a %s", g.GeoJSONType())
	}
}

// encodeAll writes geometries for a statement.
func encodeAll[G orb.Geometry](geometries []G) ([][]byte, error) {
	raw := make([][]byte, len(geometries))
	for i, g := range geometries {
		var err error
		if raw[i], err = wkb.Marshal(g); err != nil {
			return nil, err
		}
	}
	return raw, nil
}
