package plan

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// all lists the links of a cell as they are kept.
func (x *links) all(id CellID) (list []cellLink) {
	for e := x.first[id]; e < x.first[id+1]; e++ {
		list = append(list, cellLink{x.to[e], x.cost[e], x.class[e]})
	}
	return list
}

func TestKeptLinksAreTheBordersOfTheFabricAfterRandomOperationsAndUndos(t *testing.T) {
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 11))
		r := player{random, randomPlan(t, random, 12, 10, 6)}
		kept, read := 0, 0
		for range 150 {
			next, change, err := r.plan.Apply(r.operation())
			if err != nil {
				continue
			}
			if r.plan = next; random.IntN(4) == 0 {
				r.plan = next.With(change.Patch.Inverse())
			}
			for id := range r.plan.fabric.Cells() {
				if read++; r.plan.fabric.links.holds(id) {
					kept++
					if is := r.plan.fabric.linksFrom(id, nil); !slices.Equal(is, r.plan.fabric.links.all(id)) {
						t.Fatalf("seed %d: the borders of cell %d are %v, kept are %v", seed, id, is, r.plan.fabric.links.all(id))
					}
				}
			}
		}
		if kept == 0 || kept == read {
			t.Errorf("seed %d: %d of %d are kept", seed, kept, read)
		}
	}
}

func TestAPlanIsDividedAlikeAfterOperationsAndReadAnew(t *testing.T) {
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 12))
		r := player{random, randomPlan(t, random, 12, 10, 3)}
		for range 40 {
			if next, _, err := r.plan.Apply(r.operation()); err == nil {
				r.plan = next
			}
		}
		again, err := Decode(r.plan.Encode())
		if err != nil {
			t.Fatal(err)
		}
		for id := range r.plan.Grids() {
			op := Operation{Kind: SplitInto, Grid: id, Parts: 3, Seed: seed}
			one, _, refused := r.plan.Apply(op)
			two, _, refusedToo := again.Apply(op)
			if (refused == nil) != (refusedToo == nil) || refused == nil && !one.Equal(two) {
				t.Errorf("seed %d: grid %d is divided otherwise: %v, %v", seed, id, refused, refusedToo)
			}
		}
	}
}
