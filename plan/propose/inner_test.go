package propose

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func randomMesh(random *rand.Rand, width, height int) *mesh {
	r := &Request{Band: Band{Min: 10, Max: 50}}
	for i := range width * height {
		r.Graph.Cells = append(r.Graph.Cells, Cell{Households: random.IntN(9)})
		for _, near := range []int{i - 1, i - width} {
			if near >= 0 && (near != i-1 || i%width > 0) {
				r.Graph.Borders = append(r.Graph.Borders, Border{int32(near), int32(i), 1 + 9*random.Float64(), Class(random.IntN(6))})
			}
		}
	}
	return newMesh(r, sequence(width*height), width*height)
}

// What a tree says of the two sides of each of its edges is what counting says.
func TestATreeKnowsWeightAndCostBelowEachNode(t *testing.T) {
	for seed := range uint64(50) {
		random := rand.New(rand.NewPCG(seed, 2))
		m := randomMesh(random, 7, 6)
		tr := newTree(m)
		tr.take(sequence(42))
		tr.grow(random, random.Float64())
		for v := range int32(42) {
			in := map[int32]bool{}
			tr.below(v, func(node int32) { in[node] = true })
			weight, cut := 0, 0
			for a := range in {
				weight += m.weight[a]
				for e := m.first[a]; e < m.first[a+1]; e++ {
					if !in[m.to[e]] {
						cut += m.cost[e]
					}
				}
			}
			if weight != tr.weight[v] || cut != tr.cut[v] {
				t.Fatalf("seed %d, node %d: weight %d, cost %d; counted %d, %d", seed, v, tr.weight[v], tr.cut[v], weight, cut)
			}
		}
	}
}

// A flip says what it changes, and leaves its part in one piece.
func TestFlipsSayWhatTheyChangeAndKeepPartsConnected(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 3))
		m := randomMesh(random, 8, 7)
		d := newDivision(m, Band{Min: 10, Max: 50}, 0, seed)
		for range 5 {
			d.addPart()
		}
		d.wish = wishes{off: 20, middle: 30}
		d.divide(sequence(56), 5, 0, 4)
		for a, p := range d.label {
			d.put(int32(a), p)
			m.home[a] = p
		}
		d.wish = wishes{out: 100, off: 7, offSq: 0.5, even: 0.1, stay: 3, middle: 30}
		for range 300 {
			f, ok := d.tryFlip(int32(random.IntN(56)), nil)
			if !ok {
				continue
			}
			before := d.energy()
			d.do(step{f.atoms, f.from, f.to})
			if change := d.energy() - before; change-f.change > 1e-6 || f.change-change > 1e-6 {
				t.Fatalf("seed %d: a flip says %v and is %v", seed, f.change, change)
			}
			connected(t, d, f.from)
			connected(t, d, f.to)
		}
	}
}

func connected(t *testing.T, d *division, p int32) {
	t.Helper()
	d.flood.now++
	if piece, _ := d.fill(d.members[p][0], nil); len(piece) != len(d.members[p]) {
		t.Fatalf("part %d has %d atoms, of which %d hang together", p, len(d.members[p]), len(piece))
	}
}

// Every way to match a few rows with columns is tried.
func TestTheMatchingIsTheBestThereIs(t *testing.T) {
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 4))
		rows, columns := 1+random.IntN(5), 1+random.IntN(5)
		gain := make([][]int64, rows)
		for i := range gain {
			gain[i] = make([]int64, columns)
			for j := range gain[i] {
				gain[i][j] = int64(max(0, random.IntN(30)-10))
			}
		}
		got, used := int64(0), map[int32]bool{}
		for i, j := range Match(gain, columns) {
			if j == None {
				continue
			}
			if used[j] {
				t.Fatalf("seed %d: column %d is matched twice", seed, j)
			}
			used[j] = true
			got += gain[i][j]
		}
		if want := bestMatching(gain, 0, make([]bool, columns)); got != want {
			t.Fatalf("seed %d: matched %d, the best is %d", seed, got, want)
		}
	}
}

// drawn is a proposal of so many grids, of which some miss the band.
func drawn(grids, out, moved int, cost, deviation float64) Proposal {
	return Proposal{Metrics: Metrics{
		Grids: grids, InBand: grids - out, Households: 400 * grids, HouseholdsMoved: moved, Cost: cost, StandardDeviation: deviation,
	}}
}

