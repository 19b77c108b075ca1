package access_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gewu/access"
	"gewu/geo"
)

func day(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

// A role counts from the midnight at which its first day begins in the district's time zone until the
// midnight at which the first day without it begins, also where a clock is put forward at midnight.
func TestARoleCountsFromMidnightToMidnightOfTheDistrict(t *testing.T) {
	zones := []string{"Asia/Shanghai", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu", "Africa/Cairo", "UTC"}
	random := rand.New(rand.NewPCG(1, 2))
	for _, name := range zones {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for range 500 {
			first := day("2010-01-01").AddDate(0, 0, random.IntN(6000))
			g := access.Grant{Role: access.Viewer, From: first, Until: first.AddDate(0, 0, 1+random.IntN(400))}
			begins, ends := beginning(g.From, zone), beginning(g.Until, zone)
			for instant, want := range map[time.Time]bool{
				begins.Add(-time.Nanosecond): false, begins: true,
				ends.Add(-time.Nanosecond): true, ends: false,
			} {
				today := access.Today(instant, zone)
				if got := g.InForce(today); got != want {
					t.Fatalf("%s: from %s until %s, at %s: %t, want %t", name, g.From, g.Until, instant.In(zone), got, want)
				}
				if got := g.Ended(today); got != !instant.Before(ends) {
					t.Fatalf("%s: until %s, at %s: ended %t", name, g.Until, instant.In(zone), got)
				}
			}
		}
	}
}

// beginning is the first instant of a day in a time zone: midnight, or what follows where there is none.
func beginning(day time.Time, zone *time.Location) time.Time {
	year, month, date := day.Date()
	low, high := time.Date(year, month, date-2, 12, 0, 0, 0, zone), time.Date(year, month, date+2, 12, 0, 0, 0, zone)
	for high.Sub(low) > time.Nanosecond {
		middle := low.Add(high.Sub(low) / 2)
		y, m, d := middle.In(zone).Date()
		if time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Before(day) {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

func TestARoleWithoutAnEndDoesNotEnd(t *testing.T) {
	g := access.Grant{From: day("2026-06-01")}
	if g.InForce(day("2026-05-31")) || !g.InForce(day("2026-06-01")) || !g.InForce(day("9999-01-01")) || g.Ended(day("9999-01-01")) {
		t.Error("a role without an end counts on other days")
	}
}

func TestWhereSomebodyHasARole(t *testing.T) {
	today := day("2026-06-01")
	grants := []access.Grant{
		{Role: access.Planner, Area: 7, From: today},
		{Role: access.Planner, Area: 3, From: today},
		{Role: access.Planner, Area: 7, From: day("2026-01-01")},
		{Role: access.Viewer, Area: 5, From: today},
		{Role: access.Leader, From: today, Until: day("2026-07-01")},
		{Role: access.Patrol, Area: 9, From: day("2026-06-02")},
		{Role: access.Administrator, From: day("2026-01-01"), Until: today},
	}
	person := &access.Actor{Kind: access.Person, Grants: grants}
	tests := []struct {
		name  string
		actor *access.Actor
		roles []access.Role
		want  access.Scope
	}{
		{"in two areas, one of them twice", person, []access.Role{access.Planner}, access.Scope{Areas: []geo.AreaID{3, 7}}},
		{"with either of two roles", person, []access.Role{access.Planner, access.Viewer}, access.Scope{Areas: []geo.AreaID{3, 5, 7}}},
		{"everywhere", person, []access.Role{access.Viewer, access.Leader}, access.Everything},
		{"from tomorrow", person, []access.Role{access.Patrol}, access.Scope{}},
		{"until yesterday", person, []access.Role{access.Administrator}, access.Scope{}},
		{"with no role asked for", person, nil, access.Scope{}},
		{"a visitor", &access.Actor{}, access.Roles, access.Scope{}},
		{"the console", &access.Actor{Kind: access.Console}, nil, access.Everything},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.actor.Scope(today, tt.roles...)); diff != "" {
				t.Errorf("the scope differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatLiesInAScope(t *testing.T) {
	some := access.Scope{Areas: []geo.AreaID{3, 7}}
	tests := []struct {
		name  string
		scope access.Scope
		chain access.Chain
		want  bool
	}{
		{"an area of it", some, access.Chain{7}, true},
		{"what lies in an area of it", some, access.Chain{12, 7, 1}, true},
		{"what an area of it lies in", some, access.Chain{1}, false},
		{"another area", some, access.Chain{12, 4, 1}, false},
		{"the whole district", some, nil, false},
		{"the whole district, by its number", some, access.Chain{0}, false},
		{"anything in nothing", access.Scope{}, access.Chain{3}, false},
		{"anything in everything", access.Everything, access.Chain{12}, true},
		{"the whole district in everything", access.Everything, nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.scope.Covers(tt.chain...); got != tt.want {
				t.Errorf("it lies in it: %t, want %t", got, tt.want)
			}
		})
	}
}

func TestEachVisibilityShowsWhatTheOneBeforeDoes(t *testing.T) {
	for i, v := range access.Visibilities {
		for j, least := range access.Visibilities {
			if got, want := v.Shows(least), i >= j; got != want {
				t.Errorf("%s shows %s: %t, want %t", v, least, got, want)
			}
		}
		if access.Visibility("everything").Shows(v) {
			t.Errorf("a visibility that does not exist shows %s", v)
		}
	}
}

// Nobody can change a person who may do something where the author is no administrator, whatever
// the areas; and whoever may change a person may give them a role only where they administer.
func TestNobodyReachesBeyondTheirAreas(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		author := access.Author{Person: 1 + random.Int64N(3), Scope: randomScope(random)}
		held := make([]access.Chain, random.IntN(3))
		beyond := author.Scope.None()
		for i := range held {
			held[i] = randomChain(random)
			beyond = beyond || !author.Scope.Covers(held[i]...)
		}
		person, area := 1+random.Int64N(3), randomChain(random)
		var want error
		switch {
		case person == author.Person:
			want = access.ErrOwn
		case beyond:
			want = access.ErrBeyond
		}
		if err := author.MayChange(person, held); !errors.Is(err, want) {
			t.Fatalf("%+v changes %d with roles in %v: %v, want %v", author, person, held, err, want)
		}
		if want == nil && !author.Scope.Covers(area...) {
			want = access.ErrBeyond
		}
		if err := author.MayGive(person, held, area); !errors.Is(err, want) {
			t.Fatalf("%+v gives %d with roles in %v one in %v: %v, want %v", author, person, held, area, err, want)
		}
	}
}

func randomScope(random *rand.Rand) access.Scope {
	if random.IntN(4) == 0 {
		return access.Everything
	}
	var s access.Scope
	for id := range geo.AreaID(4) {
		if random.IntN(3) == 0 {
			s.Areas = append(s.Areas, id+1)
		}
	}
	return s
}

// randomChain is a chain of areas 1 to 4, or that of the whole district.
func randomChain(random *rand.Rand) access.Chain {
	var chain access.Chain
	for range random.IntN(3) {
		chain = append(chain, geo.AreaID(1+random.IntN(4)))
	}
	return chain
}
