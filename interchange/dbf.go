package interchange

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// dbfEncoding returns the encoding of the table of a shapefile that declares none, by the rule
// of textOf: "UTF-8", "CP936" for GBK, or "" to leave it to GDAL. A declaration is a .cpg file or
// the language mark in the table's header.
func dbfEncoding(name, layer string) string {
	var table []byte
	switch strings.ToLower(filepath.Ext(name)) {
	case ".shp", ".dbf":
		table = besideShapefile(name)
	case ".zip":
		table = insideArchive(name, layer)
	}
	if len(table) < 32 || table[29] != 0 {
		return ""
	}
	start := int(binary.LittleEndian.Uint16(table[8:]))
	if start >= len(table) {
		return ""
	}
	text := table[start:]
	switch {
	case bytes.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) < 0:
		return ""
	case utf8.Valid(wholeRunes(text)):
		return "UTF-8"
	case chineseShare(text) >= 0.9:
		return "CP936"
	}
	return ""
}

func besideShapefile(name string) []byte {
	stem := strings.TrimSuffix(name, filepath.Ext(name))
	for _, extension := range []string{".cpg", ".CPG"} {
		if _, err := os.Stat(stem + extension); err == nil {
			return nil
		}
	}
	for _, extension := range []string{".dbf", ".DBF"} {
		if file, err := os.Open(stem + extension); err == nil {
			defer func() { _ = file.Close() }()
			return beginning(file)
		}
	}
	return nil
}

func insideArchive(name, layer string) []byte {
	archive, err := zip.OpenReader(name)
	if err != nil {
		return nil
	}
	defer func() { _ = archive.Close() }()
	var table *zip.File
	for _, m := range archive.File {
		switch extension := strings.ToLower(path.Ext(m.Name)); {
		case stem(m.Name) != layer || isDebris(m.Name):
		case extension == ".cpg":
			return nil
		case extension == ".dbf":
			table = m
		}
	}
	if table == nil {
		return nil
	}
	r, err := table.Open()
	if err != nil {
		return nil
	}
	defer func() { _ = r.Close() }()
	return beginning(r)
}

func beginning(r io.Reader) []byte {
	b, err := io.ReadAll(io.LimitReader(r, sampleBytes))
	if err != nil {
		return nil // GDAL will say what is wrong with it
	}
	return b
}
