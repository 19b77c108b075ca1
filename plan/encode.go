package plan

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// encoding begins what Encode writes: what it is, and the number of its form.
const encoding = "gewu plan 1\n"

// Encode writes the whole plan, its fabric as operations have cut it, and where it began. Equal
// plans have equal bytes, and Decode of the bytes is an equal plan. docs/plan-engine.md tells the
// form.
func (p *Plan) Encode() []byte {
	body := p.body()
	sum := sha256.Sum256(body)
	return append(body, sum[:]...)
}

// Digest is the same for equal plans, and for no others that anybody has met.
func (p *Plan) Digest() [32]byte { return sha256.Sum256(p.body()) }

func (p *Plan) body() []byte {
	w := writer{text: make([]byte, 0, 1000+150*p.fabric.cells.size)}
	w.text = append(w.text, encoding...)
	w.fabric(p.fabric)
	w.ids(p.grid)
	w.grids(p.grids)
	w.ids(p.base.assigned)
	w.grids(p.base.grids)
	for _, t := range p.base.tallies.each {
		w.tally(t)
	}
	return w.text
}

// A writer writes numbers as varints, and those that resemble the one before as the difference.
type writer struct{ text []byte }

func (w *writer) count(n int)    { w.text = binary.AppendUvarint(w.text, uint64(n)) }
func (w *writer) signed(n int64) { w.text = binary.AppendVarint(w.text, n) }
func (w *writer) float(f float64) {
	w.text = binary.LittleEndian.AppendUint64(w.text, math.Float64bits(f))
}

func (w *writer) string(s string) {
	w.count(len(s))
	w.text = append(w.text, s...)
}

// flags writes up to eight answers.
func (w *writer) flags(flags ...bool) {
	var b byte
	for i, f := range flags {
		if f {
			b |= 1 << i
		}
	}
	w.text = append(w.text, b)
}

func (w *writer) point(p, last geo.Point) {
	w.signed(int64(p.Lon) - int64(last.Lon))
	w.signed(int64(p.Lat) - int64(last.Lat))
}

func (w *writer) points(points []geo.Point, last geo.Point) {
	w.count(len(points))
	for _, p := range points {
		w.point(p, last)
		last = p
	}
}

func (w *writer) ids(t table[GridID]) {
	w.count(t.size)
	last := GridID(0)
	for _, id := range t.each {
		w.signed(int64(id - last))
		last = id
	}
}

func (w *writer) grids(grids table[Grid]) {
	w.count(grids.size)
	for _, g := range grids.each {
		w.grid(g)
	}
}

func (w *writer) tally(t Tally) {
	for _, n := range []int{t.Cells, t.Buildings, t.Households, t.Residents} {
		w.signed(int64(n))
	}
	w.float(t.SquareMetres)
}

func (w *writer) grid(g Grid) {
	w.flags(g.Alive, g.Locked)
	w.signed(g.Area)
	w.signed(g.Community)
	w.text = append(w.text, g.Colour)
	for _, s := range []string{g.Code, g.Name, string(g.Kind), g.Exempt} {
		w.string(s)
	}
}

func (w *writer) fabric(f *Fabric) {
	w.nodes(f.nodes)
	w.arcs(f)
	w.cells(f.cells)
	w.surroundings(f)
}

// surroundings writes what no operation changes.
func (w *writer) surroundings(f *Fabric) {
	w.buildings(f.buildings)
	w.count(len(f.estates))
	for e := range f.Estates() {
		w.signed(e.ID)
		w.string(e.Name)
	}
	w.count(len(f.roads))
	for _, l := range f.roads {
		w.text = append(w.text, byte(l.Class))
		w.string(l.Name)
		w.points(l.Points, geo.Point{})
	}
}

func (w *writer) nodes(nodes table[Node]) {
	w.count(nodes.size)
	last := geo.Point{}
	for _, n := range nodes.each {
		w.flags(n.Alive)
		w.point(n.At, last)
		last = n.At
	}
}

func (w *writer) arcs(f *Fabric) {
	w.count(f.arcs.size)
	var last Arc
	for _, a := range f.arcs.each {
		w.arcEnds(a, last)
		w.points(a.Points, f.nodes.at(int32(a.From)).At)
		last = a
	}
}

// arcEnds writes a border but for its points.
func (w *writer) arcEnds(a, last Arc) {
	w.flags(a.Bridge)
	w.text = append(w.text, byte(a.Class))
	w.signed(int64(a.From - last.From))
	w.signed(int64(a.To - a.From))
	w.signed(int64(a.Left - last.Left))
	w.signed(int64(a.Right - last.Right))
}

func (w *writer) cells(cells table[Cell]) {
	w.count(cells.size)
	var last Cell
	for i, c := range cells.each {
		w.cell(i, c, last)
		last = c
	}
}

func (w *writer) cell(i int32, c, last Cell) {
	writeList(w, c.Arcs)
	writeList(w, c.Buildings)
	w.signed(int64(int32(c.Parent) - i))
	w.signed(c.Community - last.Community)
	w.signed(c.Estate)
	w.signed(int64(c.Block) - int64(last.Block))
	w.signed(int64(c.Households))
	w.signed(int64(c.Residents))
	w.float(c.SquareMetres)
}

func writeList[T ~int32](w *writer, list []T) {
	w.count(len(list))
	last := T(0)
	for _, n := range list {
		w.signed(int64(n) - int64(last))
		last = n
	}
}

func (w *writer) buildings(buildings []Building) {
	w.count(len(buildings))
	var last Building
	for _, b := range buildings {
		w.signed(b.ID - last.ID)
		w.point(b.At, last.At)
		w.signed(int64(b.Households))
		w.signed(int64(b.Residents))
		w.signed(b.Estate)
		w.string(b.Name)
		w.footprint(b.Footprint, b.At)
		last = b
	}
}

// footprint writes rings as points where they are, and else as they are.
func (w *writer) footprint(land orb.MultiPolygon, near geo.Point) {
	w.count(len(land))
	for _, polygon := range land {
		w.count(len(polygon))
		for _, ring := range polygon {
			points, exact := asPoints(ring)
			w.flags(exact)
			if exact {
				w.points(points, near)
				continue
			}
			w.count(len(ring))
			for _, p := range ring {
				w.float(p[0])
				w.float(p[1])
			}
		}
	}
}

// asPoints converts a ring, and reports whether nothing was rounded.
func asPoints(ring orb.Ring) ([]geo.Point, bool) {
	points := make([]geo.Point, len(ring))
	exact := !slices.ContainsFunc(ring, func(p orb.Point) bool { return math.Signbit(p[0]) && p[0] == 0 || math.Signbit(p[1]) && p[1] == 0 })
	for i, p := range ring {
		at, err := geo.PointAt(p[0], p[1])
		if err != nil || at.Orb() != p {
			return nil, false
		}
		points[i] = at
	}
	return points, exact
}
