package plan

import "gewu/plan/propose"

// A splitLand is the cells of a grid that is to be divided, by number from 0, and how they touch.
type splitLand struct {
	weight []int32   // what there is to share out: households, or land where there are fewer than parts
	estate []int32   // 0: none
	total  int       // of all weights
	first  []int32   // the borders of the cell i are those from first[i] to first[i+1]
	to     []int32   // the cell beyond a border
	cost   []float32 // of cutting a border
	class  []propose.Class
}

// splitLand reads cells and their borders. Those over water join cells, too: a grid that lies on both banks stays
// one when it is divided.
func (p *Plan) splitLand(cells []CellID, parts int) *splitLand {
	n := len(cells)
	l := &splitLand{weight: make([]int32, n), estate: make([]int32, n), first: make([]int32, n+1)}
	number := make([]int32, p.fabric.cells.size) // of a cell, from 1
	for i, id := range cells {
		number[id] = int32(i + 1)
	}
	borders := l.weigh(p, cells, parts)
	l.to, l.cost, l.class = make([]int32, borders), make([]float32, borders), make([]propose.Class, borders)
	x, end := p.fabric.links, int32(0)
	var room []cellLink
	for i, id := range cells {
		if !x.holds(id) {
			room = p.fabric.linksFrom(id, room)
			end = l.join(end, room, number)
		} else {
			for e := x.first[id]; e < x.first[id+1]; e++ {
				if to := number[x.to[e]]; to > 0 {
					l.to[end], l.cost[end], l.class[end] = to-1, x.cost[e], x.class[e]
					end++
				}
			}
		}
		l.first[i+1] = end
	}
	l.to, l.cost, l.class = l.to[:end], l.cost[:end], l.class[:end]
	return l
}

// join adds the borders of a cell to the cells that have a number, and returns where they end.
func (l *splitLand) join(end int32, borders []cellLink, number []int32) int32 {
	for _, b := range borders {
		if to := number[b.to]; to > 0 {
			l.to[end], l.cost[end], l.class[end] = to-1, b.cost, b.class
			end++
		}
	}
	return end
}

// weigh says what of the cells there is to share out, which estates they are in, and how many borders they may have.
func (l *splitLand) weigh(p *Plan, cells []CellID, parts int) (borders int32) {
	estates, last, number := map[int64]int32{0: 0}, int64(0), int32(0)
	for i, id := range cells {
		c := p.fabric.cells.ref(int32(id))
		if c.Estate != last {
			var known bool
			if number, known = estates[c.Estate]; !known {
				number = int32(len(estates))
				estates[c.Estate] = number
			}
			last = c.Estate
		}
		l.weight[i], l.estate[i] = int32(c.Households), number
		l.total += c.Households
		borders += int32(len(c.Arcs))
	}
	if l.total >= parts {
		return borders
	}
	l.total = 0
	for i, id := range cells {
		l.weight[i] = 1 + int32(p.fabric.cells.ref(int32(id)).SquareMetres/10)
		l.total += int(l.weight[i])
	}
	return borders
}

// metreCosts are what a metre of border costs by class.
var metreCosts = func() (costs [propose.River + 1]float32) {
	for c := range costs {
		costs[c] = float32(propose.Class(c).Cost())
	}
	return costs
}()

// graph makes one cell of all cells of a clump, and one border of all of a class between two clumps.
func (l *splitLand) graph(of []int32, count int) propose.Graph {
	g := propose.Graph{Cells: make([]propose.Cell, count), Borders: make([]propose.Border, 0, 4*count)}
	for i, c := range of {
		g.Cells[c].Households += int(l.weight[i])
		g.Cells[c].Estate = l.estate[i]
	}
	in := groupsOf(of, count)
	for c := range int32(count) {
		begun := len(g.Borders)
		for _, i := range in.of(c) {
			for e := l.first[i]; e < l.first[i+1]; e++ {
				if d := of[l.to[e]]; d > c {
					g.Borders = addBorder(g.Borders, begun, propose.Border{A: c, B: d, Metres: float64(l.cost[e] / metreCosts[l.class[e]]), Class: l.class[e]})
				}
			}
		}
	}
	return g
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

// groups are the numbers that are in each of some groups, in order.
type groups struct{ first, list []int32 }

func (g groups) of(group int32) []int32 { return g.list[g.first[group]:g.first[group+1]] }

func groupsOf(of []int32, count int) groups {
	g := groups{make([]int32, count+2), make([]int32, len(of))}
	for _, c := range of {
		g.first[c+2]++
	}
	for c := 2; c < len(g.first); c++ {
		g.first[c] += g.first[c-1]
	}
	for i, c := range of {
		g.list[g.first[c+1]] = int32(i)
		g.first[c+1]++
	}
	return g
}
