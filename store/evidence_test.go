package store_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/analysis"
	"gewu/district"
	"gewu/geo"
	"gewu/hotspot"
	"gewu/store"
)

// A told is evidence without what depends on the order in which it came to be known.
type told struct {
	Version             int64
	Today, From         hotspot.Day
	Until               time.Time
	Areas               []analysis.Area
	Grounds             []analysis.Ground
	Borders             [][2]int32
	Facilities          []analysis.Facility
	Issues              map[int64]toldIssue
	Incidents, Further  map[toldFact]int32
	Households          map[toldPiece]float64
	Homes               map[int64]toldHome
	Visits              map[toldVisit]int
	EstimatedHouseholds float64
}

type toldPiece struct {
	Square int32
	Ground geo.AreaID
}

type toldIssue struct {
	At             geo.Point
	Kind           analysis.Kind
	Opened, Closed hotspot.Day
	Piece          toldPiece
	First          int64 // ID; −2: not known
}

type toldFact struct {
	Piece toldPiece
	Kind  string
	Day   hotspot.Day
}

type toldHome struct {
	Name       string
	Households int32
	Piece      toldPiece
	Visited    hotspot.Day
}

type toldVisit struct {
	Home int64
	Day  hotspot.Day
}

// tell brings evidence into a form that can be compared.
func tell(e *analysis.Evidence) told {
	t := told{
		Version: e.Version, Today: e.Today, From: e.DataFrom, Until: e.DataUntil, Areas: e.Areas, Grounds: e.Grounds, Borders: e.Borders,
		Facilities: e.Facilities, Issues: map[int64]toldIssue{}, Households: map[toldPiece]float64{}, Homes: map[int64]toldHome{},
		Visits: map[toldVisit]int{}, EstimatedHouseholds: e.Dwellings.Estimated,
	}
	piece := func(n int32) toldPiece {
		p := toldPiece{Square: e.Pieces.Square[n]}
		if g := e.Pieces.Ground[n]; g >= 0 {
			p.Ground = e.Grounds[g].ID
		}
		return p
	}
	for _, i := range e.Issues.All() {
		if i.First == analysis.Void {
			continue
		}
		first := int64(i.First)
		if first >= 0 {
			first = e.Issues.At(int(i.First)).ID
		}
		t.Issues[i.ID] = toldIssue{i.At, e.Kinds[i.Kind], i.Opened, i.Closed, piece(i.Piece), first}
	}
	count := func(c *hotspot.Cube) map[toldFact]int32 {
		facts := map[toldFact]int32{}
		for n := range int32(e.Pieces.Len()) {
			for f := range c.Facts(n, hotspot.Filter{To: 1 << 16}) {
				facts[toldFact{piece(n), e.Kinds[f.Kind].Code, f.Day}] += f.Count
			}
		}
		return facts
	}
	t.Incidents, t.Further = count(e.Cube), count(e.Again)
	for n, households := range e.Pieces.Households {
		if households != 0 {
			t.Households[piece(int32(n))] += households
		}
	}
	for _, h := range e.Homes {
		t.Homes[h.ID] = toldHome{h.Name, h.Households, piece(h.Piece), h.Visited}
	}
	for _, v := range e.Visits {
		t.Visits[toldVisit{e.Homes[v.Home].ID, v.Day}]++
	}
	return t
}

