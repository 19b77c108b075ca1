package disjoint_test

import (
	"math/rand/v2"
	"testing"

	"gewu/internal/disjoint"
)

func TestNumbersAreInOneSetWhenJoinsLeadFromOneToTheOther(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var s disjoint.Sets
	for range 300 {
		n := 1 + random.IntN(40)
		s = s.Reset(n)
		set := make([]int32, n) // of each number the lowest of its set, kept by renaming
		for i := range set {
			set[i] = int32(i)
		}
		for range random.IntN(2 * n) {
			i, j := int32(random.IntN(n)), int32(random.IntN(n))
			two := set[i] != set[j]
			if s.Join(i, j) != two {
				t.Fatalf("joining %d and %d of %d reports %t", i, j, n, !two)
			}
			rename(set, max(set[i], set[j]), min(set[i], set[j]))
			if k := int32(random.IntN(n)); s.Find(k) != set[k] {
				t.Fatalf("%d of %d is in the set of %d, want %d", k, n, s.Find(k), set[k])
			}
		}
		for i, lowest := range set {
			if s.Find(int32(i)) != lowest {
				t.Fatalf("%d of %d is in the set of %d, want %d", i, n, s.Find(int32(i)), lowest)
			}
		}
	}
}

func rename(set []int32, from, to int32) {
	for i := range set {
		if set[i] == from {
			set[i] = to
		}
	}
}

func TestNewSetsHaveOneNumberEach(t *testing.T) {
	if len(disjoint.New(0)) != 0 {
		t.Error("no numbers have a set")
	}
	for i, s := range disjoint.New(5) {
		if int32(i) != s {
			t.Errorf("%d is in the set of %d", i, s)
		}
	}
}
