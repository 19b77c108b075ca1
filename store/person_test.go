package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gewu/access"
	"gewu/geo"
)

// console is who works on the server's own machine.
var console = &access.Actor{Kind: access.Console, Name: "root"}

// kept is what counts as a password's hash here.
const kept = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// person adds a person with a password who has a role in an area ("": the whole district) from today.
func (w town) person(t testing.TB, name string, role access.Role, area string) *access.Actor {
	t.Helper()
	p, err := w.db.AddPerson(t.Context(), console, access.Account{Name: name}, kept)
	if err != nil {
		t.Fatal(err)
	}
	if role != "" {
		w.grant(t, p.ID, role, area)
	}
	return w.as(t, p.ID)
}

func (w town) grant(t testing.TB, person int64, role access.Role, area string) access.Grant {
	t.Helper()
	g, err := w.db.AddGrant(t.Context(), console, person, access.Grant{Role: role, Area: w.areaOf(area)})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// areaOf is the area with a code, 0 for "".
func (w town) areaOf(code string) geo.AreaID { return geo.AreaID(w.ids[code]) }

// as is a person as they act, with the roles they have now.
func (w town) as(t testing.TB, person int64) *access.Actor {
	t.Helper()
	p, err := w.db.Person(t.Context(), person, access.Everything)
	if err != nil {
		t.Fatal(err)
	}
	return &access.Actor{Kind: access.Person, ID: p.ID, Name: p.Name, From: "192.0.2.7", Grants: p.Grants}
}

func (w town) names(t testing.TB, f access.AccountFilter) []string {
	t.Helper()
	people, err := w.db.People(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, p := range people {
		names = append(names, p.Name)
	}
	return names
}

func TestAPersonIsWhatWasSaid(t *testing.T) {
	w := newTown(t)
	p, err := w.db.AddPerson(t.Context(), console, access.Account{Name: " Chen.Zhiqiang ", FullName: "陈志强", Email: "chen@example.org"}, kept)
	if err != nil {
		t.Fatal(err)
	}
	w.grant(t, p.ID, access.Planner, "A")
	got, err := w.db.Person(t.Context(), p.ID, access.Everything)
	if err != nil {
		t.Fatal(err)
	}
	want := access.Account{
		ID: p.ID, Name: "chen.zhiqiang", FullName: "陈志强", Email: "chen@example.org", Local: true, MustChange: true,
		Grants: []access.Grant{{Role: access.Planner, Area: w.areaOf("A")}},
	}
	ignore := []cmp.Option{cmpopts.IgnoreFields(access.Account{}, "Created"), cmpopts.IgnoreFields(access.Grant{}, "ID", "From")}
	if diff := cmp.Diff(want, got, ignore...); diff != "" {
		t.Errorf("the person differs (-want +got):\n%s", diff)
	}
}

func TestWhatIsSaidOfAPersonIsChecked(t *testing.T) {
	w := emptyTown(t)
	w.person(t, "chen", "", "")
	tests := []struct {
		name   string
		person access.Account
		want   error
	}{
		{"a name that another has", access.Account{Name: "CHEN"}, access.ErrNameTaken},
		{"a name in Chinese", access.Account{Name: "陈"}, access.ErrName},
		{"a name with a line in it", access.Account{Name: "li\nlog"}, access.ErrName},
		{"a full name with a line in it", access.Account{Name: "li", FullName: "Li\r\nSet-Cookie: x"}, access.ErrFullName},
		{"a full name that is written backwards", access.Account{Name: "li", FullName: "Li \u202egnaw"}, access.ErrFullName},
		{"an address without an @", access.Account{Name: "li", Email: "li.example.org"}, access.ErrEmail},
		{"an address that begins a header", access.Account{Name: "li", Email: "li@example.org\nBcc: x"}, access.ErrEmail},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := w.db.AddPerson(t.Context(), console, tt.person, kept); !errors.Is(err, tt.want) {
				t.Errorf("the error is %v, want %v", err, tt.want)
			}
		})
	}
	if got := w.names(t, access.AccountFilter{Scope: access.Everything, Limit: 9}); !cmp.Equal(got, []string{"chen"}) {
		t.Errorf("there are %v", got)
	}
}

