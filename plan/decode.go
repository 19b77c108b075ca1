package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// ErrDamaged is wrapped by errors about bytes that are no plan as Encode writes it.
var ErrDamaged = errors.New("this is not a whole plan")

// Decode reads what Encode wrote. Its error wraps [ErrDamaged]; no bytes make it panic.
func Decode(text []byte) (*Plan, error) {
	if !bytes.HasPrefix(text, []byte(encoding)) || len(text) < len(encoding)+sha256.Size {
		return nil, fmt.Errorf("plan of %d bytes: it begins or ends otherwise: %w", len(text), ErrDamaged)
	}
	body, sum := text[:len(text)-sha256.Size], text[len(text)-sha256.Size:]
	if is := sha256.Sum256(body); !bytes.Equal(is[:], sum) {
		return nil, fmt.Errorf("plan of %d bytes: its digest is another: %w", len(text), ErrDamaged)
	}
	return decodeBody(body)
}

func decodeBody(body []byte) (*Plan, error) {
	r := &reader{text: body[len(encoding):]}
	p := &Plan{fabric: r.fabric(), grid: r.ids(), grids: r.grids(), base: r.beginning()}
	if r.broken || len(r.text) > 0 || !p.sound() {
		return nil, fmt.Errorf("plan of %d bytes: what it holds is not consistent: %w", len(body), ErrDamaged)
	}
	p.tallies = p.countAll()
	p.fabric.places, p.fabric.links = placesOf(p.fabric), linksOf(p.fabric)
	return p, nil
}

// countAll counts what lies in each grid.
func (p *Plan) countAll() table[Tally] {
	tallies := make([]Tally, p.grids.size)
	for id, c := range p.fabric.Cells() {
		g := p.GridOf(id)
		tallies[g].add(&c, 1)
	}
	return tableOf(tallies)
}

// A reader reads what a writer wrote. Once something is wrong it is broken, and reads zeros.
type reader struct {
	text   []byte
	broken bool

	land      slab[geo.Point]
	borders   slab[ArcID]
	dwellings slab[int32]
}

// A slab hands out short lists that lie side by side in memory.
type slab[T any] struct{ free []T }

func (s *slab[T]) take(n int) []T {
	if n > len(s.free) {
		s.free = make([]T, max(n, 1<<12))
	}
	list := s.free[:n:n]
	s.free = s.free[n:]
	return list
}

func (r *reader) fail() { r.text, r.broken = nil, true }

// count reads how many things follow, of so many bytes at least.
func (r *reader) count(least int) int {
	n, size := binary.Uvarint(r.text)
	if size <= 0 || n > uint64(len(r.text)-size)/uint64(least) {
		r.fail()
		return 0
	}
	r.text = r.text[size:]
	return int(n)
}

func (r *reader) unsigned() uint64 {
	n, size := binary.Uvarint(r.text)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.text = r.text[size:]
	return n
}

func (r *reader) signed() int64 {
	n, size := binary.Varint(r.text)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.text = r.text[size:]
	return n
}

// int32 reads a number that is the last one and a difference.
func (r *reader) int32(last int32) int32 {
	n := r.signed()
	sum := int64(last) + n
	if n < -math.MaxUint32 || n > math.MaxUint32 || sum < math.MinInt32 || sum > math.MaxInt32 {
		r.fail()
		return 0
	}
	return int32(sum)
}

func (r *reader) byte() byte {
	if len(r.text) == 0 {
		r.fail()
		return 0
	}
	b := r.text[0]
	r.text = r.text[1:]
	return b
}

func (r *reader) flag() bool { return r.byte() == 1 }

func (r *reader) float() float64 {
	if len(r.text) < 8 {
		r.fail()
		return 0
	}
	f := math.Float64frombits(binary.LittleEndian.Uint64(r.text))
	r.text = r.text[8:]
	return f
}

// area reads square metres: no less than none, and no more than the earth has.
func (r *reader) area() float64 {
	const earth = 5.2e14
	f := r.float()
	if math.IsNaN(f) || f < 0 || f > earth {
		r.fail()
		return 0
	}
	return f
}

func (r *reader) string() string {
	n := r.count(1)
	s := string(r.text[:n])
	r.text = r.text[n:]
	return s
}

func (r *reader) point(last geo.Point) geo.Point {
	return geo.Point{Lon: r.int32(last.Lon), Lat: r.int32(last.Lat)}
}

func (r *reader) points(last geo.Point) []geo.Point {
	n := r.count(2)
	if n == 0 {
		return nil
	}
	points := r.land.take(n)
	for i := range points {
		points[i] = r.point(last)
		last = points[i]
	}
	return points
}

func readList[T ~int32](r *reader, s *slab[T]) []T {
	n := r.count(1)
	if n == 0 {
		return nil
	}
	list, last := s.take(n), int32(0)
	for i := range list {
		last = r.int32(last)
		list[i] = T(last)
	}
	return list
}

func (r *reader) ids() table[GridID] {
	ids, last := make([]GridID, r.count(1)), int32(0)
	for i := range ids {
		last = r.int32(last)
		ids[i] = GridID(last)
	}
	return tableOf(ids)
}

func (r *reader) grids() table[Grid] {
	grids := make([]Grid, r.count(8))
	for i := range grids {
		grids[i] = r.grid()
	}
	return tableOf(grids)
}

func (r *reader) beginning() *beginning {
	b := &beginning{assigned: r.ids(), grids: r.grids()}
	tallies := make([]Tally, b.grids.size)
	for i := range tallies {
		tallies[i] = r.tally()
	}
	b.tallies = tableOf(tallies)
	return b
}

func (r *reader) tally() Tally {
	return Tally{int(r.signed()), int(r.signed()), int(r.signed()), int(r.signed()), r.area()}
}

func (r *reader) grid() Grid {
	flags := r.byte()
	g := Grid{Alive: flags&1 > 0, Locked: flags&2 > 0, Area: r.signed(), Community: r.signed(), Colour: r.byte()}
	g.Code, g.Name, g.Kind, g.Exempt = r.string(), r.string(), GridKind(r.string()), r.string()
	return g
}

func (r *reader) ring(near geo.Point) orb.Ring {
	if r.flag() {
		points := r.points(near)
		ring := make(orb.Ring, len(points))
		for i, p := range points {
			ring[i] = p.Orb()
		}
		return ring
	}
	ring := make(orb.Ring, r.count(16))
	for i := range ring {
		ring[i] = orb.Point{r.float(), r.float()}
	}
	return ring
}
