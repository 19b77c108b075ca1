package reach

// Homes are places by the edge that they are on, so that a walk finds those that it passes. They are never
// changed once gathered and safe for concurrent use.
type Homes struct {
	places    []Spot
	connected []bool
	start     []int32 // those on edge i are order[start[i]:start[i+1]]
	order     []int32
}

// Gather sorts places by their edges. Those whose connected is false are on none, and never reached.
func (n *Network) Gather(places []Spot, connected []bool) *Homes {
	h := &Homes{places: places, connected: connected, start: make([]int32, len(n.edges)+1)}
	for i, s := range places {
		if connected[i] {
			h.start[s.Edge+1]++
		}
	}
	for i := range n.edges {
		h.start[i+1] += h.start[i]
	}
	h.order = make([]int32, h.start[len(n.edges)])
	next := append([]int32(nil), h.start...)
	for i, s := range places {
		if connected[i] {
			h.order[next[s.Edge]] = int32(i)
			next[s.Edge]++
		}
	}
	return h
}

// Len returns how many places there are.
func (h *Homes) Len() int { return len(h.places) }

// Connected reports whether a place is on an edge.
func (h *Homes) Connected(i int) bool { return h.connected[i] }

// Visit calls do for every home within the walk, once, with the time from the nearest spot and its number.
// The order is the same each time.
func (w *Walker) Visit(h *Homes, do func(home int32, seconds float64, from int32)) {
	w.eachEdge(func(edge int32) {
		for _, i := range h.order[h.start[edge]:h.start[edge+1]] {
			if seconds, from, ok := w.To(h.places[i]); ok {
				do(i, seconds, from)
			}
		}
	})
}

// eachEdge visits the edges that the walk came to, each once: those of the spots, then those at the nodes
// that were reached.
func (w *Walker) eachEdge(do func(edge int32)) {
	if w.passed == nil {
		w.passed = make([]int32, len(w.network.edges))
	}
	w.visit++
	once := func(edge int32) {
		if w.passed[edge] != w.visit {
			w.passed[edge] = w.visit
			do(edge)
		}
	}
	for _, s := range w.spots {
		once(s.Edge)
	}
	for _, node := range w.reached {
		for _, way := range w.network.ways[w.network.start[node]:w.network.start[node+1]] {
			once(way.edge)
		}
	}
}
