package district

import (
	"math"
	"sync"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"gewu/geo"
)

// A ground finds divisions by the boxes around their places. Copies share what neither changes.
// A division without places is nowhere on it.
type ground struct {
	copying sync.Mutex // a copy is noted in the original
	tree    rtree.RTreeGN[float64, *division]
	grids   int // of all divisions
}

// next returns a ground with the same divisions that can be written to.
func (g *ground) next() *ground {
	g.copying.Lock()
	defer g.copying.Unlock()
	return &ground{tree: *g.tree.Copy(), grids: g.grids}
}

func (g *ground) add(d *division) {
	if len(d.places) > 0 {
		low, high := corners(d.bound)
		g.tree.Insert(low, high, d)
		g.grids += len(d.grids)
	}
}

func (g *ground) remove(d *division) {
	if len(d.places) > 0 {
		low, high := corners(d.bound)
		g.tree.Delete(low, high, d)
		g.grids -= len(d.grids)
	}
}

// reaching visits the divisions whose box has a point in common with b.
func (g *ground) reaching(b geo.Box, visit func(*division)) {
	low, high := corners(b)
	g.search(low, high, visit)
}

// near visits the divisions whose box has a point in common with b, in degrees; it may visit some
// that are no more than a unit of a [geo.Point] outside of it, too.
func (g *ground) near(b orb.Bound, visit func(*division)) {
	const perDegree = 1e7
	low := [2]float64{math.Floor(b.Min[0] * perDegree), math.Floor(b.Min[1] * perDegree)}
	high := [2]float64{math.Ceil(b.Max[0] * perDegree), math.Ceil(b.Max[1] * perDegree)}
	g.search(low, high, visit)
}

func (g *ground) search(low, high [2]float64, visit func(*division)) {
	g.tree.Search(low, high, func(_, _ [2]float64, d *division) bool {
		visit(d)
		return true
	})
}

// extent returns the box around all places; nil: there are none.
func (g *ground) extent() *geo.Box {
	if g.tree.Len() == 0 {
		return nil
	}
	low, high := g.tree.Bounds()
	return &geo.Box{
		Min: geo.Point{Lon: int32(low[0]), Lat: int32(low[1])},
		Max: geo.Point{Lon: int32(high[0]), Lat: int32(high[1])},
	}
}

func corners(b geo.Box) (low, high [2]float64) {
	return [2]float64{float64(b.Min.Lon), float64(b.Min.Lat)}, [2]float64{float64(b.Max.Lon), float64(b.Max.Lat)}
}
