package demo

import (
	"fmt"
	"math"
	"sort"
	"time"

	"gewu/district"
)

// perYear is the mean number of issues of the background in twelve months.
const perYear = 23500

// weekdays is how busy the days of a week are, from Sunday.
var weekdays = [7]float64{0.66, 1.2, 1.12, 1.08, 1.08, 1.1, 0.76}

// issueRecords returns twelve months of issues up to today: a background that follows households,
// seasons and weekdays as a Poisson process, and what was planted.
func (t *town) issueRecords(d dice, spots []HotSpot) []district.Issue {
	w := t.witnesses()
	around := make([][]*house, len(spots))
	for i, s := range spots {
		around[i] = w.around(s)
	}
	var out []district.Issue
	for day := t.today.AddDate(-1, 0, 0); day.Before(t.today); day = day.AddDate(0, 0, 1) {
		for _, m := range matters {
			mean := perYear / 365.0 * m.share / 1118 * m.season.factor(int(day.Month())) * weekdays[day.Weekday()]
			for range d.poisson(mean) {
				h := w.draw(m.place, d)
				out = append(out, t.issue(m, h, t.placed(m.place, h, d), day, d))
			}
		}
		for i, s := range spots {
			for range d.poisson(s.PerMonth / 30 * s.factor(day)) {
				out = append(out, t.planted(s, around[i], day, d))
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].OpenedAt.Before(out[j].OpenedAt) })
	for i := range out {
		out[i].Origin = district.Origin{Row: int64(i + 1), ID: fmt.Sprintf("i%06d", i+1)}
	}
	return out
}

// Witnesses are the houses at which matters of a place are drawn, with growing sums of weights.
type witnesses struct {
	houses [4][]*house
	sums   [4][]float64
}

func (t *town) witnesses() *witnesses {
	w := &witnesses{}
	for i, b := range t.blocks {
		_, half, _, off := t.river.at(b.middle)
		riverside := math.Abs(off) < half+160
		temper := diceFor(t.seed, stageIssues, 10+i).between(0.55, 1.6)
		for _, h := range b.houses {
			own := temper * (0.5 + float64(h.households))
			w.add(atHomes, h, own)
			w.add(onStreet, h, temper*(2+0.5*float64(h.households)))
			if h.kind == kindSelfBuilt || h.kind == kindCourtyard {
				w.add(selfMade, h, own)
			}
			if riverside {
				w.add(atBank, h, 1)
			}
		}
	}
	return w
}

func (w *witnesses) add(p place, h *house, weight float64) {
	before := 0.0
	if n := len(w.sums[p]); n > 0 {
		before = w.sums[p][n-1]
	}
	w.houses[p], w.sums[p] = append(w.houses[p], h), append(w.sums[p], before+weight)
}

func (w *witnesses) draw(p place, d dice) *house {
	sums := w.sums[p]
	return w.houses[p][sort.SearchFloat64s(sums, d.Float64()*sums[len(sums)-1])]
}

// placed returns where an issue at a house is seen: at its wall, before it on the street, or on
// the river's bank.
func (t *town) placed(p place, h *house, d dice) vec {
	i := d.IntN(len(h.ring))
	wall := h.ring[i].mix(h.ring[(i+1)%len(h.ring)], d.Float64())
	switch p {
	case onStreet:
		return t.kerbside(h.block, wall, d)
	case atBank:
		foot, half, along, off := t.river.at(wall)
		if !contains(t.outline, foot) {
			return wall
		}
		return foot.add(along.left().mul(math.Copysign(half+d.between(-4, 6), off)))
	}
	return wall.add(heading(d.between(0, 2*math.Pi)).mul(d.between(0, 2.5)))
}

// kerbside is a place on this side of the street of the block that is nearest to p.
func (t *town) kerbside(b *block, p vec, d dice) vec {
	best, least, c := p, math.Inf(1), lane
	for i, a := range b.ring {
		if b.classes[i].word() == "" {
			continue
		}
		q := onSegment(p, a, b.ring[(i+1)%len(b.ring)])
		if r := p.to(q); r < least {
			best, least, c = q, r, b.classes[i]
		}
	}
	in := p.sub(best).unit()
	seen := best.add(in.mul(d.between(0.5, c.setback()-0.5))).add(in.left().mul(d.between(-6, 6)))
	if !contains(b.ring, seen) {
		return p
	}
	return seen
}

// around returns the houses that issues of a hot spot can be planted at.
func (w *witnesses) around(s HotSpot) []*house {
	var out []*house
	for reach := 3 * s.Metres; len(out) == 0; reach *= 2 {
		for _, h := range w.houses[atHomes] {
			if h.ring[0].to(s.centre) < reach {
				out = append(out, h)
			}
		}
	}
	return out
}

// planted is one issue of a hot spot, at the house nearest to a place drawn around its centre.
func (t *town) planted(s HotSpot, around []*house, day time.Time, d dice) district.Issue {
	m := matterOf(pick(d, s.Kinds))
	at := s.centre.add(vec{d.NormFloat64(), d.NormFloat64()}.mul(s.Metres / 1.5))
	nearest := around[0]
	for _, h := range around {
		if h.ring[0].to(at) < nearest.ring[0].to(at) {
			nearest = h
		}
	}
	return t.issue(m, nearest, t.placed(m.place, nearest, d), day, d)
}

// issue draws the hours and the fate of an issue. Most are closed in time, some late, and of the
// last days many are still being handled.
func (t *town) issue(m matter, h *house, at vec, day time.Time, d dice) district.Issue {
	opened := day.Add(time.Duration(secondOfDay(d)) * time.Second)
	due := opened.Add(time.Duration(m.hours) * time.Hour)
	out := district.Issue{
		Kind: m.code, Title: m.title, Address: h.address, OpenedAt: opened, DueAt: &due, Status: "closed",
		Point: geographic(at),
	}
	accuracy := math.Round(d.between(3, 25))
	out.Accuracy = &accuracy
	took := time.Duration(float64(m.hours) * 0.55 * math.Exp(0.75*d.NormFloat64()) * float64(time.Hour)).Round(time.Second)
	switch closed := opened.Add(took); {
	case d.chance(0.012):
		out.Status = "void"
		out.ClosedAt = &closed
	case closed.Before(t.today):
		out.ClosedAt = &closed
	default:
		out.Status = pick(d, []string{"open", "accepted", "handling", "handling", "checking"})
	}
	if out.ClosedAt != nil && out.ClosedAt.After(t.today) {
		out.ClosedAt, out.Status = nil, "open"
	}
	return out
}

// secondOfDay draws a time with a rise in the morning and another in the afternoon.
func secondOfDay(d dice) int {
	mean, spread := 9.6, 1.6
	switch {
	case d.chance(0.42):
		mean = 15.8
	case d.chance(0.3):
		mean, spread = 19.8, 1.5
	}
	hour := mean + spread*d.NormFloat64()
	return int(max(5, min(23.9, hour))*3600) + d.IntN(60)
}
