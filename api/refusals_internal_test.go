package api

import (
	"testing"
	"time"
)

// Somebody who asks in vain again and again is noted twenty times, then once a minute with how often it was.
func TestRefusalsOfOneCallerAreNotedNowAndThen(t *testing.T) {
	var f refusals
	at := time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)
	eve, other := client{id: 1}, client{id: 1, token: true}
	noted := 0
	for range 5000 {
		if unnoted, note := f.count(eve, at); note {
			noted++
			if unnoted != 0 {
				t.Errorf("%d were not noted before", unnoted)
			}
		}
	}
	if noted != refusalsAtOnce {
		t.Errorf("%d are noted at once, want %d", noted, refusalsAtOnce)
	}
	if _, note := f.count(other, at); !note {
		t.Error("another caller is not noted")
	}
	unnoted, note := f.count(eve, at.Add(refusalEvery+time.Second))
	if want := 5000 - refusalsAtOnce; !note || unnoted != want {
		t.Errorf("a minute later: noted %t with %d before, want %d", note, unnoted, want)
	}
	if unnoted, note := f.count(eve, at.Add(2*refusalEvery+2*time.Second)); !note || unnoted != 0 {
		t.Errorf("another minute later: noted %t with %d before", note, unnoted)
	}
}

func TestRefusalsAreRememberedOfSoManyCallers(t *testing.T) {
	var f refusals
	for id := range int64(3 * mostRefused) {
		f.count(client{id: id + 1}, time.Time{})
		if len(f.of) > mostRefused {
			t.Fatalf("%d callers are remembered", len(f.of))
		}
	}
}
