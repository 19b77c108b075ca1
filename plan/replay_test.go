package plan

import (
	"errors"
	"flag"
	"math/rand/v2"
	"slices"
	"testing"
)

// operations is how many random operations and undos are made in all; 100000 take some minutes.
var operations = flag.Int("operations", 2_000, "how many random operations are made on plans")

// A game is a plan with the rows of its log that hold, and what leads back.
type game struct {
	start, plan *Plan
	log         []Operation
	patches     []Patch
	before      []*Plan
}

// play makes operations and undos, and looks after each whether the way back leads back.
func (g *game) play(t *testing.T, rng *rand.Rand, steps int) {
	for step := range steps {
		if step%25 == 0 {
			if err := g.plan.verify(); err != nil {
				t.Fatalf("after %+v: %v", g.log, err)
			}
		}
		if len(g.log) > 0 && rng.IntN(4) == 0 {
			g.undo(t)
			continue
		}
		op := player{rng, g.plan}.operation()
		next, change, err := g.plan.Apply(op)
		if err != nil {
			var r *Refusal
			if !errors.As(err, &r) {
				t.Fatalf("%+v: %v", op, err)
			}
			continue
		}
		if !g.plan.With(change.Patch).Equal(next) || !next.With(change.Patch.Inverse()).Equal(g.plan) {
			t.Fatalf("%+v: its patch leads elsewhere", op)
		}
		if again, err := g.plan.Replay(Outcome(g.plan, next)); err != nil || !again.Equal(next) {
			t.Fatalf("%+v: its outcome leads elsewhere: %v", op, err)
		}
		g.look(t, op, next, change)
		g.before = append(g.before, g.plan)
		g.log, g.patches, g.plan = append(g.log, op), append(g.patches, change.Patch), next
	}
}

func (g *game) undo(t *testing.T) {
	last := len(g.log) - 1
	g.plan = g.plan.With(g.patches[last].Inverse())
	if !g.plan.Equal(g.before[last]) {
		t.Fatalf("undoing %+v leads elsewhere", g.log[last])
	}
	g.log, g.patches, g.before = g.log[:last], g.patches[:last], g.before[:last]
}

// look looks whether what an operation says of itself is so.
func (g *game) look(t *testing.T, op Operation, next *Plan, c Change) {
	if err := next.verifyGrids(); err != nil {
		t.Fatalf("%+v: %v", op, err)
	}
	differs := Between(g.plan, next)
	if !slices.Equal(differs.Cells, c.Cells) || !slices.Equal(differs.Arcs, c.Arcs) || !slices.Equal(differs.Grids, c.Grids) {
		t.Fatalf("%+v: says that it changed %v %v %v, and changed %v", op, c.Cells, c.Arcs, c.Grids, differs)
	}
	for id, grid := range g.plan.Grids() {
		if now, _ := next.Grid(id); grid.Locked && (next.Tally(id).Households != g.plan.Tally(id).Households || !now.Alive) {
			t.Fatalf("%+v: changed the locked grid %d", op, id)
		}
	}
	for _, l := range c.Loose {
		for _, o := range l.Offers {
			g.lookAt(t, next, l, o)
		}
	}
}

// lookAt looks whether an offer applies, does what it says and mends.
func (g *game) lookAt(t *testing.T, p *Plan, l Loose, o Offer) {
	mended, c, err := p.ApplyAll(o.Operations)
	if err != nil {
		t.Fatalf("offer %s: %v", o.Kind, err)
	}
	for id, tally := range o.After {
		if mended.Tally(id) != tally {
			t.Fatalf("offer %s: grid %d has %+v, not %+v", o.Kind, id, mended.Tally(id), tally)
		}
	}
	if len(c.Loose) > 0 || len(mended.parts([]GridID{l.Grid})[l.Grid]) >= len(p.parts([]GridID{l.Grid})[l.Grid]) {
		t.Fatalf("offer %s does not mend the part of grid %d: %v", o.Kind, l.Grid, c.Loose)
	}
}

// replay makes the log again, from the start.
func (g *game) replay(t *testing.T) {
	p := g.start
	for _, op := range g.log {
		next, _, err := p.Apply(op)
		if err != nil {
			t.Fatalf("%+v again: %v", op, err)
		}
		p = next
	}
	if p.Digest() != g.plan.Digest() || !p.Equal(g.plan) {
		t.Fatal("the log makes another plan")
	}
}

func TestRandomOperationsAndUndosKeepAllThatPlansPromise(t *testing.T) {
	const steps = 200
	for seed := range uint64(*operations / steps) {
		rng := rand.New(rand.NewPCG(seed, 2))
		p := randomPlan(t, rng, 4+rng.IntN(8), 4+rng.IntN(8), 1+rng.IntN(6))
		g := &game{start: p, plan: p}
		g.play(t, rng, steps)
		g.replay(t)
		if err := g.plan.verify(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		again, err := Decode(g.plan.Encode())
		if err != nil || !again.Equal(g.plan) {
			t.Fatalf("seed %d: the decoded plan is another: %v", seed, err)
		}
		for len(g.log) > 0 {
			g.undo(t)
		}
		if !g.plan.Equal(p) {
			t.Fatalf("seed %d: undoing all leads elsewhere", seed)
		}
	}
}
