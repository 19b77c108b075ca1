package store

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/plan"
)

// Blocks are the pieces of land between roads, rivers, walls and the community's border. Pieces
// too small to stand alone, such as the land between two carriageways, are part of a neighbour.
type blocks struct {
	mesh *mesh
	of   []int              // of each face
	land []orb.MultiPolygon // of each block, in units

	borders   []orb.MultiLineString // between blocks, in units
	open      []orb.MultiPolygon    // of each block, in units
	openIndex *geo.Index            // of all open land
}

// findBlocks parts the community by its lines alone.
func (l *loom) findBlocks(ctx context.Context) (*blocks, error) {
	var lines []orb.MultiLineString
	for _, line := range l.lines {
		if line.class != plan.Community {
			lines = append(lines, line.line)
		}
	}
	m, err := l.readMesh(ctx, lines)
	if err != nil {
		return nil, err
	}
	p := newPatchwork(m)
	p.joinRim()
	built := l.builtOver(m)
	for face, is := range built {
		if is {
			built[p.patch(int32(face))] = true
		}
	}
	p.joinLoose(func(patch int32) bool { return !built[patch] && p.small(patch) }, p.easiest)
	b := newBlocks(p)
	if err := l.openLand(ctx, b); err != nil {
		return nil, fmt.Errorf("open land: %w", err)
	}
	return b, nil
}

func newBlocks(p *patchwork) *blocks {
	b := &blocks{mesh: p.mesh}
	var count int
	b.of, count = p.numbers()
	land := p.coverage.Dissolve(func(face geo.AreaID) geo.AreaID { return geo.AreaID(b.of[face-1]) })
	for i := range count {
		b.land = append(b.land, units(land.Boundary(geo.AreaID(i))))
	}
	for i := range p.coverage.ArcCount() {
		arc := p.coverage.Arc(i)
		if arc.Left < 0 || arc.Right < 0 || p.rim[arc.Left] || p.rim[arc.Right] || b.of[arc.Left] == b.of[arc.Right] {
			continue
		}
		line := make(orb.LineString, len(arc.Points))
		for j, at := range arc.Points {
			line[j] = orb.Point{float64(at.Lon), float64(at.Lat)}
		}
		b.borders = append(b.borders, orb.MultiLineString{line})
	}
	return b
}

// builtOver reports of each face whether it has a building that is not a shed.
func (l *loom) builtOver(m *mesh) []bool {
	built := make([]bool, m.coverage.Len())
	for _, b := range l.buildings {
		if face := m.faceAt(b.point); face >= 0 && !b.isShed() {
			built[face] = true
		}
	}
	return built
}

// at returns the block that owns a point, -1 for none.
func (b *blocks) at(p geo.Point) int {
	if face := b.mesh.faceAt(p); face >= 0 {
		return b.of[face]
	}
	return -1
}
