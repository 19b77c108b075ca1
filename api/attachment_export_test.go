package api

import "image"

// A Redrawn is a picture drawn anew.
type Redrawn struct {
	File          []byte
	Kind, Sum     string
	Width, Height int
}

// Redraw draws a picture anew. A refusal is told by its kind.
func Redraw(file []byte) (Redrawn, error) {
	p, err := redraw(file)
	if err != nil {
		return Redrawn{}, err
	}
	return Redrawn{p.file, p.kind, p.sum, p.width, p.height}, nil
}

// Shrunk is what makes pictures smaller.
func Shrunk(src image.Image, most int) *image.RGBA { return shrunk(src, most) }

// What pictures may be.
const (
	MostPixels  = mostPixels
	LongestEdge = longestEdge
)

// Keep, Open and Remove are what calls do with files.
func (f *Folder) Keep(sum string, file []byte) error { return f.keep(sum, file) }

// Remove removes a file.
func (f *Folder) Remove(sum string) error { return f.remove(sum) }

// Has reports whether a file can be opened.
func (f *Folder) Has(sum string) bool {
	file, err := f.open(sum)
	if err != nil {
		return false
	}
	return file.Close() == nil
}
