package plan

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// None of the identities within a fabric or plan is used again for another thing, so that what two
// planners say of one at the same time means the same.
type (
	// A CellID numbers a cell.
	CellID int32
	// A NodeID numbers a node.
	NodeID int32
	// An ArcID numbers a border.
	ArcID int32
	// A GridID numbers a grid of a plan; NoGrid: unassigned.
	GridID int32
)

// What is outside of the land, and in no grid.
const (
	NoCell CellID = -1
	NoGrid GridID = 0
)

// A Class says what runs along a border. A higher class is harder to cross.
type Class uint8

// The classes of borders.
const (
	None      Class = iota // nothing: the middle between two buildings
	Wall                   // an estate's wall, or a railway
	Lane                   // 巷
	Road                   // a road, 支路
	Arterial               // 主干路 or 次干路
	River                  // the line of a river, or the bank of water
	Community              // the border of a community
)

var classNames = [...]string{"none", "wall", "lane", "road", "arterial", "river", "community"}

// String returns the class as the glossary writes it.
func (c Class) String() string {
	if int(c) < len(classNames) {
		return classNames[c]
	}
	return fmt.Sprintf("Class(%d)", uint8(c))
}

// ParseClass returns the class that the glossary writes so.
func ParseClass(name string) (Class, error) {
	c := slices.Index(classNames[:], name)
	if c < 0 {
		return 0, fmt.Errorf("there is no class of borders %q", name)
	}
	return Class(c), nil
}

// A Node is where borders meet, or where one that meets no other begins.
type Node struct {
	At    geo.Point
	Alive bool
}

// An Arc is a border from one node to the next, stored once, with the cell on either side of it.
type Arc struct {
	From, To    NodeID // equal for a border that comes back
	Left, Right CellID // seen from From to To; NoCell outside of the land; both NoCell: the arc is gone
	Class       Class
	Bridge      bool        // a way leads over it, though it is water
	Points      []geo.Point // both ends included; never changed
}

// Alive reports whether the border is still there.
func (a Arc) Alive() bool { return a.Left != a.Right }

// A Cell is the smallest piece of land that a plan assigns.
type Cell struct {
	Arcs         []ArcID // its borders, in no order; empty: the cell is gone; never changed
	Buildings    []int32 // its buildings, by number in the fabric; never changed
	Parent       CellID  // the cell of the first fabric that it is a piece of; itself for one of those
	Community    int64   // the area it lay in when the fabric was made
	Estate       int64   // 0: in none
	Block        int32
	Households   int
	Residents    int
	SquareMetres float64
}

// Alive reports whether the cell is still there: one that was cut is gone, its pieces are new.
func (c Cell) Alive() bool { return len(c.Arcs) > 0 }

// A Building counts for the cell that its point is in. Its footprint may reach into others.
type Building struct {
	ID         int64
	At         geo.Point
	Households int
	Residents  int
	Estate     int64 // 0: in none
	Name       string
	Footprint  orb.MultiPolygon // degrees; nil: it is known by its point only
}

// An Estate is a walled or named compound that should stay in one grid.
type Estate struct {
	ID   int64
	Name string
}

// A Fabric is the coverage of the cells of a community, or of some that lie side by side, on one
// topology. It is never changed.
type Fabric struct {
	nodes     table[Node]
	arcs      table[Arc]
	cells     table[Cell]
	buildings []Building
	estates   map[int64]Estate
	roads     []Line // that borders can follow
	places    *places
	links     *links
}

// A Line is a way on the ground that a border can follow.
type Line struct {
	Class  Class
	Name   string
	Points []geo.Point
}

// A Source is what a fabric is made of: a coverage of cells and what is known of them. The face i
// of the coverage is the land of Cells[i]; of a cell, Arcs and SquareMetres are not looked at. Classes and
// Bridges belong to the coverage's arcs.
type Source struct {
	Coverage  *geo.Coverage
	Cells     []Cell
	Classes   []Class
	Bridges   []bool
	Buildings []Building
	Estates   []Estate
	Roads     []Line
}
