package interchange

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"gewu/district"
)

// WriteGeoJSON writes rows as a FeatureCollection of RFC 7946: longitude first, seven decimals
// (about a centimetre), exterior rings counter-clockwise and holes clockwise, no crs member. It
// holds one row at a time. An error of rows ends the writing and is returned; what has been
// written then is no whole file.
func WriteGeoJSON(w io.Writer, rows iter.Seq2[district.Row, error]) error {
	out := bufio.NewWriterSize(w, 1<<16)
	if _, err := out.WriteString(`{"type":"FeatureCollection","features":[`); err != nil {
		return err
	}
	var buf []byte
	separator := "\n"
	for row, err := range rows {
		if err != nil {
			return err
		}
		buf, err = appendRow(append(buf[:0], separator...), row)
		if err != nil {
			return fmt.Errorf("write row %q: %w", row.ID, err)
		}
		if _, err := out.Write(buf); err != nil {
			return err
		}
		separator = ",\n"
	}
	if _, err := out.WriteString("\n]}\n"); err != nil {
		return err
	}
	return out.Flush()
}

func appendRow(b []byte, row district.Row) ([]byte, error) {
	b = append(b, `{"type":"Feature"`...)
	if row.ID != "" {
		b = appendJSON(append(b, `,"id":`...), row.ID)
	}
	b, err := appendGeometry(append(b, `,"geometry":`...), row.Geometry)
	if err != nil {
		return nil, err
	}
	b = append(b, `,"properties":{`...)
	for i, p := range row.Properties {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendJSON(b, p.Name), ':')
		b = appendJSON(b, p.Value)
	}
	return append(b, "}}"...), nil
}

// appendJSON writes v; what JSON cannot hold, such as NaN, becomes null.
func appendJSON(b []byte, v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		return append(b, "null"...)
	}
	return append(b, text...)
}

func appendGeometry(b []byte, g orb.Geometry) ([]byte, error) {
	if g == nil {
		return append(b, "null"...), nil
	}
	b = append(b, `{"type":"`+g.GeoJSONType()+`","coordinates":`...)
	switch g := g.(type) {
	case orb.Point:
		b = appendPosition(b, g)
	case orb.MultiPoint:
		b = appendList(b, g, appendPosition)
	case orb.LineString:
		b = appendList(b, g, appendPosition)
	case orb.MultiLineString:
		b = appendList(b, g, appendLine)
	case orb.Polygon:
		b = appendPolygon(b, g)
	case orb.MultiPolygon:
		b = appendList(b, g, appendPolygon)
	default:
		return nil, fmt.Errorf("a %s cannot be written", g.GeoJSONType())
	}
	return append(b, '}'), nil
}

func appendList[T any](b []byte, list []T, one func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, item := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = one(b, item)
	}
	return append(b, ']')
}

func appendLine(b []byte, line orb.LineString) []byte { return appendList(b, line, appendPosition) }

func appendPolygon(b []byte, polygon orb.Polygon) []byte {
	return appendList(b, wound(polygon), func(b []byte, ring orb.Ring) []byte {
		return appendList(b, ring, appendPosition)
	})
}

// wound returns polygon with its exterior counter-clockwise and its holes clockwise, leaving
// polygon itself alone.
func wound(polygon orb.Polygon) orb.Polygon {
	out := make(orb.Polygon, len(polygon))
	for i, ring := range polygon {
		want := orb.CW
		if i == 0 {
			want = orb.CCW
		}
		if o := ring.Orientation(); o != 0 && o != want {
			ring = slices.Clone(ring)
			ring.Reverse()
		}
		out[i] = ring
	}
	return out
}

func appendPosition(b []byte, p orb.Point) []byte {
	b = appendDegree(append(b, '['), p[0])
	b = appendDegree(append(b, ','), p[1])
	return append(b, ']')
}

// appendDegree writes at most seven decimals, without trailing zeros.
func appendDegree(b []byte, x float64) []byte {
	return strconv.AppendFloat(b, math.Round(x*1e7)/1e7+0, 'f', -1, 64) // + 0 makes 0 of -0
}
