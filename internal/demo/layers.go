package demo

import (
	"fmt"

	"gewu/district"
)

// The profiles of the demo's areas.
const (
	townProfile   = "street-grid"
	estateProfile = "four-level"
)

// layers returns the areas of both trees. The resettlement estate is a community of its own
// profile under a street of the other.
func (t *town) layers() []Layer {
	var communities, grids []*region
	for _, c := range t.communities() {
		if c != t.resettlement {
			communities = append(communities, c)
			grids = append(grids, c.parts...)
		}
	}
	return []Layer{
		{townProfile, "district", t.areas([]*region{t.top})},
		{townProfile, "street", t.areas(t.top.parts)},
		{townProfile, "community", t.areas(communities)},
		{townProfile, "grid", t.areas(grids)},
		{estateProfile, "community", t.areas([]*region{t.resettlement})},
		{estateProfile, "station", t.areas(t.resettlement.parts)},
		{estateProfile, "grid", t.areas(t.estateGrids())},
		{estateProfile, "building", t.buildingAreas()},
	}
}

func (t *town) areas(regions []*region) []district.Area {
	out := make([]district.Area, len(regions))
	for i, r := range regions {
		out[i] = district.Area{
			Origin: district.Origin{Row: int64(i + 1), ID: r.code}, Code: r.code, Name: r.name,
			Boundary: t.boundary(r.blocks),
		}
		if r.parent != nil {
			out[i].Parent = r.parent.code
		}
	}
	return out
}

// buildingAreas are the houses of the resettlement estate: its lowest level.
func (t *town) buildingAreas() []district.Area {
	var out []district.Area
	for _, g := range t.estateGrids() {
		for i, h := range t.homesOf(g) {
			code := buildingCode(g, i)
			out = append(out, district.Area{
				Origin: district.Origin{Row: int64(len(out) + 1), ID: code}, Code: code, Name: fmt.Sprintf("%d栋", h.number),
				Parent: g.code, Boundary: polygonOf(h.ring),
			})
		}
	}
	return out
}

// homesOf returns the houses of a region that people live in.
func (t *town) homesOf(r *region) []*house {
	var out []*house
	for _, h := range t.housesOf(r) {
		if h.most > 0 {
			out = append(out, h)
		}
	}
	return out
}

// buildingCode is the code of the i-th house of a grid: five digits after the grid's.
func buildingCode(g *region, i int) string { return fmt.Sprintf("%s%05d", g.code, i+1) }
