package analysis

import (
	"gewu/hotspot"
)

// tell adds a spot to an answer.
func (c *course) tell(a *Answer, found courseSpot) {
	spot := Spot{
		Number: len(a.Spots) + 1, Class: classOfQ(found.adjusted), Pattern: found.pattern,
		Count: found.count, Expected: Known(found.expected), Before: found.before, P: Known(found.p), Series: found.series, LastYear: found.year,
	}
	if found.expected > 0 {
		limits := hotspot.PoissonLimits(found.count, confidence)
		spot.Ratio, spot.RatioLower, spot.RatioUpper = Known(float64(found.count)/found.expected), Known(limits.Lower/found.expected), Known(limits.Upper/found.expected)
	}
	if found.layings > 0 {
		firm := found.firm()
		spot.Robust, spot.Firm = Known(float64(found.hottest)/float64(found.layings)), &firm
	}
	c.when(&spot, found.turn)
	c.describe(&spot, c.gather(&found.lump), c.days[0]+hotspot.Day(found.turn.From), c.days[0]+hotspot.Day(found.turn.To))
	spot.Words = c.spotWords(&spot, &found)
	for _, unit := range found.units {
		if p := &a.Places[unit]; p.Pattern == "" {
			p.Pattern = found.pattern
		}
		spot.Places = append(spot.Places, int(unit))
	}
	a.Spots = append(a.Spots, spot)
}

// when tells since when a spot is hot, and until when; null: since before the period, and still.
func (c *course) when(spot *Spot, turn hotspot.Turn) {
	if turn.From > 0 {
		since := date(c.days[0] + hotspot.Day(turn.From))
		spot.Since = &since
	}
	if spot.Pattern == patternEnded || spot.Pattern == patternOther || spot.Pattern == patternCooling && !c.goesOn(turn) {
		until := date(c.days[0] + hotspot.Day(turn.To))
		spot.Until = &until
	}
}

// gather returns the incidents of a lump while it was hot.
func (c *course) gather(l *lump) *gathered {
	g := newGathered()
	for _, unit := range l.units {
		for _, piece := range c.pieces[unit] {
			g.take(piece)
			for _, k := range l.kinds {
				filter := hotspot.Filter{
					From: c.days[0] + hotspot.Day(l.turn.From), To: c.days[0] + hotspot.Day(l.turn.To), Kinds: hotspot.KindsOf(c.kinds[k].kind),
				}
				g.add(piece, c.kinds[k].kind, c.Cube.CountAt(piece, filter))
			}
		}
	}
	return g
}
