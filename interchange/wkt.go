package interchange

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	orbwkt "github.com/paulmach/orb/encoding/wkt"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/wkt"
)

// parseWKT reads WKT, EWKT ("SRID=4490;POINT(…)") or hexadecimal EWKB, with or without Z and M,
// which are dropped. SRID is 0 when the text states none; the geometry is nil when it is empty.
func parseWKT(s string) (g orb.Geometry, srid int, err error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, 0, nil
	}
	if s[0] == '0' {
		return parseHex(s)
	}
	if rest, found := cutPrefixFold(s, "SRID="); found {
		number, text, _ := strings.Cut(rest, ";")
		if srid, err = strconv.Atoi(strings.TrimSpace(number)); err != nil {
			return nil, 0, fmt.Errorf("the SRID of %s is not a number", brief([]byte(s)))
		}
		s = text
	}
	if isCollectionText(s) {
		return nil, srid, errCollection
	}
	if g, err := orbwkt.Unmarshal(s); err == nil {
		return g, srid, nil // the usual case, without Z and M; rings may be open, for check to say
	}
	t, err := wkt.Unmarshal(s)
	if err != nil {
		return nil, srid, fmt.Errorf("%s is not WKT", brief([]byte(s)))
	}
	g, err = flat(t)
	return g, srid, err
}

func isCollectionText(s string) bool {
	_, is := cutPrefixFold(strings.TrimSpace(s), "GEOMETRYCOLLECTION")
	return is
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

func parseHex(s string) (orb.Geometry, int, error) {
	b, err := hex.DecodeString(s)
	if err != nil {
		return nil, 0, fmt.Errorf("%s is neither WKT nor EWKB", brief([]byte(s)))
	}
	return parseEWKB(b)
}

// flat drops Z and M and makes orb's types of go-geom's.
func flat(t geom.T) (orb.Geometry, error) {
	if t.Empty() {
		return nil, errEmpty
	}
	switch t := t.(type) {
	case *geom.Point:
		return flatPoint(t.Coords()), nil
	case *geom.MultiPoint:
		return orb.MultiPoint(flatPoints(t.Coords())), nil
	case *geom.LineString:
		return orb.LineString(flatPoints(t.Coords())), nil
	case *geom.MultiLineString:
		out := orb.MultiLineString{}
		for _, line := range t.Coords() {
			out = append(out, flatPoints(line))
		}
		return out, nil
	case *geom.Polygon:
		return flatPolygon(t.Coords()), nil
	case *geom.MultiPolygon:
		out := orb.MultiPolygon{}
		for _, polygon := range t.Coords() {
			out = append(out, flatPolygon(polygon))
		}
		return out, nil
	}
	return nil, fmt.Errorf("a geometry of type %T cannot be used", t)
}

func flatPoint(c geom.Coord) orb.Point {
	if len(c) < 2 {
		return orb.Point{}
	}
	return orb.Point{c[0], c[1]}
}

func flatPoints(line []geom.Coord) []orb.Point {
	out := make([]orb.Point, len(line))
	for i, c := range line {
		out[i] = flatPoint(c)
	}
	return out
}

func flatPolygon(rings [][]geom.Coord) orb.Polygon {
	out := make(orb.Polygon, len(rings))
	for i, ring := range rings {
		out[i] = flatPoints(ring)
	}
	return out
}