func TestProposalsAreNamedAndNoneMissesTheBandWithoutNeed(t *testing.T) {
	tests := []struct {
		name  string
		first Merit
		all   []Proposal
		want  []Proposal
		names [][]Merit
	}{
		{
			"the cheapest borders have a grid outside", BestBorders,
			[]Proposal{drawn(5, 0, 300, 30, 40), drawn(5, 0, 400, 40, 20), drawn(5, 1, 350, 20, 60)},
			[]Proposal{drawn(5, 0, 300, 30, 40), drawn(5, 0, 400, 40, 20)},
			[][]Merit{{LeastChange, BestBorders}, {MostEven}},
		},
		{
			"of fifty grids one may stay outside where that moves least", LeastChange,
			[]Proposal{drawn(60, 1, 300, 30, 40), drawn(60, 0, 500, 40, 30), drawn(61, 0, 600, 35, 20), drawn(60, 1, 500, 20, 10), drawn(59, 2, 100, 20, 20)},
			[]Proposal{drawn(60, 1, 300, 30, 40), drawn(61, 0, 600, 35, 20), drawn(60, 0, 500, 40, 30)},
			[][]Merit{{LeastChange}, {BestBorders, MostEven}, {FewestGrids}},
		},
		{
			"and not where all is drawn anew", BestBorders,
			[]Proposal{drawn(60, 1, 300, 30, 40), drawn(60, 0, 500, 40, 30)},
			[]Proposal{drawn(60, 0, 500, 40, 30)},
			[][]Merit{{LeastChange, BestBorders, MostEven, FewestGrids}},
		},
		{
			"of what is the best in nothing, one that lies between", BestBorders,
			[]Proposal{drawn(5, 0, 100, 60, 60), drawn(5, 0, 300, 20, 61), drawn(5, 0, 400, 50, 20), drawn(5, 0, 200, 30, 30), drawn(5, 0, 250, 40, 40)},
			[]Proposal{drawn(5, 0, 300, 20, 61), drawn(5, 0, 100, 60, 60), drawn(5, 0, 400, 50, 20), drawn(5, 0, 200, 30, 30)},
			[][]Merit{{BestBorders}, {LeastChange}, {MostEven}, {Compromise}},
		},
		{
			"and none that is hardly another where there are enough", BestBorders,
			[]Proposal{drawn(5, 0, 100, 60, 60), drawn(5, 0, 300, 20, 61), drawn(5, 0, 400, 50, 20), drawn(5, 0, 101, 59.9, 60.5)},
			[]Proposal{drawn(5, 0, 300, 20, 61), drawn(5, 0, 100, 60, 60), drawn(5, 0, 400, 50, 20)},
			[][]Merit{{BestBorders}, {LeastChange}, {MostEven}},
		},
		{
			"where none has all inside, those with the fewest outside", BestBorders,
			[]Proposal{drawn(5, 2, 100, 30, 60), drawn(5, 1, 300, 20, 61), drawn(5, 1, 400, 50, 20)},
			[]Proposal{drawn(5, 1, 300, 20, 61), drawn(5, 1, 400, 50, 20)},
			[][]Merit{{LeastChange, BestBorders}, {MostEven}},
		},
		{
			"a repair that moves nobody changes least", LeastChange,
			[]Proposal{drawn(5, 0, 0, 30, 60)},
			[]Proposal{drawn(5, 0, 0, 30, 60)},
			[][]Merit{{LeastChange, BestBorders, MostEven, FewestGrids}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for i := range tt.want {
				tt.want[i].Merits = tt.names[i]
			}
			if diff := cmp.Diff(tt.want, pareto(tt.all, tt.first)); diff != "" {
				t.Errorf("what is offered (-want +got):\n%s", diff)
			}
		})
	}
}

func bestMatching(gain [][]int64, row int, used []bool) int64 {
	if row == len(gain) {
		return 0
	}
	best := bestMatching(gain, row+1, used)
	for j := range used {
		if !used[j] {
			used[j] = true
			best = max(best, gain[row][j]+bestMatching(gain, row+1, used))
			used[j] = false
		}
	}
	return best
}
