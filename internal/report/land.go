package report

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"gewu/internal/sheet"
)

const halvesGap = 6.0

// landWidth is how wide the map is: more where it is broader than high.
func (p *printing) landWidth() float64 {
	wide := (inner - halvesGap) / 2
	if bound, some := p.bound(); some && sheet.GroundOf(bound, 0, 0, 1, 1e6).Height < 0.75 {
		return wide + 10
	}
	return wide
}

// halvesHeight is how high map and chart are, with so much room.
func (p *printing) halvesHeight(room float64) float64 {
	need := p.chartHeight()
	if bound, some := p.bound(); some {
		g := sheet.GroundOf(bound, 0, 0, p.landWidth(), max(room-landHead-landBelow, 1))
		need = max(need, landHead+g.Height+landBelow)
	}
	return min(room, need)
}

// halves prints the map and, beside it, the chart.
func (p *printing) halves(high float64) {
	wide, top := p.landWidth(), p.y
	p.land(margin, wide, high)
	p.y = top
	p.chart(margin+wide+halvesGap, inner-halvesGap-wide, high)
	p.y = top + high
}

// What stands above and below the map: its name; the legend.
const (
	landHead  = 7.5
	landBelow = 18.0
)

// finest is how far apart points are drawn at least.
const finest = 0.06

// drawn are rings on the page, without points too near to each other to be told apart.
func drawn(g sheet.Ground, land orb.MultiPolygon) []orb.Ring {
	rings := g.Rings(land)
	for i, ring := range rings {
		kept := ring[:0]
		for k, at := range ring {
			if k == 0 || k == len(ring)-1 || math.Hypot(at[0]-kept[len(kept)-1][0], at[1]-kept[len(kept)-1][1]) >= finest {
				kept = append(kept, at)
			}
		}
		rings[i] = kept
	}
	return rings
}

// land prints the map.
func (p *printing) land(x, width, high float64) {
	p.heading(x, width-14, p.sayf(word{ZH: "各%s发生率与热点", EN: "Rate of %s, and hot spots"}, p.Placed), "")
	p.North(x+width-1.6, p.y+0.8, legend, p.say(word{ZH: "北", EN: "N"}), ink)
	bound, some := p.bound()
	top := p.y + landHead
	if !some {
		p.Text(x, top+5, body, p.say(word{ZH: "没有可以绘制的界线。", EN: "There are no borders to draw."}))
		return
	}
	g := sheet.GroundOf(bound, x, top, width, high-landHead-landBelow)
	p.ground(g, sheet.Box{Left: x, Top: top, Right: x + width, Bottom: top + g.Height})
	p.y = top + g.Height + 3
	p.legend(g, x, width)
}

// bound is the box around all places, and whether there is any.
func (p *printing) bound() (b orb.Bound, some bool) {
	for i := range p.Places {
		if land := p.Places[i].Land; len(land) > 0 && some {
			b = b.Union(land.Bound())
		} else if len(land) > 0 {
			b, some = land.Bound(), true
		}
	}
	return b, some
}

// ground draws places, borders, hot spots and names.
func (p *printing) ground(g sheet.Ground, frame sheet.Box) {
	var shapes [][]orb.Ring
	for i := range p.Places {
		rings := drawn(g, p.Places[i].Land)
		p.paint(rings, p.lookOf(p.Places[i].Rate))
		shapes = append(shapes, rings)
	}
	thin := min(0.3, max(0.12, 4/math.Sqrt(float64(len(p.Places)+1))/8))
	for _, pen := range []struct {
		width  float64
		colour sheet.Colour
	}{{thin * 3, white}, {thin, ink}} {
		p.Pen(pen.width, pen.colour)
		for _, rings := range shapes {
			p.Trace(rings)
			p.PDF.DrawPath("D")
		}
	}
	p.Pen(0.45, ink)
	for _, region := range p.Regions {
		p.Trace(drawn(g, region.Land))
		p.PDF.DrawPath("D")
	}
	p.Pen(0.8, ink)
	p.Trace(drawn(g, p.Outline))
	p.PDF.DrawPath("D")
	taken := p.marks(g, frame)
	p.names(g, taken)
}

// mostBadges is how many hot spots have their number on the map.
const mostBadges = 40