// An administrator of an area sees who has a role in it, and who has none anywhere.
func TestAnAdministratorOfAnAreaSeesItsPeopleOnly(t *testing.T) {
	w := newTown(t)
	w.person(t, "all", access.Administrator, "")
	w.person(t, "a-planner", access.Planner, "A")
	w.person(t, "a1-patrol", access.Patrol, "A1")
	ofB := w.person(t, "b-planner", access.Planner, "B")
	both := w.person(t, "both", access.Planner, "A")
	w.grant(t, both.ID, access.Leader, "B")
	w.person(t, "new", "", "")
	inA := access.Scope{Areas: []geo.AreaID{w.areaOf("A")}}
	inA1 := access.Scope{Areas: []geo.AreaID{w.areaOf("A1")}}
	yes, no := true, false
	tests := []struct {
		name   string
		filter access.AccountFilter
		want   []string
	}{
		{"everybody", access.AccountFilter{Scope: access.Everything}, []string{"a-planner", "a1-patrol", "all", "b-planner", "both", "new"}},
		{"nobody without a scope", access.AccountFilter{}, []string{}},
		{"those of A and below", access.AccountFilter{Scope: inA}, []string{"a-planner", "a1-patrol", "both", "new"}},
		{"those of A1 alone", access.AccountFilter{Scope: inA1}, []string{"a1-patrol", "new"}},
		{"leaders anywhere", access.AccountFilter{Scope: access.Everything, Role: access.Leader}, []string{"both"}},
		{"leaders, asked from A", access.AccountFilter{Scope: inA, Role: access.Leader}, []string{}},
		{"those of B, asked from A", access.AccountFilter{Scope: inA, Area: w.areaOf("B")}, []string{}},
		{"those of B", access.AccountFilter{Scope: access.Everything, Area: w.areaOf("B")}, []string{"b-planner", "both"}},
		{"a part of the name", access.AccountFilter{Scope: access.Everything, Text: "PLAN"}, []string{"a-planner", "b-planner"}},
		{"a name that is a pattern", access.AccountFilter{Scope: access.Everything, Text: "%"}, []string{}},
		{"behind one", access.AccountFilter{Scope: access.Everything, After: both.ID}, []string{"new"}},
		{"behind one, asked from A", access.AccountFilter{Scope: inA, After: both.ID}, []string{"new"}},
		{"behind one who is out of reach", access.AccountFilter{Scope: inA, After: ofB.ID}, []string{}},
		{"those disabled", access.AccountFilter{Scope: access.Everything, Disabled: &yes}, []string{}},
		{"those who are not", access.AccountFilter{Scope: inA1, Disabled: &no}, []string{"a1-patrol", "new"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.filter.Limit = 10
			if diff := cmp.Diff(tt.want, w.names(t, tt.filter)); diff != "" {
				t.Errorf("the people differ (-want +got):\n%s", diff)
			}
		})
	}
	p, err := w.db.Person(t.Context(), both.ID, inA)
	if err != nil || len(p.Grants) != 1 || p.Grants[0].Area != w.areaOf("A") || !p.Elsewhere {
		t.Errorf("who has roles in A and B, asked from A: %+v, %v", p, err)
	}
	if _, err := w.db.Person(t.Context(), both.ID, inA1); !errors.Is(err, access.ErrNobody) {
		t.Errorf("asked from A1: %v", err)
	}
}

