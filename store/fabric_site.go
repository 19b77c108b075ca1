package store

import (
	"context"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"gewu/geo"
)

const (
	shedSquareMetres = 30 // a smaller building without households is a shed
	shedReachMetres  = 30 // how far a shed goes for a building to share its cell
	spacingMetres    = 3  // of sites along an outline
	insetMetres      = 0.25
)

func (b fabricBuilding) isShed() bool {
	return b.footprint != nil && b.squareMetres < shedSquareMetres && b.households == 0
}

// groupBuildings finds the buildings that no line can part: those that overlap, those in another,
// and those at one point.
func (l *loom) groupBuildings(ctx context.Context) error {
	l.groups = make([]int, len(l.buildings))
	ids := make([]int64, len(l.buildings))
	order := map[int64]int{}
	atPoint := map[geo.Point]int{}
	for i, b := range l.buildings {
		l.groups[i], ids[i], order[b.id] = i, b.id, i
		if first, ok := atPoint[b.point]; ok {
			l.group(first, i)
			continue
		}
		atPoint[b.point] = i
	}
	rows, err := l.tx.Query(ctx, query("fabric_overlaps"), args{"buildings": ids})
	if err != nil {
		return err
	}
	var a, b int64
	_, err = pgx.ForEachRow(rows, []any{&a, &b}, func() error {
		i, known := order[a]
		if j, also := order[b]; known && also { // neither is another community's
			l.group(i, j)
		}
		return nil
	})
	return err
}

// group puts two groups of buildings together under the largest building, unless they are in two
// parts of the land.
func (l *loom) group(i, j int) {
	if l.buildings[i].part != l.buildings[j].part {
		return
	}
	i, j = l.groupOf(i), l.groupOf(j)
	if l.buildings[i].squareMetres < l.buildings[j].squareMetres || l.buildings[i].squareMetres == l.buildings[j].squareMetres && j < i {
		i, j = j, i
	}
	l.groups[j] = i
}

// groupOf returns the building that names the group of another.
func (l *loom) groupOf(i int) int {
	for l.groups[i] != i {
		i = l.groups[i]
	}
	return i
}

// A site is a point of a group of buildings, on a plane whose units are equally long either way.
type site struct {
	x, y float64 // whole
	of   int     // the building that names the group
}

// blockSites are the sites in one block.
type blockSites struct {
	list []site
	near rtree.RTreeG[int32] // the list's sites by their place
}

// plane turns a place in units into one on the plane of sites.
func (l *loom) plane(p orb.Point) (x, y float64) {
	from := l.land.Bound().Min
	return math.Round((p[0] - from[0]) * l.scale), math.Round(p[1] - from[1])
}

// fromPlane turns it back.
func (l *loom) fromPlane(x, y float64) orb.Point {
	from := l.land.Bound().Min
	return orb.Point{x/l.scale + from[0], y + from[1]}
}

// layOutSites puts sites along the outlines of all buildings, in the block of their group. Sheds
// join the group beside them.
func (l *loom) layOutSites(b *blocks) []blockSites {
	sites := make([]blockSites, len(b.land))
	l.eachBlock(b, func(block, building int) {
		if g := l.groupOf(building); !l.buildings[g].isShed() {
			sites[block].add(l.sitesOf(building, g))
		}
	})
	joined := map[int]int{}
	l.eachBlock(b, func(block, building int) {
		if g := l.groupOf(building); building == g && l.buildings[g].isShed() {
			joined[g] = sites[block].nearest(l.plane(l.buildings[g].at()))
		}
	})
	for shed, g := range joined {
		if g >= 0 {
			l.groups[shed] = g
		}
	}
	l.eachBlock(b, func(block, building int) {
		if l.buildings[building].isShed() {
			sites[block].add(l.sitesOf(building, l.groupOf(building)))
		}
	})
	return sites
}

// eachBlock visits the buildings with the block of their group.
func (l *loom) eachBlock(b *blocks, visit func(block, building int)) {
	for i := range l.buildings {
		if block := b.at(l.buildings[l.groupOf(i)].point); block >= 0 {
			visit(block, i)
		}
	}
}

func (s *blockSites) add(more []site) {
	for _, one := range more {
		at := [2]float64{one.x, one.y}
		s.near.Insert(at, at, int32(len(s.list)))
		s.list = append(s.list, one)
	}
}

// nearest returns the group that has the site nearest to a place, if it is in reach of a shed,
// else -1.
func (s *blockSites) nearest(x, y float64) int {
	found := s.nearestSite(x, y)
	if found < 0 || math.Hypot(s.list[found].x-x, s.list[found].y-y)*metresPerUnit > shedReachMetres {
		return -1
	}
	return s.list[found].of
}

// nearestSite returns the first of the sites nearest to a place, -1 for none.
func (s *blockSites) nearestSite(x, y float64) int {
	best, least := -1, math.Inf(1)
	at := [2]float64{x, y}
	s.near.Nearby(rtree.BoxDist[float64, int32](at, at, nil), func(_, _ [2]float64, i int32, dist float64) bool {
		if dist > least {
			return false
		}
		if best < 0 || int(i) < best {
			best, least = int(i), dist
		}
		return true
	})
	return best
}

// sitesOf puts sites along the outline of a building, a little inside of it so that those of
// buildings that share a wall differ; at its point where it has no footprint.
func (l *loom) sitesOf(building, group int) []site {
	b := l.buildings[building]
	if b.footprint == nil {
		x, y := l.plane(b.at())
		return []site{{x, y, group}}
	}
	var sites []site
	for _, polygon := range b.footprint {
		for i, ring := range polygon {
			flat := make(orb.Ring, len(ring))
			for j, p := range ring {
				flat[j][0], flat[j][1] = l.plane(p)
			}
			inset := insetMetres / metresPerUnit
			if (flat.Orientation() == orb.CCW) != (i == 0) {
				inset = -inset
			}
			sites = appendSites(sites, flat, inset, group)
		}
	}
	return sites
}

// appendSites puts sites along a ring, inset to its left.
func appendSites(sites []site, ring orb.Ring, inset float64, group int) []site {
	const spacing = spacingMetres / metresPerUnit
	last, first := orb.Point{}, true
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		length := math.Hypot(b[0]-a[0], b[1]-a[1])
		pieces := math.Ceil(length / spacing)
		for k := 0.5; k < pieces; k++ {
			p := orb.Point{
				math.Round(a[0] + (b[0]-a[0])*k/pieces - (b[1]-a[1])/length*inset),
				math.Round(a[1] + (b[1]-a[1])*k/pieces + (b[0]-a[0])/length*inset),
			}
			if first || math.Hypot(p[0]-last[0], p[1]-last[1]) > spacing/4 {
				sites = append(sites, site{p[0], p[1], group})
				last, first = p, false
			}
		}
	}
	return sites
}
