package store_test

import (
	"testing"

	"gewu/access"
)

// A district tells its time zone after the first start, as it must: nobody else could. West of the one it had
// before it is still the day before.
func TestTheFirstAdministratorIsOneInEveryTimeZone(t *testing.T) {
	w := emptyTown(t)
	service := &access.Actor{Kind: access.Service, Name: "gewu"}
	if added, err := w.db.FirstAdministrator(t.Context(), service, "admin", kept); err != nil || !added {
		t.Fatalf("added %v, %v", added, err)
	}
	people, err := w.db.People(t.Context(), access.AccountFilter{Scope: access.Everything})
	if err != nil || len(people) != 1 {
		t.Fatalf("people %+v, %v", people, err)
	}
	for name, zone := range map[string]string{
		"west": "Etc/GMT+12", "angeles": "America/Los_Angeles", "zero": "UTC", "shanghai": "Asia/Shanghai", "east": "Pacific/Kiritimati",
	} {
		settings, err := w.db.Settings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		settings.TimeZone = zone
		if err := w.db.SetSettings(t.Context(), console, settings); err != nil {
			t.Fatal(err)
		}
		if _, err := w.db.AddPerson(t.Context(), w.as(t, people[0].ID), access.Account{Name: name}, kept); err != nil {
			t.Errorf("%s: %v", zone, err)
		}
	}
	if added, err := w.db.FirstAdministrator(t.Context(), service, "another", kept); err != nil || added {
		t.Errorf("another: added %v, %v", added, err)
	}
}
