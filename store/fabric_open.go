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

// openLand finds the open land of blocks with buildings.
func (l *loom) openLand(ctx context.Context, b *blocks) error {
	b.open = make([]orb.MultiPolygon, len(b.land))
	for block := range b.open {
		b.open[block] = orb.MultiPolygon{} // nil has no WKB
	}
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
	var raw []byte
	_, err = pgx.ForEachRow(rows, []any{&block, &raw}, func() error {
		open, err := polygonsFrom(raw)
		b.open[block] = open
		areas = append(areas, geo.Area{ID: geo.AreaID(block), Boundary: degrees(open.Clone())})
		return err
	})
	if err != nil {
		return err
	}
	b.openIndex, err = geo.NewIndex(areas)
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

// openLines are the outlines of open land.
func (b *blocks) openLines() []orb.MultiLineString {
	var lines []orb.MultiLineString
	for _, open := range b.open {
		for _, polygon := range open {
			lines = append(lines, ringLines(polygon))
		}
	}
	return lines
}

// isOpen reports whether a point is on open land.
func (b *blocks) isOpen(p geo.Point) bool {
	_, _, err := b.openIndex.Locate(p)
	return err == nil
}
