package plan

import (
	"errors"
	"maps"
	"slices"

	"gewu/geo"
)

// ErrOtherFabric says that two plans cannot be compared: their first fabrics are not the same.
var ErrOtherFabric = errors.New("the plans are of different land")

// A flow is from a grid of one plan to a grid of another.
type flow struct{ from, to GridID }

// An overlay is what two plans have in which pair of grids: what no building has by land, buildings
// and what they have by their points.
type overlay struct {
	before, after *Plan
	flows         map[flow]Tally
	moves         []BuildingMove // of all buildings, those too that stay
}

// A BuildingMove tells the grids of a building in two plans.
type BuildingMove struct {
	Building   int64
	Households int
	From, To   GridID
}

// overlayOf lays a plan over another of the same land. They may have cut the first cells in different
// ways. Where only borders of cells were moved, land counts by cells.
func overlayOf(before, after *Plan) (*overlay, error) {
	if !before.fabric.beganAs(after.fabric, before.base.assigned.size, after.base.assigned.size) {
		return nil, ErrOtherFabric
	}
	o := &overlay{before: before, after: after, flows: map[flow]Tally{}}
	was, is := before.pieces(), after.pieces()
	for parent := range was {
		o.addLand(was[parent], is[parent])
	}
	o.addBuildings()
	return o, nil
}

// beganAs reports whether two fabrics have the same first cells and buildings.
func (f *Fabric) beganAs(g *Fabric, cells, others int) bool {
	sameID := func(a, b Building) bool { return a.ID == b.ID && a.At == b.At }
	return cells == others && slices.EqualFunc(f.buildings, g.buildings, sameID)
}

// pieces lists what there is of each cell of the first fabric.
func (p *Plan) pieces() [][]CellID {
	pieces := make([][]CellID, p.base.assigned.size)
	for id, c := range p.fabric.Cells() {
		pieces[c.Parent] = append(pieces[c.Parent], id)
	}
	return pieces
}

// addLand adds what is in the pieces of one first cell, but for buildings.
func (o *overlay) addLand(was, is []CellID) {
	from, to := o.before.gridsOf(was), o.after.gridsOf(is)
	switch {
	case len(from) == 1:
		for _, id := range is {
			o.add(flow{from[0], o.after.GridOf(id)}, o.after.landOf(id))
		}
	case len(to) == 1:
		for _, id := range was {
			o.add(flow{o.before.GridOf(id), to[0]}, o.before.landOf(id))
		}
	case o.sameCuts(was, is):
		for _, id := range is {
			o.add(flow{o.before.GridOf(id), o.after.GridOf(id)}, o.after.landOf(id))
		}
	default:
		o.addCrossed(was, is)
	}
}

func (o *overlay) add(f flow, t Tally) { o.flows[f] = o.flows[f].plus(t) }

// gridsOf lists the grids of cells in order.
func (p *Plan) gridsOf(cells []CellID) []GridID {
	grids := make([]GridID, 0, len(cells))
	for _, id := range cells {
		grids = append(grids, p.GridOf(id))
	}
	slices.Sort(grids)
	return slices.Compact(grids)
}

// landOf is what a cell has beside its buildings.
func (p *Plan) landOf(id CellID) Tally {
	c := p.fabric.cells.at(int32(id))
	t := c.tally()
	t.Buildings = 0
	for _, b := range c.Buildings {
		t.Households -= p.fabric.buildings[b].Households
		t.Residents -= p.fabric.buildings[b].Residents
	}
	return t
}

// sameCuts reports whether pieces of two plans are the same.
func (o *overlay) sameCuts(was, is []CellID) bool {
	return slices.Equal(was, is) && !slices.ContainsFunc(was, func(id CellID) bool {
		return !o.before.CellBoundary(id).Equal(o.after.CellBoundary(id))
	})
}

// addCrossed adds pieces that two plans have cut in different ways: their land by where it overlaps,
// and of what lives there without a building, all where most of the piece's land is.
func (o *overlay) addCrossed(was, is []CellID) {
	for _, id := range is {
		squareMetres := o.crossed(was, id)
		largest := slices.MaxFunc(sortedKeys(squareMetres), func(a, b GridID) int { return compareFloats(squareMetres[a], squareMetres[b]) })
		rest := o.after.landOf(id)
		for _, from := range sortedKeys(squareMetres) {
			t := Tally{SquareMetres: exactSquare(squareMetres[from])}
			if from == largest {
				t.Cells, t.Households, t.Residents = 1, rest.Households, rest.Residents
			}
			o.add(flow{from, o.after.GridOf(id)}, t)
		}
	}
}

// crossed measures how much of a piece lay in which grid before.
func (o *overlay) crossed(was []CellID, piece CellID) map[GridID]float64 {
	areas := []geo.Area{{ID: 0, Boundary: o.after.CellBoundary(piece)}}
	for _, id := range was {
		areas = append(areas, geo.Area{ID: geo.AreaID(id) + 1, Boundary: o.before.CellBoundary(id)})
	}
	squareMetres := map[GridID]float64{o.before.GridOf(was[0]): 0}
	problems, err := geo.Validate(areas, geo.Surroundings{})
	if err != nil {
		return squareMetres
	}
	for _, p := range problems {
		if p.Kind == geo.Overlap && p.Areas[0] == 0 {
			squareMetres[o.before.GridOf(CellID(p.Areas[1]-1))] += p.SquareMetres
		}
	}
	return squareMetres
}

// addBuildings adds buildings, each from the grid that its point was in to the one that it is in.
func (o *overlay) addBuildings() {
	from, to := o.before.gridsOfBuildings(), o.after.gridsOfBuildings()
	for i, b := range o.after.fabric.buildings {
		o.moves = append(o.moves, BuildingMove{b.ID, b.Households, from[i], to[i]})
		o.add(flow{from[i], to[i]}, Tally{Buildings: 1, Households: b.Households, Residents: b.Residents})
	}
}

// gridsOfBuildings lists the grid of each building by its number.
func (p *Plan) gridsOfBuildings() []GridID {
	grids := make([]GridID, len(p.fabric.buildings))
	for id, c := range p.fabric.Cells() {
		for _, b := range c.Buildings {
			grids[b] = p.GridOf(id)
		}
	}
	return grids
}

// sortedFlows lists the flows in order.
func (o *overlay) sortedFlows() []flow {
	return slices.SortedFunc(maps.Keys(o.flows), func(a, b flow) int {
		if a.from != b.from {
			return int(a.from - b.from)
		}
		return int(a.to - b.to)
	})
}
