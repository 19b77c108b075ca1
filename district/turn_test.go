package district_test

import (
	"testing"
	"time"

	"gewu/district"
)

func TestTheLandIsDividedAlikeFromOneTurnToTheNext(t *testing.T) {
	on := func(text string) time.Time {
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return day
	}
	s := &district.Snapshot{Turns: []time.Time{on("2024-01-01"), on("2025-06-01"), on("2027-01-01")}}
	for day, want := range map[string]string{
		"2023-12-31": "2023-12-31", "2024-01-01": "2024-01-01", "2024-07-09": "2024-01-01",
		"2025-05-31": "2024-01-01", "2025-06-01": "2025-06-01", "2026-11-22": "2025-06-01", "2099-01-01": "2027-01-01",
	} {
		if got := s.Since(on(day)); !got.Equal(on(want)) {
			t.Errorf("on %s the land is divided as since %s, want %s", day, got.Format(time.DateOnly), want)
		}
	}
	for _, tt := range []struct {
		a, b string
		want int
	}{{"2024-01-01", "2025-05-31", 0}, {"2025-05-31", "2025-06-01", 1}, {"2030-01-01", "2020-01-01", 3}} {
		if got := s.Apart(on(tt.a), on(tt.b)); got != tt.want {
			t.Errorf("%d turns between %s and %s, want %d", got, tt.a, tt.b, tt.want)
		}
	}
	never := &district.Snapshot{}
	if day := on("2026-11-22"); !never.Since(day).Equal(day) || never.Apart(day, on("1900-01-01")) != 0 {
		t.Error("a district without turns has some")
	}
}
