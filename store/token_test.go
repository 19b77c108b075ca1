package store_test

import (
	"crypto/sha256"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gewu/access"
	"gewu/geo"
)

// token makes a token in the name of an actor, and returns the program that has it.
func (w town) token(t testing.TB, maker *access.Actor, role access.Role, area string) *access.Actor {
	t.Helper()
	hash := tokenHash(t, maker, area)
	_, err := w.db.AddToken(t.Context(), maker, access.Token{
		Name: "screen in the hall", Role: role, Area: w.areaOf(area), Expires: time.Now().Add(time.Hour),
	}, hash)
	if err != nil {
		t.Fatal(err)
	}
	actor, _, err := w.db.TokenActor(t.Context(), hash)
	if err != nil {
		t.Fatal(err)
	}
	return actor
}

// tokenHash is the sum of the token that an actor made for an area.
func tokenHash(t testing.TB, maker *access.Actor, area string) [sha256.Size]byte {
	return key(t.Name() + maker.Name + area)
}

func TestATokenIsItsRoleInItsArea(t *testing.T) {
	w := newTown(t)
	admin := w.person(t, "admin", access.Administrator, "")
	machine := w.token(t, admin, access.Patrol, "A")
	scope := machine.Scope(summer.AddDate(5, 0, 0), access.Patrol, access.Administrator)
	if machine.Kind != access.Machine || machine.Name != "screen in the hall" || machine.MustChange ||
		!cmp.Equal(scope, access.Scope{Areas: []geo.AreaID{w.areaOf("A")}}) {
		t.Errorf("the program is %+v", machine)
	}
	if s := machine.Scope(summer.AddDate(5, 0, 0), access.Viewer, access.Planner, access.Leader, access.Administrator); !s.None() {
		t.Errorf("it has other roles in %+v", s)
	}
	list, err := w.db.Tokens(t.Context(), access.Everything)
	if err != nil || len(list) != 1 || list[0].MakerName != "admin" || list[0].Used.IsZero() || list[0].Revoked {
		t.Errorf("the tokens are %+v: %v", list, err)
	}
}

func TestATokenIsRefused(t *testing.T) {
	yes := true
	tests := []struct {
		name string
		do   func(w town, maker, machine *access.Actor) error
	}{
		{"when it is revoked", func(w town, _, machine *access.Actor) error {
			return w.db.RevokeToken(t.Context(), console, machine.ID)
		}},
		{"when it expires", func(w town, _, _ *access.Actor) error {
			_, err := w.pool.Exec(t.Context(), `update token set created_at = now() - interval '2 days', expires_at = now()`)
			return err
		}},
		{"when its maker is disabled", func(w town, maker, _ *access.Actor) error {
			_, err := w.db.ChangePerson(t.Context(), console, maker.ID, access.AccountChange{Disabled: &yes})
			return err
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newTown(t)
			w.person(t, "stays", access.Administrator, "")
			maker := w.person(t, "maker", access.Administrator, "")
			machine := w.token(t, maker, access.Administrator, "A")
			hash := tokenHash(t, maker, "A")
			if _, _, err := w.db.TokenActor(t.Context(), hash); err != nil {
				t.Fatalf("before: %v", err)
			}
			if err := tt.do(w, maker, machine); err != nil {
				t.Fatal(err)
			}
			if _, _, err := w.db.TokenActor(t.Context(), hash); !errors.Is(err, access.ErrNobody) {
				t.Errorf("after: %v", err)
			}
			if _, err := w.db.AddPerson(t.Context(), machine, access.Account{Name: "friend"}, kept); !errors.Is(err, access.ErrBeyond) {
				t.Errorf("who remembers it adds a person: %v", err)
			}
		})
	}
}

// What a token of a planner in A may, when its maker has one role or another.
func TestATokenMayNoMoreThanItsMakerMayNow(t *testing.T) {
	w := newTown(t)
	w.person(t, "stays", access.Administrator, "")
	maker := w.person(t, "maker", access.Administrator, "")
	w.token(t, maker, access.Planner, "A")
	hash := tokenHash(t, maker, "A")
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	today := access.Today(time.Now(), shanghai)
	in := func(codes ...string) (s access.Scope) {
		for _, code := range codes {
			s.Areas = append(s.Areas, w.areaOf(code))
		}
		return s
	}
	tests := []struct {
		name          string
		grants        []access.Grant
		writes, reads access.Scope // where it may redraw (planners and administrators), and look (everybody)
	}{
		{"administrates all", []access.Grant{{Role: access.Administrator}}, in("A"), in("A")},
		{"plans in all", []access.Grant{{Role: access.Planner}}, in("A"), in("A")},
		{"plans in a part", []access.Grant{{Role: access.Planner, Area: w.areaOf("A1")}}, in("A1"), in("A1")},
		{"plans in a part and looks at all", []access.Grant{{Role: access.Planner, Area: w.areaOf("A2")}, {Role: access.Viewer}}, in("A2"), in("A", "A2")},
		{"plans elsewhere", []access.Grant{{Role: access.Planner, Area: w.areaOf("B")}}, in(), in()},
		{"looks only", []access.Grant{{Role: access.Viewer, Area: w.areaOf("A")}}, in(), in("A")},
		{"will plan tomorrow", []access.Grant{{Role: access.Planner, From: today.AddDate(0, 0, 1)}}, in(), in()},
		{"has no role", nil, in(), in()},
		{"has the role again", []access.Grant{{Role: access.Administrator, Until: today.AddDate(0, 0, 1)}}, in("A"), in("A")},
	}
	for _, tt := range tests {
		t.Run("who "+tt.name, func(t *testing.T) {
			w.exec(t, `update role_grant set revoked_at = now() where person_id = $1 and revoked_at is null`, maker.ID)
			for _, g := range tt.grants {
				if _, err := w.db.AddGrant(t.Context(), console, maker.ID, g); err != nil {
					t.Fatal(err)
				}
			}
			machine, _, err := w.db.TokenActor(t.Context(), hash)
			if err != nil {
				t.Fatal(err)
			}
			if got := machine.Scope(today, access.Planner, access.Administrator); !cmp.Equal(got, tt.writes, cmpopts.EquateEmpty()) {
				t.Errorf("it redraws in %+v, want %+v", got, tt.writes)
			}
			if got := machine.Scope(today, access.Roles...); !cmp.Equal(got, tt.reads, cmpopts.EquateEmpty()) {
				t.Errorf("it looks at %+v, want %+v", got, tt.reads)
			}
			if got := machine.Scope(today, access.Patrol, access.Leader); !got.None() {
				t.Errorf("it has roles that it was not given in %+v", got)
			}
			list, err := w.db.Tokens(t.Context(), access.Everything)
			if whole := cmp.Equal(tt.writes, in("A")); err != nil || list[0].Limited == whole {
				t.Errorf("the list says %+v: %v", list, err)
			}
		})
	}
}

