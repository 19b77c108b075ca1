package store

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// Blocks are the pieces of land between roads, rivers, walls and the community's border. Pieces
// too small to stand alone, such as the land between two carriageways, are part of a neighbour.
type blocks struct {
	mesh *mesh
	of   []int              // of each face
	land []orb.MultiPolygon // of each block, in units

	open      *geo.Index            // the open land
	openLines []orb.MultiLineString // its outlines, in units
	shared    []orb.MultiPolygon    // of each block: what is not open, in units
}

// findBlocks parts the community by its lines alone.
func (l *loom) findBlocks(ctx context.Context) (*blocks, error) {
	m, err := l.readMesh(ctx, nil)
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
	p.joinLoose(func(patch int32) bool { return !built[patch] && p.small(patch) }, easiest)
	b := &blocks{mesh: m}
	var count int
	b.of, count = p.numbers()
	land := m.coverage.Dissolve(func(face geo.AreaID) geo.AreaID { return geo.AreaID(b.of[face-1]) })
	for i := range count {
		b.land = append(b.land, units(land.Boundary(geo.AreaID(i))))
	}
	if err := l.openLand(ctx, b); err != nil {
		return nil, fmt.Errorf("open land: %w", err)
	}
	return b, nil
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
