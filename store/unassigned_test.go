package store_test

import (
	"math"
	"testing"

	"gewu/geo"
	"gewu/plan"
)

// A plan gives the land of A2, where nobody lives, to no grid: the evidence names it, once it is published.
func TestLandThatAPlanLeavesToNoGridIsUnassignedInTheEvidence(t *testing.T) {
	db := threeInARow(t)
	before, err := db.Evidence(t.Context())
	if err != nil || len(before.Unassigned) != 0 {
		t.Fatalf("%+v, %v", before.Unassigned, err)
	}
	community := snapshot(t, db, spring2026).ByCode("A")[0].ID
	record, err := db.StartPlan(t.Context(), console, plan.Start{Communities: []geo.AreaID{community}, Title: "空地", From: plan.FromEdition})
	if err != nil {
		t.Fatal(err)
	}
	drawn, _, err := db.OpenPlan(t.Context(), record.ID)
	if err != nil {
		t.Fatal(err)
	}
	var bare []plan.CellID
	for id := range drawn.Fabric().Cells() {
		if g, _ := drawn.Grid(drawn.GridOf(id)); g.Code == "A2" {
			bare = append(bare, id)
		}
	}
	leave := plan.Operation{Kind: plan.AssignCells, Cells: bare, Grid: plan.NoGrid}
	if _, err := db.Operate(t.Context(), console, record.ID, 0, []plan.Operation{leave}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Publish(t.Context(), console, record.ID, 1, plan.Publication{}); err != nil {
		t.Fatal(err)
	}
	e, err := db.Evidence(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Unassigned) != 1 || e.Areas[e.Unassigned[0].Community].ID != community {
		t.Fatalf("unassigned %+v", e.Unassigned)
	}
	whole := e.Areas[e.Unassigned[0].Community].SquareKM * 1e6
	if share := e.Unassigned[0].SquareMetres / whole; math.Abs(share-0.5) > 0.01 {
		t.Errorf("%v of the community is left", share)
	}
}
