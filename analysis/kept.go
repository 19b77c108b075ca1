package analysis

import (
	"sync"

	"gewu/geo"
	"gewu/hotspot/reach"
)

// kept is what was worked out of evidence once and holds for as long as its buildings, services, ways and
// grids are the same, so that evidence with another issue shares it. Safe for concurrent use.
type kept struct {
	walks  sync.Once
	walked *walks
	mutex  sync.Mutex
	blind  map[int32]*blindOnce // by community

	communities sync.Once
	located     *located

	divisions sync.Once
	divided   map[int32][]int32
}

// gridsOf returns the grids of a community.
func (e *Evidence) gridsOf(community int32) []int32 {
	if e.kept == nil {
		return e.divide()[community]
	}
	e.kept.divisions.Do(func() { e.kept.divided = e.divide() })
	return e.kept.divided[community]
}

// divide returns the grids of every community.
func (e *Evidence) divide() map[int32][]int32 {
	of := map[int32][]int32{}
	for i := range e.Grounds {
		of[e.Grounds[i].Community] = append(of[e.Grounds[i].Community], int32(i))
	}
	return of
}

// snapMetres is how far from the nearest way a building or a service may stand and still be reached on foot.
const snapMetres = 150

// walks are the buildings and services put on the network of ways.
type walks struct {
	homes     *reach.Homes
	places    []reach.Place // of homes
	services  []reach.Place // of facilities
	connected []bool        // of facilities
}

// walking returns buildings and services on the network; the evidence must have one.
func (e *Evidence) walking() *walks {
	if e.kept == nil {
		return e.putOnWays()
	}
	e.kept.walks.Do(func() { e.kept.walked = e.putOnWays() })
	return e.kept.walked
}

func (e *Evidence) putOnWays() *walks {
	w := &walks{
		places: make([]reach.Place, len(e.Homes)), services: make([]reach.Place, len(e.Facilities)),
		connected: make([]bool, len(e.Facilities)),
	}
	spots, connected := make([]reach.Spot, len(e.Homes)), make([]bool, len(e.Homes))
	for i := range e.Homes {
		w.places[i], connected[i] = e.Paths.Place(e.Homes[i].At, snapMetres)
		spots[i] = w.places[i].Spot
	}
	for i := range e.Facilities {
		w.services[i], w.connected[i] = e.Paths.Place(e.Facilities[i].At, snapMetres)
	}
	w.homes = e.Paths.Gather(spots, connected)
	return w
}

// located says in which community things are that no grid has.
type located struct {
	homes      map[int32]int32 // of homes without a grid: the community; −1: none
	facilities []int32         // the community; −1: none
	err        error
}

// locating returns where things without a grid are.
func (e *Evidence) locating() *located {
	if e.kept == nil {
		return e.locate()
	}
	e.kept.communities.Do(func() { e.kept.located = e.locate() })
	return e.kept.located
}

func (e *Evidence) locate() *located {
	l := &located{homes: map[int32]int32{}, facilities: make([]int32, len(e.Facilities))}
	var land []geo.Area
	for i := range e.Areas {
		if e.Areas[i].Level == LevelCommunity && len(e.Areas[i].Boundary) > 0 {
			land = append(land, geo.Area{ID: geo.AreaID(i), Boundary: e.Areas[i].Boundary})
		}
	}
	var index *geo.Index
	if index, l.err = geo.NewIndex(land); l.err != nil {
		return l
	}
	community := func(at geo.Point) int32 {
		if id, _, err := index.Locate(at); err == nil {
			return int32(id)
		}
		return -1
	}
	for i := range e.Homes {
		if e.Pieces.Ground[e.Homes[i].Piece] < 0 {
			l.homes[int32(i)] = community(e.Homes[i].At)
		}
	}
	for i := range e.Facilities {
		if g := e.Facilities[i].Ground; g >= 0 {
			l.facilities[i] = e.Grounds[g].Community
		} else {
			l.facilities[i] = community(e.Facilities[i].At)
		}
	}
	return l
}

// blindOnce is the blind spots of a community's land, found once.
type blindOnce struct {
	once     sync.Once
	problems []geo.Problem
	err      error
}

// blindSpots returns the blind spots of a community's land, as its grids divide it.
func (e *Evidence) blindSpots(community int32) ([]geo.Problem, error) {
	once := &blindOnce{}
	if e.kept != nil {
		e.kept.mutex.Lock()
		if known, ok := e.kept.blind[community]; ok {
			once = known
		} else if e.kept.blind == nil {
			e.kept.blind = map[int32]*blindOnce{community: once}
		} else {
			e.kept.blind[community] = once
		}
		e.kept.mutex.Unlock()
	}
	once.once.Do(func() { once.problems, once.err = e.validate(community) })
	return once.problems, once.err
}

// validate finds holes, inlets and overlaps of a community's grids.
func (e *Evidence) validate(community int32) ([]geo.Problem, error) {
	var grids []geo.Area
	for _, i := range e.gridsOf(community) {
		grids = append(grids, geo.Area{ID: e.Grounds[i].ID, Boundary: e.Grounds[i].Boundary})
	}
	all, err := geo.Validate(grids, geo.Surroundings{Community: e.Areas[community].Boundary})
	if err != nil {
		return nil, err
	}
	var blind []geo.Problem
	for _, p := range all {
		if p.Kind.BlindSpot() {
			blind = append(blind, p)
		}
	}
	return blind, nil
}