// evidence returns that of a town, which has followed if it was asked for before.
func (w town) evidence(t testing.TB) *analysis.Evidence {
	t.Helper()
	e, err := w.db.Evidence(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// followed checks that the evidence that has followed is what another server reads now.
func (w town) followed(t testing.TB, what string) told {
	t.Helper()
	before := w.evidence(t)
	other, err := store.Open(t.Context(), w.pool.Config().ConnString())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	fresh, err := other.Evidence(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := tell(before)
	if diff := gocmp.Diff(tell(fresh), got); diff != "" {
		t.Errorf("after %s (-read anew +followed):\n%s", what, diff)
	}
	return got
}

// land of the town between two meridians, as an area to import.
func townGrid(code, parent string, west, east float64) district.Area {
	return area(code, parent, orb.MultiPolygon{{{{west, 31.19}, {east, 31.19}, {east, 31.20}, {west, 31.20}, {west, 31.19}}}})
}

// reported is an issue of the town.
func reported(id, kind string, lon float64, opened string) district.Issue {
	return district.Issue{Origin: district.Origin{ID: id}, Kind: kind, Point: [2]float64{lon, 31.195}, OpenedAt: moment(opened)}
}

func TestEvidenceCountsWhatIsThere(t *testing.T) {
	w := newTown(t)
	again := reported("again", "litter", 121.4011, "2026-05-02T08:00:00Z")
	again.DuplicateOf = "first"
	lost := reported("lost", "noise", 121.4011, "2026-05-02T08:00:00Z")
	lost.Duplicate = true
	void := reported("void", "noise", 121.4011, "2026-05-02T08:00:00Z")
	void.Status = "void"
	ofVoid := reported("of a void one", "noise", 121.4011, "2026-05-02T08:00:00Z")
	ofVoid.DuplicateOf = "void"
	issues := []district.Issue{
		again, reported("first", "litter", 121.401, "2026-05-01T15:59:59Z"), reported("next day in China", "litter", 121.412, "2026-05-01T16:00:00Z"),
		reported("across the river", "noise", 121.4301, "2026-05-01T08:00:00Z"), lost, void, ofVoid,
		reported("nowhere near", "noise", 122.5, "2026-05-01T08:00:00Z"), reported("long ago", "noise", 121.405, "1961-05-01T08:00:00Z"),
	}
	if _, err := w.db.ImportIssues(t.Context(), store.Import{Source: "s"}, rows(issues...)); err != nil {
		t.Fatal(err)
	}
	w.building(t, "house", "", 11, 121.401, 31.195)
	e := w.evidence(t)
	ground := func(code string) int32 { return e.Ground(geo.AreaID(w.ids[code])) }
	first := analysis.DayOf(time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), time.UTC)
	got := map[string]int{}
	for piece := range int32(e.Pieces.Len()) {
		for f := range e.Cube.Facts(piece, hotspot.Filter{To: 1 << 16}) {
			grid := "-"
			if g := e.Pieces.Ground[piece]; g >= 0 {
				grid = e.Grounds[g].Code
			}
			got[grid+" "+e.Kinds[f.Kind].Code+" "+analysis.DateOf(f.Day).Format(time.DateOnly)] += int(f.Count)
		}
	}
	// On 1 June the border between A1 and A2 moved east, and all periods are counted by the division of today.
	want := map[string]int{"A1 litter 2026-05-01": 1, "A1 litter 2026-05-02": 1, "B2 noise 2026-05-01": 1}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n := e.Again.Total(); n != 2 {
		t.Errorf("%d further reports", n)
	}
	if e.Grounds[ground("A1")].Community != e.Area(geo.AreaID(w.ids["A"])) || e.Areas[0].Level != analysis.LevelDistrict || e.Areas[0].ID != 0 {
		t.Errorf("areas %+v", e.Areas)
	}
	if got := e.Grounds[ground("A1")].SquareKM; got < 1.5 || got > 1.7 {
		t.Errorf("A1 has %.2f km²", got)
	}
	if want := [][2]int32{{ground("A1"), ground("A2")}, {ground("A2"), ground("B1")}, {ground("B1"), ground("B2")}}; !slices.Equal(want, e.Borders) {
		t.Errorf("borders %v", e.Borders)
	}
	if len(e.Homes) != 1 || e.Homes[0].Households != 11 || e.Pieces.Ground[e.Homes[0].Piece] != ground("A1") || e.Dwellings.Estimated != 11 || !e.Homes[0].Estimated {
		t.Errorf("homes %+v", e.Homes)
	}
	if codes := kindCodes(e); !slices.Equal(codes, []string{"litter", "noise"}) || e.DataUntil.Format(time.DateOnly) != "2026-05-02" || first < e.DataFrom {
		t.Errorf("kinds %v, data from %d until %s", codes, e.DataFrom, e.DataUntil)
	}
}

func kindCodes(e *analysis.Evidence) []string {
	codes := make([]string, len(e.Kinds))
	for i, k := range e.Kinds {
		codes[i] = k.Code
	}
	slices.SortFunc(codes, cmp.Compare)
	return codes
}

// Whatever is written, evidence that follows is the evidence that a server reads that starts then.
func TestEvidenceFollowsTheChangeLog(t *testing.T) {
	w := newTown(t)
	in := store.Import{Source: "s"}
	bring := func(what string, issues ...district.Issue) told {
		t.Helper()
		if _, err := w.db.ImportIssues(t.Context(), in, rows(issues...)); err != nil {
			t.Fatal(err)
		}
		return w.followed(t, what)
	}
	one := reported("1", "litter", 121.401, "2026-05-01T08:00:00Z")
	two := reported("2", "noise", 121.412, "2026-05-03T08:00:00Z")
	two.DuplicateOf = "3"
	w.evidence(t)
	got := bring("issues", one, two, reported("3", "litter", 121.4121, "2026-05-02T08:00:00Z"), reported("4", "Zebra", 121.43, "2026-05-02T08:00:00Z"))
	if len(got.Issues) != 4 || len(got.Incidents) != 3 || len(got.Further) != 1 {
		t.Errorf("%d issues, incidents %v, further reports %v", len(got.Issues), got.Incidents, got.Further)
	}
	closed := moment("2026-05-09T08:00:00Z")
	one.ClosedAt = &closed
	bring("a closing", one)
	one.Point[0] = 121.4215
	bring("a move to another grid", one)
	three := reported("3", "litter", 121.4121, "2026-05-02T08:00:00Z")
	three.Status = "void"
	if got := bring("an original that is void", three); len(got.Issues) != 2 {
		t.Errorf("issues %v", got.Issues)
	}
	three.Status = "open"
	bring("an original that is open again", three)
	two.DuplicateOf = ""
	bring("a duplicate that is none", two)
	bring("a kind between others", reported("5", "mud", 121.4001, "2026-06-02T08:00:00Z"))
	bring("one out of the district", reported("5", "mud", 122.4001, "2026-06-02T08:00:00Z"))
	two.DuplicateOf = "1"
	bring("a duplicate", two)
	w.exec(t, `delete from issue where source_id = '1'`)
	w.change(t, "issue")
	if got := w.followed(t, "an original that is gone"); len(got.Issues) != 3 || len(got.Further) != 1 {
		t.Errorf("issues %v", got.Issues)
	}
	w.followsGround(t)
	w.followsLand(t)
}

func (w town) followsGround(t *testing.T) {
	t.Helper()
	spot := *at(0, 0)
	spot[0], spot[1] = 121.4011, 31.1955
	house := district.Building{Origin: from("h"), Name: "house", Households: district.Known(12), Point: &spot}
	if _, err := w.db.ImportBuildings(t.Context(), store.Import{Source: "s"}, rows(house)); err != nil {
		t.Fatal(err)
	}
	w.followed(t, "a building")
	if _, err := w.db.ImportVisits(t.Context(), store.Import{Source: "s"}, rows(visit("v", "h", "2026-05-01T16:00:00Z"))); err != nil {
		t.Fatal(err)
	}
	if got := w.followed(t, "a visit"); len(got.Visits) != 1 || got.Homes[1].Visited == -1 && len(got.Homes) == 1 {
		t.Errorf("visits %v of %v", got.Visits, got.Homes)
	}
	facility := district.Facility{Origin: from("f"), Kind: "clinic", Point: &spot}
	if _, err := w.db.ImportFacilities(t.Context(), store.Import{Source: "s"}, rows(facility)); err != nil {
		t.Fatal(err)
	}
	w.followed(t, "a facility")
	if _, err := w.db.ImportDuties(t.Context(), store.Import{Source: "s"}, rows(duty("1", "王芳", "A1", "manager", "2026-03-01", ""))); err != nil {
		t.Fatal(err)
	}
	got := w.followed(t, "a holder")
	if !slices.ContainsFunc(got.Grounds[0].Posts, func(p analysis.Post) bool { return slices.Equal(p.Holders, []string{"王芳"}) }) {
		t.Errorf("posts %+v", got.Grounds[0].Posts)
	}
}

func (w town) followsLand(t *testing.T) {
	t.Helper()
	before := w.evidence(t)
	moved := []district.Area{townGrid("A1", "A", 121.40, 121.401), townGrid("A3", "A", 121.401, 121.42)}
	in := store.Import{Source: "s", Level: "grid", Replace: true, From: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)}
	if _, err := w.db.ImportAreas(t.Context(), in, rows(moved...)); err != nil {
		t.Fatal(err)
	}
	got := w.followed(t, "a division")
	if len(got.Grounds) != 4 || got.Grounds[1].Code != "A3" {
		t.Errorf("grids %+v", got.Grounds)
	}
	if diff := gocmp.Diff(len(before.Grounds), 4); diff != "" || before.Grounds[1].Code != "A2" {
		t.Error("the evidence before was changed")
	}
	w.exec(t, `insert into code_table (standard, version, kind) values ('s', '1', 'matter')`)
	w.exec(t, `insert into code (table_id, code, name_zh) select id, 'ZZ', '斑马' from code_table`)
	w.change(t, "code")
	w.followed(t, "a code")
}
