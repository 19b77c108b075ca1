package interchange

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/paulmach/orb"
)

// errEmpty says that a geometry has no points.
var errEmpty = errors.New(emptyGeometry)

// coordinates reads the coordinates member of a GeoJSON geometry straight into orb's types:
// through a general JSON tree the points of a large polygon take twenty times their memory.
type coordinates struct {
	b []byte
	i int
}

// geometryOf reads raw as the coordinates of a geometry of type kind. Anything after the second
// number of a position (height, measure) is passed over. NaN and infinities are read as such.
func geometryOf(kind string, raw []byte) (orb.Geometry, error) {
	c := &coordinates{b: raw}
	g, err := c.geometry(kind)
	if err != nil {
		return nil, err
	}
	if c.peek() != 0 {
		return nil, fmt.Errorf("%s stands after the coordinates", brief(c.b[c.i:]))
	}
	return g, nil
}

func (c *coordinates) geometry(kind string) (orb.Geometry, error) {
	switch kind {
	case "Point":
		return as[orb.Point](c.position())
	case "MultiPoint":
		return as[orb.MultiPoint](list(c, c.position))
	case "LineString":
		return as[orb.LineString](c.line())
	case "MultiLineString":
		return as[orb.MultiLineString](list(c, c.line))
	case "Polygon":
		return as[orb.Polygon](c.polygon())
	case "MultiPolygon":
		return as[orb.MultiPolygon](list(c, c.polygon))
	}
	return nil, fmt.Errorf("%s is not a geometry of GeoJSON", strconv.Quote(kind))
}

// as keeps a nil geometry of type G from becoming a non-nil interface beside an error.
func as[G orb.Geometry](g G, err error) (orb.Geometry, error) {
	if err != nil {
		return nil, err
	}
	return g, nil
}

func (c *coordinates) line() (orb.LineString, error) { return list(c, c.position) }
func (c *coordinates) ring() (orb.Ring, error)       { return list(c, c.position) }
func (c *coordinates) polygon() (orb.Polygon, error) { return list(c, c.ring) }

// list reads `[item, item, …]`, possibly empty.
func list[T any](c *coordinates, item func() (T, error)) ([]T, error) {
	if err := c.take('['); err != nil {
		return nil, err
	}
	var out []T
	if c.peek() == ']' {
		c.i++
		return out, nil
	}
	for {
		one, err := item()
		if err != nil {
			return nil, err
		}
		out = append(out, one)
		if c.peek() == ']' {
			c.i++
			return out, nil
		}
		if err := c.take(','); err != nil {
			return nil, err
		}
	}
}

// position reads `[lon, lat, …]`.
func (c *coordinates) position() (orb.Point, error) {
	if err := c.take('['); err != nil {
		return orb.Point{}, err
	}
	var p orb.Point
	for n := 0; ; n++ {
		if n == 0 && c.peek() == ']' {
			return p, errEmpty
		}
		x, err := c.number()
		if err != nil {
			return p, err
		}
		if n < 2 {
			p[n] = x
		}
		if c.peek() == ']' && n > 0 {
			c.i++
			return p, nil
		}
		if err := c.take(','); err != nil {
			return p, err
		}
	}
}

func (c *coordinates) number() (float64, error) {
	c.peek()
	start := c.i
	for c.i < len(c.b) && !isSpace(c.b[c.i]) && c.b[c.i] != ',' && c.b[c.i] != ']' {
		c.i++
	}
	word := c.b[start:c.i]
	x, err := strconv.ParseFloat(string(word), 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) || hexadecimal(word) {
		return 0, fmt.Errorf("the coordinate %s is not a number", brief(word))
	}
	return x, nil
}

// hexadecimal finds what strconv takes for a number and JSON does not.
func hexadecimal(word []byte) bool {
	for _, b := range word {
		if b == 'x' || b == 'X' || b == '_' {
			return true
		}
	}
	return false
}

// peek skips white space and returns the next byte, 0 at the end.
func (c *coordinates) peek() byte {
	for c.i < len(c.b) && isSpace(c.b[c.i]) {
		c.i++
	}
	if c.i == len(c.b) {
		return 0
	}
	return c.b[c.i]
}

func (c *coordinates) take(want byte) error {
	switch got := c.peek(); got {
	case want:
		c.i++
		return nil
	case 0:
		return errors.New("the coordinates end too early")
	default:
		return fmt.Errorf("the coordinates have %q where %q should stand", got, want)
	}
}
