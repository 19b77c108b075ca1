package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gewu/plan"
	"gewu/plan/propose"
)

// A proposalGround is cells to divide, with their names and those of their grids.
type proposalGround struct {
	graph   propose.Graph
	names   []string // of the cells
	cellOf  map[string]int32
	estates map[string]int32
	current []int32 // nil: no grid is known
	codes   []string
	gridOf  map[string]int32
	plan    *plan.Plan // nil for files
	draft   *plan.Draft
	from    string // where the cells are from, for messages
}

func newProposalGround(from string) *proposalGround {
	return &proposalGround{cellOf: map[string]int32{}, estates: map[string]int32{}, gridOf: map[string]int32{}, from: from}
}

func (p *proposing) readFiles() (*proposalGround, error) {
	g := newProposalGround(p.cells)
	if err := readTable(p.cells, []string{"cell", "households"}, []string{"estate", "area_m2", "exterior_m", "x_m", "y_m"}, g.addCell); err != nil {
		return nil, err
	}
	if err := readTable(p.edges, []string{"a", "b", "length_m", "class"}, nil, g.addEdge); err != nil {
		return nil, err
	}
	if p.file == "" {
		return g, nil
	}
	g.current = slices.Repeat([]int32{propose.None}, len(g.names))
	return g, readTable(p.file, []string{"cell", "grid"}, nil, g.addCurrent)
}

// A tableRow is one row of a table, and where it is.
type tableRow struct {
	file   string
	line   int
	fields []string
	at     map[string]int // columns
}

// readTable reads a CSV file with certain columns, and no others.
func readTable(file string, must, may []string, take func(*tableRow) error) (err error) {
	in, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", file, err)
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	table := csv.NewReader(in)
	table.ReuseRecord = true
	heading, err := table.Read()
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%s, line 1: there is no heading: write the columns %s", file, strings.Join(must, ", "))
	}
	if err != nil {
		return unreadable(file, err)
	}
	row := &tableRow{file: file}
	if row.at, err = columns(file, heading, must, may); err != nil {
		return err
	}
	for {
		row.fields, err = table.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unreadable(file, err)
		}
		row.line, _ = table.FieldPos(0)
		if err := inUTF8(file, row.line, row.fields); err != nil {
			return err
		}
		if err := take(row); err != nil {
			return err
		}
	}
}

// unreadable says at which line a file is no table, or why it cannot be read.
func unreadable(file string, err error) error {
	if broken := new(csv.ParseError); errors.As(err, &broken) {
		return fmt.Errorf("%s, line %d: %w", file, broken.Line, broken.Err)
	}
	return fmt.Errorf("%s cannot be read: %w", file, err)
}

// inUTF8 refuses a line of another encoding, which would give cells names that nobody can read.
func inUTF8(file string, line int, fields []string) error {
	for _, field := range fields {
		if !utf8.ValidString(field) {
			return fmt.Errorf("%s, line %d: not UTF-8 text, but perhaps GBK; save it as UTF-8", file, line)
		}
	}
	return nil
}

func columns(file string, heading, must, may []string) (map[string]int, error) {
	at := map[string]int{}
	if err := inUTF8(file, 1, heading); err != nil {
		return nil, err
	}
	for i, name := range heading {
		name = strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))
		if !slices.Contains(must, name) && !slices.Contains(may, name) {
			return nil, fmt.Errorf("%s, line 1: column %q is not known; the columns are %s", file, name, strings.Join(slices.Concat(must, may), ", "))
		}
		if _, twice := at[name]; twice {
			return nil, fmt.Errorf("%s, line 1: column %q is there twice; leave one out", file, name)
		}
		at[name] = i
	}
	for _, name := range must {
		if _, there := at[name]; !there {
			return nil, fmt.Errorf("%s, line 1: column %q is missing; add it", file, name)
		}
	}
	return at, nil
}

func (r *tableRow) wrong(column, format string, args ...any) error {
	return fmt.Errorf("%s, line %d, column %s: %s", r.file, r.line, column, fmt.Sprintf(format, args...))
}

// text returns a field, empty where the table lacks the column.
func (r *tableRow) text(column string) string {
	if i, there := r.at[column]; there {
		return strings.TrimSpace(r.fields[i])
	}
	return ""
}

// mostMeasure bounds lengths, areas and positions: the whole earth has 5.1e14 m².
const mostMeasure = 1e15

