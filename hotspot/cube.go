package hotspot

import (
	"cmp"
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
	ErrCount = errors.New("a place would have fewer incidents than none")
)

// NewCube counts incidents of so many places.
func NewCube(places int, facts iter.Seq[Fact]) (*Cube, error) {
	byPage := make([][]Fact, (places+pagePlaces-1)/pagePlaces)
	for f := range facts {
		if err := f.check(places); err != nil {
			return nil, err
		}
		byPage[f.Place/pagePlaces] = append(byPage[f.Place/pagePlaces], f)
	}
	c := &Cube{places: places, pages: make([]*page, len(byPage))}
	for i, facts := range byPage {
		byPage[i] = nil // so that not all is held twice
		p, err := (&page{}).with(facts)
		if err != nil {
			return nil, err
		}
		c.pages[i] = p
		c.total += p.total()
	}
	return c, nil
}

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
	byPage := map[int32][]Fact{}
	for _, f := range facts {
		if err := f.check(c.places); err != nil {
			return nil, err
		}
		byPage[f.Place/pagePlaces] = append(byPage[f.Place/pagePlaces], f)
	}
	for i, facts := range byPage {
		p, err := c.pages[i].with(facts)
		if err != nil {
			return nil, err
		}
		next.total += p.total() - c.pages[i].total()
		next.pages[i] = p
	}
	return next, nil
}

func (p *page) total() (sum int64) {
	for _, e := range p.entries {
		sum += int64(e.count)
	}
	return sum
}

// with returns the page with more facts.
func (p *page) with(facts []Fact) (*page, error) {
	slices.SortFunc(facts, compareFacts)
	next := &page{entries: make([]entry, 0, len(p.entries)+len(facts))}
	for place := range pagePlaces {
		old := p.entries[p.start[place]:p.start[place+1]]
		n := 0
		for n < len(facts) && int(facts[n].Place)%pagePlaces == place {
			n++
		}
		if err := next.merge(old, facts[:n]); err != nil {
			return nil, err
		}
		facts = facts[n:]
		next.start[place+1] = uint32(len(next.entries))
	}
	next.entries = slices.Clip(next.entries)
	return next, nil
}

func compareFacts(a, b Fact) int {
	return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Kind, b.Kind))
}

// merge appends the entries of a place with the facts that came to it.
func (p *page) merge(old []entry, facts []Fact) error {
	for len(old) > 0 || len(facts) > 0 {
		var e entry
		if len(facts) == 0 || len(old) > 0 && old[0].compare(facts[0]) <= 0 {
			e, old = old[0], old[1:]
		} else {
			e = entry{day: uint16(facts[0].Day - firstDay), kind: facts[0].Kind}
		}
		count := int64(e.count)
		for len(facts) > 0 && e.compare(facts[0]) == 0 {
			count += int64(facts[0].Count)
			facts = facts[1:]
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

func (e entry) compare(f Fact) int {
	return cmp.Or(cmp.Compare(Day(e.day)+firstDay, f.Day), cmp.Compare(e.kind, f.Kind))
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
