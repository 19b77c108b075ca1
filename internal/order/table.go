package order

import (
	"fmt"

	"gewu/internal/sheet"
)

// The columns of the table of grids: where each ends, from the left edge of the page.
var ends = []float64{margin + 62, margin + 80, margin + 98, margin + 112, margin + 126, margin + 140, margin + 157, margin + inner}

const nameWidth = 44.0

// table prints what each grid was and is.
func (p *printing) table() {
	p.section(wordTable, 30)
	p.tableHead()
	var sum Grid
	sum.Was, sum.Is = &Count{}, &Count{}
	for _, g := range p.Grids {
		p.gridRow(g)
		add(sum.Was, g.Was)
		add(sum.Is, g.Is)
		sum.Gained, sum.Lost = sum.Gained+g.Gained, sum.Lost+g.Lost
	}
	sum.Unbound, sum.Buildings = true, len(p.Buildings) // each counts in the grid that it leaves and in that it comes to
	p.room(8)
	p.rule(p.y, 0.4, black)
	p.y += 4.8
	p.Text(margin, p.y, bodyIn, p.say(wordTotal))
	p.numbers(sum, bodyIn)
	p.y += 3
	p.tableNote()
}

func add(sum, c *Count) {
	if c != nil {
		sum.Households, sum.ByHouseholds, sum.ByGrid = sum.Households+c.Households, sum.ByHouseholds+c.ByHouseholds, sum.ByGrid+c.ByGrid
	}
}

// tableHead prints the two lines above the columns.
func (p *printing) tableHead() {
	head := sheet.Bold(8, black)
	p.y++
	p.rule(p.y, 0.4, black)
	span := func(first, last int, w word) {
		left := ends[first-1] + 3
		p.Centre((left+ends[last])/2, p.y+4.2, head, p.say(w))
		p.Pen(hair, grey)
		p.PDF.Line(left, p.y+5.6, ends[last], p.y+5.6)
	}
	p.Text(margin, p.y+9, head, p.say(wordGrid))
	span(1, 4, wordHouseCols)
	span(6, 7, wordStaff)
	for i, w := range []word{wordBefore, wordAfter, wordGained, wordLost} {
		p.Right(ends[i+1], p.y+9, small, p.say(w))
	}
	p.Right(ends[5], p.y+4.2, head, p.say(wordMovedShort))
	p.Right(ends[5], p.y+9, small, p.say(wordMovedUnder))
	p.Right(ends[6], p.y+9, small, p.say(wordByHouses))
	p.Right(ends[7], p.y+9, small, p.say(wordByGrid))
	p.y += 11
	p.rule(p.y, 0.25, black)
}

// gridRow prints a grid.
func (p *printing) gridRow(g Grid) {
	names := p.Wrap(body, g.Name, nameWidth, nameLines)
	high := float64(len(names))*body.Leading() + 5
	beside := margin + p.Width(body, names[0]) + 2.5 // where the code goes if there is room for it
	short := len(names) == 1 && beside+p.Width(small, g.Code) <= ends[0]-8
	if short || g.Code == "" {
		high -= 2.6
	}
	if p.room(high + 8) {
		p.tableHead()
	}
	y := p.y + 4.4
	for i, line := range names {
		p.Text(margin, y+float64(i)*body.Leading(), body, line)
	}
	switch {
	case g.Code == "":
	case short:
		p.Text(beside, y, small, g.Code)
	default:
		p.Text(margin, y+float64(len(names))*body.Leading()-1.2, small, g.Code)
	}
	switch {
	case g.Was == nil:
		p.Right(ends[0], y, sheet.Bold(7.5, muted), p.say(wordNewGrid))
	case g.Is == nil:
		p.Right(ends[0], y, sheet.Bold(7.5, old), p.say(wordEndedGrid))
	}
	p.y = y
	p.numbers(g, body)
	if g.Is != nil {
		p.mark(ends[2]+1.6, y-1.2, p.state(g))
	}
	p.y += high - 4.4
	p.rule(p.y, hair, grey)
}

// numbers prints the columns of a grid on the line that p.y is at.
func (p *printing) numbers(g Grid, s sheet.Style) {
	put := func(column int, text string) { p.Right(ends[column], p.y, s, text) }
	households, byHouseholds, byGrid := "–", "", ""
	if g.Was != nil {
		households, byHouseholds, byGrid = fmt.Sprint(g.Was.Households), fmt.Sprint(g.Was.ByHouseholds), fmt.Sprint(g.Was.ByGrid)
	}
	put(1, households)
	now := "–"
	if g.Is != nil {
		now = fmt.Sprint(g.Is.Households)
	}
	put(2, now)
	put(3, signed("+", g.Gained))
	put(4, signed("–", g.Lost))
	put(5, signed("", g.Buildings))
	p.change(ends[6], s, byHouseholds, g.Is, func(c Count) int { return c.ByHouseholds })
	p.change(ends[7], s, byGrid, g.Is, func(c Count) int { return c.ByGrid })
}

// change writes a number that was and, when it is another, an arrow and the one that is.
func (p *printing) change(x float64, s sheet.Style, was string, is *Count, of func(Count) int) {
	now := "0"
	if is != nil {
		now = fmt.Sprint(of(*is))
	}
	if was == "" {
		was = "0"
	}
	p.Right(x, p.y, s, now)
	if was == now {
		return
	}
	x -= p.Width(s, now) + 4.4
	p.Pen(0.2, muted)
	p.PDF.Line(x+0.7, p.y-1.1, x+3.6, p.y-1.1)
	p.PDF.Line(x+2.7, p.y-1.8, x+3.6, p.y-1.1)
	p.PDF.Line(x+2.7, p.y-0.4, x+3.6, p.y-1.1)
	p.Right(x, p.y, sheet.Style{Size: s.Size, Bold: s.Bold, Colour: muted}, was)
}

// signed writes a number that is not 0.
func signed(sign string, n int) string {
	if n == 0 {
		return ""
	}
	return sign + fmt.Sprint(n)
}

// mark draws a triangle up for too many, or down for too few.
func (p *printing) mark(x, y float64, state int) {
	if state == 0 {
		return
	}
	up := float64(state)
	p.Fill(old)
	p.PDF.MoveTo(x-1, y+0.8*up)
	p.PDF.LineTo(x+1, y+0.8*up)
	p.PDF.LineTo(x, y-0.9*up)
	p.PDF.ClosePath()
	p.PDF.DrawPath("f")
}

// tableNote says what the marks mean.
func (p *printing) tableNote() {
	if p.Band == (Band{}) {
		return
	}
	p.y += 3
	x := margin + 1.0
	for _, one := range []struct {
		state int
		text  string
	}{{1, p.sayf(wordOver, p.Band.Max)}, {-1, p.sayf(wordUnder, p.Band.Min)}} {
		p.mark(x, p.y-1, one.state)
		p.Text(x+2.5, p.y, small, one.text)
		x += 8 + p.Width(small, one.text)
	}
	p.y += 2
}