// measure reads a number; an empty field is 0 in columns that may be missing.
func (r *tableRow) measure(column string, least float64) (float64, error) {
	text := r.text(column)
	if text == "" && column != "length_m" {
		return 0, nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || v < least || math.Abs(v) > mostMeasure {
		return 0, r.wrong(column, "%q is not a length, area or position; write a number such as 12.5", text)
	}
	return v, nil
}

func (g *proposalGround) addCell(r *tableRow) error {
	name := r.text("cell")
	if name == "" {
		return r.wrong("cell", "it is empty; give every cell a name or number")
	}
	if _, twice := g.cellOf[name]; twice {
		return r.wrong("cell", "%q was there before; give every cell another name", name)
	}
	households, err := strconv.Atoi(r.text("households"))
	if err != nil || households < 0 || households > math.MaxInt32 {
		return r.wrong("households", "%q is not a count; write a whole number from 0", r.text("households"))
	}
	c := propose.Cell{Households: households, Estate: g.estate(r.text("estate"))}
	for column, to := range map[string]*float64{"area_m2": &c.SquareMetres, "exterior_m": &c.OuterMetres} {
		if *to, err = r.measure(column, 0); err != nil {
			return err
		}
	}
	if c.X, err = r.measure("x_m", math.Inf(-1)); err != nil {
		return err
	}
	if c.Y, err = r.measure("y_m", math.Inf(-1)); err != nil {
		return err
	}
	g.cellOf[name] = int32(len(g.names))
	g.names = append(g.names, name)
	g.graph.Cells = append(g.graph.Cells, c)
	return nil
}

// estate numbers an estate, from 1; none is 0.
func (g *proposalGround) estate(name string) int32 {
	if name == "" || name == "0" {
		return 0
	}
	if g.estates[name] == 0 {
		g.estates[name] = int32(len(g.estates) + 1)
	}
	return g.estates[name]
}

// edgeClasses are the classes of borders by what files call them.
var edgeClasses = map[string]propose.Class{
	"0": propose.Inside, "inside": propose.Inside, "wall": propose.Wall, "1": propose.Lane, "lane": propose.Lane,
	"2": propose.Road, "road": propose.Road, "3": propose.Arterial, "arterial": propose.Arterial,
	"4": propose.River, "river": propose.River,
}

func (g *proposalGround) addEdge(r *tableRow) error {
	a, err := g.cell(r, "a")
	if err != nil {
		return err
	}
	b, err := g.cell(r, "b")
	if err != nil {
		return err
	}
	if a == b {
		return r.wrong("b", "cell %q is also a; an edge lies between two cells", r.text("b"))
	}
	metres, err := r.measure("length_m", 0)
	if err != nil {
		return err
	}
	class, known := edgeClasses[r.text("class")]
	if !known {
		return r.wrong("class", "%q is no class; write inside, wall, lane, road, arterial or river, or 0 to 4", r.text("class"))
	}
	g.graph.Borders = append(g.graph.Borders, propose.Border{A: a, B: b, Metres: metres, Class: class})
	return nil
}

func (g *proposalGround) cell(r *tableRow, column string) (int32, error) {
	c, known := g.cellOf[r.text(column)]
	if !known {
		return 0, r.wrong(column, "there is no cell %q in %s; add it there, or leave this row out", r.text(column), g.from)
	}
	return c, nil
}

func (g *proposalGround) addCurrent(r *tableRow) error {
	c, err := g.cell(r, "cell")
	if err != nil {
		return err
	}
	if g.current[c] != propose.None {
		return r.wrong("cell", "%q was there before, in grid %s; leave one row out", r.text("cell"), g.codes[g.current[c]])
	}
	if code := r.text("grid"); code != "" {
		g.current[c] = g.grid(code)
	}
	return nil
}

// grid numbers a grid.
func (g *proposalGround) grid(code string) int32 {
	n, known := g.gridOf[code]
	if !known {
		n = int32(len(g.codes))
		g.gridOf[code] = n
		g.codes = append(g.codes, code)
	}
	return n
}

func (g *proposalGround) gridCalled(flag, code string) (int32, error) {
	n, known := g.gridOf[code]
	if !known {
		return 0, usage(fmt.Errorf("%s: there is no grid %q today", flag, code))
	}
	return n, nil
}

// explain says an error of a request in the names of what was read.
func (g *proposalGround) explain(e *propose.RequestError) error {
	switch {
	case e.Part == propose.PartCells && e.Index < 0:
		return fmt.Errorf("%s has no cell", g.from)
	case e.Part == propose.PartCells:
		return fmt.Errorf("cell %s: %s", g.names[e.Index], e.Reason)
	case e.Index < 0:
		return usage(fmt.Errorf("--%s: %s", map[bool]string{true: "only", false: string(e.Part)}[e.Part == propose.PartScope], e.Reason))
	default:
		return e
	}
}
