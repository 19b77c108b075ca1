package plan

// An evening moves single cells across the borders between parts that were divided by clumps: for parts that are
// more alike, and for shorter borders. Each part stays connected.
type evening struct {
	*splitLand
	part   []int32
	has    []float32 // weight of each part
	offs   []float32 // what off is of it
	cells  []int32   // how many each part has
	mean   float32   // weight of a part
	cell   float32   // and of a cell
	worth  float32   // what it costs to cut a typical border of a cell
	edge   []int32   // cells that may be at a border between parts
	next   []int32   // the same, of the next round
	listed []int32   // the round that looked at a cell last
	seen   []int32   // scratch of holdsWithout: when a cell was last seen
	now    int32
	queue  []int32
}

// What an evening weighs.
const (
	evenEnough = 0.05 // by how much of the mean a part may differ
	evenWorth  = 0.4  // the cost of the square of what is more, in cells and in borders of a cell
	evenRounds = 20
)

// even moves cells between so many parts until nothing is better.
func (l *splitLand) even(part []int32, parts int) {
	v := &evening{splitLand: l, part: part, has: make([]float32, parts), offs: make([]float32, parts), cells: make([]int32, parts), seen: make([]int32, len(part))}
	all := float32(0)
	for i, p := range part {
		v.has[p] += float32(l.weight[i])
		v.cells[p]++
		inner := true
		for e := l.first[i]; e < l.first[i+1]; e++ {
			all += l.cost[e]
			inner = inner && part[l.to[e]] == p
		}
		if !inner && l.estate[i] == 0 {
			v.edge = append(v.edge, int32(i))
		}
	}
	v.mean, v.cell = float32(l.total)/float32(parts), float32(l.total)/float32(len(part))
	v.worth = evenWorth * all / float32(max(len(l.to), 1))
	for p, has := range v.has {
		v.offs[p] = v.off(has)
	}
	v.listed = make([]int32, len(part))
	for round := int32(1); round <= evenRounds; round++ {
		if moved := v.round(round); moved == 0 {
			return
		}
	}
}

// round looks at the cells at borders between parts, and returns how many it has moved.
func (v *evening) round(number int32) (moved int) {
	v.next = v.next[:0]
	for _, i := range v.edge {
		if v.listed[i] == number {
			continue
		}
		v.listed[i] = number
		from := v.part[i]
		to, again := v.best(i, from)
		if again {
			v.next = append(v.next, i)
		}
		if to != from && v.cells[from] > 1 && v.holdsWithout(i, from) {
			v.move(i, from, to)
			moved++
		}
	}
	v.edge, v.next = v.next, v.edge
	return moved
}

// best is the part that a cell is best in, and whether that may be another by and by though nothing beside it moves.
func (v *evening) best(i, from int32) (to int32, again bool) {
	const enough = -0.001
	first, end := v.first[i], v.first[i+1]
	beyond, costs := v.to[first:end], v.cost[first:end]
	own, others, offs := float32(0), float32(0), float32(0)
	for k, j := range beyond {
		q := v.part[j]
		if q == from {
			own += costs[k]
			continue
		}
		others += costs[k]
		if v.offs[q] > offs {
			offs = v.offs[q]
		}
	}
	offs += v.offs[from]
	if own-others >= enough+offs {
		return from, offs > 0 && others > 0 // whatever it does for the parts
	}
	return v.bestBeside(i, from, own, enough), true
}

// bestBeside is the part beside a cell that it is best in, or its own, whose borders with it cost so much, if it gains no more
// than enough.
func (v *evening) bestBeside(i, from int32, own, enough float32) (to int32) {
	first, end := v.first[i], v.first[i+1]
	beyond, costs := v.to[first:end], v.cost[first:end]
	to, w := from, float32(v.weight[i])
	for _, j := range beyond {
		q := v.part[j]
		if q == from || q == to {
			continue
		}
		change := own
		for k, j := range beyond {
			if v.part[j] == q {
				change -= costs[k]
			}
		}
		if change >= enough+v.offs[from]+v.offs[q] {
			continue
		}
		change += v.off(v.has[from]-w) + v.off(v.has[q]+w) - v.offs[from] - v.offs[q]
		if change < enough {
			to, enough = q, change
		}
	}
	return to
}

// move gives a cell to another part. What touches it may be better elsewhere from then on.
func (v *evening) move(i, from, to int32) {
	w := float32(v.weight[i])
	v.part[i] = to
	v.has[from], v.has[to] = v.has[from]-w, v.has[to]+w
	v.offs[from], v.offs[to] = v.off(v.has[from]), v.off(v.has[to])
	v.cells[from]--
	v.cells[to]++
	for _, j := range v.to[v.first[i]:v.first[i+1]] {
		if v.estate[j] == 0 {
			v.next = append(v.next, j)
		}
	}
}

// off is what it costs that a part is no better.
func (v *evening) off(weight float32) float32 {
	d := weight - v.mean
	if d < 0 {
		d = -d
	}
	if d -= evenEnough * v.mean; d <= 0 {
		return 0
	}
	d /= v.cell
	return v.worth * d * d
}

// holdsWithout reports whether the cells of a part around one of its cells hang together without it, not far from it.
func (v *evening) holdsWithout(i, part int32) bool {
	const far = 60 // cells
	v.now += 2
	goal, near, start := v.now-1, 0, int32(-1)
	for e := v.first[i]; e < v.first[i+1]; e++ {
		if j := v.to[e]; v.part[j] == part && v.seen[j] != goal {
			v.seen[j], start = goal, j
			near++
		}
	}
	if near < 2 {
		return near == 1
	}
	v.seen[i], v.seen[start] = v.now, v.now
	near--
	v.queue = append(v.queue[:0], start)
	for k := 0; k < len(v.queue) && k < far; k++ {
		c := v.queue[k]
		for e := v.first[c]; e < v.first[c+1]; e++ {
			j := v.to[e]
			if v.part[j] != part || v.seen[j] == v.now {
				continue
			}
			if v.seen[j] == goal {
				if near--; near == 0 {
					return true
				}
			}
			v.seen[j] = v.now
			v.queue = append(v.queue, j)
		}
	}
	return false
}
