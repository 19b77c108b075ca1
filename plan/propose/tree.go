package propose

import (
	"math/rand/v2"
	"slices"

	"gewu/internal/disjoint"
)

// A tree is a random spanning tree of some atoms, with what it takes to cut it at each of its
// edges. Its slices are kept from tree to tree. Nodes are atoms in the order given to take.
type tree struct {
	m     *mesh
	nodes []int32
	local []int32 // the node of an atom, where stamp is now
	stamp []int32
	now   int32

	ends  [][2]int32 // of each edge among the nodes
	costs []int
	level []uint8
	keys  []uint64 // in the upper half how late an edge comes, in the lower its number
	spare []uint64
	sets  disjoint.Sets
	stack []int32

	head, next, dest []int32 // lists: the ways along the tree's edges from a node, then the edges with their lower end there
	order, parent    []int32 // in depth-first order; the parent of each node
	rank             []int32
	weight           []int // below and at each node
	cut              []int // what the border around the nodes below and at each node costs
	inner            []int
	side             []bool   // of each node: whether it is on the one side of a cut
	kept             [2][]int // households below and at each node whose home is one of two parts
	homed            int      // households of the nodes that have a home
}

func newTree(m *mesh) *tree {
	n, edges := len(m.weight), len(m.to)/2
	return &tree{
		m: m, local: make([]int32, n), stamp: make([]int32, n),
		ends: make([][2]int32, 0, edges), costs: make([]int, 0, edges), level: make([]uint8, 0, edges), keys: make([]uint64, 0, edges),
	}
}

// take begins with other nodes, which must be connected.
func (t *tree) take(nodes []int32) {
	t.nodes = nodes
	t.now++
	for i, a := range nodes {
		t.local[a], t.stamp[a] = int32(i), t.now
	}
	t.ends, t.costs, t.level = t.ends[:0], t.costs[:0], t.level[:0]
	m := t.m
	for i, a := range nodes {
		for e := m.first[a]; e < m.first[a+1]; e++ {
			b := m.to[e]
			if b > a && t.stamp[b] == t.now {
				t.ends = append(t.ends, [2]int32{int32(i), t.local[b]})
				t.costs = append(t.costs, m.cost[e])
				t.level = append(t.level, m.level[e])
			}
		}
	}
}

// grow draws a spanning tree. Edges of a low level come first, the more surely the greater the
// surcharge for a level: from 1 on, a tree leaves a block only when it has the whole block.
func (t *tree) grow(random *rand.Rand, surcharge float64) {
	const unit = 1 << 24
	step := uint64(surcharge * unit)
	t.keys = t.keys[:0]
	for e, level := range t.level {
		key := uint64(level)*step + uint64(random.Uint32()>>8)
		t.keys = append(t.keys, key<<32|uint64(e))
	}
	t.keys, t.spare = ascending(t.keys, t.spare)
	t.span()
	t.walk(int32(random.IntN(len(t.nodes))))
	t.measure()
}

// span joins the nodes by edges in the order of their keys.
func (t *tree) span() {
	n := len(t.nodes)
	t.sets = t.sets.Reset(n)
	t.clearHeads(n)
	t.next, t.dest = resize(t.next, 2*n), resize(t.dest, 2*n)
	ways := int32(0)
	for _, key := range t.keys {
		a, b := t.ends[uint32(key)][0], t.ends[uint32(key)][1]
		if !t.sets.Join(a, b) {
			continue
		}
		t.next[ways], t.dest[ways], t.head[a] = t.head[a], b, ways
		t.next[ways+1], t.dest[ways+1], t.head[b] = t.head[b], a, ways+1
		if ways += 2; int(ways) == 2*(n-1) {
			return
		}
	}
}

func (t *tree) clearHeads(n int) {
	t.head = resize(t.head, n)
	for i := range t.head {
		t.head[i] = None
	}
}

// walk puts the nodes in depth-first order from start.
func (t *tree) walk(start int32) {
	n := len(t.nodes)
	t.order, t.parent, t.rank = t.order[:0], resize(t.parent, n), resize(t.rank, n)
	stack := append(t.stack[:0], start)
	t.parent[start] = None
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		t.rank[v] = int32(len(t.order))
		t.order = append(t.order, v)
		for i := t.head[v]; i != None; i = t.next[i] {
			if u := t.dest[i]; u != t.parent[v] {
				t.parent[u] = v
				stack = append(stack, u)
			}
		}
	}
	t.stack = stack[:0]
}

// measure sums weights and costs below each node. An edge of the graph lies inside the nodes below
// v when the lowest node above both its ends does; that node is found as in Tarjan's algorithm
// (1979), in one pass against the depth-first order, with sets of places in that order.
func (t *tree) measure() {
	n := len(t.nodes)
	t.weight, t.cut, t.inner = resize(t.weight, n), resize(t.cut, n), resize(t.inner, n)
	for i, a := range t.nodes {
		t.weight[i], t.cut[i], t.inner[i] = t.m.weight[a], 0, 0
	}
	t.listEdges()
	t.sets = t.sets.Reset(n)
	for i := n - 1; i >= 0; i-- {
		v := t.order[i]
		for e := t.head[v]; e != None; e = t.next[e] {
			far := t.ends[e][0] ^ t.ends[e][1] ^ v
			t.inner[t.order[t.sets.Find(t.rank[far])]] += t.costs[e]
		}
		if p := t.parent[v]; p != None {
			t.sets.Join(int32(i), t.rank[p])
			t.weight[p] += t.weight[v]
			t.cut[p] += t.cut[v]
			t.inner[p] += t.inner[v]
		}
		t.cut[v] -= 2 * t.inner[v]
	}
}

// listEdges sums the costs at each node, and lists edges at the end that comes first in the order. Those from a node to the
// one above it, of which there are many, lie inside of that one at once.
func (t *tree) listEdges() {
	t.clearHeads(len(t.nodes))
	t.next = resize(t.next, len(t.ends))
	for e, ends := range t.ends {
		a, b, cost := ends[0], ends[1], t.costs[e]
		t.cut[a] += cost
		t.cut[b] += cost
		if t.rank[a] > t.rank[b] {
			a, b = b, a
		}
		if t.parent[b] == a {
			t.inner[a] += cost
			continue
		}
		t.next[e] = t.head[a]
		t.head[a] = int32(e)
	}
}

// below calls visit with each node below and at v.
func (t *tree) below(v int32, visit func(node int32)) {
	from := t.rank[v]
	for i := from; int(i) < len(t.order); i++ {
		u := t.order[i]
		if i > from && t.rank[t.parent[u]] < from {
			return
		}
		visit(u)
	}
}

// partition puts atoms whose nodes are on the one side first, and returns how many they are. On either side they stay in
// their order.
func (t *tree) partition(atoms []int32) (below int) {
	above := t.stack[:0]
	for i, a := range atoms {
		if t.side[i] {
			atoms[below] = a
			below++
		} else {
			above = append(above, a)
		}
	}
	copy(atoms[below:], above)
	t.stack = above[:0]
	return below
}

func resize[T any](s []T, n int) []T { return slices.Grow(s[:0], n)[:n] }

// sequence returns the numbers from 0 to n−1.
func sequence(n int) []int32 {
	s := make([]int32, n)
	for i := range s {
		s[i] = int32(i)
	}
	return s
}
