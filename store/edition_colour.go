package store

import "slices"

// numColours is how many colours areas can have: 0–7.
const numColours = 8

// shades are areas to be coloured so that neighbours differ.
type shades struct {
	ids    []int64 // in the order they were added
	was    map[int64]int
	fixed  map[int64]bool
	beside map[int64][]int64
}

func newShades() *shades {
	return &shades{was: map[int64]int{}, fixed: map[int64]bool{}, beside: map[int64][]int64{}}
}

// add adds an area with the colour it has so far, nil for none. A fixed one keeps it.
func (s *shades) add(id int64, was *int, fixed bool) {
	s.ids = append(s.ids, id)
	if was != nil {
		s.was[id] = *was
	}
	s.fixed[id] = fixed
}

// join makes a and b neighbours.
func (s *shades) join(a, b int64) {
	s.beside[a] = append(s.beside[a], b)
	s.beside[b] = append(s.beside[b], a)
}

// colour returns the colour of every area. Those that are fixed keep theirs, and so do others
// as long as no neighbour has the same; where two do, the one added first keeps it. The
// rest are coloured in an order in which few neighbours have a colour before, each with the
// one that fewest neighbours, and then fewest areas, have.
func (s *shades) colour() map[int64]int {
	colours, used := map[int64]int{}, [numColours]int{}
	set := func(id int64, colour int) {
		colours[id] = colour
		used[colour]++
	}
	for _, id := range s.ids {
		if s.fixed[id] {
			set(id, s.was[id])
		}
	}
	for _, id := range s.ids {
		if was, ok := s.was[id]; ok && !s.fixed[id] && !s.taken(colours, id, was) {
			set(id, was)
		}
	}
	for _, id := range s.order(colours) {
		set(id, s.choose(colours, used, id))
	}
	return colours
}

// taken reports whether a neighbour has the colour.
func (s *shades) taken(colours map[int64]int, id int64, colour int) bool {
	return slices.ContainsFunc(s.beside[id], func(other int64) bool {
		c, ok := colours[other]
		return ok && c == colour
	})
}

func (s *shades) choose(colours map[int64]int, used [numColours]int, id int64) int {
	var near [numColours]int
	for _, other := range s.beside[id] {
		if c, ok := colours[other]; ok {
			near[c]++
		}
	}
	best := 0
	for c := range numColours {
		if near[c] < near[best] || near[c] == near[best] && used[c] < used[best] {
			best = c
		}
	}
	return best
}

// order returns the areas without a colour, those with fewest neighbours among them last. An
// area of a plane map then meets at most five coloured ones, not counting those that had a
// colour before.
func (s *shades) order(colours map[int64]int) []int64 {
	degree := map[int64]int{}
	for _, id := range s.ids {
		if _, ok := colours[id]; ok {
			continue
		}
		degree[id] = 0
		for _, other := range s.beside[id] {
			if _, ok := colours[other]; !ok {
				degree[id]++
			}
		}
	}
	byDegree := map[int][]int64{}
	for _, id := range s.ids {
		if d, ok := degree[id]; ok {
			byDegree[d] = append(byDegree[d], id)
		}
	}
	order := make([]int64, 0, len(degree))
	for d := 0; len(order) < cap(order); {
		last := len(byDegree[d]) - 1
		if last < 0 {
			d++
			continue
		}
		id := byDegree[d][last]
		byDegree[d] = byDegree[d][:last]
		if now, ok := degree[id]; !ok || now != d {
			continue // taken before, or listed again under a lower degree
		}
		delete(degree, id)
		order = append(order, id)
		for _, other := range s.beside[id] {
			if now, ok := degree[other]; ok {
				degree[other] = now - 1
				byDegree[now-1] = append(byDegree[now-1], other)
				d = min(d, now-1)
			}
		}
	}
	slices.Reverse(order)
	return order
}
