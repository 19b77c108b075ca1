package interchange

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"gewu/district"
)

// WriteCSV writes rows as a table in UTF-8 with a header: id, the position, then the properties
// of the first row, which every row must have. When the first row is a point the position is
// lon and lat, and wkt for whatever rows are more than a point; otherwise it is wkt alone.
//
// A text that a spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage
// return and is no number) gets an apostrophe before it, which reading takes away again. An error
// of rows ends the writing and is returned.
func WriteCSV(w io.Writer, rows iter.Seq2[district.Row, error]) error {
	t := table{out: csv.NewWriter(w)}
	for row, err := range rows {
		if err != nil {
			return err
		}
		if t.header == nil {
			if err := t.begin(row); err != nil {
				return err
			}
		}
		if err := t.write(row); err != nil {
			return fmt.Errorf("write row %q: %w", row.ID, err)
		}
	}
	t.out.Flush()
	return t.out.Error()
}

type table struct {
	out                *csv.Writer
	header             []string
	cells              []string
	hasID, points, wkt bool
	first              int // how many columns stand before the properties
}

func (t *table) begin(row district.Row) error {
	_, t.points = row.Geometry.(orb.Point)
	t.hasID, t.wkt = row.ID != "", row.Geometry != nil
	if t.hasID {
		t.header = append(t.header, "id")
	}
	if t.points {
		t.header = append(t.header, "lon", "lat")
	}
	if t.wkt {
		t.header = append(t.header, "wkt")
	}
	t.first = len(t.header)
	for _, p := range row.Properties {
		t.header = append(t.header, guarded(p.Name))
	}
	if len(t.header) == 0 {
		t.header = []string{"id"}
	}
	return t.out.Write(t.header)
}

func (t *table) write(row district.Row) error {
	if len(row.Properties) != len(t.header)-t.first {
		return fmt.Errorf("it has %d properties, the header %d", len(row.Properties), len(t.header)-t.first)
	}
	t.cells = t.cells[:0]
	if t.hasID {
		t.cells = append(t.cells, guarded(row.ID))
	}
	var err error
	if t.cells, err = t.position(t.cells, row.Geometry); err != nil {
		return err
	}
	for i, p := range row.Properties {
		if name := t.header[t.first+i]; guarded(p.Name) != name {
			return fmt.Errorf("it has the property %s where the header has %s", p.Name, name)
		}
		t.cells = append(t.cells, cell(p.Value))
	}
	return t.out.Write(t.cells)
}

func (t *table) position(cells []string, g orb.Geometry) ([]string, error) {
	if !t.wkt {
		if g != nil {
			return nil, fmt.Errorf("it has a geometry and the first row has none")
		}
		return cells, nil
	}
	point, isPoint := g.(orb.Point)
	if t.points && isPoint {
		return append(cells, degreeText(point[0]), degreeText(point[1]), ""), nil
	}
	if t.points {
		cells = append(cells, "", "")
	}
	text, err := wktText(g)
	return append(cells, text), err
}

func degreeText(x float64) string { return string(appendDegree(nil, x)) }

func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return guarded(v)
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return ""
		}
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return guarded(string(text))
}

// isFormula reports whether a spreadsheet might run s, apostrophes before it aside.
func isFormula(s string) bool {
	s = strings.TrimLeft(s, "'")
	return s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0]))
}

// guarded puts an apostrophe before a text that a spreadsheet would run.
func guarded(s string) string {
	if !isFormula(s) {
		return s
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return s
	}
	return "'" + s
}

// unguarded takes guarded's apostrophe away.
func unguarded(s string) string {
	if strings.HasPrefix(s, "'") && isFormula(s) {
		return s[1:]
	}
	return s
}
