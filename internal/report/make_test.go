package report_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"gewu/analysis"
	"gewu/geo"
	"gewu/hotspot"
	"gewu/internal/report"
)

// today is 2026-11-22.
const today hotspot.Day = 20779

// A town is so many communities of two grids each, 600 m wide, in a row from west to east; a house with ten households
// stands in every square of 50 m.
type town struct {
	*analysis.Builder
	plane  analysis.Plane
	issues int32
}

const (
	gridSide     = 600
	firstGrid    = 10_000
	oneCommunity = 1_000
)

func newTown(communities int) *town {
	t := &town{plane: analysis.NewPlane(geo.Point{Lon: 1_176_300_000, Lat: 262_700_000})}
	box := geo.Box{Min: t.plane.Position(hotspot.Point{}), Max: t.plane.Position(hotspot.Point{X: float64(2*communities*gridSide - 1), Y: gridSide - 1})}
	known := analysis.Evidence{
		Version: 42, Program: "test", Today: today, Zone: "Asia/Shanghai", FirstEdition: today - 4000, Plane: t.plane, Lattice: analysis.LatticeOver(t.plane, box),
		DataUntil: time.Date(2026, 11, 21, 20, 30, 0, 0, time.UTC), Dwellings: analysis.Dwellings{Source: "buildings"},
		Kinds: []analysis.Kind{{Code: "09001", Name: analysis.Text{ZH: "占道经营", EN: "Street trading"}, Group: "09"}, {Code: "06001", Name: analysis.Same("停放"), Group: "06"}},
		Areas: []analysis.Area{{ID: 1, Code: "D", Name: "示范区", Parent: -1, Level: analysis.LevelDistrict}},
	}
	for c := range communities {
		known.Areas = append(known.Areas, analysis.Area{ID: geo.AreaID(oneCommunity + c), Code: fmt.Sprint("C", c), Name: fmt.Sprintf("第%d社区", c), Parent: 0, Level: analysis.LevelCommunity})
		for k := range 2 {
			known.Grounds = append(known.Grounds, t.grid(2*c+k, int32(c+1)))
		}
	}
	t.Builder = analysis.NewBuilder(known)
	for g := range known.Grounds {
		for i := range 144 {
			at := t.plane.Position(hotspot.Point{X: float64(g*gridSide + i%12*50 + 25), Y: float64(i/12*50 + 25)})
			piece, _ := t.Piece(at, int32(g))
			t.AddHome(analysis.Home{ID: int64(g*144 + i), At: at, Households: 10, Piece: piece, Visited: -1})
		}
	}
	return t
}

// grid is one of the row; of each community the second has a post that nobody holds.
func (t *town) grid(i int, community int32) analysis.Ground {
	corner := func(dx, dy float64) orb.Point {
		lon, lat := t.plane.Position(hotspot.Point{X: float64(i*gridSide) + dx, Y: dy}).Degrees()
		return orb.Point{lon, lat}
	}
	post := analysis.Post{Key: "manager", Name: analysis.Text{ZH: "网格长", EN: "grid manager"}, First: true, Holders: []string{"王芳"}}
	if i%2 == 1 {
		post.Holders = nil
	}
	return analysis.Ground{
		ID: firstGrid + geo.AreaID(i), Code: fmt.Sprint("G", i), Name: fmt.Sprintf("第%d网格", i%2+1), Parent: community, Community: community, Street: -1, SquareKM: 0.36,
		Boundary: orb.MultiPolygon{{{corner(0, 0), corner(gridSide, 0), corner(gridSide, gridSide), corner(0, gridSide), corner(0, 0)}}}, Posts: []analysis.Post{post},
	}
}

func (t *town) issue(x, y float64, kind hotspot.Kind, day hotspot.Day) {
	at := t.plane.Position(hotspot.Point{X: x, Y: y})
	piece, ok := t.Piece(at, int32(x/gridSide))
	if !ok {
		panic("outside of the town")
	}
	t.AddIssue(analysis.Issue{ID: int64(t.issues + 1), At: at, Kind: kind, Opened: day, Closed: -1, Piece: piece, First: t.issues})
	t.issues++
}

