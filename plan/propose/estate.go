package propose

import "slices"

// A ground is a request made ready: which cells go together, and what is known to be impossible.
type ground struct {
	r        *Request
	atomOf   []int32 // of each cell; None for those that do not change
	atoms    int
	m        *mesh
	beside   lists // cells that each cell touches, as often as they have a border
	problems []Problem
}

// prepare checks a request and contracts estates.
func prepare(r *Request) (*ground, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	g := &ground{r: r, atomOf: make([]int32, len(r.Graph.Cells))}
	if r.Mode == Repair && r.Current == nil {
		fresh := *r
		fresh.Mode = Redraw
		g.r = &fresh
	}
	g.beside = besideOf(&r.Graph)
	g.contract()
	g.m = newMesh(g.r, g.atomOf, g.atoms)
	g.forewarn()
	return g, nil
}

// contract gives cells their atoms: an estate that fits is one, every other cell is one by itself.
func (g *ground) contract() {
	cells := g.r.Graph.Cells
	for c := range cells {
		g.atomOf[c] = None
	}
	cutEstates := map[int32]int{}
	var estate []int32
	for c := range cells {
		if g.atomOf[c] != None || !g.r.free(int32(c)) {
			continue
		}
		estate = g.estateFrom(int32(c), estate[:0])
		households := 0
		for _, e := range estate {
			households += cells[e].Households
		}
		if households > g.r.Band.Max {
			estate = estate[:1]
		}
		for _, e := range estate {
			g.atomOf[e] = int32(g.atoms)
		}
		g.atoms++
		if id := cells[c].Estate; id != 0 {
			cutEstates[id]++
		}
	}
	g.nameEstates(cutEstates)
}

// estateFrom appends the free cells of a cell's estate that hang together with it, the cell first. A
// repair leaves estates cut that are cut today.
func (g *ground) estateFrom(c int32, list []int32) []int32 {
	id, list := g.r.Graph.Cells[c].Estate, append(list, c)
	if id == 0 {
		return list
	}
	seen := map[int32]bool{c: true}
	for at := 0; at < len(list); at++ {
		for _, o := range g.beside.of(list[at]) {
			if seen[o] || g.r.Graph.Cells[o].Estate != id || !g.r.free(o) {
				continue
			}
			if g.r.Mode == Repair && g.r.currentOf(o) != g.r.currentOf(c) {
				continue
			}
			seen[o] = true
			list = append(list, o)
		}
	}
	return list
}

// nameEstates names the estates that cannot be whole; atoms counts those of each estate.
func (g *ground) nameEstates(atoms map[int32]int) {
	inEstate := map[int32][]int32{}
	households := map[int32]int{}
	for c, cell := range g.r.Graph.Cells {
		if cell.Estate != 0 {
			inEstate[cell.Estate] = append(inEstate[cell.Estate], int32(c))
			households[cell.Estate] += cell.Households
		}
	}
	for id, cells := range inEstate {
		switch {
		case households[id] > g.r.Band.Max:
			g.problems = append(g.problems, Problem{EstateOverBand, None, cells, id, households[id]})
		case atoms[id] > 1 && g.r.Mode != Repair:
			g.problems = append(g.problems, Problem{EstateApart, None, cells, id, households[id]})
		}
	}
	slices.SortFunc(g.problems, func(a, b Problem) int { return int(a.Estate - b.Estate) })
}

// forewarn names what stands against the band before anything is drawn.
func (g *ground) forewarn() {
	for c, cell := range g.r.Graph.Cells {
		if cell.Households > g.r.Band.Max && g.r.free(int32(c)) {
			g.problems = append(g.problems, Problem{CellOverBand, None, []int32{int32(c)}, cell.Estate, cell.Households})
		}
	}
	if g.r.Mode == Split {
		return
	}
	for id, atoms := range g.m.islands() {
		fewest, most := g.r.Band.counts(g.m.size[id])
		if fewest <= most && most > 0 {
			continue
		}
		kind := IslandNoCount
		if g.m.size[id] < g.r.Band.Min {
			kind = IslandUnderBand
		}
		p := Problem{Kind: kind, Grid: None}
		for _, a := range atoms {
			p.Cells = append(p.Cells, g.m.cells.of(a)...)
		}
		slices.Sort(p.Cells)
		for _, c := range p.Cells {
			p.Households += g.r.Graph.Cells[c].Households
		}
		g.problems = append(g.problems, p)
	}
}
