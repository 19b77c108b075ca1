package interchange

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
)

// A counter tells how far reading has come.
type counter struct {
	done  atomic.Int64
	total int64
}

// counted adds what is read through it to a counter.
type counted struct {
	r io.Reader
	c *counter
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.c.done.Add(int64(n))
	return n, err
}

// Open opens the file at path, "-" for standard input, which may hold GeoJSON, GeoJSONSeq or
// CSV. The format is found by the first bytes, and by the name where they do not tell. Errors
// say what is wrong with the file: missing, empty, a directory, not what its name says, of an
// unknown coordinate system (ErrCRSRequired, ErrCRSConflict). Cancelling ctx ends reading.
func Open(ctx context.Context, path string, o Options) (*File, error) {
	ctx, cancel := context.WithCancel(ctx)
	f := &File{name: filepath.Base(path), options: o.withDefaults(), cancel: cancel}
	if path == "-" {
		f.name = "standard input"
	}
	stated, err := f.open(ctx, path)
	if err == nil {
		f.crs, err = stated.resolve(o.CRS)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", f.name, errors.Join(err, f.Close()))
	}
	if g, is := f.rows.(*geojsonRows); is {
		g.used = f.crs
	}
	return f, nil
}

func (f *File) open(ctx context.Context, path string) (statement, error) {
	if path == "-" {
		return f.openText(ctx, source{reader: os.Stdin, name: "-"})
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return statement{}, errors.New("there is no such file")
	case err != nil:
		return statement{}, errors.Unwrap(err)
	case info.IsDir() && !strings.EqualFold(filepath.Ext(path), ".gdb"):
		return statement{}, errors.New("it is a directory, not a file")
	case info.IsDir():
		return f.openGDAL(ctx, path)
	case !info.Mode().IsRegular():
		return statement{}, errors.New("it is not a regular file; pipe it into standard input and give - instead")
	case info.Size() == 0:
		return statement{}, errors.New("it is empty")
	}
	file, err := os.Open(path)
	if err != nil {
		return statement{}, errors.Unwrap(err)
	}
	f.closers = append(f.closers, file)
	return f.openFile(ctx, path, file, info.Size())
}

// openFile chooses the reader by the first bytes of the file, and by its name.
func (f *File) openFile(ctx context.Context, path string, file *os.File, size int64) (statement, error) {
	head := make([]byte, 512)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return statement{}, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return statement{}, err
	}
	kind, err := kindOf(path, head[:n])
	if err != nil {
		return statement{}, err
	}
	f.counter.total = size
	in := source{reader: file, name: path, reopen: path, size: size}
	switch kind {
	case kindGzip:
		return f.openGzip(ctx, in)
	case kindZip:
		return f.openZip(ctx, path, file, size)
	case kindGeoPackage:
		return f.openGeoPackage(ctx, path)
	case kindOSM:
		return f.openOSM(ctx, file)
	case kindText:
		return f.openText(ctx, in)
	}
	return f.openGDAL(ctx, path)
}

// A source is bytes to be read as text, with the name that hints at their format. Reopen is the
// path of a plain file that can be read a second time; "": it cannot.
type source struct {
	reader io.Reader
	name   string
	reopen string
	size   int64 // in bytes; 0: not known
}

func (f *File) openGzip(ctx context.Context, in source) (statement, error) {
	unpacked, err := gunzip(&meter{r: counted{in.reader, &f.counter}}, f.options.MaxUnpacked)
	if err != nil {
		return statement{}, err
	}
	name := in.name
	if strings.EqualFold(filepath.Ext(name), ".gz") {
		name = name[:len(name)-len(".gz")]
	}
	return f.openUnpacked(ctx, source{reader: unpacked, name: name})
}

// openText reads plain text, or gzip from standard input.
func (f *File) openText(ctx context.Context, in source) (statement, error) {
	in.reader = counted{in.reader, &f.counter}
	return f.openUnpacked(ctx, in)
}

