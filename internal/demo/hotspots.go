package demo

import (
	"math"
	"time"

	"github.com/paulmach/orb"

	"gewu/district"
)

// A Course says how a hot spot goes on.
type Course string

// The courses of hot spots.
const (
	Lasting  Course = "lasting"  // hot from its start to today
	Growing  Course = "growing"  // twice as hot every two months
	Ended    Course = "ended"    // back to normal since its end
	Seasonal Course = "seasonal" // hot in its months only
	Fresh    Course = "fresh"    // began within the last weeks
)

// A HotSpot is a place where issues of some kinds were planted above the background.
type HotSpot struct {
	ID       string
	Name     district.Text
	Course   Course
	Centre   orb.Point
	Metres   float64  // about two thirds of the planted issues lie within this distance
	Kinds    []string // codes of the matters
	From     time.Time
	Until    *time.Time // nil: still there today
	PerMonth float64    // planted issues a month (of 30 days) at the start
	centre   vec
}

// hotSpots plants six hot spots, at places of the kind that each of them is found at.
func (t *town) hotSpots() []HotSpot {
	ago := func(days int) time.Time { return t.today.AddDate(0, 0, -days) }
	until := func(days int) *time.Time { at := ago(days); return &at }
	market := t.find(func(b *block) bool { return b.use == useMarket && b.zone == zoneCore })
	selfBuilt := t.find(func(b *block) bool { return b.zone == zoneSelfBuilt && b.use == useHomes && len(b.houses) > 20 })
	towers := t.find(func(b *block) bool { return b.use == useTowers && b.middle.to(t.old) > 900 })
	water, half, along, _ := t.river.at(t.old.add(t.valley.u.mul(500)))
	bank := water.add(along.left().mul(half + 45))
	school := t.find(func(b *block) bool { return b.use == useSchool })
	gate := centroid(t.blocks[t.resettlement.blocks[0]].ring)
	spots := []HotSpot{
		{Name: district.Text{ZH: market.name + "周边", EN: "Round a market of the inner town"}, Course: Lasting, centre: market.middle, Metres: 70, Kinds: []string{"09006", "06010", "09001"}, From: ago(300), PerMonth: 26},
		{Name: district.Text{ZH: "自建房片区", EN: "Self-built quarter"}, Course: Growing, centre: selfBuilt.middle, Metres: 90, Kinds: []string{"06001", "06011"}, From: ago(180), PerMonth: 7},
		{Name: district.Text{ZH: towers.name + "北侧", EN: "North side of an estate of towers"}, Course: Ended, centre: towers.middle, Metres: 80, Kinds: []string{"09009", "09012"}, From: ago(330), Until: until(120), PerMonth: 24},
		{Name: district.Text{ZH: "滨江夜市", EN: "Night market on the embankment"}, Course: Seasonal, centre: bank, Metres: 100, Kinds: []string{"06029", "06028", "06027"}, From: t.lastJune(), Until: t.endOfSummer(), PerMonth: 38},
		{Name: district.Text{ZH: school.name + "门口", EN: "Gate of a school"}, Course: Fresh, centre: school.middle, Metres: 75, Kinds: []string{"09009", "09001"}, From: ago(45), PerMonth: 30},
		{Name: district.Text{ZH: "东乾新苑一期", EN: "Resettlement estate, first part"}, Course: Ended, centre: gate, Metres: 80, Kinds: []string{"06036", "06045"}, From: ago(350), Until: until(200), PerMonth: 22},
	}
	for i := range spots {
		spots[i].ID = "h" + string(rune('1'+i))
		spots[i].Centre = geographic(spots[i].centre)
	}
	return spots
}

// find returns the block nearest to the old town of those that are wanted, or else the nearest.
func (t *town) find(wanted func(*block) bool) *block {
	var best *block
	least := math.Inf(1)
	for _, b := range t.blocks {
		d := b.middle.to(t.old)
		if !wanted(b) {
			d += 1e6
		}
		if d < least {
			best, least = b, d
		}
	}
	return best
}

// lastJune is the first of June of the latest summer that is at least half over.
func (t *town) lastJune() time.Time {
	june := time.Date(t.today.Year(), time.June, 1, 0, 0, 0, 0, t.today.Location())
	if june.AddDate(0, 0, 53).After(t.today) {
		june = june.AddDate(-1, 0, 0)
	}
	return june
}

// endOfSummer is the day after that summer, nil while it lasts.
func (t *town) endOfSummer() *time.Time {
	end := t.lastJune().AddDate(0, 3, 15)
	if end.After(t.today) {
		return nil
	}
	return &end
}

// factor is how strong a hot spot is on a day, as a multiple of its strength at the start.
func (h HotSpot) factor(day time.Time) float64 {
	switch {
	case day.Before(h.From), h.Until != nil && !day.Before(*h.Until):
		return 0
	case h.Course == Growing:
		return math.Pow(2, day.Sub(h.From).Hours()/24/60)
	}
	return 1
}
