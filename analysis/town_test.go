package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"gewu/analysis"
	"gewu/geo"
	"gewu/hotspot"
)

// A town is 3 × 3 km of squares: 25 grids of 600 m, the two southern rows one community, the others another,
// one street; a building with ten households in every square of 50 m.
type town struct {
	*analysis.Builder
	known analysis.Evidence
	rng   *rand.Rand
	next  int64
}

// today is 2026-11-22.
const today hotspot.Day = 20779

const (
	side    = 600 // of a grid, in metres
	perSide = 5   // grids
)

// The IDs of areas; grids follow.
const (
	districtID geo.AreaID = 1 + iota
	streetID
	southID
	northID
	firstGrid
)

func newTown(seed uint64, change ...func(*analysis.Evidence)) *town {
	t := &town{known: townGround(), rng: rand.New(rand.NewPCG(seed, 7))}
	for _, c := range change {
		c(&t.known)
	}
	t.Builder = analysis.NewBuilder(t.known)
	return t
}

// townGround is the town without buildings and issues.
func townGround() analysis.Evidence {
	plane := analysis.NewPlane(geo.Point{Lon: 1_176_300_000, Lat: 262_700_000})
	box := geo.Box{Min: plane.Position(hotspot.Point{}), Max: plane.Position(hotspot.Point{X: perSide*side - 1, Y: perSide*side - 1})}
	e := analysis.Evidence{
		Version: 42, Program: "test", Today: today, Zone: "Asia/Shanghai", FirstEdition: today - 4000,
		DataUntil: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), Plane: plane, Lattice: analysis.LatticeOver(plane, box),
		Kinds:     []analysis.Kind{{Code: "06001", Name: analysis.Text{ZH: "私搭乱建", EN: "Building without leave"}, Group: "06"}, {Code: "09009", Name: analysis.Same("停放"), Group: "09"}, {Code: "06,\\"}, {Code: ""}},
		Dwellings: analysis.Dwellings{Source: "buildings"},
		Areas: []analysis.Area{
			{ID: districtID, Name: "区", Parent: -1, Level: analysis.LevelDistrict},
			{ID: streetID, Name: "街道", Parent: 0, Level: analysis.LevelStreet},
			{ID: southID, Code: "S", Name: "南社区", Parent: 1, Level: analysis.LevelCommunity},
			{ID: northID, Code: "N", Name: "北社区", Parent: 1, Level: analysis.LevelCommunity},
		},
	}
	for i := range perSide * perSide {
		e.Grounds = append(e.Grounds, townGrid(plane, i))
		if i%perSide > 0 {
			e.Borders = append(e.Borders, [2]int32{int32(i - 1), int32(i)})
		}
		if i >= perSide {
			e.Borders = append(e.Borders, [2]int32{int32(i - perSide), int32(i)})
		}
	}
	return e
}

func townGrid(plane analysis.Plane, i int) analysis.Ground {
	x, y := float64(i%perSide*side), float64(i/perSide*side)
	corner := func(dx, dy float64) orb.Point {
		lon, lat := plane.Position(hotspot.Point{X: x + dx, Y: y + dy}).Degrees()
		return orb.Point{lon, lat}
	}
	community := int32(2)
	if i/perSide >= 2 {
		community = 3
	}
	return analysis.Ground{
		ID: firstGrid + geo.AreaID(i), Code: fmt.Sprintf("G%02d", i), Name: fmt.Sprintf("第%d网格", i+1), Parent: community,
		Community: community, Street: 1, Fewest: 300, Most: 500, SquareKM: 0.36, Middle: plane.Position(hotspot.Point{X: x + side/2, Y: y + side/2}),
		Boundary: orb.MultiPolygon{{{corner(0, 0), corner(side, 0), corner(side, side), corner(0, side), corner(0, 0)}}},
	}
}

// at returns the position of a point in metres from the south-western corner, and its grid.
func (t *town) at(x, y float64) (geo.Point, int32) {
	return t.known.Plane.Position(hotspot.Point{X: x, Y: y}), int32(y/side)*perSide + int32(x/side)
}

// people puts a building into the middle of every square of 50 m.
func (t *town) people(households int32) *town {
	for i := range 60 * 60 {
		p, ground := t.at(float64(i%60)*50+25, float64(i/60)*50+25)
		piece, _ := t.Piece(p, ground)
		t.AddHome(analysis.Home{ID: int64(i), At: p, Households: households, Piece: piece, Visited: -1})
	}
	return t
}

// issue reports something.
func (t *town) issue(x, y float64, kind hotspot.Kind, day hotspot.Day) int32 {
	p, ground := t.at(x, y)
	piece, ok := t.Piece(p, ground)
	if !ok {
		panic("outside of the town")
	}
	t.next++
	position := int32(t.next - 1)
	return t.AddIssue(analysis.Issue{ID: t.next, At: p, Kind: kind, Opened: day, Closed: -1, Piece: piece, First: position})
}

// noise reports issues anywhere in a part of the town, on any of the last days.
func (t *town) noise(n int, fromX, fromY, toX, toY float64, days int) *town {
	for range n {
		t.issue(fromX+t.rng.Float64()*(toX-fromX), fromY+t.rng.Float64()*(toY-fromY), hotspot.Kind(t.rng.IntN(2)), today-1-hotspot.Day(t.rng.IntN(days)))
	}
	return t
}

func (t *town) evidence(tb testing.TB) *analysis.Evidence {
	tb.Helper()
	e, err := t.Evidence()
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// ask parses and asks a question.
func ask(tb testing.TB, e *analysis.Evidence, what string, parameters ...string) (*analysis.Answer, error) {
	tb.Helper()
	q, err := question(e, what, parameters...)
	if err != nil {
		return nil, err
	}
	return analysis.Ask(tb.Context(), e, q, nil)
}

func question(e *analysis.Evidence, what string, parameters ...string) (analysis.Question, error) {
	values := map[string][]string{}
	for i := 0; i < len(parameters); i += 2 {
		values[parameters[i]] = append(values[parameters[i]], parameters[i+1])
	}
	return analysis.Parse(what, values, e.Today)
}

// answered asks a question that has an answer.
func answered(tb testing.TB, e *analysis.Evidence, what string, parameters ...string) *analysis.Answer {
	tb.Helper()
	a, err := ask(tb, e, what, parameters...)
	if err != nil {
		tb.Fatalf("%s %v: %v", what, parameters, err)
	}
	return a
}

func itoa(id geo.AreaID) string { return strconv.FormatInt(int64(id), 10) }

// noted reports whether an answer has a note.
func noted(a *analysis.Answer, kind string) bool {
	return slices.ContainsFunc(a.Provenance.Notes, func(n analysis.Note) bool { return n.Kind == kind })
}
