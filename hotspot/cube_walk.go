package hotspot

import "iter"

// CountBy adds the incidents of every place to those of the unit that it is of: of has each place's, and below
// 0 where it is of none. Grids, squares of any size and whole areas are counted so at once.
func (c *Cube) CountBy(f Filter, of []int32, units []int) {
	for place, unit := range of {
		if unit < 0 {
			continue
		}
		p, k := c.pages[place/pagePlaces], place%pagePlaces
		entries := p.entries[p.start[k]:p.start[k+1]]
		for i := firstOn(entries, f.From); i < len(entries) && Day(entries[i].day)+firstDay < f.To; i++ {
			if f.Kinds.Has(entries[i].kind) {
				units[unit] += int(entries[i].count)
			}
		}
	}
}

// firstOn returns the first entry of a day or a later one.
func firstOn(entries []entry, day Day) int {
	low, high := 0, len(entries)
	for low < high {
		middle := int(uint(low+high) >> 1)
		if Day(entries[middle].day)+firstDay < day {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

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
