package demo_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gewu/district"
	"gewu/internal/demo"
)

var (
	china = time.FixedZone("UTC+8", 8*3600)
	today = time.Date(2026, time.November, 21, 15, 30, 0, 0, china)
	seeds = []uint64{1, 2, 3, 42, 108, 2026} // the first ground of 108 cannot be parted
)

// Every test reads the same districts; nothing writes to them.
var generated sync.Map

func generate(seed uint64) *demo.District {
	once, _ := generated.LoadOrStore(seed, sync.OnceValue(func() *demo.District { return demo.Generate(seed, today) }))
	return once.(func() *demo.District)()
}

// eachSeed runs a test on the district of every seed.
func eachSeed(t *testing.T, check func(t *testing.T, d *demo.District)) {
	t.Parallel()
	for _, seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			check(t, generate(seed))
		})
	}
}

// layer returns the areas of a level, of all profiles that have it when profile is empty.
func layer(d *demo.District, profile, level string) []district.Area {
	var out []district.Area
	for _, l := range d.Layers {
		if l.Level == level && (profile == "" || l.Profile == profile) {
			out = append(out, l.Areas...)
		}
	}
	return out
}

func TestTheSameSeedAndDayGiveTheSameDistrict(t *testing.T) {
	t.Parallel()
	digest := func(d *demo.District) string {
		b, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%x", sha256.Sum256(b))
	}
	first, again := digest(generate(7)), digest(demo.Generate(7, today))
	if first != again {
		t.Error("two runs differ")
	}
	if other := digest(generate(42)); other == first {
		t.Error("another seed gives the same district")
	}
}

func TestAreasAreAsManyAsInTheSeedDocuments(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		got := map[string]int{}
		for _, l := range d.Layers {
			got[l.Profile+" "+l.Level] = len(l.Areas)
		}
		if n := got["street-grid street"]; n < 2 || n > 4 {
			t.Errorf("%d streets, want 2 to 4", n)
		}
		delete(got, "street-grid street")
		delete(got, "four-level building")
		want := map[string]int{
			"street-grid district": 1, "street-grid community": 26, "street-grid grid": 145,
			"four-level community": 1, "four-level station": 3, "four-level grid": 16,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestCodesHaveTheFormOfTheirLevel(t *testing.T) {
	forms := map[string]string{
		"district": `^350420$`, "street": `^35042000[1-4]$`, "community": `^35042000[1-4](0[0-9]{2}|20[1-9])$`,
		"station": `^35042000[1-4]0[0-9]{2}-[1-3]$`, "grid": `^35042000[1-4](0[0-9]{2}|20[1-9])0[0-9]{2}$`, "building": `^[0-9]{20}$`,
	}
	eachSeed(t, func(t *testing.T, d *demo.District) {
		seen := map[string]bool{}
		for _, l := range d.Layers {
			form := regexp.MustCompile(forms[l.Level])
			for _, a := range l.Areas {
				if !form.MatchString(a.Code) || seen[a.Code] || a.Name == "" {
					t.Errorf("%s has code %q (seen before: %v)", a.Name, a.Code, seen[a.Code])
				}
				if a.Parent != "" && !seen[a.Parent] {
					t.Errorf("%s comes before its parent %s", a.Code, a.Parent)
				}
				seen[a.Code] = true
			}
		}
	})
}

func TestCommunitiesHaveNamesOfTheirOwn(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		seen := map[string]bool{}
		for _, c := range layer(d, "", "community") {
			if seen[c.Name] {
				t.Errorf("two communities are called %s", c.Name)
			}
			seen[c.Name] = true
		}
	})
}

// households sums the households of the buildings that lie in each grid.
func households(t *testing.T, d *demo.District) map[string]int {
	out := map[string]int{}
	f := newFinder(layer(d, "", "grid"))
	for _, b := range d.Buildings {
		i := f.cover(b.Footprint[0][0][0])
		if i < 0 {
			t.Fatalf("building %s lies in no grid", b.ID)
		}
		out[f.areas[i].Code] += *b.Households.N
	}
	return out
}

