package plan

import (
	"errors"
	"fmt"

	"gewu/geo"
)

// NewFabric makes a fabric. Cells, nodes and arcs keep the numbers they have in the coverage. The
// error names the cell that does not fit: without land, or with a building that is not on its land
// or is another cell's too.
func NewFabric(s Source) (*Fabric, error) {
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("fabric: %w", err)
	}
	f := &Fabric{buildings: s.Buildings, roads: s.Roads, estates: map[int64]Estate{}}
	for _, estate := range s.Estates {
		f.estates[estate.ID] = estate
	}
	f.nodes = tableOf(s.nodes())
	arcs := s.arcs()
	f.arcs = tableOf(arcs)
	cells := s.cells(arcs)
	f.cells = tableOf(cells)
	f.places = placesOf(f)
	for id := range cells {
		if err := f.complete(&cells[id], CellID(id)); err != nil {
			return nil, fmt.Errorf("fabric: cell %d: %w", id, err)
		}
	}
	f.cells = tableOf(cells)
	f.links = linksOf(f)
	return f, f.checkBuildings()
}

var (
	errNoLand    = errors.New("it has no land")
	errElsewhere = errors.New("a building of it stands elsewhere")
	errShared    = errors.New("a building of it is another cell's, too")
	errUnknown   = errors.New("a building of it is not known")
)

// check compares the lengths of what belongs together.
func (s Source) check() error {
	switch {
	case s.Coverage == nil:
		return errors.New("there is no coverage")
	case len(s.Cells) != s.Coverage.Len():
		return fmt.Errorf("%d cells for the %d faces of the coverage", len(s.Cells), s.Coverage.Len())
	case len(s.Classes) != 0 && len(s.Classes) != s.Coverage.ArcCount():
		return fmt.Errorf("%d classes for %d arcs", len(s.Classes), s.Coverage.ArcCount())
	case len(s.Bridges) != 0 && len(s.Bridges) != s.Coverage.ArcCount():
		return fmt.Errorf("%d bridges for %d arcs", len(s.Bridges), s.Coverage.ArcCount())
	}
	return nil
}

func (s Source) nodes() []Node {
	nodes := make([]Node, 0, len(s.Coverage.Nodes()))
	for _, p := range s.Coverage.Nodes() {
		nodes = append(nodes, Node{At: p, Alive: true})
	}
	return nodes
}

func (s Source) arcs() []Arc {
	arcs := make([]Arc, s.Coverage.ArcCount())
	for i := range arcs {
		a := s.Coverage.Arc(i)
		arcs[i] = Arc{
			From: NodeID(a.From), To: NodeID(a.To),
			Left: max(CellID(a.Left), NoCell), Right: max(CellID(a.Right), NoCell), Points: a.Points,
		}
		if len(s.Classes) > 0 {
			arcs[i].Class = s.Classes[i]
		}
		if len(s.Bridges) > 0 {
			arcs[i].Bridge = s.Bridges[i]
		}
	}
	return arcs
}

func (s Source) cells(arcs []Arc) []Cell {
	cells := make([]Cell, len(s.Cells))
	for i, c := range s.Cells {
		c.Arcs, c.Parent = nil, CellID(i)
		cells[i] = c
	}
	for i, a := range arcs {
		for _, id := range [2]CellID{a.Left, a.Right} {
			if id != NoCell {
				cells[id].Arcs = append(cells[id].Arcs, ArcID(i))
			}
		}
	}
	return cells
}

// complete measures a cell and looks whether its buildings stand on it.
func (f *Fabric) complete(c *Cell, id CellID) error {
	if !c.Alive() {
		return errNoLand
	}
	outline := outlineOf(f, id, c.Arcs)
	c.SquareMetres = outline.squareMetres()
	for _, b := range c.Buildings {
		if b < 0 || int(b) >= len(f.buildings) {
			return errUnknown
		}
		if !outline.holds(f.buildings[b].At) {
			return fmt.Errorf("%w: %d, at %v", errElsewhere, f.buildings[b].ID, f.buildings[b].At)
		}
	}
	return nil
}

// checkBuildings looks for buildings that two cells have.
func (f *Fabric) checkBuildings() error {
	seen := make([]bool, len(f.buildings))
	for id, c := range f.Cells() {
		for _, b := range c.Buildings {
			if seen[b] {
				return fmt.Errorf("fabric: cell %d: %w: %d", id, errShared, f.buildings[b].ID)
			}
			seen[b] = true
		}
	}
	return nil
}

// A topology knows arcs by number: a fabric, or an edit that makes the next.
type topology interface {
	arc(ArcID) Arc
}

func (f *Fabric) arc(id ArcID) Arc { return f.arcs.at(int32(id)) }
func (e *edit) arc(id ArcID) Arc   { return e.arcs.at(int32(id)) }

// PlaceOf returns a point inside a cell: its first building's if it has one.
func (f *Fabric) PlaceOf(id CellID) geo.Point {
	c, alive := f.Cell(id)
	if !alive {
		return geo.Point{}
	}
	if len(c.Buildings) > 0 {
		return f.buildings[c.Buildings[0]].At
	}
	inside, err := geo.InteriorPoint(outlineOf(f, id, c.Arcs).boundary())
	if err != nil {
		return f.arc(c.Arcs[0]).Points[0]
	}
	return inside
}
