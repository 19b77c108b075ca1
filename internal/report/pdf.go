package report

import (
	"fmt"
	"strings"

	"gewu/internal/sheet"
)

// ErrFont says that a font is no TrueType font with Chinese characters that can be embedded.
var ErrFont = sheet.ErrFont

// The page, in millimetres: A4 upright.
const (
	margin = 13.0
	inner  = sheet.PageWidth - 2*margin
	bottom = sheet.PageHeight - 11.0
)

var (
	ink    = sheet.RGB(28, 39, 51)
	muted  = sheet.RGB(85, 97, 110)
	grey   = sheet.RGB(190, 190, 184)
	brand  = sheet.RGB(11, 110, 110)
	soft   = sheet.RGB(227, 241, 240)
	white  = sheet.RGB(255, 255, 255)
	blank  = sheet.RGB(222, 220, 212) // of what has no figure
	darker = sheet.RGB(124, 29, 19)   // lines over light fills
)

var (
	huge   = sheet.Bold(18, ink)
	strong = sheet.Bold(10.5, ink)
	act    = sheet.Plain(9.5, ink)
	actNo  = sheet.Bold(9.5, brand)
	body   = sheet.Plain(8.5, ink)
	bold   = sheet.Bold(8.5, ink)
	small  = sheet.Plain(7, muted)
	legend = sheet.Plain(6.5, muted)
)

// PDF prints a report on one page, whatever is in it: what finds no room is counted. The font is a TrueType file
// with Chinese characters. The error wraps [ErrFont] when the font cannot be used.
func PDF(r Report, font []byte) ([]byte, error) {
	p := &printing{Report: r}
	language := map[Language]string{Chinese: "zh-CN", English: "en"}[r.Language]
	drawn, err := sheet.New(sheet.About{Title: p.Title(), Language: language, Day: r.Day}, font)
	if err != nil {
		return nil, err
	}
	p.Sheet, p.y = drawn, margin
	p.PDF.AddPage()
	p.all()
	return p.Bytes()
}

// A printing is a report while it is printed.
type printing struct {
	Report
	*sheet.Sheet
	y float64 // how far down the page is used
}

// Title names the page.
func (r *Report) Title() string {
	return r.Language.sayf(word{ZH: "%s社情一页报告", EN: "%s: one-page report"}, r.Area)
}

// all prints the page. What is at its end has its room first: map, chart and hot spots share what is left.
func (p *printing) all() {
	p.head()
	p.now()
	p.said()
	foot := p.footLines()
	not := p.notLines()
	end := bottom - p.footHeight(foot)
	p.foot(end, foot)
	end -= p.unseenHeight(not)
	spots := p.spotsHeight(len(p.Spots))
	land := p.halvesHeight(min(mostLand, max(leastLand, end-p.y-spots)))
	air := min(max((end-p.y-spots-land)/3, 0), mostAir)
	p.y += air / 2
	p.halves(land)
	p.y += air
	p.spots(end)
	p.y += air
	p.notSeen(not)
}

// mostAir is how far parts are set apart where there is room.
const mostAir = 5.0

// How high the map is at least and at most, with its heading and legend.
const (
	leastLand = 72.0
	mostLand  = 118.0
)

// head prints what the page is about.
func (p *printing) head() {
	p.Text(margin, p.y+2.5, small, p.cut(small, strings.Join(p.Above, " · "), inner/2-4))
	p.Right(margin+inner, p.y+2.5, small, p.cut(small, p.Data, inner/2-4))
	p.Text(margin, p.y+11.5, huge, p.cut(huge, p.Title(), inner))
	p.Text(margin, p.y+17.5, body, p.cut(body, p.Period, inner))
	p.y += 20.5
}

// cut is as much of a text as a width holds, with … where it was cut.
func (p *printing) cut(st sheet.Style, text string, width float64) string {
	return p.Wrap(st, text, width, 1)[0]
}

// now prints what to do.
func (p *printing) now() {
	const indent = 6.0
	steps := p.Steps
	if len(steps) == 0 {
		steps = []Step{{Words: p.Idle}}
	}
	var wrapped [][]string
	lines := 0
	for _, step := range steps[:min(len(steps), mostSteps)] {
		wrapped = append(wrapped, p.Wrap(act, step.Words, inner-indent-10, 2))
		lines += len(wrapped[len(wrapped)-1])
	}
	high := 9.5 + float64(lines)*act.Leading() + 0.8*float64(len(wrapped))
	p.Fill(soft)
	p.PDF.Rect(margin, p.y, inner, high, "F")
	p.Fill(brand)
	p.PDF.Rect(margin, p.y, 1.4, high, "F")
	p.Text(margin+5, p.y+6, strong, p.say(word{ZH: "现在要做的", EN: "To do now"}))
	y := p.y + 11.6
	for i, step := range wrapped {
		if len(p.Steps) > 0 {
			p.Text(margin+5, y, actNo, fmt.Sprint(i+1))
		}
		for k, line := range step {
			p.Text(margin+5+indent, y+float64(k)*act.Leading(), act, line)
		}
		y += float64(len(step))*act.Leading() + 0.8
	}
	p.y += high + 2
}

// said prints what is so.
func (p *printing) said() {
	for _, sentence := range p.Sentences[:min(len(p.Sentences), 4)] {
		lines := p.Wrap(body, sentence, inner-4, 2)
		p.Fill(brand)
		p.PDF.Circle(margin+1, p.y+2.4, 0.55, "F")
		for _, line := range lines {
			p.Text(margin+4, p.y+3.4, body, line)
			p.y += body.Leading()
		}
		p.y += 0.3
	}
}

// heading prints the name of a part, with a note at its right.
func (p *printing) heading(x, width float64, name, note string) {
	p.Text(x, p.y+4.6, strong, p.cut(strong, name, width))
	if left := width - p.Width(strong, name) - 4; left > 10 && note != "" {
		p.Right(x+width, p.y+4.6, small, p.cut(small, note, left))
	}
}

func (p *printing) say(w word) string                    { return p.Language.say(w) }
func (p *printing) sayf(w word, arguments ...any) string { return p.Language.sayf(w, arguments...) }
func (p *printing) rule(y, width float64, c sheet.Colour) {
	p.Pen(width, c)
	p.PDF.Line(margin, y, margin+inner, y)
}

// sound is a figure that can be drawn: a rate of less than a thousand million.
func sound(v *float64) bool { return v != nil && *v >= 0 && *v < 1e9 }

// footLines are how the page was made.
func (p *printing) footLines() (lines []string) {
	for _, one := range p.Made[:min(len(p.Made), 3)] {
		lines = append(lines, p.Wrap(legend, one, inner, 2)...)
	}
	return lines[:min(len(lines), 5)]
}

func (p *printing) footHeight(lines []string) float64 {
	return 2.5 + float64(len(lines))*legend.Leading()
}

// foot prints how the page was made.
func (p *printing) foot(y float64, lines []string) {
	p.rule(y, 0.2, grey)
	for i, line := range lines {
		p.Text(margin, y+3.6+float64(i)*legend.Leading(), legend, line)
	}
}
