package report

import (
	"cmp"
	"slices"
	"strings"

	"gewu/analysis"
	"gewu/internal/sheet"
)

// ranked are the places with a rate and limits, the highest first.
func (p *printing) ranked() (list []*Place) {
	for i := range p.Places {
		if one := &p.Places[i]; sound(one.Rate) && sound(one.Lower) && sound(one.Upper) {
			list = append(list, one)
		}
	}
	slices.SortStableFunc(list, func(a, b *Place) int { return cmp.Compare(*b.Rate, *a.Rate) })
	return list
}

// A scale turns rates into positions.
type scale struct{ left, width, most float64 }

func (s scale) at(rate float64) float64 { return s.left + min(rate/s.most, 1)*s.width }

// The heights of a row of the chart at least and at most, of what stands above the rows, and of the axis and the words below.
const (
	rowHeight  = 5.1
	tallRow    = 8.0
	chartHead  = 10.5
	chartBelow = 6.5 + chartLines*3.75
	mostRows   = 14
	chartLines = 6
)

// chartHeight is how high the chart is with as many rows as it may have.
func (p *printing) chartHeight() float64 {
	return chartHead + chartBelow + rowHeight*float64(min(len(p.ranked()), mostRows))
}

// chart prints the places with the highest rates as dots with whiskers.
func (p *printing) chart(x, width, high float64) {
	rows := p.ranked()
	shown := rows[:min(len(rows), max(int((high-chartHead-chartBelow)/rowHeight+0.01), 1), mostRows)]
	name := word{ZH: "发生率最高的%s", EN: "The %s with the highest rates"}
	if len(shown) == len(rows) {
		name = word{ZH: "各%s的发生率", EN: "Rates of the %s"}
	}
	p.heading(x, width, p.sayf(name, p.Placed), "")
	top := p.y + chartHead
	if len(rows) == 0 {
		for i, line := range p.Wrap(body, cmp.Or(p.NoRates, p.say(word{ZH: "没有可比较的发生率。", EN: "There are no rates to compare."})), width, 4) {
			p.Text(x, top+3+float64(i)*body.Leading(), body, line)
		}
		return
	}
	tall := min(tallRow, (high-chartHead-chartBelow)/float64(len(shown)))
	s := scale{x + 33, width - 33 - 21, mostOf(shown, p.Whole)}
	p.axis(s, top, float64(len(shown))*tall)
	for i, row := range shown {
		p.row(x, width, top+(float64(i)+0.5)*tall, s, row)
	}
	p.y = top + float64(len(shown))*tall + 6.5
	p.overlap(x, width, shown, len(rows)-len(shown))
}

// mostOf is the end of the axis.
func mostOf(rows []*Place, whole *float64) float64 {
	most := 1e-9
	for _, row := range rows {
		most = max(most, *row.Upper)
	}
	if sound(whole) {
		most = max(most, *whole)
	}
	return most
}

// axis draws the lines of the chart: 0, the end, and the whole area dashed.
func (p *printing) axis(s scale, top, high float64) {
	p.Pen(sheet.Hair, grey)
	p.PDF.Line(s.left, top, s.left, top+high)
	p.PDF.Line(s.left, top+high, s.left+s.width, top+high)
	p.Centre(s.left, top+high+3, legend, "0")
	p.Centre(s.left+s.width, top+high+3, legend, figure(s.most))
	p.Pen(sheet.Hair, muted)
	for _, at := range []float64{0, s.width} {
		p.PDF.Line(s.left+at, top+high, s.left+at, top+high+0.8)
	}
	if !sound(p.Whole) {
		return
	}
	x := s.at(*p.Whole)
	p.Pen(0.3, ink)
	p.Dashed()
	p.PDF.Line(x, top-1.2, x, top+high)
	p.Centre(x, top-1.8, legend, p.sayf(word{ZH: "全域 %s", EN: "whole area %s"}, figure(*p.Whole)))
}

// row draws a place: filled where it is beside chance, else hollow.
func (p *printing) row(x, width, middle float64, s scale, place *Place) {
	p.Text(x, middle+1, sheet.Plain(7, ink), p.cut(sheet.Plain(7, ink), place.Name, 29))
	colour := muted
	switch place.Stands {
	case Above:
		colour = sheet.RGB(178, 58, 34)
	case Below:
		colour = sheet.RGB(47, 95, 147)
	}
	if place.Stands != Within {
		p.sign(x+30.8, middle, 0.9, place.Stands)
	}
	from, to := s.at(*place.Lower), s.at(*place.Upper)
	p.Pen(0.4, colour)
	p.PDF.Line(from, middle, to, middle)
	p.PDF.Line(from, middle-0.9, from, middle+0.9)
	p.PDF.Line(to, middle-0.9, to, middle+0.9)
	p.Fill(white)
	if place.Stands != Within {
		p.Fill(colour)
	}
	p.PDF.Circle(s.at(*place.Rate), middle, 0.95, "FD")
	p.Right(x+width, middle+1, sheet.Plain(7, ink), figure(*place.Rate)+" ("+figure(*place.Lower)+"–"+figure(*place.Upper)+")")
}

// overlap says what the intervals leave open.
func (p *printing) overlap(x, width float64, shown []*Place, more int) {
	across, beside, clear := 0, 0, false
	for i, row := range shown {
		if i > 0 && *row.Upper >= *shown[0].Lower {
			across++
		}
		if row.Stands != Within {
			beside++
		} else if sound(p.Whole) && (*row.Lower > *p.Whole || *row.Upper < *p.Whole) {
			clear = true
		}
	}
	text := p.sayf(word{ZH: "%s。横线是 95%% 区间。", EN: "%s. Bars are 95%% intervals. "}, upperFirst(p.Unit))
	if len(shown) > 1 {
		text += p.sayf(word{
			ZH: "其余 %d 个中有 %d 个与第一个重叠：凡重叠的，先后可能只是偶然，不是排名。",
			EN: "Overlapping the first: %[2]d of the other %[1]d. Where bars overlap, their order may be chance: this is no ranking. ",
		}, len(shown)-1, across)
	}
	if beside > 0 {
		text += p.sayf(word{ZH: "实心的 %d 个，偶然不能解释。", EN: "Filled dots (%d) are beside what chance explains. "}, beside)
	}
	if clear {
		text += p.say(word{
			ZH: "空心而离开虚线的仍可能是偶然：检验按 99.8%，并计入事件成串发生。",
			EN: "Hollow dots off the line may still be chance: the test is of 99.8%, wider where incidents come in bunches. ",
		})
	}
	if more > 0 {
		text += p.sayf(word{ZH: "…… 另有 %s 个%s。", EN: "… and %s more %s."}, analysis.Grouped(more), p.Placed)
	}
	for i, line := range p.Wrap(small, text, width, chartLines) {
		p.Text(x, p.y+float64(i)*small.Leading(), small, line)
	}
}

// upperFirst begins a text with a capital, where it has letters.
func upperFirst(text string) string {
	if text == "" || text[0] < 'a' || text[0] > 'z' {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
