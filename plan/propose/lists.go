package propose

// lists are lists of numbers, one for each number from 0 on, one behind the other in memory.
type lists struct {
	first []int32 // of each list, where it begins, and where the last ends
	all   []int32
}

func (l lists) of(i int32) []int32 { return l.all[l.first[i]:l.first[i+1]] }

// listsOf lists, for each number below n, where in to it stands, rising. What is None is left out.
func listsOf(to []int32, n int) lists {
	l := lists{first: make([]int32, n+1)}
	count := 0
	for _, i := range to {
		if i != None {
			l.first[i+1]++
			count++
		}
	}
	next := l.begin()
	l.all = make([]int32, count)
	for at, i := range to {
		if i != None {
			l.all[next[i]] = int32(at)
			next[i]++
		}
	}
	return l
}

// besideOf lists the cells that each cell touches, in the order of borders.
func besideOf(g *Graph) lists {
	l := lists{first: make([]int32, len(g.Cells)+1), all: make([]int32, 2*len(g.Borders))}
	for _, e := range g.Borders {
		l.first[e.A+1]++
		l.first[e.B+1]++
	}
	next := l.begin()
	put := func(at, value int32) {
		l.all[next[at]] = value
		next[at]++
	}
	for _, e := range g.Borders {
		put(e.A, e.B)
		put(e.B, e.A)
	}
	return l
}

// begin makes places of lengths, which first holds one further on, and returns a copy of them.
func (l lists) begin() []int32 {
	for i := 1; i < len(l.first); i++ {
		l.first[i] += l.first[i-1]
	}
	return append([]int32(nil), l.first...)
}

// byAtom orders links by one of their atoms; those that have the same stay in their order.
func byAtom(links []link, atoms int, of func(*link) int32) []link {
	next := lists{first: make([]int32, atoms+1)}
	for i := range links {
		next.first[of(&links[i])+1]++
	}
	next.begin()
	ordered := make([]link, len(links))
	for i := range links {
		at := of(&links[i])
		ordered[next.first[at]] = links[i]
		next.first[at]++
	}
	return ordered
}
