package batch

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

func TestAPlainDecimalIsTheNumberThatStrconvReads(t *testing.T) {
	texts := []string{
		"", "-", ".", "-.", "0", "-0", "00.10", ".5", "5.", "1..2", "1.2.3", "--1", "+1", "1e2", "1_0", "0x1", "NaN", "Inf", " 1", "１",
		"9007199254740991", "9007199254740992", "9007199254740993", "0.9007199254740991", "0.9007199254740993",
		"000000000000000001", "0000000000000000001", "-116.391382", "116.39138200000001", "0.000000000000000001",
	}
	random := rand.New(rand.NewPCG(61, 62))
	for range 20_000 {
		v := (random.Float64()*2 - 1) * math.Pow(10, float64(random.IntN(12)-4))
		texts = append(texts, strconv.FormatFloat(v, 'f', random.IntN(19)-1, 64))
	}
	plain := 0
	for _, text := range texts {
		v, ok := plainDecimal([]byte(text))
		if !ok {
			continue
		}
		plain++
		if want, err := ParseNumber(text); err != nil || math.Float64bits(v) != math.Float64bits(want) {
			t.Errorf("%q is %v, want %v, %v", text, v, want, err)
		}
	}
	if plain < len(texts)/2 {
		t.Errorf("only %d of %d are plain", plain, len(texts))
	}
}

func TestTenthsAreRoundedAsStrconvDoes(t *testing.T) {
	lengths := []float64{0, math.Copysign(0, -1), -1.25, 0.04999999, 0.05, 0.15, 0.25, 0.35, 0.95, 9.95, 999_999.95, 1e6, 1e300, math.Inf(1), math.NaN()}
	random := rand.New(rand.NewPCG(63, 64))
	for range 20_000 {
		near := float64(random.IntN(1_000_000))/20 + float64(random.IntN(3)-1)*math.Pow(10, -float64(random.IntN(17)))
		lengths = append(lengths, near, random.Float64()*1e4, math.Nextafter(near, 0))
	}
	for _, metres := range lengths {
		if got, want := string(appendTenths(nil, metres)), strconv.FormatFloat(metres, 'f', 1, 64); got != want {
			t.Errorf("%v is written %s, want %s", metres, got, want)
		}
	}
}

func FuzzAPlainDecimalIsTheNumberThatStrconvReads(f *testing.F) {
	for _, text := range []string{"", "-", ".", "-.5", "5.", "121.485209", "0.000000000000000001", "9007199254740993", "1e2", "1..2"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, ok := plainDecimal(text)
		if !ok {
			return
		}
		if want, err := ParseNumber(string(text)); err != nil || math.Float64bits(v) != math.Float64bits(want) {
			t.Errorf("%q is %v, want %v, %v", text, v, want, err)
		}
	})
}
