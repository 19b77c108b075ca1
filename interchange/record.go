package interchange

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"gewu/district"
)

// A record is one feature with its columns sorted by what they mean. The first value that
// cannot be read is kept as the fault.
type record struct {
	Feature
	reading    *reading
	values     []any // by position of the field
	attributes district.Attributes
	fault      error
}

// record sorts the columns of f. Of several columns for one field the likeliest is taken; the
// others stay attributes, as do tags of OpenStreetMap that are translated into a class or kind.
func (r *reading) record(f Feature) *record {
	rec := &record{Feature: f, reading: r, values: make([]any, len(fields[r.noun]))}
	ranks := make([]int, len(rec.values))
	from := make([]string, len(rec.values))
	for column, value := range f.Properties {
		p := r.place(column)
		if value == nil {
			continue
		}
		if p.position == notOurs {
			rec.keep(column, value)
			continue
		}
		for _, position := range r.also[column] {
			rec.values[position] = value
		}
		if old := rec.values[p.position]; old != nil {
			if cmp.Or(cmp.Compare(ranks[p.position], p.rank), cmp.Compare(from[p.position], column)) <= 0 {
				rec.keep(column, value)
				continue
			}
			rec.keep(from[p.position], old) // again, if it is a hint
		}
		if f := fields[r.noun][p.position]; f.hint || rec.tagged && (f.name == "class" || f.name == "kind") {
			rec.keep(column, value)
		}
		rec.values[p.position], ranks[p.position], from[p.position] = value, p.rank, column
	}
	return rec
}

// keep makes an attribute of a column, unless it seems to tell of a resident.
func (rec *record) keep(column string, value any) {
	r := rec.reading
	if isPersonal(r.noun, column) {
		if !r.personal[column] && r.OnPersonal != nil {
			r.OnPersonal(column)
		}
		r.personal[column] = true
		return
	}
	if rec.attributes == nil {
		rec.attributes = district.Attributes{}
	}
	rec.attributes[column] = value
}

func (rec *record) value(name string) any { return rec.values[rec.reading.index[name]] }

// fail keeps the first fault.
func (rec *record) fail(format string, args ...any) {
	if rec.fault == nil {
		rec.fault = fmt.Errorf(format, args...)
	}
}

// text returns a field as trimmed text, "" when the row does not have it.
func (rec *record) text(name string) string { return textValue(rec.value(name)) }

func textValue(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case map[string]any, []any:
		b, err := json.Marshal(v)
		if err != nil {
			return ""
		}
		return string(b)
	}
	return fmt.Sprint(v)
}

// number returns a whole number of at least 0, nil when the row does not have it. Anything else
// in the column is a fault: "12.5" households are none. Tags of OpenStreetMap, which anyone may
// fill as he likes, are unknown instead.
func (rec *record) number(name string, most int) *int {
	s := rec.text(name)
	if s == "" {
		return nil
	}
	x, err := strconv.ParseFloat(s, 64)
	switch {
	case err == nil && x == math.Trunc(x) && 0 <= x && x <= float64(most):
		n := int(x)
		return &n
	case rec.tagged:
	case err != nil || x != math.Trunc(x):
		rec.fail("%s is %s, which is not a whole number", name, strconv.Quote(s))
	default:
		rec.fail("%s is %s; it must be 0 to %d", name, s, most)
	}
	return nil
}

func (rec *record) count(name string, most int) district.Count {
	return district.Count{N: rec.number(name, most), Basis: district.Basis(rec.flag(name + "_estimated"))}
}

// flag reads a yes or no; what the row does not have is no.
func (rec *record) flag(name string) bool {
	s := strings.ToLower(rec.text(name))
	yes, known := truths[s]
	if !known && !rec.tagged {
		rec.fail("%s is %s; say yes or no", name, strconv.Quote(s))
	}
	return yes
}

var truths = map[string]bool{
	"": false, "no": false, "n": false, "false": false, "f": false, "0": false, "否": false, "无": false, "不是": false,
	"yes": true, "y": true, "true": true, "t": true, "1": true, "是": true, "有": true,
}

