package order

import (
	"math"

	"github.com/paulmach/orb"
)

// land prints the map: what was dashed, what will be in solid lines, what changes its grid hatched.
func (p *printing) land() {
	bound, some := p.bound()
	p.section(wordMap, 20)
	p.north(margin+inner-2.5, p.y-9)
	if !some {
		p.text(margin, p.y+4, body, p.say(wordNoMap))
		p.y += 8
		return
	}
	p.y += 1.5
	height := bottom - p.y - 10.5 // of it the legend
	if height < 90 {
		p.page()
		height = bottom - p.y - 10.5
	}
	s := sheetOf(bound, margin, p.y, inner, height-2)
	p.tint(s)
	p.hatching(s)
	p.borders(s)
	p.labels(s)
	p.y += s.height + 5.5
	p.legend(s)
}

// bound is the box around everything, and whether there is anything.
func (p *printing) bound() (b orb.Bound, some bool) {
	for _, outlines := range [][]Outline{p.Before, p.After} {
		for _, o := range outlines {
			if len(o.Land) == 0 {
				continue
			}
			if one := o.Land.Bound(); some {
				b = b.Union(one)
			} else {
				b, some = one, true
			}
		}
	}
	return b, some
}

// tint fills the land of the new grids.
func (p *printing) tint(s sheet) {
	p.pdf.SetFillColor(pale.r, pale.g, pale.b)
	for _, o := range p.After {
		p.trace(s.rings(o.Land))
		p.pdf.DrawPath("f*")
	}
}

// trace makes rings the path.
func (p *printing) trace(rings []orb.Ring) {
	for _, ring := range rings {
		for i, at := range ring {
			if i == 0 {
				p.pdf.MoveTo(at[0], at[1])
			} else {
				p.pdf.LineTo(at[0], at[1])
			}
		}
		p.pdf.ClosePath()
	}
}

// hatching draws lines over the land that changes its grid.
func (p *printing) hatching(s sheet) {
	p.pen(0.18, old)
	for _, land := range p.Moved {
		for _, line := range hatch(s.rings(land), 1.9) {
			p.pdf.Line(line.a[0], line.a[1], line.b[0], line.b[1])
		}
	}
}

// borders draws old borders where they are none any more, new ones, and the outer boundary.
func (p *printing) borders(s sheet) {
	now := segmentsOf(p.After)
	var gone, within, around []segment
	for one := range segmentsOf(p.Before) {
		if now[one] == 0 {
			gone = append(gone, one)
		}
	}
	for one, sides := range now {
		if sides > 1 {
			within = append(within, one)
		} else {
			around = append(around, one)
		}
	}
	p.pen(0.45, old)
	p.dashed()
	p.lines(s, gone)
	p.pen(0.4, black)
	p.lines(s, within)
	p.pen(0.8, black)
	p.lines(s, around)
}

// dashed has lines drawn with gaps.
func (p *printing) dashed() { p.pdf.SetDashPattern([]float64{1.6, 1.1}, 0) }

func (p *printing) lines(s sheet, segments []segment) {
	for _, line := range chains(segments) {
		for i, at := range line {
			on := s.at(at)
			if i == 0 {
				p.pdf.MoveTo(on[0], on[1])
			} else {
				p.pdf.LineTo(on[0], on[1])
			}
		}
		p.pdf.DrawPath("D")
	}
}

// A box is where something is written.
type box struct{ left, top, right, bottom float64 }

func (b box) meets(o box) bool {
	return b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom
}

// labels writes what the grids are called, and in the old colour what those were that end.
func (p *printing) labels(s sheet) {
	size := min(10, max(5, 13-float64(len(p.After))/12))
	var taken []box
	now := map[string]bool{}
	for _, o := range p.After {
		now[o.Label] = true
		p.label(s, o, o.Label, style{size, true, black}, &taken, true)
	}
	for _, o := range p.Before {
		if !now[o.Label] {
			p.label(s, o, p.sayf(wordWas, o.Label), style{size * 0.85, false, old}, &taken, false)
		}
	}
}

