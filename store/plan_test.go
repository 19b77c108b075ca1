package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/access"
	"gewu/geo"
	"gewu/plan"
	"gewu/store"
)

// A drafting is a community of four rows of four houses with a road between the two grids, and a plan
// of it.
//
//	+----+----+----+----+
//	| 1  |  2 | 3  |  4 |   C1 is west of the road, C2 is east of it
//	+----+----|----+----+
//	| 5  |  6 | 7  |  8 |
//	+----+----|----+----+
type drafting struct {
	plot
	houses []int64
	record plan.Record
}

// planner is who plans.
var planner = &access.Actor{Kind: access.Person, Name: "planner"}

func newDrafting(t testing.TB) drafting {
	t.Helper()
	d := drafting{plot: newPlot(t, square(0, 0, 400, 200)...)}
	first := d.edition(t, "C", "2026-01-01")
	d.area(t, first, "grid", "C1", "第1网格", "C", "MULTIPOLYGON((("+metres(append(square(0, 0, 200, 200), [2]float64{0, 0})...)+")))")
	d.area(t, first, "grid", "C2", "第2网格", "C", "MULTIPOLYGON((("+metres(append(square(200, 0, 400, 200), [2]float64{200, 0})...)+")))")
	d.road(t, "road", "{}", [2]float64{200, -50}, [2]float64{200, 250})
	for _, y := range []float64{150, 50} {
		for x := 50.0; x < 400; x += 100 {
			d.houses = append(d.houses, d.house(t, 10, square(x-10, y-10, x+10, y+10)...))
		}
	}
	d.change(t, "building")
	d.exec(t, `insert into person (name) values ('planner')`)
	d.record = d.start(t, plan.Start{Communities: []geo.AreaID{d.community}, Title: "First", From: plan.FromEdition})
	return d
}

