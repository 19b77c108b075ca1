package geo

import (
	"cmp"
	"slices"
	"sync"
)

// make makes all sheets that are to be made. Whether an area is odd is decided by the sheet it
// belongs to, which has all areas around it; but another sheet must leave the same areas out.
// So there are three rounds, of which the first is most often enough:
//
//  1. Each batch finds its areas' crossings, then overlaps of those without, and makes its
//     sheets without both, as far as it can see. Now all crossings are known.
//  2. A batch that has an area which crosses another that it could not see, finds its
//     overlaps again, without that. Now all overlaps are known.
//  3. A batch that has left out other areas than it should, makes its sheets again.
//
// If an area becomes odd or ceases to be, sheets that it reaches join in.
func (w *work) make() error {
	list := batches(slices.Clone(w.todo))
	if err := w.each(list, (*surveyor).survey); err != nil {
		return err
	}
	if err := w.checkIDs(); err != nil {
		return err
	}
	crosses := func(f fault) bool { return f == crossing }
	list, again := w.again(list, crosses)
	for _, b := range again {
		b.leaveOut(crosses)
	}
	if err := w.each(again, (*surveyor).surveyOverlaps); err != nil {
		return err
	}
	odd := func(f fault) bool { return f != sound }
	_, again = w.again(list, odd)
	for _, b := range again {
		b.leaveOut(odd)
	}
	return w.each(again, (*surveyor).find)
}

// again returns all batches, those of sheets that areas reach which changed included; and of
// these, the ones that must be looked at again.
func (w *work) again(list []*batch, as func(fault) bool) (all, again []*batch) {
	var boxes []Box
	for _, p := range w.todo {
		boxes = append(boxes, p.flipped(func(before, now fault) bool { return as(before) != as(now) })...)
	}
	for _, b := range list {
		if b.differs(as) {
			again = append(again, b)
		}
	}
	added := batches(w.reach(boxes))
	for _, b := range added {
		b.gather(w)
	}
	return append(list, added...), append(again, added...)
}

// each gives batches to two surveyors. The error is that of the first batch that has one.
func (w *work) each(list []*batch, do func(*surveyor, *batch) error) error {
	var wait sync.WaitGroup
	next := make(chan int, len(list))
	for i := range list {
		next <- i
	}
	close(next)
	errs := make([]error, len(list))
	for range min(2, len(list)) {
		wait.Go(func() {
			s := surveyor{work: w}
			for i := range next {
				errs[i] = do(&s, list[i])
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkIDs finds areas with the ID of another, among those whose sheets are to be made.
func (w *work) checkIDs() error {
	var ids []AreaID
	for _, p := range w.todo {
		ids = append(ids, p.ids...)
	}
	slices.Sort(ids)
	for i := 1; i < len(ids); i++ {
		if ids[i] == ids[i-1] {
			return &AreaError{ids[i], errTwice}
		}
	}
	return nil
}

// A surveyor makes sheets, one batch after the other.
type surveyor struct {
	*work
	builder  builder
	whole    Coverage // of a batch
	kept     []int32  // the entries that are not left out
	splitter splitter
}

// survey is the first round.
func (s *surveyor) survey(b *batch) error {
	for _, p := range b.parcels {
		clear(p.faults)
		p.crossings, p.overlaps = nil, nil
	}
	b.gather(s.work)
	return s.find(b)
}

// surveyOverlaps is the second. What overlapped is not left out any more.
func (s *surveyor) surveyOverlaps(b *batch) error {
	for _, p := range b.parcels {
		p.overlaps = nil
		for i, f := range p.faults {
			if f == overlapping {
				p.faults[i] = sound
			}
		}
	}
	return s.find(b)
}

// leaveOut leaves out entries that are odd in truth, not only as seen from here.
func (b *batch) leaveOut(odd func(fault) bool) {
	b.faults = make([]fault, len(b.entries))
	for i, m := range b.entries {
		if f := m.parcel.faults[m.area]; odd(f) {
			b.faults[i] = f
		}
	}
}

// find leaves out entries that cross, then those that overlap, and splits the coverage of the
// rest.
func (s *surveyor) find(b *batch) error {
	for {
		s.load(b)
		conflicts := s.builder.build(&s.whole)
		if len(conflicts) == 0 {
			return s.splitter.split(b, &s.whole, s.kept, &s.builder)
		}
		if b.faults == nil {
			b.faults = make([]fault, len(b.entries))
		}
		for _, k := range conflicts {
			s.tell(b, k)
		}
	}
}

func (s *surveyor) load(b *batch) {
	s.builder.reset()
	s.kept = s.kept[:0]
	for i, m := range b.entries {
		if b.faults == nil || b.faults[i] == sound {
			s.builder.add(&m.parcel.source, int(m.area))
			s.kept = append(s.kept, int32(i))
		}
	}
}

// tell notes a conflict with the areas of the batch that it concerns.
func (s *surveyor) tell(b *batch, k conflict) {
	f := overlapping
	if k.kind == Crossing {
		f = crossing
	}
	p := Problem{Kind: k.kind, At: k.at, SquareMetres: k.squareMetres}
	var told []*parcel
	for _, area := range k.areas {
		i := s.kept[area]
		m := b.entries[i]
		p.Areas = append(p.Areas, m.parcel.ids[m.area])
		b.faults[i] = f
		if int(i) < b.own() {
			m.parcel.faults[m.area] = f
			if !slices.Contains(told, m.parcel) {
				told = append(told, m.parcel)
			}
		}
	}
	slices.Sort(p.Areas)
	for _, parcel := range told {
		if f == crossing {
			parcel.crossings = append(parcel.crossings, p)
		} else {
			parcel.overlaps = append(parcel.overlaps, p)
		}
	}
}

// own returns how many of the entries are the batch's own areas.
func (b *batch) own() int {
	n := 0
	for _, p := range b.parcels {
		n += p.len()
	}
	return n
}

// problems returns all problems of a parcel, in an order that does not depend on how they were
// found.
func (p *parcel) problems() []Problem {
	var all []Problem
	for _, some := range [][]Problem{p.crossings, p.overlaps} {
		slices.SortFunc(some, func(p, q Problem) int {
			return cmp.Or(comparePoints(p.At, q.At), slices.Compare(p.Areas, q.Areas), cmp.Compare(p.SquareMetres, q.SquareMetres))
		})
		all = append(all, some...)
	}
	return all
}
