package plan

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"testing"
)

// testdata/log.json is the log of a plan as a program kept it. Today's would divide the grid of its first row otherwise. It is
// never written anew: whatever operations come to make of a plan, what they have made stays.
func TestAnOldLogMakesThePlanThatItMadeThen(t *testing.T) {
	text, err := os.ReadFile("testdata/log.json")
	if err != nil {
		t.Fatal(err)
	}
	var log struct {
		Plan []byte
		Rows []struct {
			Operations []Operation
			Outcome    []byte
		}
		Digest string
	}
	if err := json.Unmarshal(text, &log); err != nil {
		t.Fatal(err)
	}
	p, err := Decode(log.Plan)
	if err != nil {
		t.Fatal(err)
	}
	today, _, err := p.ApplyAll(log.Rows[0].Operations)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range log.Rows {
		if p, err = p.Replay(row.Outcome); err != nil {
			t.Fatal(err)
		}
		if i == 0 && p.Equal(today) {
			t.Error("what the first row made is what it would make today")
		}
	}
	if digest := p.Digest(); hex.EncodeToString(digest[:]) != log.Digest {
		t.Error("the log makes another plan")
	}
	if err := p.verify(); err != nil {
		t.Error(err)
	}
}

// An outcome is of the plan it was written of, and of no other: not of one whose numbers it would fit, too.
func TestAnOutcomeFitsThePlanThatItWasWrittenOf(t *testing.T) {
	p := draw("abcd efgh").plan(t, "1112 1112")
	next := after(t, p, Operation{Kind: SplitInto, Grid: 1, Parts: 2})
	outcome := Outcome(p, next)
	if again, err := p.Replay(outcome); err != nil || !again.Equal(next) {
		t.Errorf("on its plan: %v", err)
	}
	other := after(t, p, Operation{Kind: RenameGrid, Grid: 2, Name: "二"})
	if again, err := other.Replay(outcome); err != nil || again.Equal(next) {
		t.Errorf("on a plan that differs elsewhere: %v", err)
	}
	other = after(t, p, Operation{Kind: AssignCells, Cells: Between(p, next).Cells[:1], Grid: 2})
	for name, q := range map[string]*Plan{"where one of the cells is in another grid": other, "where it has happened": next} {
		if _, err := q.Replay(outcome); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDamagedBytesAreNoOutcome(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	p, outcome := cutPlan(t, rng)
	for i := range outcome {
		damaged := append([]byte(nil), outcome...)
		damaged[i] ^= byte(1 + rng.IntN(255))
		for _, text := range [][]byte{outcome[:i], damaged} {
			if _, err := p.Replay(text); !errors.Is(err, ErrDamaged) {
				t.Fatalf("byte %d: %v", i, err)
			}
		}
	}
}

// cutPlan is a plan, and the outcome of some operations that cut cells and move borders.
func cutPlan(t testing.TB, rng *rand.Rand) (*Plan, []byte) {
	p := randomPlan(t, rng, 5, 5, 3)
	next := p
	for cut := 0; cut < 3; {
		made, change, err := next.Apply(player{rng, next}.operation())
		if err == nil {
			next = made
		}
		if err == nil && len(change.Arcs) > 0 {
			cut++
		}
	}
	return p, Outcome(p, next)
}

// FuzzOutcome damages what is under the proof, which a writer with other ideas could have made.
func FuzzOutcome(f *testing.F) {
	rng := rand.New(rand.NewPCG(1, 1))
	p, outcome := cutPlan(f, rng)
	body := outcome[:len(outcome)-proofSize]
	f.Add(body)
	for range 100 {
		damaged := append([]byte(nil), body...)
		damaged[rng.IntN(len(body))] ^= byte(1 + rng.IntN(255))
		f.Add(damaged)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		q, e := p.readOutcome(body)
		if e == nil {
			return
		}
		next := e.plan()
		if _, again := p.readOutcome(q.body()); again == nil {
			t.Fatal("what was read and written cannot be read")
		}
		if made, err := decodeBody(next.body()); !next.fabric.isEmpty() && (err != nil || !made.Equal(next)) {
			t.Fatalf("a plan that was made cannot be read: %v", err)
		}
	})
}
