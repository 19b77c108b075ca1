package geo_test

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// FuzzIndex builds an index of two areas of any shape, with vertices on a small lattice so
// that all that can coincide does, and asks it for a point.
func FuzzIndex(f *testing.F) {
	f.Add([]byte{0, 0, 9, 0, 9, 9, 0, 9}, []byte{9, 0, 18, 0, 18, 9, 9, 9}, int32(9), int32(4))
	f.Add([]byte{0, 0, 9, 9, 0, 9, 9, 0}, []byte{}, int32(4), int32(4))
	f.Add([]byte{1, 1, 1, 1, 5, 5, 9, 9}, []byte{255, 255, 0, 0, 255, 0}, int32(7), int32(7))
	f.Fuzz(func(t *testing.T, first, second []byte, x, y int32) {
		list := areas(polygon(anyRing(first)), polygon(anyRing(second)))
		index, err := geo.NewIndex(list)
		if err != nil {
			if index, err = geo.NewIndex(list[:1]); err != nil {
				return
			}
		}
		checkConsistent(t, index, at(x%300, y%300))
	})
}

func anyRing(bytes []byte) orb.Ring {
	var xy []int32
	for i := 0; i+1 < len(bytes) && i < 400; i += 2 {
		xy = append(xy, int32(bytes[i]), int32(bytes[i+1]))
	}
	if len(xy) == 0 {
		return nil
	}
	return ring(xy...)
}

// checkConsistent holds the answers about one point against each other.
func checkConsistent(t *testing.T, x *geo.Index, p geo.Point) {
	t.Helper()
	got := locate(t, x, p)
	near, _ := x.Nearest(p)
	covering := x.Within(p, 0)
	inBox := x.InBox(geo.Box{Min: p, Max: p})
	if len(covering) != len(inBox) {
		t.Fatalf("%v is covered by %v, but its box meets %v", p, covering, inBox)
	}
	if got == nowhere {
		if len(covering) > 0 {
			t.Fatalf("%v is nowhere, but %v covers it, and nearest is %v", p, covering, near)
		}
		return
	}
	if near.Metres != 0 || len(covering) == 0 || covering[0].Metres != 0 {
		t.Fatalf("%v is in %v, but %v covers it, and nearest is %v", p, got, covering, near)
	}
	if d := x.BorderMetres(p, got.Area); got.Rule == "border" && d != 0 {
		t.Fatalf("%v is in %v, but %v m from its border", p, got, d)
	}
}

// FuzzNewIndex feeds any numbers at all: there is an error or an index that answers.
func FuzzNewIndex(f *testing.F) {
	seed := func(numbers ...float64) {
		var bytes []byte
		for _, n := range numbers {
			bytes = binary.LittleEndian.AppendUint64(bytes, math.Float64bits(n))
		}
		f.Add(bytes)
	}
	seed(116, 39, 117, 39, 117, 40, 116, 39)
	seed(-180, -90, 180, -90, 180, 90, -180, 90, -180, -90)
	seed(math.NaN(), math.Inf(1), 1e308, -0, 116, 39)
	f.Fuzz(func(t *testing.T, bytes []byte) {
		var r orb.Ring
		for ; len(bytes) >= 16 && len(r) < 200; bytes = bytes[16:] {
			r = append(r, orb.Point{
				math.Float64frombits(binary.LittleEndian.Uint64(bytes)),
				math.Float64frombits(binary.LittleEndian.Uint64(bytes[8:])),
			})
		}
		x, err := geo.NewIndex(areas(polygon(r)))
		if err != nil {
			return
		}
		for _, vertex := range r {
			p := pointOf(vertex)
			if got := locate(t, x, p); got != border(1) {
				t.Fatalf("the vertex %v is %v", p, got)
			}
			checkConsistent(t, x, geo.Point{Lon: p.Lon / 2, Lat: p.Lat / 2})
		}
	})
}