// label writes a label where there is room near its place. One that must be written is, anyhow.
func (p *printing) label(s sheet, o Outline, text string, st style, taken *[]box, must bool) {
	if len(o.Land) == 0 || o.Label == "" {
		return
	}
	at := s.at(o.At)
	if o.At == (orb.Point{}) {
		at = inside(s.rings(o.Land))
	}
	w, h := p.width(st, text)+0.6, st.size*pointHeight
	place := func(dy float64) box { return box{at[0] - w/2, at[1] + dy - h/2, at[0] + w/2, at[1] + dy + h/2} }
	for _, dy := range []float64{0, h * 1.1, -h * 1.1, h * 2.2, -h * 2.2} {
		if b := place(dy); !meetsAny(b, *taken) {
			p.halo(b.left+0.3, b.bottom-h*0.12, st, text)
			*taken = append(*taken, b)
			return
		}
	}
	if must {
		p.halo(at[0]-w/2, at[1]+h*0.38, st, text)
	}
}

func meetsAny(b box, others []box) bool {
	for _, o := range others {
		if b.meets(o) {
			return true
		}
	}
	return false
}

// halo writes text with a light edge, so that it reads over lines.
func (p *printing) halo(x, y float64, st style, text string) {
	begin := x
	for _, r := range runs(text) {
		p.font(r, st)
		p.pen(0.7, white)
		p.pdf.SetTextRenderingMode(1)
		p.pdf.Text(x, y, r.text)
		p.pdf.SetTextRenderingMode(0)
		x += p.pdf.GetStringWidth(r.text)
	}
	p.text(begin, y, st, text)
}

// north draws an arrow to the north.
func (p *printing) north(x, y float64) {
	p.pen(0.3, black)
	p.pdf.SetFillColor(black.r, black.g, black.b)
	p.trace([]orb.Ring{{{x, y}, {x + 1.6, y + 5}, {x, y + 4}, {x - 1.6, y + 5}}})
	p.pdf.DrawPath("f")
	p.right(x-2.5, y+4, small, p.say(wordNorth))
}

// legend says what the lines are, and how long a stretch is.
func (p *printing) legend(s sheet) {
	x := margin
	sample := func(w word, draw func(x, y float64)) {
		draw(x, p.y)
		p.text(x+9, p.y+1, small, p.say(w))
		x += 13 + p.width(small, p.say(w))
	}
	stroke := func(width float64, c colour, dashed bool) func(x, y float64) {
		return func(x, y float64) {
			p.pen(width, c)
			if dashed {
				p.dashed()
			}
			p.pdf.Line(x, y, x+7, y)
		}
	}
	sample(wordNewBorder, stroke(0.4, black, false))
	sample(wordOldBorder, stroke(0.45, old, true))
	sample(wordMovedLand, func(x, y float64) {
		p.pen(0.18, old)
		for _, l := range hatch([]orb.Ring{{{x, y - 1.8}, {x + 7, y - 1.8}, {x + 7, y + 1.8}, {x, y + 1.8}, {x, y - 1.8}}}, 1.9) {
			p.pdf.Line(l.a[0], l.a[1], l.b[0], l.b[1])
		}
	})
	sample(wordOutside, stroke(0.8, black, false))
	p.scale(s)
	p.y += 5
}

// scale draws a bar of a round number of metres.
func (p *printing) scale(s sheet) {
	metres := round(28 / s.metre)
	length := float64(metres) * s.metre
	x := margin + inner - length
	p.pen(0.3, black)
	p.pdf.Line(x, p.y, x+length, p.y)
	p.pdf.Line(x, p.y-1, x, p.y+1)
	p.pdf.Line(x+length, p.y-1, x+length, p.y+1)
	p.right(x-1.5, p.y+1, small, p.sayf(wordMetres, metres))
}

// round returns the largest of 1, 2, 5, 10, 20, … that is not more than x, at least 1.
func round(x float64) int {
	if x < 2 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, step := range []float64{5, 2} {
		if step*power <= x {
			return int(step * power)
		}
	}
	return int(power)
}
