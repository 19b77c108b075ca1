package plan

// A GridKind says whether the band binds a grid.
type GridKind string

// The kinds of grids.
const (
	Ordinary  GridKind = "ordinary"
	Dedicated GridKind = "dedicated" // 专属网格: a park, market or school, which the band does not bind
)

// A Grid is one grid of a plan.
type Grid struct {
	Alive     bool
	Area      int64 // the area of the edition that the plan began from; 0: new
	Community int64 // the area it is a part of
	Code      string
	Name      string
	Kind      GridKind
	Exempt    string // why an ordinary grid need not be in the band; "": it must
	Colour    uint8  // 0–7; kept while the grid lives
	Locked    bool   // nothing may be given to it or taken from it
}

// A Tally counts what lies in a grid.
type Tally struct {
	Cells        int     `json:"cells"`
	Buildings    int     `json:"buildings"`
	Households   int     `json:"households"`
	Residents    int     `json:"residents"`
	SquareMetres float64 `json:"square_metres"`
}

// A Plan is a draft division of a fabric: which grid each cell is in. It is never changed:
// operations make the next one, which shares with it all that stays. Safe for concurrent use.
type Plan struct {
	fabric  *Fabric
	grid    table[GridID] // of each cell
	base    *beginning
	grids   table[Grid]  // from 1: number 0 is NoGrid and never alive
	tallies table[Tally] // of each grid, number 0 of what is unassigned
}
