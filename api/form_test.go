package api_test

import (
	"encoding/json"
	"slices"
	"testing"
)

// Whatever a body is, it is refused in words, and never by a fault of the service.
func FuzzForm(f *testing.F) {
	for _, seed := range []string{
		`{"name":"li","password":"x"}`, `{"name":null}`, `{}`, `[]`, ``, `{"name":"li"`, `{"name":{"a":[1,2,{}]},"password":1e999}`,
		"{\"name\":\"\xff\"}", `{"name":"\ud800","password":"\u0000"}`, `{"a":1,"a":2}`, `null`, `{"name":"li"}{}`,
	} {
		f.Add(seed)
	}
	h := townOf(f).handler()
	f.Fuzz(func(t *testing.T, body string) {
		w := send(t, h, "POST", "/v1/session", body, "Content-Type", "application/json")
		if !slices.Contains([]int{400, 401, 413}, w.Code) || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%q: %d %s", body, w.Code, w.Body)
		}
	})
}
