package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"gewu/access"
)

// tries signs in from an address.
func (h *hall) tries(t testing.TB, from, name, password string) *httptest.ResponseRecorder {
	t.Helper()
	body := fmt.Sprintf(`{"name":%q,"password":%q}`, name, password)
	r := httptest.NewRequestWithContext(t.Context(), "POST", "http://gewu.example/v1/session", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.RemoteAddr = from
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

// Attack: ten thousand tries to sign in, at one person from ever other addresses and at ever other names
// from one address. Few passwords are looked at, in little memory; the person is locked out for a while,
// others sign in all the same.
func TestAttackTenThousandSignIns(t *testing.T) {
	s := openSiege(t)
	s.person(t, "victim", access.Planner, "A")
	s.person(t, "other", access.Planner, "A")
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var wrong, locked, odd atomic.Int64
	var most atomic.Uint64
	attempt := func(i int) {
		from, name := "203.0.113.9:999", fmt.Sprint("guess.", i)
		if i%20 == 0 { // an address of its own, and its own network of IPv6
			from, name = fmt.Sprintf("[2001:db8:%x:%x::1]:999", i>>8, i&255), "victim"
		}
		switch w := s.tries(t, from, name, fmt.Sprint("password of ", i)); {
		case w.Code == http.StatusUnauthorized:
			wrong.Add(1)
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			most.Store(max(most.Load(), now.HeapInuse))
		case w.Code == http.StatusTooManyRequests && w.Header().Get("Retry-After") != "":
			locked.Add(1)
		default:
			odd.Add(1)
		}
	}
	const tries, at = 10_000, 16
	var group sync.WaitGroup
	for worker := range at {
		group.Go(func() {
			for i := worker; i < tries; i += at {
				attempt(i)
			}
		})
	}
	group.Wait()
	if odd.Load() > 0 || wrong.Load() < 5 || wrong.Load() > 80 || wrong.Load()+locked.Load() != tries {
		t.Errorf("%d passwords were looked at, %d tries turned away, %d answered otherwise", wrong.Load(), locked.Load(), odd.Load())
	}
	const bearable = 160 << 20 // two passwords at a time take 38 MiB, sixteen would take 304
	if grown := int64(most.Load()) - int64(before.HeapInuse); grown > bearable {
		t.Errorf("%d MiB were in use", grown>>20)
	}
	if w := s.tries(t, "198.51.100.1:1", "victim", password); w.Code != http.StatusTooManyRequests {
		t.Errorf("the victim's right password is looked at: %d", w.Code)
	}
	if w := s.tries(t, "198.51.100.2:1", "other", password); w.Code != http.StatusOK {
		t.Errorf("another person cannot sign in: %d %s", w.Code, w.Body)
	}
	s.exec(t, `update credential set locked_until = now() - interval '1 second' where person_id = (select id from person where name = 'victim')`)
	if w := s.tries(t, "198.51.100.3:1", "victim", password); w.Code != http.StatusOK {
		t.Errorf("the victim cannot sign in when the wait is over: %d %s", w.Code, w.Body)
	}
}

// Attack: finding out who has an account. However a name is written, tries to sign in with it are
// answered alike and as often, whether somebody has it, had it or has no password.
func TestAttackWhichNamesThereAre(t *testing.T) {
	s := openSiege(t)
	s.person(t, "known.one", access.Planner, "A")
	gone := s.person(t, "gone.one", access.Planner, "A")
	if _, err := s.db.ChangePerson(t.Context(), consoleActor, gone, access.AccountChange{Disabled: new(true)}); err != nil {
		t.Fatal(err)
	}
	answers := map[string]string{}
	for n, name := range []string{"known.one", "nobody.at", "gone.one", hiddenPerson} {
		locked := false
		for i, spelled := range []string{name, strings.ToUpper(name), " " + name, name + "\t", strings.ToUpper(name[:1]) + name[1:], name, "\t" + name, name + " ", strings.ToUpper(name[:2]) + name[2:]} {
			w := s.tries(t, fmt.Sprintf("203.0.113.%d:1", 10*n+i), spelled, "not the password")
			if locked = locked || w.Code == http.StatusTooManyRequests; w.Code == http.StatusUnauthorized {
				answers[name] = w.Body.String()
			}
		}
		if !locked {
			t.Errorf("%s may be tried in ever other spellings", name)
		}
		if answers[name] != answers["known.one"] {
			t.Errorf("%s is answered %s, and known.one %s", name, answers[name], answers["known.one"])
		}
	}
}
