package sheet

import (
	"strings"
	"unicode/utf8"
)

const (
	chineseFont = "han"
	// Latin is the font of letters and digits, which every reader has.
	Latin = "Helvetica"
)

// PointHeight is how high a point of a text is.
const PointHeight = 25.4 / 72

// A Style is how text is set.
type Style struct {
	Size   float64 // points
	Bold   bool
	Colour Colour
}

// Plain returns a style of ordinary weight.
func Plain(size float64, c Colour) Style { return Style{size, false, c} }

// Bold returns a style of strong weight.
func Bold(size float64, c Colour) Style { return Style{size, true, c} }

// Leading is from one line to the next.
func (st Style) Leading() float64 { return st.Size * PointHeight * 1.5 }

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
var windows = map[rune]rune{'–': 0x96, '‘': 0x91, '’': 0x92, '“': 0x93, '”': 0x94, '…': 0x85}

// font chooses that of a run.
func (s *Sheet) font(r run, st Style) {
	switch {
	case r.han:
		s.PDF.SetFont(chineseFont, "", st.Size)
	case st.Bold:
		s.PDF.SetFont(Latin, "B", st.Size)
	default:
		s.PDF.SetFont(Latin, "", st.Size)
	}
}

// Width is how wide a text is.
func (s *Sheet) Width(st Style, text string) float64 {
	sum := 0.0
	for _, r := range runs(text) {
		s.font(r, st)
		sum += s.PDF.GetStringWidth(r.text)
	}
	return sum
}

// Text writes a line that begins at x and stands on y.
func (s *Sheet) Text(x, y float64, st Style, text string) {
	s.PDF.SetTextColor(st.Colour.r, st.Colour.g, st.Colour.b)
	for _, r := range runs(text) {
		s.font(r, st)
		if st.Bold && r.han { // there is one weight: its outlines are drawn too
			s.Pen(st.Size*PointHeight*0.025, st.Colour)
			s.PDF.SetTextRenderingMode(2)
		}
		s.PDF.Text(x, y, r.text)
		s.PDF.SetTextRenderingMode(0)
		x += s.PDF.GetStringWidth(r.text)
	}
}

// Right writes a line that ends at x.
func (s *Sheet) Right(x, y float64, st Style, text string) {
	s.Text(x-s.Width(st, text), y, st, text)
}

// Centre writes a line around x.
func (s *Sheet) Centre(x, y float64, st Style, text string) {
	s.Text(x-s.Width(st, text)/2, y, st, text)
}

// Wrap breaks a text into lines of a width, at most so many: the last ends in … when more follows.
func (s *Sheet) Wrap(st Style, text string, width float64, most int) []string {
	var lines []string
	line, length := "", 0.0
	for _, w := range pieces(text) {
		for w != "" {
			n := s.Width(st, strings.TrimRight(w, " "))
			if length+n <= width {
				line, length = line+w, length+s.Width(st, w)
				break
			}
			if line == "" { // longer than a line by itself
				head := s.Head(st, w, width)
				lines, w = append(lines, head), w[len(head):]
				continue
			}
			lines = append(lines, line)
			line, length = "", 0
		}
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	if len(lines) > most {
		rest := lines[most-1] + lines[most]
		lines = append(lines[:most-1], strings.TrimRight(s.Head(st, rest, width-s.Width(st, "…")), " ")+"…")
	}
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// Head is as much of a text as a width holds, at least one character.
func (s *Sheet) Head(st Style, text string, width float64) string {
	sum := 0.0
	for i, r := range text {
		if sum += s.Width(st, string(r)); sum > width && i > 0 {
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