// timeForms are tried in turn. Those without an offset are in the district's time zone.
var timeForms = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02",
	"2006/1/2 15:04:05", "2006/1/2 15:04", "2006/1/2",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05-07", "2006/01/02 15:04:05-07", "2006-01-02T15:04",
	"2006年1月2日 15:04:05", "2006年1月2日 15:04", "2006年1月2日", "2006.1.2",
}

// when reads a time; zero when the row does not have it.
func (rec *record) when(name string) time.Time {
	s := rec.text(name)
	if s == "" {
		return time.Time{}
	}
	for _, form := range timeForms {
		if t, err := time.ParseInLocation(form, s, rec.reading.Location); err == nil && 1900 <= t.Year() && t.Year() < 2200 {
			return t
		}
	}
	rec.fail("%s is %s, which is not a time; write 2026-01-31 15:04:05, or only the date", name, strconv.Quote(s))
	return time.Time{}
}

// moment is when as a pointer, nil when the row does not have it.
func (rec *record) moment(name string) *time.Time {
	t := rec.when(name)
	if t.IsZero() {
		return nil
	}
	return &t
}

// day reads a date, at midnight UTC as PostgreSQL's dates are read.
func (rec *record) day(name string) time.Time {
	t := rec.when(name)
	if t.IsZero() {
		return t
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// origin says where the record came from; see Mapping for the choice of its identifier.
func (rec *record) origin() district.Origin {
	id := ""
	if _, mapped := rec.reading.mapped[rec.reading.index["id"]]; mapped {
		if id = rec.text("id"); id == "" {
			rec.fail("the id column is empty")
		}
	}
	if id == "" && rec.reading.IDField != NoIDs {
		id = cmp.Or(rec.ID, rec.text("id"))
	}
	if id == "" {
		if _, has := rec.reading.index["code"]; has {
			id = rec.text("code")
		}
	}
	if id == "" {
		id = rec.hash()
	}
	return district.Origin{Row: rec.Row, ID: id}
}

// hash identifies a row by what is in it. The second of two equal rows gets "-2".
func (rec *record) hash() string {
	var content []byte
	if rec.Geometry != nil {
		if b, err := wkb.Marshal(rec.Geometry, binary.LittleEndian); err == nil {
			content = b
		}
	}
	for _, column := range slices.Sorted(maps.Keys(rec.Properties)) {
		if v := rec.Properties[column]; v != nil {
			content = append(content, "\x00"+column+"\x00"+textValue(v)...)
		}
	}
	h := fnv.New128a()
	_, _ = h.Write(content) // a hash does not fail
	sum := h.Sum(nil)
	key := binary.BigEndian.Uint64(sum)
	rec.reading.hashes[key]++
	id := fmt.Sprintf("%x", sum)
	if n := rec.reading.hashes[key]; n > 1 {
		id += "-" + strconv.Itoa(n)
	}
	return id
}

// ground returns the row's polygons, nil when it has other geometry or none.
func ground(g orb.Geometry) orb.MultiPolygon {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	case orb.Collection:
		var all orb.MultiPolygon
		for _, part := range g {
			polygons := ground(part)
			if polygons == nil {
				return nil
			}
			all = append(all, polygons...)
		}
		return all
	}
	return nil
}

// linesOf returns the row's lines, nil when it has other geometry or none.
func linesOf(g orb.Geometry) orb.MultiLineString {
	switch g := g.(type) {
	case orb.LineString:
		return orb.MultiLineString{g}
	case orb.MultiLineString:
		return g
	}
	return nil
}

// pointOf returns the row's single point, nil when it has other geometry or none.
func pointOf(g orb.Geometry) *orb.Point {
	switch g := g.(type) {
	case orb.Point:
		return &g
	case orb.MultiPoint:
		if len(g) == 1 {
			return &g[0]
		}
	}
	return nil
}

// wrongShape refuses a row whose geometry is not what the noun needs.
func (rec *record) wrongShape(noun, needs string) error {
	if rec.Geometry == nil {
		return fmt.Errorf("the row has no position; %s needs %s (of a table, name its columns with --lon and --lat, or --wkt)", noun, needs)
	}
	return fmt.Errorf("the geometry is a %s; %s needs %s", rec.Geometry.GeoJSONType(), noun, needs)
}
