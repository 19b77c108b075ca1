package main

import (
	"errors"
	"fmt"
	"os"
)

// fontFiles are where Debian and Ubuntu have the font of their package fonts-droid-fallback.
var fontFiles = []string{
	"/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
	"/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf",
	"/usr/share/fonts/truetype/droid/DroidSansFallback.ttf",
}

// readFont reads the font with Chinese that orders are printed with: the one that is named, or else
// Debian's.
func readFont(named string) ([]byte, error) {
	if named != "" {
		font, err := os.ReadFile(named) //nolint:gosec // the operator names it
		if err != nil {
			return nil, fmt.Errorf("font %s: %w", named, bare(err))
		}
		return font, nil
	}
	for _, name := range fontFiles {
		if font, err := os.ReadFile(name); err == nil { //nolint:gosec // one of a list
			return font, nil
		}
	}
	return nil, errors.New("there is no font with Chinese to print with: apt-get install fonts-droid-fallback, or name a TrueType font with --font")
}
