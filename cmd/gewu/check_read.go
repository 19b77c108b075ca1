package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"gewu/district"
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
	without, known := 0, map[string]int{}
	for feature, err := range file.Features() {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		boundary := polygonsOf(feature.Geometry)
		if boundary == nil {
			without++
			continue
		}
		name, err := c.nameOf(feature)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		s.add(name, boundary, known, c.pieces)
	}
	for _, notice := range file.Notices() {
		fmt.Fprintln(notices, "notice:", notice)
	}
	switch {
	case len(s.areas) == 0:
		return nil, fmt.Errorf("%s has no area: no row has a polygon", path)
	case without > 0:
		fmt.Fprintf(notices, "notice: %d rows have no polygon and are not checked\n", without)
	}
	return s, s.findUnit(ctx)
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

// nameColumns are the columns that may name an area, the likeliest first, in lower case.
var nameColumns = []string{"code", "编码", "代码", "网格编码", "网格代码", "grid_code", "area_code", "辖区编码", "id", "编号"}

// nameOf returns the name of an area: what the column says that was asked for, else its code, the
// file's identifier of it, or its row.
func (c *checking) nameOf(f interchange.Feature) (string, error) {
	if c.idField != "" {
		value, has := f.Properties[c.idField]
		if !has {
			return "", &district.Reject{Row: f.Row, ID: f.ID, Reason: fmt.Sprintf("there is no column %q", c.idField)}
		}
		if name := textOf(value); name != "" {
			return name, nil
		}
		return "row " + strconv.FormatInt(f.Row, 10), nil
	}
	lower := make(map[string]any, len(f.Properties))
	for name, value := range f.Properties {
		lower[strings.ToLower(name)] = value
	}
	for _, column := range nameColumns {
		if name := textOf(lower[column]); name != "" {
			return name, nil
		}
	}
	if f.ID != "" {
		return f.ID, nil
	}
	return "row " + strconv.FormatInt(f.Row, 10), nil
}

// textOf writes a property that can name something.
func textOf(value any) string {
	switch value := value.(type) {
	case string:
		return strings.TrimSpace(value)
	case int64:
		return strconv.FormatInt(value, 10)
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	default:
		return ""
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
