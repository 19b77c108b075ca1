package api_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/paulmach/orb"

	"gewu/access"
	"gewu/api"
	"gewu/district"
	"gewu/geo"
	"gewu/tiles"
)

// The town of the tests, in thousandths of a degree east of 121° and north of 31°, about 95 m
// and 111 m each:
//
//	4 +-----------+-----------+
//	  |  North    |   Park    |     East Village has no grids
//	2 +-----------+-----------+-----------+
//	  |  South-West  South-East|  East    |
//	0 +-----------+-----------+-----------+
//	  0           3           6           9
//
// Bridge Community is the square on the left; its grids are numbered 001 to 004.
const (
	streetID geo.AreaID = iota + 1
	bridgeID
	eastID
	southWestID
	southEastID
	northID
	parkID
)

var today = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

var townLevels = []district.Level{
	{ID: 1, Profile: "street-grid", Rank: 2, Key: "street", Name: district.Text{ZH: "街道", EN: "Street"}, Role: district.RoleUpper},
	{ID: 2, Profile: "street-grid", Rank: 3, Key: "community", Name: district.Text{ZH: "社区", EN: "Community"}, Role: district.RoleCommunity},
	{
		ID: 3, Profile: "street-grid", Rank: 4, Key: "grid", Name: district.Text{ZH: "网格", EN: "Grid"}, Role: district.RoleGrid,
		Band: &district.Band{Min: 300, Max: 500},
	},
}

var townPosts = []district.Post{
	{ID: 1, Level: 2, Key: "first_holder", Name: district.Text{ZH: "第一责任人", EN: "First holder"}, First: true, Notice: true},
	{ID: 2, Level: 3, Key: "first_holder", Name: district.Text{ZH: "第一责任人", EN: "First holder"}, First: true, Notice: true},
	{ID: 3, Level: 3, Key: "manager", Name: district.Text{ZH: "网格管理员", EN: "Grid manager"}, Rank: 1, Notice: true},
}

// shape returns the rectangle between two corners in thousandths of a degree.
func shape(w, s, e, n float64) orb.MultiPolygon {
	b := orb.Bound{Min: orb.Point{121 + w/1000, 31 + s/1000}, Max: orb.Point{121 + e/1000, 31 + n/1000}}
	return orb.MultiPolygon{b.ToPolygon()}
}

func middle(b geo.Box) geo.Point {
	return geo.Point{Lon: b.Min.Lon + (b.Max.Lon-b.Min.Lon)/2, Lat: b.Min.Lat + (b.Max.Lat-b.Min.Lat)/2}
}

type landed struct {
	place    district.Place
	boundary orb.MultiPolygon
}

func townPlaces(edition int) []landed {
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	street, community, grid := &townLevels[0], &townLevels[1], &townLevels[2]
	holders := []district.Holding{
		{Post: 2, Name: "王芳", From: from},
		{Post: 3, Name: "李强", WorkPhone: "021 5550 0101", Duty: "巡查", From: from},
	}
	places := []landed{
		{district.Place{ID: streetID, Code: "310101001", Name: "河滨街道", Level: street, Kind: "ordinary", Tally: district.Tally{Households: 1290}}, shape(0, 0, 9, 4)},
		{district.Place{ID: bridgeID, Code: "310101001001", Name: "桥头社区", Level: community, Kind: "ordinary", Tally: district.Tally{Buildings: 40, Households: 1200, Residents: 3000, Estimated: 200}}, shape(0, 0, 6, 4)},
		{district.Place{ID: eastID, Code: "310101001201", Name: "东村", Level: community, Kind: "ordinary", Colour: 1, Tally: district.Tally{Buildings: 9, Households: 90}}, shape(6, 0, 9, 2)},
		{district.Place{ID: southWestID, Code: "310101001001001", Name: "第一网格", Level: grid, Kind: "ordinary", Holders: holders, Tally: district.Tally{Buildings: 20, Households: 400, Residents: 1000, Estimated: 100}}, shape(0, 0, 3, 2)},
		{district.Place{ID: southEastID, Code: "310101001001002", Name: "第二网格", Level: grid, Kind: "ordinary", Colour: 1, Tally: district.Tally{Buildings: 12, Households: 520, Residents: 1300}}, shape(3, 0, 6, 2)},
		{district.Place{ID: northID, Code: "310101001001003", Name: "第三网格", Level: grid, Kind: "ordinary", Colour: 2, Tally: district.Tally{Buildings: 8, Households: 280, Residents: 700, Estimated: 100}}, shape(0, 2, 3, 4)},
		{district.Place{ID: parkID, Code: "310101001001004", Name: "中央公园", Level: grid, Kind: "dedicated", Colour: 3}, shape(3, 2, 6, 4)},
	}
	for i := range places {
		places[i].place.Edition = &district.EditionRef{ID: int64(edition), Number: edition, From: from.AddDate(0, edition-1, 0), Title: fmt.Sprintf("第%d版", edition)}
	}
	return places
}

// town returns the snapshot of a version and a day. Before 2026-02-01 the first edition holds.
func town(t testing.TB, version int64, day time.Time) *district.Snapshot {
	t.Helper()
	return townWith(t, version, day, townPosts)
}

