package api_test

import (
	"encoding/json"
	"testing"
	"time"

	"gewu/api"
)

// FuzzTextIsWrittenAsPackageJSONDoes compares the text of answers, byte for byte.
func FuzzTextIsWrittenAsPackageJSONDoes(f *testing.F) {
	for _, s := range []string{
		"", "第一网格", `a "quoted" \ text`, "line\nfeed\x00\x1f\x7f", "<b>&amp;</b>", "\u2028\u2029—…", "\xff\xfe", "😀",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := api.AppendText([]byte("x"), s); string(got) != "x"+string(want) {
			t.Errorf("%q is written %s, want %s", s, got[1:], want)
		}
	})
}

func TestDaysAreWrittenAsPackageTimeDoes(t *testing.T) {
	for day := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() <= 9999; day = day.AddDate(13, 1, 1) {
		if got, want := string(api.AppendDate(nil, day)), day.Format(`"2006-01-02"`); got != want {
			t.Fatalf("%s is written %s", want, got)
		}
	}
}