// marks draws the numbers of hot spots and the signs of what is beside chance, none over another.
func (p *printing) marks(g sheet.Ground, frame sheet.Box) (taken []sheet.Box) {
	const radius = 2.3
	for i := range p.Spots[:min(len(p.Spots), mostBadges)] {
		at := g.At(p.Spots[i].At)
		box := inside(frame, at, radius)
		for try := 0; try < 32 && box.MeetsAny(taken); try++ { // beside what lies there, in widening rings
			angle, far := float64(try)*math.Pi/4, 2.1*radius*float64(1+try/8)
			box = inside(frame, orb.Point{at[0] + far*math.Cos(angle), at[1] + far*math.Sin(angle)}, radius)
		}
		p.badge(box.Left+radius, box.Top+radius, radius, &p.Spots[i])
		taken = append(taken, box)
	}
	size := min(1.5, max(0.8, 12/math.Sqrt(float64(len(p.Places)+1))))
	for i := range p.Places {
		place := &p.Places[i]
		if place.Stands == Within || len(place.Land) == 0 {
			continue
		}
		at := p.middle(g, place.At, place.Land)
		box := around(at, size, size)
		for try := 0; try < 4 && box.MeetsAny(taken); try++ {
			box = around(orb.Point{at[0], at[1] + []float64{3.2, -3.2, 5, -5}[try]}, size, size)
		}
		p.sign(box.Left+size, box.Top+size, size, place.Stands)
		taken = append(taken, box)
	}
	return taken
}

// inside is the box of a circle, moved into a frame.
func inside(frame sheet.Box, at orb.Point, radius float64) sheet.Box {
	x := max(min(at[0], frame.Right-radius), frame.Left+radius)
	y := max(min(at[1], frame.Bottom-radius), frame.Top+radius)
	return around(orb.Point{x, y}, radius, radius)
}

func around(at orb.Point, w, h float64) sheet.Box {
	return sheet.Box{Left: at[0] - w, Top: at[1] - h, Right: at[0] + w, Bottom: at[1] + h}
}

// middle is where something about land is written.
func (p *printing) middle(g sheet.Ground, at orb.Point, land orb.MultiPolygon) orb.Point {
	if at == (orb.Point{}) {
		return sheet.Inside(g.Rings(land))
	}
	return g.At(at)
}

// sign draws a triangle: up for more than chance explains, down for less.
func (p *printing) sign(x, y, size float64, stands Stand) {
	up := 1.0
	if stands == Below {
		up = -1
	}
	p.Pen(0.5, white)
	p.Fill(ink)
	for _, style := range []string{"D", "f"} {
		p.PDF.MoveTo(x-size, y+0.8*size*up)
		p.PDF.LineTo(x+size, y+0.8*size*up)
		p.PDF.LineTo(x, y-size*up)
		p.PDF.ClosePath()
		p.PDF.DrawPath(style)
	}
}

// badge draws the number of a hot spot: filled while it goes on, else as a ring.
func (p *printing) badge(x, y, radius float64, spot *Spot) {
	colour := courseColour(spot.Course)
	p.Fill(colour)
	number := white
	if !spot.Open {
		p.Fill(white)
		number = colour
	}
	p.Pen(0.9, white)
	p.PDF.Circle(x, y, radius, "D")
	p.Pen(0.35, colour)
	p.PDF.Circle(x, y, radius, "FD")
	size := 7.5
	if spot.Number > 9 {
		size = 6.5
	}
	p.Centre(x, y+size*sheet.PointHeight*0.36, sheet.Bold(size, number), fmt.Sprint(spot.Number))
}

// names writes names where there is room: of communities where there are several, else of places.
func (p *printing) names(g sheet.Ground, taken []sheet.Box) {
	if len(p.Regions) > 0 {
		for i := range p.Regions {
			r := &p.Regions[i]
			p.name(g, r.Name, r.At, r.Land, sheet.Bold(6.5, ink), &taken)
		}
		return
	}
	size := min(8, max(5.5, 10-float64(len(p.Places))/8))
	for i := range p.Places {
		place := &p.Places[i]
		p.name(g, place.Label, place.At, place.Land, sheet.Plain(size, ink), &taken)
	}
}

// name writes a name near the middle of land, when it is not much wider than that and there is room.
func (p *printing) name(g sheet.Ground, text string, at orb.Point, land orb.MultiPolygon, st sheet.Style, taken *[]sheet.Box) {
	if text == "" || len(land) == 0 {
		return
	}
	bound := land.Bound()
	w, h := p.Width(st, text)/2, st.Size*sheet.PointHeight/2
	high, low := g.At(bound.Max), g.At(bound.Min)
	if 2*w > 1.3*(high[0]-low[0]) {
		return
	}
	middle := p.middle(g, at, land)
	for _, dy := range []float64{0, 3.4, -3.4, 5.5, -5.5} {
		box := around(orb.Point{middle[0], middle[1] + dy}, w+0.3, h)
		if box.Top >= high[1] && box.Bottom <= low[1] && !box.MeetsAny(*taken) {
			p.Halo(middle[0]-w, middle[1]+dy+h*0.7, st, text)
			*taken = append(*taken, box)
			return
		}
	}
}
