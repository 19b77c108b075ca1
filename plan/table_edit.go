package plan

import (
	"math/bits"
)

// A changed is one value of a table before and after.
type changed[T any] struct {
	At       int32
	Old, New T
}

// A tableEdit makes the next table, and marks what it sets.
type tableEdit[T any] struct {
	table[T]
	was   table[T] // before
	marks []uint64 // of each page: which of its values were set; a page with a mark is no longer shared
}

func (t table[T]) edit() tableEdit[T] { return tableEdit[T]{table: t, was: t} }

// set changes the value of a number, or adds the next.
func (e *tableEdit[T]) set(i int32, v T) {
	page := int(i / pageSize)
	if e.marks == nil {
		e.pages = append(make([]*[pageSize]T, 0, len(e.pages)+1), e.pages...)
		e.marks = make([]uint64, len(e.pages))
	}
	switch {
	case page == len(e.pages):
		e.pages, e.marks = append(e.pages, new([pageSize]T)), append(e.marks, 0)
	case e.marks[page] == 0:
		own := *e.pages[page]
		e.pages[page] = &own
	}
	e.marks[page] |= 1 << (i % pageSize)
	e.pages[page][i%pageSize] = v
	e.size = max(e.size, int(i)+1)
}

// add adds a value and returns its number.
func (e *tableEdit[T]) add(v T) int32 {
	i := int32(e.size)
	e.set(i, v)
	return i
}

// cutTo forgets the values from a number on, which must have been zero before. Nothing is set after it.
func (e *tableEdit[T]) cutTo(size int) {
	var zero T
	for i := size; i < e.size; i++ {
		e.set(int32(i), zero)
	}
	e.size = size
	e.pages = e.pages[:(size+pageSize-1)/pageSize]
}

// touched reports whether anything was set.
func (e *tableEdit[T]) touched() bool { return e.marks != nil }

// eachSet yields the numbers of what was set, in order.
func (e *tableEdit[T]) eachSet(yield func(int32) bool) {
	for page, marks := range e.marks {
		for ; marks != 0; marks &= marks - 1 {
			if !yield(int32(page*pageSize + bits.TrailingZeros64(marks))) {
				return
			}
		}
	}
}

// count is how many values were set.
func (e *tableEdit[T]) count() (n int) {
	for _, marks := range e.marks {
		n += bits.OnesCount64(marks)
	}
	return n
}

// numbers lists the numbers of what was set, in order.
func numbers[ID ~int32, T any](e *tableEdit[T]) []ID {
	ids := make([]ID, 0, e.count())
	for i := range e.eachSet {
		ids = append(ids, ID(i))
	}
	return ids
}

// changes lists what was changed, by number: what differs, and what is new.
func changes[T any](e *tableEdit[T], equal func(T, T) bool) []changed[T] {
	list := make([]changed[T], 0, e.count())
	for i := range e.eachSet {
		now := e.at(i)
		if !e.was.holds(i) {
			var none T
			list = append(list, changed[T]{i, none, now})
		} else if old := e.was.at(i); !equal(old, now) {
			list = append(list, changed[T]{i, old, now})
		}
	}
	return list
}
