package propose

// A Mode says what is asked of Run.
type Mode uint8

// The modes of a request.
const (
	Repair Mode = iota // change as little as will do; needs Current
	Redraw             // draw as if there were nothing, and keep the codes that can be kept
	Split              // divide the one grid in Scope into Parts
)

// A Band is the households that a grid should have, both ends allowed. One from 0 says that a grid has
// at most so many; its grids are drawn towards the middle as those of any other.
type Band struct{ Min, Max int }

// Has reports whether a number of households lies in the band.
func (b Band) Has(households int) bool { return households >= b.Min && households <= b.Max }

// A Request says what to divide and how. Its slices are not changed and not kept.
type Request struct {
	Graph   Graph
	Band    Band
	Mode    Mode
	Current []int32 // the grid of each cell today, from 0, or None; nil: no cell has a grid
	Locked  []bool  // of each grid: must keep exactly its cells; grids past the end are not locked
	Exempt  []bool  // of each grid: the band does not hold for it; it keeps its cells as well
	Scope   []int32 // the grids that may change; nil: all. Cells without a grid may always get one
	Parts   int     // of Split; 0: as many as the band asks for
	Seed    uint64
}

// Progress is told from time to time which share of the work is done, 0 to 1, rising. It is called
// from the goroutine that runs the request.
type Progress func(share float64)
