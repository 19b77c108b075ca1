package order

import (
	"fmt"
	"time"

	"gewu/internal/sheet"
)

// opening prints the title, the facts and the figures.
func (p *printing) opening() {
	p.Text(margin, p.y+3, small, p.District)
	p.Right(margin+inner, p.y+3, warnIf(p.Draft || p.Edition == 0), p.status())
	p.y += 13
	for _, line := range p.Wrap(huge, p.heading(), inner, 3) {
		p.Text(margin, p.y, huge, line)
		p.y += huge.Leading()
	}
	p.y -= 3
	p.rule(p.y, 0.6, black)
	p.y += 6
	p.facts()
	p.note()
	p.figures()
}

func warnIf(draft bool) sheet.Style {
	if draft {
		return warn
	}
	return body
}

// A fact is a name and what goes with it.
type fact struct {
	name word
	text string
}

// facts prints what the order is about, two in a line.
func (p *printing) facts() {
	list := []fact{{wordCommunity, join(p.Community)}, {wordFrom, p.date(p.From)}}
	if p.Edition > 0 {
		list = append(list, fact{wordNumber, p.sayf(wordEdition, p.Edition)})
	}
	if p.Band != (Band{}) {
		list = append(list, fact{wordBand, p.sayf(wordBandOf, p.Band.Min, p.Band.Max)})
	}
	for _, f := range []fact{{wordTitle, p.Title}, {wordAuthor, p.Author}} {
		if f.text != "" {
			list = append(list, f)
		}
	}
	if !p.Printed.IsZero() {
		list = append(list, fact{wordPrinted, p.date(p.Printed)})
	}
	const label, half = 24.0, inner / 2
	for i := 0; i < len(list); i += 2 {
		lines := 0
		for k, f := range list[i:min(i+2, len(list))] {
			x := margin + float64(k)*half
			p.Text(x, p.y, sheet.Plain(9, muted), p.say(f.name))
			wrapped := p.Wrap(body, f.text, half-label-4, 4)
			for n, line := range wrapped {
				p.Text(x+label, p.y+float64(n)*body.Leading(), body, line)
			}
			lines = max(lines, len(wrapped))
		}
		p.y += float64(lines)*body.Leading() + 0.8
	}
}

// join writes the code and the name of an area.
func join(a Area) string {
	if a.Code == "" {
		return a.Name
	}
	return a.Name + "  " + a.Code
}

// date writes a day as the language does.
func (p *printing) date(day time.Time) string {
	switch {
	case day.IsZero():
		return p.say(wordUndecided)
	case p.Language == English:
		return day.Format("2 January 2006")
	default:
		return fmt.Sprintf("%d年%d月%d日", day.Year(), int(day.Month()), day.Day())
	}
}

// note prints why.
func (p *printing) note() {
	if p.Note == "" {
		return
	}
	p.y++
	for _, line := range p.Wrap(body, p.Note, inner, 8) {
		p.Text(margin, p.y, body, line)
		p.y += body.Leading()
	}
}

// figures prints the numbers that matter most.
func (p *printing) figures() {
	was, is, within, bound, moved := 0, 0, 0, 0, 0
	for _, g := range p.Grids {
		moved += g.Gained
		if g.Was != nil {
			was++
		}
		if g.Is == nil {
			continue
		}
		is++
		if !g.Unbound && p.Band != (Band{}) {
			bound++
			if p.state(g) == 0 {
				within++
			}
		}
	}
	list := []fact{
		{wordGridsNow, fmt.Sprintf("%d → %d", was, is)}, {wordHouseholds, fmt.Sprint(moved)}, {wordBuildingsNow, fmt.Sprint(len(p.Buildings))},
	}
	if bound > 0 {
		list = append(list, fact{wordInBand, fmt.Sprintf("%d / %d", within, bound)})
	}
	p.y += 2
	p.Fill(pale)
	p.PDF.Rect(margin, p.y-2, inner, 17, "F")
	for i, f := range list {
		x := margin + 5 + float64(i)*inner/float64(len(list))
		p.figure(x, p.y+6, f.text)
		p.Text(x, p.y+11.5, small, p.say(f.name))
	}
	p.y += 19
}

// figure writes a number; an arrow in it is drawn, as few fonts agree on one.
func (p *printing) figure(x, y float64, text string) {
	for i, r := range text {
		if r != '→' {
			continue
		}
		p.Text(x, y, large, text[:i])
		x += p.Width(large, text[:i])
		p.arrow(x, y-1.6, 5)
		p.Text(x+5, y, large, text[i+len("→"):])
		return
	}
	p.Text(x, y, large, text)
}

// arrow draws an arrow to the right.
func (p *printing) arrow(x, y, length float64) {
	p.Pen(0.3, black)
	p.PDF.Line(x, y, x+length, y)
	p.PDF.Line(x+length-1.4, y-1, x+length, y)
	p.PDF.Line(x+length-1.4, y+1, x+length, y)
}

// state tells a grid that has too few households (-1) from one that has too many (1).
func (p *printing) state(g Grid) int {
	switch {
	case g.Is == nil || g.Unbound || p.Band == (Band{}):
		return 0
	case g.Is.Households < p.Band.Min:
		return -1
	case g.Is.Households > p.Band.Max:
		return 1
	default:
		return 0
	}
}
