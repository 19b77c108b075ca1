package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/plan"
)

// takeFile makes boundaries of a file the grids of the plan, when a plan can begin from them. The error is
// a [*plan.BadFile]; what is inexact is noted.
func (g *ground) takeFile(ctx context.Context, db *DB, list []plan.Imported) error {
	if err := plan.CheckImported(list); err != nil {
		return err
	}
	if err := g.checkCodes(ctx, db, list); err != nil {
		return err
	}
	lands, err := db.landsOf(ctx, g)
	if err != nil {
		return err
	}
	parts := make([]geo.Area, len(lands))
	for i, land := range lands {
		parts[i] = geo.Area{ID: geo.AreaID(i + 1), Boundary: land}
	}
	whole, err := together(parts)
	if err != nil {
		return err
	}
	areas, square := make([]geo.Area, len(list)), make([]float64, len(list))
	for i, in := range list {
		areas[i] = geo.Area{ID: geo.AreaID(i + 1), Boundary: in.Area.Boundary}
		square[i] = geo.AreaSquareMetres(in.Area.Boundary)
		// Far away, and of a size to matter, land measures otherwise than beside the community.
		if bound := in.Area.Boundary.Bound(); !bound.Intersects(whole.Bound()) {
			at, err := geo.PointAt(bound.Min.Lon(), bound.Min.Lat())
			return cmp.Or(err, error(&plan.BadFile{Kind: plan.FileElsewhere, Feature: i + 1, Code: in.Code, At: at}))
		}
	}
	problems, err := geo.Validate(areas, geo.Surroundings{Community: whole})
	if err != nil {
		var at *geo.AreaError
		if errors.As(err, &at) {
			return &plan.BadFile{Kind: plan.FileCrossing, Feature: int(at.ID), Code: list[at.ID-1].Code}
		}
		return err
	}
	for _, p := range problems {
		if err := g.noteFile(list, square, p); err != nil {
			return err
		}
	}
	return g.takeImported(list, lands)
}

// checkCodes refuses codes of areas of other communities, which are theirs for ever.
func (g *ground) checkCodes(ctx context.Context, db *DB, list []plan.Imported) error {
	codes := make([]string, len(list))
	for i, in := range list {
		codes[i] = in.Code
	}
	var code string
	err := db.loader.QueryRow(ctx, query("plan_codes_elsewhere"), args{"codes": codes, "communities": g.ids()}).Scan(&code)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	for i, in := range list {
		if err == nil && in.Code == code {
			return &plan.BadFile{Kind: plan.FileCodeTaken, Feature: i + 1, Code: code}
		}
	}
	return err
}

// noteFile notes a problem of the boundaries of a file, or refuses the file for it.
func (g *ground) noteFile(list []plan.Imported, square []float64, p geo.Problem) error {
	note := plan.StartNote{At: p.At, SquareMetres: p.SquareMetres}
	for _, id := range p.Areas {
		in := list[id-1]
		note.Grids = append(note.Grids, cmp.Or(in.Code, in.Name, fmt.Sprintf("#%d", id)))
	}
	switch p.Kind {
	case geo.Crossing, geo.Overlap:
		if len(p.Areas) == 1 {
			return &plan.BadFile{Kind: plan.FileCrossing, Feature: int(p.Areas[0]), Code: list[p.Areas[0]-1].Code, At: p.At}
		}
		note.Kind = plan.StartOverlap
	case geo.Outside:
		i := int(p.Areas[0]) - 1
		if p.SquareMetres > square[i]-leastRestSquareMetres {
			return &plan.BadFile{Kind: plan.FileElsewhere, Feature: i + 1, Code: list[i].Code, At: p.At}
		}
		note.Kind = plan.StartOutside
	case geo.Hole, geo.Inlet:
		note.Kind = plan.StartGap
	default:
		return nil
	}
	if p.SquareMetres >= leastNoteSquareMetres {
		g.notes = append(g.notes, note)
	}
	return nil
}

// takeImported makes boundaries the grids of the plan. A grid belongs to the community that has a point
// in its middle, or to the first.
func (g *ground) takeImported(list []plan.Imported, lands []orb.MultiPolygon) error {
	owners, err := indexOf(lands)
	if err != nil {
		return err
	}
	for i, in := range list {
		one := plan.Grid{Code: in.Code, Name: in.Name, Kind: plan.Ordinary, Community: int64(g.communities[0].ID), Colour: uint8(i % 8)}
		middle, err := geo.InteriorPoint(in.Area.Boundary)
		if err != nil {
			return &plan.BadFile{Kind: plan.FileCrossing, Feature: i + 1, Code: in.Code}
		}
		if id, _, err := owners.Locate(middle); err == nil {
			one.Community = int64(g.communities[id-1].ID)
		}
		g.grids = append(g.grids, groundGrid{one, in.Area.Boundary})
	}
	return nil
}

// startNotes are those of a fabric: of the file, and of grids that have other land for another reason.
func (g *ground) startNotes(notes []plan.Note) []plan.StartNote {
	list, told := append([]plan.StartNote{}, g.notes...), map[string]bool{}
	for _, n := range g.notes {
		for _, name := range n.Grids {
			told[name] = true
		}
	}
	for _, n := range notes {
		grid := g.grids[n.Grid-1]
		if name := cmp.Or(grid.Code, grid.Name, fmt.Sprintf("#%d", n.Grid)); !told[name] {
			list = append(list, plan.StartNote{Kind: plan.StartOther, Grids: []string{name}, At: n.At, SquareMetres: n.SquareMetres})
		}
	}
	return list
}

// StartNotes returns what a plan could not take as it was given when it began, or was rebased last.
func (db *DB) StartNotes(ctx context.Context, id int64) ([]plan.StartNote, error) {
	var text []byte
	err := db.service.QueryRow(ctx, query("plan_notes"), args{"plan": id}).Scan(&text)
	if errors.Is(err, pgx.ErrNoRows) {
		err = plan.ErrNoPlan
	}
	var notes []plan.StartNote
	if err == nil {
		err = json.Unmarshal(text, &notes)
	}
	if err != nil {
		return nil, fmt.Errorf("notes of plan %d: %w", id, explain(err))
	}
	return notes, nil
}
