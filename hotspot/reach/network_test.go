package reach

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/internal/reference"
)

// net49 is 7 × 7 nodes 100 s apart, with a street that is closed one way, a bridge that is missing and a
// short cut. Node 0 is not used.
func net49(t *testing.T) *Network {
	t.Helper()
	var edges []Edge
	ref := reference.Read(t, "testdata/net49_edges.csv")
	from, to, cost, back := ref.Column("source"), ref.Column("target"), ref.Column("cost"), ref.Column("reverse_cost")
	for i := range from {
		edges = append(edges, Edge{int32(from[i]), int32(to[i]), cost[i], back[i]})
	}
	n, err := NewNetwork(50, edges)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAWalkReachesTheNodesThatPgRoutingReaches(t *testing.T) {
	w := net49(t).NewWalker()
	for name, from := range map[string][]int32{
		"ref_drivingdistance_from25_600s.csv":        {25},
		"ref_drivingdistance_equicost_1_49_600s.csv": {1, 49},
	} {
		ref := reference.Read(t, "testdata/"+name)
		nodes, cost, start := ref.Column("node"), ref.Column("agg_cost"), []float64{}
		if len(from) > 1 {
			start = ref.Column("from_v")
		}
		w.WalkFrom(from, 600)
		if len(w.Reached()) != len(nodes) {
			t.Errorf("%s: %d nodes are reached, want %d", name, len(w.Reached()), len(nodes))
		}
		worst := 0.0
		for i, node := range nodes {
			seconds, by, ok := w.Seconds(int32(node))
			worst = max(worst, math.Abs(seconds-cost[i]))
			if !ok || len(from) > 1 && float64(from[by]) != start[i] {
				t.Errorf("%s: node %v is reached: %v, from %d, want from %v", name, node, ok, from[by], start)
			}
		}
		t.Logf("%s: largest difference %.2g s", name, worst)
		if worst > 1e-9 {
			t.Errorf("%s: %v s off", name, worst)
		}
	}
}

// A line of four nodes, 60 s apart: 0 – 1 → 2 – 3, the middle one open one way.
func line(t *testing.T) *Network {
	t.Helper()
	n, err := NewNetwork(4, []Edge{{0, 1, 60, 60}, {1, 2, 60, -1}, {2, 3, 60, 60}})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAWalkBeginsAndEndsInTheMiddleOfEdges(t *testing.T) {
	w := line(t).NewWalker()
	for name, c := range map[string]struct {
		from, to Spot
		want     float64 // 0: not reached
	}{
		"along one edge":                         {Spot{0, 0.25, 0}, Spot{0, 0.75, 0}, 30},
		"back along one edge":                    {Spot{0, 0.75, 0}, Spot{0, 0.25, 0}, 30},
		"with ways to the street":                {Spot{0, 0.25, 5}, Spot{0, 0.75, 7}, 42},
		"to the next edge but one":               {Spot{0, 0.5, 0}, Spot{2, 0.5, 0}, 120},
		"back through a street closed that way":  {Spot{2, 0.5, 0}, Spot{0, 0.5, 0}, 0},
		"on along a street closed the other way": {Spot{1, 0.25, 0}, Spot{1, 0.75, 0}, 30},
		"back along a street closed that way":    {Spot{1, 0.75, 0}, Spot{1, 0.25, 0}, 0},
		"farther than the time":                  {Spot{0, 0, 0}, Spot{2, 1, 0.5}, 0},
		"as far as the time":                     {Spot{0, 0, 0}, Spot{2, 1, 0}, 180},
	} {
		w.Walk([]Spot{c.from}, 180)
		seconds, _, ok := w.To(c.to)
		if ok != (c.want > 0) || ok && math.Abs(seconds-c.want) > 1e-9 {
			t.Errorf("%s: %v s, reached %v, want %v", name, seconds, ok, c.want)
		}
	}
}

func TestTheNearestOfSeveralServicesCounts(t *testing.T) {
	w := line(t).NewWalker()
	spots := []Spot{{0, 0, 30}, {0, 0.5, 0}, {2, 1, 0}}
	w.Walk(spots, 600)
	for i, want := range []struct {
		at      Spot
		seconds float64
		from    int32
	}{{Spot{0, 0, 0}, 30, 0}, {Spot{0, 0.25, 0}, 15, 1}, {Spot{2, 0.9, 0}, 6, 2}, {Spot{1, 0.5, 0}, 60, 1}} {
		seconds, from, ok := w.To(want.at)
		if !ok || math.Abs(seconds-want.seconds) > 1e-9 || from != want.from {
			t.Errorf("place %d: %v s from %d, want %v from %d", i, seconds, from, want.seconds, want.from)
		}
	}
}

func TestAWalkIsTheShortestOfAllWays(t *testing.T) {
	dice := rand.New(rand.NewPCG(2, 7))
	for range 200 {
		nodes := 2 + dice.IntN(20)
		var edges []Edge
		far := make([][]float64, nodes)
		for i := range far {
			far[i] = make([]float64, nodes)
			for j := range far[i] {
				if i != j {
					far[i][j] = math.Inf(1)
				}
			}
		}
		for range 3 * nodes {
			e := Edge{int32(dice.IntN(nodes)), int32(dice.IntN(nodes)), float64(dice.IntN(30)), float64(dice.IntN(33) - 3)}
			edges = append(edges, e)
			far[e.From][e.To] = min(far[e.From][e.To], e.Seconds)
			if e.Back >= 0 {
				far[e.To][e.From] = min(far[e.To][e.From], e.Back)
			}
		}
		for k := range far { // Floyd and Warshall
			for i := range far {
				for j := range far {
					far[i][j] = min(far[i][j], far[i][k]+far[k][j])
				}
			}
		}
		n, err := NewNetwork(nodes, edges)
		if err != nil {
			t.Fatal(err)
		}
		w := n.NewWalker()
		for from := range nodes {
			w.WalkFrom([]int32{int32(from)}, 40)
			for to := range nodes {
				seconds, _, ok := w.Seconds(int32(to))
				if ok != (far[from][to] <= 40) || ok && seconds != far[from][to] {
					t.Fatalf("from %d to %d: %v, %v, want %v", from, to, seconds, ok, far[from][to])
				}
			}
		}
	}
}

func TestANetworkOfNothingIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		edge Edge
		want error
	}{
		"a node that is not there": {Edge{0, 2, 1, 1}, ErrNode},
		"a node below 0":           {Edge{-1, 1, 1, 1}, ErrNode},
		"no time":                  {Edge{0, 1, math.NaN(), 1}, ErrSeconds},
		"an endless time":          {Edge{0, 1, 1, math.Inf(1)}, ErrSeconds},
	} {
		if _, err := NewNetwork(2, []Edge{c.edge}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestAccessEqualsTheWorkedExampleAndSharesOutAllSupply(t *testing.T) {
	text, err := os.ReadFile("testdata/ref_e2sfca.json")
	if err != nil {
		t.Fatal(err)
	}
	var ref struct {
		Minutes [][]float64
		Pop     []Need
		Supply  []Supply
		R       []float64
		A       []float64 `json:"A_e2sfca"`
	}
	if err := json.Unmarshal(text, &ref); err != nil {
		t.Fatal(err)
	}
	got, err := Access(ref.Pop, ref.Supply, ref.Minutes, LuoQi)
	if err != nil {
		t.Fatal(err)
	}
	worst, shared := 0.0, 0.0
	for i := range ref.A {
		worst = max(worst, math.Abs(got.Access[i]-ref.A[i]))
		shared += float64(ref.Pop[i]) * got.Access[i]
	}
	for j := range ref.R {
		worst = max(worst, math.Abs(got.Ratio[j]-ref.R[j]))
	}
	t.Logf("largest difference %.2g", worst)
	if worst > 1e-12 || math.Abs(shared-6) > 1e-12 {
		t.Errorf("%+v, want %v and %v; %v is shared out", got, ref.A, ref.R, shared)
	}
	none, err := Access([]Need{5}, []Supply{1, 1}, [][]float64{{-1, 99}}, LuoQi)
	if diff := cmp.Diff(Scores{Access: []float64{0}, Ratio: []float64{0, 0}}, none); err != nil || diff != "" {
		t.Errorf("nobody near: %v %s", err, diff)
	}
	if _, err := Access(ref.Pop, ref.Supply, ref.Minutes[:2], LuoQi); !errors.Is(err, ErrTimes) {
		t.Errorf("times of two needs: %v", err)
	}
	if _, err := Access(ref.Pop[:1], ref.Supply, [][]float64{{1}}, LuoQi); !errors.Is(err, ErrTimes) {
		t.Errorf("a time to one supply: %v", err)
	}
}
