package geo

import (
	"math/rand/v2"
	"testing"

	"gewu/internal/disjoint"
)

// FuzzArrange arranges rings of any shape on a small lattice, and far apart, so that products
// leave int64. What comes out must be plane: links meet at their ends only; and whole: vertices −
// links + fields = 1 + what hangs together.
func FuzzArrange(f *testing.F) {
	f.Add([]byte{0, 0, 9, 9, 9, 0, 0, 9}, byte(9), false)
	f.Add([]byte{0, 0, 7, 3, 1, 9, 4, 4, 8, 8, 2, 5, 6, 1, 0, 9}, byte(12), true)
	f.Add([]byte{0, 0, 1, 7, 2, 0, 3, 7, 4, 0, 5, 7, 6, 0, 7, 3, 0, 3, 7, 4, 0, 4}, byte(8), false)
	f.Fuzz(func(t *testing.T, data []byte, size byte, far bool) {
		checkPlane(t, anyTangle(data, int64(size%30)+2, far))
	})
}

func TestAnyTangleBecomesPlane(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	for range 100 {
		data := make([]byte, 4+random.IntN(80))
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		checkPlane(t, anyTangle(data, 2+random.Int64N(28), random.IntN(2) == 0))
	}
}

// anyTangle makes rings of up to eight vertices. Far ones have some vertices at the ends of the
// earth.
func anyTangle(data []byte, size int64, far bool) *tangle {
	t := newTangle(lattice{fineUnits, 0})
	for owner := int32(0); len(data) >= 2 && owner < 12; owner++ {
		var ring []spot
		for len(data) >= 2 && len(ring) < 8 {
			p := spot{int64(data[0]) % size, int64(data[1]) % size}
			if far && data[0] > 200 {
				p.x = (p.x - size/2) * 2e13
			}
			if far && data[1] > 200 {
				p.y = (p.y - size/2) * 1e13
			}
			ring, data = append(ring, p), data[2:]
		}
		t.addRing(outline{owner: owner}, ring)
	}
	return t
}

func checkPlane(t *testing.T, tangle *tangle) {
	t.Helper()
	n := tangle.node(0)
	n.cut()
	for i, e := range tangle.links {
		for _, f := range tangle.links[:i] {
			checkApart(t, tangle, e, f)
		}
	}
	m := tangle.arrange()
	m.claim()
	checkWhole(t, m)
}

// checkApart refuses links that cross, or touch other than at ends.
func checkApart(t *testing.T, tangle *tangle, e, f link) {
	t.Helper()
	ea, eb, fa, fb := tangle.spots[e.a], tangle.spots[e.b], tangle.spots[f.a], tangle.spots[f.b]
	for _, on := range [][3]spot{{ea, eb, fa}, {ea, eb, fb}, {fa, fb, ea}, {fa, fb, eb}} {
		a, b, p := on[0], on[1], on[2]
		if p != a && p != b && bigTurn(b.x-a.x, b.y-a.y, p.x-a.x, p.y-a.y).Sign() == 0 && liesBetween(a, b, p) {
			t.Fatalf("%v lies on the link from %v to %v", p, a, b)
		}
	}
	side := func(a, b, p spot) int { return bigTurn(b.x-a.x, b.y-a.y, p.x-a.x, p.y-a.y).Sign() }
	if side(ea, eb, fa)*side(ea, eb, fb) < 0 && side(fa, fb, ea)*side(fa, fb, eb) < 0 {
		t.Fatalf("links %v–%v and %v–%v cross", ea, eb, fa, fb)
	}
}

func liesBetween(a, b, p spot) bool {
	return min(a.x, b.x) <= p.x && p.x <= max(a.x, b.x) && min(a.y, b.y) <= p.y && p.y <= max(a.y, b.y)
}

// checkWhole compares the numbers of Euler's formula, and the claims on both sides of each link.
func checkWhole(t *testing.T, m *arrangement) {
	t.Helper()
	vertices, sets := 0, disjoint.New(len(m.spots))
	for v := range int32(len(m.spots)) {
		if len(m.leaving(v)) > 0 {
			vertices++
		}
	}
	pieces := vertices
	for _, l := range m.links {
		if sets.Join(l.a, l.b) {
			pieces--
		}
	}
	if vertices-len(m.links)+m.fields != 1+pieces {
		t.Fatalf("%d vertices − %d links + %d fields, with %d pieces", vertices, len(m.links), m.fields, pieces)
	}
	if len(m.claims[0]) > 0 {
		t.Fatalf("%v claim the land around all", m.claims[0])
	}
	for i := range m.links {
		left, right := m.left(int32(2*i)), m.left(int32(2*i+1))
		for _, s := range m.strandsOf(int32(i)) {
			owner := m.rings[s.ring].owner
			if m.has(left, owner) == m.has(right, owner) {
				t.Fatalf("area %d has both sides of its border, or neither", owner)
			}
		}
	}
}

// Exactness: where int64 overflows, big integers agree.
func TestSidesAreExactOverTheWholeLattice(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	most := int64(180 * fineUnits)
	for range 20_000 {
		a := spot{random.Int64N(2*most) - most, random.Int64N(most) - most/2}
		b := spot{random.Int64N(2*most) - most, random.Int64N(most) - most/2}
		k := random.Int64N(1000) // p is near the line, as near as the lattice allows
		p := spot{a.x + (b.x-a.x)/1000*k + random.Int64N(3) - 1, a.y + (b.y-a.y)/1000*k + random.Int64N(3) - 1}
		got, want := sideOf(a, b, p), bigTurn(b.x-a.x, b.y-a.y, p.x-a.x, p.y-a.y).Sign()
		if got > 0 != (want > 0) || got < 0 != (want < 0) {
			t.Fatalf("%v from %v to %v: %d, want %d", p, a, b, got, want)
		}
	}
}
