// Package frontend carries the built page inside the binary.
package frontend

import (
	"embed"
	"io/fs"
)

// The folder holds .gitkeep alone until the page is built, so that a bare clone compiles.
//
//go:embed all:dist
var dist embed.FS

// Site returns the files of the page, index.html at the root. It is without index.html when
// the page was not built before the program.
func Site() fs.FS {
	site, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return site
}
