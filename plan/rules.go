package plan

import "fmt"

// A Band is the households that a grid should have, both ends allowed. One from 0 says that a grid
// has at most so many.
type Band struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

// Has reports whether a number of households lies in the band.
func (b Band) Has(households int) bool { return households >= b.Min && households <= b.Max }

// Out returns by how many households a number is outside of the band.
func (b Band) Out(households int) int { return max(b.Min-households, households-b.Max, 0) }

// some reports whether the band is one: from 0 or more to 1 or more.
func (b Band) some() bool { return b.Min >= 0 && b.Max >= 1 && b.Max >= b.Min }

// middle is what a grid in the middle of the band has.
func (b Band) middle() float64 { return float64(b.Min+b.Max) / 2 }

// Rules are what plans are checked against.
type Rules struct {
	Bands    map[GridKind]Band // a kind without a band is not bound
	PerStaff int               // households for which one member of staff is needed

	// A part of a grid that is smaller or narrower is a sliver.
	SliverSquareMetres float64
	SliverMetres       float64
}

// DefaultRules are those of the pilot regulation: 300 to 500 households to an ordinary grid, one
// member of staff for each 300.
func DefaultRules() Rules {
	return Rules{Bands: map[GridKind]Band{Ordinary: {300, 500}}, PerStaff: 300, SliverSquareMetres: 2, SliverMetres: 0.5}
}

// Check says what is wrong with the rules: a band that begins below 0, or ends below 1 or before it begins,
// or a number of households for a member of staff below 1.
func (r Rules) Check() error {
	for _, kind := range sortedKeys(r.Bands) {
		if b := r.Bands[kind]; !b.some() {
			return fmt.Errorf("band of %s grids: %d to %d is none", kind, b.Min, b.Max)
		}
	}
	if r.PerStaff < 1 {
		return fmt.Errorf("%d households for a member of staff are none", r.PerStaff)
	}
	return nil
}

// BandOf returns the band that binds a grid, and whether one does: none binds what is exempt, nor
// one of a kind that has none. A band that is none binds nothing.
func (r Rules) BandOf(g Grid) (Band, bool) {
	b, bound := r.Bands[g.Kind]
	return b, bound && g.Exempt == "" && b.some()
}

// Staff returns how many members of staff a grid needs by the two rules: one for each PerStaff
// households or part of that number, and one for a grid.
func (p *Plan) Staff(id GridID, r Rules) (perHouseholds, perGrid int) {
	if _, alive := p.Grid(id); !alive {
		return 0, 0
	}
	if r.PerStaff > 0 {
		perHouseholds = (p.Tally(id).Households + r.PerStaff - 1) / r.PerStaff
	}
	return perHouseholds, 1
}
