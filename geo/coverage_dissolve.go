package geo

import "slices"

// Dissolve returns the coverage of the parents of the areas: borders between areas of one
// parent are gone, as are the nodes where then only two borders meet. Parents come in the
// order of their first areas. Areas abroad give way to their parents, too, but no border to
// them goes.
func (c *Coverage) Dissolve(parent func(AreaID) AreaID) *Coverage {
	d := dissolver{orders: map[AreaID]int32{}}
	for _, id := range c.ids {
		d.parents = append(d.parents, d.orderOf(parent(id)))
	}
	for _, id := range c.abroad {
		d.abroad = append(d.abroad, parent(id))
	}
	abroad := slices.Clone(d.abroad)
	slices.Sort(abroad)
	abroad = slices.Compact(abroad)
	for _, id := range d.abroad {
		k, _ := slices.BinarySearch(abroad, id)
		d.sides = append(d.sides, int32(-2-k))
	}
	var b arcBuilder
	var g graph
	owners := d.addArcs(&g, c)
	result := &Coverage{ids: d.ids}
	b.assembleEdges(result, &g, owners)
	result.sortIDs()
	if len(abroad) > 0 {
		result.abroad = abroad
	}
	return result
}

// A dissolver knows the parents of areas.
type dissolver struct {
	orders  map[AreaID]int32
	ids     []AreaID // of parents
	parents []int32  // of each face
	abroad  []AreaID // the parent of each area abroad
	sides   []int32  // what it is called beside arcs
}

func (d *dissolver) orderOf(id AreaID) int32 {
	order, ok := d.orders[id]
	if !ok {
		order = int32(len(d.ids))
		d.orders[id] = order
		d.ids = append(d.ids, id)
	}
	return order
}

func (d *dissolver) of(side int32) int32 {
	switch {
	case side >= 0:
		return d.parents[side]
	case side == nobody:
		return nobody
	default:
		return d.sides[-2-side]
	}
}

// addArcs adds the edges of arcs between areas of different parents to a graph, and returns
// who owns the land on the left of each half-edge.
func (d *dissolver) addArcs(g *graph, c *Coverage) []int32 {
	var table vertexTable
	table.reset(len(c.points))
	g.reset(nil)
	var owners []int32
	for i := range c.ArcCount() {
		arc := c.Arc(i)
		left, right := d.of(arc.Left), d.of(arc.Right)
		if left == right {
			continue
		}
		from := table.number(arc.Points[0])
		for _, p := range arc.Points[1:] {
			to := table.number(p)
			g.add(from, to, nobody)
			owners = append(owners, left, right)
			from = to
		}
	}
	g.at = table.at
	return owners
}
