package plan

// pageSize is how many values a page of a table has.
const pageSize = 64

// A table is a list of values by number that is cheap to change a little: the next table shares
// all pages with it but those that differ. A table itself is never changed.
type table[T any] struct {
	pages [][]T
	size  int
}

// tableOf makes a table of values.
func tableOf[T any](values []T) table[T] {
	t := table[T]{size: len(values)}
	for first := 0; first < len(values); first += pageSize {
		page := make([]T, pageSize)
		copy(page, values[first:])
		t.pages = append(t.pages, page)
	}
	return t
}

func (t table[T]) at(i int32) T { return t.pages[i/pageSize][i%pageSize] }

// holds reports whether the table has a value of that number.
func (t table[T]) holds(i int32) bool { return i >= 0 && int(i) < t.size }

// each yields all values by number.
func (t table[T]) each(yield func(int32, T) bool) {
	for i := range t.size {
		if !yield(int32(i), t.pages[i/pageSize][i%pageSize]) {
			return
		}
	}
}

// A changed is one value of a table before and after.
type changed[T any] struct {
	At       int32
	Old, New T
}

// A tableEdit makes the next table, and notes what it changes.
type tableEdit[T any] struct {
	table[T]
	own   map[int32]bool // the pages that are no longer shared
	first int            // the size before
	notes map[int32]T    // of each value changed, what it was before
}

func (t table[T]) edit() tableEdit[T] {
	return tableEdit[T]{table: t, first: t.size}
}

// set changes the value of a number, or adds the next.
func (e *tableEdit[T]) set(i int32, v T) {
	e.note(i)
	page := i / pageSize
	if e.own == nil {
		e.own = map[int32]bool{}
		e.pages = append([][]T(nil), e.pages...)
	}
	if int(page) == len(e.pages) {
		e.pages = append(e.pages, make([]T, pageSize))
		e.own[page] = true
	}
	if !e.own[page] {
		e.pages[page] = append([]T(nil), e.pages[page]...)
		e.own[page] = true
	}
	e.pages[page][i%pageSize] = v
	e.size = max(e.size, int(i)+1)
}

func (e *tableEdit[T]) note(i int32) {
	if e.notes == nil {
		e.notes = map[int32]T{}
	}
	if _, known := e.notes[i]; !known {
		var old T
		if e.holds(i) {
			old = e.at(i)
		}
		e.notes[i] = old
	}
}

// add adds a value and returns its number.
func (e *tableEdit[T]) add(v T) int32 {
	i := int32(e.size)
	e.set(i, v)
	return i
}

// cutTo forgets the values from a number on, which must have been zero before.
func (e *tableEdit[T]) cutTo(size int) {
	var zero T
	for i := size; i < e.size; i++ {
		e.set(int32(i), zero)
	}
	e.size = size
	e.pages = e.pages[:(size+pageSize-1)/pageSize]
}
