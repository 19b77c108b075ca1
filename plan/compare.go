package plan

// A Comparison tells how one plan differs from another.
type Comparison struct {
	Rows  []Compared     // by the grids of the plan after, then those that it has no longer
	Moved []BuildingMove // the buildings whose grid is another, in the order of the fabric

	HouseholdsMoved int // from a grid to another
	SquareMetres    float64
}

// A Compared is one grid before and after; either is NoGrid where it was not there, or is not.
// What lay in no grid is not compared.
type Compared struct {
	Before, After GridID
	Was, Is       Tally
	Gained, Lost  Tally
}

// Compare compares two plans of the same land, however each has cut the cells. Grids are the same
// when both plans began with them or they stand for the same area; of the others, those that
// share most households. The error is [ErrOtherFabric].
func Compare(before, after *Plan) (Comparison, error) {
	o, err := overlayOf(before, after)
	if err != nil {
		return Comparison{}, err
	}
	pairs := o.match()
	var c Comparison
	gained, lost := o.exchanged(pairs, &c)
	matched := map[GridID]bool{}
	for id := range after.Grids() {
		was, there := pairs[id]
		row := Compared{After: id, Is: after.Tally(id), Gained: gained[id]}
		if there {
			matched[was] = true
			row.Before, row.Was, row.Lost = was, before.Tally(was), lost[was]
		}
		c.Rows = append(c.Rows, row)
	}
	for id := range before.Grids() {
		if !matched[id] {
			c.Rows = append(c.Rows, Compared{Before: id, Was: before.Tally(id), Lost: lost[id]})
		}
	}
	return c, nil
}

// exchanged adds up what grids of the plan after have gained, and those of the plan before lost.
func (o *overlay) exchanged(pairs map[GridID]GridID, c *Comparison) (gained, lost map[GridID]Tally) {
	gained, lost = map[GridID]Tally{}, map[GridID]Tally{}
	stays := func(f flow) bool {
		was, known := pairs[f.to]
		return f.from == NoGrid && f.to == NoGrid || known && was == f.from
	}
	for _, f := range o.sortedFlows() {
		if stays(f) {
			continue
		}
		t := o.flows[f]
		gained[f.to], lost[f.from] = gained[f.to].plus(t), lost[f.from].plus(t)
		if f.from != NoGrid {
			c.HouseholdsMoved += t.Households
			c.SquareMetres += t.SquareMetres
		}
	}
	for _, m := range o.moves {
		if !stays(flow{m.From, m.To}) {
			c.Moved = append(c.Moved, m)
		}
	}
	return gained, lost
}
