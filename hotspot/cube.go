package hotspot

import (
	"errors"
	"iter"
	"slices"
	"sort"
)

// A Day is days since 1970-01-01 in the district's time zone.
type Day int32

// A Kind is a kind of issue, by a number that the caller gives out.
type Kind uint16

// Kinds of a cube are numbered below this.
const Kinds = 1024

// A KindSet is a set of kinds.
type KindSet [Kinds / 64]uint64

// KindsOf returns the set of some kinds.
func KindsOf(kinds ...Kind) *KindSet {
	var set KindSet
	for _, k := range kinds {
		set[k/64] |= 1 << (k % 64)
	}
	return &set
}

// Has reports whether a kind is in the set; every kind is in nil.
func (s *KindSet) Has(k Kind) bool { return s == nil || s[k/64]&(1<<(k%64)) != 0 }

// A Fact is incidents that happened at a place on a day: 1 for a new one, −1 for one that turned out to be
// another's.
type Fact struct {
	Place int32
	Kind  Kind
	Day   Day
	Count int32
}

// A Cube counts incidents by place, kind and day. It is never changed once made: With returns another
// that shares all pages but those of the places that changed, so a reader keeps what it has begun with.
type Cube struct {
	places int
	pages  []*page
	total  int64
}

// A page holds the entries of some places that follow each other.
type page struct {
	start   [pagePlaces + 1]uint32
	entries []entry // by place, day and kind
}

const pagePlaces = 256

// An entry is how many incidents of a kind a day has; eight bytes, so that ten million incidents need 80 MB.
type entry struct {
	day   uint16 // since firstDay
	kind  Kind
	count uint32
}

// The days a cube can hold: 1970-01-01 to 2149-06-06.
const (
	firstDay Day = 0
	lastDay  Day = 1<<16 - 1
)

// Refusals of a cube.
var (
	ErrPlace = errors.New("an incident lies at a place that is not there")
	ErrKind  = errors.New("a kind has a number below 1024")
	ErrDay   = errors.New("a day lies between 1970 and 2149")
	ErrCount = errors.New("a place would have fewer incidents than none, or too many to count")
)

// NewCube counts incidents of so many places.
func NewCube(places int, facts iter.Seq[Fact]) (*Cube, error) {
	byPage := make([][]mark, pagesOf(places))
	for f := range facts {
		if err := f.check(places); err != nil {
			return nil, err
		}
		byPage[f.Place/pagePlaces] = f.mark(byPage[f.Place/pagePlaces])
	}
	c := &Cube{places: places, pages: make([]*page, len(byPage))}
	for i, marks := range byPage {
		byPage[i] = nil // so that not all is held twice
		p, more, err := emptyPage.with(marks)
		if err != nil {
			return nil, err
		}
		c.pages[i] = p
		c.total += more
	}
	return c, nil
}

var emptyPage = &page{}

// pagesOf returns how many pages so many places take.
func pagesOf(places int) int { return (places + pagePlaces - 1) / pagePlaces }

func (f Fact) check(places int) error {
	switch {
	case f.Place < 0 || int(f.Place) >= places:
		return ErrPlace
	case f.Kind >= Kinds:
		return ErrKind
	case f.Day < firstDay || f.Day > lastDay:
		return ErrDay
	}
	return nil
}

// With returns the cube with more facts. It costs the pages that they touch.
func (c *Cube) With(facts []Fact) (*Cube, error) {
	next := &Cube{places: c.places, pages: slices.Clone(c.pages), total: c.total}
	byPage := map[int32][]mark{}
	for _, f := range facts {
		if err := f.check(c.places); err != nil {
			return nil, err
		}
		byPage[f.Place/pagePlaces] = f.mark(byPage[f.Place/pagePlaces])
	}
	for i, marks := range byPage {
		p, more, err := c.pages[i].with(marks)
		if err != nil {
			return nil, err
		}
		next.total += more
		next.pages[i] = p
	}
	return next, nil
}