// evidence ends the town.
func (t *town) evidence(tb testing.TB) *analysis.Evidence {
	tb.Helper()
	e, err := t.Evidence()
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// trading is a town of two communities with a year of background and traders in its first grid in the last two months.
func trading(tb testing.TB) *analysis.Evidence {
	tb.Helper()
	t, rng := newTown(2), rand.New(rand.NewPCG(1, 2))
	for range 1500 {
		t.issue(rng.Float64()*4*gridSide, rng.Float64()*gridSide, hotspot.Kind(rng.IntN(2)), today-1-hotspot.Day(rng.IntN(360)))
	}
	for range 60 {
		t.issue(320+rng.Float64()*90, 320+rng.Float64()*90, 0, today-1-hotspot.Day(rng.IntN(60)))
	}
	return t.evidence(tb)
}

var china = time.FixedZone("UTC+8", 8*3600)

func asked(tb testing.TB, e *analysis.Evidence, language report.Language, parameters ...string) (report.Question, error) {
	tb.Helper()
	values := map[string][]string{}
	for i := 0; i < len(parameters); i += 2 {
		values[parameters[i]] = append(values[parameters[i]], parameters[i+1])
	}
	return report.Parse(language, values, e.Today)
}

func made(tb testing.TB, e *analysis.Evidence, language report.Language, parameters ...string) report.Report {
	tb.Helper()
	q, err := asked(tb, e, language, parameters...)
	if err != nil {
		tb.Fatal(err)
	}
	r, err := report.Make(tb.Context(), e, q, china)
	if err != nil {
		tb.Fatalf("%v: %v", parameters, err)
	}
	return r
}

func TestAHotSpotIsGoneToByWhoeverCoversItAndVacantPostsAreFilled(t *testing.T) {
	e := trading(t)
	r := made(t, e, report.Chinese)
	if len(r.Steps) < 2 || !strings.HasPrefix(r.Steps[0].Words, "到热点 1“第0社区第1网格 · 占道经营”现场看一次：新出现") || !strings.HasSuffix(r.Steps[0].Words, "由王芳负责。") ||
		!slices.Contains(r.Steps, report.Step{Kind: "vacant_post", Words: "补上 2 个空缺岗位：第0社区第2网格 网格长、第1社区第2网格 网格长。"}) {
		t.Errorf("steps %+v", r.Steps)
	}
	english := made(t, e, report.English)
	if !strings.HasPrefix(english.Steps[0].Words, `Go and see hot spot 1, "第0社区 Grid 1 · Street trading": new`) || len(english.Regions) != 2 || english.Places[2].Name != "第1社区 Grid 1" {
		t.Errorf("%+v, %d regions", english.Steps, len(english.Regions))
	}
	part := made(t, e, report.Chinese, "area", "1000")
	if part.Area != "第0社区" || !slices.Equal(part.Above, []string{"示范区"}) || part.Data != "数据截至 2026年11月22日 04:30" || len(part.Places) != 2 || len(part.Regions) != 0 {
		t.Errorf("%q in %q, %q, %d places, %d regions", part.Area, part.Above, part.Data, len(part.Places), len(part.Regions))
	}
	pages := read(t, r)
	if len(pages) != 1 || !strings.Contains(closed(pages[0]), closed(r.Steps[0].Words)) {
		t.Errorf("%d pages: %s", len(pages), pages[0])
	}
}

func TestTheCallOnThePageMakesThePage(t *testing.T) {
	e := trading(t)
	q, err := asked(t, e, report.Chinese, "area", "1000", "days", "30", "kind", "09")
	if err != nil {
		t.Fatal(err)
	}
	r, err := report.Make(t.Context(), e, q.At("https://grid.example.org/"), china)
	if want := "https://grid.example.org/v1/analysis/report?area=1000&from=2026-10-23&until=2026-11-22&kind=09&lang=zh"; err != nil || !slices.Contains(r.Made, want) {
		t.Errorf("%q, not %s: %v", r.Made, want, err)
	}
	if !strings.Contains(r.Period, "共 30 天") || !strings.Contains(r.Period, "只看：") {
		t.Errorf("period %q", r.Period)
	}
	for _, base := range []string{"", "http://127.0.0.1:8080", "http://localhost", "http://[::1]:80", "http://0.0.0.0:8080", "nonsense"} {
		if r, err := report.Make(t.Context(), e, q.At(base), china); err != nil || !strings.HasPrefix(r.Made[len(r.Made)-1], "/v1/") {
			t.Errorf("%s: %q %v", base, r.Made, err)
		}
	}
}

func TestWhatCannotBeToldIsSaidAndNothingIsMadeUp(t *testing.T) {
	empty := newTown(1).evidence(t)
	one := newTown(1)
	one.issue(10, 10, 0, today-3)
	for name, e := range map[string]*analysis.Evidence{"no issue": empty, "one issue": one.evidence(t)} {
		for _, language := range []report.Language{report.Chinese, report.English} {
			r := made(t, e, language, "days", "30")
			text := fmt.Sprintf("%+v", r)
			if strings.Contains(text, "NaN") || strings.Contains(text, "%!") || r.NoSpots == "" || len(r.Sentences) == 0 || len(r.Spots) > 0 || len(r.UnseenNot) == 0 {
				t.Errorf("%s, %s: %s", name, language, text)
			}
			if pages := read(t, r); len(pages) != 1 {
				t.Errorf("%s, %s: %d pages", name, language, len(pages))
			}
		}
	}
}

func TestManyGridsAreShownAsCommunities(t *testing.T) {
	r := made(t, newTown(151).evidence(t), report.English)
	if len(r.Places) != 151 || r.Placed != "communities" {
		t.Errorf("%d %s", len(r.Places), r.Placed)
	}
}

func TestAQuestionAtFaultIsRefusedByName(t *testing.T) {
	e := newTown(1).evidence(t)
	for field, parameters := range map[string][]string{
		"level": {"level", "grid"}, "format": {"format", "json"}, "days": {"days", "x"}, "until": {"until", "2030-01-01"}, "area": {"area", "77"}, "kind": {"kind", "nothing"},
	} {
		q, err := asked(t, e, report.Chinese, parameters...)
		if err == nil {
			_, err = report.Make(context.Background(), e, q, china)
		}
		var refusal *analysis.Refusal
		if !errors.As(err, &refusal) || refusal.Field != field {
			t.Errorf("%v: %v", parameters, err)
		}
	}
}
