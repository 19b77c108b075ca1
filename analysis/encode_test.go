package analysis

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDegreesAreWrittenAsTheShortestNumberThatIsThem(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 4))
	units := []int32{0, 1, -1, 10, -10, 9_999_999, 10_000_000, -10_000_001, 1_800_000_000, -1_800_000_000, 877_144_481, -877_144_480}
	for range 20_000 {
		units = append(units, int32(dice.IntN(3_600_000_001)-1_800_000_000))
	}
	for _, u := range units {
		want := strconv.FormatFloat(float64(u)/1e7, 'f', -1, 64)
		if got := string(appendDegrees(nil, u)); got != want {
			t.Fatalf("%d is written as %s, not %s", u, got, want)
		}
	}
}

// The room that is made after the first places is too little here: the later ones are longer.
func TestAnAnswerOfManyPlacesIsWrittenWholeWhateverTheFirstOnesAreLike(t *testing.T) {
	a := &Answer{Members: []string{"square", "name", "count"}, Places: make([]Place, 3000)}
	for i := range a.Places {
		a.Places[i].Square = &SquareOf{Size: 50, Col: i, Row: -i}
		if a.Places[i].Count = i; i > 100 {
			a.Places[i].Name = Text{"“第\t" + strconv.Itoa(i), string(bytes.Repeat([]byte{'n'}, i%300))}
		}
	}
	for _, format := range []Format{JSON, GeoJSON} {
		text, err := a.Encode(format)
		if err != nil {
			t.Fatal(err)
		}
		var read struct {
			Places   []writtenPlace
			Features []struct{ Properties writtenPlace }
		}
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		for _, f := range read.Features {
			read.Places = append(read.Places, f.Properties)
		}
		if len(read.Places) != len(a.Places) {
			t.Fatalf("%s has %d places, not %d", format, len(read.Places), len(a.Places))
		}
		for i, got := range read.Places {
			p := &a.Places[i]
			want := writtenPlace{"50/" + strconv.Itoa(i) + "/" + strconv.Itoa(-i), p.Name, i}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s, place %d (-want +got):\n%s", format, i, diff)
			}
		}
	}
}

type writtenPlace struct {
	Square string
	Name   Text
	Count  int
}
