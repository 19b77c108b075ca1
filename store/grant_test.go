package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"gewu/access"
)

// administrators is how many people administer the whole district, as the database counts them.
func (w town) administrators(t testing.TB) (n int) {
	t.Helper()
	const statement = `select count(distinct person.id) from person join role_grant on person_id = person.id
		where disabled_at is null and role = 'administrator' and area_id is null and revoked_at is null`
	if err := w.pool.QueryRow(t.Context(), statement).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheLastAdministratorStays(t *testing.T) {
	w := newTown(t)
	only := w.person(t, "only", access.Administrator, "")
	w.person(t, "of-a", access.Administrator, "A")
	yes := true
	if err := w.db.RevokeGrant(t.Context(), console, only.ID, only.Grants[0].ID); !errors.Is(err, access.ErrLastAdministrator) {
		t.Errorf("the role was taken: %v", err)
	}
	if _, err := w.db.ChangePerson(t.Context(), console, only.ID, access.AccountChange{Disabled: &yes}); !errors.Is(err, access.ErrLastAdministrator) {
		t.Errorf("the person was disabled: %v", err)
	}
	later := w.person(t, "later", "", "")
	tomorrow := access.Today(time.Now(), time.UTC).AddDate(0, 0, 2)
	if _, err := w.db.AddGrant(t.Context(), console, later.ID, access.Grant{Role: access.Administrator, From: tomorrow}); err != nil {
		t.Fatal(err)
	}
	if err := w.db.RevokeGrant(t.Context(), console, only.ID, only.Grants[0].ID); !errors.Is(err, access.ErrLastAdministrator) {
		t.Errorf("the role was taken though its next holder is none yet: %v", err)
	}
	w.person(t, "second", access.Administrator, "")
	if err := w.db.RevokeGrant(t.Context(), console, only.ID, only.Grants[0].ID); err != nil {
		t.Errorf("with a second one: %v", err)
	}
}

// The last two administrators take the role from each other, or have it taken, at the same time.
func TestOfTwoRevokesAtOnceOneIsRefused(t *testing.T) {
	for _, mutual := range []bool{true, false} {
		w := emptyTown(t)
		a, b := w.person(t, "anna", access.Administrator, ""), w.person(t, "bo", access.Administrator, "")
		actors := []*access.Actor{console, console}
		if mutual {
			actors = []*access.Actor{b, a}
		}
		var both sync.WaitGroup
		errs := make([]error, 2)
		for i, victim := range []*access.Actor{a, b} {
			both.Go(func() { errs[i] = w.db.RevokeGrant(t.Context(), actors[i], victim.ID, victim.Grants[0].ID) })
		}
		both.Wait()
		refused := 0
		for _, err := range errs {
			if errors.Is(err, access.ErrLastAdministrator) || errors.Is(err, access.ErrBeyond) {
				refused++
			} else if err != nil {
				t.Error(err)
			}
		}
		if refused != 1 || w.administrators(t) != 1 {
			t.Errorf("%d were refused, %d administrators are left: %v", refused, w.administrators(t), errs)
		}
	}
}

// A role that was taken away is of no use to who had it a moment ago, whatever they believe.
func TestARevokedAdministratorChangesNothingMore(t *testing.T) {
	w := newTown(t)
	w.person(t, "stays", access.Administrator, "")
	gone := w.person(t, "gone", access.Administrator, "")
	fresh := w.person(t, "fresh", "", "")
	if err := w.db.RevokeGrant(t.Context(), console, gone.ID, gone.Grants[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.db.AddGrant(t.Context(), gone, fresh.ID, access.Grant{Role: access.Viewer}); !errors.Is(err, access.ErrBeyond) {
		t.Errorf("a role was given: %v", err)
	}
	if _, err := w.db.AddPerson(t.Context(), gone, access.Account{Name: "friend"}, kept); !errors.Is(err, access.ErrBeyond) {
		t.Errorf("a person was added: %v", err)
	}
	if err := w.db.RevokeGrant(t.Context(), console, gone.ID, gone.Grants[0].ID); !errors.Is(err, access.ErrNobody) {
		t.Errorf("a role was taken twice: %v", err)
	}
	if err := w.db.RevokeGrant(t.Context(), console, fresh.ID, gone.Grants[0].ID); !errors.Is(err, access.ErrNobody) {
		t.Errorf("the role of another: %v", err)
	}
}

// On Kiritimati it is always one or two days later than in Pago Pago.
func TestDaysOfRolesAreThoseOfTheDistrict(t *testing.T) {
	w := newTown(t)
	w.person(t, "stays", access.Administrator, "")
	east, err := time.LoadLocation("Pacific/Kiritimati")
	if err != nil {
		t.Fatal(err)
	}
	day := access.Today(time.Now(), east)
	tests := []struct {
		name        string
		from, until time.Time
		east, west  bool // whether the role counts there
	}{
		{"it begins today", day, time.Time{}, true, false},
		{"it began a week ago", day.AddDate(0, 0, -7), time.Time{}, true, true},
		{"it begins tomorrow", day.AddDate(0, 0, 1), time.Time{}, false, false},
		{"it ended today", day.AddDate(0, 0, -7), day, false, true},
		{"it ends tomorrow", day, day.AddDate(0, 0, 1), true, false},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := w.person(t, "person-"+string(rune('a'+i)), "", "")
			zone(t, w, "Pacific/Pago_Pago") // nothing is over here that is to be given
			if _, err := w.db.AddGrant(t.Context(), console, p.ID, access.Grant{Role: access.Administrator, From: tt.from, Until: tt.until}); err != nil {
				t.Fatal(err)
			}
			for name, want := range map[string]bool{"Pacific/Kiritimati": tt.east, "Pacific/Pago_Pago": tt.west} {
				zone(t, w, name)
				subject := w.person(t, "subject-"+string(rune('a'+i))+name[len("Pacific/"):][:1], "", "")
				err := w.db.SetPassword(t.Context(), w.as(t, p.ID), subject.ID, kept, true)
				if got := err == nil; got != want || err != nil && !errors.Is(err, access.ErrBeyond) {
					t.Errorf("%s: %v, want the role to count: %t", name, err, want)
				}
			}
		})
	}
}

// zone sets the district's time zone.
func zone(t testing.TB, w town, name string) {
	t.Helper()
	const statement = `insert into setting (key, value) values ('time_zone', to_jsonb($1::text)) on conflict (key) do update set value = excluded.value`
	if _, err := w.pool.Exec(t.Context(), statement, name); err != nil {
		t.Fatal(err)
	}
}
