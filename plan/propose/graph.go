package propose

// A Class says what runs along a border between two cells: the higher, the better a border of
// grids.
type Class uint8

// The classes of borders. Water without a bridge is not a class: cells on its two sides do not
// touch in a Graph.
const (
	Inside   Class = iota // nothing: two buildings of one block
	Wall                  // the wall of an estate, or a railway
	Lane                  // 巷
	Road                  // 支路
	Arterial              // 主干路 or 次干路
	River                 // water that a bridge crosses here
)

var classCosts = [...]float64{Inside: 10, Wall: 3, Lane: 3, Road: 1.5, Arterial: 1, River: 0.5}

// Cost returns what a metre of a grid's border costs where this runs along it; a class that does
// not exist costs as much as Inside.
func (c Class) Cost() float64 {
	if int(c) < len(classCosts) {
		return classCosts[c]
	}
	return classCosts[Inside]
}

// OnRoad reports whether a border of this class can be seen on the ground as a road or water.
func (c Class) OnRoad() bool { return c >= Lane }

// A Cell is the smallest piece of land that a grid has.
type Cell struct {
	Households   int
	SquareMetres float64
	OuterMetres  float64 // of its outline that no border of the graph is: the community's border, or water
	Estate       int32   // that it belongs to; 0: none
	X, Y         float64 // a point in it, in metres of any plane
}

// A Border is the line along which two cells meet and people can cross. Two cells may meet along
// several, which need not be joined beforehand.
type Border struct {
	A, B   int32 // of Graph.Cells
	Metres float64
	Class  Class
}

// A Graph is the cells of a community and how they meet.
type Graph struct {
	Cells   []Cell
	Borders []Border
}

// None stands in an assignment for the grid of a cell that has none.
const None int32 = -1
