package plan

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	"gewu/geo"
)

// outcomeForm begins what Outcome writes: the number of its form.
const outcomeForm = 1

// proofSize is how many bytes of a digest end an outcome.
const proofSize = 8

// Outcome writes what operations have made of a plan, so that the plan after them can be made again
// without making them again: by a program, too, that would divide or draw otherwise. It holds what differs, as it
// became, and a proof of what it was.
func Outcome(before, after *Plan) []byte {
	q := difference(before, after)
	body := q.body()
	return append(body, q.proof(body)...)
}

// Replay returns the plan that an outcome tells of, equal bit for bit to the one that it was written of. The
// error wraps [ErrDamaged]: the bytes are no outcome, or one of another plan. No bytes make it panic.
func (p *Plan) Replay(outcome []byte) (*Plan, error) {
	if len(outcome) < proofSize {
		return nil, fmt.Errorf("outcome of %d bytes: it ends too early: %w", len(outcome), ErrDamaged)
	}
	body, proof := outcome[:len(outcome)-proofSize], outcome[len(outcome)-proofSize:]
	q, e := p.readOutcome(body)
	if e == nil {
		return nil, fmt.Errorf("outcome of %d bytes: what it holds does not fit the plan: %w", len(outcome), ErrDamaged)
	}
	if !bytes.Equal(q.proof(body), proof) {
		return nil, fmt.Errorf("outcome of %d bytes: it is damaged, or of another plan: %w", len(outcome), ErrDamaged)
	}
	return e.plan(), nil
}

// difference is the patch from one plan to another that was made of it, but for the tallies, which follow.
func difference(a, b *Plan) Patch {
	return Patch{
		nodes: differences(a.fabric.nodes, b.fabric.nodes, same), arcs: differences(a.fabric.arcs, b.fabric.arcs, sameArc),
		cells: differences(a.fabric.cells, b.fabric.cells, sameCell), assigned: differences(a.grid, b.grid, same),
		grids: differences(a.grids, b.grids, same), sizes: [2]sizes{a.sizes(), b.sizes()},
	}
}

func differences[T any](a, b table[T], equal func(T, T) bool) (list []changed[T]) {
	differing(a, b, equal, func(i int32) {
		c := changed[T]{At: i}
		if a.holds(i) {
			c.Old = a.at(i)
		}
		if b.holds(i) {
			c.New = b.at(i)
		}
		list = append(list, c)
	})
	return list
}

// proof is what only the bytes of a patch have that begins at the same values.
func (q Patch) proof(body []byte) []byte {
	digest := sha256.New()
	digest.Write(body)
	digest.Write(q.Inverse().body())
	return digest.Sum(nil)[:proofSize]
}

// body writes the sizes and the values that the patch leads to; not the tallies, which follow from the rest.
func (q Patch) body() []byte {
	w := writer{text: []byte{outcomeForm}}
	for _, s := range q.sizes {
		for _, n := range []int{s.nodes, s.arcs, s.cells, s.grids} {
			w.count(n)
		}
	}
	last := geo.Point{}
	writeChanges(&w, q.nodes, func(_ int32, n, _ Node) {
		w.flags(n.Alive)
		w.point(n.At, last)
		last = n.At
	})
	writeChanges(&w, q.arcs, func(_ int32, a, before Arc) {
		w.arcEnds(a, before)
		w.points(a.Points, last)
		last = lastOf(a.Points, last)
	})
	writeChanges(&w, q.cells, w.cell)
	w.runs(q.assigned)
	writeChanges(&w, q.grids, func(_ int32, g, _ Grid) { w.grid(g) })
	return w.text
}

// lastOf is the last of some points, or another where there are none.
func lastOf(points []geo.Point, other geo.Point) geo.Point {
	if len(points) == 0 {
		return other
	}
	return points[len(points)-1]
}

// writeChanges writes values with their numbers; one is told which was written before it.
func writeChanges[T any](w *writer, list []changed[T], write func(at int32, v, last T)) {
	w.count(len(list))
	at := int32(-1)
	var last T
	for i := range list {
		w.count(int(list[i].At - at - 1))
		at = list[i].At
		write(at, list[i].New, last)
		last = list[i].New
	}
}

// runs writes of cells side by side by number that come to the same grid only how many they are.
func (w *writer) runs(list []changed[GridID]) {
	var starts []int
	for i, c := range list {
		if i == 0 || c.New != list[i-1].New || c.At != list[i-1].At+1 {
			starts = append(starts, i)
		}
	}
	w.count(len(starts))
	next, grid := int32(0), GridID(0)
	for k, i := range starts {
		end := len(list)
		if k+1 < len(starts) {
			end = starts[k+1]
		}
		w.count(int(list[i].At - next))
		w.count(end - i)
		w.signed(int64(list[i].New - grid))
		next, grid = list[end-1].At+1, list[i].New
	}
}
