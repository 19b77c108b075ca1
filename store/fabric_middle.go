package store

import (
	"context"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/simplify"
)

// straightMetres is how far a line between buildings may leave the exact middle.
const straightMetres = 0.8

// middleLines are, in each block, the lines that are as far from one group of buildings as from
// another: the borders of the Voronoi diagram of their sites, within the block.
func (l *loom) middleLines(ctx context.Context, b *blocks, sites []blockSites) ([]orb.MultiLineString, error) {
	triangles, err := l.triangulate(ctx, sites)
	if err != nil {
		return nil, err
	}
	var lines []orb.MultiLineString
	var lands, opens []orb.MultiPolygon
	for block := range sites {
		v := newVoronoi(sites[block].list, triangles[block])
		if middle := l.middleOf(v); len(middle) > 0 {
			lines, lands, opens = append(lines, middle), append(lands, b.land[block]), append(opens, b.open[block])
		}
	}
	return l.clip(ctx, lines, lands, opens)
}

// triangulate returns the Delaunay triangles of the sites of each block. Sites far around a
// block, of no group, make sure that every line between groups goes on to the block's border.
func (l *loom) triangulate(ctx context.Context, sites []blockSites) ([][]orb.Ring, error) {
	var numbers []int32
	var xs, ys []float64
	far := l.farAround()
	for block := range sites {
		if !sites[block].hasTwo() {
			continue
		}
		for _, s := range append(far, sites[block].list...) {
			numbers, xs, ys = append(numbers, int32(block)), append(xs, s.x), append(ys, s.y)
		}
	}
	rows, err := l.tx.Query(ctx, query("fabric_triangles"), args{"numbers": numbers, "x": xs, "y": ys})
	if err != nil {
		return nil, err
	}
	triangles := make([][]orb.Ring, len(sites))
	var block int
	var raw []byte
	_, err = pgx.ForEachRow(rows, []any{&block, &raw}, func() error {
		triangles[block], err = readTriangles(raw)
		return err
	})
	return triangles, err
}

// hasTwo reports whether there are sites of more than one group.
func (s *blockSites) hasTwo() bool {
	for _, one := range s.list {
		if one.of != s.list[0].of {
			return true
		}
	}
	return false
}

// farAround are eight sites of no group, around the community at ten times its size.
func (l *loom) farAround() []site {
	bound := l.land.Bound()
	x, y := l.plane(bound.Max)
	radius := 10 * math.Max(x, y)
	var far []site
	for k := range 8 {
		sin, cos := math.Sincos(float64(k) * math.Pi / 4)
		far = append(far, site{math.Round(x/2 + radius*cos), math.Round(y/2 + radius*sin), -1})
	}
	return far
}

func readTriangles(raw []byte) ([]orb.Ring, error) {
	g, err := wkb.Unmarshal(raw)
	if err != nil {
		return nil, err
	}
	collection, ok := g.(orb.Collection)
	if !ok {
		return nil, fmt.Errorf("triangles were expected, not a %s", g.GeoJSONType())
	}
	rings := make([]orb.Ring, len(collection))
	for i, triangle := range collection {
		rings[i] = triangle.(orb.Polygon)[0]
	}
	return rings, nil
}

// middleOf returns the lines between groups, straightened, in units.
func (l *loom) middleOf(v *voronoi) orb.MultiLineString {
	var lines orb.MultiLineString
	for _, line := range v.lines() {
		line = simplify.DouglasPeucker(straightMetres / metresPerUnit).LineString(line)
		for i, p := range line {
			line[i] = l.fromPlane(p[0], p[1])
		}
		lines = append(lines, line)
	}
	return lines
}

// clip returns the pieces of lines within lands, but not within what is open of these.
func (l *loom) clip(ctx context.Context, lines []orb.MultiLineString, lands, opens []orb.MultiPolygon) ([]orb.MultiLineString, error) {
	rawLines, err := encodeAll(lines)
	if err != nil {
		return nil, err
	}
	rawLands, err := encodeAll(append(lands, opens...))
	if err != nil {
		return nil, err
	}
	arguments := args{"lines": rawLines, "lands": rawLands[:len(lines)], "opens": rawLands[len(lines):]}
	rows, err := l.tx.Query(ctx, query("fabric_clip"), arguments)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (orb.MultiLineString, error) {
		var raw []byte
		if err := row.Scan(&raw); err != nil {
			return nil, err
		}
		return linesFrom(raw)
	})
}
