package order

import (
	"github.com/paulmach/orb"

	"gewu/internal/sheet"
)

// land prints the map: what was dashed, what will be in solid lines, what changes its grid hatched.
func (p *printing) land() {
	bound, some := p.bound()
	p.section(wordMap, 20)
	p.North(margin+inner-2.5, p.y-9, small, p.say(wordNorth), black)
	if !some {
		p.Text(margin, p.y+4, body, p.say(wordNoMap))
		p.y += 8
		return
	}
	p.y += 1.5
	height := bottom - p.y - 10.5 // of it the legend
	if height < 90 {
		p.page()
		height = bottom - p.y - 10.5
	}
	g := sheet.GroundOf(bound, margin, p.y, inner, min(height-2, p.mapHeight))
	p.tint(g)
	p.hatching(g)
	p.borders(g)
	p.labels(g)
	p.y += g.Height + 5.5
	p.legend(g)
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

// lands are the land of outlines.
func lands(outlines []Outline) []orb.MultiPolygon {
	list := make([]orb.MultiPolygon, len(outlines))
	for i, o := range outlines {
		list[i] = o.Land
	}
	return list
}

// tint fills the land of the new grids.
func (p *printing) tint(g sheet.Ground) {
	p.Fill(pale)
	for _, o := range p.After {
		p.Trace(g.Rings(o.Land))
		p.PDF.DrawPath("f*")
	}
}

// hatching draws lines over the land that changes its grid.
func (p *printing) hatching(g sheet.Ground) {
	p.Pen(0.18, old)
	for _, land := range p.Moved {
		p.Strokes(sheet.Hatch(g.Rings(land), 1.9))
	}
}

// borders draws old borders where they are none any more, new ones, and the outer boundary.
func (p *printing) borders(g sheet.Ground) {
	now := sheet.SegmentsOf(lands(p.After)...)
	var gone, within, around []sheet.Segment
	for one := range sheet.SegmentsOf(lands(p.Before)...) {
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
	p.Pen(0.45, old)
	p.Dashed()
	p.Lines(g, gone)
	p.Pen(0.4, black)
	p.Lines(g, within)
	p.Pen(0.8, black)
	p.Lines(g, around)
}

// labels writes what the grids are called, and in the old colour what those were that end.
func (p *printing) labels(g sheet.Ground) {
	size := min(10, max(5, 13-float64(len(p.After))/12))
	var taken []sheet.Box
	now := map[string]bool{}
	for _, o := range p.After {
		now[o.Label] = true
		p.label(g, o, o.Label, sheet.Bold(size, black), &taken, true)
	}
	for _, o := range p.Before {
		if !now[o.Label] {
			p.label(g, o, p.sayf(wordWas, o.Label), sheet.Plain(size*0.85, old), &taken, false)
		}
	}
}

// A name takes up to so many lines, wherever it stands; on the map these are so wide, in millimetres.
const (
	nameLines  = 6
	labelWidth = 36.0
)

// label writes a label where there is room near its place. One that must be written is, anyhow.
func (p *printing) label(g sheet.Ground, o Outline, text string, st sheet.Style, taken *[]sheet.Box, must bool) {
	if len(o.Land) == 0 || o.Label == "" {
		return
	}
	at := g.At(o.At)
	if o.At == (orb.Point{}) {
		at = sheet.Inside(g.Rings(o.Land))
	}
	lines := p.Wrap(st, text, labelWidth, nameLines)
	w, h := 0.0, st.Size*sheet.PointHeight
	for _, line := range lines {
		w = max(w, p.Width(st, line)+0.6)
	}
	high := h * float64(len(lines))
	place := func(dy float64) sheet.Box {
		return sheet.Box{Left: at[0] - w/2, Top: at[1] + dy - high/2, Right: at[0] + w/2, Bottom: at[1] + dy + high/2}
	}
	write := func(b sheet.Box) {
		for i, line := range lines {
			p.Halo(at[0]-p.Width(st, line)/2, b.Top+h*(float64(i)+0.88), st, line)
		}
	}
	for _, dy := range []float64{0, h * 1.1, -h * 1.1, h * 2.2, -h * 2.2} {
		if b := place(dy); !b.MeetsAny(*taken) {
			write(b)
			*taken = append(*taken, b)
			return
		}
	}
	if must {
		write(place(0))
	}
}

// legend says what the lines are, and how long a stretch is.
func (p *printing) legend(g sheet.Ground) {
	x := margin
	sample := func(w word, draw func(x, y float64)) {
		draw(x, p.y)
		p.Text(x+9, p.y+1, small, p.say(w))
		x += 13 + p.Width(small, p.say(w))
	}
	stroke := func(width float64, c sheet.Colour, dashed bool) func(x, y float64) {
		return func(x, y float64) {
			p.Pen(width, c)
			if dashed {
				p.Dashed()
			}
			p.PDF.Line(x, y, x+7, y)
		}
	}
	sample(wordNewBorder, stroke(0.4, black, false))
	sample(wordOldBorder, stroke(0.45, old, true))
	sample(wordMovedLand, func(x, y float64) {
		p.Pen(0.18, old)
		p.Strokes(sheet.Hatch([]orb.Ring{{{x, y - 1.8}, {x + 7, y - 1.8}, {x + 7, y + 1.8}, {x, y + 1.8}, {x, y - 1.8}}}, 1.9))
	})
	sample(wordOutside, stroke(0.8, black, false))
	p.Scale(margin+inner, p.y, 28, g, small, black, func(metres int) string { return p.sayf(wordMetres, metres) })
	p.y += 5
}
