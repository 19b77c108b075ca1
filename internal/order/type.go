package order

import (
	"strings"
	"unicode/utf8"
)

const (
	chineseFont = "han"
	latinFont   = "Helvetica"
	pointHeight = 25.4 / 72 // millimetres
)

// A style is how text is set.
type style struct {
	size   float64 // points
	bold   bool
	colour colour
}

var (
	huge   = style{19, true, black}
	strong = style{11.5, true, black}
	large  = style{14, true, black}
	body   = style{9, false, black}
	bodyIn = style{9, true, black}
	small  = style{7.5, false, muted}
	warn   = style{9, true, old}
)

// leading is from one line to the next.
func (s style) leading() float64 { return s.size * pointHeight * 1.5 }

// A run is text of one font.
type run struct {
	text string
	han  bool
}

// runs divides a text by fonts: what is of Latin-1 is set in Helvetica. A character beyond the first
// plane, which no font that can be embedded has here, becomes the mark for a missing one.
func runs(text string) []run {
	var list []run
	for _, r := range strings.ToValidUTF8(text, "〓") {
		latin := r >= ' ' && r < 0x7f || r >= 0xa0 && r <= 0xff
		switch {
		case windows[r] != 0:
			r, latin = windows[r], true
		case r < ' ' || r == 0x7f:
			r, latin = ' ', true
		case r > 0xfffe:
			r = '〓'
		}
		if n := len(list); n == 0 || list[n-1].han == latin {
			list = append(list, run{han: !latin})
		}
		last := &list[len(list)-1]
		if latin {
			last.text += string([]byte{byte(r)}) // in Latin-1, as the font counts
		} else {
			last.text += string(r)
		}
	}
	return list
}

// windows are the characters beside Latin-1 that Helvetica has, by their numbers in Windows-1252.
var windows = map[rune]rune{'–': 0x96, '’': 0x92, '…': 0x85}

// font chooses that of a run.
func (p *printing) font(r run, s style) {
	switch {
	case r.han:
		p.pdf.SetFont(chineseFont, "", s.size)
	case s.bold:
		p.pdf.SetFont(latinFont, "B", s.size)
	default:
		p.pdf.SetFont(latinFont, "", s.size)
	}
}

// width is how wide a text is.
func (p *printing) width(s style, text string) float64 {
	sum := 0.0
	for _, r := range runs(text) {
		p.font(r, s)
		sum += p.pdf.GetStringWidth(r.text)
	}
	return sum
}

// text writes a line that begins at x and stands on y.
func (p *printing) text(x, y float64, s style, text string) {
	p.pdf.SetTextColor(s.colour.r, s.colour.g, s.colour.b)
	for _, r := range runs(text) {
		p.font(r, s)
		if s.bold && r.han { // there is one weight: its outlines are drawn too
			p.pen(s.size*pointHeight*0.025, s.colour)
			p.pdf.SetTextRenderingMode(2)
		}
		p.pdf.Text(x, y, r.text)
		p.pdf.SetTextRenderingMode(0)
		x += p.pdf.GetStringWidth(r.text)
	}
}

// right writes a line that ends at x.
func (p *printing) right(x, y float64, s style, text string) {
	p.text(x-p.width(s, text), y, s, text)
}

// centre writes a line around x.
func (p *printing) centre(x, y float64, s style, text string) {
	p.text(x-p.width(s, text)/2, y, s, text)
}

// wrap breaks a text into lines of a width, at most so many: the last ends in … when more follows.
func (p *printing) wrap(s style, text string, width float64, most int) []string {
	var lines []string
	line, length := "", 0.0
	for _, w := range pieces(text) {
		for w != "" {
			n := p.width(s, strings.TrimRight(w, " "))
			if length+n <= width {
				line, length = line+w, length+p.width(s, w)
				break
			}
			if line == "" { // longer than a line by itself
				head := p.head(s, w, width)
				lines, w = append(lines, head), w[len(head):]
				continue
			}
			lines = append(lines, strings.TrimRight(line, " "))
			line, length = "", 0
		}
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	if len(lines) > most {
		rest := lines[most-1] + lines[most]
		lines = append(lines[:most-1], p.head(s, rest, width-p.width(s, "…"))+"…")
	}
	return lines
}

// head is as much of a text as a width holds, at least one character.
func (p *printing) head(s style, text string, width float64) string {
	sum := 0.0
	for i, r := range text {
		if sum += p.width(s, string(r)); sum > width && i > 0 {
			return text[:i]
		}
	}
	return text
}

// hangers must not begin a line.
const hangers = "，。、；：！？）》」』】·…%"

// pieces divides a text where a line may end: after a space, and around Chinese characters.
func pieces(text string) []string {
	var list []string
	began := 0
	for i, r := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		end := i + size
		next, _ := utf8.DecodeRuneInString(text[end:])
		breaks := r == ' ' || isHan(r) || isHan(next)
		if breaks && !strings.ContainsRune(hangers, next) || end == len(text) {
			list = append(list, text[began:end])
			began = end
		}
	}
	return list
}

func isHan(r rune) bool { return r >= 0x2e80 && r != utf8.RuneError }
