package api_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/api"
)

// FuzzAQueryIsReadAsPackageURLReadsIt compares the parameters of queries, and which are none.
func FuzzAQueryIsReadAsPackageURLReadsIt(f *testing.F) {
	for _, s := range []string{
		"", "lon=1&lat=2", "a=1&a=2&b", "=1&=", "&&a=1&", "a=b=c", "%E7%BD%91=%E6%A0%BC&a+b=c+d", "a;b", "a=%", "%zz=1", "a=1&b=%f",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.Count(s, "&") > 200 {
			return
		}
		got, err := api.ParametersOf(s)
		want, wrong := url.ParseQuery(s)
		if (err == nil) != (wrong == nil) {
			t.Fatalf("%q is read with the error %v, want %v", s, err, wrong)
		}
		if diff := cmp.Diff(map[string][]string(want), got); err == nil && diff != "" {
			t.Errorf("%q: %s", s, diff)
		}
	})
}

func TestAQueryOfVeryManyParametersIsRefused(t *testing.T) {
	if _, err := api.ParametersOf(strings.Repeat("a=1&", 300)); err == nil {
		t.Error("300 parameters are read")
	}
}
