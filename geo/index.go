package geo

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// An AreaID identifies an area.
type AreaID int64

// An Area is what an Index is built from: an identity and a boundary in degrees of CGCS2000,
// rings closed, holes after the outer ring of their polygon. The order of a slice of areas
// decides ties, see the package documentation.
type Area struct {
	ID       AreaID
	Boundary orb.MultiPolygon
}

// A Rule says how a point came to its area.
type Rule uint8

// A point lies inside its area, or on its border.
const (
	Inside Rule = iota
	Border
)

// String returns "inside" or "border".
func (r Rule) String() string {
	if r == Border {
		return "border"
	}
	return "inside"
}

// ErrNoArea is returned for a point that no area covers.
var ErrNoArea = errors.New("no area covers this point")

// An AreaError says what makes an area unfit for an index.
type AreaError struct {
	ID  AreaID
	Err error
}

// Error names the area.
func (e *AreaError) Error() string { return fmt.Sprintf("area %d: %v", e.ID, e.Err) }

// Unwrap returns the reason alone.
func (e *AreaError) Unwrap() error { return e.Err }

// An Index finds areas by position: those of a slice of areas, see [NewIndex], or of an atlas,
// see [IndexAtlas]. Its answers never change once it is built, and it is safe for concurrent use.
//
// All areas are in an R-tree by their boxes. An index of an atlas has a label raster besides,
// which knows the owner of most points without looking at a border, and remembers which borders are
// near to places that it is asked about often.
type Index struct {
	slots  []*slot  // nil where there is none any more
	sheets []*Sheet // of an atlas, by group
	order  []int    // the slot of each sheet
	tree   *shapeTree
	places *ledger   // the slot of each area
	raster *raster   // nil for an index of areas
	close  *vicinity // nil without a raster
	odd    int       // slots with areas that may overlap others
}

// A shapeTree finds shapes by their boxes. Copies share what neither changes.
type shapeTree struct {
	copying sync.Mutex // a copy is noted in the original
	rtree.RTreeGN[float64, shapeID]
}

// NewIndex builds an index of areas, which may overlap. Vertices are rounded to 1e-7 degree; a
// polygon or hole of which nothing is left then is left out. Its error names the first area
// with a vertex that is not on the earth, an open ring, no land at all, or an ID that occurred
// before; it is an [*AreaError].
func NewIndex(areas []Area) (*Index, error) {
	l, err := newLayer(areas)
	if err != nil {
		return nil, err
	}
	x := &Index{slots: []*slot{{loose: l}}, tree: &shapeTree{}, odd: 1}
	x.plant(0)
	x.places = newLedger(x.entries())
	return x, nil
}

// plant puts the shapes of a slot into the tree.
func (x *Index) plant(at int) {
	s := x.slots[at]
	for shape := range s.shapes() {
		low, high := s.box(shape).corners()
		x.tree.Insert(low, high, shapeAt(at, shape))
	}
}

// copy returns a tree that can be changed while this one is read.
func (t *shapeTree) copy() *shapeTree {
	t.copying.Lock()
	defer t.copying.Unlock()
	return &shapeTree{RTreeGN: *t.Copy()}
}

// shape returns the slot and the number in it of a shape.
func (x *Index) shape(id shapeID) (*slot, int) { return x.slots[id>>32], int(uint32(id)) }

// Locate returns the area that owns p by the rule of the package documentation, and whether
// p lies inside it or on its border. It returns ErrNoArea for a point that no area covers.
// It allocates nothing.
func (x *Index) Locate(p Point) (AreaID, Rule, error) {
	if x.raster == nil {
		return x.search(p)
	}
	label, rule, sure := x.raster.locate(p)
	switch {
	case !sure:
		return x.search(p)
	case label == nobodys:
		return 0, Inside, ErrNoArea
	default:
		return x.raster.names.of(label), rule, nil
	}
}

// search is Locate without the raster.
func (x *Index) search(p Point) (AreaID, Rule, error) {
	if x.tree.Len() == 0 {
		return 0, Inside, ErrNoArea
	}
	const none = math.MaxInt64
	owner, ownerRank, rule := AreaID(0), int64(none), Inside
	toucher, toucherRank := AreaID(0), int64(none)
	at := [2]float64{float64(p.Lon), float64(p.Lat)}
	x.tree.Search(at, at, func(_, _ [2]float64, found shapeID) bool {
		s, shape := x.shape(found)
		id, rank := s.area(shape)
		if rank >= ownerRank {
			return true
		}
		switch owned, on := s.test(shape, p); {
		case owned && on:
			owner, ownerRank, rule = id, rank, Border
		case owned:
			owner, ownerRank, rule = id, rank, Inside
		case on && rank < toucherRank:
			toucher, toucherRank = id, rank
		}
		return true
	})
	switch {
	case ownerRank != none:
		return owner, rule, nil
	case toucherRank != none:
		return toucher, Border, nil
	default:
		return 0, Inside, ErrNoArea
	}
}

// Covering appends to areas every area that owns p, in the order that decides ties: several
// where areas overlap, else the one that Locate returns, and none where no area covers p.
func (x *Index) Covering(areas []AreaID, p Point) []AreaID {
	if x.raster != nil {
		if label, _, sure := x.raster.locate(p); sure {
			return x.raster.names.append(areas, label)
		}
	}
	var found []rankedArea
	at := [2]float64{float64(p.Lon), float64(p.Lat)}
	x.tree.Search(at, at, func(_, _ [2]float64, id shapeID) bool {
		s, shape := x.shape(id)
		if owned, _ := s.test(shape, p); owned {
			area, rank := s.area(shape)
			found = append(found, rankedArea{area, rank})
		}
		return true
	})
	if len(found) > 0 {
		return appendByRank(areas, found)
	}
	if id, _, err := x.search(p); err == nil {
		areas = append(areas, id)
	}
	return areas
}

// Disjoint reports whether it is known that no two areas overlap: all are in the coverages of an
// atlas.
func (x *Index) Disjoint() bool { return x.odd == 0 }

// A rankedArea is an area and its place in the order that decides ties.
type rankedArea struct {
	id   AreaID
	rank int64
}

// appendByRank appends areas in order, each once.
func appendByRank(areas []AreaID, found []rankedArea) []AreaID {
	slices.SortFunc(found, func(a, b rankedArea) int { return cmp.Compare(a.rank, b.rank) })
	for i, f := range found {
		if i == 0 || f.rank != found[i-1].rank {
			areas = append(areas, f.id)
		}
	}
	return areas
}

// LocateAll writes the area that owns each point to ids, 0 where no area covers the point. It
// panics if ids is shorter than points. It allocates nothing.
func (x *Index) LocateAll(points []Point, ids []AreaID) {
	ids = ids[:len(points)]
	for from := 0; from < len(points) && x.raster != nil; from += batchSize {
		to := min(from+batchSize, len(points))
		x.locateBatch(points[from:to], ids[from:to])
	}
	if x.raster == nil {
		for i, p := range points {
			ids[i], _, _ = x.search(p)
		}
	}
}

// locateBatch is LocateAll for a batch.
func (x *Index) locateBatch(points []Point, ids []AreaID) {
	var b pointBatch
	x.raster.locateBatch(&b, points)
	for i := range points {
		ids[i] = x.raster.names.of(b.labels[i])
	}
	for _, i := range b.unsure[:b.unsures] {
		ids[i], _, _ = x.search(points[i])
	}
}