func TestWhoMayChangeWhom(t *testing.T) {
	w := newTown(t)
	whole := w.person(t, "whole", access.Administrator, "")
	w.person(t, "whole-too", access.Administrator, "")
	ofA := w.person(t, "of-a", access.Administrator, "A")
	planner := w.person(t, "planner", access.Planner, "A1")
	inB := w.person(t, "in-b", access.Patrol, "B")
	both := w.person(t, "both", access.Patrol, "A2")
	w.grant(t, both.ID, access.Patrol, "B")
	fresh := w.person(t, "fresh", "", "")
	machine := w.token(t, ofA, access.Administrator, "A")
	tests := []struct {
		name   string
		actor  *access.Actor
		person int64
		want   error
	}{
		{"the console changes anybody", console, whole.ID, nil},
		{"an administrator of all changes anybody", whole, ofA.ID, nil},
		{"but not themselves", whole, whole.ID, access.ErrOwn},
		{"an administrator of an area changes who works in it", ofA, planner.ID, nil},
		{"and who has no role yet", ofA, fresh.ID, nil},
		{"but not who works in another", ofA, inB.ID, access.ErrBeyond},
		{"nor who works there too", ofA, both.ID, access.ErrBeyond},
		{"nor who administers all", ofA, whole.ID, access.ErrBeyond},
		{"nor themselves", ofA, ofA.ID, access.ErrOwn},
		{"a planner changes nobody", planner, fresh.ID, access.ErrBeyond},
		{"a visitor changes nobody", &access.Actor{}, fresh.ID, access.ErrBeyond},
		{"a token changes who its area has", machine, planner.ID, nil},
		{"but not who made it", machine, ofA.ID, access.ErrOwn},
		{"nobody changes who is not there", whole, 1 << 40, access.ErrNobody},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, disabled := range []bool{true, false} {
				_, err := w.db.ChangePerson(t.Context(), tt.actor, tt.person, access.AccountChange{Disabled: &disabled})
				if !errors.Is(err, tt.want) {
					t.Errorf("disabled %t: %v, want %v", disabled, err, tt.want)
				}
				if errors.Is(tt.want, access.ErrOwn) {
					break // to be let in again who is not disabled is no change
				}
			}
			want := tt.want
			if tt.actor.Kind == access.Person && tt.actor.ID == tt.person {
				want = nil // one's own password is one's own
			}
			if err := w.db.SetPassword(t.Context(), tt.actor, tt.person, kept, true); !errors.Is(err, want) {
				t.Errorf("the password: %v, want %v", err, want)
			}
		})
	}
}

func TestNobodyGivesMoreThanTheyAdminister(t *testing.T) {
	w := newTown(t)
	whole := w.person(t, "whole", access.Administrator, "")
	ofA := w.person(t, "of-a", access.Administrator, "A")
	planner := w.person(t, "planner", access.Planner, "")
	inB := w.person(t, "in-b", access.Patrol, "B")
	fresh := w.person(t, "fresh", "", "")
	day := time.Now().AddDate(0, 0, 30).UTC().Truncate(24 * time.Hour)
	tests := []struct {
		name   string
		actor  *access.Actor
		person int64
		grant  access.Grant
		want   error
	}{
		{"a role in one's area", ofA, fresh.ID, access.Grant{Role: access.Patrol, Area: w.areaOf("A1"), From: day, Until: day.AddDate(0, 0, 1)}, nil},
		{"a role in another", ofA, fresh.ID, access.Grant{Role: access.Patrol, Area: w.areaOf("B")}, access.ErrBeyond},
		{"a role in all", ofA, fresh.ID, access.Grant{Role: access.Viewer}, access.ErrBeyond},
		{"a role in one's area to who works in another", ofA, inB.ID, access.Grant{Role: access.Viewer, Area: w.areaOf("A")}, access.ErrBeyond},
		{"a role to oneself", ofA, ofA.ID, access.Grant{Role: access.Planner, Area: w.areaOf("A")}, access.ErrOwn},
		{"a role to oneself by who administers all", whole, whole.ID, access.Grant{Role: access.Planner}, access.ErrOwn},
		{"a role by who plans", planner, fresh.ID, access.Grant{Role: access.Viewer, Area: w.areaOf("A")}, access.ErrBeyond},
		{"a role that does not exist", whole, fresh.ID, access.Grant{Role: "emperor"}, access.ErrRole},
		{"an area that does not exist", whole, fresh.ID, access.Grant{Role: access.Viewer, Area: 1 << 40}, access.ErrNoArea},
		{"a role that ends as it begins", whole, fresh.ID, access.Grant{Role: access.Viewer, From: day, Until: day}, access.ErrPeriod},
		{"a role that is over", whole, fresh.ID, access.Grant{Role: access.Viewer, From: spring, Until: summer.AddDate(-1, 0, 0)}, access.ErrPeriod},
		{"a role twice", whole, inB.ID, access.Grant{Role: access.Patrol, Area: w.areaOf("B"), From: day}, access.ErrDouble},
		{"another role there", whole, inB.ID, access.Grant{Role: access.Viewer, Area: w.areaOf("B"), From: day}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := w.db.AddGrant(t.Context(), tt.actor, tt.person, tt.grant); !errors.Is(err, tt.want) {
				t.Errorf("the error is %v, want %v", err, tt.want)
			}
		})
	}
}
