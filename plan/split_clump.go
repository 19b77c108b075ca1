package plan

import "gewu/plan/propose"

// A large grid is divided by clumps of its cells, about so many in all, and in each part at least.
const (
	clumpsInAll  = 1000
	clumpsInPart = 14
)

// clumped joins cells that touch into clumps until there are so few that it takes no longer to divide them
// than a grid of common size. It returns the graph of clumps, and the clump of each cell. Cells of
// different estates stay apart.
func clumped(g propose.Graph, parts int) (propose.Graph, []int32) {
	of := make([]int32, len(g.Cells))
	total := 0
	for i, c := range g.Cells {
		of[i] = int32(i)
		total += c.Households
	}
	enough := max(clumpsInAll, parts*clumpsInPart)
	for len(g.Cells) > enough*3/2 {
		near := bordersOf(g)
		mate := pairs(g, near, total/(parts*clumpsInPart/2)+1)
		next := mate.contract(g, near)
		if len(next.Cells) > len(g.Cells)*9/10 {
			break
		}
		for i, c := range of {
			of[i] = mate.number[c]
		}
		g = next
	}
	return g, of
}

// A pairing puts some cells of a graph together, two by two.
type pairing struct {
	number []int32 // of each cell, from then on
	count  int
}

// pairs puts each cell together with the neighbour from which it would be dearest to part it, if both have no
// more than so many households (heavy edges: Karypis and Kumar 1998).
func pairs(g propose.Graph, near func(int32) []int32, most int) pairing {
	m := pairing{number: make([]int32, len(g.Cells))}
	for i := range m.number {
		m.number[i] = propose.None
	}
	cost := make([]float64, len(g.Cells)) // of all borders with a neighbour, 0 but while one cell is looked at
	for a := range m.number {
		if m.number[a] != propose.None {
			continue
		}
		m.number[a] = int32(m.count)
		if b := dearest(g, near(int32(a)), int32(a), m.number, most, cost); b != propose.None {
			m.number[b] = int32(m.count)
		}
		m.count++
	}
	return m
}

// dearest finds the neighbour of a that has no number yet; None where there is none.
func dearest(g propose.Graph, near []int32, a int32, number []int32, most int, cost []float64) int32 {
	best := propose.None
	for _, e := range near {
		b := g.Borders[e].A ^ g.Borders[e].B ^ a
		p, q := &g.Cells[a], &g.Cells[b]
		if number[b] != propose.None || p.Estate != q.Estate || p.Households+q.Households > most {
			continue
		}
		cost[b] += g.Borders[e].Metres * g.Borders[e].Class.Cost()
		if best == propose.None || cost[b] > cost[best] || cost[b] == cost[best] && b < best {
			best = b
		}
	}
	for _, e := range near {
		cost[g.Borders[e].A], cost[g.Borders[e].B] = 0, 0
	}
	return best
}

// bordersOf lists the borders of each cell, by number.
func bordersOf(g propose.Graph) func(cell int32) []int32 {
	first := make([]int32, len(g.Cells)+2)
	for _, e := range g.Borders {
		first[e.A+2]++
		first[e.B+2]++
	}
	for i := 2; i < len(first); i++ {
		first[i] += first[i-1]
	}
	list := make([]int32, 2*len(g.Borders))
	for i, e := range g.Borders {
		for _, c := range [2]int32{e.A, e.B} {
			list[first[c+1]] = int32(i)
			first[c+1]++
		}
	}
	return func(cell int32) []int32 { return list[first[cell]:first[cell+1]] }
}

// contract makes one cell of each two that are put together, and one border of all of a class between two
// cells.
func (m pairing) contract(g propose.Graph, near func(int32) []int32) propose.Graph {
	next := propose.Graph{Cells: make([]propose.Cell, m.count), Borders: make([]propose.Border, 0, len(g.Borders)*5/8)}
	for i, c := range g.Cells {
		to := &next.Cells[m.number[i]]
		to.Households += c.Households
		to.Estate = c.Estate
	}
	for a, pair := range m.mates() {
		begun := len(next.Borders)
		for _, cell := range pair {
			if cell == propose.None {
				continue
			}
			for _, n := range near(cell) {
				e := g.Borders[n]
				if e.A, e.B = int32(a), m.number[e.A]^m.number[e.B]^int32(a); e.A < e.B {
					next.Borders = addBorder(next.Borders, begun, e)
				}
			}
		}
	}
	return next
}

// addBorder adds a border to that of the same class between the same cells, which is not before the place
// begun if there is one.
func addBorder(borders []propose.Border, begun int, e propose.Border) []propose.Border {
	for i := begun; i < len(borders); i++ {
		if b := &borders[i]; b.B == e.B && b.Class == e.Class {
			b.Metres += e.Metres
			return borders
		}
	}
	return append(borders, e)
}

// mates lists the cells that are put together.
func (m pairing) mates() [][2]int32 {
	mates := make([][2]int32, m.count)
	for i := range mates {
		mates[i] = [2]int32{propose.None, propose.None}
	}
	for cell, n := range m.number {
		if mates[n][0] == propose.None {
			mates[n][0] = int32(cell)
		} else {
			mates[n][1] = int32(cell)
		}
	}
	return mates
}
