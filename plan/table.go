package plan

// pageSize is how many values a page of a table has. It is a compromise: an edit copies each page on
// which it sets a value, and the list of pages. At most 64, as a word marks the values that were set.
const pageSize = 32

// A table is a list of values by number that is cheap to change a little: the next table shares
// all pages with it but those that differ. A table itself is never changed.
type table[T any] struct {
	pages []*[pageSize]T
	size  int
}

// tableOf makes a table of values.
func tableOf[T any](values []T) table[T] {
	t := table[T]{size: len(values)}
	for first := 0; first < len(values); first += pageSize {
		page := new([pageSize]T)
		copy(page[:], values[first:])
		t.pages = append(t.pages, page)
	}
	return t
}

func (t table[T]) at(i int32) T { return *t.ref(i) }

// ref points to a value, which must not be changed through it.
func (t table[T]) ref(i int32) *T { return &t.pages[uint32(i)/pageSize][uint32(i)%pageSize] }

// holds reports whether the table has a value of that number.
func (t table[T]) holds(i int32) bool { return i >= 0 && int(i) < t.size }

// each yields all values by number.
func (t table[T]) each(yield func(int32, T) bool) {
	for n, page := range t.pages {
		first := n * pageSize
		for i, v := range page[:min(pageSize, t.size-first)] {
			if !yield(int32(first+i), v) {
				return
			}
		}
	}
}
