package plan

import (
	"math"
)

// Metrics are the figures of a plan.
type Metrics struct {
	Grids      int     `json:"grids"`
	Bound      int     `json:"bound"` // grids that the band binds
	InBand     int     `json:"in_band"`
	BandShare  float64 `json:"band_share"` // of those bound; 1 when none is
	Households int     `json:"households"`
	Fewest     int     `json:"fewest"` // households of a grid that is bound
	Most       int     `json:"most"`

	MaxDeviation      float64 `json:"max_deviation"`      // from the middle of the band, as a share of it
	StandardDeviation float64 `json:"standard_deviation"` // from the middle of the band, in households

	BorderMetres map[string]float64 `json:"border_metres"` // between grids, by class
	RoadShare    float64            `json:"road_share"`    // of them on lanes, roads and water; 1 when there are none
	Compactness  float64            `json:"compactness"`   // mean of 4π·area/perimeter² (Polsby and Popper 1991)
	LeastCompact float64            `json:"least_compact"` // that of the worst grid

	HouseholdsMoved int     `json:"households_moved"` // in another grid than where the plan began; those in none then do not count
	MovedShare      float64 `json:"moved_share"`      // of all households
	BuildingsMoved  int     `json:"buildings_moved"`
	CellsMoved      int     `json:"cells_moved"`
	GridsChanged    int     `json:"grids_changed"` // that gained or lost a cell, began or ended

	EstatesCut           int `json:"estates_cut"`
	LooseParts           int `json:"loose_parts"`
	Unassigned           int `json:"unassigned"` // cells
	UnassignedHouseholds int `json:"unassigned_households"`
	StaffByHouseholds    int `json:"staff_by_households"`
	StaffByGrid          int `json:"staff_by_grid"`
}

// Metrics measures the plan.
func (p *Plan) Metrics(r Rules) Metrics {
	m := Metrics{BorderMetres: map[string]float64{}}
	p.measureBands(&m, r)
	p.measureBorders(&m)
	p.measureMoves(&m)
	m.EstatesCut = len(p.estatesCut())
	for _, parts := range p.parts(p.alive()) {
		m.LooseParts += len(parts) - 1
	}
	none := p.Tally(NoGrid)
	m.Unassigned, m.UnassignedHouseholds = none.Cells, none.Households
	m.Households += none.Households
	m.MovedShare = ratio(float64(m.HouseholdsMoved), float64(m.Households), 0)
	return m
}

// alive lists the grids that are there, by number.
func (p *Plan) alive() []GridID {
	var ids []GridID
	for id := range p.Grids() {
		ids = append(ids, id)
	}
	return ids
}

// ratio is a share, and whole when there is nothing to share.
func ratio(part, all, whole float64) float64 {
	if all == 0 {
		return whole
	}
	return part / all
}

// measureBands measures how the households of grids lie to the band.
func (p *Plan) measureBands(m *Metrics, r Rules) {
	squares := 0.0
	for id, g := range p.Grids() {
		households := p.Tally(id).Households
		byHouseholds, byGrid := p.Staff(id, r)
		m.Grids++
		m.Households += households
		m.StaffByHouseholds += byHouseholds
		m.StaffByGrid += byGrid
		band, bound := r.BandOf(g)
		if !bound {
			continue
		}
		if m.Bound == 0 {
			m.Fewest = households
		}
		m.Bound++
		m.Fewest, m.Most = min(m.Fewest, households), max(m.Most, households)
		if band.Has(households) {
			m.InBand++
		}
		off := math.Abs(float64(households) - band.middle())
		m.MaxDeviation = max(m.MaxDeviation, off/band.middle())
		squares += off * off
	}
	m.BandShare = ratio(float64(m.InBand), float64(m.Bound), 1)
	m.StandardDeviation = math.Sqrt(ratio(squares, float64(m.Bound), 0))
}

// measureBorders measures the borders between grids, and how compact these make them.
func (p *Plan) measureBorders(m *Metrics) {
	around, all, onRoad := make([]float64, p.grids.size), 0.0, 0.0
	for id := range p.Borders() {
		a := p.fabric.arcs.at(int32(id))
		left, right, metres := p.GridOf(a.Left), p.GridOf(a.Right), a.metres()
		around[left] += metres
		around[right] += metres
		if a.Left == NoCell || a.Right == NoCell {
			continue
		}
		m.BorderMetres[a.Class.String()] += metres
		all += metres
		if a.Class >= Lane {
			onRoad += metres
		}
	}
	m.RoadShare = ratio(onRoad, all, 1)
	m.LeastCompact = 1
	for id := range p.Grids() {
		compact := min(1, ratio(4*math.Pi*p.Tally(id).SquareMetres, around[id]*around[id], 0))
		m.Compactness += compact / float64(m.Grids)
		m.LeastCompact = min(m.LeastCompact, compact)
	}
}

// measureMoves counts what is in another grid than where the plan began.
func (p *Plan) measureMoves(m *Metrics) {
	changed := make([]bool, p.grids.size)
	for id, c := range p.fabric.Cells() {
		was, is := p.was(c), p.GridOf(id)
		if was == is {
			continue
		}
		changed[was], changed[is] = true, true
		if was != NoGrid {
			m.HouseholdsMoved += c.Households
			m.BuildingsMoved += len(c.Buildings)
			m.CellsMoved++
		}
	}
	for _, c := range changed[1:] {
		if c {
			m.GridsChanged++
		}
	}
}
