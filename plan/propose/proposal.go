package propose

// A Merit is what a proposal does better than the others beside it, and by which it is called.
type Merit uint8

// The merits of proposals.
const (
	LeastChange Merit = iota // fewest households change their grid
	BestBorders              // its borders cost least
	MostEven                 // its grids deviate least from the middle of the band
	FewestGrids
	Compromise // in nothing the best, and nearest to the best in everything together
)

// A Proposal is one division.
type Proposal struct {
	Merits     []Merit // rising, one at least, none of them that of another proposal beside it
	Assignment []int32 // the grid of each cell; new grids are numbered on from the highest of Current
	Metrics    Metrics
	Reasons    []Reason  // one for each grid that changes, in order of grids
	Problems   []Problem // what could not be met, and why
}

// Metrics are the figures of a division. Exempt grids count in all but the band's.
type Metrics struct {
	Grids, Exempt     int
	InBand            int // grids that are not exempt and inside the band
	Detached          int // grids of more than one part
	FewestHouseholds  int // of a grid that is not exempt
	MostHouseholds    int // likewise
	Households        int
	HouseholdsMoved   int     // in another grid than in Current; those without a grid do not count
	CellsMoved        int     // likewise
	GridsChanged      int     // grids of Current or of the proposal that gained or lost a cell
	EstatesCut        int     // estates in more than one grid
	MaxDeviation      float64 // from the middle of the band, as a share of it
	StandardDeviation float64 // from the middle of the band, in households
	Cost              float64 // of borders between grids: metres times Class.Cost
	BorderMetres      float64 // between grids
	OnRoadMetres      float64 // of these, on roads and water
	Compactness       float64 // mean of 4π·area/perimeter² over the grids (Polsby and Popper 1991); 0 when areas are not known
	LeastCompact      float64 // the worst of them
}

// InBandShare returns the share of the grids under the band that are inside it, 1 when there is
// none.
func (m Metrics) InBandShare() float64 { return share(float64(m.InBand), float64(m.Grids-m.Exempt)) }

// MovedShare returns the share of households that change their grid.
func (m Metrics) MovedShare() float64 {
	if m.Households == 0 {
		return 0
	}
	return float64(m.HouseholdsMoved) / float64(m.Households)
}

// OnRoadShare returns the share of the border between grids that runs along roads and water, 1
// when there is no border.
func (m Metrics) OnRoadShare() float64 { return share(m.OnRoadMetres, m.BorderMetres) }

func share(part, whole float64) float64 {
	if whole == 0 {
		return 1
	}
	return part / whole
}

// A Why says for what reason a grid changes.
type Why uint8

// The reasons of changes.
const (
	WasOver        Why = iota // it had more households than the band allows
	WasUnder                  // it had fewer
	WasDetached               // it was in more than one part
	IsNew                     // it did not exist
	Dissolved                 // it no longer exists
	TookUnassigned            // it took cells that had no grid
	MakesRoom                 // a neighbour, Reason.Other, had to give or get, and it did the other part
	BetterBorder              // it was as it should be; its border costs less now
)

// A Reason tells why one grid changes, with its figures.
type Reason struct {
	Grid         int32
	Why          Why
	Before       int   // households today, by today's counts; 0 for a new grid
	After        int   // 0 for a dissolved grid
	Gained, Lost int   // households that come from, and go to, other grids or none
	Other        int32 // the grid for which it makes room, or with which it exchanges most households, None if with none
	OtherBefore  int   // its households today
	OtherMoved   int   // the households it exchanges with Other, both ways
}

// A ProblemKind names what stands against a division that meets every wish.
type ProblemKind uint8

// The kinds of problems.
const (
	CellOverBand    ProblemKind = iota // one cell has more than the band: part it by entrances, or exempt its grid
	EstateOverBand                     // an estate has more than the band, so it is cut
	EstateApart                        // an estate's cells are not connected, or are held by locked grids, so it is cut
	IslandUnderBand                    // cells that touch no other have too few households together for a grid
	IslandNoCount                      // no number of grids in the band has an island's households (say 550 at 300–500)
	LockedOutOfBand                    // a grid that may not change is outside the band
	LockedDetached                     // a grid that may not change is in more than one part
	GridOverBand                       // a grid of the proposal has too many households
	GridUnderBand                      // a grid of the proposal has too few
)

// A Problem is one of them, with its place and figures.
type Problem struct {
	Kind       ProblemKind
	Grid       int32   // of the proposal; None where it is known before any grid is
	Cells      []int32 // the cell over the band, the cells of the estate or island; nil when Grid says it
	Estate     int32   // 0: no estate
	Households int     // of what has the problem
}

// A Move is one change a planner could make next.
type Move struct {
	Cells      []int32 // that move together, rising
	From, To   int32   // From is None for cells that have no grid
	Households int     // of the cells
	FromAfter  int     // households of From when it is done
	ToAfter    int
	OutBefore  int     // households by which From and To are outside the band, together
	OutAfter   int     // the same when it is done
	CostChange float64 // of the borders between grids; negative is better
}
