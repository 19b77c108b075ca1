package plan

import (
	"fmt"
	"math"
	"testing"

	"gewu/plan/propose"
)

// BenchmarkSplitInto divides one grid of 20,000 cells, with roads on every fifth line between them, from ten seeds, and says
// how good that is: how many parts are within a tenth of their mean, how far off the worst is, and what the borders cost.
func BenchmarkSplitInto(b *testing.B) {
	p := townWithRoads(b)
	for _, parts := range []int{2, 3, 5, 10, 20, 40, 80, 150, 300} {
		b.Run(fmt.Sprintf("%d/gewu", parts), func(b *testing.B) {
			var q splitQuality
			for seed := range uint64(10) {
				q.add(b, p, Operation{Kind: SplitInto, Grid: 1, Parts: parts, Seed: seed})
			}
			seed := uint64(0)
			measured(b, func() error {
				seed++
				_, _, err := p.Apply(Operation{Kind: SplitInto, Grid: 1, Parts: parts, Seed: seed % 10})
				return err
			})
			b.ReportMetric(100*float64(q.near)/float64(q.parts), "%-within-a-tenth")
			b.ReportMetric(100*q.worst, "%-worst")
			b.ReportMetric(q.cost/10, "cost")
			b.ReportMetric(float64(q.loose), "loose")
		})
	}
}

// townWithRoads is the town in one grid, with classes of borders.
func townWithRoads(t testing.TB) *Plan {
	p := town(t)
	for id, a := range p.fabric.Arcs() {
		row, column := int(max(a.Left, a.Right))/200, int(max(a.Left, a.Right))%200
		across := a.Left != NoCell && a.Right != NoCell && max(a.Left, a.Right)-min(a.Left, a.Right) == 200
		if across && row%5 == 0 || !across && column%7 == 0 {
			p.fabric.arcs.ref(int32(id)).Class = Road
		}
	}
	p.fabric.links = linksOf(p.fabric)
	return after(t, p, Operation{Kind: MergeGrids, Grid: 1, Grids: allGrids(p)})
}

// A splitQuality sums how good splits are.
type splitQuality struct {
	parts, near, loose int
	worst, cost        float64
}

func (q *splitQuality) add(t testing.TB, p *Plan, op Operation) {
	next, change, err := p.Apply(op)
	if err != nil {
		t.Fatal(err)
	}
	q.loose += len(change.Loose)
	mean := float64(p.Tally(op.Grid).Households) / float64(op.Parts)
	for id := range next.Grids() {
		off := math.Abs(float64(next.Tally(id).Households)/mean - 1)
		q.parts++
		if off <= evenness+1/mean {
			q.near++
		}
		q.worst = max(q.worst, off)
	}
	for _, a := range next.fabric.Arcs() {
		if a.Left != NoCell && a.Right != NoCell && next.GridOf(a.Left) != next.GridOf(a.Right) {
			q.cost += a.metres() * propose.Class(min(a.Class, River)).Cost()
		}
	}
}
