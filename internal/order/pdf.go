package order

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

// The page, in millimetres: A4 upright.
const (
	pageWidth  = 210.0
	pageHeight = 297.0
	margin     = 18.0
	inner      = pageWidth - 2*margin
	top        = 27.0  // where the body begins
	bottom     = 276.0 // where it ends
)

// PDF prints an order. The font is a TrueType file with Chinese characters; other text is set in
// Helvetica, which every reader has. The error wraps [ErrFont] when the font cannot be used.
func PDF(o Order, font []byte) ([]byte, error) {
	p, err := newPrint(o, font)
	if err != nil {
		return nil, err
	}
	p.all()
	p.number()
	var out bytes.Buffer
	if err := p.pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("print order: %w", err)
	}
	return out.Bytes(), nil
}

// A printing is an order while it is printed.
type printing struct {
	Order
	pdf *fpdf.Fpdf
	y   float64 // how far down the page is used
}

// newPrint begins a print with no page.
func newPrint(o Order, font []byte) (*printing, error) {
	if err := checkFont(font); err != nil {
		return nil, err
	}
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	day := o.Printed
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
	p := &printing{Order: o, pdf: pdf}
	pdf.SetTitle(p.heading(), true)
	pdf.SetLang(map[Language]string{Chinese: "zh-CN", English: "en"}[o.Language])
	if pdf.Err() {
		return nil, fmt.Errorf("%w: %w", ErrFont, pdf.Error())
	}
	return p, nil
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

// all prints everything.
func (p *printing) all() {
	p.page()
	p.opening()
	p.land()
	p.table()
	p.descent()
	p.buildings()
	p.vacancies()
	p.signatures()
}

// heading is the title of the document.
func (p *printing) heading() string { return p.sayf(wordHeading, p.Community.Name) }

// page begins a page.
func (p *printing) page() {
	p.pdf.AddPage()
	n := p.pdf.PageNo()
	if n > 1 {
		p.text(margin, 16, small, p.heading())
		p.right(margin+inner, 16, small, p.status())
		p.rule(18.5, hair, grey)
	}
	p.text(margin, 286, small, p.District)
	p.y = top
	if n == 1 {
		p.y = margin
	}
}

// number writes on each page which of how many it is.
func (p *printing) number() {
	pages := p.pdf.PageNo()
	for n := 1; n <= pages; n++ {
		p.pdf.SetPage(n)
		p.pdf.SetFont(latinFont, "", 1) // so that the font is named on this page, whatever the last one ended with
		p.right(margin+inner, 286, small, p.sayf(wordPage, n, pages))
	}
}

// status says which edition the order is about, and that a draft is one.
func (p *printing) status() string {
	if p.Draft || p.Edition == 0 {
		return p.say(wordDraft)
	}
	return p.sayf(wordEdition, p.Edition)
}

// room begins another page unless so much is left on this.
func (p *printing) room(height float64) (another bool) {
	if p.y+height <= bottom {
		return false
	}
	p.page()
	return true
}

// section begins a part with a heading, which stays with so much of what follows.
func (p *printing) section(w word, follows float64) {
	p.y += 4
	p.room(11 + follows)
	p.text(margin, p.y+5, strong, p.say(w))
	p.y += 8.5
}

// rule draws a line across the page.
func (p *printing) rule(y, width float64, c colour) {
	p.pen(width, c)
	p.pdf.Line(margin, y, margin+inner, y)
}

// pen sets what lines are drawn with.
func (p *printing) pen(width float64, c colour) {
	p.pdf.SetLineWidth(width)
	p.pdf.SetDrawColor(c.r, c.g, c.b)
	p.pdf.SetDashPattern(nil, 0)
}

// A colour is of red, green and blue, 0 to 255.
type colour struct{ r, g, b int }

var (
	black = colour{20, 20, 20}
	grey  = colour{150, 150, 150}
	pale  = colour{244, 244, 241}
	old   = colour{188, 62, 40} // what was: borders, drafts
	white = colour{255, 255, 255}
	muted = colour{95, 95, 95}
)

const hair = 0.15 // the thinnest line
