package api_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"gewu/access"
)

// private are words that only those with a role in B may read.
var private = []string{hiddenPhone, hiddenPerson, hiddenFull, hiddenToken}

// addresses are everything that can be asked without changing anything, about A and B, with every
// parameter that picks or counts.
func (s *siege) addresses() []string {
	id := func(code string) string { return fmt.Sprint(s.ids[code]) }
	list := []string{
		"/v1/session", "/v1/district", "/v1/communities", "/v1/communities?at=2026-02-01",
		"/v1/locate?lon=121.4252&lat=31.195&crs=cgcs2000", "/v1/locate?lon=121.42&lat=31.195&crs=cgcs2000&accuracy=5000",
		"/v1/changes?after=0", "/v1/people", "/v1/people?limit=1", "/v1/people?role=patrol", "/v1/people?disabled=false",
		"/v1/people?q=hidden", "/v1/people?after=" + fmt.Sprint(s.people["B1"]), "/v1/people/" + fmt.Sprint(s.people["B1"]),
		"/v1/tokens", "/v1/settings", "/v1/audit?q=hidden", "/v1/audit?noun=token", "/v1/audit?person=" + fmt.Sprint(s.people["B1"]),
		"/v1/audit?before=999999&q=robot", "/v1/attachments/" + s.photos["B1"],
	}
	for _, code := range []string{"R", "A", "B", "A1", "B1", "B2"} {
		list = append(list, "/v1/areas/"+id(code), "/v1/areas/"+id(code)+"/phones", "/v1/areas/"+id(code)+"/attachments",
			"/v1/people?area="+id(code), "/v1/people?role=patrol&area="+id(code), "/v1/audit?area="+id(code),
			"/v1/communities/"+id(code)+"/grids", "/v1/communities/"+id(code)+"/issue-counts?from=2026-01-01&until=2026-12-31")
	}
	for _, q := range []string{"hidden", "藏", "楼", "暗井", "B1", "1397", "robot", "%25", "_"} {
		list = append(list, "/v1/search?limit=50&q="+q)
	}
	for _, layers := range []string{"issues", "buildings", "grids,labels", "communities,grids,buildings,issues"} {
		list = append(list, "/tiles/"+layers+".json", "/tiles/"+layers+"/"+tileAt(14, 121.405)+".mvt", "/tiles/"+layers+"/"+tileAt(11, 121.405)+".mvt", "/tiles/"+layers+"/"+tileAt(16, 121.425)+".mvt")
	}
	const past = "at=2026-02-01"
	for _, code := range []string{"A1", "B", "B1"} {
		list = append(list, "/v1/areas/"+id(code)+"?"+past, "/v1/communities/"+id(code)+"/grids?"+past)
	}
	return append(list, "/v1/district?"+past, "/v1/search?limit=50&q=hidden&"+past, "/v1/search?limit=50&q=B1&"+past,
		"/v1/locate?lon=121.4252&lat=31.195&crs=cgcs2000&"+past, "/tiles/grids,labels.json?"+past,
		"/tiles/communities,grids,buildings/"+tileAt(14, 121.405)+".mvt?"+past, "/tiles/grids,labels/"+tileAt(16, 121.425)+".mvt?"+past)
}

// Each role in A, and a token of each.
func (s *siege) neighbours(t *testing.T) map[string]*guest {
	t.Helper()
	all := map[string]*guest{"a visitor": s.visitor(), "nobody's": s.attacker(t, "", "")}
	for _, role := range access.Roles {
		all[string(role)] = s.attacker(t, role, "A")
		text, _ := s.robot(t, "neighbour "+string(role), role, "A", time.Now().Add(time.Hour))
		all[string(role)+"'s token"] = &guest{h: s.hall, token: text}
	}
	return all
}

// What only B's own may know is in no answer to those of A, whatever they ask; it is in those to an
// administrator of the district, so that the words looked for are the right ones.
func TestNothingOfAnotherAreaIsToldThroughAnyListFilterTileOrLookUp(t *testing.T) {
	s := openSiege(t)
	told := map[string]bool{}
	for _, address := range s.addresses() {
		w := s.root.send(t, "GET", address, nil, "Accept", "application/json")
		for _, word := range private {
			told[word] = told[word] || strings.Contains(w.Body.String(), word)
		}
	}
	for _, word := range private {
		if !told[word] {
			t.Errorf("%s is told to nobody at all", word)
		}
	}
	for name, g := range s.neighbours(t) {
		for _, address := range s.addresses() {
			for _, accept := range []string{"application/json", "text/csv"} {
				if accept == "text/csv" && !strings.Contains(address, "/audit") {
					continue
				}
				w := g.send(t, "GET", address, nil, "Accept", accept)
				if w.Code >= http.StatusInternalServerError {
					t.Errorf("%s asks %s: %d %s", name, address, w.Code, w.Body)
				}
				for _, word := range private {
					if text := w.Body.String() + fmt.Sprint(w.Header()); strings.Contains(text, word) && !strings.Contains(address, word) {
						t.Errorf("%s is told %s by %s: %.200s", name, word, address, text)
					}
				}
			}
		}
	}
}

// counted returns how many issues a tile shows or counts, and how many households its buildings have.
func counted(t *testing.T, w []byte) (issues, households int) {
	t.Helper()
	layers, err := mvt.Unmarshal(w)
	if err != nil {
		t.Fatal(err)
	}
	number := func(v any) int {
		n, _ := v.(float64)
		return int(n)
	}
	for _, l := range layers {
		for _, f := range l.Features {
			switch l.Name {
			case "issues":
				issues += max(1, number(f.Properties["count"]))
			case "buildings":
				households += number(f.Properties["households"])
			}
		}
	}
	return issues, households
}

