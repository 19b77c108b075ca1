package interchange

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// errNoGDAL says what to install for the formats that are not read natively.
var errNoGDAL = errors.New("this format is read through GDAL, which is not installed: apt-get install gdal-bin")

// A gdalSource is a data source as GDAL names it.
type gdalSource struct {
	name string // absolute, so that it is never taken for an option or an address
	path string
}

// newGDALSource names the file at path, or, unless member is empty, what member names inside
// the archive at path.
func newGDALSource(path, member string) (gdalSource, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return gdalSource{}, err
	}
	if member == "" {
		return gdalSource{name: absolute, path: absolute}, nil
	}
	return gdalSource{name: "/vsizip/{" + absolute + "}/" + member, path: absolute}, nil
}

// A gdalLayer is what ogrinfo says of a layer.
type gdalLayer struct {
	name, shape, wkt string
	count            int64
	hasFID           bool // the identifiers are the source's own, not mere positions
}

func (f *File) openGDAL(ctx context.Context, path string) (statement, error) {
	source, err := newGDALSource(path, "")
	if err != nil {
		return statement{}, err
	}
	return f.openGDALSource(ctx, source, f.options.Layer)
}

func (f *File) openGDALSource(ctx context.Context, source gdalSource, wanted string) (statement, error) {
	out, err := source.run(ctx, "ogrinfo", "-ro", "-so", "-al", source.name)
	if err != nil {
		return statement{}, err
	}
	layer, err := chooseGDALLayer(parseLayers(out), wanted)
	if err != nil {
		return statement{}, err
	}
	f.counter.total = max(layer.count, 0)
	if layer.shape == "None" {
		return f.openGDALTable(ctx, source, layer)
	}
	p, err := source.start(ctx, layer.arguments(source, f.options.Encoding)...)
	if err != nil {
		return statement{}, err
	}
	f.rows = &gdalRows{process: p, done: &f.counter, rows: &seqRows{
		in: bufio.NewReaderSize(p.out, 1<<18), delim: '\n', max: f.options.MaxLineBytes,
	}}
	return source.statement(ctx, layer.wkt)
}

// openGDALTable reads a layer without geometry, such as a sheet of a workbook, as a table.
func (f *File) openGDALTable(ctx context.Context, source gdalSource, layer gdalLayer) (statement, error) {
	p, err := source.start(ctx, "-f", "CSV", "/vsistdout/", source.name, layer.name)
	if err != nil {
		return statement{}, err
	}
	f.rows = &gdalRows{process: p, rows: noRows{}}
	stated, err := f.openCSV(bufio.NewReaderSize(p.out, 1<<18))
	f.rows = &gdalRows{process: p, rows: f.rows, done: &f.counter}
	return stated, err
}

// arguments asks for the layer as GeoJSONSeq with its coordinates untouched: declaring them to be
// longitude and latitude keeps ogr2ogr from transforming them.
func (l gdalLayer) arguments(source gdalSource, encoding string) []string {
	list := []string{
		"-f", "GeoJSONSeq", "/vsistdout/", source.name, l.name, "-a_srs", "EPSG:4326",
		"-lco", "COORDINATE_PRECISION=10", "-dim", "XY", "-nlt", "CONVERT_TO_LINEAR",
	}
	if l.hasFID {
		list = append(list, "-preserve_fid")
	}
	if encoding == "" {
		encoding = dbfEncoding(source.path, l.name)
	}
	if encoding != "" {
		list = append(list, "-oo", "ENCODING="+encoding)
	}
	return list
}

var (
	layerLine = regexp.MustCompile(`(?m)^Layer name: (.*)$`)
	shapeLine = regexp.MustCompile(`(?m)^Geometry(?: \([^)]*\))?: (.*)$`)
	countLine = regexp.MustCompile(`(?m)^Feature Count: (-?[0-9]+)$`)
	fidLine   = regexp.MustCompile(`(?m)^FID Column = .+$`)
	wktBlock  = regexp.MustCompile(`(?ms)^Layer SRS WKT:\n(.*?)(?:^Data axis|^FID Column|^Geometry Column|^[^\n\[\]]+: )`)
)

