package district_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gewu/district"
)

func TestChangesUntilAVersionLeaveOutLaterOnes(t *testing.T) {
	at := func(version int64) district.Change { return district.Change{Version: version, Noun: "area"} }
	everything := func(version int64) district.Change { return district.Everything(version, time.Time{}) }
	for _, tt := range []struct {
		name     string
		changes  []district.Change
		expected []district.Change
	}{
		{"in order", []district.Change{at(4), at(5), at(6)}, []district.Change{at(4), at(5)}},
		{"none so early", []district.Change{at(6)}, nil},
		{"everything until later is everything until then", []district.Change{everything(9)}, []district.Change{everything(5)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.expected, district.Until(tt.changes, 5)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