func (d drafting) start(t testing.TB, s plan.Start) plan.Record {
	t.Helper()
	r, err := d.db.StartPlan(t.Context(), d.actor(t), s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// actor is the planner with the id they have in the town.
func (d drafting) actor(t testing.TB) *access.Actor {
	t.Helper()
	a := *planner
	a.ID = d.exec(t, `select id from person where name = 'planner'`)
	return &a
}

func (d drafting) open(t testing.TB) (*plan.Plan, int64) {
	t.Helper()
	p, revision, err := d.db.OpenPlan(t.Context(), d.record.ID)
	if err != nil {
		t.Fatal(err)
	}
	return p, revision
}

// cell is the cell of the house with a number on the drawing.
func (d drafting) cell(t testing.TB, p *plan.Plan, house int) plan.CellID {
	t.Helper()
	for id, cell := range p.Fabric().Cells() {
		for _, b := range cell.Buildings {
			if p.Fabric().Buildings()[b].ID == d.houses[house-1] {
				return id
			}
		}
	}
	t.Fatalf("house %d is in no cell", house)
	return 0
}

// give gives the cells of houses to a grid.
func (d drafting) give(t testing.TB, p *plan.Plan, to plan.GridID, houses ...int) plan.Operation {
	t.Helper()
	op := plan.Operation{Kind: plan.AssignCells, Grid: to}
	for _, house := range houses {
		op.Cells = append(op.Cells, d.cell(t, p, house))
	}
	slices.Sort(op.Cells)
	return op
}

func (d drafting) operate(t testing.TB, ifMatch int64, ops ...plan.Operation) plan.Operated {
	t.Helper()
	out, err := d.db.Operate(t.Context(), d.actor(t), d.record.ID, ifMatch, ops)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// another is the same database seen by another server.
func (d drafting) another(t testing.TB) drafting {
	t.Helper()
	db, err := store.Open(t.Context(), d.pool.Config().ConnString())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	d.db = db
	return d
}

// A plan begins with the grids of the edition in force, cell by cell, and their borders where they were.
func TestAPlanBeginsFromTheEditionInForce(t *testing.T) {
	d := newDrafting(t)
	p, revision := d.open(t)
	if revision != 0 || d.record.State != plan.StateDraft || d.record.Stale || len(d.record.Base) != 1 || d.record.Base[0].Grids != 2 {
		t.Errorf("revision %d, %+v", revision, d.record)
	}
	var codes []string
	for id, g := range p.Grids() {
		codes = append(codes, fmt.Sprintf("%s %s %d", g.Code, g.Name, p.Tally(id).Households))
		if p.Tally(id).Cells != 4 {
			t.Errorf("grid %s has %d cells", g.Code, p.Tally(id).Cells)
		}
	}
	if diff := cmp.Diff([]string{"C1 第1网格 40", "C2 第2网格 40"}, codes); diff != "" {
		t.Error(diff)
	}
	for id := range p.Fabric().Cells() {
		if p.GridOf(id) == plan.NoGrid {
			t.Errorf("cell %d is in no grid", id)
		}
	}
}

func TestAPlanBeginsFromNothing(t *testing.T) {
	d := newDrafting(t)
	d.record = d.start(t, plan.Start{Communities: []geo.AreaID{d.community}, Title: "Empty", From: plan.FromEmpty})
	p, _ := d.open(t)
	if n := p.Tally(plan.NoGrid); n.Households != 80 {
		t.Errorf("%d households are in no grid", n.Households)
	}
}

func TestTwoPlannersWorkOnOnePlan(t *testing.T) {
	d := newDrafting(t)
	p, _ := d.open(t)
	other := d.another(t)
	d.operate(t, 0, d.give(t, p, 2, 2))
	// What the other does elsewhere still makes sense.
	out := other.operate(t, 0, d.give(t, p, 1, 8))
	if !out.Rebased || out.Revision != 2 || !out.Before.Equal(p) {
		t.Errorf("rebased %t, revision %d", out.Rebased, out.Revision)
	}
	// What the other does with the same cell does not.
	_, err := other.db.Operate(t.Context(), planner, d.record.ID, 0, []plan.Operation{d.give(t, p, 2, 2, 1)})
	var stale *plan.StalePlan
	if !errors.As(err, &stale) || stale.Revision != 2 || len(stale.Since) != 2 || stale.Since[0].By != "planner" || len(stale.Since[0].Touched.Cells) != 1 {
		t.Fatalf("%v", err)
	}
	// Neither does it to paint into a grid that was locked meanwhile.
	locked := d.operate(t, 2, plan.Operation{Kind: plan.LockGrids, Grids: []plan.GridID{1}})
	_, err = other.db.Operate(t.Context(), planner, d.record.ID, 2, []plan.Operation{d.give(t, locked.Plan, 1, 7)})
	if !errors.As(err, &stale) {
		t.Errorf("a locked grid: %v", err)
	}
	ours, revision := d.open(t)
	theirs, again := other.open(t)
	if !ours.Equal(theirs) || revision != again || revision != 3 {
		t.Errorf("the servers disagree at revisions %d and %d", revision, again)
	}
}

func TestWhatOneDidAnotherDeviceTakesBack(t *testing.T) {
	d := newDrafting(t)
	p, _ := d.open(t)
	first := d.operate(t, 0, d.give(t, p, 2, 2))
	second := d.operate(t, 1, d.give(t, first.Plan, 2, 1), d.give(t, first.Plan, 1, 7))
	other := d.another(t)
	back, err := other.db.Undo(t.Context(), planner, d.record.ID, 2)
	if err != nil || !back.Plan.Equal(first.Plan) || back.Revision != 3 {
		t.Fatalf("undo: %v", err)
	}
	if _, err := other.db.Undo(t.Context(), planner, d.record.ID, 2); !errors.As(err, new(*plan.StalePlan)) {
		t.Errorf("an undo for an older revision: %v", err)
	}
	again, err := d.db.Redo(t.Context(), planner, d.record.ID, 3)
	if err != nil || !again.Plan.Equal(second.Plan) {
		t.Fatalf("redo: %v", err)
	}
	for revision := int64(4); revision < 6; revision++ {
		if back, err = d.db.Undo(t.Context(), planner, d.record.ID, revision); err != nil {
			t.Fatal(err)
		}
	}
	if !back.Plan.Equal(p) {
		t.Error("all taken back, the plan is not as it began")
	}
	if _, err := d.db.Undo(t.Context(), planner, d.record.ID, 6); !errors.Is(err, plan.ErrNoUndo) {
		t.Errorf("one more: %v", err)
	}
	rows, err := d.db.PlanLog(t.Context(), d.record.ID, 0, 100)
	if err != nil || len(rows) != 6 || !rows[0].TakenBack || !rows[1].TakenBack || len(rows[1].Operations) != 2 {
		t.Errorf("%d rows, %v: %+v", len(rows), err, rows)
	}
}

// What a row made of a plan stays, whatever its operations would make of it today: for a server that begins anew,
// for one that follows, for undo and redo, and in a copy.
func TestALogKeepsWhatItsOperationsMade(t *testing.T) {
	d := newDrafting(t)
	p, _ := d.open(t)
	split := plan.Operation{Kind: plan.SplitInto, Grid: 1, Parts: 2}
	today, _, err := p.ApplyAll([]plan.Operation{split})
	if err != nil {
		t.Fatal(err)
	}
	apart := d.give(t, p, plan.NoGrid, 1) // three and one, where today's split makes two and two
	apart.New = true
	then, _, err := p.ApplyAll([]plan.Operation{apart})
	if err != nil || then.Equal(today) {
		t.Fatalf("it is what today's split makes: %v", err)
	}
	d.row(t, 1, split, plan.Outcome(p, then))
	if now, revision := d.open(t); revision != 1 || !now.Equal(then) {
		t.Error("who followed has another plan")
	}
	fresh := d.another(t)
	if now, _ := fresh.open(t); !now.Equal(then) {
		t.Error("who began anew has another plan")
	}
	if back, err := fresh.db.Undo(t.Context(), planner, d.record.ID, 1); err != nil || !back.Plan.Equal(p) {
		t.Errorf("undo: %v", err)
	}
	if again, err := d.another(t).db.Redo(t.Context(), planner, d.record.ID, 2); err != nil || !again.Plan.Equal(then) {
		t.Errorf("redo: %v", err)
	}
	copied := d
	copied.record = d.start(t, plan.Start{From: plan.FromPlan, CopyOf: d.record.ID, Title: "Copy"})
	if now, _ := copied.another(t).open(t); !now.Equal(then) {
		t.Error("the copy is another plan")
	}
}

// row adds a row to the log of the plan, as a server with other ideas could have; nil: without an outcome.
func (d drafting) row(t *testing.T, revision int64, op plan.Operation, outcome []byte) {
	t.Helper()
	text, err := json.Marshal([]plan.Operation{op})
	if err != nil {
		t.Fatal(err)
	}
	d.exec(t, `insert into plan_log (plan_id, revision, kind, operations, outcome, actor_name) values ($1, $2, 'operations', $3::text::jsonb, $4, 'other')`,
		d.record.ID, revision, string(text), outcome)
	d.exec(t, `update plan set revision = $2 where id = $1`, d.record.ID, revision)
}

// A row from before outcomes were kept is made again of its operations. One with an outcome of another plan is not made
// into something else.
func TestRowsWithoutAnOutcomeAndWithAnothersAreToldApart(t *testing.T) {
	d := newDrafting(t)
	p, _ := d.open(t)
	first := d.give(t, p, 2, 2)
	want, _, err := p.ApplyAll([]plan.Operation{first})
	if err != nil {
		t.Fatal(err)
	}
	d.row(t, 1, first, nil)
	if now, _ := d.another(t).open(t); !now.Equal(want) {
		t.Error("of its operations comes another plan")
	}
	second := d.give(t, p, 2, 1)
	next, _, err := p.ApplyAll([]plan.Operation{d.give(t, p, 2, 2), second})
	if err != nil {
		t.Fatal(err)
	}
	d.row(t, 2, second, plan.Outcome(p, next)) // it begins at the plan before the first row
	if _, _, err := d.another(t).db.OpenPlan(t.Context(), d.record.ID); !errors.Is(err, plan.ErrDamaged) {
		t.Errorf("a row of another plan: %v", err)
	}
}

// A server that begins anew, or another, makes the same plan of the log, over any number of rows.
func TestALogMakesThePlanThatWasInMemory(t *testing.T) {
	d := newDrafting(t)
	p, _ := d.open(t)
	revision := int64(0)
	var seen []*plan.Plan
	for i := range 70 {
		out := d.operate(t, revision, d.give(t, p, 3-p.GridOf(d.cell(t, p, 1+i%4)), 1+i%4))
		p, revision = out.Plan, out.Revision
		seen = append(seen, p)
	}
	d.db.Close() // it waits for the checkpoint
	if n := d.exec(t, `select count(*) from plan_checkpoint where plan_id = $1 and revision = 64`, d.record.ID); n != 1 {
		t.Errorf("%d checkpoints", n)
	}
	fresh := d.another(t)
	for i := range 68 { // beyond the last checkpoint and what is in memory
		out, err := fresh.db.Undo(t.Context(), planner, d.record.ID, revision)
		if err != nil {
			t.Fatal(err)
		}
		p, revision = out.Plan, out.Revision
		if i == 20 {
			fresh = d.another(t)
		}
	}
	if !p.Equal(seen[1]) || p.Digest() != seen[1].Digest() {
		t.Error("68 rows taken back, it is not the plan after the second")
	}
	for range 3 {
		out, err := d.another(t).db.Redo(t.Context(), planner, d.record.ID, revision)
		if err != nil {
			t.Fatal(err)
		}
		p, revision = out.Plan, out.Revision
	}
	if p.Digest() != seen[4].Digest() {
		t.Error("three made again, it is not the plan after the fifth")
	}
	d.exec(t, `delete from plan_checkpoint where plan_id = $1 and revision = 64`, d.record.ID) // as if lost in a crash
	at, err := d.another(t).db.PlanAt(t.Context(), d.record.ID, 66)
	if err != nil || at.Digest() != seen[65].Digest() {
		t.Errorf("the plan at revision 66 is another: %v", err)
	}
}

func TestOperationsThatAreRefusedChangeNothing(t *testing.T) {
	d := newDrafting(t)
	p, _ := d.open(t)
	actor := d.actor(t)
	good := d.give(t, p, 2, 2)
	_, err := d.db.Operate(t.Context(), actor, d.record.ID, 0, []plan.Operation{good, {Kind: plan.AssignCells, Grid: 9, Cells: good.Cells}})
	var batch *plan.BatchError
	if !errors.As(err, &batch) || batch.At != 1 || batch.Refusal.Kind != plan.UnknownGrid {
		t.Errorf("%v", err)
	}
	if out, err := d.db.TryOperations(t.Context(), d.record.ID, 0, []plan.Operation{good}); err != nil || out.Plan.GridOf(good.Cells[0]) != 2 || out.Revision != 0 {
		t.Errorf("a try: %v", err)
	}
	d.exec(t, `create function fail() returns trigger language plpgsql as 'begin raise exception ''no''; end'`)
	d.exec(t, `create trigger fail before insert on audit for each row execute function fail()`)
	if _, err := d.db.Operate(t.Context(), actor, d.record.ID, 0, []plan.Operation{good}); err == nil {
		t.Error("an operation without an entry in the trail")
	}
	d.exec(t, `drop trigger fail on audit`)
	after, revision := d.open(t)
	if revision != 0 || !after.Equal(p) {
		t.Errorf("the plan changed, revision %d", revision)
	}
	if n := d.exec(t, `select count(*) from plan_log`); n != 0 {
		t.Errorf("the log has %d rows", n)
	}
	d.operate(t, 0, good)
	for _, sql := range []string{`update plan_log set actor_name = ''`, `delete from plan_log`, `truncate plan_log`} {
		if _, err := d.pool.Exec(t.Context(), sql); codeOf(err) != "42501" {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

// Many send at once, each for the revision it knows and for cells of its own.
func TestManyAtOnceLoseNothing(t *testing.T) {
	d := newDrafting(t)
	p, _ := d.open(t)
	servers := []drafting{d, d.another(t)}
	var wg sync.WaitGroup
	houses := []int{2, 6, 3, 7}
	refused := make([]error, len(houses))
	for i, house := range houses {
		op := d.give(t, p, 3-p.GridOf(d.cell(t, p, house)), house)
		wg.Go(func() {
			_, refused[i] = servers[i%2].db.Operate(t.Context(), planner, d.record.ID, 0, []plan.Operation{op})
		})
	}
	wg.Wait()
	if err := errors.Join(refused...); err != nil {
		t.Error(err)
	}
	fresh, revision := d.another(t).open(t)
	mine, _ := d.open(t)
	if revision != 4 || !fresh.Equal(mine) {
		t.Errorf("revision %d", revision)
	}
}