// townWith returns the town with other posts.
func townWith(t testing.TB, version int64, day time.Time, posts []district.Post) *district.Snapshot {
	t.Helper()
	edition := 2
	if day.Before(time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)) {
		edition = 1
	}
	return townOfEdition(t, version, day, posts, edition)
}

// townOfEdition returns the town by an edition.
func townOfEdition(t testing.TB, version int64, day time.Time, posts []district.Post, edition int) *district.Snapshot {
	t.Helper()
	var places []*district.Place
	var grids, communities []geo.Area
	for _, l := range townPlaces(edition) {
		p := l.place
		box, err := geo.BoxOf(l.boundary)
		if err != nil {
			t.Fatal(err)
		}
		p.Bound, p.Label = box, middle(box)
		switch p.Level.Role {
		case district.RoleCommunity:
			p.Parent = places[0]
			communities = append(communities, geo.Area{ID: p.ID, Boundary: l.boundary})
		case district.RoleGrid:
			p.Parent = places[1]
			grids = append(grids, geo.Area{ID: p.ID, Boundary: l.boundary})
		}
		places = append(places, &p)
	}
	s, err := district.NewSnapshot(district.Parts{
		Version: version, Day: day, Levels: townLevels, Posts: posts, Places: places, Grids: grids, Communities: communities,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A townData is all that the handler asks for.
type townData struct {
	t    testing.TB
	view *api.View
	fail error // of every question
}

func townOf(t testing.TB) *townData {
	t.Helper()
	s := town(t, 12, today)
	bound := geo.Box{Min: geo.Point{Lon: 1_210_000_000, Lat: 310_000_000}, Max: geo.Point{Lon: 1_210_090_000, Lat: 310_040_000}}
	return &townData{t: t, view: &api.View{
		Snapshot: s,
		Settings: district.Settings{
			Name: district.Text{ZH: "示范区", EN: "Example District"}, TimeZone: "Asia/Shanghai", Attribution: "© Survey office",
			BaseMap:    &district.BaseMap{URL: "https://tiles.example.org/{z}/{x}/{y}.png", Attribution: "© Example"},
			Visibility: access.Grids,
		},
		Summary: district.Summary{Communities: 2, Grids: 4, Buildings: 49, Issues: 1234, Households: 1290, Bound: &bound},
		Loaded:  time.Now(),
	}}
}

func (d *townData) Today() *api.View { return d.view }

func (d *townData) On(_ context.Context, day time.Time) (*district.Snapshot, error) {
	return town(d.t, 12, day), d.fail
}

func (d *townData) SquareMetres(_ context.Context, id geo.AreaID, _ time.Time) (float64, bool, error) {
	return 63530.618, id != streetID, d.fail
}

func (d *townData) Search(_ context.Context, q string, limit int, _ time.Time) ([]district.Found, error) {
	if q == "panic" {
		panic("select * from secret")
	}
	bridge, _ := d.view.Place(bridgeID)
	grid, _ := d.view.Place(southWestID)
	found := []district.Found{
		{Kind: district.FoundGrid, ID: int64(grid.ID), Code: grid.Code, Name: grid.Name, Detail: "河滨街道 桥头社区", At: grid.Label, Bound: &grid.Bound, Community: bridge},
		{Kind: district.FoundBuilding, ID: 77, Name: "3号楼", Detail: "桥头路18号", At: geo.Point{Lon: 1_210_010_000, Lat: 310_010_000}},
	}
	return found[:min(limit, len(found))], d.fail
}

func (d *townData) Tile(_ context.Context, layers string, a tiles.Address, day time.Time, _ *tiles.Sight) ([]byte, error) {
	if a.Z < 10 {
		return nil, d.fail
	}
	return []byte(layers + " " + a.String() + " " + day.Format(time.DateOnly)), d.fail
}

var site = fstest.MapFS{
	"index.html":           {Data: []byte("<!doctype html><title>Gewu</title>" + strings.Repeat("<p>", 300))},
	"favicon.svg":          {Data: []byte("<svg/>")},
	"assets/app-1a2b3c.js": {Data: []byte(strings.Repeat("export {};\n", 100))},
	".gitkeep":             {},
}

func (d *townData) config() api.Config {
	return api.Config{
		Districts: d, Search: d, Measure: d, Tiles: d, Site: site, BaseURL: "https://map.example.org",
		MaxStream: 1 << 20, Log: slog.New(slog.DiscardHandler),
	}
}

func (d *townData) handler() http.Handler { return contracted(d.t, api.Handler(d.config())) }

// ask sends a request without a body; headers come in pairs.
func ask(t testing.TB, h http.Handler, method, address string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return send(t, h, method, address, "", headers...)
}

func newRecorder() *httptest.ResponseRecorder { return httptest.NewRecorder() }

func send(t testing.TB, h http.Handler, method, address, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:4711"
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := newRecorder()
	h.ServeHTTP(w, r)
	return w
}

var errDatabase = errors.New(`ERROR: relation "secret" does not exist (SQLSTATE 42P01) at /var/lib/gewu`)
