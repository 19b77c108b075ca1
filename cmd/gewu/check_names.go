package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gewu/interchange"
)

// A naming finds what the areas of a file are called: by the column that was asked for; else by
// one of the usual columns; else by a column that seems to hold codes, identifiers or names and
// differs from row to row; else by the file's own identifiers; else by their rows.
type naming struct {
	asked   string
	pieces  bool // several rows may have one name
	rows    []string
	ids     []string
	columns map[string]*nameColumn
}

// A nameColumn is a column that may hold names.
type nameColumn struct {
	name   string
	rank   int
	values []string
}

func newNaming(asked string, pieces bool) *naming {
	return &naming{asked: asked, pieces: pieces, columns: map[string]*nameColumn{}}
}

// usualColumns hold codes, in lower case, the likeliest first.
var usualColumns = []string{"code", "编码", "代码", "网格编码", "网格代码", "grid_code", "area_code", "辖区编码", "id", "编号"}

// rankOf says how likely a column is to name areas, the likeliest first; -1: it is not.
func (n *naming) rankOf(name string) int {
	switch n.asked {
	case "":
	case name:
		return 0
	default:
		return -1
	}
	name = strings.ToLower(name)
	if i := slices.Index(usualColumns, name); i >= 0 {
		return i
	}
	for i, parts := range [][]string{{"code", "编码", "代码"}, {"id", "编号"}, {"name", "名称"}} {
		if slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(name, part) }) {
			return len(usualColumns) + i
		}
	}
	return -1
}

// take notes what the next area may be called.
func (n *naming) take(f interchange.Feature) {
	row := len(n.rows)
	n.rows = append(n.rows, "row "+strconv.FormatInt(f.Row, 10))
	n.ids = append(n.ids, f.ID)
	for name, value := range f.Properties {
		text := textOf(value)
		rank := n.rankOf(name)
		if text == "" || rank < 0 {
			continue
		}
		if n.columns[name] == nil {
			n.columns[name] = &nameColumn{name: name, rank: rank}
		}
		c := n.columns[name]
		for len(c.values) <= row {
			c.values = append(c.values, "")
		}
		c.values[row] = text
	}
}

// names returns the name of each area taken. It is an error if no row has the column asked for.
func (n *naming) names() ([]string, error) {
	if n.asked != "" {
		c := n.columns[n.asked]
		if c == nil {
			return nil, fmt.Errorf("no row has a column %q with a name", n.asked)
		}
		return n.filled(c.values), nil
	}
	columns := make([]*nameColumn, 0, len(n.columns))
	for _, c := range n.columns {
		columns = append(columns, c)
	}
	slices.SortFunc(columns, func(c, d *nameColumn) int { return cmp.Or(cmp.Compare(c.rank, d.rank), cmp.Compare(c.name, d.name)) })
	for _, c := range columns {
		if c.rank < len(usualColumns) || n.pieces || n.distinct(c.values) {
			return n.filled(c.values), nil
		}
	}
	return n.filled(n.ids), nil
}

// filled is values with rows in place of those that are missing.
func (n *naming) filled(values []string) []string {
	names := slices.Clone(n.rows)
	for i, value := range values {
		if value != "" {
			names[i] = value
		}
	}
	return names
}

// distinct reports whether each row has a value that no other has.
func (n *naming) distinct(values []string) bool {
	seen := make(map[string]bool, len(values))
	for _, value := range values {
		if value == "" || seen[value] {
			return false
		}
		seen[value] = true
	}
	return len(values) == len(n.rows)
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
