package store

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"gewu/plan"
)

// What plans may take up in memory, in bytes, by estimate. The one used last is kept in any case.
const (
	mostPlanBytes = 256 << 20
	stateBytes    = 64 << 10 // what a state of a plan does not share with the one before
)

// planMemory keeps the plans used last. The zero value is ready. Safe for concurrent use.
type planMemory struct {
	reading sync.Mutex     // held while one is read, by who has a connection already
	writing sync.WaitGroup // checkpoints
	mu      sync.Mutex
	kept    map[int64]*keptPlan
	clock   int64
}

// A keptPlan is a plan in memory.
type keptPlan struct {
	history *history
	bytes   int64 // of the first of its states
	used    int64
}

// size is what the plan takes up.
func (k *keptPlan) size() int64 {
	return k.bytes + int64(len(k.history.states)+len(k.history.past))*stateBytes
}

// find returns what is known of a plan, or nil.
func (m *planMemory) find(id int64) *history {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.kept[id]
	if k == nil {
		return nil
	}
	m.clock++
	k.used = m.clock
	return k.history
}

// keep keeps a plan, unless a newer revision is known, and forgets those that were not used for
// longest when there is no room.
func (m *planMemory) keep(id int64, h *history) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[int64]*keptPlan{}
	}
	k := m.kept[id]
	if k != nil && k.history.revision > h.revision {
		return
	}
	if k == nil {
		k = &keptPlan{bytes: bytesOf(h.now())}
		m.kept[id] = k
	}
	m.clock++
	k.history, k.used = h, m.clock
	m.make(mostPlanBytes)
}

// make makes room.
func (m *planMemory) make(most int64) {
	var sum int64
	for _, k := range m.kept {
		sum += k.size()
	}
	byUse := slices.SortedFunc(maps.Keys(m.kept), func(a, b int64) int { return cmp.Compare(m.kept[a].used, m.kept[b].used) })
	for _, id := range byUse[:len(byUse)-1] {
		if sum <= most {
			return
		}
		sum -= m.kept[id].size()
		delete(m.kept, id)
	}
}

// bytesOf estimates what a plan takes up.
func bytesOf(p *plan.Plan) int64 {
	const cell, arc, node, building, point = 136, 80, 12, 120, 16
	var sum int64
	for _, c := range p.Fabric().Cells() {
		sum += cell + 4*int64(len(c.Arcs)+len(c.Buildings))
	}
	for _, a := range p.Fabric().Arcs() {
		sum += arc + point/2*int64(len(a.Points))
	}
	for range p.Fabric().Nodes() {
		sum += node
	}
	for _, b := range p.Fabric().Buildings() {
		sum += building
		for _, polygon := range b.Footprint {
			for _, ring := range polygon {
				sum += point * int64(len(ring))
			}
		}
	}
	return sum
}
