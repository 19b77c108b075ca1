package interchange

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// csvRows reads a table with a header. Its position is in a column of WKT (or of EWKB as
// PostGIS writes it), or in two columns of longitude and latitude.
type csvRows struct {
	in      *csv.Reader
	budget  *budget
	header  []string
	wkt     int // position of the column, -1 for none; likewise lon and lat
	lon     int
	lat     int
	srid    int // what the first row's geometry states; 0: nothing
	row     int64
	first   []string // the first row, read ahead
	firstOK error
}

func (f *File) openCSV(text *bufio.Reader) (statement, error) {
	head, err := text.Peek(min(text.Size(), 64<<10))
	if err != nil && !errors.Is(err, io.EOF) {
		return statement{}, err
	}
	b := &budget{r: text, allowed: f.options.MaxLineBytes, max: f.options.MaxLineBytes}
	c := &csvRows{in: csv.NewReader(b), budget: b}
	c.in.Comma = delimiter(head)
	c.in.FieldsPerRecord = -1
	c.in.ReuseRecord = true
	f.rows = c
	if err := c.readHeader(f.options); err != nil {
		return statement{}, err
	}
	return c.readAhead()
}

// delimiter is whichever of comma, semicolon and tab is most frequent in the header.
func delimiter(head []byte) rune {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	best, most := ',', 0
	for _, d := range ",;\t" {
		if n := bytes.Count(line, []byte(string(d))); n > most {
			best, most = d, n
		}
	}
	return best
}

func (c *csvRows) readHeader(o Options) error {
	header, err := c.in.Read()
	if err != nil {
		return fmt.Errorf("the header: %w", c.explain(err))
	}
	for i, name := range header {
		if !utf8.ValidString(name) {
			return errNotUTF8
		}
		name = unguarded(strings.TrimSpace(strings.Clone(name)))
		if name == "" {
			name = "column" + strconv.Itoa(i+1)
		}
		for n := 2; slices.Contains(c.header, name); n++ {
			name = strings.TrimSpace(header[i]) + "_" + strconv.Itoa(n)
		}
		c.header = append(c.header, name)
	}
	return c.findPosition(o)
}

var (
	wktNames = strings.Fields("wkt geom geometry the_geom wkb_geometry wkt_geom geom_wkt shape_wkt 几何 图形")
	lonNames = strings.Fields("lon lng longitude long 经度 东经 lon_wgs84 wgs84_lon gps_lon gpslon point_lon x_lon lon_x x point_x x坐标 横坐标")
	latNames = strings.Fields("lat latitude 纬度 北纬 lat_wgs84 wgs84_lat gps_lat gpslat point_lat y_lat lat_y y point_y y坐标 纵坐标")
)

// findPosition finds the columns of the position: those that the caller named, else by usual
// names. A table may have both WKT and longitude and latitude, for rows whose WKT is empty.
func (c *csvRows) findPosition(o Options) error {
	c.wkt, c.lon, c.lat = -1, -1, -1
	for _, named := range []struct {
		position *int
		column   string
	}{{&c.wkt, o.WKTField}, {&c.lon, o.LonField}, {&c.lat, o.LatField}} {
		if named.column == "" {
			continue
		}
		if *named.position = c.columnNamed(named.column); *named.position < 0 {
			return fmt.Errorf("there is no column %q; the columns are %s", named.column, strings.Join(c.header, ", "))
		}
	}
	if (c.lon < 0) != (c.lat < 0) {
		return errors.New("--lon and --lat must be given together")
	}
	if c.wkt < 0 && c.lon < 0 {
		c.wkt = c.columnNamed(wktNames...)
		c.lon, c.lat = c.columnNamed(lonNames...), c.columnNamed(latNames...)
	}
	if c.lon < 0 || c.lat < 0 {
		c.lon, c.lat = -1, -1
	}
	return nil
}

// columnNamed returns the position of the first of names that is a column, -1 for none.
func (c *csvRows) columnNamed(names ...string) int {
	for _, name := range names {
		if i := slices.IndexFunc(c.header, func(h string) bool { return normal(h) == normal(name) }); i >= 0 {
			return i
		}
	}
	return -1
}

