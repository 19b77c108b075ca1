package interchange

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// openZip reads an archive: one table or GeoJSON text in it natively, anything else, such as
// the parts of a shapefile, through GDAL. Nothing is unpacked to disk.
func (f *File) openZip(ctx context.Context, name string, file *os.File, size int64) (statement, error) {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return statement{}, errors.New("the zip archive is damaged or cut off")
	}
	if err := f.guardZip(archive, size); err != nil {
		return statement{}, err
	}
	texts := textMembers(archive)
	if member := slices.IndexFunc(texts, func(m *zip.File) bool { return m.Name == f.options.Layer }); member >= 0 {
		texts = texts[member : member+1]
	}
	switch {
	case len(texts) == 1 && len(sourceMembers(archive)) == 0:
		return f.openMember(ctx, texts[0])
	case len(texts) > 1 && len(sourceMembers(archive)) == 0:
		return statement{}, fmt.Errorf("the archive holds several tables; choose one with --layer: %s", names(texts))
	}
	return f.openZippedSource(ctx, name, archive)
}

// openZippedSource reads the one member of the archive that GDAL should begin with, or the one
// that --layer names; --layer may also name a layer within the only one.
func (f *File) openZippedSource(ctx context.Context, name string, archive *zip.Reader) (statement, error) {
	sources := sourceMembers(archive)
	wanted := f.options.Layer
	at := slices.IndexFunc(sources, func(s string) bool { return s == wanted || stem(s) == wanted })
	switch {
	case len(sources) == 0:
		return statement{}, errors.New("the archive holds no table, GeoJSON or other file that can be read")
	case len(sources) == 1 && at < 0:
		at = 0
	case at < 0:
		return statement{}, fmt.Errorf("the archive holds several files; choose one with --layer: %s", strings.Join(sources, ", "))
	default:
		wanted = ""
	}
	source, err := newGDALSource(name, sources[at])
	if err != nil {
		return statement{}, err
	}
	return f.openGDALSource(ctx, source, wanted)
}

func stem(name string) string { return strings.TrimSuffix(path.Base(name), path.Ext(name)) }

// sourceMembers lists the members with which formats of several parts begin: a shapefile's .shp,
// a File Geodatabase's folder.
func sourceMembers(archive *zip.Reader) []string {
	var found []string
	for _, m := range archive.File {
		name := m.Name
		if before, _, inside := strings.Cut(name, ".gdb/"); inside {
			name = before + ".gdb"
		}
		known := slices.Contains(sourceExtensions, strings.ToLower(path.Ext(name)))
		if known && !isDebris(m.Name) && !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	return found
}

// guardZip believes the sizes that the archive states only as far as to refuse it: what is read
// of it is measured again.
func (f *File) guardZip(archive *zip.Reader, size int64) error {
	var total uint64
	for _, m := range archive.File {
		if m.Flags&1 != 0 {
			return errors.New("the archive is encrypted; unpack it first")
		}
		total += m.UncompressedSize64
		if m.UncompressedSize64 > uint64(f.options.MaxUnpacked) || total > uint64(f.options.MaxUnpacked) {
			return fmt.Errorf("it unpacks to more than %s, the limit", bytesText(f.options.MaxUnpacked))
		}
	}
	if total > freeBytes && total/maxRatio > uint64(size) {
		return fmt.Errorf("it unpacks to more than %d times its size: not a file of data", maxRatio)
	}
	return nil
}

var (
	textExtensions   = []string{".csv", ".tsv", ".txt", ".geojson", ".geojsonl", ".geojsons", ".ndjson", ".jsonl", ".json"}
	sourceExtensions = []string{".shp", ".tab", ".mif", ".kml", ".gml", ".dxf", ".fgb", ".gdb", ".gpkg", ".dgn", ".xlsx", ".ods"}
)

func textMembers(archive *zip.Reader) []*zip.File {
	var found []*zip.File
	for _, m := range archive.File {
		if slices.Contains(textExtensions, strings.ToLower(path.Ext(m.Name))) && !isDebris(m.Name) {
			found = append(found, m)
		}
	}
	return found
}

// isDebris finds what macOS adds to archives.
func isDebris(name string) bool {
	return strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(path.Base(name), "._")
}

func names(list []*zip.File) string {
	var out []string
	for _, m := range list {
		out = append(out, m.Name)
	}
	return strings.Join(out, ", ")
}

func (f *File) openMember(ctx context.Context, m *zip.File) (statement, error) {
	r, err := m.Open()
	if err != nil {
		return statement{}, fmt.Errorf("%s in the archive: %w", filepath.Base(m.Name), err)
	}
	f.closers = append(f.closers, r)
	f.counter.total = int64(m.UncompressedSize64)
	packed := int64(m.CompressedSize64)
	guarded := &guard{r: counted{r, &f.counter}, packed: func() int64 { return packed }, limit: f.options.MaxUnpacked}
	return f.openUnpacked(ctx, source{reader: io.Reader(guarded), name: m.Name})
}