// parseLayers reads what ogrinfo prints, in the form that all its versions share.
func parseLayers(out []byte) []gdalLayer {
	var layers []gdalLayer
	starts := layerLine.FindAllSubmatchIndex(out, -1)
	for i, at := range starts {
		end := len(out)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		body := out[at[1]:end]
		l := gdalLayer{
			name: strings.TrimSpace(string(out[at[2]:at[3]])), shape: submatch(shapeLine, body),
			wkt: submatch(wktBlock, append(body, "\n: "...)), hasFID: fidLine.Match(body),
		}
		l.count, _ = strconv.ParseInt(submatch(countLine, body), 10, 64)
		layers = append(layers, l)
	}
	return layers
}

func submatch(r *regexp.Regexp, b []byte) string {
	if m := r.FindSubmatch(b); m != nil {
		return strings.TrimSpace(string(m[1]))
	}
	return ""
}

// chooseGDALLayer takes the layer asked for, else the only one, else the only one with geometry.
func chooseGDALLayer(layers []gdalLayer, wanted string) (gdalLayer, error) {
	var listed []string
	var spatial []gdalLayer
	for _, l := range layers {
		if l.name == wanted {
			return l.checked()
		}
		if l.shape != "None" {
			spatial = append(spatial, l)
		}
		listed = append(listed, fmt.Sprintf("%s (%s, %d rows)", l.name, strings.ToLower(l.shape), l.count))
	}
	switch {
	case len(layers) == 0:
		return gdalLayer{}, errors.New("it has no layer")
	case wanted != "" && len(layers) > 1:
		return gdalLayer{}, fmt.Errorf("it has no layer %q; the layers are %s", wanted, strings.Join(listed, ", "))
	case len(layers) == 1:
		return layers[0].checked()
	case len(spatial) == 1:
		return spatial[0].checked()
	}
	return gdalLayer{}, fmt.Errorf("it has several layers; choose one with --layer: %s", strings.Join(listed, ", "))
}

// checked refuses a name that a program would take for an option.
func (l gdalLayer) checked() (gdalLayer, error) {
	if strings.HasPrefix(l.name, "-") {
		return gdalLayer{}, fmt.Errorf("the layer's name %q begins with a hyphen; rename it", l.name)
	}
	return l, nil
}

var (
	lastID   = regexp.MustCompile(`ID\["EPSG",([0-9]+)\]\]\s*$`)
	wktTitle = regexp.MustCompile(`^[A-Z0-9_]+\["([^"]*)"`)
)

// statement finds the EPSG code of what the layer states: its own identifier, else the code that
// GDAL finds equal to it. A system without a code, such as a city's own, states nothing usable.
func (s gdalSource) statement(ctx context.Context, wkt string) (statement, error) {
	if wkt == "" || wkt == "(unknown)" {
		return statement{}, nil
	}
	code := ""
	if m := lastID.FindStringSubmatch(wkt); m != nil {
		code = m[1]
	} else if out, err := s.run(ctx, "gdalsrsinfo", "-e", "-o", "epsg", wkt); err == nil {
		code = strings.TrimPrefix(strings.TrimSpace(string(out)), "EPSG:")
	}
	if n, _ := strconv.Atoi(code); n > 0 {
		crs, err := ParseCRS(code)
		return statement{crs: crs}, err
	}
	return statement{unnamed: title(wkt)}, nil
}

func title(wkt string) string {
	if m := wktTitle.FindStringSubmatch(wkt); m != nil && m[1] != "" {
		return m[1]
	}
	return "an unnamed system"
}

// gdalRows reads what a program writes, and is not at its end before the program has ended well.
type gdalRows struct {
	rows
	process *process
	done    *counter
}

func (g *gdalRows) next() (Feature, error) {
	f, err := g.rows.next()
	switch {
	case err == nil:
		g.done.done.Add(1)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF): // whatever ended it, it has stopped writing
		if ended := g.process.wait(); ended != nil {
			return Feature{}, ended
		}
	}
	return f, err
}

func (g *gdalRows) Close() error {
	g.process.stop()
	return g.rows.Close()
}

// run runs a program to its end and returns what it writes.
func (s gdalSource) run(ctx context.Context, name string, arguments ...string) ([]byte, error) {
	var out, complaint bytes.Buffer
	cmd := exec.CommandContext(ctx, name, arguments...)
	cmd.Stdout, cmd.Stderr = &out, &limited{&complaint, 64 << 10}
	cmd.Env = gdalEnvironment()
	err := cmd.Run()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, errNoGDAL
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, errors.New(s.explain(complaint.Bytes(), out.Bytes()))
	}
	return out.Bytes(), nil
}
