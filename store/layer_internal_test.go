package store

import (
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"slices"
	"testing"

	"gewu/tiles"
)

func TestAPlaceComesBackFromTheZCurve(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		w := tiles.World{X: random.Uint32(), Y: random.Uint32()}
		if got := place(interleave(w)); got != w {
			t.Fatalf("%v comes back as %v", w, got)
		}
	}
}

func TestThePlacesOfATileAreOneRunOfTheZCurve(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var l memoryLayer
	for range 5000 {
		l.keys = append(l.keys, interleave(tiles.World{X: random.Uint32() >> random.Uint32N(30), Y: random.Uint32() >> random.Uint32N(30)}))
	}
	slices.Sort(l.keys)
	for range 500 {
		a := place(l.keys[random.IntN(len(l.keys))]).Tile(random.Uint32N(20))
		first, end := l.run(a)
		for i, key := range l.keys {
			if in := place(key).Tile(a.Z) == a; in != (first <= i && i < end) {
				t.Fatalf("%v is in tile %v: %v; its run is from %d to %d, the place is number %d", place(key), a, in, first, end, i)
			}
		}
	}
}

func TestTheTreeFindsTheBoxesThatMeetABox(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	box := func(size uint32) worldBox {
		x, y := random.Uint32N(1<<20), random.Uint32N(1<<20)
		return worldBox{x, y, x + random.Uint32N(size), y + random.Uint32N(size)}
	}
	for _, n := range []int{1, 2, 16, 17, 300, 5000} {
		boxes := make([]worldBox, n)
		for i := range boxes {
			boxes[i] = box(1 << 14)
		}
		tree := newBoxTree(boxes)
		for range 100 {
			asked := box(1 << 17)
			var want []uint32
			for i, b := range boxes {
				if b.meets(asked) {
					want = append(want, uint32(i))
				}
			}
			if got := tree.meeting(nil, asked); !slices.Equal(got, want) {
				t.Fatalf("of %d boxes %v meet %v, want %v", n, got, asked, want)
			}
		}
	}
}

// What is no geometry is refused, and what is one is drawn without harm.
func FuzzGeometryOfALayer(f *testing.F) {
	for _, text := range []string{
		"0101000000000000000000f03f000000000000f03f",
		"010500000001000000010200000002000000000000000000f03f000000000000f03f00000000000000400000000000000040",
		"01060000000100000001030000000100000004000000000000000000f03f000000000000f03f0000000000000040000000000000f03f00000000000000400000000000000040000000000000f03f000000000000f03f",
	} {
		data, err := hex.DecodeString(text)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	layers, err := tiles.ParseLayers("buildings")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b := newLayerBuilder(layers[0])
		row := [][]byte{binary.BigEndian.AppendUint64(nil, 1), make([]byte, 8), data, nil, nil, nil, nil, nil}
		if b.row(row) != nil {
			return
		}
		l := b.finish()
		for z := uint32(14); z <= 16; z++ {
			a := place(l.keys[0]).Tile(z)
			tiles.Encode(a, func(e *tiles.Encoder) { l.draw(e, a, seeing{}) })
		}
	})
}
