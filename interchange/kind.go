package interchange

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// A kind is how the bytes of a file must be taken.
type kind int

const (
	kindGDAL kind = iota // whatever ogr2ogr makes of it
	kindText             // GeoJSON, GeoJSONSeq or CSV
	kindGzip
	kindZip
	kindGeoPackage
	kindOSM
)

const sqliteMagic = "SQLite format 3\x00"

// magics are the first bytes that a name promises.
var magics = []struct {
	extension, begins, what string
	kind                    kind
}{
	{".gz", "\x1f\x8b", "a gzip file", kindGzip},
	{".zip", "PK", "a zip archive", kindZip},
	{".gpkg", sqliteMagic, "a GeoPackage (an SQLite file)", kindGeoPackage},
	{".shp", "\x00\x00\x27\x0a", "a shapefile", kindGDAL},
	{".fgb", "fgb", "a FlatGeobuf file", kindGDAL},
	{".kmz", "PK", "a KMZ archive", kindGDAL},
}

// kindOf decides by the name's extension and the first bytes, which must agree.
func kindOf(path string, head []byte) (kind, error) {
	extension := strings.ToLower(filepath.Ext(path))
	if isHTML(head) {
		return 0, errors.New("it is an HTML page, not data: perhaps an error page saved in place of a download")
	}
	for _, m := range magics {
		if extension == m.extension {
			if !bytes.HasPrefix(head, []byte(m.begins)) {
				return 0, fmt.Errorf("it is named %s but is not %s", extension, m.what)
			}
			return m.kind, nil
		}
	}
	isOSM := bytes.Contains(head[:min(32, len(head))], []byte("OSMHeader"))
	switch {
	case extension == ".pbf" && !isOSM:
		return 0, errors.New("it is named .pbf but is not OpenStreetMap PBF")
	case isOSM:
		return kindOSM, nil
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return kindGzip, nil
	}
	return textKind(extension, head)
}

// textKind decides between the text formats that are read here and those left to GDAL.
func textKind(extension string, head []byte) (kind, error) {
	switch extension {
	case ".csv", ".tsv", ".txt", ".geojson", ".geojsonl", ".geojsons", ".geojsonseq", ".ndjson", ".jsonl", ".ndgeojson":
		if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte(sqliteMagic)) {
			return 0, fmt.Errorf("it is named %s but is not text", extension)
		}
		return kindText, nil
	case ".json", "":
		if bytes.Contains(head, []byte(`"Topology"`)) || bytes.Contains(head, []byte(`"esriGeometry`)) {
			return kindGDAL, nil
		}
		return kindText, nil
	}
	if begins := bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n\x1e"); len(begins) > 0 && begins[0] == '{' {
		return kindText, nil
	}
	return kindGDAL, nil
}

func isHTML(head []byte) bool {
	begins := bytes.ToLower(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n"))
	return bytes.HasPrefix(begins, []byte("<!doctype html")) || bytes.HasPrefix(begins, []byte("<html"))
}
