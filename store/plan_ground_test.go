package store_test

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"gewu/geo"
	"gewu/plan"
	"gewu/store"
)

// A slope is a community whose grids meet on slanting lines, far from any road, with houses on both
// sides and one on the border.
func newSlope(t testing.TB) drafting {
	t.Helper()
	south, north := [2]float64{187, 3.17}, [2]float64{233, 202.3}
	d := drafting{plot: newPlot(t, [2]float64{0, 0}, south, [2]float64{413, 7}, [2]float64{391, 210}, north, [2]float64{-13, 190})}
	first := d.edition(t, "C", "2026-01-01")
	for code, corners := range map[string][][2]float64{
		"C1": {{0, 0}, south, {170, 100}, north, {-13, 190}},
		"C2": {south, {413, 7}, {391, 210}, north, {170, 100}},
	} {
		d.area(t, first, "grid", code, code, "C", "MULTIPOLYGON((("+metres(append(corners, corners[0])...)+")))")
	}
	for i := range 24 {
		x, y := 25+float64(i%8)*48, 20+float64(i/8)*60
		d.houses = append(d.houses, d.house(t, 10, square(x-7, y-7, x+7, y+9)...))
	}
	d.change(t, "building")
	d.exec(t, `insert into person (name) values ('planner')`)
	d.record = d.start(t, plan.Start{Communities: []geo.AreaID{d.community}, Title: "Slope", From: plan.FromEdition})
	return d
}

// A plan that nobody has changed has the very grids of its edition: what cells put on their borders
// can be taken out again.
func TestAnUnchangedPlanHasTheBoundariesOfItsEdition(t *testing.T) {
	d := newSlope(t)
	p, _ := d.open(t)
	areas, before := d.boundaries(t, p)
	for i, straight := range store.Straighten(areas, before) {
		raw, err := wkb.Marshal(straight.Boundary)
		if err != nil {
			t.Fatal(err)
		}
		points := d.exec(t, `select count(*) from boundary join area on area.id = area_id
			where code = $1 and st_equals(st_snaptogrid(geom, 1e-7), st_snaptogrid(st_geomfromwkb($2, 4490), 1e-7))`, []string{"C1", "C2"}[i], raw)
		if points != 1 {
			t.Errorf("grid %d has another boundary: %v", straight.ID, straight.Boundary)
		}
	}
	if p.Tally(1).Households+p.Tally(2).Households != 240 {
		t.Errorf("%d and %d households", p.Tally(1).Households, p.Tally(2).Households)
	}
	snapshot := d.snapshot(t, spring)
	for id, g := range p.Grids() {
		if place, _ := snapshot.Place(geo.AreaID(g.Area)); place.Tally.Households != p.Tally(id).Households {
			t.Errorf("grid %s has %d households in the plan, %d in the edition", g.Code, p.Tally(id).Households, place.Tally.Households)
		}
	}
}

// boundaries are those of the plan's grids, and those of the edition's.
func (d drafting) boundaries(t testing.TB, p *plan.Plan) (areas []geo.Area, before []orb.MultiPolygon) {
	t.Helper()
	for id, g := range p.Grids() {
		areas = append(areas, geo.Area{ID: geo.AreaID(id), Boundary: p.Boundary(id)})
		var raw []byte
		if err := d.pool.QueryRow(t.Context(), `select st_asbinary(geom) from boundary where area_id = $1`, g.Area).Scan(&raw); err != nil {
			t.Fatal(err)
		}
		land, err := wkb.Unmarshal(raw)
		if err != nil {
			t.Fatal(err)
		}
		before = append(before, land.(orb.MultiPolygon))
	}
	return areas, before
}

// Boundaries of a file may overlap, leave gaps of a hand's breadth and reach out of the community.
func TestAPlanBeginsFromBoundariesOfAFile(t *testing.T) {
	d := newDrafting(t)
	ring := func(corners ...[2]float64) orb.MultiPolygon {
		var raw []byte
		text := "MULTIPOLYGON(((" + metres(append(corners, corners[0])...) + ")))"
		if err := d.pool.QueryRow(t.Context(), `select st_asbinary(st_geomfromtext($1))`, text).Scan(&raw); err != nil {
			t.Fatal(err)
		}
		land, err := wkb.Unmarshal(raw)
		if err != nil {
			t.Fatal(err)
		}
		return land.(orb.MultiPolygon)
	}
	d.record = d.start(t, plan.Start{
		Communities: []geo.AreaID{d.community}, Title: "File", From: plan.FromFile, Boundaries: []plan.Imported{
			{Code: "F1", Name: "West", Area: geo.Area{Boundary: ring([2]float64{-30, -10}, [2]float64{150.3, 0}, [2]float64{150.2, 230}, [2]float64{-30, 230})}},
			{Code: "F2", Name: "Middle", Area: geo.Area{Boundary: ring([2]float64{150.4, 0}, [2]float64{300, 0}, [2]float64{300, 200}, [2]float64{150.3, 200})}},
		},
	})
	p, _ := d.open(t)
	households := []int{p.Tally(plan.NoGrid).Households, p.Tally(1).Households, p.Tally(2).Households}
	if !slices.Equal(households, []int{20, 40, 20}) {
		t.Errorf("households without a grid, in F1 and in F2: %v", households)
	}
	if cells := p.Tally(plan.NoGrid).Cells; cells != 2 {
		t.Errorf("%d cells are in no grid", cells)
	}
	if g, _ := p.Grid(2); g.Code != "F2" || g.Name != "Middle" || g.Area != 0 {
		t.Errorf("%+v", g)
	}
}

