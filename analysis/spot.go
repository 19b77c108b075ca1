package analysis

import (
	"cmp"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"

	"gewu/geo"
	"gewu/hotspot"
)

// tell adds a spot to an answer.
func (c *course) tell(a *Answer, found courseSpot) {
	spot := Spot{
		Number: len(a.Spots) + 1, Class: classOfQ(found.adjusted), Pattern: found.pattern,
		Count: found.count, Expected: Known(found.expected), Before: found.before, P: Known(found.p), Series: found.series,
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
	c.where(&spot, &found.lump)
	spot.Kinds = c.kindParts(&found.lump)
	spot.Holders = c.holdersOf(&found.lump)
	spot.Issues = c.issuesCall(&spot, found.turn)
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

// where tells in what grids a spot lies, its middle and its bounds. It is named after the grid with most
// of its incidents.
func (c *course) where(spot *Spot, l *lump) {
	byGround, n := map[int32]int{}, 0
	var x, y float64
	for _, unit := range l.units {
		for _, piece := range c.pieces[unit] {
			count := c.countOf(piece, l)
			if count == 0 {
				continue
			}
			middle := c.Lattice.Middle(int(c.Pieces.Square[piece]))
			n, x, y = n+count, x+float64(count)*middle.X, y+float64(count)*middle.Y
			byGround[c.Pieces.Ground[piece]] += count
		}
	}
	if n > 0 {
		spot.At = Position(c.Plane.Position(hotspot.Point{X: x / float64(n), Y: y / float64(n)}))
	}
	spot.Bounds = c.boundsOf(l.units)
	spot.Grids = c.gridsOf(byGround)
	if len(spot.Grids) > 0 {
		spot.Name = c.placeName(c.Ground(spot.Grids[0].ID))
	}
}

// gridsOf names grids, that with most incidents first.
func (c *course) gridsOf(incidents map[int32]int) []AreaName {
	var grounds []int32
	for g := range incidents {
		if g >= 0 {
			grounds = append(grounds, g)
		}
	}
	slices.SortFunc(grounds, func(a, b int32) int {
		return cmp.Or(-cmp.Compare(incidents[a], incidents[b]), cmp.Compare(a, b))
	})
	names := []AreaName{}
	for _, g := range grounds {
		names = append(names, c.GridName(g))
	}
	return names
}

// placeName names a grid with its community.
func (e *Evidence) placeName(ground int32) Text {
	name, community := e.Grounds[ground].Name, e.communityName(ground)
	if community.ZH == "" || strings.HasPrefix(name, community.ZH) {
		return Same(name)
	}
	return Text{community.ZH + name, community.EN + " " + name}
}

// boundsOf returns west, south, east and north of some units.
func (c *course) boundsOf(units []int32) [4]Degrees {
	low, high := geo.Point{Lon: math.MaxInt32, Lat: math.MaxInt32}, geo.Point{Lon: math.MinInt32, Lat: math.MinInt32}
	reach := func(p geo.Point) {
		low.Lon, low.Lat = min(low.Lon, p.Lon), min(low.Lat, p.Lat)
		high.Lon, high.Lat = max(high.Lon, p.Lon), max(high.Lat, p.Lat)
	}
	for _, unit := range units {
		for _, piece := range c.pieces[unit] {
			middle := c.Lattice.Middle(int(c.Pieces.Square[piece]))
			for _, d := range []float64{-Square / 2, Square / 2} {
				reach(c.Plane.Position(hotspot.Point{X: middle.X + d, Y: middle.Y + d}))
			}
		}
	}
	return [4]Degrees{Degrees(low.Lon), Degrees(low.Lat), Degrees(high.Lon), Degrees(high.Lat)}
}

// kindParts counts the kinds of a spot while it was hot, the most frequent first.
func (c *course) kindParts(l *lump) []KindPart {
	parts := []KindPart{}
	for _, k := range l.kinds {
		one, n := lump{kinds: []int{k}, units: l.units, turn: l.turn}, 0
		for _, unit := range l.units {
			for _, piece := range c.pieces[unit] {
				n += c.countOf(piece, &one)
			}
		}
		if kind := &c.Kinds[c.kinds[k].kind]; n > 0 {
			parts = append(parts, KindPart{kind.Code, kind.Name, n})
		}
	}
	slices.SortStableFunc(parts, func(a, b KindPart) int { return cmp.Compare(b.Count, a.Count) })
	return parts
}

// holdersOf returns who covers the grids of a spot.
func (c *course) holdersOf(l *lump) []Holder {
	holders := []Holder{}
	seen := map[int32]bool{}
	for _, unit := range l.units {
		for _, piece := range c.pieces[unit] {
			ground := c.Pieces.Ground[piece]
			if ground < 0 || seen[ground] || c.countOf(piece, l) == 0 {
				continue
			}
			seen[ground] = true
			holders = append(holders, c.HoldersOf(ground)...)
		}
	}
	return holders
}

// HoldersOf returns the duties of a grid and who has them; a duty of several people is told for each.
func (e *Evidence) HoldersOf(ground int32) (holders []Holder) {
	for _, post := range e.Grounds[ground].Posts {
		if len(post.Holders) == 0 {
			holders = append(holders, Holder{Grid: e.GridName(ground), Duty: post.Name})
		}
		for _, name := range post.Holders {
			holders = append(holders, Holder{e.GridName(ground), post.Name, &name})
		}
	}
	return holders
}

// issuesCall returns the call that lists the issues behind a spot.
func (c *course) issuesCall(spot *Spot, turn hotspot.Turn) string {
	asked := Question{}
	for _, kind := range spot.Kinds {
		asked.Kinds = append(asked.Kinds, kind.Code)
	}
	box := make([]string, 4)
	for i, d := range spot.Bounds {
		box[i] = string(appendDegrees(nil, int32(d)))
	}
	return fmt.Sprintf("/v1/analysis/issues?area=%d&from=%s&until=%s&kind=%s&bbox=%s", c.Question.Area,
		date(c.days[0]+hotspot.Day(turn.From)), date(c.days[0]+hotspot.Day(turn.To)), url.QueryEscape(writeKinds(&asked)), strings.Join(box, ","))
}
