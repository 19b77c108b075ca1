package analysis

import (
	"gewu/geo"
	"gewu/hotspot"
)

// A move is incidents that are counted somewhere (by above 0), or not any more.
type move struct {
	at    geo.Point
	piece int32
	kind  hotspot.Kind
	day   hotspot.Day
	by    int32
}

// mostMoves and mostSteps are how much evidence remembers of where it came from: some kilobytes.
const (
	mostMoves = 256
	mostSteps = 64
)

// A state tells evidence apart from any other, without holding on to it.
type state struct{ _ byte }

// A step is the moves by which evidence came from what it was before.
type step struct {
	from  *state
	moves []move
}

// recent are the last steps by which evidence came to be what it is, by [Evidence.With] and [Evidence.Rehoused]: pieces were
// only added, and grids, areas, squares and kinds are the same. What was worked out of the evidence of one of them can be
// brought up to date by the moves since.
type recent struct {
	state *state
	steps []step
}

// start is evidence that came from no other.
func start() recent { return recent{state: &state{}} }

// then returns what is remembered after a step more.
func (r recent) then(moves []move) recent {
	steps := append(r.steps[:len(r.steps):len(r.steps)], step{r.state, netOf(moves)})
	n := 0
	for _, s := range steps {
		n += len(s.moves)
	}
	for n > mostMoves || len(steps) > mostSteps {
		n -= len(steps[0].moves)
		steps = steps[1:]
	}
	return recent{&state{}, steps}
}

// netOf leaves out moves that undo each other.
func netOf(moves []move) (net []move) {
	sum := make(map[move]int32, len(moves))
	for _, m := range moves {
		by := m.by
		m.by = 0
		sum[m] += by
	}
	for _, m := range moves {
		m.by = 0
		if by := sum[m]; by != 0 {
			delete(sum, m)
			m.by = by
			net = append(net, m)
		}
	}
	return net
}

// since returns the moves since a state; ok is false where the evidence did not come from that, or by more than is remembered.
func (r recent) since(then *state) (moves []move, ok bool) {
	if then == nil || r.state == then {
		return nil, then != nil
	}
	for _, s := range r.steps {
		if ok = ok || s.from == then; ok {
			moves = append(moves, s.moves...)
		}
	}
	return moves, ok
}
