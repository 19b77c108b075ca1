package reach

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"

	"gewu/internal/testdb"
)

// peerSide is how many nodes a side of the town has: 490,000 in all.
const peerSide = 700

// peerEdges are streets between nodes about 100 m apart, walked in 60 to 90 s; one in ten is missing.
func peerEdges(dice *rand.Rand) []Edge {
	var edges []Edge
	add := func(a, b int) {
		if dice.IntN(10) > 0 {
			seconds := float64(60 + dice.IntN(30))
			edges = append(edges, Edge{int32(a), int32(b), seconds, seconds})
		}
	}
	for i := range peerSide * peerSide {
		if i%peerSide+1 < peerSide {
			add(i, i+1)
		}
		if i+peerSide < peerSide*peerSide {
			add(i, i+peerSide)
		}
	}
	return edges
}

// peerTable puts edges into a table with where they lie, in units of 100 m.
func peerTable(b *testing.B, edges []Edge) *pgx.Conn {
	b.Helper()
	conn, err := pgx.Connect(b.Context(), testdb.New(b))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = conn.Close(b.Context()) })
	if _, err := conn.Exec(b.Context(), "create extension pgrouting"); err != nil {
		b.Skipf("pgRouting is not installed (PEERS=1 make bench, or postgresql-NN-pgrouting): %v", err)
	}
	_, err = conn.Exec(b.Context(), "create unlogged table street (id bigint, source bigint, target bigint, cost float8, reverse_cost float8, col int, line int)")
	if err != nil {
		b.Fatal(err)
	}
	rows := pgx.CopyFromSlice(len(edges), func(i int) ([]any, error) {
		e := edges[i]
		return []any{int64(i), int64(e.From), int64(e.To), e.Seconds, e.Back, int(e.From) % peerSide, int(e.From) / peerSide}, nil
	})
	if _, err := conn.CopyFrom(b.Context(), pgx.Identifier{"street"}, []string{"id", "source", "target", "cost", "reverse_cost", "col", "line"}, rows); err != nil {
		b.Fatal(err)
	}
	for _, sql := range []string{"create index on street (line, col)", "analyze street"} {
		if _, err := conn.Exec(b.Context(), sql); err != nil {
			b.Fatal(err)
		}
	}
	return conn
}

// Ten minutes from one node of 490,000, and the nodes that are reached: the same as pgRouting's.
func BenchmarkWalkFromOneNode(b *testing.B) {
	dice := rand.New(rand.NewPCG(4, 9))
	edges := peerEdges(dice)
	n, err := NewNetwork(peerSide*peerSide, edges)
	if err != nil {
		b.Fatal(err)
	}
	origins := make([]int32, 50)
	for i := range origins {
		origins[i] = int32(dice.IntN(peerSide * peerSide))
	}
	b.Run("gewu", func(b *testing.B) {
		w, i := n.NewWalker(), 0
		for b.Loop() {
			w.WalkFrom([]int32{origins[i%len(origins)]}, 600)
			i++
		}
	})
	conn := peerTable(b, edges)
	for name, where := range map[string]string{
		"pgRouting with a box": "where line between %[2]d - 11 and %[2]d + 11 and col between %[1]d - 11 and %[1]d + 11", "pgRouting": "",
	} {
		b.Run(name, func(b *testing.B) { walkWithPgRouting(b, n, conn, origins, where) })
	}
}

func walkWithPgRouting(b *testing.B, n *Network, conn *pgx.Conn, origins []int32, where string) {
	b.Helper()
	w, i := n.NewWalker(), 0
	for b.Loop() {
		from := origins[i%len(origins)]
		i++
		inner := "select id, source, target, cost, reverse_cost from street "
		if where != "" {
			inner += fmt.Sprintf(where, from%peerSide, from/peerSide)
		}
		var nodes int
		var seconds float64
		row := conn.QueryRow(b.Context(), "select count(*), sum(agg_cost) from pgr_drivingDistance($1, $2::bigint, 600, true)", inner, int64(from))
		if err := row.Scan(&nodes, &seconds); err != nil {
			b.Fatal(err)
		}
		w.WalkFrom([]int32{from}, 600)
		sum := 0.0
		for _, node := range w.Reached() {
			t, _, _ := w.Seconds(node)
			sum += t
		}
		if nodes != len(w.Reached()) || seconds != sum {
			b.Fatalf("from %d pgRouting reaches %d nodes in %v s, we %d in %v", from, nodes, seconds, len(w.Reached()), sum)
		}
	}
}
