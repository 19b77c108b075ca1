package store_test

import (
	"errors"
	"sync"
	"testing"

	"gewu/access"
)

func TestWhoComesFromAProviderHasNoRole(t *testing.T) {
	w := newTown(t)
	local := w.person(t, "chen", access.Administrator, "")
	who := access.Identity{Issuer: "https://id.example.org", Subject: "1", Name: "Chen", FullName: "陈志强", Email: "chen@example.org"}
	first, err := w.db.IdentityPerson(t.Context(), &access.Actor{}, who)
	if err != nil {
		t.Fatal(err)
	}
	if first.ID == local.ID || first.Name != "chen-2" || len(first.Grants) != 0 || first.Local || first.Identities != 1 {
		t.Errorf("who comes first is %+v", first)
	}
	again, err := w.db.IdentityPerson(t.Context(), &access.Actor{}, who)
	if err != nil || again.ID != first.ID {
		t.Errorf("who comes again is %+v: %v", again, err)
	}
	who.Issuer = "https://other.example.org"
	other, err := w.db.IdentityPerson(t.Context(), &access.Actor{}, who)
	if err != nil || other.ID == first.ID {
		t.Errorf("the same subject of another provider is %+v: %v", other, err)
	}
	yes := true
	if _, err := w.db.ChangePerson(t.Context(), console, other.ID, access.AccountChange{Disabled: &yes}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.db.IdentityPerson(t.Context(), &access.Actor{}, who); !errors.Is(err, access.ErrNobody) {
		t.Errorf("who is disabled comes in: %v", err)
	}
}

func TestANameIsMadeOfWhatAProviderTells(t *testing.T) {
	w := emptyTown(t)
	tests := []struct{ name, email, want string }{
		{"Li.Na", "", "li.na"},
		{"李娜", "li.na@example.org", "li.na-2"},
		{"", "", "person"},
		{"李", "李@example.org", "person-2"},
		{"<script>", "", "script"},
		{"--", "", "person-3"},
	}
	for i, tt := range tests {
		p, err := w.db.IdentityPerson(t.Context(), &access.Actor{}, access.Identity{
			Issuer: "https://id.example.org", Subject: string(rune('a' + i)), Name: tt.name, Email: tt.email, FullName: "line\nline",
		})
		if err != nil || p.Name != tt.want || p.FullName != "" {
			t.Errorf("%q, %q: %q %q, %v, want %q", tt.name, tt.email, p.Name, p.FullName, err, tt.want)
		}
	}
}

func TestOnePersonComesFromAProviderTwiceAtOnce(t *testing.T) {
	w := emptyTown(t)
	who := access.Identity{Issuer: "https://id.example.org", Subject: "1", Name: "chen"}
	ids := make([]int64, 8)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			p, err := w.db.IdentityPerson(t.Context(), &access.Actor{}, who)
			if err != nil {
				t.Error(err)
			}
			ids[i] = p.ID
		})
	}
	all.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Errorf("they are %v", ids)
		}
	}
}