func TestTilesCountOnlyWhatLiesInTheAreasOfARole(t *testing.T) {
	s := openSiege(t)
	asked := map[string]*guest{"A": s.attacker(t, access.Leader, "A"), "A2": s.attacker(t, access.Patrol, "A2"), "B": s.attacker(t, access.Viewer, "B1"), "": s.root}
	for code, want := range map[string][2]int{"A": {6, 410}, "A2": {0, 0}, "B": {hiddenIssues, hiddenHoldout}, "": {6 + hiddenIssues, 410 + hiddenHoldout}} {
		for _, z := range []int{10, 11, 12} {
			w := asked[code].send(t, "GET", fmt.Sprintf("/tiles/issues/%s.mvt", tileAt(z, 121.405)), nil)
			if issues, _ := counted(t, w.Body.Bytes()); issues != want[0] {
				t.Errorf("%q counts %d issues at zoom %d, want %d", code, issues, z, want[0])
			}
		}
		if got := s.households(t, asked[code]); got != want[1] {
			t.Errorf("%q counts %d households, want %d", code, got, want[1])
		}
	}
	if got := s.households(t, s.visitor()); got != 0 {
		t.Errorf("visitors count %d households", got)
	}
}

// households are those of the buildings of A1 and B1 that somebody is shown.
func (s *siege) households(t *testing.T, g *guest) (sum int) {
	t.Helper()
	for _, lon := range []float64{121.405, 121.425} {
		_, households := counted(t, g.get(t, fmt.Sprintf("/tiles/buildings/%s.mvt", tileAt(16, lon))).Body.Bytes())
		sum += households
	}
	return sum
}

// tileAt is the address of the tile at a longitude, on the latitude of the communities.
func tileAt(z int, lon float64) string {
	at := maptile.At(orb.Point{lon, 31.1955}, maptile.Zoom(z))
	return fmt.Sprintf("%d/%d/%d", z, at.X, at.Y)
}

// versions are what every answer may tell of the whole: which version of the data it is from.
var versions = regexp.MustCompile(`"version":(\d+|"[0-9.]+")|/v\d+/`)

// seenBy is what somebody is told by an answer: status, body, and whether a browser would ask again.
func (s *siege) seenBy(t *testing.T, g *guest, address string) string {
	t.Helper()
	w := g.send(t, "GET", address, nil, "Accept", "application/json")
	text := fmt.Sprint(w.Code, " ", w.Header().Get("Link"), versions.ReplaceAllString(w.Body.String(), ""))
	if strings.HasSuffix(address, ".mvt") {
		text = fmt.Sprint(w.Code, " ", w.Header().Get("ETag"), " ", w.Body.Len())
	}
	return text
}

// Whatever happens in B, those of A are answered as before: not a count, a list, a cursor, an error or
// an ETag is another.
func TestWhatHappensInAnotherAreaChangesNoAnswer(t *testing.T) {
	s := openSiege(t)
	neighbours := s.neighbours(t)
	addresses := slices.DeleteFunc(s.addresses(), func(a string) bool {
		return strings.HasPrefix(a, "/v1/session") || strings.HasSuffix(a, "/phones") // whose views are entries of the trail themselves
	})
	before := map[string]string{}
	for _, g := range neighbours {
		g.get(t, "/v1/session") // tokens are in use from now on
	}
	for name, g := range neighbours {
		for _, address := range addresses {
			before[name+" "+address] = s.seenBy(t, g, address)
		}
	}
	s.happens(t)
	for name, g := range neighbours {
		for _, address := range addresses {
			if diff := cmp.Diff(before[name+" "+address], s.seenBy(t, g, address)); diff != "" {
				t.Errorf("%s sees in %s that something happened: %s", name, address, diff)
			}
		}
	}
}

// happens has things happen in B1: an issue, a holder, a picture, a person with a role, a token, and
// entries of the trail about all of these.
func (s *siege) happens(t *testing.T) {
	t.Helper()
	in := time.Now().Add(time.Hour)
	s.exec(t, `insert into issue (source, source_id, title, opened_at, fix_crs, point, grid_id, edition_id)
		select 'town', 'new', 'new', now() - interval '200 days', 'cgcs2000', st_setsrid(st_makepoint(121.4251, 31.1952), 4490), $1, edition_id
		from boundary where area_id = $1`, s.ids["B1"])
	s.exec(t, `select record_change('issue', $1, st_makeenvelope(121.425, 31.195, 121.426, 31.196, 4490))`, s.ids["B"])
	_, id := s.robot(t, "another robot of B1", access.Planner, "B1", in)
	if err := s.db.RevokeToken(t.Context(), consoleActor, id); err != nil {
		t.Fatal(err)
	}
	p, err := s.db.AddPerson(t.Context(), consoleActor, access.Account{Name: "hidden.too"}, "")
	if err != nil {
		t.Fatal(err)
	}
	s.grant(t, p.ID, access.Leader, "B")
	s.grant(t, s.people["B1"], access.Viewer, "B2")
	s.anotherPhoto("B1")
	s.root.get(t, fmt.Sprintf("/v1/areas/%d/phones", s.ids["B1"]))
	s.until(t, func() bool { return s.live.Today().Summary.Issues == 7+hiddenIssues })
}
