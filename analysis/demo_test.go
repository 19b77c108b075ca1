package analysis_test

import (
	"math"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"gewu/analysis"
	"gewu/district"
	"gewu/geo"
	"gewu/hotspot"
	"gewu/internal/demo"
)

var (
	china     = time.FixedZone("UTC+8", 8*3600)
	demoToday = time.Date(2026, time.November, 22, 0, 0, 0, 0, china)
)

// A demoTown is the demo district of a seed as evidence.
type demoTown struct {
	district *demo.District
	evidence *analysis.Evidence
}

var demoTowns sync.Map

// demoOf returns the demo district of a seed; tests share it.
func demoOf(t *testing.T, seed uint64) *demoTown {
	t.Helper()
	once, _ := demoTowns.LoadOrStore(seed, sync.OnceValue(func() *demoTown {
		d := demo.Generate(seed, demoToday)
		return &demoTown{d, evidenceOf(d)}
	}))
	return once.(func() *demoTown)()
}

func pointOf(p orb.Point) geo.Point {
	return geo.Point{Lon: int32(math.Round(p[0] * 1e7)), Lat: int32(math.Round(p[1] * 1e7))}
}

// evidenceOf makes evidence of a demo district as the store does of its records.
func evidenceOf(d *demo.District) *analysis.Evidence {
	known := analysis.Evidence{Version: 1, Program: "gewu test", Today: analysis.DayOf(demoToday, china), Zone: "Asia/Shanghai"}
	known.Areas = []analysis.Area{{ID: 1, Code: "d", Name: d.Name.ZH, Parent: -1, Level: analysis.LevelDistrict}}
	box := geo.Box{Min: geo.Point{Lon: math.MaxInt32, Lat: math.MaxInt32}, Max: geo.Point{Lon: math.MinInt32, Lat: math.MinInt32}}
	for _, l := range d.Layers {
		for _, a := range l.Areas {
			if l.Level != "grid" {
				continue
			}
			known.Grounds = append(known.Grounds, analysis.Ground{
				ID: geo.AreaID(100 + len(known.Grounds)), Code: a.Code, Name: a.Name, Parent: 0, Community: -1, Street: -1, Boundary: a.Boundary, Middle: middleOfArea(a.Boundary),
			})
			b := a.Boundary.Bound()
			box.Min = geo.Point{Lon: min(box.Min.Lon, pointOf(b.Min).Lon), Lat: min(box.Min.Lat, pointOf(b.Min).Lat)}
			box.Max = geo.Point{Lon: max(box.Max.Lon, pointOf(b.Max).Lon), Lat: max(box.Max.Lat, pointOf(b.Max).Lat)}
		}
	}
	for _, code := range d.Codes.Codes {
		if len(code.Code) == 2 {
			continue // a large class
		}
		known.Kinds = append(known.Kinds, analysis.Kind{Code: code.Code, Name: analysis.Text{ZH: code.Name.ZH, EN: code.Name.EN}, Group: code.Code[:2]})
	}
	known.Plane = analysis.NewPlane(geo.Point{Lon: box.Min.Lon/2 + box.Max.Lon/2, Lat: box.Min.Lat/2 + box.Max.Lat/2})
	known.Lattice = analysis.LatticeOver(known.Plane, box)
	return built(d, known)
}

// built adds buildings and issues.
func built(d *demo.District, known analysis.Evidence) *analysis.Evidence {
	b, find := analysis.NewBuilder(known), newFinder(known.Grounds)
	kinds := map[string]hotspot.Kind{}
	for i, k := range known.Kinds {
		kinds[k.Code] = hotspot.Kind(i)
	}
	for i, x := range d.Buildings {
		at := middleOf(x)
		piece, _ := b.Piece(pointOf(at), find.groundOf(at))
		households := int32(-1)
		if x.Households.N != nil {
			households = int32(*x.Households.N)
		}
		b.AddHome(analysis.Home{ID: int64(i), At: pointOf(at), Households: households, Piece: piece, Visited: -1})
	}
	for i, x := range d.Issues {
		piece, ok := b.Piece(pointOf(x.Point), find.groundOf(x.Point))
		if !ok {
			continue
		}
		issue := analysis.Issue{ID: int64(i), At: pointOf(x.Point), Kind: kinds[x.Kind], Opened: analysis.DayOf(x.OpenedAt, china), Closed: -1, Piece: piece, First: analysis.Void}
		if x.ClosedAt != nil {
			issue.Closed = analysis.DayOf(*x.ClosedAt, china)
		}
		if position := b.AddIssue(issue); x.Status != "void" && !x.Duplicate {
			b.SetFirst(position, position)
		}
	}
	e, err := b.Evidence()
	if err != nil {
		panic(err)
	}
	return e
}

func middleOf(b district.Building) orb.Point {
	if b.Point != nil {
		return *b.Point
	}
	middle, _ := planar.CentroidArea(b.Footprint)
	return middle
}

func middleOfArea(m orb.MultiPolygon) geo.Point {
	middle, _ := planar.CentroidArea(m)
	return pointOf(middle)
}

// A finder finds the grid that covers a point.
type finder struct {
	grounds []analysis.Ground
	bounds  []orb.Bound
}

func newFinder(grounds []analysis.Ground) finder {
	f := finder{grounds: grounds}
	for i := range grounds {
		f.bounds = append(f.bounds, grounds[i].Boundary.Bound())
	}
	return f
}

func (f finder) groundOf(at orb.Point) int32 {
	for i, b := range f.bounds {
		if b.Contains(at) && planar.MultiPolygonContains(f.grounds[i].Boundary, at) {
			return int32(i)
		}
	}
	return -1
}

func pointAt(p analysis.Position) geo.Point { return geo.Point(p) }
