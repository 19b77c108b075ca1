// Package reach says what lies within a walk: which buildings and households a service reaches in ten
// minutes on the network of paths, which none reaches, and how far the nearest one is.
//
// It does no input or output.
package reach

import (
	"errors"
	"math"
)

// An Edge joins two nodes of a network. A time below 0 closes it in that direction.
type Edge struct {
	From, To      int32
	Seconds, Back float64
}

// A Network is nodes and edges, never changed once made and safe for concurrent use.
type Network struct {
	edges []Edge
	start []int32 // the ways out of node i are ways[start[i]:start[i+1]]
	ways  []way
}

// A way leaves a node.
type way struct {
	to, edge int32
	seconds  float64
}

// Refusals of a network.
var (
	ErrNode    = errors.New("an edge joins nodes that are there")
	ErrSeconds = errors.New("the time of an edge is a number of seconds, below 0 where it is closed")
)

// NewNetwork makes a network of so many nodes.
func NewNetwork(nodes int, edges []Edge) (*Network, error) {
	n := &Network{edges: edges, start: make([]int32, nodes+1)}
	for _, e := range edges {
		switch {
		case e.From < 0 || e.To < 0 || int(e.From) >= nodes || int(e.To) >= nodes:
			return nil, ErrNode
		case math.IsNaN(e.Seconds+e.Back) || math.IsInf(e.Seconds+e.Back, 0):
			return nil, ErrSeconds
		}
		n.eachWay(0, e, func(from int32, _ way) { n.start[from+1]++ })
	}
	for i := range nodes {
		n.start[i+1] += n.start[i]
	}
	n.ways = make([]way, n.start[nodes])
	next := append([]int32(nil), n.start...)
	for i, e := range edges {
		n.eachWay(int32(i), e, func(from int32, w way) {
			n.ways[next[from]] = w
			next[from]++
		})
	}
	return n, nil
}

func (n *Network) eachWay(i int32, e Edge, do func(from int32, w way)) {
	if e.Seconds >= 0 {
		do(e.From, way{e.To, i, e.Seconds})
	}
	if e.Back >= 0 {
		do(e.To, way{e.From, i, e.Back})
	}
}

// Nodes returns how many nodes there are.
func (n *Network) Nodes() int { return len(n.start) - 1 }

// A Spot is a position on an edge, so far along it, and how long the way to it takes from the ground.
type Spot struct {
	Edge   int32
	Share  float64 // of the edge from its From: 0 to 1
	Access float64 // seconds
}

// out returns how long it takes from a spot to the ends of its edge; an end that cannot be walked to has ok false.
func (n *Network) out(s Spot) (toFrom, toTo leg) {
	e := n.edges[s.Edge]
	return leg{s.Access + s.Share*e.Back, e.Back >= 0}, leg{s.Access + (1-s.Share)*e.Seconds, e.Seconds >= 0}
}

// A leg is a part of an edge.
type leg struct {
	seconds float64
	open    bool
}

// A Walker searches a network. It is used again and again by one goroutine: a search costs what it
// reaches, whatever the size of the network.
type Walker struct {
	network *Network
	seconds []float64
	from    []int32 // which of the starts is nearest
	seen    []int32 // number of the search that set the two above
	search  int32
	reached []int32
	heap    heap
	spots   []Spot
	onEdge  map[int32][]int32 // of many spots: those on each edge
	most    float64
	passed  []int32 // number of the visit to the edges that came by an edge; nil until the first
	visit   int32
}

// NewWalker returns a walker of a network.
func (n *Network) NewWalker() *Walker {
	return &Walker{network: n, seconds: make([]float64, n.Nodes()), from: make([]int32, n.Nodes()), seen: make([]int32, n.Nodes())}
}

// A start is a node that a search begins at, so many seconds after its beginning.
type start struct {
	node    int32
	seconds float64
	number  int32
}

// Walk searches from some spots, all at once, for at most so many seconds. What was found before is forgotten.
// The spots must not be changed until the next walk.
func (w *Walker) Walk(spots []Spot, most float64) {
	w.begin(spots)
	starts := make([]start, 0, 2*len(spots))
	for i, s := range spots {
		back, on := w.network.out(s)
		e := w.network.edges[s.Edge]
		if back.open {
			starts = append(starts, start{e.From, back.seconds, int32(i)})
		}
		if on.open {
			starts = append(starts, start{e.To, on.seconds, int32(i)})
		}
	}
	w.walk(starts, most)
}

// WalkFrom is Walk from nodes.
func (w *Walker) WalkFrom(nodes []int32, most float64) {
	w.begin(nil)
	starts := make([]start, len(nodes))
	for i, node := range nodes {
		starts[i] = start{node: node, number: int32(i)}
	}
	w.walk(starts, most)
}

// walk is Dijkstra's method, ended at the limit. Of starts equally near the first counts.
func (w *Walker) walk(starts []start, most float64) {
	w.search++
	w.most = most
	w.reached = w.reached[:0]
	w.heap = w.heap[:0]
	for _, s := range starts {
		w.offer(s.node, s.seconds, s.number, most)
	}
	for len(w.heap) > 0 {
		at := w.heap.pop()
		if at.seconds > w.seconds[at.node] || at.number != w.from[at.node] {
			continue // a shorter way was found since
		}
		w.reached = append(w.reached, at.node)
		for _, way := range w.network.ways[w.network.start[at.node]:w.network.start[at.node+1]] {
			w.offer(way.to, at.seconds+way.seconds, at.number, most)
		}
	}
}

// offer takes a way to a node that is shorter than what is known.
func (w *Walker) offer(node int32, seconds float64, number int32, most float64) {
	if seconds > most {
		return
	}
	if w.seen[node] == w.search && (w.seconds[node] < seconds || w.seconds[node] == seconds && w.from[node] <= number) {
		return
	}
	w.seen[node], w.seconds[node], w.from[node] = w.search, seconds, number
	w.heap.push(step{seconds, node, number})
}

// Reached returns the nodes that were reached, the nearest first; they are valid until the next walk.
func (w *Walker) Reached() []int32 { return w.reached }

// Seconds returns how long the way to a node takes and from which start; ok is false when it was not reached.
func (w *Walker) Seconds(node int32) (seconds float64, from int32, ok bool) {
	if w.seen[node] != w.search {
		return 0, 0, false
	}
	return w.seconds[node], w.from[node], true
}

// A step is a node on the way, ordered by time.
type step struct {
	seconds      float64
	node, number int32
}

func (s step) before(t step) bool {
	return s.seconds < t.seconds || s.seconds == t.seconds && s.number < t.number
}

// A heap is steps, the nearest at the top.
type heap []step

func (h *heap) push(s step) {
	*h = append(*h, s)
	i := len(*h) - 1
	for i > 0 {
		above := (i - 1) / 2
		if !s.before((*h)[above]) {
			break
		}
		(*h)[i] = (*h)[above]
		i = above
	}
	(*h)[i] = s
}

func (h *heap) pop() step {
	top, n := (*h)[0], len(*h)-1
	last := (*h)[n]
	*h = (*h)[:n]
	for i := 0; n > 0; {
		below := 2*i + 1
		if below+1 < n && (*h)[below+1].before((*h)[below]) {
			below++
		}
		if below >= n || !(*h)[below].before(last) {
			(*h)[i] = last
			break
		}
		(*h)[i] = (*h)[below]
		i = below
	}
	return top
}