func TestEveryGridOfTheTownHoldsThreeToFiveHundredHouseholds(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		n := households(t, d)
		for _, g := range layer(d, "street-grid", "grid") {
			if h := n[g.Code]; h < 300 || h > 500 {
				t.Errorf("grid %s has %d households", g.Code, h)
			}
		}
	})
}

func TestTheResettlementEstateIsAsInItsDocument(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		n, total := households(t, d), 0
		for _, g := range layer(d, "four-level", "grid") {
			total += n[g.Code]
			if n[g.Code] < 80 || n[g.Code] > 160 {
				t.Errorf("grid %s has %d households", g.Code, n[g.Code])
			}
		}
		if total != 1934 {
			t.Errorf("%d households, want 1,934", total)
		}
		size := squareMetres(layer(d, "four-level", "community")[0].Boundary)
		if size < 0.99*269700 || size > 1.01*269700 {
			t.Errorf("%.0f m², want 269,700 within 1 %%", size)
		}
	})
}

func TestCountsOfHousesStayBelievable(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		if n := len(d.Buildings); n < 4000 || n > 8000 {
			t.Errorf("%d buildings", n)
		}
		estimated := 0
		for _, b := range d.Buildings {
			h, f, r := *b.Households.N, *b.Floors.N, *b.Residents.N
			if b.Households.Basis == district.Estimated {
				estimated++
			}
			if h > 8*f+4 || r < h || f < 1 || f > 33 || h == 0 && r > 0 {
				t.Errorf("%s %s: %d floors, %d households, %d residents", b.ID, b.Attributes["use"], f, h, r)
			}
			if b.Address == "" {
				t.Errorf("%s has no address", b.ID)
			}
		}
		if estimated == 0 {
			t.Error("no count is marked as estimated")
		}
	})
}

func TestFacilitiesServeEveryCommunity(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		got := map[string]int{}
		for _, f := range d.Facilities {
			got[f.Kind]++
			if f.Point == nil && f.Ground == nil {
				t.Errorf("%s is nowhere", f.ID)
			}
		}
		for kind, want := range map[string]int{
			"service_station": 27, "police_room": 27, "clinic": 27, "notice_board": 161, "school": 6, "park": 5, "market": 3, "hospital": 1,
		} {
			if got[kind] < want {
				t.Errorf("%d of kind %s, want at least %d", got[kind], kind, want)
			}
		}
	})
}

func TestStaffHoldPostsOfRealAreas(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		areas, first, posts, people, grids := map[string]bool{}, map[string]int{}, 0, map[string]string{}, map[string]map[string]bool{}
		for _, l := range d.Layers {
			for _, a := range l.Areas {
				areas[a.Code] = true
			}
		}
		for _, x := range d.Duties {
			switch {
			case !areas[x.Area]:
				t.Errorf("%s serves unknown area %s", x.Name, x.Area)
			case !strings.HasPrefix(x.WorkPhone, "0598-555"):
				t.Errorf("%s has phone %s", x.Name, x.WorkPhone)
			case x.From.After(today):
				t.Errorf("%s begins on %s", x.Name, x.From)
			case people[x.ID] != "" && people[x.ID] != x.Name:
				t.Errorf("%s is both %s and %s", x.ID, x.Name, people[x.ID])
			}
			people[x.ID] = x.Name
			if grids[x.ID] == nil {
				grids[x.ID] = map[string]bool{}
			}
			grids[x.ID][x.Area] = true
			if x.Post == "first_holder" {
				first[x.Area]++
			} else {
				posts++
			}
		}
		several := 0
		for _, g := range grids {
			if len(g) > 1 {
				several++
			}
		}
		for code, n := range first {
			if n != 1 {
				t.Errorf("area %s has %d first holders", code, n)
			}
		}
		if all := 161 * 5; posts < all*88/100 || posts > all*98/100+16 || several < 20 {
			t.Errorf("%d of %d posts held, %d people in several areas", posts, all, several)
		}
	})
}
