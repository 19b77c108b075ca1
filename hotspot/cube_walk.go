package hotspot

import "iter"

// Facts walks what is counted at a place and chosen by a filter, by day and kind.
func (c *Cube) Facts(place int32, f Filter) iter.Seq[Fact] {
	return func(yield func(Fact) bool) {
		for _, e := range c.entries(place, f.From, f.To) {
			if f.Kinds.Has(e.kind) && !yield(Fact{place, e.kind, Day(e.day) + firstDay, int32(e.count)}) {
				return
			}
		}
	}
}
