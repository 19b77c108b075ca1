package api_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"gewu/analysis"
	"gewu/geo"
	"gewu/hotspot"
)

// fixedEvidence is evidence that does not change.
type fixedEvidence struct{ held *analysis.Evidence }

func (f fixedEvidence) Evidence(context.Context) (*analysis.Evidence, error) { return f.held, nil }

// evidenceOf is what is known of the hall's four grids: a building with ten households in every square of
// 50 m, and half a year of issues, most in A1.
func evidenceOf(t testing.TB, h *hall) fixedEvidence {
	t.Helper()
	const tall, wide = 100_000, 100_000 // of a grid, in units
	corner := func(grid int) geo.Point { return geo.Point{Lon: int32(1_214_000_000 + grid*wide), Lat: 311_900_000} }
	plane := analysis.NewPlane(geo.Point{Lon: 1_214_200_000, Lat: 311_950_000})
	today := analysis.DayOf(time.Now(), time.FixedZone("CST", 8*3600)) // as in Shanghai
	e := analysis.Evidence{
		Version: 1, Program: "test", Today: today, Zone: "Asia/Shanghai", FirstEdition: today - 200, DataUntil: analysis.DateOf(today),
		Plane: plane, Lattice: analysis.LatticeOver(plane, geo.Box{Min: corner(0), Max: geo.Point{Lon: corner(4).Lon, Lat: corner(0).Lat + tall}}),
		Kinds:   []analysis.Kind{{Code: "06001", Name: analysis.Same("私搭乱建"), Group: "06", GroupName: analysis.Same("违建")}, {Code: "其他"}},
		Areas:   []analysis.Area{{ID: h.ids["R"], Name: "河滨街道", Parent: -1, Level: analysis.LevelStreet}, {ID: h.ids["A"], Name: "东风社区", Level: analysis.LevelCommunity}, {ID: h.ids["B"], Name: "西岸社区", Level: analysis.LevelCommunity}},
		Borders: [][2]int32{{0, 1}, {1, 2}, {2, 3}},
	}
	land := func(from, to int) orb.MultiPolygon {
		west, south := corner(from).Degrees()
		east, _ := corner(to).Degrees()
		north := south + tall/1e7
		return orb.MultiPolygon{{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}}
	}
	for i := range e.Areas {
		e.Areas[i].Boundary = land(max(2*i-2, 0), max(2*i, 4*(1-i)))
	}
	for i, code := range []string{"A1", "A2", "B1", "B2"} {
		community := int32(1 + i/2)
		e.Grounds = append(e.Grounds, analysis.Ground{ID: h.ids[code], Code: code, Name: code, Parent: community, Community: community, SquareKM: 1, Middle: corner(i), Boundary: land(i, i+1)})
	}
	b, rng := analysis.NewBuilder(e), rand.New(rand.NewPCG(1, 1))
	somewhere := func(grid int) (at geo.Point, piece int32) {
		at = geo.Point{Lon: corner(grid).Lon + rng.Int32N(wide), Lat: corner(grid).Lat + rng.Int32N(tall)}
		piece, _ = b.Piece(at, int32(grid))
		return at, piece
	}
	for i := range 1600 {
		at, piece := somewhere(i % 4)
		b.AddHome(analysis.Home{ID: int64(i), At: at, Piece: piece, Households: 10, Visited: -1})
	}
	for i := range 400 {
		at, piece := somewhere(max(0, rng.IntN(6)-2))
		b.AddIssue(analysis.Issue{ID: int64(i + 1), At: at, Piece: piece, Opened: today - 1 - hotspot.Day(rng.IntN(180)), Closed: -1, First: int32(i)})
	}
	made, err := b.Evidence()
	if err != nil {
		t.Fatal(err)
	}
	return fixedEvidence{made}
}
