package plan

// A large grid is divided by clumps of its cells, about so many in all, and in each part at least.
const (
	clumpsInAll  = 1000
	clumpsInPart = 7
)

// A clumping puts cells that touch together into clumps.
type clumping struct {
	*splitLand
	of      []int32 // the clump of each cell, -1: none yet
	weights []int32 // of each clump
	sizes   []int32
	size    int32 // how many cells a clump shall have
	most    int32 // what it may weigh
	front   []clumpFront
	beside  []float32 // of each cell: the share of its border that the clump has which grows, 0 but while it does
	share   []float32 // of each cell: 1 through the cost of its border
	seen    []int32   // scratch
}

// A clumpFront is a cell that a clump could take.
type clumpFront struct {
	cell int32
	hops int32 // from where the clump began
}

// clumps says in which clump each cell is, and how many there are. A grid of common size has one for each
// cell. Cells of different estates stay apart.
func (l *splitLand) clumps(parts int) (of []int32, count int) {
	n, enough := len(l.weight), max(clumpsInAll, parts*clumpsInPart)
	of = make([]int32, n)
	if n <= enough*3/2 {
		for i := range of {
			of[i] = int32(i)
		}
		return of, n
	}
	c := &clumping{splitLand: l, of: of, size: int32((n + enough - 1) / enough), most: int32(l.total/(parts*clumpsInPart/2) + 1)}
	c.beside, c.share = make([]float32, n), make([]float32, n)
	for i := range of {
		of[i] = -1
		whole := float32(1)
		for _, cost := range l.cost[l.first[i]:l.first[i+1]] {
			whole += cost
		}
		c.share[i] = 1 / whole
	}
	for i := range of {
		if of[i] < 0 {
			c.grow(int32(i))
		}
	}
	return of, c.joinSmall()
}

// grow makes a clump around a cell: it takes the cell next that has most of its border with it, and of those that are
// much alike the one nearest to where it began.
func (c *clumping) grow(seed int32) {
	id := int32(len(c.sizes))
	c.sizes, c.weights = append(c.sizes, 0), append(c.weights, 0)
	c.front = append(c.front[:0], clumpFront{seed, 0})
	for c.sizes[id] < c.size {
		k := c.best(id)
		if k < 0 {
			break
		}
		next := c.front[k]
		c.front[k] = c.front[len(c.front)-1]
		c.front = c.front[:len(c.front)-1]
		c.take(id, next)
	}
	for _, f := range c.front {
		c.beside[f.cell] = 0
	}
}

// best is the place in front of the cell that a clump takes next; -1: it has nowhere to go.
func (c *clumping) best(id int32) int {
	const hop = 0.08 // of a cell's border, that a cell one step nearer may have less
	at, most := -1, float32(0)
	for k, f := range c.front {
		if c.sizes[id] > 0 && c.weights[id]+c.weight[f.cell] > c.most {
			continue
		}
		score := c.beside[f.cell] - hop*float32(f.hops)
		if at < 0 || score > most || score == most && f.cell < c.front[at].cell {
			at, most = k, score
		}
	}
	return at
}

// take puts a cell into a clump, and what touches it in front.
func (c *clumping) take(id int32, f clumpFront) {
	i := f.cell
	c.of[i], c.beside[i] = id, 0
	c.sizes[id]++
	c.weights[id] += c.weight[i]
	for e := c.first[i]; e < c.first[i+1]; e++ {
		j := c.to[e]
		if c.of[j] >= 0 || c.estate[j] != c.estate[i] {
			continue
		}
		if c.beside[j] == 0 {
			c.front = append(c.front, clumpFront{j, f.hops + 1})
		}
		c.beside[j] += max(c.cost[e], 0.001) * c.share[j]
	}
}

// joinSmall joins clumps that found no room to those from which it would be dearest to part them, and returns how
// many are left.
func (c *clumping) joinSmall() int {
	number, in := make([]int32, len(c.sizes)), groupsOf(c.of, len(c.sizes))
	cost := make([]float32, len(c.sizes))
	for id := range number {
		number[id] = int32(id)
	}
	for id := range int32(len(number)) {
		if c.sizes[id] >= (c.size+2)/3 {
			continue
		}
		if to := c.dearest(id, in.of(id), cost); to >= 0 {
			number[id] = to
			c.sizes[to] += c.sizes[id]
			c.weights[to] += c.weights[id]
		}
	}
	return c.renumber(number)
}

// dearest is the clump from which it would be dearest to part a small one, -1: none has room.
func (c *clumping) dearest(id int32, cells []int32, cost []float32) int32 {
	best, seen := int32(-1), c.seen[:0]
	for _, i := range cells {
		for e := c.first[i]; e < c.first[i+1]; e++ {
			to := c.of[c.to[e]]
			// one that is as small may be joined to another itself
			if to == id || c.sizes[to] < (c.size+2)/3 || c.sizes[to] > c.size || c.estate[c.to[e]] != c.estate[i] || c.weights[to]+c.weights[id] > c.most {
				continue
			}
			seen = append(seen, to)
			cost[to] += c.cost[e]
			if best < 0 || cost[to] > cost[best] || cost[to] == cost[best] && to < best {
				best = to
			}
		}
	}
	for _, to := range seen {
		cost[to] = 0
	}
	c.seen = seen
	return best
}

// renumber numbers the clumps that are left, and returns how many they are.
func (c *clumping) renumber(number []int32) int {
	count := int32(0)
	final := make([]int32, len(number))
	for id, to := range number {
		if to == int32(id) {
			final[id] = count
			count++
		}
	}
	for i, id := range c.of {
		c.of[i] = final[number[id]]
	}
	return int(count)
}