func TestATokenAdministersOnlyWhereItsMakerStillDoes(t *testing.T) {
	w := newTown(t)
	w.person(t, "stays", access.Administrator, "")
	maker := w.person(t, "maker", access.Administrator, "")
	machine := w.token(t, maker, access.Administrator, "")
	give := func(area string) error {
		_, err := w.db.AddToken(t.Context(), machine, access.Token{
			Name: "next " + area, Role: access.Viewer, Area: w.areaOf(area), Expires: time.Now().Add(time.Hour),
		}, key(t.Name()+area+time.Now().String()))
		return err
	}
	for _, area := range []string{"", "A", "B"} {
		if err := give(area); err != nil {
			t.Errorf("in %q, where the maker is administrator: %v", area, err)
		}
	}
	w.exec(t, `update role_grant set revoked_at = now() where person_id = $1`, maker.ID)
	w.grant(t, maker.ID, access.Administrator, "A")
	w.grant(t, maker.ID, access.Planner, "B")
	for area, want := range map[string]error{"": access.ErrBeyond, "A": nil, "A1": nil, "B": access.ErrBeyond} {
		if err := give(area); !errors.Is(err, want) {
			t.Errorf("in %q: error %v, want %v", area, err, want)
		}
	}
}

func TestWhoMayMakeAndRevokeTokens(t *testing.T) {
	w := newTown(t)
	whole := w.person(t, "whole", access.Administrator, "")
	ofA := w.person(t, "of-a", access.Administrator, "A")
	planner := w.person(t, "planner", access.Planner, "A")
	soon := time.Now().Add(time.Hour)
	tests := []struct {
		name  string
		actor *access.Actor
		token access.Token
		want  error
	}{
		{"for one's area", ofA, access.Token{Name: "a", Role: access.Viewer, Area: w.areaOf("A1"), Expires: soon}, nil},
		{"for another's", ofA, access.Token{Name: "b", Role: access.Viewer, Area: w.areaOf("B"), Expires: soon}, access.ErrBeyond},
		{"for all", ofA, access.Token{Name: "c", Role: access.Viewer, Expires: soon}, access.ErrBeyond},
		{"for all by who administers all", whole, access.Token{Name: "d", Role: access.Viewer, Expires: soon}, nil},
		{"by who plans", planner, access.Token{Name: "e", Role: access.Planner, Area: w.areaOf("A"), Expires: soon}, access.ErrBeyond},
		{"without a name", whole, access.Token{Name: " ", Role: access.Viewer, Expires: soon}, access.ErrTokenName},
		{"without a role", whole, access.Token{Name: "f", Expires: soon}, access.ErrRole},
		{"without an end", whole, access.Token{Name: "g", Role: access.Viewer, Expires: soon.AddDate(5, 0, 0)}, access.ErrPeriod},
		{"that is over", whole, access.Token{Name: "h", Role: access.Viewer, Expires: soon.AddDate(-1, 0, 0)}, access.ErrPeriod},
		{"for an area that does not exist", whole, access.Token{Name: "i", Role: access.Viewer, Area: 1 << 40, Expires: soon}, access.ErrNoArea},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := w.db.AddToken(t.Context(), tt.actor, tt.token, key(tt.token.Name)); !errors.Is(err, tt.want) {
				t.Errorf("the error is %v, want %v", err, tt.want)
			}
		})
	}
	all, err := w.db.Tokens(t.Context(), access.Everything)
	if err != nil || len(all) != 2 {
		t.Fatalf("%d tokens: %v", len(all), err)
	}
	part, err := w.db.Tokens(t.Context(), access.Scope{Areas: []geo.AreaID{w.areaOf("A")}})
	if err != nil || len(part) != 1 || part[0].Name != "a" {
		t.Errorf("asked from A: %+v, %v", part, err)
	}
	if err := w.db.RevokeToken(t.Context(), ofA, all[0].ID); !errors.Is(err, access.ErrNobody) {
		t.Errorf("the token of all, revoked from A: %v", err)
	}
	if err := w.db.RevokeToken(t.Context(), ofA, part[0].ID); err != nil {
		t.Errorf("the token of A, revoked from A: %v", err)
	}
}
