package plan

// mostSought is for how many grids outside of their bands a fix is sought. Where there are more, the
// plan wants a proposal, not a fix for each.
const mostSought = 40

// bands lists the grids outside of their bands.
func (c *checking) bands() {
	sought := 0
	for id, g := range c.plan.Grids() {
		band, bound := c.rules.BandOf(g)
		households := c.plan.Tally(id).Households
		if !bound || band.Has(households) {
			continue
		}
		problem := Problem{Kind: ProblemOverBand, At: c.seat(id), Grids: []GridID{id}, Households: households, Limit: band.Max}
		seek := c.easing
		if households < band.Min {
			problem.Kind, problem.Limit, seek = ProblemUnderBand, band.Min, c.filling
		}
		if sought++; sought > mostSought {
			seek = func(GridID, Band) [][]Operation { return nil }
		}
		c.add(problem, seek(id, band)...)
	}
}

// filling is what can bring a grid up to its band: cells of its neighbours that these can spare,
// or one of them as a whole where both together fit.
func (c *checking) filling(id GridID, band Band) (fixes [][]Operation) {
	for _, neighbour := range c.plan.neighboursOf(c.parts[id][0]) {
		g, _ := c.plan.Grid(neighbour)
		other, bound := c.rules.BandOf(g)
		if bound && other.Has(c.plan.Tally(id).Households+c.plan.Tally(neighbour).Households) {
			fixes = append(fixes, []Operation{{Kind: MergeGrids, Grids: []GridID{neighbour, id}, Grid: neighbour}})
		}
	}
	if ops := newBalance(c).fill(id, band); ops != nil {
		fixes = append(fixes, ops)
	}
	return fixes
}

// easing is what can bring a grid down to its band: a division into grids of the band where it has
// enough for that, or cells that its neighbours have room for.
func (c *checking) easing(id GridID, band Band) (fixes [][]Operation) {
	households := c.plan.Tally(id).Households
	if parts := (households + band.Max - 1) / band.Max; households >= parts*band.Min {
		fixes = append(fixes, []Operation{{Kind: SplitInto, Grid: id, Parts: parts}})
	}
	if ops := newBalance(c).ease(id, band); ops != nil {
		fixes = append([][]Operation{ops}, fixes...)
	}
	return fixes
}
