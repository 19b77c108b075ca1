package store

import (
	"context"
	"fmt"
	"iter"

	"gewu/district"
	"gewu/geo"
)

// ExportCells yields the cells of the fabric of f's community on f's day, with their block,
// buildings, households, estate (null: none) and size. An error is the last thing yielded;
// it wraps [ErrExport] when f names no community.
func (db *DB) ExportCells(ctx context.Context, f Filter) iter.Seq2[district.Row, error] {
	return func(yield func(district.Row, error) bool) {
		fabric, err := db.fabricCalled(ctx, f)
		if err != nil {
			yield(district.Row{}, fmt.Errorf("export cells: %w", err))
			return
		}
		for i := range fabric.Cells {
			if !yield(fabric.row(i), nil) {
				return
			}
		}
	}
}

func (db *DB) fabricCalled(ctx context.Context, f Filter) (*Fabric, error) {
	s, err := db.Snapshot(ctx, f.Day)
	if err != nil {
		return nil, err
	}
	community, err := communityCalled(s, f.Community)
	if err != nil {
		return nil, err
	}
	if community == nil {
		return nil, fmt.Errorf("%w: cells are those of one community", ErrExport)
	}
	if err := db.noteExport(ctx, "cells", f); err != nil {
		return nil, err
	}
	return db.Fabric(ctx, community.ID, f.Day)
}

// row is a cell as a file holds it.
func (f *Fabric) row(i int) district.Row {
	cell, id := f.Cells[i], geo.AreaID(i+1)
	var estate any
	if cell.Estate != 0 {
		estate = cell.Estate
	}
	return district.Row{ID: fmt.Sprint(id), Geometry: f.Coverage.Boundary(id), Properties: []district.Property{
		{Name: "block", Value: int64(cell.Block)},
		{Name: "buildings", Value: int64(len(cell.Buildings))},
		{Name: "households", Value: int64(cell.Households)},
		{Name: "estate", Value: estate},
		{Name: "area_m2", Value: f.Coverage.SquareMetres(id)},
	}}
}
