package store

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/tidwall/rtree"

	"gewu/geo"
	"gewu/plan"
)

// sourceOf tells package plan all that is known of a fabric.
func (db *DB) sourceOf(ctx context.Context, g *ground, f *Fabric, p *parts) (plan.Source, error) {
	s := plan.Source{Coverage: f.Coverage, Classes: slices.Clone(f.Classes)}
	s.Buildings = buildingsOf(f)
	s.Cells = cellsOf(f, s.Buildings)
	for i, part := range f.parts {
		s.Cells[i].Community = int64(g.communities[p.community(part)].ID)
	}
	var err error
	if s.Estates, err = db.estatesOf(ctx, s.Buildings); err != nil {
		return s, err
	}
	ways, err := db.waysOf(ctx, g)
	if err != nil {
		return s, err
	}
	s.Roads = linesOf(ways)
	s.Bridges = bridgesOf(f, ways)
	return s, nil
}

func buildingsOf(f *Fabric) []plan.Building {
	buildings := make([]plan.Building, len(f.buildings))
	for i, b := range f.buildings {
		buildings[i] = plan.Building{
			ID: b.id, At: b.point, Households: b.households, Residents: b.residents, Estate: b.estate, Name: b.name,
		}
		if b.footprint != nil {
			buildings[i].Footprint = degrees(b.footprint.Clone())
		}
	}
	return buildings
}

func cellsOf(f *Fabric, buildings []plan.Building) []plan.Cell {
	number := make(map[int64]int32, len(buildings))
	for i, b := range buildings {
		number[b.ID] = int32(i)
	}
	cells := make([]plan.Cell, len(f.Cells))
	for i, cell := range f.Cells {
		made := plan.Cell{Parent: plan.CellID(i), Estate: cell.Estate, Block: int32(cell.Block), Households: cell.Households}
		for _, id := range cell.Buildings {
			made.Buildings = append(made.Buildings, number[id])
			made.Residents += buildings[number[id]].Residents
		}
		cells[i] = made
	}
	return cells
}

func (db *DB) estatesOf(ctx context.Context, buildings []plan.Building) ([]plan.Estate, error) {
	var ids []int64
	for _, b := range buildings {
		ids = append(ids, b.Estate)
	}
	slices.Sort(ids)
	rows, err := db.loader.Query(ctx, query("plan_estates"), args{"estates": slices.Compact(ids)})
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (e plan.Estate, err error) {
		return e, row.Scan(&e.ID, &e.Name)
	})
}

// A wayLine is a way on the ground, in units.
type wayLine struct {
	class    plan.Class
	name     string
	bridge   bool // one that can be walked over
	followed bool // a border can follow it
	line     orb.MultiLineString
}

func (db *DB) waysOf(ctx context.Context, g *ground) ([]wayLine, error) {
	lands, err := db.landsOf(ctx, g)
	if err != nil {
		return nil, err
	}
	land, err := wkb.Marshal(slices.Concat(lands...))
	if err != nil {
		return nil, err
	}
	rows, err := db.loader.Query(ctx, query("plan_ways"), args{"land": land})
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (w wayLine, err error) {
		var class string
		var raw []byte
		if err := row.Scan(&class, &w.name, &w.bridge, &w.followed, &raw); err != nil {
			return w, err
		}
		if w.class, err = plan.ParseClass(class); err != nil {
			return w, err
		}
		w.line, err = linesFrom(raw)
		return w, err
	})
}

// linesOf are the ways that borders can follow.
func linesOf(ways []wayLine) []plan.Line {
	var lines []plan.Line
	for _, w := range ways {
		if !w.followed {
			continue
		}
		for _, run := range w.line {
			points := make([]geo.Point, 0, len(run))
			for _, at := range run {
				points = append(points, pointOf(at))
			}
			if points = slices.Compact(points); len(points) > 1 {
				lines = append(lines, plan.Line{Class: w.class, Name: w.name, Points: points})
			}
		}
	}
	return lines
}

// bridgesOf reports of each arc along water whether a way leads over it.
func bridgesOf(f *Fabric, ways []wayLine) []bool {
	var sides rtree.RTreeG[[2]orb.Point]
	for _, w := range ways {
		if !w.bridge {
			continue
		}
		for _, run := range w.line {
			for i := 1; i < len(run); i++ {
				box := orb.MultiPoint{run[i-1], run[i]}.Bound()
				sides.Insert(box.Min, box.Max, [2]orb.Point{run[i-1], run[i]})
			}
		}
	}
	over := make([]bool, len(f.Classes))
	for i, class := range f.Classes {
		over[i] = class == plan.River && crossed(f.Coverage.Arc(i).Points, &sides)
	}
	return over
}

// crossed reports whether one of the sides meets a line.
func crossed(points []geo.Point, sides *rtree.RTreeG[[2]orb.Point]) (yes bool) {
	for i := 1; i < len(points) && !yes; i++ {
		a, b := onPlane(points[i-1]), onPlane(points[i])
		box := orb.MultiPoint{a, b}.Bound()
		sides.Search(box.Min, box.Max, func(_, _ [2]float64, side [2]orb.Point) bool {
			yes = (turn(a, b, side[0]) > 0) != (turn(a, b, side[1]) > 0) &&
				(turn(side[0], side[1], a) > 0) != (turn(side[0], side[1], b) > 0)
			return !yes
		})
	}
	return yes
}

// onPlane is a point in units.
func onPlane(p geo.Point) orb.Point { return orb.Point{float64(p.Lon), float64(p.Lat)} }
