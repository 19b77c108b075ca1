package plan

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"testing"
)

// FuzzOperation reads any text as an operation. What is read is written and read again as the same; made
// on a small plan, it is refused, or keeps what a fabric promises and can be taken back.
func FuzzOperation(f *testing.F) {
	for _, text := range []string{
		`{"kind":"assign_cells","cells":[1,2],"grid":3}`,
		`{"kind":"assign_cells","cells":[1],"new":true}`,
		`{"kind":"assign_unassigned","cells":[4]}`,
		`{"kind":"merge_grids","grids":[1,2],"grid":1}`,
		`{"kind":"split_by_line","grid":1,"line":[[116.38,39.899],[116.3803,39.9012]],"cut_buildings":true}`,
		`{"kind":"redraw_border","grid":2,"line":[[116.38,39.9],[116.3801,39.9001],[116.38,39.9002]]}`,
		`{"kind":"split_into","grid":1,"parts":3,"seed":18446744073709551615}`,
		`{"kind":"move_node","node":5,"to":[116.38001,39.90001]}`,
		`{"kind":"move_vertex","arc":3,"at":[116.38,39.9],"to":[116.38001,39.90001]}`,
		`{"kind":"follow_road","grid":1,"at":[116.38,39.9],"to":[116.3805,39.9],"line":[[116.3802,39.9]]}`,
		`{"kind":"carve_building","building":2,"grid":1}`,
		`{"kind":"heal_sliver","cells":[3]}`,
		`{"kind":"lock_grids"}`, `{"kind":"unlock_grids","grids":[1]}`,
		`{"kind":"rename_grid","grid":1,"name":"一","code":"350420001001101"}`,
		`{"kind":"set_kind","grid":1,"grid_kind":"dedicated","reason":"学校"}`,
		`{"kind":"exempt","grid":2,"reason":"山林"}`,
	} {
		f.Add(uint64(1), []byte(text))
	}
	f.Fuzz(func(t *testing.T, seed uint64, text []byte) {
		var op Operation
		if err := json.Unmarshal(text, &op); err != nil {
			return
		}
		written, err := json.Marshal(op)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		var again Operation
		if err := json.Unmarshal(written, &again); err != nil {
			t.Fatalf("%s, written as %s: %v", text, written, err)
		}
		if twice, err := json.Marshal(again); err != nil || string(twice) != string(written) {
			t.Fatalf("%s, written as %s, is written as %s: %v", text, written, twice, err)
		}
		p := randomPlan(t, rand.New(rand.NewPCG(seed, 4)), 3, 3, 3)
		next, change, err := p.Apply(op)
		if r := new(Refusal); errors.As(err, &r) {
			return
		}
		if err := next.verify(); err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		if !next.With(change.Patch.Inverse()).Equal(p) {
			t.Fatalf("%s: the inverse leads to another plan", written)
		}
	})
}
