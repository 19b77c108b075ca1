package order

import "gewu/internal/sheet"

// ErrFont says that a font is no TrueType font with Chinese characters that can be embedded.
var ErrFont = sheet.ErrFont

// The page, in millimetres: A4 upright.
const (
	margin = 18.0
	inner  = sheet.PageWidth - 2*margin
	top    = 27.0  // where the body begins
	bottom = 276.0 // where it ends
)

// PDF prints an order. The font is a TrueType file with Chinese characters; other text is set in
// Helvetica, which every reader has. The error wraps [ErrFont] when the font cannot be used.
func PDF(o Order, font []byte) ([]byte, error) {
	p, err := printed(o, font, wholePage)
	// A short order should be one sheet of paper: what goes beyond it finds room beside a lower map.
	for _, height := range lowerMaps {
		if err != nil || p.PDF.PageNo() != sheetPages+1 {
			break
		}
		var lower *printing
		if lower, err = printed(o, font, height); err == nil && lower.PDF.PageNo() <= sheetPages {
			p = lower
		}
	}
	if err != nil {
		return nil, err
	}
	p.number()
	return p.Bytes()
}

// A sheet of paper has two pages.
const sheetPages = 2

// How high a map may be, in millimetres: what the page has left, or less, the highest first.
const wholePage = bottom

var lowerMaps = []float64{125, 105, 85, 70}

// printed prints everything, with a map so high at most.
func printed(o Order, font []byte, mapHeight float64) (*printing, error) {
	p, err := newPrint(o, font)
	if err != nil {
		return nil, err
	}
	p.mapHeight = mapHeight
	p.all()
	return p, nil
}

// A printing is an order while it is printed.
type printing struct {
	Order
	*sheet.Sheet
	y         float64 // how far down the page is used
	mapHeight float64 // at most
}

// newPrint begins a print with no page.
func newPrint(o Order, font []byte) (*printing, error) {
	p := &printing{Order: o}
	language := map[Language]string{Chinese: "zh-CN", English: "en"}[o.Language]
	drawn, err := sheet.New(sheet.About{Title: p.heading(), Language: language, Day: o.Printed}, font)
	p.Sheet = drawn
	return p, err
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
	p.PDF.AddPage()
	n := p.PDF.PageNo()
	if n > 1 {
		p.Text(margin, 16, small, p.heading())
		p.Right(margin+inner, 16, small, p.status())
		p.rule(18.5, hair, grey)
	}
	p.Text(margin, 286, small, p.District)
	p.y = top
	if n == 1 {
		p.y = margin
	}
}

// number writes on each page which of how many it is.
func (p *printing) number() {
	pages := p.PDF.PageNo()
	for n := 1; n <= pages; n++ {
		p.PDF.SetPage(n)
		p.PDF.SetFont(sheet.Latin, "", 1) // so that the font is named on this page, whatever the last one ended with
		p.Right(margin+inner, 286, small, p.sayf(wordPage, n, pages))
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
	p.Text(margin, p.y+5, strong, p.say(w))
	p.y += 8.5
}

// again repeats the heading of a part on the page where it goes on.
func (p *printing) again(w word) {
	p.Text(margin, p.y+5, strong, p.say(w)+p.say(wordContinued))
	p.y += 8.5
}

// rule draws a line across the page.
func (p *printing) rule(y, width float64, c sheet.Colour) {
	p.Pen(width, c)
	p.PDF.Line(margin, y, margin+inner, y)
}

var (
	black = sheet.RGB(20, 20, 20)
	grey  = sheet.RGB(150, 150, 150)
	pale  = sheet.RGB(244, 244, 241)
	old   = sheet.RGB(188, 62, 40) // what was: borders, drafts
	muted = sheet.RGB(95, 95, 95)
)

var (
	huge   = sheet.Bold(19, black)
	strong = sheet.Bold(11.5, black)
	large  = sheet.Bold(14, black)
	body   = sheet.Plain(9, black)
	bodyIn = sheet.Bold(9, black)
	small  = sheet.Plain(7.5, muted)
	warn   = sheet.Bold(9, old)
)

const hair = sheet.Hair
