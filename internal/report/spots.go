package report

import (
	"gewu/analysis"
	"gewu/internal/sheet"
)

// courseColour is that of a course, as on the screen.
func courseColour(course string) sheet.Colour {
	switch course {
	case "new":
		return sheet.RGB(163, 35, 27)
	case "growing":
		return sheet.RGB(180, 83, 31)
	case "persistent":
		return sheet.RGB(107, 74, 0)
	case "cooling":
		return sheet.RGB(47, 95, 147)
	default:
		return sheet.RGB(74, 85, 96)
	}
}

const (
	spotHeight = 9.0
	spotsHead  = 7.5
	moreHeight = 4.5
)

// spotsHeight is how much room so many hot spots take.
func (p *printing) spotsHeight(n int) float64 {
	if n == 0 {
		return spotsHead + body.Leading()*2
	}
	return spotsHead + float64(n)*spotHeight
}

// spots prints the hot spots that there is room for above a place of the page.
func (p *printing) spots(end float64) {
	p.heading(margin, inner, p.say(word{ZH: "热点与变化", EN: "Hot spots"}), p.SpotsOf)
	p.y += spotsHead
	if len(p.Spots) == 0 {
		for _, line := range p.Wrap(body, p.NoSpots, inner, 2) {
			p.Text(margin, p.y+2.5, body, line)
			p.y += body.Leading()
		}
		return
	}
	shown := p.Spots
	if fit := int((end - p.y + 0.01) / spotHeight); fit < len(shown) {
		shown = shown[:max(int((end-p.y-moreHeight)/spotHeight), 0)]
	}
	for i := range shown {
		p.spot(&shown[i])
	}
	if left := len(p.Spots) - len(shown); left > 0 {
		p.Text(margin+7, p.y+3, small, p.Language.many(left, word{ZH: "…… 另有 %s 处热点", EN: "… and %s more hot spot"}, word{ZH: "…… 另有 %s 处热点", EN: "… and %s more hot spots"}))
		p.y += moreHeight
	}
}

// spot prints a hot spot in two lines: what and how many, since when and who.
func (p *printing) spot(s *Spot) {
	p.badge(margin+2.6, p.y+3.4, 2.3, s)
	x := margin + 7
	course := p.cut(bold, s.Word, 30)
	word := p.Width(bold, course)
	much := p.cut(body, s.Much, 84)
	name := p.cut(bold, s.Name, inner-7-word-9-p.Width(body, much)-4)
	p.Text(x, p.y+3, bold, name)
	x += p.Width(bold, name) + 3
	p.course(x+1.2, p.y+1.9, s.Course)
	p.Text(x+3.8, p.y+3, sheet.Bold(8, courseColour(s.Course)), course)
	p.Right(margin+inner, p.y+3, body, much)
	p.Text(margin+7, p.y+6.9, small, p.cut(small, s.More, inner-7))
	p.y += spotHeight
}

// course draws the sign of a course, as few fonts have them: plus, arrow up, two bars, arrow down, tick.
func (p *printing) course(x, y float64, course string) {
	p.Pen(0.5, courseColour(course))
	line := func(x1, y1, x2, y2 float64) { p.PDF.Line(x+x1, y+y1, x+x2, y+y2) }
	switch course {
	case "new":
		line(-1.1, 0, 1.1, 0)
		line(0, -1.1, 0, 1.1)
	case "growing":
		line(-1, 1, 1, -1)
		line(0, -1, 1, -1)
		line(1, -1, 1, 0)
	case "persistent":
		line(-1.1, -0.5, 1.1, -0.5)
		line(-1.1, 0.5, 1.1, 0.5)
	case "cooling":
		line(-1, -1, 1, 1)
		line(0, 1, 1, 1)
		line(1, 1, 1, 0)
	case "ended":
		line(-1.1, 0, -0.3, 0.9)
		line(-0.3, 0.9, 1.1, -0.9)
	default:
		p.PDF.Circle(x, y, 0.8, "D")
	}
}

// mostUnseen is how many lines of kinds of blind spots are printed.
const mostUnseen = 3

// notLines say what was not found and what cannot be told.
func (p *printing) notLines() (lines []string) {
	for _, one := range p.UnseenNot[:min(len(p.UnseenNot), 2)] {
		lines = append(lines, p.Wrap(small, one, inner, 2)...)
	}
	return lines[:min(len(lines), 3)]
}

// A counted is a kind of blind spot with its place in the list: which line, and where on it.
type counted struct {
	Unseen
	line int
	x    float64
}

// counts lays the kinds of blind spots out, as many on a line as there is room for. What finds none is in the lists of
// the screen.
func (p *printing) counts() (list []counted, lines int) {
	const gap = 8.0
	x := 0.0
	for _, one := range p.Unseen {
		one.Title = p.cut(body, one.Title, inner-30)
		wide := p.Width(bold, analysis.Grouped(one.Count)) + 2 + p.Width(body, one.Title)
		if x > 0 && x+wide > inner {
			x = 0
			lines++
		}
		if lines == mostUnseen {
			return list, lines
		}
		list = append(list, counted{one, lines, x})
		x += wide + gap
	}
	if len(list) > 0 {
		lines++
	}
	return list, lines
}

const unseenHead = 8.0

func (p *printing) unseenHeight(not []string) float64 {
	_, lines := p.counts()
	return unseenHead + float64(lines)*body.Leading() + float64(len(not))*small.Leading() + 1.5
}

// notSeen prints how much nobody sees.
func (p *printing) notSeen(not []string) {
	p.heading(margin, inner, p.say(word{ZH: "看不见的", EN: "Not seen"}), "")
	p.y += unseenHead
	list, lines := p.counts()
	if left := len(p.Unseen) - len(list); left > 0 {
		p.Right(margin+inner, p.y-3.4, small, p.sayf(word{ZH: "…… 另有 %d 项", EN: "… and %d more"}, left))
	}
	for _, one := range list {
		x, y, number := margin+one.x, p.y+2.6+float64(one.line)*body.Leading(), analysis.Grouped(one.Count)
		p.Text(x, y, bold, number)
		p.Text(x+p.Width(bold, number)+2, y, body, one.Title)
	}
	p.y += float64(lines) * body.Leading()
	for i, line := range not {
		p.Text(margin, p.y+2.8+float64(i)*small.Leading(), small, line)
	}
}
