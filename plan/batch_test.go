package plan

import (
	"errors"
	"math/rand/v2"
	"testing"
)

func TestABatchIsMadeAsAWholeOrNotAtAll(t *testing.T) {
	const operations = 10_000
	rng := rand.New(rand.NewPCG(5, 5))
	p := randomPlan(t, rng, 12, 12, 6)
	var ops []Operation
	for next := p; len(ops) < operations; {
		op := Operation{Kind: AssignCells, Cells: []CellID{player{rng, next}.cell()}, Grid: GridID(1 + rng.IntN(6))}
		if after, _, err := next.Apply(op); err == nil {
			next, ops = after, append(ops, op)
		}
	}
	next, change, err := p.ApplyAll(ops)
	if err != nil {
		t.Fatal(err)
	}
	if !next.With(change.Patch.Inverse()).Equal(p) || !p.With(change.Patch).Equal(next) {
		t.Error("the patch of the batch leads elsewhere")
	}
	if err := next.verify(); err != nil {
		t.Error(err)
	}
	before := p.Digest()
	ops[operations-1] = Operation{Kind: AssignCells, Cells: []CellID{99_999}, Grid: 1}
	_, _, err = p.ApplyAll(ops)
	var at *BatchError
	if !errors.As(err, &at) || at.At != operations-1 || at.Refusal.Kind != UnknownCell {
		t.Errorf("%v", err)
	}
	if p.Digest() != before {
		t.Error("a refused batch changed the plan")
	}
}

func TestAnEmptyBatchIsRefused(t *testing.T) {
	_, _, err := four(t).ApplyAll(nil)
	var r *Refusal
	if !errors.As(err, &r) || r.Kind != NothingToDo {
		t.Errorf("%v", err)
	}
}

func TestAGridMayBeEmptyWithinABatch(t *testing.T) {
	p, change := do(t, four(t),
		Operation{Kind: AssignCells, Cells: []CellID{2, 3}, Grid: 1},
		Operation{Kind: AssignCells, Cells: []CellID{0, 1}, Grid: 2})
	if grids(p) != "2211" || len(change.Notes) > 0 {
		t.Errorf("grids %s, notes %v", grids(p), change.Notes)
	}
}

// Operations that arrive twice, or after what they were meant for is gone, are refused or do what
// they say; none breaks the plan.
func TestStaleDuplicateAndReorderedOperationsBreakNothing(t *testing.T) {
	for seed := range uint64(3) {
		rng := rand.New(rand.NewPCG(seed, 3))
		p := randomPlan(t, rng, 7, 7, 4)
		var log []Operation
		for next := p; len(log) < 40; {
			op := player{rng, next}.operation()
			if after, _, err := next.Apply(op); err == nil {
				next, log = after, append(log, op)
			}
		}
		log = append(log, log...)
		rng.Shuffle(len(log), func(i, j int) { log[i], log[j] = log[j], log[i] })
		for _, op := range log {
			if next, _, err := p.Apply(op); err == nil {
				p = next
			}
		}
		if err := p.verify(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}
