package tiles_test

import (
	"bytes"
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"gewu/geo"
	"gewu/internal/nation"
	"gewu/tiles"
)

// ringByRing is the tile that areasTile gives, made of the areas' boundaries one by one: each
// vertex is brought into the tile by itself, each part is cut, and all go to the encoder.
func ringByRing(a tiles.Address, atlas *geo.Atlas) []byte {
	type face struct {
		*geo.Coverage
		number int
	}
	var faces []face
	for s := range atlas.Sheets() {
		for i := range s.Coverage.Len() {
			faces = append(faces, face{s.Coverage, i})
		}
	}
	slices.SortFunc(faces, func(f, g face) int { return cmp.Compare(f.ID(f.number), g.ID(g.number)) })
	return tiles.Encode(a, func(e *tiles.Encoder) {
		e.Layer("areas")
		for _, f := range faces {
			var c tiles.Clipper
			var part []tiles.Ring
			for ring := range f.Rings(f.number) {
				if !ring.Hole {
					c.Polygon(part...)
					part = nil
				}
				part = append(part, tiles.Ring{Points: placesOf(e, f.Coverage, ring, a.Z), Hole: ring.Hole})
			}
			c.Polygon(part...)
			e.Polygons(uint64(f.ID(f.number)), c.Rings()...)
		}
	})
}

// placesOf are the vertices of a ring that a zoom shows, from its first arc's beginning on.
func placesOf(e *tiles.Encoder, c *geo.Coverage, ring geo.Ring, z uint32) (places []tiles.XY) {
	for _, ref := range ring.Refs {
		arc := c.Arc(ref.Arc())
		var line []tiles.XY
		for i, p := range arc.Points {
			if z >= 16 || uint32(arc.Zooms[i]) <= z {
				line = append(line, e.Place(tiles.Project(p)))
			}
		}
		if ref.Reversed() {
			slices.Reverse(line)
		}
		places = append(places, line[:len(line)-1]...)
	}
	return places
}

// Arcs are brought into the tile once for all areas beside them, and areas of which nothing is to
// be cut are written as they are; no byte may tell.
func TestAreasAreWrittenAsTheirRingsAre(t *testing.T) {
	n := nation.New(600, 1)
	atlas, box := atlasOf(t, n, frame(n)), n.Box()
	random, areas := rand.New(rand.NewPCG(1, 2)), 0
	for z := range uint32(21) {
		for range 6 {
			p := geo.Point{
				Lon: box.Min.Lon + random.Int32N(box.Max.Lon-box.Min.Lon),
				Lat: box.Min.Lat + random.Int32N(box.Max.Lat-box.Min.Lat),
			}
			a := tileOf(p, z)
			got := areasTile(a, atlas)
			if !bytes.Equal(got, ringByRing(a, atlas)) {
				t.Fatalf("%v: they differ", a)
			}
			areas += len(readAreas(t, got))
		}
	}
	if areas < 2000 {
		t.Errorf("only %d areas were written", areas)
	}
}
