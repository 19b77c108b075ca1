package analysis

import (
	"fmt"

	"gewu/hotspot"
)

// daysInYear is how far back the same days of the year before are. A leap day shifts them by one.
const daysInYear = 365

// clearly is up to which two-sided probability a spot has clearly more than the year before.
const clearly = 0.05

// A LastYear holds a spot against the same days of the year before, at the same places and of the same kinds.
type LastYear struct {
	Count int    `json:"count"`
	Ratio Figure `json:"ratio"` // null: there were none
	Lower Figure `json:"lower"` // 95 %, exact
	Upper Figure `json:"upper"`
	P     Figure `json:"p"`    // exact, conditional on both together
	More  bool   `json:"more"` // clearly more than then: it does not merely return with its season
}

// askSeason refuses to tell seasons apart where the data do not reach back a year before the course.
func (c *course) askSeason() error {
	if first := c.days[0] - daysInYear; c.Question.Seasonal && c.DataFrom > first {
		return NotTestable("没有上一年同期的数据：事件记录自%s开始，需自%s起。", "the same days of the year before have no data: issues are recorded from %s on, and from %s on they would be needed.", dayWords(date(c.DataFrom)), dayWords(date(first)))
	}
	return nil
}

// between counts the incidents of a lump's kinds at its places from a day until another.
func (c *course) between(l *lump, from, until hotspot.Day) (n int) {
	for _, unit := range l.units {
		for _, piece := range c.pieces[unit] {
			for _, k := range l.kinds {
				n += c.Cube.CountAt(piece, hotspot.Filter{From: from, To: until, Kinds: hotspot.KindsOf(c.kinds[k].kind)})
			}
		}
	}
	return n
}

// yearOnYear returns how many times as much as in the same days of the year before a lump has in each step, half an
// incident added to both: (n+½)/(y+½). A season that returns is no trend of it.
func (c *course) yearOnYear(l *lump) []float64 {
	times := make([]float64, c.steps())
	for i := range times {
		n, before := c.between(l, c.days[i], c.days[i+1]), c.between(l, c.days[i]-daysInYear, c.days[i+1]-daysInYear)
		times[i] = (float64(n) + 0.5) / (float64(before) + 0.5)
	}
	return times
}

// lastYear holds a spot against the year before.
func (c *course) lastYear(l *lump, count int) *LastYear {
	from, until := c.days[0]+hotspot.Day(l.turn.From), c.days[0]+hotspot.Day(l.turn.To)
	days := float64(until - from)
	y := &LastYear{Count: c.between(l, from-daysInYear, until-daysInYear)}
	r := hotspot.Compare(hotspot.Period{Incidents: count, Days: days}, hotspot.Period{Incidents: y.Count, Days: days}, confidence)
	if r.Why != hotspot.Testable {
		return y
	}
	y.Lower, y.P = Known(r.Lower), Known(r.P)
	if !r.Open {
		y.Ratio, y.Upper = Known(r.Value), Known(r.Upper)
	}
	y.More = r.P <= clearly && (r.Open || r.Value > 1)
	return y
}

// seasonWords say whether a spot is more than what the year before had.
func seasonWords(y *LastYear) Text {
	switch {
	case y == nil:
		return Text{}
	case y.More:
		return Words("上一年同期 %d 件，明显更少：不只是季节性重现。", "In the same days of the year before there were %d, clearly fewer: it does not merely return with its season.", y.Count)
	}
	return Words("上一年同期 %d 件，没有明显更少：可能每年此时都会出现。", "In the same days of the year before there were %d, not clearly fewer: it may return every year at this time.", y.Count)
}

// seasonSummary counts the spots that the year before had as well.
func seasonSummary(spots []Spot) Text {
	n := 0
	for i := range spots {
		if y := spots[i].LastYear; y != nil && !y.More {
			n++
		}
	}
	if n == 0 {
		return Text{}
	}
	return Text{fmt.Sprintf("其中 %d 处上一年同期没有明显更少。", n), fmt.Sprintf(" Of these, %d were not clearly less in the same days of the year before.", n)}
}