// readAhead looks at the first row, whose geometry may state the coordinate system. A table
// without any position needs none.
func (c *csvRows) readAhead() (statement, error) {
	c.first, c.firstOK = c.in.Read()
	if errors.Is(c.firstOK, io.EOF) {
		return statement{}, errors.New("it has a header but no rows")
	}
	if c.wkt < 0 && c.lon < 0 {
		return statement{crs: "cgcs2000", implied: true}, nil
	}
	if c.wkt < 0 || c.wkt >= len(c.first) {
		return statement{}, nil
	}
	if _, c.srid, _ = parseWKT(c.first[c.wkt]); c.srid == 0 { // a bad row is refused when its turn comes
		return statement{}, nil
	}
	crs, err := ParseCRS(strconv.Itoa(c.srid))
	return statement{crs: crs}, err
}

func (c *csvRows) Close() error { return nil }

func (c *csvRows) next() (Feature, error) {
	cells, err := c.first, c.firstOK
	if c.row > 0 {
		cells, err = c.in.Read()
	}
	if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return Feature{}, io.EOF
	}
	c.row++
	c.budget.allowed = c.in.InputOffset() + c.budget.max
	at := Feature{Row: c.row}
	if err != nil {
		var bad *csv.ParseError
		if err = c.explain(err); errors.As(err, &bad) {
			return Feature{}, at.refuse("%v", bad.Err)
		}
		return Feature{}, err
	}
	return c.feature(at, cells)
}

// explain says where a table breaks off. A *csv.ParseError passes: it concerns one row.
func (c *csvRows) explain(err error) error {
	var bad *csv.ParseError
	switch {
	case errors.Is(err, errTooLong):
		return fmt.Errorf("row %d is longer than %s; perhaps a quotation mark is not closed", c.row, bytesText(c.budget.max))
	case errors.As(err, &bad) && c.budget.ended && bad.Line > bad.StartLine:
		return fmt.Errorf("the file ends inside a quoted cell of row %d, which begins at line %d: %w",
			c.row, bad.StartLine, io.ErrUnexpectedEOF)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("the file ends too early, after row %d: %w", c.row-1, err)
	}
	return err
}

func (c *csvRows) feature(f Feature, cells []string) (Feature, error) {
	if len(cells) != len(c.header) {
		return Feature{}, f.refuse("the row has %d cells, the header %d", len(cells), len(c.header))
	}
	f.Properties = make(map[string]any, len(cells))
	for i, cell := range cells {
		if !utf8.ValidString(cell) {
			return Feature{}, f.refuse("column %s: %v", c.header[i], errNotUTF8)
		}
		if strings.IndexByte(cell, 0) >= 0 {
			return Feature{}, f.refuse("column %s: %v", c.header[i], errNUL)
		}
		switch {
		case i == c.wkt || i == c.lon || i == c.lat:
		case cell == "":
			f.Properties[c.header[i]] = nil
		default:
			f.Properties[c.header[i]] = unguarded(cell)
		}
	}
	var err error
	if f.Geometry, err = c.position(cells); err != nil {
		return Feature{}, f.refuse("%v", err)
	}
	return f, nil
}

// position reads the row's geometry, nil when its cells are empty.
func (c *csvRows) position(cells []string) (orb.Geometry, error) {
	if c.wkt >= 0 && (c.lon < 0 || cells[c.wkt] != "") {
		g, srid, err := parseWKT(cells[c.wkt])
		if err == nil && srid != c.srid && g != nil {
			err = fmt.Errorf("the geometry states SRID %d, the first row's %d", srid, c.srid)
		}
		return g, err
	}
	if c.lon < 0 || strings.TrimSpace(cells[c.lon]) == "" && strings.TrimSpace(cells[c.lat]) == "" {
		return nil, nil
	}
	lon, err := degree(c.header[c.lon], cells[c.lon])
	if err != nil {
		return nil, err
	}
	lat, err := degree(c.header[c.lat], cells[c.lat])
	return orb.Point{lon, lat}, err
}

func degree(column, cell string) (float64, error) {
	x, err := strconv.ParseFloat(strings.TrimSpace(cell), 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0, fmt.Errorf("%s is %s, which is not a decimal number", column, brief([]byte(cell)))
	}
	return x, nil
}

// A budget ends reading when a record takes more than its share.
type budget struct {
	r               io.Reader
	n, allowed, max int64
	ended           bool
}

func (b *budget) Read(p []byte) (int, error) {
	if b.n > b.allowed {
		return 0, errTooLong
	}
	n, err := b.r.Read(p)
	b.n += int64(n)
	b.ended = b.ended || errors.Is(err, io.EOF)
	return n, err
}
