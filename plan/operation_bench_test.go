package plan

import (
	"fmt"
	"testing"
)

// BenchmarkOperation makes one operation after the other on the same plan of 20,000 cells in 150
// grids, with all that is answered: patch, tallies and loose parts with their offers. One operation
// should take 10 ms at most.
func BenchmarkOperation(b *testing.B) {
	p := town(b)
	all := map[string]Operation{
		"assign_cells": {Kind: AssignCells, Cells: []CellID{13}, Grid: 2},
		"assign_500":   {Kind: AssignCells, Cells: cellsFrom(p, 8, 500), Grid: 8},
		"cut_off":      {Kind: AssignCells, Cells: column(p, 7), Grid: 2},
		"merge_all":    {Kind: MergeGrids, Grids: allGrids(p), Grid: 1},
		"merge_grids":  {Kind: MergeGrids, Grids: []GridID{1, 2}, Grid: 1},
		"split_into":   {Kind: SplitInto, Grid: 20, Parts: 2},
		"lock_all":     {Kind: LockGrids},
		"rename_grid":  {Kind: RenameGrid, Grid: 3, Name: "三"},
	}
	for name, op := range all {
		b.Run(name+"/gewu", func(b *testing.B) {
			for b.Loop() {
				if _, _, err := p.Apply(op); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	merged, _, err := p.Apply(Operation{Kind: MergeGrids, Grid: 1, Grids: allGrids(p)})
	if err != nil {
		b.Fatal(err)
	}
	for _, parts := range []int{2, 40, 150} {
		b.Run(fmt.Sprintf("split_into_%d_of_20000/gewu", parts), func(b *testing.B) {
			for b.Loop() {
				if _, _, err := merged.Apply(Operation{Kind: SplitInto, Grid: 1, Parts: parts}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	none, _, err := p.Apply(Operation{Kind: AssignCells, Cells: cellsFrom(p, 30, 500)})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("assign_unassigned/gewu", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := none.Apply(Operation{Kind: AssignUnassigned}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// cellsFrom lists so many cells of the grids after one, row by row.
func cellsFrom(p *Plan, after GridID, n int) (cells []CellID) {
	for id := range p.fabric.Cells() {
		if p.GridOf(id) > after && len(cells) < n {
			cells = append(cells, id)
		}
	}
	return cells
}

// column lists the first grid's cells in a column of the town.
func column(p *Plan, x int) (cells []CellID) {
	for id := range p.cellsOf(1) {
		if int(id)%200 == x {
			cells = append(cells, id)
		}
	}
	return cells
}

// BenchmarkPlan measures what is asked of a whole plan.
func BenchmarkPlan(b *testing.B) {
	p := town(b)
	p, _, err := p.ApplyAll([]Operation{
		{Kind: AssignCells, Cells: column(p, 7), Grid: 2},
		{Kind: SplitByLine, Grid: 20, Line: line(50, 12.5, 75, 17.5)},
	})
	if err != nil {
		b.Fatal(err)
	}
	text := p.Encode()
	for name, work := range map[string]func() error{
		"encode":  func() error { p.Encode(); return nil },
		"decode":  func() error { _, err := Decode(text); return err },
		"digest":  func() error { p.Digest(); return nil },
		"metrics": func() error { p.Metrics(DefaultRules()); return nil },
		"check":   func() error { p.Check(DefaultRules()); return nil },
		"check_all_over_band": func() error {
			r := DefaultRules()
			r.Bands[Ordinary] = Band{200, 400}
			p.Check(r)
			return nil
		},
		"base":    func() error { p.Base(); return nil },
		"lineage": func() error { p.Lineage(); return nil },
		"compare": func() error { _, err := Compare(p.Base(), p); return err },
	} {
		b.Run(name+"/gewu", func(b *testing.B) {
			for b.Loop() {
				if err := work(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(text)), "bytes")
		})
	}
}
