// Package sheet draws on paper: text in Chinese and Latin letters, land with its borders and patterns, and
// the marks that maps have. What is printed stands in the packages that draw with it. Positions and lengths
// are millimetres from the upper left corner of a page. The same drawing has the same bytes.
package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"
)

// ErrFont says that a font is no TrueType font with Chinese characters that can be embedded.
var ErrFont = errors.New("not a TrueType font with Chinese characters")

// The size of a page, A4 upright.
const (
	PageWidth  = 210.0
	PageHeight = 297.0
)

// Hair is the width of the thinnest line.
const Hair = 0.15

// A Sheet is pages that are drawn on, one after the other.
type Sheet struct {
	PDF *fpdf.Fpdf
}

// An About is what a document says of itself.
type About struct {
	Title    string
	Language string    // such as zh-CN
	Day      time.Time // on which it was made; zero: not known
}

// New begins a document without a page. The font is a TrueType file with Chinese characters; other text is set
// in Helvetica, which every reader has. The error wraps [ErrFont] when the font cannot be used.
func New(about About, font []byte) (*Sheet, error) {
	if err := checkFont(font); err != nil {
		return nil, err
	}
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	day := about.Day
	if day.IsZero() {
		day = time.Unix(0, 0).UTC()
	}
	pdf.SetCreationDate(day)
	pdf.SetModificationDate(day)
	pdf.SetProducer("Gewu", true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.SetLineJoinStyle("round")
	pdf.AddUTF8FontFromBytes(chineseFont, "", font)
	pdf.SetTitle(about.Title, true)
	pdf.SetLang(about.Language)
	if pdf.Err() {
		return nil, fmt.Errorf("%w: %w", ErrFont, pdf.Error())
	}
	return &Sheet{pdf}, nil
}

// checkFont returns nil for a whole font with outlines of TrueType and Chinese characters: the library
// that embeds it reads it without looking.
func checkFont(file []byte) error {
	if !bytes.HasPrefix(file, []byte{0, 1, 0, 0}) && !bytes.HasPrefix(file, []byte("true")) {
		return ErrFont
	}
	font, err := sfnt.Parse(file)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrFont, err)
	}
	for _, r := range "网格社区" {
		if glyph, err := font.GlyphIndex(nil, r); err != nil || glyph == 0 {
			return fmt.Errorf("%w: it has no %c", ErrFont, r)
		}
	}
	return nil
}

// Bytes returns the document. Nothing can be drawn afterwards.
func (s *Sheet) Bytes() ([]byte, error) {
	var out bytes.Buffer
	if err := s.PDF.Output(&out); err != nil {
		return nil, fmt.Errorf("print: %w", err)
	}
	return out.Bytes(), nil
}

// A Colour is of red, green and blue, 0 to 255.
type Colour struct{ r, g, b int }

// RGB returns a colour.
func RGB(r, g, b int) Colour { return Colour{r, g, b} }

// Pen sets what lines are drawn with: how wide, and of which colour. They are solid.
func (s *Sheet) Pen(width float64, c Colour) {
	s.PDF.SetLineWidth(width)
	s.PDF.SetDrawColor(c.r, c.g, c.b)
	s.PDF.SetDashPattern(nil, 0)
}

// Dashed has lines drawn with gaps, until the next Pen.
func (s *Sheet) Dashed() { s.PDF.SetDashPattern([]float64{1.6, 1.1}, 0) }

// Fill sets what areas are filled with.
func (s *Sheet) Fill(c Colour) { s.PDF.SetFillColor(c.r, c.g, c.b) }