// Grow returns the cube with so many places, those that it has not had without an incident. It shares all
// pages; a cube that has as many is returned as it is.
func (c *Cube) Grow(places int) *Cube {
	if places <= c.places {
		return c
	}
	next := &Cube{places: places, pages: slices.Clone(c.pages), total: c.total}
	for len(next.pages) < pagesOf(places) {
		next.pages = append(next.pages, emptyPage)
	}
	return next
}

// with returns the page with more facts, which it sorts, and how many incidents more it has.
func (p *page) with(marks []mark) (next *page, more int64, err error) {
	slices.Sort(marks)
	next = &page{entries: make([]entry, 0, len(p.entries)+len(marks))}
	for place := range pagePlaces {
		old := p.entries[p.start[place]:p.start[place+1]]
		n := 0
		for n < len(marks) && marks[n].place() == place {
			more += marks[n].count()
			n++
		}
		if n == 0 {
			next.entries = append(next.entries, old...)
		} else if err := next.merge(old, marks[:n]); err != nil {
			return nil, 0, err
		}
		marks = marks[n:]
		next.start[place+1] = uint32(len(next.entries))
	}
	if room := cap(next.entries); room > len(next.entries)*9/8 {
		next.entries = append(make([]entry, 0, len(next.entries)), next.entries...)
	}
	return next, more, nil
}

// merge appends the entries of a place with the facts that came to it.
func (p *page) merge(old []entry, marks []mark) error {
	for len(old) > 0 || len(marks) > 0 {
		var e entry
		if len(marks) == 0 || len(old) > 0 && old[0].when() <= marks[0].when() {
			e, old = old[0], old[1:]
		} else {
			e = marks[0].entry()
		}
		count := int64(e.count)
		for len(marks) > 0 && e.when() == marks[0].when() {
			count += marks[0].count()
			marks = marks[1:]
		}
		switch {
		case count < 0 || count > 1<<32-1:
			return ErrCount
		case count > 0:
			e.count = uint32(count)
			p.entries = append(p.entries, e)
		}
	}
	return nil
}

// Len returns how many places there are.
func (c *Cube) Len() int { return c.places }

// Total returns how many incidents there are.
func (c *Cube) Total() int64 { return c.total }

// A Filter chooses incidents: from a day on and before another, of some kinds (nil: all).
type Filter struct {
	From, To Day
	Kinds    *KindSet
}

// Count returns how many incidents every place has.
func (c *Cube) Count(f Filter) []int {
	out := make([]int, c.places)
	for i := range out {
		out[i] = c.CountAt(int32(i), f)
	}
	return out
}

// CountAt returns how many incidents a place has.
func (c *Cube) CountAt(place int32, f Filter) (count int) {
	for _, e := range c.entries(place, f.From, f.To) {
		if f.Kinds.Has(e.kind) {
			count += int(e.count)
		}
	}
	return count
}

// entries returns those of a place from a day on and before another.
func (c *Cube) entries(place int32, from, to Day) []entry {
	p := c.pages[place/pagePlaces]
	all := p.entries[p.start[place%pagePlaces]:p.start[place%pagePlaces+1]]
	if len(all) == 0 {
		return nil
	}
	first := sort.Search(len(all), func(i int) bool { return Day(all[i].day)+firstDay >= from })
	last := first + sort.Search(len(all)-first, func(i int) bool { return Day(all[first+i].day)+firstDay >= to })
	return all[first:last]
}

// Steps counts the incidents of every place step by step: step i begins at days[i] and ends before
// days[i+1], so there is one step fewer than days, which ascend. Counts are whole numbers.
func (c *Cube) Steps(days []Day, kinds *KindSet) Series {
	if len(days) < 2 {
		return nil
	}
	out := make(Series, len(days)-1)
	for i := range out {
		out[i] = make([]float64, c.places)
	}
	for place := range c.places {
		step := 0
		for _, e := range c.entries(int32(place), days[0], days[len(days)-1]) {
			for Day(e.day)+firstDay >= days[step+1] {
				step++
			}
			if kinds.Has(e.kind) {
				out[step][place] += float64(e.count)
			}
		}
	}
	return out
}
