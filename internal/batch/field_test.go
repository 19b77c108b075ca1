package batch

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

// awkward returns texts of bytes that something is made of.
func awkward(random *rand.Rand, alphabet string, longest int) []byte {
	text := make([]byte, random.IntN(longest))
	for i := range text {
		text[i] = alphabet[random.IntN(len(alphabet))]
	}
	return text
}

func TestAValueIsQuotedWhereItMustBe(t *testing.T) {
	random := rand.New(rand.NewPCG(73, 74))
	quoted := 0
	for range 50_000 {
		text := string(awkward(random, "0123456789abc第网格 '.-+*/!#$%&()<>:é\x80\xff", 30))
		if random.IntN(2) == 0 {
			text += string(awkward(random, "\"\n\r,;\t ", 3)) + text
		}
		for _, delim := range []byte{',', ';', '\t'} {
			table := table{header: header{delim: delim}}
			got, want := string(table.text([]byte("before"), text)), text
			if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
				want = "'" + want
			}
			if strings.ContainsAny(want, "\"\r\n"+string(delim)) || strings.HasPrefix(want, " ") {
				quoted++
				want = `"` + strings.ReplaceAll(want, `"`, `""`) + `"`
			}
			if got != "before"+want {
				t.Fatalf("%q with %q between is written %q, want %q", text, delim, got, want)
			}
		}
	}
	if quoted == 0 {
		t.Error("none had to be quoted")
	}
}

func TestSpaceAroundAValueIsTrimmed(t *testing.T) {
	random := rand.New(rand.NewPCG(75, 76))
	for range 20_000 {
		text := append(awkward(random, "  \t\v\f\r1é\u0085\u00a0\u3000\xc2\x85", 12), awkward(random, "12 \u2003\u3000\x00", 5)...)
		if got, want := trimmed(text), bytes.TrimSpace(text); !bytes.Equal(got, want) {
			t.Fatalf("%q is trimmed to %q, want %q", text, got, want)
		}
	}
}
