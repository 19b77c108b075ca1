package store

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/planar"

	"gewu/geo"
)

// Open land is land of a block that is far from all of its buildings, and wide and large enough to be
// cells of its own.
const (
	openReachMetres  = 50
	openWidthMetres  = 40
	openSquareMetres = 10_000
)

// openLand finds the open land of blocks with buildings, and leaves the rest as what their
// buildings share.
func (l *loom) openLand(ctx context.Context, b *blocks) error {
	b.shared = append([]orb.MultiPolygon(nil), b.land...)
	arguments, err := l.openArguments(b)
	if err != nil {
		return err
	}
	rows, err := l.tx.Query(ctx, query("fabric_open"), arguments)
	if err != nil {
		return err
	}
	var areas []geo.Area
	var block int
	var open, rest []byte
	_, err = pgx.ForEachRow(rows, []any{&block, &open, &rest}, func() (err error) {
		land, err := polygonsFrom(open)
		if err != nil {
			return err
		}
		for _, polygon := range land {
			b.openLines = append(b.openLines, ringLines(polygon))
		}
		areas = append(areas, geo.Area{ID: geo.AreaID(block), Boundary: degrees(land.Clone())})
		b.shared[block], err = polygonsFrom(rest)
		return err
	})
	if err != nil {
		return err
	}
	b.open, err = geo.NewIndex(areas)
	return err
}

// openArguments lists the blocks that may have open land, with the shapes of their buildings.
func (l *loom) openArguments(b *blocks) (args, error) {
	unit := 1 / metresPerUnit
	var numbers []int32
	var shapes [][]byte
	var err error
	l.eachBlock(b, func(block, building int) {
		if planar.Area(b.land[block])*l.scale < 2*openSquareMetres*unit*unit || err != nil {
			return
		}
		var shape orb.Geometry = l.buildings[building].at()
		if footprint := l.buildings[building].footprint; footprint != nil {
			shape = footprint
		}
		var raw []byte
		raw, err = wkb.Marshal(shape)
		numbers, shapes = append(numbers, int32(block+1)), append(shapes, raw)
	})
	if err != nil {
		return nil, err
	}
	lands, err := encodeAll(b.land)
	return args{
		"lands": lands, "blocks": numbers, "shapes": shapes, "scale": l.scale,
		"reach": openReachMetres * unit, "width": openWidthMetres * unit, "least": openSquareMetres * unit * unit,
	}, err
}

// isOpen reports whether a point is on open land.
func (b *blocks) isOpen(p geo.Point) bool {
	_, _, err := b.open.Locate(p)
	return err == nil
}
