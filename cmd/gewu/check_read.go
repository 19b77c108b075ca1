package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/interchange"
)

// A survey is the areas that are checked, and what lies around them.
type survey struct {
	areas  []geo.Area
	around geo.Surroundings
	names  map[geo.AreaID]string
	crs    interchange.CRS
}

// readFile reads the areas of a file. Rows without a polygon are told and left out.
func (c *checking) readFile(ctx context.Context, path string, notices io.Writer) (_ *survey, err error) {
	file, err := interchange.Open(ctx, path, c.options)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	s := &survey{names: map[geo.AreaID]string{}, crs: file.CRS()}
	naming := newNaming(c.idField, c.pieces)
	var boundaries []orb.MultiPolygon
	without := 0
	for feature, err := range file.Features() {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		boundary := polygonsOf(feature.Geometry)
		if boundary == nil {
			without++
			continue
		}
		naming.take(feature)
		boundaries = append(boundaries, boundary)
	}
	for _, notice := range file.Notices() {
		fmt.Fprintln(notices, "notice:", notice)
	}
	if len(boundaries) == 0 {
		return nil, fmt.Errorf("%s has no area: no row has a polygon", path)
	}
	if without > 0 {
		fmt.Fprintf(notices, "notice: %d rows have no polygon and are not checked\n", without)
	}
	names, err := naming.names()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	s.addAll(names, boundaries, c.pieces)
	return s, s.findUnit(ctx)
}

func (s *survey) addAll(names []string, boundaries []orb.MultiPolygon, pieces bool) {
	known := make(map[string]int, len(names))
	for i, name := range names {
		s.add(name, boundaries[i], known, pieces)
	}
}

// add takes an area. A name that occurred before gets a number, unless both are pieces of one area.
func (s *survey) add(name string, boundary orb.MultiPolygon, known map[string]int, pieces bool) {
	if before, twice := known[name]; twice && pieces {
		s.areas[before].Boundary = append(s.areas[before].Boundary, boundary...)
		return
	}
	base := name
	for n := 2; ; n++ {
		if _, twice := known[name]; !twice {
			break
		}
		name = fmt.Sprintf("%s #%d", base, n)
	}
	known[name] = len(s.areas)
	id := geo.AreaID(len(s.areas) + 1)
	s.names[id] = name
	s.areas = append(s.areas, geo.Area{ID: id, Boundary: boundary})
}

// polygonsOf returns the polygons of a geometry, nil when it has none.
func polygonsOf(shape orb.Geometry) orb.MultiPolygon {
	switch shape := shape.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{shape}
	case orb.MultiPolygon:
		return shape
	case orb.Collection:
		var all orb.MultiPolygon
		for _, part := range shape {
			all = append(all, polygonsOf(part)...)
		}
		return all
	default:
		return nil
	}
}

// findUnit finds how long a unit of the plane is on the ground, in the middle of the areas.
func (s *survey) findUnit(ctx context.Context) error {
	if s.crs.InDegrees() {
		return nil
	}
	bound := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, area := range s.areas {
		bound = bound.Union(area.Boundary.Bound())
	}
	const step = 100.0
	at := bound.Center()
	degrees, err := interchange.Degrees(ctx, s.crs, []orb.Point{at, {at[0] + step, at[1]}, {at[0], at[1] + step}})
	if err != nil {
		return err
	}
	var ground [3]geo.Point
	for i, p := range degrees {
		if ground[i], err = geo.PointAt(p[0], p[1]); err != nil {
			return fmt.Errorf("the coordinates are not those of %s: %w", s.crs, err)
		}
	}
	east, north := geo.DistanceMetres(ground[0], ground[1]), geo.DistanceMetres(ground[0], ground[2])
	s.around.MetresInUnit = math.Sqrt(east*north) / step
	return nil
}

// place gives problems on a plane their positions in degrees.
func (s *survey) place(ctx context.Context, problems []geo.Problem) error {
	if s.crs.InDegrees() {
		return nil
	}
	var points []*orb.Point
	for i := range problems {
		points = append(points, &problems[i].Place)
		points = append(points, vertices(problems[i].Land)...)
	}
	return s.convert(ctx, points)
}

func vertices(land orb.MultiPolygon) (points []*orb.Point) {
	for _, polygon := range land {
		for _, ring := range polygon {
			for i := range ring {
				points = append(points, &ring[i])
			}
		}
	}
	return points
}

func (s *survey) convert(ctx context.Context, points []*orb.Point) error {
	given := make([]orb.Point, len(points))
	for i, p := range points {
		given[i] = *p
	}
	degrees, err := interchange.Degrees(ctx, s.crs, given)
	if err != nil {
		return err
	}
	for i, p := range points {
		*p = degrees[i]
	}
	return nil
}

// named says which area an error is about, by its name.
func (s *survey) named(err error) error {
	var area *geo.AreaError
	if errors.As(err, &area) {
		return fmt.Errorf("area %s: %w", s.names[area.ID], area.Err)
	}
	return err
}

// A healing is what snapping would do.
type healing struct {
	tolerance float64
	heals     bool
	changes   []geo.Change
	remain    []geo.Problem
}

// heal snaps the areas within a tolerance.
func (s *survey) heal(ctx context.Context, tolerance float64) (*healing, error) {
	if !s.crs.InDegrees() {
		var points []*orb.Point
		for _, area := range s.areas {
			points = append(points, vertices(area.Boundary)...)
		}
		if err := s.convert(ctx, points); err != nil {
			return nil, err
		}
	}
	c, changes, remain, err := geo.SnapCoverage(s.areas, tolerance)
	if err != nil {
		return nil, s.named(err)
	}
	return &healing{tolerance, c != nil, changes, remain}, nil
}
