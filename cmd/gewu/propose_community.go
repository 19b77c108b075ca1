package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"gewu/district"
	"gewu/geo"
	"gewu/interchange"
	"gewu/plan/propose"
	"gewu/store"
)

// readCommunity makes the cells of a community, and finds the grid in force that has each.
func (p *proposing) readCommunity(ctx context.Context) (_ *proposalGround, err error) {
	day, err := dayOf("--at", p.at)
	if err != nil {
		return nil, usage(err)
	}
	db, closeDB, err := p.place.share(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, closeDB()) }()
	s, err := db.Snapshot(ctx, day)
	if err != nil {
		return nil, err
	}
	community := communityOf(s, p.community)
	if community == nil {
		return nil, fmt.Errorf("there is no community with the code %s", p.community)
	}
	fabric, err := db.Fabric(ctx, community.ID, day)
	if err != nil {
		return nil, err
	}
	g := &proposalGround{
		cellOf: map[string]int32{}, estates: map[string]int32{}, gridOf: map[string]int32{},
		from: "community " + p.community, fabric: fabric,
	}
	g.addFabric(fabric)
	return g, g.addGrids(s)
}

func communityOf(s *district.Snapshot, code string) *district.Place {
	for _, place := range s.ByCode(code) {
		if place.Level.Role == district.RoleCommunity {
			return place
		}
	}
	return nil
}

func (g *proposalGround) addFabric(f *store.Fabric) {
	for i, cell := range f.Cells {
		id := geo.AreaID(i + 1)
		name := fmt.Sprint(id)
		g.cellOf[name] = int32(i)
		g.names = append(g.names, name)
		estate := ""
		if cell.Estate != 0 {
			estate = strconv.FormatInt(cell.Estate, 10)
		}
		g.graph.Cells = append(g.graph.Cells, propose.Cell{
			Households: cell.Households, SquareMetres: f.Coverage.SquareMetres(id), Estate: g.estate(estate),
		})
	}
	for i := range f.Coverage.ArcCount() {
		g.addArc(f.Coverage.Arc(i), f.Classes[i])
	}
}

// addArc makes a border of an arc between two cells; others are outline.
func (g *proposalGround) addArc(arc geo.Arc, class store.BorderClass) {
	metres := 0.0
	for i := 1; i < len(arc.Points); i++ {
		metres += geo.DistanceMetres(arc.Points[i-1], arc.Points[i])
	}
	if arc.Left >= 0 && arc.Right >= 0 && class != store.BorderCommunity {
		g.graph.Borders = append(g.graph.Borders, propose.Border{A: arc.Left, B: arc.Right, Metres: metres, Class: crossingOf(class)})
		return
	}
	for _, side := range []int32{arc.Left, arc.Right} {
		if side >= 0 {
			g.graph.Cells[side].OuterMetres += metres
		}
	}
}

func crossingOf(class store.BorderClass) propose.Class {
	switch class {
	case store.BorderWall:
		return propose.Wall
	case store.BorderLane:
		return propose.Lane
	case store.BorderRoad:
		return propose.Road
	case store.BorderArterial:
		return propose.Arterial
	case store.BorderRiver:
		return propose.River
	default:
		return propose.Inside
	}
}

// addGrids finds the grid of each cell by a point in it, and the place of that point in metres.
func (g *proposalGround) addGrids(s *district.Snapshot) error {
	g.current = make([]int32, len(g.names))
	found := false
	for c := range g.current {
		p, err := geo.InteriorPoint(g.fabric.Coverage.Boundary(geo.AreaID(c + 1)))
		if err != nil {
			return fmt.Errorf("cell %s: %w", g.names[c], err)
		}
		const metresOfDegree = 111_320
		lat := float64(p.Lat) / 1e7
		g.graph.Cells[c].X = float64(p.Lon) / 1e7 * metresOfDegree * math.Cos(lat*math.Pi/180)
		g.graph.Cells[c].Y = lat * metresOfDegree
		g.current[c] = propose.None
		if owner := s.Owner(p); owner != nil && owner.Level.Role == district.RoleGrid {
			g.current[c] = g.grid(owner.Code)
			found = true
		}
	}
	if !found {
		g.current = nil
	}
	return nil
}

// writeDissolved writes the land of each grid of a proposal, with its households.
func writeDissolved(out io.Writer, g *proposalGround, chosen propose.Proposal) error {
	households := make([]int64, len(g.codes))
	for c, grid := range chosen.Assignment {
		households[grid] += int64(g.graph.Cells[c].Households)
	}
	whole := g.fabric.Coverage.Dissolve(func(id geo.AreaID) geo.AreaID {
		return geo.AreaID(chosen.Assignment[id-1]) + 1
	})
	return interchange.WriteGeoJSON(out, func(yield func(district.Row, error) bool) {
		for face := range whole.Len() {
			id := whole.ID(face)
			row := district.Row{ID: g.codes[id-1], Geometry: whole.Boundary(id), Properties: []district.Property{
				{Name: "code", Value: g.codes[id-1]},
				{Name: "households", Value: households[id-1]},
				{Name: "area_m2", Value: whole.SquareMetres(id)},
			}}
			if !yield(row, nil) {
				return
			}
		}
	})
}