func (f *File) openUnpacked(ctx context.Context, in source) (statement, error) {
	size := sampleBytes
	if in.size > 0 && in.size < sampleBytes {
		size = int(in.size) + 1
	}
	packed := bufio.NewReaderSize(cancellable{ctx, in.reader}, size)
	head, err := packed.Peek(min(512, size))
	if err != nil && !errors.Is(err, io.EOF) {
		return statement{}, err
	}
	if len(head) < 512 && len(bytes.TrimSpace(head)) == 0 {
		return statement{}, errors.New("it is empty")
	}
	kind, err := kindOf(in.name, head)
	if err != nil {
		return statement{}, err
	}
	if kind == kindGzip && in.name == "-" {
		return f.openGzip(ctx, source{reader: packed, name: "-.gz"})
	}
	if kind != kindText {
		return statement{}, errors.New("what is packed in it is not GeoJSON or CSV: unpack it first")
	}
	text, err := textOf(packed, f.options.Encoding)
	if err != nil {
		return statement{}, err
	}
	return f.openDecoded(in, text)
}

// openDecoded reads text in UTF-8: JSON when it begins like JSON, else a table.
func (f *File) openDecoded(in source, text *bufio.Reader) (statement, error) {
	s := stream{r: text, max: f.options.MaxLineBytes}
	begins, err := s.token()
	if err != nil {
		return statement{}, errors.New("it is empty")
	}
	extension := strings.ToLower(filepath.Ext(in.name))
	switch {
	case isSeq(extension, text):
		f.rows, err = newSeqRows(text, f.options.MaxLineBytes)
		return statement{crs: "wgs84", implied: true}, err
	case begins == '{' || begins == recordSeparator:
		return f.openGeoJSON(in, s)
	case strings.Contains(extension, "json"):
		return statement{}, fmt.Errorf("it is named %s but does not begin like GeoJSON, with a brace", extension)
	}
	return f.openCSV(text)
}

func (f *File) openGeoJSON(in source, s stream) (statement, error) {
	g := &geojsonRows{in: s}
	f.rows = g
	if err := g.open(); err != nil {
		return statement{}, err
	}
	if late, found := lateCRS(in.reopen, f.options.MaxLineBytes); found && g.top.crs == nil {
		return late, nil
	}
	return g.stated, nil
}

// isSeq reports whether text is read line by line: by its name, by a leading record separator,
// or because its first line is one whole feature and another object follows.
func isSeq(extension string, text *bufio.Reader) bool {
	head, _ := text.Peek(text.Size())
	if len(head) > 0 && head[0] == recordSeparator {
		return true
	}
	switch extension {
	case ".geojsonl", ".geojsons", ".geojsonseq", ".ndjson", ".jsonl", ".ndgeojson":
		return len(head) > 0 && head[0] == '{'
	}
	line, rest, found := bytes.Cut(head, []byte("\n"))
	if line = bytes.TrimSpace(line); !found || len(line) == 0 {
		return false
	}
	whole, _ := balanced(line)
	return whole && !bytes.Contains(line, []byte(`"FeatureCollection"`)) && bytes.HasPrefix(bytes.TrimSpace(rest), []byte("{"))
}

// cancellable ends reading when its context ends.
type cancellable struct {
	ctx context.Context
	r   io.Reader
}

func (c cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// lateCRS looks for a crs member behind the features of the plain file at path. To read the
// whole file for it costs time, so this is done only when the file's last bytes hint at one.
func lateCRS(path string, max int64) (statement, bool) {
	if path == "" || !endsWithCRS(path) {
		return statement{}, false
	}
	file, err := os.Open(path)
	if err != nil {
		return statement{}, false
	}
	defer func() { _ = file.Close() }()
	g := &geojsonRows{in: stream{r: bufio.NewReaderSize(file, 1<<16), max: max}}
	if err := g.in.take('{'); err != nil {
		return statement{}, false
	}
	if err := g.outline(); err != nil || g.top.crs == nil {
		return statement{}, false
	}
	return g.stated, true
}

// endsWithCRS reports whether the last 64 KiB of the file at path contain the word "crs".
func endsWithCRS(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return false
	}
	tail := make([]byte, min(info.Size(), 64<<10))
	if _, err := file.ReadAt(tail, info.Size()-int64(len(tail))); err != nil {
		return false
	}
	return bytes.Contains(tail, []byte(`"crs"`))
}
