package plan

import (
	"errors"
	"math/rand/v2"
	"testing"
)

func TestDecodedPlansEqualThoseThatWereEncoded(t *testing.T) {
	for seed := range uint64(5) {
		rng := rand.New(rand.NewPCG(seed, 1))
		p := randomPlan(t, rng, 8, 7, 5)
		for range 20 {
			if next, _, err := p.Apply(player{rng, p}.operation()); err == nil {
				p = next
			}
		}
		text := p.Encode()
		again, err := Decode(text)
		if err != nil {
			t.Fatal(err)
		}
		if !p.Equal(again) || p.Digest() != again.Digest() || string(text) != string(again.Encode()) {
			t.Fatalf("seed %d: the decoded plan is another", seed)
		}
		if err := again.verify(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

func TestDamagedBytesAreNoPlan(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	text := randomPlan(t, rng, 4, 4, 2).Encode()
	for i := range text {
		for _, damaged := range [][]byte{text[:i], append(append([]byte(nil), text[:i]...), append([]byte{text[i] ^ byte(1+rng.IntN(255))}, text[i+1:]...)...)} {
			if _, err := Decode(damaged); !errors.Is(err, ErrDamaged) {
				t.Fatalf("byte %d: %v", i, err)
			}
		}
	}
}

// FuzzDecode damages what is under the digest, which a writer with other ideas could have made.
func FuzzDecode(f *testing.F) {
	rng := rand.New(rand.NewPCG(1, 1))
	body := randomPlan(f, rng, 4, 4, 2).body()
	f.Add(body)
	for range 100 {
		damaged := append([]byte(nil), body...)
		damaged[len(encoding)+rng.IntN(len(body)-len(encoding))] ^= byte(1 + rng.IntN(255))
		f.Add(damaged)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) < len(encoding) {
			return
		}
		p, err := decodeBody(body)
		if err != nil {
			return
		}
		again, err := decodeBody(p.body())
		if err != nil || !p.Equal(again) {
			t.Fatalf("a plan that was read cannot be read again: %v", err)
		}
	})
}
