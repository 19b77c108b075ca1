package report

import (
	"github.com/paulmach/orb"

	"gewu/internal/sheet"
)

// A look is how a class of rates is drawn: a fill, and lines over it that tell it without colour, the closer the
// higher the rate.
type look struct {
	fill   sheet.Colour
	lines  sheet.Colour
	apart  float64 // of the lines; 0: none
	across bool    // with lines in both directions
}

// looks are those of rates below the lowest break, then from each break on.
var looks = []look{
	{fill: white},
	{fill: sheet.RGB(253, 234, 223)},
	{sheet.RGB(249, 200, 171), darker, 3.2, false},
	{sheet.RGB(241, 156, 116), darker, 2.1, false},
	{sheet.RGB(221, 106, 69), darker, 1.3, false},
	{sheet.RGB(178, 58, 34), white, 2.2, true},
	{sheet.RGB(124, 29, 19), white, 1.3, true},
}

var noLook = look{fill: blank}

// lookOf is how a rate is drawn.
func (p *printing) lookOf(rate *float64) look {
	if !sound(rate) || len(p.Breaks) == 0 {
		return noLook
	}
	step := 0
	for step < len(p.Breaks) && *rate >= p.Breaks[step] {
		step++
	}
	return looks[min(step, len(looks)-1)]
}

// paint fills rings with a look.
func (p *printing) paint(rings []orb.Ring, l look) {
	p.Fill(l.fill)
	p.Trace(rings)
	p.PDF.DrawPath("f*")
	if l.apart == 0 {
		return
	}
	p.Pen(0.12, l.lines)
	p.Strokes(sheet.Hatch(rings, l.apart))
	if l.across {
		p.Strokes(sheet.HatchAcross(rings, l.apart))
	}
}

// legend says what fills, signs and numbers are, and how long a stretch is.
func (p *printing) legend(g sheet.Ground, x, width float64) {
	x0 := x
	if p.NoRates != "" || len(p.Breaks) == 0 {
		for i, line := range p.Wrap(legend, p.say(word{ZH: "没有发生率：", EN: "No rates: "})+p.NoRates, width-30, 2) {
			p.Text(x, p.y+2.5+float64(i)*legend.Leading(), legend, line)
		}
	} else {
		p.steps(x, width)
	}
	p.y += 8.8
	p.Scale(x+width, p.y, 22, g, legend, ink, func(metres int) string { return p.sayf(word{ZH: "%d 米", EN: "%d m"}, metres) })
	for _, one := range []struct {
		stands Stand
		text   word
	}{{Above, word{ZH: "高于", EN: "above"}}, {Below, word{ZH: "低于偶然可解释的范围", EN: "below what chance explains"}}} {
		p.sign(x+1.2, p.y, 1.1, one.stands)
		p.Text(x+3.2, p.y+0.9, legend, p.say(one.text))
		x += 6 + p.Width(legend, p.say(one.text))
	}
	if len(p.Spots) > 0 {
		p.Text(x0, p.y+5, legend, p.say(word{ZH: "圆内数字：热点编号，见下；空心：在消退或已结束", EN: "Numbers: hot spots, see below; as a ring: cooling or ended"}))
	}
}

// steps draws a box for each class of rates, with its lowest rate below.
func (p *printing) steps(x, width float64) {
	classes := min(len(p.Breaks)+1, len(looks))
	wide := width / float64(classes+1)
	swatch := func(i int, l look, text string) {
		left := x + float64(i)*wide
		box := orb.Ring{{left, p.y}, {left + wide - 1, p.y}, {left + wide - 1, p.y + 3.4}, {left, p.y + 3.4}, {left, p.y}}
		p.paint([]orb.Ring{box}, l)
		p.Pen(sheet.Hair, muted)
		p.PDF.Rect(left, p.y, wide-1, 3.4, "D")
		p.Text(left, p.y+6, legend, text)
	}
	for i := range classes {
		text := "< " + figure(p.Breaks[0])
		switch {
		case i == classes-1:
			text = figure(p.Breaks[i-1]) + "+"
		case i > 0:
			text = figure(p.Breaks[i-1]) + "–" + figure(p.Breaks[i])
		}
		swatch(i, looks[i], text)
	}
	swatch(classes, noLook, p.say(word{ZH: "无比率", EN: "none"}))
}