// A river parts cells; the bridge over it joins them.
func TestAPlanKnowsBridges(t *testing.T) {
	p := newPlot(t, square(0, 0, 300, 200)...)
	d := drafting{plot: p}
	p.water(t, "MULTIPOLYGON((("+metres(append(square(-20, 100, 320, 130), [2]float64{-20, 100})...)+")))")
	p.road(t, "arterial", "{}", [2]float64{200, -50}, [2]float64{200, 250})
	p.exec(t, `update road set bridge = true, name = 'Long Bridge'`)
	p.house(t, 1, square(30, 150, 60, 170)...)
	p.house(t, 1, square(250, 30, 280, 50)...)
	p.change(t, "building")
	d.exec(t, `insert into person (name) values ('planner')`)
	d.record = d.start(t, plan.Start{Communities: []geo.AreaID{p.community}, Title: "River", From: plan.FromEmpty})
	opened, _ := d.open(t)
	rivers, bridges := 0, 0
	for _, arc := range opened.Fabric().Arcs() {
		if arc.Class == plan.River {
			rivers++
			if arc.Bridge {
				bridges++
			}
		}
	}
	if rivers < 2 || bridges == 0 || bridges == rivers {
		t.Errorf("%d of %d arcs along the river have a bridge", bridges, rivers)
	}
	roads := opened.Fabric().Roads()
	if i := slices.IndexFunc(roads, func(l plan.Line) bool { return l.Name == "Long Bridge" && l.Class == plan.Arterial }); i < 0 {
		t.Errorf("no border can follow the bridge: %+v", roads)
	}
}

// A draft goes over to a newer edition: what still makes sense is made again, but what the edition has already.
func TestADraftIsRebasedOnANewerEdition(t *testing.T) {
	d := newDrafting(t)
	p, _ := d.open(t)
	d.operate(t, 0, d.give(t, p, 2, 2))
	q, _ := d.open(t)
	apart := d.give(t, q, plan.NoGrid, 2, 3, 4, 6, 7, 8)
	apart.New = true
	d.operate(t, 1, apart)
	third := plan.Operation{Kind: plan.RenameGrid, Grid: 3, Name: "第3网格"}
	d.operate(t, 2, third)
	d.operate(t, 3, plan.Operation{Kind: plan.RenameGrid, Grid: 3, Name: "三"}, third, plan.Operation{Kind: plan.RenameGrid, Grid: 1, Name: "甲"})
	d.operate(t, 4, d.give(t, q, 1, 8))
	second := d.edition(t, "C", "2026-02-01")
	d.area(t, second, "grid", "C1", "第1网格", "C", "MULTIPOLYGON((("+metres(append(square(0, 0, 100, 200), [2]float64{0, 0})...)+")))")
	d.area(t, second, "grid", "C3", "第3网格", "C", "MULTIPOLYGON((("+metres(append(square(100, 0, 400, 200), [2]float64{100, 0})...)+")))")
	d.change(t, "area")
	if r, err := d.db.Plan(t.Context(), d.record.ID); err != nil || !r.Stale {
		t.Fatalf("the plan does not know that it is stale: %v", err)
	}
	out, err := d.db.RebasePlan(t.Context(), d.actor(t), d.record.ID, 5)
	if err != nil {
		t.Fatal(err)
	}
	// C2 is no more, so nothing can be given to it. The houses that went to a grid of their own are in C3, of that
	// name. C1 gets another still, and then house 8.
	if out.Revision != 8 || out.Applied != 2 || out.Already != 2 || len(out.Conflicts) != 1 || out.Conflicts[0].Revision != 1 || out.Conflicts[0].Refusal.Kind != plan.UnknownGrid {
		t.Errorf("%+v", out)
	}
	fresh, revision := d.another(t).open(t)
	if c1, _ := fresh.Grid(1); revision != 8 || !fresh.Equal(out.Plan) || fresh.GridOf(d.cell(t, fresh, 8)) != 1 || c1.Name != "甲" {
		t.Errorf("another server sees another plan at revision %d", revision)
	}
	r, err := d.db.Plan(t.Context(), d.record.ID)
	if err != nil || r.Stale || r.Base[0].ID != second {
		t.Errorf("%+v, %v", r, err)
	}
	if again, err := d.db.RebasePlan(t.Context(), d.actor(t), d.record.ID, 8); err != nil || again.Revision != 8 {
		t.Errorf("once more: %v at revision %d", err, again.Revision)
	}
	back, err := d.db.Undo(t.Context(), planner, d.record.ID, 8)
	if err != nil || back.Plan.GridOf(d.cell(t, back.Plan, 8)) != 2 {
		t.Errorf("what was made again cannot be taken back: %v", err)
	}
	old, err := d.db.PlanAt(t.Context(), d.record.ID, 1)
	if err != nil || !old.Equal(q) {
		t.Errorf("the plan as it was before is lost: %v", err)
	}
	first, err := d.db.PlanOfEdition(t.Context(), d.exec(t, `select min(id) from edition where scope_id is not null`), d.record.ID)
	if err != nil || first.GridOf(d.cell(t, first, 2)) != first.GridOf(d.cell(t, first, 1)) || first.GridOf(d.cell(t, first, 3)) == first.GridOf(d.cell(t, first, 2)) {
		t.Errorf("the first edition on the new fabric: %v", err)
	}
}
