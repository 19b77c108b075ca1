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
	case len(texts) == 1 && !hasOther(archive):
		return f.openMember(ctx, texts[0])
	case len(texts) > 1 && !hasOther(archive):
		return statement{}, fmt.Errorf("the archive holds several tables; choose one with --layer: %s", names(texts))
	}
	return f.openGDAL(ctx, name)
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
	textExtensions  = []string{".csv", ".tsv", ".txt", ".geojson", ".geojsonl", ".geojsons", ".ndjson", ".jsonl", ".json"}
	otherExtensions = []string{".shp", ".dbf", ".tab", ".mif", ".kml", ".gml", ".dxf", ".fgb", ".gdbtable", ".gpkg", ".dgn", ".xlsx"}
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

func hasOther(archive *zip.Reader) bool {
	return slices.ContainsFunc(archive.File, func(m *zip.File) bool {
		return slices.Contains(otherExtensions, strings.ToLower(path.Ext(m.Name))) && !isDebris(m.Name)
	})
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
