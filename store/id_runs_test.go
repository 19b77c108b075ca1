package store

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"gewu/plan"
)

func TestIdentitiesAreReadBackFromTheirRuns(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 1))
	for range 300 {
		var want idRuns[plan.CellID]
		for id := range plan.CellID(random.IntN(60)) {
			if random.IntN(4) > 0 {
				want = append(want, id)
			}
		}
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got idRuns[plan.CellID]
		if err := json.Unmarshal(text, &got); err != nil || !slices.Equal(got, want) {
			t.Fatalf("%v is read back from %s as %v: %v", want, text, got, err)
		}
	}
	if text, err := json.Marshal(idRuns[plan.ArcID]{3, 4, 6}); err != nil || string(text) != "[3,2,1,1]" {
		t.Errorf("%s, %v", text, err)
	}
}

func TestRunsThatAreNoneAreRefused(t *testing.T) {
	for _, text := range []string{`[1]`, `[-1,2]`, `[1,-2]`, `[0,2147483649]`, `[2147483647,2]`, `["1",1]`, `{}`} {
		var r idRuns[plan.CellID]
		if err := json.Unmarshal([]byte(text), &r); err == nil {
			t.Errorf("%s is read as %d identities", text, len(r))
		}
	}
}
